"""What a learner reads about a test that did not pass: an exception in, a Finding out.

A Finding is plain data. Its kind says whose move it is:

    todo        the code is not written yet
    failed      the code gives something else than expected, or raises
    timeout     the code was still running when its time was up
    crashed     the code has ended its whole process, or broken off the conversation with it
    unreadable  the file cannot be imported
    error       the test does not hold on the solution either: the fault is ours
"""

import re
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from ..diagnosis.misconceptions import misconceptions
from ..stages import stages
from .exceptions import facts
from .names import question
from .trouble import trouble

# What could clear or colour the reader's terminal, or turn the line around.
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
MOST_LINES, LONGEST = 10, 100  # of what the code printed
LONGEST_TEXT = 2_000  # characters of one entry of a Finding


@dataclass(frozen=True)
class Finding:
    """One test that did not pass, in the words of the learner's side."""

    kind: str
    title: str  # the test's name as a sentence
    function: str = ""  # the function in the table that it is about
    stage: int = -1  # the stage where there is something to do
    tried: str = ""
    expected: str = ""
    got: str = ""
    drawing: str = ""  # the failing expression as a tree, and what reaches the node at fault
    ask: str = ""
    where: str = ""  # "engine.py, line 12"
    code: str = ""  # that line
    via: str = ""  # the line that had called it, as "engine.py, line 84:  …"
    prints: str = ""

    def as_dict(self):
        """Plain data, for a report."""
        return asdict(self)


def finding(error, test, stage, folder):
    """The Finding for an exception that ended `test`, a test function of `stage`.

    folder holds the code under test: only its lines are shown.
    """
    case = getattr(error, "case", None)
    said = getattr(error, "said", None) or trouble(error, Path(folder)) | getattr(error, "places", {})
    said = {**said, "text": _nameless(said["text"], test)}
    file, line, code = said["where"] or ("", 0, "")
    about = {
        "title": sentence(test.__name__),
        "function": getattr(test, "about", ""),
        "stage": stage.number,
        "tried": case.tried if case else "",
        "expected": case.expected if case else "",
        "drawing": case.drawing if case else "",
        "where": f"{file}, line {line}" if file else "",
        "code": code,
        "via": "{}, line {}:  {}".format(*said["via"]) if said["via"] else "",
    }
    found = {**about, **facts(error, said, stage, case.ask if case else "")}
    found["ask"] = question(found, stage, Path(folder)) or found["ask"]
    return Finding(**{name: x[:LONGEST_TEXT] if isinstance(x, str) else x for name, x in found.items()})


def _nameless(text, test):
    """What an exception says, without the name of a function of the test's that was handed in."""
    name, call, rest = text.partition("() ")
    module = sys.modules.get(getattr(test, "__module__", ""))  # `explain` has tests without one
    if not call or not hasattr(module, name.partition(".")[0]):
        return text
    return f"the function that was handed in {rest.replace('missing', 'is missing', 1)}"


def sentence(name):
    """A test's name as a reader says it: test_a_plus_b → "a plus b"."""
    return name.removeprefix("test_").replace("_", " ")


def as_text(finding):
    """The Finding as the lines that a learner reads."""
    return "\n".join(CONTROL.sub("?", line) for line in _lines(finding))


def misconceived(faults):
    """The text about the faults that fit all answers of the code, as diagnosis/recognition.py tells them."""
    lines = []
    for fault in faults:
        fitting = [misconceptions()[name] for name in fault["names"]]
        behaves = ", or in which ".join(each.behaves for each in fitting)
        start = "Besides, it is like one" if lines else "Your code behaves exactly like one"
        lines += [f"{start} in which {behaves}.", *(f"  {each.ask}" for each in fitting)]
        lines.append(f"  Where it shows first: {', '.join(fault['shows_in'])}")
    return "\n".join(lines)


def _lines(f):
    if f.kind == "error":
        yield f"The fault is ours: this test fails on the solution, too. ({f.title})"
        yield f"  {f.got}"
        return
    if not f.title or f.kind == "unreadable":
        yield from _unreadable_lines(f)
        return
    yield _headline(f)
    if f.tried:
        yield f"  {f.tried}"
    if f.expected:
        yield f"    expected   {f.expected}"
    yield f"    your code  {f.got}"
    if f.where and f.kind != "todo":
        yield f"               {f.where}:  {f.code}"
        if f.via:
            yield f"               called in {f.via}"
    if f.drawing:
        yield from ("", *(f"    {line}" for line in f.drawing.splitlines()), "")
    if f.ask:
        yield f"  {f.ask}"
    if f.prints:
        yield "  your code printed"
        lines = f.prints.splitlines()
        yield from (f"    {line[:LONGEST]}" for line in lines[:MOST_LINES])
        if len(lines) > MOST_LINES:
            yield "    …"


def _unreadable_lines(f):
    yield f.got
    if f.where:
        yield f"  {f.where}"
        yield f"    {f.code}"
    if f.via:
        yield f"  called in {f.via}"
    if f.ask:
        yield f"  {f.ask}"


def _headline(f):
    if f.kind != "todo":
        return f.title[:1].upper() + f.title[1:]
    function = next(
        (x for s in stages() for x in s.functions if x.name == f.function and s.number == f.stage), None
    )
    place = f.where or (_place_of(function) if function else "")
    return f"To do: {f.function or f.title}" + (f", in {place}" if place else "")


def _place_of(function):
    """Where a Function is written, with the definition around it where that has another name."""
    definition = function.inside[0]
    own = definition.rpartition(".")[2] == function.name.rpartition(".")[2]
    return function.file if own else f"{definition} of {function.file}"
