"""What an exception that ended a test says to the learner: its kind, what the code gave, a question.

`facts` gives the parts of a Finding (grader/explain.py) that depend on the exception alone.
"""

import builtins
import re
from pathlib import Path
from types import ModuleType

from .checks import article, shown
from .seat import Unloadable

PLAIN = int | float | str | tuple | list | dict | set | None
NO_ATTRIBUTE = r"'(\w+)' object has no attribute '(\w+)'"
A_VALUE = "A Value is needed here."
OF_A_VALUE = ("data", "grad", "_prev", "_backward", "backward")

# What "file: exception" looks like, and the question that leads on, better than that of any test.
QUESTIONS = {
    r"'NoneType' object is not callable": "None stands where a function is meant. Was one called where it "
    "should be stored, or does an attribute hide a method?",
    r"engine\.py: raises TypeError: '\w+' object is not iterable": "What makes a tuple: the parentheses, "
    "or the comma?",
    r"unhashable type": "Does your class define __eq__? What does that do to sets and dictionaries?",
    r"\w+\(\) takes no arguments": "Is the method's name exactly __init__, two underscores on either side?",
}
# The same, where the test has no question of its own.
ELSE = {
    "was still running": "Which loop, or which call of a function by itself, never ends?",
    "RecursionError": "Which call in this line comes back to the same function?",
    r"unsupported operand type.*'Value'": "Which method does Python look for here? Is its name exact?",
}


class TimedOut(BaseException):
    """A test has used up its time. Not an Exception, so that no `except Exception` swallows it."""


def facts(error, stage, file, ask):
    """The facts of a Finding: kind, got, ask, and what else the exception knows.

    file is where it happened ("engine.py"), or ""; ask is the test's own question, or "".
    """
    found = _facts(error, stage)
    told = f"{file}: {found['got']}"
    if found["kind"] in ("failed", "timeout") and "ask" not in found:
        found["ask"] = _question(QUESTIONS, told) or ask or _question(ELSE, told)
    return found


def _question(table, told):
    return next((question for pattern, question in table.items() if re.search(pattern, told)), "")


def _facts(error, stage):
    if isinstance(error, Unloadable):
        return _unloadable(error)
    if isinstance(error, TimedOut):
        return {"kind": "timeout", "got": f"was still running after {stage.timeout:g} seconds"}
    if isinstance(error, NotImplementedError) and (stub := re.fullmatch(r"stage (\d): (.+)", str(error))):
        return {
            "kind": "todo",
            "stage": int(stub[1]),
            "function": stub[2],
            "got": "is still a stub",
            "ask": "",
        }
    if isinstance(error, AttributeError) and (found := _missing_name(error, stage) or _wrong_type(error)):
        return found
    if hasattr(error, "got"):
        return {"kind": "failed", "got": error.got, "where": "", "code": ""}
    if type(error).__name__.startswith("Flaky"):
        got = "differs between two runs on the same numbers"
        return {"kind": "failed", "got": got, "where": "", "code": ""}
    if isinstance(error, RecursionError):
        return {
            "kind": "failed",
            "got": "raises RecursionError: more calls inside each other than Python allows",
        }
    return {"kind": "failed", "got": f"raises {type(error).__name__}: {str(error)[:300]}".rstrip(": ")}


# -- names that are missing -------------------------------------------------------------------------


def _missing_name(error, stage):
    """A name of the table that the code lacks reads as work to do."""
    owner, name = _owner_and_name(error)
    if not owner:
        return None
    function = next((f for f in stage.functions if f.name.rpartition(".")[2] == name), None)
    found = {"kind": "todo", "where": "", "code": "", "ask": _similar(error.obj, name)}
    found["got"] = f"has no `{name}` in {owner}"
    return {**found, "function": function.name} if function else found


def _owner_and_name(error):
    """("class Value", "grad") where the learner's class or file lacks a name, else ("", …)."""
    if error.name is None:  # so it is with a name in __slots__ that was never set
        unset = re.fullmatch(NO_ATTRIBUTE, str(error))
        theirs = unset and not hasattr(builtins, unset[1])
        return (f"class {unset[1]}", unset[2]) if theirs else ("", "")
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


def _wrong_type(error):
    """Something plain, such as a number, where the code needs a Value or another object of its own."""
    if error.name is None and (written := re.fullmatch(NO_ATTRIBUTE, str(error))):
        return {"kind": "failed", "got": f"{article(written[1])}, which has no {written[2]}", "ask": A_VALUE}
    if not error.name or not isinstance(error.obj, PLAIN):
        return None
    if error.obj is None:
        got, ask = f"None, which has no {error.name}", "Does every function return what it made?"
        return {"kind": "failed", "got": got, "ask": ask}
    kind = article(type(error.obj).__name__)
    found = {"kind": "failed", "got": f"{shown(error.obj)}, which is {kind} and has no {error.name}"}
    return {**found, "ask": A_VALUE} if error.name in OF_A_VALUE else found


# -- files that cannot be imported ------------------------------------------------------------------


def _unloadable(error):
    cause = error.__cause__
    found = {"kind": "unreadable", "tried": "", "expected": "", "ask": "", "function": ""}
    if isinstance(cause, TimedOut):
        got = f"{error.file} was still running after {cause} seconds of import"
        return {**found, "kind": "timeout", "title": "", "got": got}
    if isinstance(cause, SyntaxError):
        return {**found, **_syntax_error(cause, error.file)}
    if isinstance(cause, SystemExit):
        return {**found, "got": f"{error.file} ends the program when it is imported: sys.exit() or exit()"}
    if isinstance(cause, ModuleNotFoundError) and cause.name == f"exercises.{error.file[:-3]}":
        return {**found, "got": f"there is no {error.file}"}
    reason = re.sub(r" \([^()]*\.py\)$", "", str(cause))  # Python adds where the other file lies
    return {**found, "got": f"{error.file} cannot be imported: {type(cause).__name__}: {reason}"}


def _syntax_error(error, file):
    name = Path(error.filename or file).name
    encoding = ("unicode error", "codec can't decode", "null bytes", "unknown encoding", "encoding problem")
    if any(word in str(error.msg) for word in encoding):
        return {"got": f"{name} is not saved as UTF-8 text. Save it again with that encoding."}
    where, code = f"{name}, line {error.lineno}", (error.text or "").strip()
    return {"got": f"{type(error).__name__}: {error.msg}", "where": where, "code": code}
