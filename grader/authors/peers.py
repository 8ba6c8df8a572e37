"""The same submissions and the same checks for otter-grader and for nbgrader: what each of them is given,
how it is started, and the points that it has given.

A submission is a notebook. A cell for each file of the student's writes it, and the checks of peer_checks.py
are test cases (otter) or test cells (nbgrader) of a point each. Sources: the documentation of otter-grader,
https://otter-grader.readthedocs.io, and of nbgrader, https://nbgrader.readthedocs.io.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from .. import environment
from ..grading.grade import default_jobs
from ..seats import runner
from ..seats.warm import judge
from ..stages import ROOT
from .peer_checks import EXAMPLES

HOME = ROOT / ".venv-peers"
PROGRAMS = HOME / ("Scripts" if os.name == "nt" else "bin")
NAMES = ("otter-grader", "nbgrader")
KATA = "kata"  # the assignment, and its notebook
BEGIN = "from grader.authors.peer_checks import begin, check\n\nbegin()"
CHECK = 'check("{name}")'
TEST_FILE = """OK_FORMAT = False
from otter.test_files import test_case
from grader.authors.peer_checks import check

name = "{question}"
points = None
"""
TEST_CASE = """
@test_case(points=1)
def test_{number}():
    check("{name}")
"""


class Failed(Exception):
    """Another grader has not done what it was asked for. The text is what it said."""


@dataclass(frozen=True)
class Check:
    """A test of ours."""

    name: str  # "tests/…::test_…"
    question: str  # which stage and function it is about


def installed():
    """Make the environment of the two, unless it is there. Returns their versions, name to text."""
    wanted = [*environment.requirements("peers"), *environment.requirements()]
    note = HOME / "kata-packages"
    if not note.is_file() or note.read_text() != "\n".join(wanted):
        print(f"Installing {', '.join(NAMES)} into {HOME.name}, once: some minutes.", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
        subprocess.run([PROGRAMS / "python", "-m", "pip", "install", "--quiet", *wanted], check=True)
        note.write_text("\n".join(wanted))
    listed = subprocess.run([PROGRAMS / "python", "-m", "pip", "list", "--format=json"], capture_output=True)
    versions = {each["name"]: each["version"] for each in json.loads(listed.stdout)}
    return {name: versions[name] for name in NAMES}


def run(place, *command):
    """Run a command of theirs in the folder `place`, which is its home, too. Raises Failed."""
    home = {"HOME": str(place), "PYTHONPATH": str(ROOT), EXAMPLES: str(place / "examples")}
    paths = {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [PROGRAMS / command[0], *command[1:]],
        cwd=place,
        env=os.environ | home | paths,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


# -- notebooks --------------------------------------------------------------------------------------


def notebook(cells):
    """The text of a notebook with these cells of code: (source, what nbgrader notes about it)."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{number}",
            "metadata": {"nbgrader": noted} if noted else {},
            "outputs": [],
            "source": source,
        }
        for number, (source, noted) in enumerate(cells)
    ]
    return json.dumps({"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


def written(files):
    """A cell for each of these files, name to text, in which it writes itself."""
    return [(f"%%writefile {name}\n{text}", noted(name, solution=True)) for name, text in files.items()]


def noted(name, **what):
    """What nbgrader notes about a cell."""
    usual = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    return {**usual, "grade_id": re.sub(r"\W", "-", name), **what}


# -- otter ------------------------------------------------------------------------------------------


class Otter:
    """`otter run` on each submission, as it is described for those who have no Docker."""

    name = "otter run"

    def __init__(self, place, checks, _files):
        self.place, self.archive = place, place / "autograder.zip"
        for question in dict.fromkeys(each.question for each in checks):
            mine = [each.name for each in checks if each.question == question]
            cases = [TEST_CASE.format(number=number, name=name) for number, name in enumerate(mine)]
            file = place / "tests" / f"{question}.py"
            file.parent.mkdir(exist_ok=True)
            file.write_text(TEST_FILE.format(question=question) + "".join(cases))
        run(place, "otter", "generate", "--tests-dir", "tests", "--output-path", self.archive, *ALONE)

    def hand_in(self, student, files):
        """Write the submission of a student."""
        folder = self.place / "submitted" / student
        folder.mkdir(parents=True)
        (folder / f"{KATA}.ipynb").write_text(notebook([*written(files), (BEGIN, None)]), encoding="utf-8")

    def grade(self, students):
        """Grade these students, one after the other."""
        for student in students:
            out = self.place / "graded" / student
            out.mkdir(parents=True)
            file = self.place / "submitted" / student / f"{KATA}.ipynb"
            run(self.place, "otter", "run", "--autograder", self.archive, "--output-dir", out, file)

    def points(self, student):
        """The points of a student, and how many there were."""
        results = json.loads((self.place / "graded" / student / "results.json").read_text())
        tests = [each for each in results["tests"] if "max_score" in each]
        return sum(each["score"] for each in tests), sum(each["max_score"] for each in tests)


ALONE = ("--no-config", "--no-requirements", "--no-environment")


# -- nbgrader ---------------------------------------------------------------------------------------


class Nbgrader:
    """`nbgrader autograde` on a course folder, with its defaults."""

    name = "nbgrader autograde"

    def __init__(self, place, checks, files):
        self.place = place
        self.tests = [
            (CHECK.format(name=each.name), noted(f"check-{number}", grade=True, locked=True, points=1))
            for number, each in enumerate(checks)
        ]
        self._write(place / "source" / KATA, files)
        run(place, "nbgrader", "generate_assignment", KATA)

    def _write(self, folder, files):
        folder.mkdir(parents=True)
        cells = [*written(files), (BEGIN, noted("begin", locked=True)), *self.tests]
        (folder / f"{KATA}.ipynb").write_text(notebook(cells), encoding="utf-8")

    def hand_in(self, student, files):
        """Write the submission of a student."""
        self._write(self.place / "submitted" / student / KATA, files)

    def grade(self, students):
        """Grade these students, who are all that have handed in and have no grade yet."""
        (self.place / "grades.csv").unlink(missing_ok=True)
        run(self.place, "nbgrader", "autograde", KATA)
        missed = [each for each in students if not (self.place / "autograded" / each).is_dir()]
        if missed:
            raise Failed(f"nbgrader has not graded {', '.join(missed)}")

    def points(self, student):
        """The points of a student, and how many there were."""
        if not (self.place / "grades.csv").is_file():
            run(self.place, "nbgrader", "export")
        with open(self.place / "grades.csv", encoding="utf-8", newline="") as file:
            row = next(row for row in csv.DictReader(file) if row["student_id"] == student)
        return float(row["score"]), float(row["max_score"])


# -- ours -------------------------------------------------------------------------------------------


class Ours:
    """`grade`, with a sandbox around each submission."""

    def __init__(self, place, stages, *options):
        self.place, self.out = place, place / "grades"
        self.options = ["--stages", stages, *options]
        self.name = " ".join(["grade", *options])

    def hand_in(self, student, files):
        """Write the submission of a student."""
        lay(self.place / "submitted" / student, files)

    def grade(self, students):
        """Grade these students."""
        cohort = self.place / "cohort"
        for folder in (cohort, self.out):
            shutil.rmtree(folder, ignore_errors=True)
        for student in students:
            shutil.copytree(self.place / "submitted" / student, cohort / student)
        command = [sys.executable, "-m", "grader", "grade", cohort, "--out", self.out]
        subprocess.run([*command, *self.options], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)

    def points(self, student):
        """The points of a student, and how many there were, those of bonuses among them."""
        results = json.loads((self.out / "results" / f"{student}.json").read_text(encoding="utf-8"))
        return tuple(sum(each.get(name, 0) for each in results["tests"]) for name in ("score", "max_score"))


class Alone:
    """Nothing but the tests, in copies of a process that holds before the first one. Its points are tests."""

    name = "the tests alone"

    def __init__(self, place, numbers):
        self.place, self.numbers, self.results = place, numbers, {}
        self.how = ["verdicts", f"replay={place / 'examples'}"]
        self.start = judge(numbers, self.how)

    def hand_in(self, student, files):
        """Write the submission of a student."""
        lay(self.place / student, files)

    def grade(self, students):
        """Run the tests on the code of these students."""
        # Not in runner.side_by_side, at whose end that process would end, too.
        with ThreadPoolExecutor(default_jobs(), initializer=runner.settler(None)) as pool:
            self.results = dict(zip(students, pool.map(self._run, students), strict=True))

    def _run(self, student):
        return runner.run(self.place / student, self.numbers, how=self.how, start=self.start)

    def points(self, student):
        """How many tests a student passes, and how many there are."""
        return sum(each.passed for each in self.results[student]), len(self.results[student])


def lay(folder, files):
    """Write files, name to text, into a new folder."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def folder(place, name):
    """A new folder in `place` with the random examples, which a copy of each grader finds there."""
    made = Path(place, name)
    made.mkdir()
    shutil.copy(Path(place, "examples"), made)
    return made
