"""Questions about names that the text of the learner's files leads to: one that is close, one given twice.

The text is looked at, and neither run nor parsed: it may be anyone's.
"""

import operator
import re
from collections import Counter
from difflib import get_close_matches
from functools import cache, lru_cache

from ..source import stub_files
from ..stages import stages
from .cells import places

# At the start of a line. A class in a class is another matter, and so is a name without end.
DEF, CLASS = re.compile(r" *(?:async )?def (\w{1,60})\b"), re.compile(r"class (\w{1,60})\b")
LONGEST = 200_000  # characters of a file that are looked at
NEAR = 0.7  # how alike two names are, as difflib counts
PYTHONS = {*dir(float), *dir(list), *dir(operator)}  # __rpow__ is no misspelt __pow__
ABOUT_A_CLASS = r"raises |has no |is still a stub|cannot be imported"


def question(found, stage, folder):
    """The question about a name in what was found, the facts of a Finding, or ""."""
    if found["kind"] not in ("todo", "failed", "unreadable"):
        return ""
    before = [file for each in stages() if each.number < stage.number for file in each.files]
    texts = {file: _defined(folder / file) for file in dict.fromkeys([*stage.files, *before])}
    function = stage.function(found["function"])
    inside = function.inside if function and found["kind"] == "todo" else ()
    return _twice(found["got"], inside, texts) or found["ask"] or _misspelt(_to_write(found, inside), texts)


def _defined(file):
    """What a file defines: (classes, functions), each as pairs of a name and a place."""
    try:
        return _defined_in(file, file.stat().st_mtime_ns)
    except OSError:
        return (), ()


@lru_cache(maxsize=16)  # each test that fails asks the same
def _defined_in(file, _changed):
    lines = file.read_text(encoding="utf-8", errors="replace")[:LONGEST].splitlines()
    return _places(CLASS, lines), _places(DEF, lines)


def _places(pattern, lines):
    """(name, "line 3") for each definition of a kind."""
    found = ((pattern.match(line), place) for line, place in zip(lines, places(lines), strict=True))
    return [(match[1], place) for match, place in found if match]


def _twice(got, inside, texts):
    """The question about two classes of one name, where the message is about that."""
    words = re.findall(r"\w+", " ".join((got, *inside))) if re.search(ABOUT_A_CLASS, got) else ()
    for file, (classes, _) in texts.items():
        for name, times in Counter(name for name, _ in classes).items():
            if times > 1 and name in words:
                *_, before, last = (place for each, place in classes if each == name)
                there = f"In {file} there is a class {name} in {before}, and another one in {last}"
                return f"{there}, which counts. Is that the one?"
    return ""


def _to_write(found, inside):
    """The name of the function that is still to be written, or ""."""
    if found["kind"] != "todo":
        return ""
    lacks = re.match(r"has no `(\w+)`", found["got"])
    own = [each for each in inside if each.rpartition(".")[2] == found["function"].rpartition(".")[2]]
    return lacks[1] if lacks else own[0].rpartition(".")[2] if own else ""


def _misspelt(name, texts):
    """The question about a function of a similar name, which the kata does not know."""
    for file, (_, functions) in texts.items():
        own = {each.lower(): (each, place) for each, place in functions if each not in _known()}
        for similar in get_close_matches(name.lower(), own, 1, NEAR):
            there = "There is `{}` in {} of {}".format(*own[similar], file)
            return f"{there}, and the tests look for `{name}`. Is that the one?"
    return ""


@cache
def _known():
    """The names of functions and methods that the kata has, or Python."""
    stubs = (name for text in stub_files().values() for name, _ in _places(DEF, text.splitlines()))
    return {*stubs, *(name for name in PYTHONS if name.startswith("__"))}
