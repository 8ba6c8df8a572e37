"""The grading of one submission: its files in, plain data out, and nothing else.

It is the same wherever it is done: files, settings and examples are all that a verdict depends on.

A verdict is a dictionary of what JSON knows:

    status      graded, timeout, crashed or unreadable: the first of these, from the right, that fits
    points      {"0": 6.0, …}, those of each stage
    functions   one for each function of the table, in order: stage, function, points, tests, passed, and how
                many of these tests are examples (examples, examples_passed); stub: it is not written yet;
                untried, examples_untried: how many were left out, after others that took too long
    failed      the names of the tests that did not pass
    findings    {"3": {…}}, the first failure of each stage that has one, as grader/seats/explain.py tells it:
                of what is written and wrong, then of what is still to be written, then of a bonus
    found_by    {"3": "tests/…::test_…"}, the test that has found it
    misconceptions   for each fault those that fit all that the code does: see grader/diagnosis/examine.py
    notes       lines about files that cannot be imported
    seconds     how long it took
"""

import hashlib
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from ..seats.explain import CONTROL
from ..seats.patience import Exam
from ..seats.runner import misconceptions, run
from ..seats.score import earned, first_failure, is_example, is_wrong, points, stubs
from ..seats.warm import judge
from ..stages import ROOT, stages
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
    rehearsed: bool = False  # are there so many that a rehearsal pays off? It changes nothing in a verdict

    @property
    def how(self):
        """The options of the test run."""
        wall = ["lower"] if self.lower else [] if self.sandboxed else ["no-sandbox"]
        return ["exam", *wall, f"seed={self.seed}"]


def verdict(files, settings, place, examples):
    """The verdict on these files (name: text), put into a folder in `place` for a while.

    place: a folder of whoever grades, which no submission can read. examples: the random ones, which
    `drawn` has returned. Raises OSError where the files cannot be written.
    """
    there = f"replay={_laid_down(examples, place)}"
    start = judge(settings.stages, [*settings.how, there], settings.rehearsed)
    began = time.monotonic()
    with TemporaryDirectory(dir=place) as folder:
        for name, text in files.items():
            Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, name).write_bytes(text.encode())
        try:
            results = run(folder, settings.stages, how=[*settings.how, "verdicts", there], start=start)
            firsts = _firsts(results, settings)
            findings = _explained(folder, settings, results, firsts, time.monotonic() - began, start)
            told = _told(results, firsts, findings, settings) | _examined(folder, settings, findings, start)
        except OSError:
            raise
        except Exception as fault:  # the last net: no submission ends the grading of the others
            told = _broken(fault, settings)
    return {**told, "seconds": round(time.monotonic() - began, 2)}


def drawn(settings, place):
    """(the Results of the solution, the random examples that it has met, as bytes).

    It is ours, so that nothing needs to stand between it and the tests: that takes half the time.
    """
    with TemporaryDirectory(dir=place) as folder:
        file = Path(folder, "examples")
        how = ["verdicts", f"seed={settings.seed}", f"record={file}"]
        results = run(ROOT / "solutions", settings.stages, how=how)
        return results, file.read_bytes() if file.exists() else b""


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


def lost(settings):
    """What is told of a submission that cannot be graded, since whoever does it is lost each time."""
    fault = Exception("each machine that graded it was lost")
    return {**_broken(fault, settings), "seconds": 0.0}


def _broken(fault, settings):
    """What is told where the tests could not be run: whoever reads it has to look, and to grade by hand."""
    note = f"the grader has failed, and the fault is ours: {last_line(fault)}"
    nothing = {"functions": [], "failed": [], "findings": {}, "found_by": {}, "misconceptions": []}
    points = dict.fromkeys(map(str, settings.stages), 0.0)
    return {"status": "crashed", "points": points, **nothing, "notes": [_line(note)]}


def last_line(fault):
    """What an exception says in one line: the last of its own."""
    return (str(fault).strip() or type(fault).__name__).splitlines()[-1]


def _firsts(results, settings):
    """The Result of each stage that is told."""
    firsts = [first_failure(stages()[number], results) for number in settings.stages]
    return [each for each in firsts if each]


def _explained(folder, settings, results, firsts, spent, start):
    """The findings of these Results, with their smallest examples where hypothesis has found them.

    spent: the seconds that the code has taken so far, of which the search leaves some to itself.
    """
    findings = {str(each.stage): each.finding for each in firsts}
    random = {each.test for each in firsts if _may_shrink(each)}
    if random:
        others = [each.test for each in results if each.test not in random]
        wanted = sorted({x.stage for x in firsts})
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


def _told(results, firsts, findings, settings):
    graded = [stages()[number] for number in settings.stages]
    return {
        "status": _status(results),
        "points": {str(stage.number): points(stage, results) for stage in graded},
        "functions": [_of_function(f, results) for stage in graded for f in stage.functions],
        "failed": [each.test for each in results if not each.passed],
        "findings": {stage: finding.as_dict() for stage, finding in findings.items()},
        "found_by": {str(each.stage): each.test for each in firsts},
        "notes": [*_about_files(results), *_about_names(results), *_about_ends(results)],
    }


def _of_function(function, results):
    mine = [x for x in results if (x.stage, x.function) == (function.stage, function.name)]
    examples = [each for each in mine if is_example(each.test)]
    return {
        "stage": function.stage,
        "function": function.name,
        "points": round(earned(function, results), 2),
        "tests": len(mine),
        "passed": sum(each.passed for each in mine),
        "examples": len(examples),
        "examples_passed": sum(each.passed for each in examples),
        "stub": (function.stage, function.name) in stubs(mine),
        "untried": sum(not each.ran for each in mine),
        "examples_untried": sum(not each.ran for each in examples),
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


def _about_names(results):
    """A note for each class that is looked for, where there is one under another name."""
    found = (each.finding for each in results if each.finding and each.finding.kind == "todo")
    return dict.fromkeys(_line(f"your code {each.got}. {each.ask}") for each in found if each.ask)


def _about_ends(results):
    """A note on the tests that were stopped, for each limit of time, and on those that the code has ended."""
    notes = {}
    for each in results:
        if each.finding and each.finding.kind in ("timeout", "crashed"):
            notes.setdefault(_end(each.finding), {})[each.function] = None
    return (f"{what}: {', '.join(functions)}" for what, functions in notes.items())


def _end(finding):
    """How a test has ended that was stopped, or that the code has ended."""
    if finding.kind == "crashed":
        return "ends the whole process"
    seconds = re.search(r"still running after ([\d.]+) seconds", finding.got)
    return f"did not end within {seconds[1]} seconds" if seconds else "did not end in time"


def _line(text):
    return CONTROL.sub("?", text)[:LONGEST_NOTE]
