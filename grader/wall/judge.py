"""The judge's side of the wall: a worker process, and the messages to it and from it.

Nothing that comes through the wall is run, imported or unpickled, and nothing in it is believed: what
is not in the format, which worker.py tells, costs the worker.
"""

import json
import math
import signal
import subprocess
from collections import deque
from contextlib import suppress
from inspect import signature
from types import FunctionType, MethodType

from ..checks import is_array
from .errors import ERRORS, Ended, Lost, RemoteError
from .proxies import Remote, RemoteClass

MOST_STEPS = 2_000  # that wait for a message
LONGEST = 8_000_000  # bytes of one message
HUGE, LONGEST_TEXT, LONGEST_NAME = 2**200, 10_000, 60  # as in worker.py
MOST_BESIDE = 10_000  # attributes that come beside an answer
DEEPEST_ASK = 20  # calls from the worker inside calls from the worker
ENTRIES = {"l": list, "t": tuple, "s": set}
SENT_AS_IT_IS = {float, int, str, bool, type(None)}
ENCODED = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode  # no step holds itself
# The types of the entries of arrays, by their names for NumPy: as in worker.py.
ARRAYS = {"bool": bool, "int64": int, "int32": int, "float64": float, "float32": float}
KINDS = {"b1": "bool", "i8": "int64", "i4": "int32", "f8": "float64", "f4": "float32"}  # by their short names
MOST_ENTRIES, MOST_AXES = 300_000, 32


class Wall:
    """A worker process, started by `command`, and everything that is known of the objects in it.

    methods: names that are methods wherever they occur. made: the proxies of what we have numbered, from 1;
    found: those of what came up in the worker, by their numbers, which are below 0. steps: what waits for
    the next message; an error in one of them is raised by that. ahead: the attributes that will be asked
    for after it, as [name, numbers]. beside: those that came, by number and name; they count until
    anything else is done. loaded: the names of the modules that were imported. known: what was asked
    ahead, see recall. tape: of all that is said, or None; see transcript.py.
    """

    def __init__(self, command, methods=(), **options):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options
        )
        self.methods = frozenset(methods)
        self.functions, self.depth = [], 0
        self._know_nothing()

    def _know_nothing(self):
        self.made, self.found, self.members, self.steps = [None], {}, {}, []
        self.kinds, self.refused, self.beside, self.ahead = {"type": RemoteClass}, {}, {}, []
        self.asked, self.loaded, self.known, self.tape = 0, set(), deque(), None

    def module(self, name):
        """A module of the code under test, as a proxy. Raises RemoteError where it cannot be imported."""
        if name in self.loaded:  # so that it can be, and need not be waited for
            return self.later("import", name)
        proxy = self.do("import", name)
        self.loaded.add(name)
        return proxy

    def do(self, operation, *arguments):
        """The result of one operation in the worker. Raises RemoteError, or Lost."""
        steps, self.steps = self.steps, []
        steps.append([None, operation, *map(self._packed, arguments)])
        ahead, self.ahead = self.ahead, []
        return self._asked("do", steps, *ahead)

    def call(self, function, arguments, names):
        """The result of a call. What it does to a list that it is given is done to that list here, too."""
        lent = len(self.functions)
        lists = {i: each for i, each in enumerate(arguments) if isinstance(each, list)}
        kept = {i: self.later("same", each) for i, each in lists.items()}
        arguments = [kept.get(i, each) for i, each in enumerate(arguments)]
        try:
            answer = self.do("call", function, arguments, names, *kept.values())
        finally:
            del self.functions[lent:]  # lent for this call, not longer
        if not (isinstance(answer, list) and len(answer) == 1 + len(kept)):
            raise Lost("sent something that is no answer")
        for given, entries in zip(lists.values(), answer[1:], strict=True):
            given[:] = entries if isinstance(entries, list) else given
        return answer[0]

    def later(self, operation, *arguments):
        """The result of one operation that makes an object, as a proxy; it is done with the next message."""
        number = self._next_number()
        self.steps.append([number, operation, *map(self._packed, arguments)])
        return self._made(number)

    def of_two(self, sign, left, right):
        """The result of an operator between two objects: the commonest step, in fewer words."""
        number = self._next_number()
        self.steps.append([number, sign, left._Remote__number, right._Remote__number])
        return self._made(number)

    def row(self, first, signs, others):
        """The results of operators in a row, each between the result of the one before and an object."""
        start, numbers = self._next_number(), [each._Remote__number for each in others]
        self.steps.append([start, "row", first._Remote__number, signs, numbers])
        results = [Remote(self, number) for number in range(start, start + len(others))]
        self.made += results
        return results

    def _next_number(self):
        """The number of the object that the next step makes."""
        self._make_room()
        return len(self.made)

    def _made(self, number):
        proxy = Remote(self, number)
        self.made.append(proxy)
        return proxy

    def read_ahead(self, proxies, names):
        """Have these attributes of these objects come with the next message."""
        numbers = [each._Remote__number for each in proxies]
        for name in names:
            if missing := [each for each in numbers if (each, name) not in self.beside]:
                self.ahead.append([name, missing])

    def set(self, proxy, name, value):
        """Set an attribute of an object, with the next message."""
        self._make_room()
        self.steps.append([None, "set", *map(self._packed, (proxy, name, value))])

    def _make_room(self):
        """Be ready for one more step, after which nothing counts that has come along."""
        if len(self.steps) >= MOST_STEPS:
            self.settle()
        if self.beside:
            self.beside = {}

    def settle(self):
        """Let everything be done that still waits for a question. Raises what goes wrong in it."""
        if self.steps:
            self.do("len", ())

    def attribute(self, proxy, name):
        """An attribute of an object. Those that are objects, too, are asked for once in each test."""
        key = proxy._Remote__number, name
        if key in self.beside:
            value = self.beside[key]
            return value if type(value) is float else self._unpacked(value)
        if name in self.methods:
            return lambda *arguments, **names: self.do("method", proxy, name, arguments, names)
        if key in self.members:
            return self.members[key]
        value = self.do("get", proxy, name)
        if isinstance(value, RemoteClass):
            self.members[key] = value
        return value

    def recall(self, known):
        """Begin with a test of which something was said to the worker already: (text, answer), in order.

        As long as the test says just that, these are the answers.
        """
        self._know_nothing()
        self.known.extend(known)

    def forget(self):
        """Let go of all objects, between two tests. Returns what was printed."""
        self._know_nothing()
        prints = self._asked("forget")
        self.asked = 0  # each test counts anew, so that it says the same each time
        return prints if isinstance(prints, str) else ""

    def was_killed(self, seconds):
        """Was the process killed, or is it within so many seconds?"""
        try:
            return self.process.wait(seconds) == -signal.SIGKILL
        except subprocess.TimeoutExpired:
            return False

    def close(self):
        """End the worker, and with it everything in its sandbox."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what was not sent yet
                pipe.close()
        self.process.wait()

    # -- messages -----------------------------------------------------------------------------------

    def _asked(self, *message):
        """What the worker answers to a message; meanwhile, what it asks is told to it."""
        self.asked += 1
        number, self.beside = self.asked, {}
        said = self._exchanged(number, *message)
        while True:
            match said:
                case ["done", int(answered), value, *beside] if answered == number:
                    self.beside = _by_object(beside)
                    return self._unpacked(value)
                case ["raised", int(answered), dict(facts)] if answered == number:
                    raise self._error(facts)
                case ["ask", int(function), list(arguments), names]:
                    said = self._exchanged(0, *self._told(function, arguments, names))
                case _:
                    raise Lost("sent something that is no answer")

    def _exchanged(self, *message):
        """What the worker says to a message, or has said to it already."""
        if self.known:
            text, answer = self.known.popleft()
            if text == ENCODED(message):
                return answer
            self.known.clear()  # the test goes another way than with the solution
        self._send(message)
        return self._receive()

    def _error(self, facts):
        token, said = facts.get("token"), _said(facts)
        if isinstance(token, int) and token in self.refused:
            self.refused[token].places = {key: said[key] for key in ("where", "via")}
            return self.refused[token]
        return ERRORS.get(said["type"], RemoteError)(said)

    def _told(self, function, arguments, names):
        """Call a function of ours for the worker. Returns what it is told of that."""
        if not 0 <= function < len(self.functions):
            raise Lost("called a function that is no longer lent to it")
        self.depth += 1
        try:
            if self.depth > DEEPEST_ASK:
                raise Lost("called back too deep")
            function, names = self.functions[function], self._unpacked(names)
            _check(function, arguments := [*map(self._unpacked, arguments)], names)
            result = function(*arguments, **names)
        except (Lost, MemoryError):
            raise
        except Exception as error:
            self.refused[len(self.refused)], self.steps = error, []
            return "refused", len(self.refused) - 1
        finally:
            self.depth -= 1
        steps, self.steps = self.steps, []
        return "told", self._packed(result), steps

    def _send(self, message):
        if self.tape:
            self.tape.keep(message)
        self.say(ENCODED(message).encode())

    def say(self, data):
        """Send a message, as bytes."""
        try:
            self.process.stdin.write(len(data).to_bytes(4, "big") + data)
            self.process.stdin.flush()
        except (BrokenPipeError, ValueError):
            raise Ended from None

    def _receive(self):
        data = self.heard()
        if self.tape:
            self.tape.heard.append(data)
        try:
            return json.loads(data.decode())
        except (ValueError, RecursionError):
            raise Lost("sent something that is no answer") from None

    def heard(self):
        """What the worker says next, as bytes."""
        size = int.from_bytes(self._read(4), "big")
        if size > LONGEST:
            raise Lost("sent too much")
        return self._read(size)

    def _read(self, size):
        data = self.process.stdout.read(size)
        if len(data) < size:
            raise Ended
        return data

    # -- values -------------------------------------------------------------------------------------

    def _packed(self, thing):
        """What is sent for a thing of the judge's."""
        if type(thing) in SENT_AS_IT_IS:
            return thing
        if isinstance(thing, Remote):
            return ["h", thing._Remote__number]
        if isinstance(thing, list | tuple):
            return ["t" if isinstance(thing, tuple) else "l", [self._packed(each) for each in thing]]
        if isinstance(thing, dict):
            return ["d", [[self._packed(key), self._packed(each)] for key, each in thing.items()]]
        if isinstance(thing, FunctionType | MethodType):
            self.functions.append(thing)
            return ["f", len(self.functions) - 1]
        if is_array(thing):
            return ["a", KINDS[thing.dtype.str[1:]], [*thing.shape], thing.ravel().tolist()]
        return thing

    def _unpacked(self, value):
        """The thing that the worker has sent, or Lost where it is not in the format."""
        try:
            return self._thing(value)
        except (TypeError, ValueError, LookupError, OverflowError, RecursionError):  # a list as a key, …
            raise Lost("sent something that is no answer") from None

    def _thing(self, value):
        if type(value) is float or value is None or type(value) is bool:
            return value
        match value:
            case ["h", int(number), str(kind)]:
                return self._object(number, kind)
            case int():
                return value if -HUGE < value < HUGE else math.inf if value > 0 else -math.inf
            case str() if len(value) <= LONGEST_TEXT:
                return _clean(value)
            case ["a", str(kind), list(shape), list(entries)] if kind in ARRAYS:
                return _array(kind, shape, entries)
            case ["d", list(pairs)]:
                return {self._thing(key): self._thing(each) for key, each in pairs}
            case ["l" | "t" | "s" as tag, list(entries)]:
                return ENTRIES[tag](map(self._thing, entries))
            case ["l" | "t" as tag, str(numbers), str(kind)]:
                return ENTRIES[tag](self._object(int(number), kind) for number in numbers.split(","))
        raise Lost("sent something that is no answer")

    def _object(self, number, kind):
        if number > 0:
            return self.made[number]
        known = self.found.get(number)
        return self._proxy(number, kind[:LONGEST_NAME]) if known is None else known

    def _proxy(self, number, kind):
        if kind not in self.kinds:  # a class of that name, for messages
            self.kinds[kind] = type(kind if kind.isidentifier() else "object", (Remote,), {"__slots__": ()})
        self.found[number] = proxy = self.kinds[kind](self, number)
        return proxy


def _by_object(beside):
    """What came beside an answer: (number of the object, name) to what was sent."""
    try:
        if sum(len(entries) for _, entries in beside) > MOST_BESIDE:
            raise Lost("sent too much")
        return {(number, name): value for name, entries in beside for number, value in entries}
    except (TypeError, ValueError):  # a list as a number, a pair of three
        raise Lost("sent something that is no answer") from None


def _array(kind, shape, entries):
    """An array of NumPy's that is made here, of plain numbers. Raises ValueError where they do not fit."""
    import numpy  # here, since most stages do without

    plain = all(type(each) is ARRAYS[kind] for each in entries) and all(type(each) is int for each in shape)
    if not plain or len(shape) > MOST_AXES or len(entries) > MOST_ENTRIES or min(shape, default=0) < 0:
        raise ValueError(f"an array of shape {shape}")
    return numpy.array(entries, dtype=kind).reshape(shape)


# What an exception says: the types of the entries, where there are any.
SAID = {
    **dict.fromkeys(("type", "text", "unloadable", "absent", "lacks", "owner", "similar"), ""),
    "where": [str, int, str],
    "via": [str, int, str],
    "syntax": [str, str, int, str],
    "instead": [str, str],
}
LONGEST_SAID = 1_000  # characters of one text


def _said(facts):
    """What the worker says of an exception, as far as it has the form that it should have."""
    said = {}
    for name, form in SAID.items():
        entry = facts.get(name)
        if form == "":
            said[name] = _clean(entry[:LONGEST_SAID]) if isinstance(entry, str) else ""
        else:
            fits = isinstance(entry, list) and [type(each) for each in entry] == form
            said[name] = [_clean(x[:LONGEST_SAID]) if type(x) is str else x for x in entry] if fits else []
    return said


def _check(function, arguments, names):
    """Raise TypeError unless a function of the tests takes these, and cannot do much harm with them."""
    odd = [each for each in (*arguments, *names.values()) if not isinstance(each, int | float | Remote)]
    if odd:
        try:
            signature(function, follow_wrapped=False).bind(*arguments, **names)
        except TypeError:  # where they do not fit, nothing is run, and Python says so in its own words
            function(*arguments, **names)
        raise TypeError(f"a number or a Value is meant, not a {type(odd[0]).__name__}")


def _clean(text):
    """The text without halves of characters, which JSON can hold and no file can."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
