"""The grading of one submission: its files in, plain data out, and nothing else.

It is the same wherever it is done: files, settings and examples are all that a verdict depends on.

A verdict is a dictionary of what JSON knows:

    status      graded, timeout, crashed or unreadable: the first of these, from the right, that fits
    points      {"0": 6.0, …}, those of each stage
    functions   one for each function of the table, in order: stage, function, points, tests, passed
    failed      the names of the tests that did not pass
    findings    {"3": {…}}, the first failure of each stage that has one, as grader/seats/explain.py tells it
    misconceptions   for each fault, the identifiers of those that fit all that the code does
    notes       lines about files that cannot be imported
    seconds     how long it took
"""

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from ..seats.child import Exam
from ..seats.explain import CONTROL
from ..seats.runner import misconceptions, run
from ..seats.score import earned, first_failure, is_wrong, points
from ..seats.warm import judge
from ..stages import stages
from .course import ALL, Course

LONGEST_NOTE = 200  # characters
LEAST = 20  # seconds to look for small examples in


@dataclass(frozen=True)
class Settings:
    """What is the same for a whole cohort."""

    stages: tuple[int, ...]
    seed: str | None = None  # of the random examples; None: one that nobody knows before the run
    sandboxed: bool = True
    course: Course = ALL  # changes nothing in a verdict
    lower: bool = False  # a worker of lower rights, where there is no sandbox: see grader/wall/lower.py

    @property
    def how(self):
        """The options of the test run."""
        wall = ["lower"] if self.lower else [] if self.sandboxed else ["no-sandbox"]
        return ["exam", *wall, f"seed={self.seed}"]


def verdict(files, settings, place, examples):
    """The verdict on these files (name: text), put into a folder in `place` for a while.

    place: a folder of whoever grades, which no submission can read. examples: the random ones, as `drawn`
    has returned them. Raises OSError where the files cannot be written.
    """
    there = f"replay={_laid_down(examples, place)}"
    return _verdict(files, settings, place, there, judge(settings.stages, [*settings.how, there]))


def drawn(files, settings, place):
    """(the verdict on these files, the random examples that were drawn for it, as bytes)."""
    with TemporaryDirectory(dir=place) as folder:
        file = Path(folder, "examples")
        told = _verdict(files, settings, place, f"record={file}")
        return told, file.read_bytes() if file.exists() else b""


def _laid_down(examples, place):
    """The file in `place` that holds these examples: written once, as a whole, for us alone."""
    folder = Path(place, "examples")
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / hashlib.sha256(examples).hexdigest()[:16]
    if not file.exists():
        with NamedTemporaryFile(dir=folder, delete=False) as unfinished:
            unfinished.write(examples)
        os.replace(unfinished.name, file)
    return file


def _verdict(files, settings, place, examples, start=None):
    """examples: the option of the test run about them. start: what begins a process for a task."""
    began = time.monotonic()
    with TemporaryDirectory(dir=place) as folder:
        for name, text in files.items():
            Path(folder, name).write_bytes(text.encode())
        try:
            how = [*settings.how, "verdicts", examples]
            results = run(folder, settings.stages, how=how, start=start)
            findings = _explained(folder, settings, results, time.monotonic() - began, start)
            told = _told(results, findings, settings) | _examined(folder, settings, findings, start)
        except OSError:
            raise
        except Exception as fault:  # the last net: no submission ends the grading of the others
            told = _broken(fault, settings)
    return {**told, "seconds": round(time.monotonic() - began, 2)}


def _broken(fault, settings):
    """What is told where the tests could not be run: whoever reads it has to look, and to grade by hand."""
    note = f"the grader has failed, and the fault is ours: {_last_line(fault)}"
    nothing = {"functions": [], "failed": [], "findings": {}, "misconceptions": [], "notes": [_line(note)]}
    return {"status": "crashed", "points": dict.fromkeys(map(str, settings.stages), 0.0), **nothing}


def _last_line(fault):
    return (str(fault).strip() or type(fault).__name__).splitlines()[-1]


def _explained(folder, settings, results, spent, start):
    """The first failure of each stage, with its smallest example where hypothesis has found it.

    spent: the seconds that the code has taken so far, of which the search leaves some to itself.
    """
    firsts = [first_failure(stages()[number], results) for number in settings.stages]
    findings = {str(each.stage): each.finding for each in firsts if each}
    random = {each.test for each in firsts if each and _may_shrink(each)}
    if random:
        others = [each.test for each in results if each.test not in random]
        wanted = sorted({int(x.stage) for x in firsts if x})
        again = run(folder, wanted, others, settings.how, min(spent, Exam.ALTOGETHER - LEAST), start)
        findings |= {str(x.stage): x.finding for x in again if x.finding and x.finding.kind == "failed"}
    return findings


def _examined(folder, settings, findings, start):
    """The misconceptions that fit, up to the last stage in which the code does something wrong."""
    last = max((int(stage) for stage, finding in findings.items() if is_wrong(finding)), default=None)
    found = [] if last is None else misconceptions(folder, last, settings.how, start)
    return {"misconceptions": found}


def _may_shrink(result):
    return result.finding.kind == "failed" and result.random


def _told(results, findings, settings):
    graded = [stages()[number] for number in settings.stages]
    return {
        "status": _status(results),
        "points": {str(stage.number): points(stage, results) for stage in graded},
        "functions": [_of_function(f, results) for stage in graded for f in stage.functions],
        "failed": [each.test for each in results if not each.passed],
        "findings": {stage: finding.as_dict() for stage, finding in findings.items()},
        "notes": [*_about_files(results), *_about_ends(results)],
    }


def _of_function(function, results):
    mine = [x for x in results if (x.stage, x.function) == (function.stage, function.name)]
    right = sum(each.passed for each in mine)
    return {
        "stage": function.stage,
        "function": function.name,
        "points": round(earned(function, results), 2),
        "tests": len(mine),
        "passed": right,
    }


def _status(results):
    kinds = {each.finding.kind for each in results if each.finding}
    if any(_cannot_be_imported(each) for each in results):
        return "unreadable"
    return next((kind for kind in ("crashed", "timeout") if kind in kinds), "graded")


def _cannot_be_imported(result):
    """Is there a file that cannot be imported? (One that is not there was noted when it was looked for.)"""
    found = result.finding
    return found and found.kind == "unreadable" and not found.got.startswith("there is no")


def _about_files(results):
    """A note for each line at which an import ends: several files may end at the same."""
    notes = {}
    for found in (each.finding for each in results if _cannot_be_imported(each)):
        where = f" ({found.where})" if found.where else ""
        notes.setdefault(found.where or found.got, _line(f"{found.got}{where}"))
    return notes.values()


def _about_ends(results):
    """A note on the tests that were stopped, and one on those that the code has ended."""
    for kind, what in (("timeout", "does not end"), ("crashed", "ends the whole process")):
        of = dict.fromkeys(x.function for x in results if x.finding and x.finding.kind == kind)
        if of:
            yield f"{what}: {', '.join(of)}"


def _line(text):
    return CONTROL.sub("?", text)[:LONGEST_NOTE]
