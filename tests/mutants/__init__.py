"""Named wrong implementations: each is a solution with one fault, and the misunderstanding behind it.

The tables beside this file hold them, one table for each file of solutions/. A mutant is an edit, not
a copy, so that it cannot rot: an edit that does not apply exactly once is an error.

    [[mutant]]
    id = "add-overwrites"                 # unique
    stage = 2                             # the stage whose tests must catch it
    inside = "Value.__add__"              # the definition that is edited ("" for the whole file)
    old = "self.grad += out.grad"         # stands there exactly once
    new = "self.grad = out.grad"
    misconception = "gradient-overwritten" # an entry of grader/diagnosis/misconceptions.toml
    slip = "A gradient is set by the last use of a value, instead of added up over all uses."
    also = [{ inside = "Value.__mul__", old = "…", new = "…" }]   # where one fault needs several edits
"""

import ast
import tomllib
from dataclasses import dataclass
from pathlib import Path

from grader.source import definition_lines
from grader.stages import ROOT

TABLES = Path(__file__).parent


class Rotten(Exception):
    """A mutant that no longer applies to the solution."""


@dataclass(frozen=True)
class Edit:
    """One replacement of text inside one definition."""

    inside: str
    old: str
    new: str


@dataclass(frozen=True)
class Mutant:
    """A solution with one fault."""

    id: str
    file: str  # "engine.py"
    stage: int
    misconception: str  # its identifier in grader/diagnosis/misconceptions.toml
    slip: str  # what is wrong in this one, in a sentence
    edits: tuple[Edit, ...]


def mutants():
    """All mutants, table by table."""
    return [
        _mutant(row, table.stem)
        for table in sorted(TABLES.glob("*.toml"))
        for row in tomllib.loads(table.read_text(encoding="utf-8"))["mutant"]
    ]


def _mutant(row, module):
    edits = [Edit(row["inside"], row["old"], row["new"]), *(Edit(**each) for each in row.get("also", ()))]
    about = (row["misconception"], row["slip"])
    return Mutant(row["id"], f"{module}.py", row["stage"], *about, tuple(edits))


def mutated(mutant):
    """The text of the mutant's file. Raises Rotten where an edit does not apply exactly once."""
    text = (ROOT / "solutions" / mutant.file).read_text(encoding="utf-8")
    for edit in mutant.edits:
        text = _edited(text, edit, mutant.id)
    ast.parse(text, mutant.id)  # which warns of nothing: some mutants are meant to look odd
    return text


def _edited(text, edit, name):
    lines = text.splitlines(keepends=True)
    first, last = _lines_of(text, edit.inside, name)
    before, inside, after = (
        "".join(part) for part in (lines[: first - 1], lines[first - 1 : last], lines[last:])
    )
    if inside.count(edit.old) != 1:
        raise Rotten(f'{name}: "{edit.old}" stands {inside.count(edit.old)} times in {edit.inside}')
    return before + inside.replace(edit.old, edit.new) + after


def _lines_of(text, definition, name):
    if not definition:
        return 1, len(text.splitlines())
    for each, first, last in definition_lines(text):
        if each == definition:
            return first, last
    raise Rotten(f"{name}: there is no {definition}")
