"""Submissions that try to get marks which they have not earned, to harm others, or to bring the grader down.

Each file in ending/, framework/, lying/, reading/, writing/, exhausting/, outliving/, knowing/, wall/ and
tricks/ is one of them; made.py has those that need more than files of text. Those in arrays/ are about
stage 7, and a cohort of their own. A file begins with a docstring: what is tried, and what is hoped for.
Below it there may be settings:

    # honest: 3         the files of someone who has finished stages 0 to 2 are there, and the code is
                        put at the end of their engine.py. Without this line it is all of engine.py.
                        (8: stages 0 to 7, but for `exp` in tensor.py, about which something can be said.)
    # scores: honest    what it must get: the points of that honest part, stage by stage
    # scores: less      (no more than these, where an attack harms its own honest part)
    # scores: nothing   no points at all
    # ---- conftest.py  here another file of the submission begins
    # ++++ nn.py        what follows is put at the end of that honest file
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader.source import single_stubs, stub_files

HERE = Path(__file__).parent
PART = re.compile(r"^# (----|\+\+\+\+) (\S+)\n", re.MULTILINE)
WHOLE = re.compile(r'"""(?P<note>.+?)"""\n(?P<settings>(?:# \w+: \w+\n)*)(?P<code>.*)', re.DOTALL)
SCORES = {"honest", "less", "nothing"}


class Malformed(Exception):
    """A file that is no attack in the form above. The text says which, and what is wrong."""


@dataclass(frozen=True)
class Attack:
    """A submission, and what it must score."""

    name: str  # "lying/always_equal"
    note: str
    honest: int | None  # the stages before this one are honestly done
    scores: str
    files: dict[str, str]  # by their path in the submission


def attacks():
    """All attacks that are made of files, in order of name. Raises Malformed."""
    names = sorted(file.relative_to(HERE).with_suffix("").as_posix() for file in HERE.glob("*/*.py"))
    return [attack(name, (HERE / f"{name}.py").read_text(encoding="utf-8")) for name in names]


def attack(name, text):
    """The Attack that a file describes. Raises Malformed."""
    whole = WHOLE.fullmatch(text)
    if not whole:
        raise Malformed(f"{name}: it must begin with a docstring, then settings, each on a line of its own")
    settings = dict(re.findall(r"# (\w+): (\w+)\n", whole["settings"]))
    honest, scores = settings.pop("honest", "none"), settings.pop("scores", "nothing")
    if settings:
        raise Malformed(f"{name}: there is no setting called {', '.join(settings)}")
    if not re.fullmatch(r"none|\d", honest):
        raise Malformed(f"{name}: honest must be none or a stage, not {honest}")
    if scores not in SCORES or (scores != "nothing" and honest == "none"):
        raise Malformed(f"{name}: with honest {honest} it cannot score {scores}")
    number = None if honest == "none" else int(honest)
    return Attack(name, " ".join(whole["note"].split()), number, scores, _files(name, whole["code"], number))


def _files(name, code, honest):
    """The files of a submission, from the code below the settings."""
    files = {} if honest is None else dict(_honest(honest))
    first, *rest = PART.split(code)
    parts = [("++++" if files else "----", "engine.py", first), *zip(*[iter(rest)] * 3, strict=True)]
    for how, path, text in parts:
        if how == "++++" and path not in files:
            raise Malformed(f"{name}: there is no honest {path} at whose end something could be put")
        if path.startswith("/") or ".." in path.split("/"):
            raise Malformed(f"{name}: {path} leaves the submission; made.py is the place for that")
        files[path] = (f"{files[path]}\n\n{text.strip()}" if how == "++++" else text.strip()) + "\n"
    return files


@cache
def _honest(before):
    files = stub_files(before)
    if before > 7:
        texts = {block.inside: text for block, text in single_stubs("tensor.py")}
        files["tensor.py"] = texts["Value.exp"]
    return files


def write(files, folder):
    """Write files, path to text, into a new folder."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Entry:
    """What stands in a cohort for an attack, or for an honest part."""

    file: str  # the name of the file or folder
    scores: str
    honest: int | None


def write_cohort(folder):
    """Write every attack but those of arrays/ into `folder`, and the honest parts alone.

    Returns the Entry of each, by name. The honest part of someone who has finished the stages before 3 is
    called "honest/3".
    """
    from .made import MADE  # which builds on this module

    cohort = _written(folder, [each for each in attacks() if not is_about_arrays(each)])
    for name, (_note, scores, make) in MADE.items():
        before = {entry.name for entry in folder.iterdir()}
        make(folder)
        new = [entry.name for entry in folder.iterdir() if entry.name not in before]
        if len(new) != 1:
            raise Malformed(f"made/{name}: it made {len(new)} entries, not one")
        cohort[f"made/{name}"] = Entry(new[0], scores, 3)
    return cohort


def write_arrays(folder):
    """The same for the attacks of arrays/."""
    return _written(folder, [each for each in attacks() if is_about_arrays(each)])


def is_about_arrays(attack):
    """Is it one of arrays/?"""
    return attack.name.startswith("arrays/")


def _written(folder, wanted):
    cohort = {}
    for number in sorted({each.honest for each in wanted} - {None}):
        cohort[f"honest/{number}"] = Entry(f"honest-{number}", "honest", number)
        write(_honest(number), folder / f"honest-{number}")
    for each in wanted:
        cohort[each.name] = Entry(each.name.replace("/", "-"), each.scores, each.honest)
        write(each.files, folder / cohort[each.name].file)
    return cohort
