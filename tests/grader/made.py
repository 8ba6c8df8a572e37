"""Rows and verdicts without a grading run, for tests of what becomes of them."""

from grader.grading.course import ALL
from grader.grading.gradebook import Row
from grader.lms.identity import NOBODY, Identity, Person


def verdict(points=6.0, finding=None, failed=()):
    """A verdict on stage 0, of which f is wrong."""
    told = {"kind": "failed", "title": "t", "function": "f", "stage": 0, **(finding or {})}
    return {
        "status": "graded",
        "points": {"0": points},
        "functions": [{"stage": 0, "function": "f", "points": points, "tests": 2, "passed": 1}],
        "failed": list(failed),
        "findings": {"0": told},
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
