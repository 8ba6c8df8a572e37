"""What learners misunderstand, read from misconceptions.toml. Each mutant names one of them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "misconceptions.toml"


@dataclass(frozen=True)
class Misconception:
    """A misunderstanding behind wrong code, and the question that leads out of it."""

    id: str  # "gradient-overwritten"
    behaves: str  # completes: "Your code behaves exactly like one in which …"
    thinks: str
    ask: str


@cache
def misconceptions():
    """All misconceptions, identifier to Misconception, in the order of the table."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {id: Misconception(id, **entry) for id, entry in table.items()}
