"""course.toml: what a course makes of the kata. Every key may be left out.

    title = "micrograd kata"            # of the assignment, as the LMS calls it
    course = "CS 101, autumn 2026"
    due = 2026-12-18T23:59:00+01:00     # with the offset from UTC
    stages = "0-5"

    [points]                            # the full mark of a stage; the share of it that was earned is kept
    3 = 30

    [late]                              # percent: for each day begun. cut-off: nothing after so many days
    policy = "percent"                  # "none", "percent" with percent_a_day, "cut-off" with days
    percent_a_day = 10

    [feedback]
    expected_values = false             # feedback names no expected value of a hidden test
    hidden_tests = "after_published"    # when Gradescope shows their results: a value of SHOWN

Source: https://toml.io/en/v1.0.0
"""

import difflib
import math
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ..arguments import Refused, stages_from
from ..stages import ROOT, stages

FILE = ROOT / "course.toml"
TITLE = "micrograd kata"
SHOWN = ("visible", "after_due_date", "after_published", "hidden")  # Gradescope's own words
POLICIES = {"none": None, "percent": "percent_a_day", "cut-off": "days"}  # and the key that it needs
DAY = 24 * 60 * 60  # seconds


class Unusable(Exception):
    """A course.toml that cannot be used. The text is one line: the file, the key, what is allowed."""


@dataclass(frozen=True)
class Late:
    """What lateness costs."""

    policy: str = "none"
    percent_a_day: float = 0
    days: float = 0

    def share(self, seconds):
        """The share of the points that is left to someone who is so many seconds late."""
        if seconds <= 0 or self.policy == "none":
            return 1.0
        if self.policy == "cut-off":
            return 1.0 if seconds <= self.days * DAY else 0.0
        return max(0.0, 1 - self.percent_a_day / 100 * math.ceil(seconds / DAY))


@dataclass(frozen=True)
class Course:
    """A course: what is graded in it, and how it counts."""

    title: str = TITLE
    name: str = ""
    due: datetime | None = None
    stages: tuple[int, ...] = field(default_factory=lambda: tuple(stage.number for stage in stages()))
    points: dict[int, float] = field(default_factory=lambda: {each.number: each.points for each in stages()})
    late: Late = Late()
    expected_values: bool = True
    hidden_tests: str = "after_published"

    def full(self, stage):
        """The full mark of a stage in this course."""
        return self.points.get(stage.number, stage.points)

    def share(self, stage):
        """What one point of the kata is worth here, in this stage."""
        return self.full(stage) / stage.points


ALL = Course()  # where there is no course.toml


def course(path=None):
    """The Course in this file; without one, that in course.toml beside the Makefile, or of no course at all.

    Raises Unusable.
    """
    if path is None and not FILE.is_file():
        return ALL
    path = path or FILE
    try:
        text = Path(path).read_text(encoding="utf-8-sig")  # Notepad begins a file with a mark
        return _course(tomllib.loads(text))
    except FileNotFoundError:
        raise Unusable(f"There is no {path}. Name the course.toml of your course.") from None
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Unusable(f"{path} is not in UTF-8. Save it so.") from None
    except tomllib.TOMLDecodeError as error:
        raise Unusable(f"{path} is not in the form of TOML: {_in_one_line(error)}.") from None
    except _Wrong as wrong:
        raise Unusable(f"{path}: {wrong}") from None


class _Wrong(Exception):
    """What is wrong with a key, and what is allowed."""


def _in_one_line(error):
    return " ".join(str(error).split())


def _course(table):
    _know(table, ("title", "course", "due", "stages", "points", "late", "feedback"))
    feedback = _table(table, "feedback")
    _know(feedback, ("expected_values", "hidden_tests"), "feedback")
    return Course(
        title=_title(table),
        name=_of_kind(table, "course", str, "a text", ""),
        due=_due(table),
        stages=_stages(_of_kind(table, "stages", str, 'a text such as "0-5"', "all")),
        points=Course().points | _points(_table(table, "points")),
        late=_late(_table(table, "late")),
        expected_values=_of_kind(feedback, "expected_values", bool, "true or false", True),
        hidden_tests=_shown(feedback),
    )


def _know(table, known, where=""):
    """Refuse a key that is not known, and name the nearest one that is."""
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key.lower(), known, 1, 0.5)
            meant = f'did you mean "{near[0]}"?' if near else f"allowed are {', '.join(known)}."
            raise _Wrong(f'there is no key "{key}"{f" in [{where}]" if where else ""}; {meant}')


def _table(table, key):
    return _of_kind(table, key, dict, f"a table, which begins with the line [{key}]", {})


def _of_kind(table, key, kind, wanted, default):
    """The value of a key, which must be of this type."""
    value = table.get(key, default)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _Wrong(f'"{key}" must be {wanted}.')
    return value


def _title(table):
    title = _of_kind(table, "title", str, "a text", TITLE).strip()
    if not title:
        raise _Wrong('"title" must not be empty.')
    return title


def _due(table):
    due = table.get("due")
    if due is not None and not (isinstance(due, datetime) and due.tzinfo):
        raise _Wrong(
            '"due" must be a date and a time with its offset, without quotes: 2026-12-18T23:59:00+01:00'
        )
    return due


def _stages(text):
    try:
        return tuple(stage.number for stage in stages_from(text))
    except Refused as refusal:
        raise _Wrong(f'"stages": {refusal}') from None


def _points(table):
    _know(table, [str(stage.number) for stage in stages()], "points")
    return {int(key): _number(table, key, "points", least=0.01) for key in table}


def _number(table, key, where, least, most=10_000):
    value = _of_kind(table, key, int | float, "a number", 0)
    if not least <= value <= most:  # which holds for no NaN
        raise _Wrong(f'"{key}" in [{where}] must be a number from {least:g} to {most:g}.')
    return value


def _shown(table):
    when = _of_kind(table, "hidden_tests", str, "a text", "after_published")
    if when not in SHOWN:
        raise _Wrong(f'"hidden_tests" in [feedback] must be one of {", ".join(SHOWN)}, not "{when}".')
    return when


def _late(table):
    policy = _of_kind(table, "policy", str, "a text", "none")
    if policy not in POLICIES:
        raise _Wrong(f'"policy" in [late] must be one of {", ".join(POLICIES)}, not "{policy}".')
    needed = POLICIES[policy]
    _know(table, ("policy", *filter(None, [needed])), "late")
    if needed and needed not in table:
        raise _Wrong(f'"policy" is "{policy}", which needs "{needed}" in [late].')
    most = {"percent_a_day": 100, "days": 1000}.get(needed)
    return Late(policy, **{needed: _number(table, needed, "late", 0, most)}) if needed else Late()
