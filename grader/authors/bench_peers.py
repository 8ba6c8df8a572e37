"""`make bench-peers`: how many submissions a minute, beside `otter run` and `nbgrader autograde`.

All of them grade the same submissions with the same checks, in turn, in one run: see peers.py. Before the
clock runs, each grades one with a fault, which must lose points: so it is known that the checks do check,
and everything has been loaded once.
"""

import re
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutants import mutants, mutated

from .. import environment
from ..kit import GRADES_WITH
from ..seats import runner
from ..stages import ROOT, stages
from .bench import here
from .peers import Alone, Check, Nbgrader, Otter, Ours, folder, installed

SIZE = 20  # submissions
CLASS = 100  # submissions of ours beside them: what it takes to begin is shared by all of them
SETS = ("0-2", "0-6")
SEED = "1"  # of the random examples
AIM = 20  # times as many
FAULT = "f-doubles"  # a mutant of stage 0
SET_UP = """\
Each submission is right, and differs from the others in a comment. Each of our tests is one check: a test
of `grade`, a test case of otter-grader, a test cell of nbgrader. The random examples of the hidden tests
are drawn for the others before the clock runs; `grade` draws them while it runs, and writes feedback and a
report. `otter run` is started for each submission, one after the other, `nbgrader autograde` once for all.
Both are as they come, and run the students' code beside the checks; `grade` has a sandbox between them.
The tests alone are as fast as it can be: they run on the students' code in copies of a process that holds
before the first test, with nothing between, before or after.
"""


def bench_peers(out):
    """Measure and print. Returns the exit status."""
    environment.add_missing("grade", *GRADES_WITH)
    environment.add_sandbox()
    versions = ", ".join(f"{name} {version}" for name, version in installed().items())
    out.print(f"{here()}; {versions}\n\n{SET_UP}")
    for wanted in SETS:
        for line in measured(wanted):
            out.print(line, soft_wrap=True)
        out.print()
    return 0


def measured(wanted, size=SIZE, larger=CLASS):
    """Lines about the stages `wanted`, such as "0-2", of `size` submissions; `grade` alone, of more."""
    with TemporaryDirectory() as place:
        checks, solution = drawn(Path(place), wanted), files_of(wanted)
        yield f"{size} submissions, stages {wanted}, {len(checks)} checks each"
        theirs = [each(folder(place, each.__name__), checks, solution) for each in (Otter, Nbgrader)]
        rates = {each.name: rate(each, solution, size) for each in theirs}
        for name, found in rates.items():
            yield f"  {name:28} {found:7.1f} a minute"
        for title, options, number in (
            ("grade", (), size),
            ("grade, one at a time", ("--jobs", "1"), size),
            (f"grade, {larger} submissions", (), larger),
        ):
            ours = Ours(folder(place, title), wanted, "--seed", SEED, *options)
            found = rate(ours, solution, number)
            yield f"  {title:28} {found:7.1f} a minute, {times(found, rates)}"
        bound = rate(Alone(folder(place, "alone"), numbers(wanted)), solution, larger)
        yield f"  {'the tests alone':28} {bound:7.1f} a minute, {times(bound, rates)}"
        yield f"  (aim: at least {AIM} times as many as either)"


def times(found, rates):
    """How many times as many these are as those of the others."""
    return ", ".join(f"{found / other:.1f} times {name}" for name, other in rates.items())


def drawn(place, wanted):
    """The Checks of these stages. Their random examples go into a file in `place`."""
    how = ["verdicts", f"seed={SEED}", f"record={place / 'examples'}"]
    results = runner.run(ROOT / "solutions", numbers(wanted), how=how)
    return [Check(x.test, re.sub(r"\W+", "_", f"stage {x.stage} {x.function}")) for x in results]


def numbers(wanted):
    """The numbers of the stages "0-2"."""
    first, last = map(int, wanted.split("-"))
    return range(first, last + 1)


def files_of(wanted):
    """The files of the solution that these stages need, name to text."""
    names = dict.fromkeys(file for number in numbers(wanted) for file in stages()[number].files)
    return {name: (ROOT / "solutions" / name).read_text(encoding="utf-8") for name in names}


def rate(grader, solution, size):
    """How many right submissions a minute a grader grades, of a class of that size."""
    wrong = next(each for each in mutants() if each.id == FAULT)
    grader.hand_in("wrong", solution | {wrong.file: mutated(wrong)})
    grader.grade(["wrong"])
    check_points(grader, ["wrong"], lambda points, most: 0 < points < most)
    students = [f"student{number}" for number in range(size)]
    for student in students:
        grader.hand_in(student, {name: f"{text}# {student}\n" for name, text in solution.items()})
    began = time.perf_counter()
    grader.grade(students)
    took = time.perf_counter() - began
    check_points(grader, students, lambda points, most: points >= most > 0)
    return size / took * 60


def check_points(grader, students, right):
    """Raises AssertionError where a grader has given other points than it should."""
    for student in students:
        points, most = grader.points(student)
        assert right(points, most), f"{grader.name}: {points:g} of {most:g} points for {student}"
