"""What an exception of the code under test says, as plain data, which can also come from elsewhere.

This module and seat.py stand beside that code in either seat: they need Python's own library alone.
"""

import builtins
import os.path
import re
import signal
from contextlib import contextmanager
from types import ModuleType

NO_ATTRIBUTE = r"'(\w+)' object has no attribute '(\w+)'"
LONGEST_NAME = 60  # characters of the name of a class
PLAIN = int | float | str | tuple | list | dict | set | None


class TimedOut(BaseException):
    """A test has used up its time. Not an Exception, so that no `except Exception` swallows it."""


@contextmanager
def at_most(seconds):
    """Raise TimedOut where the block takes longer, and there are alarms (Windows has none)."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(signum, frame):
        raise TimedOut(str(seconds))

    usual = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)


class Unloadable(Exception):
    """A file of the learner's that cannot be imported; its __cause__ is the reason."""

    def __init__(self, file):
        super().__init__(f"{file} cannot be imported")
        self.file = file


def trouble(error, folder):
    """The facts of an exception, as plain data.

    type, text         its class's name, its message
    unloadable         the file whose import it ended, or ""
    where              [file, line number, line] of the last line in `folder` that was at work, or []
    via                the same for the line in `folder` that had called it, or []: the nearest one in another
                       file, where there is one
    syntax             [message, file, line number, line] of a SyntaxError, or []
    absent             the module of a ModuleNotFoundError, or ""
    lacks              the name of an attribute that is not there, or ""
    owner              whose it is: "engine.py", "class Value", or "" where it is not the learner's
    similar            a class in that file, the nearest by its name, where a class was looked for
    instead            [type, text] of what stands in the place of an object of the learner's, or []
    """
    unloadable = error.file if isinstance(error, Unloadable) else ""
    if unloadable and error.__cause__:
        error = error.__cause__
    return {
        "type": type(error).__name__[:LONGEST_NAME],
        "text": text_of(error),
        "unloadable": unloadable,
        **_places(error, folder),
        "syntax": _syntax(error) if isinstance(error, SyntaxError) else [],
        "absent": str(error.name or "") if isinstance(error, ModuleNotFoundError) else "",
        **(_lack(error) if isinstance(error, AttributeError) else NO_LACK),
    }


NO_LACK = {"lacks": "", "owner": "", "similar": "", "instead": []}


def text_of(error):
    """What an exception says."""
    try:
        return str(error)[:1000]
    except TimedOut:
        raise
    except BaseException:
        return "an exception whose text cannot be read"


def _shown(thing):
    try:
        return repr(thing)[:200]
    except TimedOut:
        raise
    except BaseException:  # a list of Values whose __repr__ is wrong, or ends the program
        return f"something of the type {type(thing).__name__}"


def _places(error, folder):
    """Where it happened in the folder, and from where in the folder that line was called."""
    from traceback import extract_tb  # here: each worker begins with this module, and most need it never

    frames = [
        frame for frame in extract_tb(error.__traceback__) if frame.lineno and _inside(folder, frame.filename)
    ]
    places = [[_inside(folder, f.filename), f.lineno, (f.line or "").strip()] for f in frames]
    where = places.pop() if places else []
    others = [place for place in places if place != where][::-1]
    return {"where": where, "via": next((x for x in others if x[0] != where[0]), [*others, []][0])}


def _inside(folder, file):
    """The path of a file in the folder, such as "helpers/more.py", or "" where it is not in it."""
    top = os.path.join(os.path.normpath(folder), "")
    inside = os.path.normcase(file).startswith(os.path.normcase(top))
    return file[len(top) :].replace(os.sep, "/") if inside else ""


def _syntax(error):
    file = os.path.basename(error.filename or "")
    return [str(error.msg), file, error.lineno or 0, (error.text or "").strip()]


def _lack(error):
    """The attribute that is not there, and whose it is."""
    if error.name is None:  # a name in __slots__ that was never set, or a plain raise AttributeError(…)
        unset = re.fullmatch(NO_ATTRIBUTE, text_of(error))
        if not unset:
            return NO_LACK
        kind, name = unset.groups()
        theirs = not hasattr(builtins, kind)
        return {**NO_LACK, "lacks": name, "owner": f"class {kind}" if theirs else "", "instead": [kind, ""]}
    found = {**NO_LACK, "lacks": str(error.name)}
    if isinstance(error.obj, ModuleType) and error.obj.__name__.startswith("exercises."):
        return {**found, "owner": f"{error.obj.__name__.rpartition('.')[2]}.py", "similar": _similar(error)}
    if type(error.obj).__module__.startswith("exercises."):
        return {**found, "owner": f"class {type(error.obj).__name__}"}
    return {
        **found,
        "instead": [type(error.obj).__name__, _shown(error.obj)] if isinstance(error.obj, PLAIN) else [],
    }


def _similar(error):
    """The class of the module that has the nearest name, where one of another name was looked for."""
    if not error.name[0].isupper():
        return ""
    import difflib  # here, since each worker begins with this module, and hardly any comes this far

    module = error.obj
    own = [
        name
        for name, x in vars(module).items()
        if type(name) is str and isinstance(x, type) and x.__module__ == module.__name__
    ]
    return next(iter([*difflib.get_close_matches(error.name, own, 1, 0), *own]), "")[:LONGEST_NAME]
