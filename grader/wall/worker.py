"""The submission's side of the wall: imports the code under test and does what the judge asks for.

It runs inside the sandbox, with Python's own library alone, and whatever the submission does to it
only changes what it answers. A message is a length (4 bytes, big-endian) and JSON. From the judge:

    [7, "do", [step, …]]     a step is [number, operation, argument, …]; the answer is that of the last
    [8, "forget"]            the test is over: objects are let go; the answer is what was printed
    [0, "told", value, [step, …]]   what a function of the judge's has returned, after these steps
    [0, "refused", token]    it has raised

To the judge: ["done", 7, value], ["raised", 7, facts], ["ask", function, arguments, names].

Numbers, texts, True, False and None stand for themselves. All else is a list whose first entry says
what it is: ["h", 5, "Value"] an object that stays here; ["l"|"t"|"s", [entries]] a list, tuple or set;
["d", [[key, value], …]]; ["a", "float64", [2, 3], entries] an array of NumPy's, its entries in a row; and
from the judge ["f", 3] a function.
"""

import builtins
import gc
import json
import numbers
import operator
import os
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from types import ModuleType

LONGEST_TEXT, MOST_ENTRIES, DEEPEST = 10_000, 300_000, 6
ARRAYS = ("bool", "int64", "int32", "float64", "float32")  # types of entries that are sent as they are
HUGE = 2**200  # a larger integer is as good as infinite
CONTAINERS = {list: "l", tuple: "t", set: "s", frozenset: "s"}


class TooMuch(Exception):
    """An answer that is too large or too deep to be sent."""


class Refused(Exception):
    """A function of the judge's has raised; the judge knows what."""

    def __init__(self, token):
        super().__init__("a function that the test has handed in")
        self.token = token


def called(thing, arguments, names, *kept):
    """What a call gives, and after that the lists that it was given, as they are now."""
    return [made(thing, arguments, names), *kept]


def made(thing, arguments, names):
    return thing(*arguments, **names)


def method(thing, name, arguments, names):
    return getattr(thing, name)(*arguments, **names)


def same(thing):
    return thing


def stepped(iterator):
    """The next entry in a list, or an empty list at the end."""
    for entry in iterator:
        return [entry]
    return []


OPERATIONS = {
    "get": getattr,
    "set": setattr,
    "call": called,
    "make": made,
    "method": method,
    "same": same,
    "iter": iter,
    "next": stepped,
    "len": len,
    "repr": repr,
    "item": operator.getitem,
    **{name: getattr(operator, name) for name in ("add", "sub", "mul", "matmul", "truediv", "pow", "neg")},
}


class Worker:
    """The loop that answers, and the objects that stay here."""

    def __init__(self, reader, writer, prints, load, trouble):
        self.reader, self.writer, self.prints = reader, writer, prints
        self.operations, self.trouble = {**OPERATIONS, "import": load}, trouble
        self.objects, self.numbers = {}, {}

    def serve(self):
        """Do what the judge asks for until it hangs up, or until it tells what was asked of it."""
        while (message := self.receive()) is not None:
            number, kind, *content = message
            if kind in ("told", "refused"):
                return kind, *content
            if kind == "forget":
                self.objects, self.numbers = {}, {}
                self.send(["done", number, self.prints.taken()])
            else:
                self.send(self.answer(number, *content))
        return os._exit(0)

    def answer(self, asked, steps):
        """The message that answers these steps."""
        try:
            return ["done", asked, self.packed(self.run(steps))]
        except Refused as refusal:
            return ["raised", asked, {"token": refusal.token}]
        except BaseException as error:  # SystemExit among them: it is one more thing that code can raise
            return ["raised", asked, self.trouble(error)]

    def run(self, steps):
        """The result of the last of these steps."""
        result = None
        for number, operation, *arguments in steps:
            result = self.operations[operation](*map(self.unpacked, arguments))
            if number is not None:
                self.objects[number] = result
                self.numbers.setdefault(id(result), number)
        return result

    def ask(self, function, arguments, names):
        """Call a function of the judge's."""
        self.send(["ask", function, [self.packed(each) for each in arguments], self.packed(names)])
        said, value, *steps = self.serve()
        if said == "refused":
            raise Refused(value)
        self.run(*steps)
        return self.unpacked(value)

    # -- messages -----------------------------------------------------------------------------------

    def receive(self):
        """The next message, or None when the judge has hung up."""
        head = self.reader.read(4)
        return json.loads(self.reader.read(int.from_bytes(head, "big"))) if len(head) == 4 else None

    def send(self, message):
        """Send a message, as a whole."""
        data = json.dumps(message).encode()
        self.writer.write(len(data).to_bytes(4, "big") + data)
        self.writer.flush()

    # -- values -------------------------------------------------------------------------------------

    def packed(self, thing, depth=0, room=None):
        """What is sent for a thing."""
        kind = type(thing)
        if thing is None or kind is bool or kind is float:
            return thing
        if kind is int:
            return thing if -HUGE < thing < HUGE else float("inf" if thing > 0 else "-inf")
        if isinstance(thing, str):
            return str.__str__(thing)[:LONGEST_TEXT]
        if isinstance(thing, float):  # of a class of its own: the number that it really is
            return float.__float__(thing)
        if isinstance(thing, int):
            return self.packed(int.__int__(thing))
        if issubclass(kind, numbers.Integral):  # a scalar of NumPy's
            return self.packed(int(thing))
        if issubclass(kind, numbers.Real):  # another one, or a Fraction
            return float(thing)
        room = room if room is not None else [MOST_ENTRIES]
        if kind.__module__ == "numpy":
            return self._of_numpy(thing, depth, room)
        return self._contained(thing, depth, room)

    def _of_numpy(self, thing, depth, room):
        """A truth or an array as what it is, an array of other things as lists of them."""
        if type(thing).__name__ in ("bool", "bool_"):
            return bool(thing)
        if type(thing).__name__ != "ndarray":
            return self.handle(thing)
        room[0] -= thing.size
        if room[0] < 0:  # before any of it is copied: an array of steps of 0 may claim any size
            raise TooMuch(f"an array of shape {thing.shape}")
        if thing.dtype.name in ARRAYS:
            return ["a", thing.dtype.name, [*thing.shape], thing.ravel().tolist()]
        return self.packed(thing.tolist(), depth, room)

    def _contained(self, thing, depth, room):
        for base, tag in CONTAINERS.items():
            if isinstance(thing, base):
                self._fits(thing, depth, room)
                return [tag, [self.packed(each, depth + 1, room) for each in base.__iter__(thing)]]
        if isinstance(thing, dict):
            self._fits(thing, depth, room)
            pairs = dict.items(thing)
            return ["d", [[self.packed(x, depth + 1, room) for x in pair] for pair in pairs]]
        return self.handle(thing)

    def _fits(self, thing, depth, room):
        room[0] -= len(thing) + 1
        if depth > DEEPEST or room[0] < 0:
            raise TooMuch(f"a {type(thing).__name__} that is too large, or holds itself")

    def handle(self, thing):
        """What is sent for an object that stays here: the same for the same object, always."""
        number = self.numbers.get(id(thing))
        if number is None:
            number = self.numbers[id(thing)] = -len(self.numbers) - 1
            self.objects[number] = thing
        return ["h", number, type(thing).__name__[:60]]

    def unpacked(self, value):
        """The thing that was sent."""
        if not isinstance(value, list):
            return value
        tag, content = value[0], value[1]
        if tag == "h":
            return self.objects[content]
        if tag == "f":
            return lambda *arguments, **names: self.ask(content, arguments, names)
        if tag == "a":
            import numpy

            return numpy.array(value[3], dtype=content).reshape(value[2])
        if tag == "d":
            return {self.unpacked(key): self.unpacked(each) for key, each in content}
        return {"l": list, "t": tuple, "s": set}[tag](map(self.unpacked, content))


def sow():
    """Let chance begin anew: a test must not depend on what was drawn in those before it."""
    for name in ("random", "numpy.random"):
        if name in sys.modules:
            sys.modules[name].seed(0)


class NumPy(MetaPathFinder):
    """Finds NumPy in the folder where it is installed, and nothing of what else may lie there."""

    def __init__(self, packages):
        self.packages = packages

    def find_spec(self, name, path=None, target=None):
        return PathFinder.find_spec(name, [self.packages]) if name == "numpy" else None


# -- the start --------------------------------------------------------------------------------------


def main(submission, ours, packages):
    """Answer the judge through what stdin and stdout were at the start.

    submission: the folder of the code under test; ours: that of seats/; packages: where NumPy is.
    """
    reader, writer = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    sys.meta_path.append(NumPy(packages))
    sys.modules["grader"] = grader = ModuleType("grader")
    grader.__path__ = [ours]
    from grader.seats import seat
    from grader.seats.prints import Prints
    from grader.seats.trouble import trouble

    builtins.exit = builtins.quit = sys.exit  # which -S leaves out
    sys.stdout = sys.stderr = prints = Prints()
    gc.set_threshold(200_000, 20, 20)  # as in the practice seat: an expression graph is full of cycles
    seat.draw_nothing()
    seat.sit_down(submission)

    def load(name):
        module = seat.module(name)
        sow()
        return module

    Worker(reader, writer, prints, load, lambda error: trouble(error, submission)).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
