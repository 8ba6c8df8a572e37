"""The table of stages, read from stages.toml: what is built where, for how many points.

Everything that names a stage, a function, a point or a hint asks this module.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STUBS = ROOT / "grader" / "stubs"
HANDOUT = STUBS.is_dir()  # is this what students get? It has stubs in the place of solutions: see handout.py
LATEST = 99  # no stage has a larger number


@dataclass(frozen=True)
class Function:
    """One thing to write: a function, or a part of one that grows over several stages."""

    name: str  # as in the stub: NotImplementedError("stage 3: tanh")
    stage: int
    file: str  # "engine.py"
    inside: tuple[str, ...]  # the definitions that hold it: ("Value.tanh",)
    points: float
    bonus: bool  # its absence fails nothing
    hints: tuple[str, str, str]
    stands_on: tuple[int, ...]  # where these are others than those of its stage

    def __str__(self):
        return f"{self.name} in {self.file}"


@dataclass(frozen=True)
class Stage:
    """One stage: its functions in the order in which a learner writes them."""

    number: int
    title: str
    folder: str  # below tests/
    goal: str
    bonus: bool  # points above the full mark
    stands_on: tuple[int, ...]  # the stages whose code runs in the tests of this one, too
    timeout: float  # seconds for one test
    lecture: tuple[tuple[str, str], ...]  # (h:mm:ss, what is there)
    functions: tuple[Function, ...]

    @property
    def files(self):
        """The names of the files that this stage is written in, each once, in order."""
        return tuple(dict.fromkeys(function.file for function in self.functions))

    @property
    def points(self):
        """The full mark, bonus functions left out."""
        return sum(function.points for function in self.functions if not function.bonus)

    @property
    def tests(self):
        """The folder of its tests."""
        return ROOT / "tests" / self.folder

    def function(self, name):
        """The Function called `name`, or None."""
        return next((function for function in self.functions if function.name == name), None)


@cache
def stages():
    """All stages, in order."""
    table = tomllib.loads((Path(__file__).parent / "stages.toml").read_text(encoding="utf-8"))
    return tuple(_stage(row) for row in table["stage"])


def after_all():
    """A Stage after that of every stub: a handout has stubs of stages that are not in its table."""
    last = stages()[-1]
    return replace(last, number=LATEST) if HANDOUT else last


def _stage(row):
    return Stage(
        number=row["number"],
        title=row["title"],
        folder=row["folder"],
        goal=row["goal"],
        bonus=row.get("bonus", False),
        stands_on=tuple(row.get("stands_on", [])),
        timeout=row["timeout"],
        lecture=tuple((time, what) for time, what in row["lecture"]),
        functions=tuple(_function(each, row) for each in row["function"]),
    )


def _function(row, stage):
    return Function(
        name=row["name"],
        stage=stage["number"],
        file=row["file"],
        inside=tuple(row.get("inside", [row["name"]])),
        points=row["points"],
        bonus=row.get("bonus", False),
        hints=tuple(row["hints"]),
        stands_on=tuple(row.get("stands_on", stage.get("stands_on", []))),
    )


def function_inside(file, definition, stage=None):
    """The first Function of `file` that stands in `definition`, of that stage where one is named."""
    for each in stages():
        for function in each.functions:
            if function.file == file and definition in function.inside and stage in (None, each.number):
                return function
    return None
