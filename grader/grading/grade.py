"""`python -m grader grade`: a cohort of submissions, graded in the exam seat.

Taking in what was handed in, grading it, and writing what comes of it are three steps, with the store
between them: a run that was killed goes on where it was.
"""

import hashlib
import importlib
import os
import secrets
import shutil
import sqlite3
from concurrent.futures import FIRST_COMPLETED, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import util
from pathlib import Path

from rich import progress

from ..lms.absent import with_absent
from ..lms.cohort import cohort
from ..lms.matching import Student
from ..seats import replay, runner
from ..stages import ROOT, stages
from ..wall import doctor
from . import gradebook, member
from .gradebook import Rows
from .intake import NoSubmissions, taken
from .store import Busy, Finished, Other, Store, kept_settings
from .summary import show_summary
from .verdict import Settings, drawn, last_line, lost, verdict

STORE, WORK, GRADES = "grades.sqlite3", "unfinished", "grades.csv"  # in OUT
MOST_AT_ONCE = 4  # submissions that are sent together: the bar moves, and little is lost with who grades them
FEW = 5  # submissions, for which a rehearsal would take more time than it saves
AHEAD = 2  # pieces of work that are sent for each one that can be done at a time
ROOM = 1_000_000  # bytes that a run needs at least in WORK
ELSEWHERE = "elsewhere"  # in WORK: tells of the folder in which multiprocessing has its socket
RESUME, REGRADE = "--resume (make: RESUME=1)", "--regrade (make: REGRADE=1)"
FULL = (
    f"The disk is full, or OUT cannot be written. What is graded is kept; make room, and go on with {RESUME}"
)


class CannotGrade(Exception):
    """The run cannot begin, or cannot go on. The text says why and what to do."""


@dataclass(frozen=True)
class Task:
    """What is to be graded, and how."""

    path: Path  # of the submissions
    settings: Settings
    jobs: int  # at a time, on this machine
    scheduler: str = ""  # of the cluster that grades in its place
    source: str | None = None  # where they come from, where that is not to be guessed
    system: str = ""  # of a gradebook
    students: tuple[Student, ...] = ()  # in it


def grade(task, out, resume, console):
    """Grade everything into the folder `out`. Returns the Rows and the settings. Raises CannotGrade."""
    rows, settings = graded(task, out, resume, console)
    show_summary(console, rows, settings, out)
    return rows, settings


def graded(task, out, resume, console):
    """Grade everything into the folder `out`, and write its files. Returns the Rows and the settings."""
    path = task.path
    if out.resolve().is_relative_to(path.resolve()):  # whoever hands in that folder would choose the grades
        raise CannotGrade(
            f"{out} lies among the submissions. Name a folder outside of {path} for the grades."
        )
    with ExitStack() as at_work:
        pool = at_work.enter_context(_pool(task, out / WORK, console))
        return _graded(task, out, resume, console, pool, at_work.close)


def _graded(task, out, resume, console, pool, end_work):
    settings = task.settings
    seed = settings.seed or kept_settings(out / STORE).get("--seed") or secrets.token_hex(4)
    settings = replace(settings, seed=seed)
    try:
        handed_in = with_absent(cohort(task.path, task.source), task.system, task.students)
        store = _opened(out, settings, resume)
    except NoSubmissions as problem:
        raise CannotGrade(str(problem)) from None
    console.print(handed_in.told, markup=False, soft_wrap=True)
    try:
        with _bar(console) as bar:
            _take(store, handed_in.submissions, settings, bar)
            del handed_in  # it is large, and in the store
            _grade(store, settings, pool, bar)
        end_work()  # and let go of the memory that it took: what is written now takes some, too
        gradebook.write(out, Rows(store, settings), settings)
        return Rows(Finished(out / STORE), settings), settings
    except (OSError, sqlite3.OperationalError) as error:
        raise CannotGrade(f"{FULL} ({error}).") from None
    finally:
        shutil.rmtree(out / WORK, ignore_errors=True)
        store.close()


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
        store = Store(out / STORE, kept(settings))  # from here on, nobody else is at work here
        _begin_work(out / WORK)
        return store
    except Busy:
        raise CannotGrade(f"Another run is writing to {out}. Wait for it, or name another folder.") from None
    except Other as difference:
        problem = f"The run in {out} was begun differently ({difference})."
        raise CannotGrade(f"{problem} {_way_on(out, str(difference))}, or name another folder.") from None
    except (OSError, sqlite3.Error) as error:
        raise CannotGrade(f"{out} cannot be used as the folder of the grades: {error}") from None


def _way_on(out, difference):
    """What to do about a run that was begun differently: grade anew where the tests alone have changed."""
    mended = difference.startswith(member.TESTS)  # the last of what is kept: it is the only one, then
    return f"Grade anew with {REGRADE}" if mended and (out / GRADES).is_file() else "Go on in that way"


def _begin_work(place):
    """Make the folder for what is unfinished, without what a killed run has left there and elsewhere."""
    with suppress(OSError):
        old = Path((place / ELSEWHERE).read_text(encoding="utf-8"))
        if old.name.startswith("pymp-"):
            shutil.rmtree(old)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    with suppress(OSError):  # a full disk is told of when something is to be kept there
        (place / ELSEWHERE).write_text(util.get_temp_dir(), encoding="utf-8")


def kept(settings):
    """What must be the same where a run goes on."""
    return {
        "the course": settings.course.name or settings.course.title,
        "--stages": ",".join(map(str, settings.stages)),
        "--seed": settings.seed,
        "--no-sandbox": not settings.sandboxed,
        member.TESTS: member.digest(),
    }


# -- taking in --------------------------------------------------------------------------------------


def _take(store, handed_in, settings, bar):
    """Put all submissions of the cohort into the store."""
    task = bar.add_task("reading", total=len(handed_in))

    def read():
        for each in handed_in:
            name, sha256, files, status, notes = entry(each.id, taken(each.path, each.items), settings)
            yield name, sha256, files, status, [*each.remarks, *notes], each.identity
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


@contextmanager
def _pool(task, place, console):
    """The Executor that grades, which says how many `jobs` it does at a time: this machine, or a cluster."""
    if not task.scheduler:
        _check_sandbox(task.settings)
        with runner.side_by_side(task.jobs, place) as pool:
            yield pool
        return
    cluster = importlib.import_module(".cluster", __package__)  # needs distributed, which is an extra
    tell = lambda line: console.print(line, markup=False, soft_wrap=True)
    try:
        with cluster.cluster(task.scheduler, task.settings.sandboxed, tell) as pool:
            yield pool
    except cluster.Unfit as why:
        raise CannotGrade(str(why)) from None
    except cluster.Gone as why:
        raise CannotGrade(f"{why} What is graded is kept; go on with {RESUME}") from None


def _grade(store, settings, pool, bar):
    """Put a verdict on everything that waits for one into the store, as they come.

    pool: where it grades is its own matter. What is sent there, and what comes back, is plain data.
    """
    waiting, running, unlucky = store.waiting(), {}, set()
    settings = replace(settings, rehearsed=len(waiting) > FEW)
    task = bar.add_task("grading", total=len(waiting))
    examples = _examples(settings, pool) if waiting else b""
    solution = pool.submit(_check, settings, examples) if waiting else None
    while waiting or running:
        while waiting and len(running) < AHEAD * pool.jobs:
            size = 1 if waiting[0] in unlucky else _size(len(waiting), pool.jobs)
            chunk, waiting = waiting[:size], waiting[size:]
            files = {sha256: store.files(sha256) for sha256 in chunk}
            running[pool.submit(_verdicts, files, settings, examples)] = chunk
        _done(solution, pool)  # before anything is kept
        for done in wait(running, return_when=FIRST_COMPLETED).done:
            chunk = running.pop(done)
            was_lost = isinstance(done.exception(), pool.lost)
            if was_lost and not unlucky.issuperset(chunk):
                waiting, unlucky = [*chunk, *waiting], unlucky.union(chunk)  # once more, each by itself
                continue
            store.keep({x: lost(settings) for x in chunk} if was_lost else done.result())
            bar.advance(task, len(chunk))


def _examples(settings, pool):
    """The random examples: each stage draws its own, so that several can do so at the same time."""
    count = min(pool.jobs, len(settings.stages))
    parts = [replace(settings, stages=settings.stages[i::count]) for i in range(count)]
    return replay.joined([_done(each, pool) for each in [pool.submit(_draw, part) for part in parts]])


def _done(work, pool):
    """What comes of work on the solution. Raises CannotGrade where whoever did it was lost each time."""
    try:
        return work.result()
    except pool.lost:
        raise CannotGrade(
            f"Each worker that ran the solution was lost. What do they say? Go on with {RESUME}"
        ) from None


def _size(waiting, jobs):
    """How many submissions are sent together: fewer towards the end, so that all end at the same time."""
    return min(max(waiting // (2 * AHEAD * jobs), 1), MOST_AT_ONCE)


def _draw(settings):
    return draw(settings, runner.THREAD.place)


def _check(settings, examples):
    check(settings, runner.THREAD.place, examples)


def _verdicts(submissions, settings, examples):
    """The verdicts on these submissions (sha256: files), by their sha256."""
    place = runner.THREAD.place
    return {sha256: verdict(files, settings, place, examples) for sha256, files in submissions.items()}


def _solution():
    return {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "solutions").glob("*.py")}


def draw(settings, place):
    """The random examples, as bytes, which the solution has met. Raises CannotGrade where it fails."""
    try:
        results, examples = drawn(settings, place)
    except runner.Broken as fault:
        raise _does_not_pass(last_line(fault), False, place) from None
    missed = [each for each in results if not each.passed]
    if missed:
        kinds = {each.finding.kind for each in missed if each.finding}
        raise _does_not_pass(missed[0].test, "timeout" in kinds, place)
    return examples


def check(settings, place, examples):
    """Grade the solution as a submission. Raises CannotGrade where it does not get all points."""
    found = verdict(_solution(), settings, place, examples)
    if found["failed"] or found["status"] != "graded":
        what = (found["failed"] or found["notes"] or ["nothing was run"])[0]
        raise _does_not_pass(what, found["status"] == "timeout", place)


def _does_not_pass(what, slow, place):
    """The CannotGrade for a solution that fails in this. OSError where the disk is full, which it is then."""
    Path(place, "room").write_bytes(bytes(ROOM))
    if slow:
        return CannotGrade("This machine is too busy: the solution was not done in time. Try again later.")
    return CannotGrade(f"The fault is ours: the solution itself does not pass here ({what}).")


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
