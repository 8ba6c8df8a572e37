"""`make soak`: a large class, graded while everything goes wrong, must get the grades that it deserves.

First one submission of each kind is graded in peace. Then the whole class is, while judges, workers and the
run itself are killed, the disk is full for a while, and the clock jumps (soak_trouble.py). In the end every
submission must have the row of its kind, and nothing may be left over.
"""

import csv
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from .. import environment
from ..kit import GRADES_WITH
from ..stages import ROOT
from . import soak_class
from .bench import here
from .bench_grade import MB, memory
from .soak_trouble import CLOCK, LEAP, STEADY, Disk, Killer, descriptors, left, share_done

COUNT = 2000  # submissions
GRADE = (sys.executable, "-m", "grader", "grade")
LEFT_BY_A_RUN = ["feedback", "grades.csv", "grades.sqlite3", "report.html", "results"]
OWN = {"submission": "", "seconds": "", "sha256": ""}  # what the rows of a kind do not share
LOOK = 0.2  # seconds between two looks at a run
PATIENCE = 4  # submissions that a slow machine may grade between two kills, in the mean
DYING = 10  # seconds that what a killed run has started may take to notice
MORE_MEMORY, MORE_DESCRIPTORS = 1.2, 10  # times as much; more of them, where each job opens some
FULL = "make room, and go on with --resume"


@dataclass
class Run:
    """The disturbed run: what is to be done to it, what has been done, and what was seen."""

    killer: Killer
    disk: Disk
    store: Path
    plan: list  # (share of the verdicts, "kill" or "fill"), the earliest first
    done: Counter = field(default_factory=Counter)
    looks: list = field(default_factory=list)  # (bytes, descriptors) of the first process that is running now
    problems: list = field(default_factory=list)


def soak(out, seed=None, count=COUNT):
    """Grade a class of that many in spite of everything. Returns the exit status."""
    environment.add_missing("grade", *GRADES_WITH)
    environment.add_sandbox()
    seed = seed or secrets.token_hex(4)
    out.print(f"{here()}; --seed {seed}")
    with TemporaryDirectory(prefix="soak-") as place:
        disk = Disk(Path(place, "disk"))
        try:
            checks = _soaked(out, Path(place), disk, random.Random(seed), count)
            found = {title: [*problems] for title, problems in checks.items()}
        finally:
            disk.close()
    for title, problems in found.items():
        out.print(f"{'NO  ' if problems else 'ok  '}{title}")
        for problem in problems:
            out.print(f"      {problem}", markup=False, soft_wrap=True)
    return 1 if any(found.values()) else 0


def _soaked(out, place, disk, rng, count):
    """The problems of each check, by its title."""
    submissions = soak_class.drawn(rng, count)
    kinds = soak_class.one_of_each(submissions)
    soak_class.write(submissions, place / "class")
    soak_class.write(kinds, place / "kinds")
    out.print(f"{count} submissions of {len(kinds)} kinds: {_counted(submissions)}")
    began = time.monotonic()
    status = subprocess.run(_command(place / "kinds", place / "peace"), cwd=ROOT, stdout=subprocess.DEVNULL)
    each = (time.monotonic() - began) / len(kinds)
    out.print(f"one of each kind, in peace: {each * len(kinds):.0f} s")
    if status.returncode:
        return {"a class in peace is graded": [f"it ended with {status.returncode}"]}
    result, killer = disk.folder / "out", Killer(rng, each * PATIENCE)
    run, began = Run(killer, disk, result / "grades.sqlite3", _plan(rng, count)), time.monotonic()
    token = secrets.token_hex(8)
    _disturb(run, place, token)
    out.print(f"all of them, disturbed: {(time.monotonic() - began) / 60:.1f} min. {_told(run)}")
    rows = _rows(result)
    wrong = wrong_rows(submissions, kinds, rows, _rows(place / "peace"))
    return {
        "every run ends as it should": run.problems,
        "every submission has its row, and it is the right one": wrong,
        "no process is left": _processes(token, str(place)),
        "no temporary file or folder is left": [*_remains(result, rows), *os.listdir(place / "tmp")],
        f"memory does not grow, nor do open files{_growth(run)}": _grown(run),
    }


def _counted(submissions):
    counts = Counter(each.kind.group for each in submissions)
    return ", ".join(f"{number} {group}" for group, number in counts.most_common())


def _command(cohort, folder):
    numbers = f"{soak_class.STAGES[0]}-{soak_class.STAGES[-1]}"
    return [*GRADE, cohort, "--from", "plain", "--out", folder, "--stages", numbers, "--seed", "1"]


def _plan(rng, count):
    """When the run is killed, and when the disk is filled: shares of the verdicts."""
    kills, fills = 1 + count // 400, 1 + count // 1000
    return sorted((rng.uniform(0.05, 0.6), what) for what in ["kill"] * kills + ["fill"] * fills)


# -- the disturbed run ------------------------------------------------------------------------------


def _disturb(run, place, token):
    """Grade the class, going on wherever the run was stopped, until it is done."""
    for name in ("clock", "tmp"):
        (place / name).mkdir()
    (place / "clock" / "sitecustomize.py").write_text(CLOCK)
    paths = {"PYTHONPATH": str(place / "clock"), "TMPDIR": str(place / "tmp"), "SOAK": token}
    command = [*_command(place / "class", run.store.parent), "--resume"]
    while True:
        with open(place / "said", "w+") as said:
            process = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | paths, stdout=subprocess.DEVNULL, stderr=said
            )
            filled = _watch(run, process)
            said.seek(0)
            if not _goes_on(run, process.returncode, filled, said.read()):
                return


def _watch(run, process):
    """Disturb a run until it ends, or is killed. Returns whether the disk was full in its time."""
    filled, before, run.looks = run.disk.filler.exists(), share_done(run.store), []
    while process.poll() is None:
        time.sleep(LOOK)
        share = share_done(run.store)
        run.killer(process.pid)
        if before < share < 1:  # it grades, and does not read or write
            run.looks.append((memory(process.pid), descriptors(process.pid)))
        if run.plan and share >= run.plan[0][0] and not filled:
            if run.plan.pop(0)[1] == "kill":
                process.send_signal(signal.SIGKILL)
                process.wait()
            else:
                run.disk.fill(process.pid, run.store)
                filled = True
    return filled


def _goes_on(run, status, filled, said):
    """Is there more to be done after a run that has ended in this way?"""
    if status == -signal.SIGKILL:
        run.done["run"] += 1
        return True
    if filled and status == 2 and FULL in said and said.count("\n") == 1:
        run.done["disk"] += 1
        still_full = run.done["disk"] % 2 == 1 and run.disk.own  # so that a run meets no room at its start
        if not still_full:
            run.disk.free()
        return True
    if status:
        run.problems.append(f"a run ended with {status}: {said[-2000:]}")
    return False


def _told(run):
    killed = run.killer.killed
    return (
        f"Killed: {killed['judge']} judges, {killed['worker']} workers, {run.done['run']} runs. "
        f"{run.done['disk']} runs ended on a full disk ({run.disk.kind}). The clock of the run jumped every "
        f"{STEADY} s, by up to {LEAP // 86400} days"
    )


# -- what must hold ---------------------------------------------------------------------------------


def wrong_rows(submissions, kinds, rows, peace):
    """A line for each submission that has no row, or another one than its kind has."""
    kind_of = {each.kind.name: each.name for each in kinds}
    for each in submissions:
        example = kind_of[each.kind.name]
        wanted, got = _shared(peace[example], example), _shared(rows.get(each.name), each.name)
        if wanted != got:
            yield f"{each.name} ({each.kind.name}) has {got}, and should have {wanted}"


def _shared(row, name):
    """What a row should have in common with those of its kind."""
    return {column: text.replace(name, "NAME") for column, text in (row | OWN).items()} if row else None


def _rows(folder):
    """The rows of grades.csv, by submission."""
    try:
        with open(folder / "grades.csv", encoding="utf-8", newline="") as file:
            return {row["submission"]: row for row in csv.DictReader(file)}
    except FileNotFoundError:
        return {}


def _processes(*marks):
    """A line for each process that is left."""
    end = time.monotonic() + DYING
    while (found := left(*marks)) and time.monotonic() < end:
        time.sleep(LOOK)
    return [f"process {pid}" for pid in found]


def _remains(result, rows):
    """What is in the folder of the grades and should not be, and the other way round."""
    names = sorted(path.name for path in result.glob("*"))
    if names != LEFT_BY_A_RUN:
        yield f"the folder of the grades holds {', '.join(names)}"
    for folder in ("feedback", "results"):
        if {path.stem for path in (result / folder).glob("*")} != {*rows}:
            yield f"{folder}/ is not of those who have a row"


def _early_and_late(run):
    """The median (bytes, descriptors) in the first third of the time of the last run, and in its last."""
    third = len(run.looks) // 3
    parts = run.looks[:third], run.looks[-third:]
    return [[median(each) for each in zip(*part, strict=True)] for part in parts] if third else []


def _growth(run):
    found = _early_and_late(run)
    if not found:
        return ": too short to tell"
    (before, open_before), (after, open_after) = found
    return f": {before / MB:.1f} MB, then {after / MB:.1f}; {open_before:.0f} open, then {open_after:.0f}"


def _grown(run):
    found = _early_and_late(run)
    if found and found[1][0] > found[0][0] * MORE_MEMORY:
        yield "it needs more and more memory"
    if found and found[1][1] > found[0][1] + MORE_DESCRIPTORS:
        yield "it leaves files open"
