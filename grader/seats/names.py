"""Questions about names that the text of the learner's files leads to: one that is close.

The text is looked at, and neither run nor parsed: it may be anyone's.
"""

import operator
import re
from difflib import get_close_matches
from functools import cache

from ..source import stub_files
from ..stages import stages

# At the start of a line; a name without end is none.
DEF = re.compile(r" *(?:async )?def (\w{1,60})\b")
LONGEST = 200_000  # characters of a file that are looked at
NEAR = 0.7  # how alike two names are, as difflib counts
PYTHONS = {*dir(float), *dir(list), *dir(operator)}  # __rpow__ is no misspelt __pow__


def question(found, stage, folder):
    """The question about a name in what was found, the facts of a Finding, or ""."""
    if found["kind"] not in ("todo", "failed"):
        return ""
    before = [file for each in stages() if each.number < stage.number for file in each.files]
    texts = {file: _lines(folder / file) for file in dict.fromkeys([*stage.files, *before])}
    function = stage.function(found["function"])
    inside = function.inside if function and found["kind"] == "todo" else ()
    return found["ask"] or _misspelt(_to_write(found, inside), texts)


def _lines(file):
    try:
        return file.read_text(encoding="utf-8", errors="replace")[:LONGEST].splitlines()
    except OSError:
        return []


def _places(pattern, lines):
    """(name, line number) for each definition of a kind."""
    found = ((pattern.match(line), number) for number, line in enumerate(lines, 1))
    return [(match[1], number) for match, number in found if match]


def _to_write(found, inside):
    """The name of the function that is still to be written, or ""."""
    if found["kind"] != "todo":
        return ""
    lacks = re.match(r"has no `(\w+)`", found["got"])
    own = [each for each in inside if each.rpartition(".")[2] == found["function"].rpartition(".")[2]]
    return lacks[1] if lacks else own[0].rpartition(".")[2] if own else ""


def _misspelt(name, texts):
    """The question about a function of a similar name, which the kata does not know."""
    for file, lines in texts.items():
        own = {each.lower(): (each, number) for each, number in _places(DEF, lines) if each not in _known()}
        for similar in get_close_matches(name.lower(), own, 1, NEAR):
            there = "There is `{}` in line {} of {}".format(*own[similar], file)
            return f"{there}, and the tests look for `{name}`. Is that the one?"
    return ""


@cache
def _known():
    """The names of functions and methods that the kata has, or Python."""
    stubs = (name for text in stub_files().values() for name, _ in _places(DEF, text.splitlines()))
    return {*stubs, *(name for name in PYTHONS if name.startswith("__"))}
