"""The class of `make soak`: right, wrong, unfinished, hostile and unreadable submissions, and archives.

Every submission is of a kind. It differs from the others of its kind in a comment, or not at all, and so
must get what its kind gets.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.grader import attacks
from tests.mutants import mutants, mutated

from ..source import stub_files
from ..stages import ROOT, stages

STAGES = (0, 1)
HOSTILE = ("ending", "framework", "knowing", "lying", "reading", "wall", "writing")  # those that take no time
SHARES = {"right": 30, "wrong": 30, "unfinished": 10, "hostile": 8, "unreadable": 8, "packed": 14}
IDENTICAL = 0.25  # of them


@dataclass(frozen=True)
class Kind:
    """What some submissions have in common: everything but a comment."""

    group: str  # of SHARES
    name: str
    files: dict[str, str]  # by their path in the submission
    archive: str = ""  # "zip" or "gztar"; "" for a folder


@dataclass(frozen=True)
class Submission:
    """One submission of the class."""

    name: str
    kind: Kind
    comment: str


def kinds():
    """All Kinds."""
    solution = {file: text(f"solutions/{file}") for number in STAGES for file in stages()[number].files}
    wrong = {each.id: {each.file: mutated(each)} for each in mutants() if each.stage in STAGES}
    right = {"the solution": {}}
    for file in solution:
        for path in sorted((ROOT / "tests/alternatives").glob(f"{Path(file).stem}__*.py")):
            right[path.stem] = {file: path.read_text(encoding="utf-8")}
    unreadable = {
        "open": "x = (\n",
        "no module": "import torch\n",
        "zeros": "x = 1\n\0",
        "indent": " x = 1\n",
    }
    return [
        *(Kind("right", name, solution | files) for name, files in right.items()),
        *(Kind("wrong", name, solution | files) for name, files in wrong.items()),
        *(Kind("unfinished", f"before stage {n}", stub_files(n)) for n in (*STAGES, STAGES[-1] + 1)),
        *(Kind("hostile", x.name, x.files) for x in attacks.attacks() if x.name.startswith(HOSTILE)),
        *(Kind("unreadable", name, solution | {"engine.py": x}) for name, x in unreadable.items()),
        Kind("unreadable", "another name", {"homework.txt": "x = 1\n"}),
        *(Kind("packed", f"a right {how}", solution, how) for how in ("zip", "gztar")),
        *(
            Kind("packed", f"{name} in a zip", solution | files, "zip")
            for name, files in [*wrong.items()][:10]
        ),
    ]


def text(path):
    """The text of a file of the kata."""
    return (ROOT / path).read_text(encoding="utf-8")


def drawn(rng, count):
    """A class of that many Submissions."""
    of = {group: [kind for kind in kinds() if kind.group == group] for group in SHARES}
    groups = rng.choices([*SHARES], [*SHARES.values()], k=count)
    comments = ["" if rng.random() < IDENTICAL else f"\n# {number}\n" for number in range(count)]
    return [
        Submission(f"s{number:05}", rng.choice(of[group]), comment)
        for number, (group, comment) in enumerate(zip(groups, comments, strict=True))
    ]


def one_of_each(submissions):
    """A class with one Submission of each Kind among these, and no comment."""
    found = dict.fromkeys(each.kind.name for each in submissions)
    kind_of = {each.kind.name: each.kind for each in submissions}
    return [Submission(f"k{number:05}", kind_of[name], "") for number, name in enumerate(found)]


def write(submissions, folder):
    """Write a class into a new folder."""
    folder.mkdir()
    for each in submissions:
        if each.kind.archive:
            with TemporaryDirectory(dir=folder.parent) as place:
                _lay(each, Path(place))
                shutil.make_archive(str(folder / each.name), each.kind.archive, place)
        else:
            _lay(each, folder / each.name)


def _lay(submission, folder):
    files = {name: code + submission.comment for name, code in submission.kind.files.items()}
    attacks.write(files, folder)
