"""Rows and verdicts without a grading run, for tests of what becomes of them."""

from grader.grading.course import ALL
from grader.grading.gradebook import Row
from grader.lms.identity import NOBODY, Identity, Person

HIDDEN = "tests/stage0_derivative/test_against_solution.py::test_t"
EXAMPLE = "tests/stage0_derivative/test_examples.py::test_t"


def verdict(points=6.0, finding=None, found_by=HIDDEN):
    """A verdict on stage 0, of which f passes its one example and fails its one hidden test."""
    told = {"kind": "failed", "title": "t", "function": "f", "stage": 0, **(finding or {})}
    tests = {"tests": 2, "passed": 1, "examples": 1, "examples_passed": int(found_by == HIDDEN)}
    return {
        "status": "graded",
        "points": {"0": points},
        "functions": [{"stage": 0, "function": "f", "points": points, **tests, "stub": False}],
        "failed": [],
        "findings": {"0": told},
        "found_by": {"0": found_by},
        "misconceptions": [],
        "notes": [],
        "seconds": 1.5,
    }


def row(told=None, id="ada", notes=(), identity=NOBODY, course=ALL, status="graded"):
    """A Row with this verdict."""
    return Row(id, "", status, tuple(notes), told, identity, course)


def identity(source="canvas", name="lovelaceada", id="12345", **more):
    """The Identity of one person."""
    keys = {key: more.pop(key) for key in ("login", "email") if key in more}
    return Identity(source, (Person(name, id, **keys),), **more)
