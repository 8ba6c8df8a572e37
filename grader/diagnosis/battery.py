"""The battery: fixed tiny questions to the code under test, and what it answers.

What a known mutant answers is its fingerprint (kept by grader/authors/fingerprints.py); whoever answers
as it does has its fault (misconceptions.py finds it). An answer is a short text, whatever the code does:

    "2.5", "[1, -3]"        a number to six digits, a list of them
    "None", "a str", …      something that is no number
    "raises ValueError"     an exception; where others are raised for other reasons, also what it says:
    "raises TypeError: calls None", "raises AttributeError: of a number"
    "hangs"                 no answer in time, or the end of the process
    "to do"                 a stub, or a function that is not there
    "not asked"             too much before this was hanging
"""

import math
import numbers
import re
import threading
import time
from contextlib import nullcontext

from ..checks import name_of
from ..seats.trouble import TimedOut, Unloadable, at_most, text_of
from ..stages import stages
from ..wall.errors import Lost
from .probes import Kata, Missing, Word, lacks
from .probes_by_hand import PROBES as BY_HAND
from .probes_engine import PROBES as ENGINE
from .probes_linear import PROBES as LINEAR
from .probes_nn import PROBES as NN
from .probes_tensor import PROBES as TENSOR
from .probes_train import PROBES as TRAIN

PATIENCE = 0.5  # seconds for one probe; a right engine takes less than a thousandth of that
TO_IMPORT = 2.0  # seconds for all modules, and NumPy with them, on a busy machine
ALTOGETHER = 5.0  # seconds for the battery
MOST_HANGS = 3
MOST_SHOWN = 12  # entries of a list
LONGEST = 200  # characters of an answer
HUGE = 2**200  # as in wall/worker.py
PLAIN_NUMBERS = "plain numbers"  # how the groups begin that are about them
TO_DO, HANGS, NOT_ASKED = "to do", "hangs", "not asked"
UNKNOWN = (TO_DO, NOT_ASKED)  # answers that say nothing about the code

# What exceptions say, in few words: by a part of their texts, with the types in it, that each Python has.
SAYS = {
    r"unsupported operand type\(s\) for [^:]+: '(\w+)' and '(\w+)'": "an operator between {} and {}",
    r"bad operand type for unary .: '(\w+)'": "a sign before {}",
    r"'(\w+)' object is not callable": "calls {}",
    r"'(\w+)' object is not iterable|cannot unpack non-iterable (\w+)": "goes through {}",
    r"'(\w+)' object is not subscriptable": "takes an entry of {}",
    r"object of type '(\w+)' has no len": "counts {}",
    r"must be (?:a )?real number, not '?(\w+)": "computes with {}",
    r"unhashable type: '(\w+)'": "hashes {}",
    r"not supported between instances of '(\w+)' and '(\w+)'": "compares {} with {}",
    r"'(\w+)' object has no attribute": "of {}",
    r"missing \d+ required (?:positional|keyword-only) argument": "is not given enough",
    r"takes .+ arguments? but \d+ (?:was|were) given|takes no arguments": "is given too much",
    r"unexpected keyword argument|multiple values for argument": "is given another name",
}
TYPES = {
    **dict.fromkeys(("int", "float", "float64", "bool"), "a number"),
    **dict.fromkeys(("list", "tuple", "set", "frozenset"), "a collection"),
    **{"NoneType": "None", "str": "a str", "Value": "a Value"},
    **dict.fromkeys(("function", "method", "builtin_function_or_method", "type"), "a function"),
}


def _in_order(probes):
    """Stage by stage, in the order in which a learner writes the functions.

    Without those of functions that are not there: a handout may end before the last stage.
    """
    functions = [(stage.number, function.name) for stage in stages() for function in stage.functions]
    places = {function: place for place, function in enumerate(functions)}
    there = [each for each in probes if _about(each) in places]
    return tuple(sorted(there, key=lambda each: places[_about(each)]))


def _about(probe):
    return probe.stage, function_of(probe)


def function_of(probe):
    """The name of the function that it is about."""
    return probe.group.partition(",")[0]


PROBES = _in_order([*BY_HAND, *ENGINE, *NN, *TRAIN, *TENSOR, *LINEAR])


def answers(module_of, stage, lost=lambda error: None):
    """What the code under test answers to the probes up to this stage: probe id to text.

    module_of(name) gives a module ("engine"), or raises. lost(error) is called where a probe has
    hung, or has ended its process: the modules are asked for anew after that.
    """
    kata, found, hangs = Kata(module_of), {}, 0
    _import(kata, stage, lost)
    end = time.monotonic() + ALTOGETHER
    for probe in PROBES:
        if probe.stage > stage:
            break
        if hangs == MOST_HANGS or time.monotonic() > end:
            found[probe.id] = NOT_ASKED
            continue
        found[probe.id], error = _answer(probe, kata)
        if error:
            hangs += 1
            kata.forget()
            lost(error)
            _import(kata, stage, lost)
    return found | _not_begun(found)


def _import(kata, stage, lost):
    """Import the modules ahead: that takes longer than any probe may. What goes wrong, the probes tell."""
    files = dict.fromkeys(file for each in stages() if each.number <= stage for file in each.files)
    end = time.monotonic() + TO_IMPORT
    for file in files:
        try:
            with _limit(max(end - time.monotonic(), PATIENCE)):
                getattr(kata, file.removesuffix(".py"))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit among them
            if isinstance(error, TimedOut | Lost) or isinstance(error.__cause__, TimedOut):
                kata.forget()
                lost(error)


def _not_begun(found):
    """TO_DO for the probes of plain numbers, where nothing else of their stage is begun.

    Their stub is a comment, so that nothing else says that it is still to do.
    """
    numbers = {each.id: each.stage for each in PROBES if each.group.startswith(PLAIN_NUMBERS)}
    peers = {each.id for each in PROBES if each.stage in numbers.values()} - numbers.keys()
    begun = any(found.get(probe, TO_DO) != TO_DO for probe in peers)
    return {} if begun else dict.fromkeys(numbers.keys() & found.keys(), TO_DO)


def _answer(probe, kata):
    """(what is answered, the exception that ended it where something was lost)."""
    try:
        with _limit(PATIENCE):
            return told(probe.ask(kata))[:LONGEST], None
    except (TimedOut, Lost) as error:
        return HANGS, error
    except (NotImplementedError, Missing):
        return TO_DO, None
    except Unloadable as error:
        return (HANGS, error) if isinstance(error.__cause__, TimedOut) else (TO_DO, None)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit among them
        return TO_DO if lacks(error, function_of(probe)) else _raised(error), None


def _raised(error):
    """An exception in a few words."""
    name, text = name_of(error)[:LONGEST], text_of(error)
    for part, words in SAYS.items():
        if found := re.search(part, text):
            kinds = [TYPES.get(each, "an object") for each in found.groups() if each]
            return f"raises {name}: {words.format(*kinds)}"
    return f"raises {name}"


def _limit(seconds):
    """A time limit, where this thread can have one."""
    return at_most(seconds) if threading.current_thread() is threading.main_thread() else nullcontext()


def told(thing, depth=0):
    """A short text for any answer."""
    if type(thing) is Word or thing is None or isinstance(thing, bool):
        return str(thing)
    if isinstance(thing, str):
        return "a str"
    if type(thing).__module__ == "numpy":
        return told(thing.tolist(), depth)
    if isinstance(thing, numbers.Real):
        return number_told(thing)
    if isinstance(thing, list | tuple):
        if depth > 2:
            return "a deep list"
        entries = [told(each, depth + 1) for each in thing[:MOST_SHOWN]]
        return f"[{', '.join(entries)}{', …' if len(thing) > MOST_SHOWN else ''}]"
    kinds = {"a set": set | frozenset, "a dict": dict}
    return next((text for text, kind in kinds.items() if isinstance(thing, kind)), "an object")


def number_told(number):
    """A number to six digits, free of rounding noise around 0."""
    if isinstance(number, int) and not -HUGE < number < HUGE:
        number = math.inf if number > 0 else -math.inf
    number = float(number)
    return "0" if abs(number) < 1e-9 else f"{number:.6g}"
