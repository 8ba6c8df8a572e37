"""What a learner reads about a test that did not pass: an exception in, a Finding out.

A Finding is plain data. Its kind says whose move it is:

    todo        the code is not written yet
    failed      the code gives something else than expected, or raises
    timeout     the code was still running when its time was up
    unreadable  the file cannot be imported
    error       the test does not hold on the solution either: the fault is ours
"""

import re
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType

from .checks import article, shown
from .seat import Unloadable
from .stages import stages

MOST_LINES, LONGEST = 10, 100  # of what the code printed
PLAIN = int | float | str | tuple | list | dict | set | None


class TimedOut(BaseException):
    """A test has used up its time. Not an Exception, so that no `except Exception` swallows it."""


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
    ask: str = ""
    where: str = ""  # "engine.py, line 12"
    code: str = ""  # that line
    prints: str = ""

    def as_dict(self):
        """Plain data, for a report."""
        return asdict(self)


def finding(error, test, stage, folder):
    """The Finding for an exception that ended `test`, a test function of `stage`.

    folder holds the code under test: only its lines are shown.
    """
    case = getattr(error, "case", None)
    place = _place(error, Path(folder))
    facts = {
        "title": sentence(test.__name__),
        "function": getattr(test, "about", ""),
        "stage": stage.number,
        "tried": case.tried if case else "",
        "expected": case.expected if case else "",
        "ask": case.ask if case else "",
        "where": f"{place[0]}, line {place[1]}" if place else "",
        "code": place[2] if place else "",
    }
    return Finding(**{**facts, **_what_happened(error, stage)})


def sentence(name):
    """A test's name as a reader says it: test_a_plus_b → "a plus b"."""
    return name.removeprefix("test_").replace("_", " ")


def _what_happened(error, stage):
    """The part of a Finding that depends on the exception."""
    stub = re.fullmatch(r"stage (\d): (.+)", str(error)) if isinstance(error, NotImplementedError) else None
    if stub:
        return {
            "kind": "todo",
            "stage": int(stub[1]),
            "function": stub[2],
            "got": "is still a stub",
            "ask": "",
        }
    if isinstance(error, Unloadable):
        return _unloadable(error)
    if isinstance(error, TimedOut):
        return {
            "kind": "timeout",
            "got": f"was still running after {stage.timeout:g} seconds",
            "ask": "Which loop, or which call of a function by itself, never ends?",
        }
    missing = _missing_name(error, stage)
    if missing:
        return missing
    if hasattr(error, "got"):
        return {"kind": "failed", "got": error.got, "where": "", "code": ""}
    if type(error).__name__.startswith("Flaky"):
        return {
            "kind": "failed",
            "got": "differs between two runs on the same numbers",
            "where": "",
            "code": "",
        }
    return {"kind": "failed", **_raised(error)}


def _raised(error):
    plain = isinstance(error, AttributeError) and error.name and isinstance(error.obj, PLAIN)
    if plain and error.obj is None:
        return {"got": f"None, which has no {error.name}", "ask": "Does every function return what it made?"}
    if plain:
        kind = article(type(error.obj).__name__)
        wanted = "A Value is needed here." if error.name in ("data", "grad", "_prev", "backward") else ""
        return {"got": f"{shown(error.obj)}, which is {kind} and has no {error.name}", "ask": wanted}
    if isinstance(error, RecursionError):
        return {"got": "raises RecursionError: functions called each other without end"}
    return {"got": f"raises {type(error).__name__}: {str(error)[:300]}".rstrip(": ")}


def _missing_name(error, stage):
    """A name of the table that the code lacks reads as work to do."""
    if not isinstance(error, AttributeError):
        return None
    owner, name = _owner_and_name(error)
    if not owner:
        return None
    function = next((f for f in stage.functions if f.name.rpartition(".")[2] == name), None)
    facts = {"kind": "todo", "where": "", "code": "", "ask": _similar(error.obj, name)}
    facts["got"] = f"has no `{name}` in {owner}"
    return {**facts, "function": function.name} if function else facts


def _owner_and_name(error):
    """("class Value", "grad") where the learner's class or file lacks a name, else ("", …)."""
    if error.name is None:  # so it is with a name in __slots__ that was never set
        unset = re.fullmatch(r"'(\w+)' object has no attribute '(\w+)'", str(error))
        return (f"class {unset[1]}", unset[2]) if unset else ("", "")
    if isinstance(error.obj, ModuleType):
        return f"{error.obj.__name__.rpartition('.')[2]}.py", error.name
    theirs = type(error.obj).__module__.startswith("exercises.")
    return f"class {type(error.obj).__name__}" if theirs else "", error.name


def _similar(module, name):
    """A question where a class is missing and the file has one of another name."""
    if not isinstance(module, ModuleType) or not name[0].isupper():
        return ""
    own = [x for x in vars(module).values() if isinstance(x, type) and x.__module__ == module.__name__]
    return f"There is a class {own[0].__name__} in it. Is that the one?" if own else ""


def _unloadable(error):
    cause = error.__cause__
    facts = {"kind": "unreadable", "tried": "", "expected": "", "ask": "", "function": ""}
    if isinstance(cause, SyntaxError) and _is_encoding(cause):
        name = Path(cause.filename or error.file).name
        return {**facts, "got": f"{name} is not saved as UTF-8 text. Save it again with that encoding."}
    if isinstance(cause, SyntaxError):
        where = f"{Path(cause.filename or error.file).name}, line {cause.lineno}"
        code = (cause.text or "").strip()
        return {**facts, "got": f"{type(cause).__name__}: {cause.msg}", "where": where, "code": code}
    if isinstance(cause, SystemExit):
        return {**facts, "got": f"{error.file} ends the program when it is imported: sys.exit() or exit()"}
    if isinstance(cause, ModuleNotFoundError) and cause.name == f"exercises.{error.file[:-3]}":
        return {**facts, "got": f"there is no {error.file}"}
    if isinstance(cause, TimedOut):
        return {
            **facts,
            "kind": "timeout",
            "title": "",
            "got": f"{error.file} was still running after {cause} seconds of import",
        }
    reason = re.sub(r" \([^()]*\.py\)$", "", str(cause))  # Python adds where the other file lies
    return {**facts, "got": f"{error.file} cannot be imported: {type(cause).__name__}: {reason}"}


def _is_encoding(error):
    words = ("unicode error", "null bytes", "unknown encoding", "encoding problem")
    return any(word in str(error.msg) for word in words) or "codec can't decode" in str(error.msg)


def _place(error, folder):
    """(file, line number, line) of the last line of the code under test that was at work."""
    while isinstance(error, Unloadable) and error.__cause__:
        error = error.__cause__
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).parent == folder]
    if not frames:
        return None
    last = frames[-1]
    return Path(last.filename).name, last.lineno, (last.line or "").strip()


def as_text(finding):
    """The Finding as the lines that a learner reads."""
    return "\n".join(_lines(finding))


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


def _headline(f):
    if f.kind != "todo":
        return f.title[:1].upper() + f.title[1:]
    function = next(
        (x for s in stages() for x in s.functions if x.name == f.function and s.number == f.stage), None
    )
    file = f.where or (function.file if function else "")
    return f"To do: {f.function or f.title}" + (f", in {file}" if file else "")
