"""The submission's side of the wall: imports the code under test and does what the judge asks for.

It runs inside the sandbox, with Python's own library alone, and whatever the submission does to it
only changes what it answers. A message is a length (4 bytes, big-endian) and JSON. From the judge:

    [7, "do", [step, …], …]  a step is [number, operation, argument, …]; the answer is that of the last.
                             [number, "+", 5, 6] is an operator between two objects,
             [number, "row", 5, "+*", [6, 7]] several in a row, each on the result of the one before
    [8, "forget"]            the test is over: objects are let go; the answer is what was printed
    [8, "anew"]              the same, but nobody wants to know what was printed
    [9, "all", [message, …]] several of these messages, up to the first that raises; the answer is all answers
    [0, "told", value, [step, …]]   what a function of the judge's has returned, after these steps
    [0, "refused", token]    it has raised

                             After the steps stand attributes that will be asked for: ["grad", [5, 6, …]]

To the judge: ["done", 7, value], ["raised", 7, facts], ["ask", function, arguments, names]. After an answer
stand the attributes that will be asked for, as far as nothing has to run for that: ["grad", [[5, value], …]].

Numbers, texts, True, False and None stand for themselves. All else is a list whose first entry says
what it is: ["h", 5, "Value"] an object that stays here; ["l"|"t"|"s", [entries]] a list, tuple or set,
["l"|"t", "5, 6", "Value"] a list or tuple of nothing but objects of one class;
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
from functools import cache
from importlib.machinery import PathFinder
from types import MemberDescriptorType, ModuleType

LONGEST_TEXT, LONGEST_NAME, MOST_ENTRIES, DEEPEST = 10_000, 60, 300_000, 6
FEW, SMALL, LONG = 20, 64, 100  # entries of a list and of an array, characters of a text that come along
GRAPH = 60  # objects of a graph that come along
# Types of the entries of arrays that are sent as they are, by what NumPy calls them in short.
ARRAYS = {"b1": "bool", "i8": "int64", "i4": "int32", "f8": "float64", "f4": "float32"}
ENCODED = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode
HUGE = 2**200  # a larger integer is as good as infinite
MANY = 50_000  # objects
LOST = object()
PLAIN = {float, int, bool, type(None)}
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


def each_method(things, name):
    for thing in things:
        getattr(thing, name)()


def same(thing):
    return thing


def stepped(iterator):
    """The next entry in a list, or an empty list at the end."""
    for entry in iterator:
        return [entry]
    return []


OPERATORS = {"add": "+", "sub": "-", "mul": "*", "matmul": "@", "truediv": "/", "pow": "**"}
OPERATIONS = {
    "get": getattr,
    "set": setattr,
    "call": called,
    "make": made,
    "method": method,
    "each": each_method,
    "same": same,
    "iter": iter,
    "next": stepped,
    "len": len,
    "repr": repr,
    "item": operator.getitem,
    "neg": operator.neg,
    **{name: getattr(operator, name) for name in OPERATORS},
}


OF_TWO = {sign: OPERATIONS[name] for name, sign in OPERATORS.items()}  # by what stands between two objects


class Worker:
    """The loop that answers, and the objects that stay here."""

    def __init__(self, reader, writer, prints, load, trouble):
        self.reader, self.writer, self.prints = reader, writer, prints
        self.operations, self.trouble = {**OPERATIONS, "import": load}, trouble
        self.know_nothing()

    def know_nothing(self):
        """Let go of all objects: those that the judge has numbered, from 1, and what came up, from -1."""
        self.made, self.found, self.numbers, self.known = [None], [None], {}, 0

    def keep(self, number, thing):
        """Keep an object that the judge has numbered."""
        self.leave_room(number)
        self.made.append(thing)

    def leave_room(self, number):
        """Be ready to keep the object of this number. What was not made, since a step has failed, is LOST.

        What was made ahead, for a question that is not asked after all, is let go.
        """
        if number < len(self.made):
            del self.made[number:]
            self.numbers = {key: each for key, each in self.numbers.items() if each < number}
            self.known = min(self.known, number)
        self.made += [LOST] * (number - len(self.made))

    def kept(self, number):
        """The object with this number."""
        thing = self.there(number)
        if thing is LOST:
            raise LookupError("something that could not be made")
        return thing

    def there(self, number):
        """The same, or LOST."""
        if number < 0:
            return self.found[-number]
        return self.made[number] if number < len(self.made) else LOST

    def serve(self):
        """Do what the judge asks for until it hangs up, or until it tells what was asked of it."""
        while (message := self.receive()) is not None:
            number, kind, *content = message
            if kind in ("told", "refused"):
                return kind, *content
            if kind != "all":
                self.send(self.answer(number, kind, content))
                continue
            answers = []  # here: code can call itself as often as where it is asked by itself
            for each, what, *more in content[0]:
                answers.append(self.answer(each, what, more))
                if answers[-1][0] == "raised":
                    break
            self.send(["done", number, answers])
        return os._exit(0)

    def answer(self, number, kind, content):
        """The message that answers one of this kind."""
        if kind == "do":
            return self.result(number, *content)
        large = len(self.made) > MANY
        self.know_nothing()
        if large:  # a graph is full of cycles: without this, it would stand beside the next one
            gc.collect()
        printed = self.prints.taken()
        return ["done", number, printed if kind == "forget" else None]

    def result(self, asked, steps, *ahead):
        """The message that answers these steps. ahead: the attributes that will be asked for next."""
        try:
            return ["done", asked, self.packed(self.run(steps)), *(self.beside(*each) for each in ahead)]
        except Refused as refusal:
            return ["raised", asked, {**self.trouble(refusal), "token": refusal.token}]
        except BaseException as error:  # SystemExit among them: it is one more thing that code can raise
            return ["raised", asked, self.trouble(error)]

    def run(self, steps):
        """The result of the last of these steps."""
        result = None
        for number, operation, *arguments in steps:
            if operation in OF_TWO:
                result = OF_TWO[operation](*map(self.kept, arguments))
            elif operation == "row":
                self.do_a_row(number, *arguments)
                continue
            else:
                result = self.operations[operation](*map(self.unpacked, arguments))
            if number is not None:
                self.keep(number, result)
        return result

    def do_a_row(self, start, first, signs, others):
        """Keep the results of operators in a row, each between the result of the one before and an object."""
        result, others_by_number = self.kept(first), {other: self.kept(other) for other in {*others}}
        self.leave_room(start)
        for sign, other in zip(signs, others, strict=True):
            result = OF_TWO[sign](result, others_by_number[other])
            self.made.append(result)

    def beside(self, name, numbers):
        """[name, [[number, value], …]] for an attribute of these objects, where it lies there as it is.

        Nothing is told of what is computed when it is read, or read by code of the submission. With _prev,
        what is found there is asked in its turn: so comes a graph.
        """
        things, found, readers = [self.there(number) for number in numbers], [], {}
        seen = {*map(id, things)}
        for thing in things:  # of which there are more and more
            kind = type(thing)
            if kind not in readers:
                readers[kind] = reader(kind, name)
            try:
                value = readers[kind](thing)
                found.append([self.number(thing), value if type(value) is float else self.plainly(value)])
            except (LookupError, AttributeError, TypeError):
                continue
            if name == "_prev" and type(value) in CONTAINERS and len(things) < GRAPH:
                new = [each for each in value if id(each) not in seen]
                seen.update(map(id, new))
                things += new
        return [name, found]

    def plainly(self, thing, depth=0):
        """What is sent for a thing, if that takes no code of anyone's. Raises LookupError."""
        kind = type(thing)
        if kind in PLAIN or (kind is str and len(thing) < LONG):
            return self.packed(thing)
        if kind in CONTAINERS and depth == 0 and len(thing) <= FEW:
            return [CONTAINERS[kind], [self.plainly(each, 1) for each in thing]]
        if stays(kind):
            return self.handle(thing)
        if kind.__module__ == "numpy" and kind.__name__ == "ndarray" and thing.size <= SMALL:
            return self.packed(thing)
        raise LookupError

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
        data = ENCODED(message).encode()
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
        kind = ARRAYS.get(thing.dtype.str[1:])  # dtype.name takes ten times as long
        if kind:
            return ["a", kind, [*thing.shape], thing.ravel().tolist()]
        return self.packed(thing.tolist(), depth, room)

    def _contained(self, thing, depth, room):
        for base, tag in CONTAINERS.items():
            if isinstance(thing, base):
                self._fits(thing, depth, room)
                entries = [*base.__iter__(thing)]
                if handles := self._handles(tag, entries):
                    return handles
                sent = [self.packed(each, depth + 1, room) for each in entries]
                return [tag, sorted(sent, key=str) if tag == "s" else sent]  # a set has no order of its own
        if isinstance(thing, dict):
            self._fits(thing, depth, room)
            pairs = dict.items(thing)
            return ["d", [[self.packed(x, depth + 1, room) for x in pair] for pair in pairs]]
        return self.handle(thing)

    def _handles(self, tag, entries):
        """What is sent for a list or a tuple of nothing but objects of one class that stay here, or None."""
        kind = type(entries[0]) if entries and tag != "s" else None
        if kind and stays(kind) and all(type(each) is kind for each in entries):
            # As one text: a list of numbers takes much memory while it becomes JSON.
            return [tag, str([self.number(each) for each in entries])[1:-1], kind.__name__[:LONGEST_NAME]]
        return None

    def _fits(self, thing, depth, room):
        room[0] -= len(thing) + 1
        if depth > DEEPEST or room[0] < 0:
            raise TooMuch(f"a {type(thing).__name__} that is too large, or holds itself")

    def handle(self, thing):
        """What is sent for an object that stays here: the same for the same object, always."""
        return ["h", self.number(thing), type(thing).__name__[:LONGEST_NAME]]

    def number(self, thing):
        """The number of an object that stays here, which it is given where it comes up."""
        if self.known < len(self.made):
            self.know_what_is_made()
        number = self.numbers.get(id(thing))
        if number is None:
            self.numbers[id(thing)] = number = -len(self.found)
            self.found.append(thing)
        return number

    def know_what_is_made(self):
        """Know by their numbers what the judge has numbered since this was asked for; often nobody asks."""
        for number in range(self.known, len(self.made)):
            self.numbers.setdefault(id(self.made[number]), number)
        self.known = len(self.made)

    def unpacked(self, value):
        """The thing that was sent."""
        if not isinstance(value, list):
            return value
        tag, content = value[0], value[1]
        if tag == "h":
            return self.kept(content)
        if tag == "f":
            return lambda *arguments, **names: self.ask(content, arguments, names)
        if tag == "a":
            import numpy

            return numpy.array(value[3], dtype=content).reshape(value[2])
        if tag == "d":
            return {self.unpacked(key): self.unpacked(each) for key, each in content}
        return {"l": list, "t": tuple, "s": set}[tag](map(self.unpacked, content))


def is_theirs(kind):
    """Is it a class of the submission?"""
    return str(kind.__module__).startswith("exercises.")


@cache
def stays(kind):
    """Do objects of this class stay here, with nothing to send instead of them?"""
    return is_theirs(kind) and not issubclass(kind, (*CONTAINERS, dict, str, numbers.Real))


def reader(kind, name):
    """A function that reads the attribute `name` of an object of this class as it lies there, or None."""
    if is_theirs(kind) and kind.__getattribute__ is object.__getattribute__:
        of_class = getattr(kind, name, None)
        if type(of_class) is MemberDescriptorType:  # a name in __slots__
            return of_class.__get__
        if not hasattr(of_class, "__set__"):
            return lambda thing: vars(thing)[name]
    return None


class NumPy:
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
        seat.sow()
        return module

    Worker(reader, writer, prints, load, lambda error: trouble(error, submission)).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
