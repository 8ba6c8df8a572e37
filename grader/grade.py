"""`python -m grader grade`: a cohort of submissions, graded in the exam seat.

Taking in what was handed in, grading it, and writing what comes of it are three steps, with the store
between them: a run that was killed goes on where it was.
"""

import hashlib
import os
import secrets
import shutil
import sqlite3
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import replace

from rich import progress

from . import doctor, gradebook, runner
from .intake import NoSubmissions, submissions, taken
from .stages import ROOT, stages
from .store import Busy, Other, Store, kept_seed
from .summary import show_summary
from .verdict import verdict

STORE, WORK = "grades.sqlite3", "unfinished"  # in OUT
RESUME = "--resume (make: RESUME=1)"
JUDGED_BY = ("grader/**/*.py", "grader/*.toml", "solutions/*.py", "tests/*.py", "tests/stage*/*.py")
FULL = (
    f"The disk is full, or OUT cannot be written. What is graded is kept; make room, and go on with {RESUME}"
)


class CannotGrade(Exception):
    """The run cannot begin, or cannot go on. The text says why and what to do."""


def grade(path, out, settings, jobs, resume, console):
    """Grade everything under `path` into the folder `out`. Returns the exit status. Raises CannotGrade."""
    _check_sandbox(settings)
    if out.resolve().is_relative_to(path.resolve()):  # whoever hands in that folder would choose the grades
        raise CannotGrade(
            f"{out} lies among the submissions. Name a folder outside of {path} for the grades."
        )
    settings = replace(settings, seed=settings.seed or kept_seed(out / STORE) or secrets.token_hex(4))
    try:
        cohort = submissions(path)
        store = _opened(out, settings, resume)
    except NoSubmissions as problem:
        raise CannotGrade(str(problem)) from None
    try:
        with _bar(console) as bar:
            _take(store, cohort, settings, bar)
            _grade(store, out / WORK, settings, jobs, bar)
        gradebook.write(out, lambda: gradebook.rows(store, settings), settings)
        show_summary(console, [*gradebook.rows(store, settings)], settings, out)
    except (OSError, sqlite3.OperationalError) as error:
        raise CannotGrade(f"{FULL} ({error}).") from None
    finally:
        shutil.rmtree(out / WORK, ignore_errors=True)
        store.close()
    return 0


def _check_sandbox(settings):
    problem = doctor.sandbox_problem() if settings.sandboxed else ""
    if problem:
        raise CannotGrade(f"{problem} For code that you trust, and no other: --no-sandbox")


def _opened(out, settings, resume):
    """The store in OUT, which is made or gone on with."""
    begun = (out / STORE).exists()
    if begun and not resume:
        raise CannotGrade(f"There are grades in {out} already. Go on with {RESUME}, or name another folder.")
    try:
        if not begun and out.exists() and any(out.iterdir()):
            raise CannotGrade(f"{out} is not empty. Name a folder that is, or that is not there yet.")
        out.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(out / WORK, ignore_errors=True)
        (out / WORK).mkdir()
        return Store(out / STORE, _kept(settings))
    except Busy:
        raise CannotGrade(f"Another run is writing to {out}. Wait for it, or name another folder.") from None
    except Other as difference:
        problem = f"The run in {out} was begun differently ({difference})."
        raise CannotGrade(f"{problem} Go on in that way, or name another folder.") from None
    except (OSError, sqlite3.Error) as error:
        raise CannotGrade(f"{out} cannot be used as the folder of the grades: {error}") from None


def _kept(settings):
    """What must be the same where a run goes on."""
    digest = hashlib.sha256()
    for file in sorted(file for pattern in JUDGED_BY for file in ROOT.glob(pattern)):
        digest.update(file.read_bytes())
    return {
        "--stages": ",".join(map(str, settings.stages)),
        "--seed": settings.seed,
        "--no-sandbox": not settings.sandboxed,
        "the version of the tests and the grader": digest.hexdigest()[:12],
    }


# -- taking in --------------------------------------------------------------------------------------


def _take(store, cohort, settings, bar):
    """Put all submissions of the cohort into the store."""
    task = bar.add_task("reading", total=len(cohort))

    def read():
        for each in cohort:
            yield entry(each.id, taken(each.path), settings)
            bar.advance(task)

    store.take(read())
    bar.remove_task(task)


def entry(name, found, settings):
    """(id, sha256, files, status, notes) of what was found in a submission."""
    wanted = dict.fromkeys(file for number in settings.stages for file in stages()[number].files)
    absent = [file for file in wanted if file not in found.files]
    if len(absent) == len(wanted):
        status = "missing" if found.status == "taken" else found.status
        return name, "", {}, status, [*found.notes]
    notes = [*found.notes, f"not handed in: {', '.join(absent)}"] if absent else [*found.notes]
    return name, fingerprint(found.files), found.files, found.status, notes


def fingerprint(files):
    """A sha256 that is the same exactly for the same files (name: text)."""
    digest = hashlib.sha256()
    for name, text in sorted(files.items()):
        data = text.encode()
        digest.update(f"{name} {len(data)}\n".encode() + data)
    return digest.hexdigest()


# -- grading ----------------------------------------------------------------------------------------


def _grade(store, place, settings, jobs, bar):
    """Put a verdict on everything that waits for one into the store, as they come."""
    waiting, running = store.waiting(), {}
    task = bar.add_task("grading", total=len(waiting))
    examples = place / "examples"
    with runner.side_by_side(jobs) as pool:
        if waiting:
            pool.submit(reference, settings, place, examples).result()
        while waiting or running:
            while waiting and len(running) < 2 * jobs:
                sha256 = waiting.pop(0)
                work = verdict, store.files(sha256), settings, place, f"replay={examples}"
                running[pool.submit(*work)] = sha256
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                store.keep(running.pop(done), done.result())
                bar.advance(task)


def _solution():
    return {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "solutions").glob("*.py")}


def reference(settings, place, examples):
    """Grade the solution itself, which draws the examples into a file. Raises CannotGrade where it fails."""
    found = verdict(_solution(), settings, place, f"record={examples}")
    if found["failed"] or found["status"] != "graded":
        what = (found["failed"] or found["notes"] or ["nothing was run"])[0]
        raise CannotGrade(f"The fault is ours: the solution itself does not pass here ({what}).")


# -- the bar ----------------------------------------------------------------------------------------


class _Rate(progress.ProgressColumn):
    """How many a minute."""

    def render(self, task):
        return f"{task.speed * 60:.0f} a minute" if task.speed else ""


def _bar(console):
    counts = (progress.MofNCompleteColumn(), _Rate(), progress.TimeRemainingColumn())
    return progress.Progress(
        progress.TextColumn("{task.description}"), progress.BarColumn(), *counts, console=console
    )


def default_jobs():
    """As many as there are cores for us."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
