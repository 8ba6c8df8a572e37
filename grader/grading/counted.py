"""What a verdict counts in a course: its points, what lateness leaves of them, and what feedback may say.

The verdicts in the store know nothing of a course. Who changes course.toml and goes on with a finished run
has all files written anew, and nothing graded anew.
"""

from datetime import datetime

from ..seats.score import is_example
from ..stages import stages

HIDDEN_FINDING = {"expected": "", "drawing": ""}  # what names an expected value


def counted(verdict, course):
    """The verdict as it counts in this course."""
    functions = [
        {**each, "points": round(each["points"] * course.share(stages()[each["stage"]]), 2)}
        for each in verdict["functions"]
    ]
    points = {
        number: round(points * course.share(stages()[int(number)]), 1)
        for number, points in verdict["points"].items()
    }
    findings = verdict["findings"] if course.expected_values else _without_expected(verdict)
    return {**verdict, "functions": functions, "points": points, "findings": findings}


def _without_expected(verdict):
    """The findings, of which those of hidden tests do not say what was expected."""
    return {
        stage: finding if is_example(verdict["found_by"][stage]) else finding | HIDDEN_FINDING
        for stage, finding in verdict["findings"].items()
    }


def seconds_late(identity, course):
    """How late a submission is; None where that is not known."""
    if course.due and identity.submitted:
        return max(0.0, (datetime.fromisoformat(identity.submitted) - course.due).total_seconds())
    return None


def share_kept(identity, course):
    """The share of the points that lateness leaves, where it is known by how much."""
    return course.late.share(seconds_late(identity, course) or 0)


def lateness(identity, course):
    """What is said about the lateness of a submission, in a list; nothing where it is in time, or unknown."""
    seconds = seconds_late(identity, course)
    if seconds:
        kept = share_kept(identity, course)
        cost = "" if kept == 1 else f": {1 - kept:.0%} off"
        return [f"handed in {_duration(seconds)} late{cost}"]
    if seconds is None and identity.late:
        unknown = "" if course.late.policy == "none" else " (how late is not known, and nothing is taken off)"
        return [f"handed in late{unknown}"]
    return []


def _duration(seconds):
    """A time in days, hours and minutes."""
    minutes = max(1, round(seconds / 60))
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    return " ".join(f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in parts if count)
