"""What the tests of the stages say: what is tried, what is expected, and a question that leads on.

Nothing here knows how an engine works. A test hands over the attempt as a function, so that an error
inside it is told together with what was tried:

    expect("(a + b).data at a = 2, b = -3", lambda: (a + b).data, -1, ask="…")
"""

import math
import numbers
import re
from contextlib import contextmanager
from dataclasses import dataclass

from .seats.trouble import PLAIN, TimedOut

MOST_ENTRIES = 1_000  # of an array that is shown
MOST_SHOWN, LONGEST_SHOWN = 20, 400  # entries of a list or a dictionary, and characters of the latter
MOST_OBJECTS = 4  # that are listed where there should be fewer
PLAIN_TYPES = {*PLAIN.__args__, bool}
TOLERANCE = 1e-6  # relative
NEARLY_ZERO = 1e-9  # what a sum of numbers of order 1 may miss by rounding


@dataclass(frozen=True)
class Case:
    """What a learner reads about one attempt: the example, the right answer, the question."""

    tried: str
    expected: str
    ask: str = ""
    drawing: str = ""  # lines with more of the example


class Mismatch(AssertionError):
    """The code under test gave something else than expected."""

    def __init__(self, case, got):
        super().__init__(f"{case.tried}: expected {case.expected}, got {got}")
        self.case, self.got = case, got


def about(name, seconds=None):
    """A decorator: this test is about the function called `name` in grader/stages.toml.

    seconds: how long it may take, where that is longer than the tests of its stage may.
    """

    def mark(test):
        test.about, test.seconds = name, seconds
        return test

    return mark


def expect(tried, attempt, wanted, ask="", within=TOLERANCE, drawing=""):
    """Raise Mismatch unless attempt() returns `wanted`.

    Numbers are compared by relative tolerance, lists, dictionaries and arrays entry by entry, and
    texts, booleans and None exactly. Where `wanted` is a text that begins with "a ", see `expect_that`.
    """
    case = Case(tried, shown(wanted), ask, drawing)
    with trying(case):
        got = attempt()
    if not alike(got, wanted, within):
        raise Mismatch(case, _shown_beside(got, wanted, tried))
    return got


def expect_that(tried, attempt, holds, expected, ask=""):
    """Raise Mismatch unless holds(attempt()) is true. `expected` says in words what is."""
    case = Case(tried, expected, ask)
    with trying(case):
        got = attempt()
        fine = holds(got)
    if not fine:
        raise Mismatch(case, _none(tried) if got is None else shown(got))
    return got


def expect_objects(tried, attempt, wanted, ask=""):
    """Raise Mismatch unless attempt() holds exactly these objects, in any order, each once.

    wanted: a dictionary from the name that a learner reads to the object itself.
    """
    case = Case(tried, " and ".join(wanted) or "none", ask)
    names = {id(thing): name for name, thing in wanted.items()}
    with trying(case):
        got = list(attempt())
    if sorted(id(thing) for thing in got) != sorted(names) or any(map(is_plain, got)):
        few = max(MOST_OBJECTS, len(wanted))
        listed = [names.get(id(each)) or with_type(each) for each in got[:few]]
        listed += [f"and {len(got) - few} more"] if len(got) > few else []
        plain = next((with_type(each) for each in got if is_plain(each)), None)
        raise Mismatch(case, plain or ", ".join(listed) or "none")


@contextmanager
def trying(case):
    """Whatever goes wrong inside carries this case, unless it carries a nearer one."""
    try:
        yield
    except BaseException as error:  # among them that its time is up
        if getattr(error, "case", None) is None:
            error.case = case
        raise


def alike(got, wanted, within=TOLERANCE):
    """Is `got` the same plain data as `wanted`, numbers up to a relative tolerance?"""
    if isinstance(wanted, dict):
        same_keys = isinstance(got, dict) and got.keys() == wanted.keys()
        return same_keys and all(alike(got[key], wanted[key], within) for key in wanted)
    if is_array(got) and got.ndim == 0:  # NumPy makes a number of it, wherever it can
        got = got.item()
    if is_array(wanted) and wanted.ndim == 0:
        wanted = wanted.item()
    if is_array(wanted):
        same_shape = is_array(got) and got.shape == wanted.shape
        return same_shape and alike(got.ravel().tolist(), wanted.ravel().tolist(), within)
    if isinstance(wanted, list | tuple):
        listed = is_list(got) and len(got) == len(wanted)
        return listed and all(alike(g, w, within) for g, w in zip(got, wanted, strict=True))
    if isinstance(wanted, bool | str | None):
        return type(got) is type(wanted) and got == wanted
    # NaN is near nothing: every comparison with it is false.
    return is_number(got) and abs(float(got) - wanted) <= within * abs(wanted) + NEARLY_ZERO


def shows(number):
    """A function of a text: is this number somewhere in it?"""
    return lambda text: any(float(each) == number for each in re.findall(r"-?\d+(?:\.\d+)?", text))


def is_number(thing):
    """A plain number, or a NumPy scalar."""
    return type(thing) is float or isinstance(thing, numbers.Real)  # the second question takes its time


def is_plain(thing):
    """A number, a text, a list or an array: nothing with an identity of its own, as every object has."""
    return type(thing) in PLAIN_TYPES or is_array(thing)


def is_list(thing):
    """A list, a tuple or a NumPy array of at least one axis."""
    return isinstance(thing, list | tuple) or (is_array(thing) and thing.ndim > 0)


def is_array(thing):
    """A NumPy array itself, and not something that calls itself one. (NumPy need not be there.)"""
    return type(thing).__name__ == "ndarray" and type(thing).__module__ == "numpy"


def shown(thing):
    """A short text for anything: numbers to 10 digits, and no more than 200 characters."""
    if isinstance(thing, bool) or thing is None:
        return str(thing)
    if is_number(thing):
        return _number(float(thing))
    if is_array(thing):
        return shown(thing.tolist()) if thing.size <= MOST_ENTRIES else f"an array of shape {thing.shape}"
    if isinstance(thing, dict):
        entries = (f"{key}: {shown(value)}" for key, value in list(thing.items())[:MOST_SHOWN])
        return _cut("{" + ", ".join(entries) + "}", LONGEST_SHOWN)
    if isinstance(thing, list | tuple):
        inside = ", ".join(shown(each) for each in thing[:MOST_SHOWN])
        if isinstance(thing, list):
            return _cut(f"[{inside}]")
        return _cut(f"({inside},)" if len(thing) == 1 else f"({inside})")
    try:
        return _cut(repr(thing))
    except TimedOut:
        raise
    except BaseException as error:  # a __repr__ that ends the program is one
        return f"a {type(thing).__name__} whose __repr__ raises {type(error).__name__}"


def _number(number):
    if math.isfinite(number) and number == round(number) and abs(number) < 1e15:
        return str(round(number))
    return f"{number:.10g}"


def _cut(text, limit=200):
    return text if len(text) <= limit else text[:limit] + " …"


def _shown_beside(got, wanted, tried):
    """`got` as a text that differs from that of `wanted`."""
    if got is None:
        return _none(tried)
    if isinstance(got, str) and isinstance(wanted, str):
        return shown(got)
    if isinstance(wanted, bool | str | None) or is_number(got) != is_number(wanted):
        return with_type(got)
    if is_array(got) and is_array(wanted) and got.shape != wanted.shape:
        return f"{shown(got)}, of shape {got.shape} instead of {wanted.shape}"
    if is_array(wanted) and not is_array(got):
        return with_type(got)
    if shown(got) == shown(wanted):
        return _cut(repr(got))
    return shown(got)


def _none(tried):
    """None as a learner reads it: where a function was called, a return may be missing."""
    attribute = re.search(r"\.\w+( after |   |$)", tried)
    return "None" if attribute else "None (no return?)"


def with_type(thing):
    """A text for something that is of the wrong type."""
    return f"{shown(thing)}, which is {article(type(thing).__name__)}"


def name_of(error):
    """The name of an exception's class, in either seat."""
    return error.said["type"] if hasattr(error, "said") else type(error).__name__


def article(name):
    """The name of a type as one says it: an int, a float."""
    return f"an {name}" if name[:1] in {*"aeiou"} else f"a {name}"
