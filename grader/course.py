"""The course that an instructor describes in course.toml.

This is a placeholder of the contract, so that what builds on it can be written: it reads the keys that the
handout needs, and the whole of it takes its place.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .arguments import Refused, stages_from
from .stages import stages


class Unusable(Exception):
    """A course.toml that cannot be used. The text says why, and what is allowed."""


@dataclass(frozen=True)
class Late:
    """What becomes of what comes late."""

    policy: str = "none"
    percent_a_day: float = 0.0
    days: float = 0.0


@dataclass(frozen=True)
class Course:
    """A course, and how it grades."""

    title: str
    name: str
    due: datetime | None
    stages: tuple[int, ...]
    points: dict[int, float]
    late: Late
    expected_values: bool


def course(path: Path) -> Course:
    """The Course that a file describes. Raises Unusable."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        wanted = stages_from(table.get("stages", "all"))
    except (OSError, ValueError, Refused) as error:
        raise Unusable(f"{path} cannot be used: {error}") from None
    points = {stage.number: stage.points for stage in stages()}
    points |= {int(number): float(full) for number, full in table.get("points", {}).items()}
    return Course(
        title=table.get("title", "micrograd kata"),
        name=table.get("course", ""),
        due=table.get("due"),
        stages=tuple(stage.number for stage in wanted),
        points=points,
        late=Late(),
        expected_values=table.get("feedback", {}).get("expected_values", True),
    )
