"""The wall: what comes through it, what does not, and what a worker that misbehaves costs."""

import math
import signal
from pathlib import Path

import numpy as np
import pytest

from grader.checks import is_array
from grader.diagnosis.gradients import behind, operands_of
from grader.seats.explain import finding
from grader.seats.trouble import TimedOut, Unloadable
from grader.stages import ROOT, stages
from grader.wall.errors import Lost, RemoteError
from grader.wall.exam import Exam
from grader.wall.proxies import Remote, call_each, in_a_row, read_ahead, read_each
from grader.wall.sandbox import open_command


def module_of(seat):
    """The engine of a seat with all of its names: those of the tests below are not in the solution."""
    seat.module("engine")
    return seat.wall.module("engine")


@pytest.fixture
def exam(tmp_path):
    """A function that puts the text of engine.py into a sandbox and gives the module, as a proxy."""
    seats = []

    def sit(text):
        folder = tmp_path / f"submission {len(seats)}"
        folder.mkdir()
        (folder / "engine.py").write_text(text, encoding="utf-8")
        seats.append(Exam(folder))
        return module_of(seats[-1])

    yield sit
    for seat in seats:
        seat.end()


# With this, a submission finds the pipe of its worker and writes into it.
CHANNEL = """
import os, gc
def send(data, length=None):
    pipe = next(x for x in gc.get_objects() if type(x).__name__ == "Worker").writer
    pipe.write((len(data) if length is None else length).to_bytes(4, "big") + data)
    pipe.flush()
"""


# -- what comes through -----------------------------------------------------------------------------

THINGS = """
import collections, math, sys
import numpy as np

class Sly(float):
    def __float__(self): return 1.0
    def __repr__(self): return "1.0"
    def __eq__(self, other): return True
    __hash__ = None

class SlyText(str):
    def __eq__(self, other): return True
    __hash__ = None

class Many(list):
    def __iter__(self): return iter(range(10**9))
    def __len__(self): return 1

class Thing:
    pass

thing = Thing()
sly, sly_text, many = Sly(3.0), SlyText("text"), Many([1, 2])
huge, whole, flag, nothing = 10**400, 7, True, None
nan, infinite, tiny = math.nan, math.inf, 0.1 + 0.2
half, counted, truth = np.float32(0.5), np.int64(4), np.bool_(True)
row = np.array([[1.0, 2.0], [3.0, 4.0]])
pair = (1, [2.0, "x"], {"a": thing}, {1, 2})
text = "y" * 1_000_000
named = collections.namedtuple("Named", "x y")(1, 2)
"""


def test_numbers_and_texts_come_as_what_they_are(exam):
    engine = exam(THINGS)
    got = {name: getattr(engine, name) for name in ("whole", "flag", "nothing", "tiny", "infinite", "named")}
    assert got == {
        "whole": 7,
        "flag": True,
        "nothing": None,
        "tiny": 0.1 + 0.2,
        "infinite": float("inf"),
        "named": (1, 2),
    }
    assert [type(each) for each in got.values()] == [int, bool, type(None), float, float, tuple]
    assert engine.nan != engine.nan
    assert engine.huge == float("inf")


def test_numbers_of_numpy_come_as_plain_numbers(exam):
    engine = exam(THINGS)
    got = [engine.half, engine.counted, engine.truth]
    assert got == [0.5, 4, True]
    assert [type(each) for each in got] == [float, int, bool]


ARRAYS = """
import numpy as np

def back(array):
    return array

def changed(array):
    array[...] = 0.0
    return array

def told(array):
    return [type(array).__name__, array.dtype.name, list(array.shape)]

class Own(np.ndarray):
    shape = property(lambda self: (1,))
    tolist = lambda self: [1.0]

class Value:
    def __init__(self, data): self.data = data
    __array_ufunc__ = None
    def __radd__(self, other): return Value(other + self.data)
    def __rmatmul__(self, other): return Value(other @ self.data)
    def __matmul__(self, other): return Value(self.data @ other)
    def sum(self, axis=None, keepdims=False): return Value(self.data.sum(axis=axis, keepdims=keepdims))

own = np.zeros(3).view(Own)
masked, matrix = np.ma.array([1.0]), np.asmatrix([[1.0]])
objects, thing = np.array([Value(1.0), 2.0]), Value(1.0)
alone, empty, steps = np.array(2.5), np.zeros((2, 0, 3)), np.arange(6.0).reshape(2, 3).T[::-1]
huge = np.broadcast_to(1.0, (10**5, 10**5))
odd = {"times": np.zeros(2, "M8[s]"), "texts": np.array(["a"]), "complex": np.array([1j])}
odd["wide"] = np.ones(2, np.longdouble)
swapped = np.arange(3, dtype=">f8")
many = [np.zeros(100_000)] * 4
"""
PLAIN_ARRAYS = (
    np.array([[1.0, 2.0], [3.0, 4.5]]),
    np.array([math.inf, -math.inf, 0.1 + 0.2]),
    np.array(2.5),
    np.zeros((2, 0, 3)),
    np.array([1, -(2**63)]),
    np.array([[True], [False]]),
    np.array([0.1], dtype=np.float32),
    np.arange(6.0).reshape(2, 3).T,
)


@pytest.mark.parametrize("array", PLAIN_ARRAYS, ids=lambda array: f"{array.dtype} {array.shape}")
def test_an_array_goes_there_and_back(exam, array):
    engine = exam(ARRAYS)
    got = engine.back(array)
    assert (type(got), got.dtype, got.shape) == (np.ndarray, array.dtype, array.shape)
    assert got.tolist() == array.tolist()
    assert engine.told(array) == ["ndarray", array.dtype.name, [*array.shape]]


def test_an_array_of_the_judges_is_not_changed_behind_the_wall(exam):
    given = np.ones(3)
    assert exam(ARRAYS).changed(given).tolist() == [0.0, 0.0, 0.0]
    assert given.tolist() == [1.0, 1.0, 1.0]


def test_an_array_is_one_that_the_judge_has_made(exam):
    engine = exam(ARRAYS)
    assert (engine.alone.shape, engine.alone.item(), engine.empty.shape) == ((), 2.5, (2, 0, 3))
    assert engine.steps.tolist() == [[2.0, 5.0], [1.0, 4.0], [0.0, 3.0]]
    assert engine.swapped.tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize("name", ["own", "masked", "matrix"])
def test_an_array_of_a_class_of_its_own_stays_where_it_is(exam, name):
    assert isinstance(getattr(exam(ARRAYS), name), Remote)


def test_an_array_of_objects_is_a_list_of_them(exam):
    engine = exam(ARRAYS)
    first, second = engine.objects
    assert (type(first).__name__, second) == ("Value", 2.0)
    times, texts, numbers, wide = (engine.odd[name] for name in ("times", "texts", "complex", "wide"))
    assert [type(each) for each in (times, texts, numbers, wide)] == [list] * 4
    assert (texts, wide, all(isinstance(each, Remote) for each in numbers)) == (["a"], [1.0, 1.0], True)


@pytest.mark.parametrize("name", ["huge", "many"])
def test_an_array_that_is_too_large_is_an_error(exam, name):
    with pytest.raises(RemoteError, match=r"an array of shape|too large"):
        getattr(exam(ARRAYS), name)


def test_an_array_on_the_left_of_a_proxy_leaves_the_operator_to_it(exam):
    engine = exam(ARRAYS)
    value, array = engine.Value(np.eye(2)), np.array([[1.0, 2.0], [3.0, 4.0]])
    results = [array + value, array @ value, value @ array]
    assert all(isinstance(each, Remote) for each in results)
    assert [each.data.tolist() for each in results] == [
        [[2.0, 2.0], [3.0, 5.0]],
        array.tolist(),
        array.tolist(),
    ]


def test_a_method_takes_arguments_by_name(exam):
    value = exam(ARRAYS).Value(np.ones((2, 3)))
    assert value.sum(axis=1, keepdims=True).data.tolist() == [[3.0], [3.0]]
    assert value.sum(0).data.tolist() == [2.0, 2.0, 2.0]


FORGED = (
    ["a", "float64", [10**9], [1.0]],
    ["a", "float64", [0, 10**30], []],
    ["a", "float64", [2], [1.0, "1.0"]],
    ["a", "float64", [2], [1.0, True]],
    ["a", "float64", [2], [1.0, 1]],
    ["a", "float64", [-1], [1.0]],
    ["a", "float64", [True], [1.0]],
    ["a", "float64", [1] * 40, [1.0]],
    ["a", "float64", [[1]], [1.0]],
    ["a", "float64", [300_001], [1.0] * 300_001],
    ["a", "object", [1], [None]],
    ["a", "int64", [1], [2**63]],
    ["a", "int32", [1], [2**40]],
    ["a", ["float64"], [1], [1.0]],
    ["a", "float64", [1]],
)


@pytest.mark.parametrize("forged", FORGED, ids=lambda forged: str(forged)[:40])
def test_an_array_that_cannot_be_costs_the_worker(exam, forged):
    forge = f"import gc\nforged = {forged!r}\n"
    worker = "next(x for x in gc.get_objects() if type(x).__name__ == 'Worker')"
    engine = exam(f"{forge}def f():\n    {worker}.packed = lambda *others: forged\n")
    with pytest.raises(Lost, match="no answer"):
        engine.f()


def test_a_class_of_its_own_is_told_by_what_it_really_is(exam):
    engine = exam(THINGS)
    assert [(type(each), each) for each in (engine.sly, engine.sly_text, engine.many)] == [
        (float, 3.0),
        (str, "text"),
        (list, [1, 2]),
    ]


def test_containers_come_as_copies_with_the_objects_as_proxies(exam):
    engine = exam(THINGS)
    number, entries, names, few = engine.pair
    assert (number, entries, few) == (1, [2.0, "x"], {1, 2})
    assert isinstance(names["a"], Remote) and names["a"] is engine.thing
    assert len(engine.text) == 10_000


def test_the_same_object_is_the_same_proxy_and_equal_ones_are_not(exam):
    engine = exam((ROOT / "solutions" / "engine.py").read_text())
    a, b = engine.Value(2.0), engine.Value(2.0)
    c = a * b
    left, right = c._prev
    assert (left is a, right is b, left is b, a == b) == (True, True, False, False)
    assert (type(left).__name__, repr(c)) == ("Remote", "Value(data=4.0)")


def test_a_list_that_is_changed_behind_the_wall_is_changed_here_too(exam):
    engine = exam("def f(x, y):\n    x.append(y)\n    return x\n\ndef g(x):\n    x[:] = []\n    1 / 0\n")
    given = [1.0]
    assert (engine.f(given, 2.0), given) == ([1.0, 2.0], [1.0, 2.0])
    with pytest.raises(RemoteError):
        engine.g(given)
    assert given == [1.0, 2.0]


# -- what comes along -------------------------------------------------------------------------------


def test_what_is_read_in_a_row_comes_with_one_message(exam):
    engine = exam((ROOT / "solutions" / "engine.py").read_text())
    wall, values = engine._Remote__wall, [engine.Value(float(i)) for i in range(5)]
    products = [value * value for value in values]
    before = wall.asked
    read_ahead(products, "_prev")
    assert read_each(values + products, "data") == [0, 1, 2, 3, 4, 0, 1, 4, 9, 16]
    assert [each._prev[0] for each in products] == values
    assert wall.asked == before + 1


def test_a_graph_comes_with_one_message(exam):
    engine = exam((ROOT / "solutions" / "engine.py").read_text())
    a = engine.Value(2.0)
    root = (a - 3) * (a + a).tanh()
    before = root._Remote__wall.asked
    read_ahead([root], "_prev")
    order = [node for node, _ in behind(root, operands_of)]
    assert (len(order), order[-1]) == (len({*order}), root)
    assert root._Remote__wall.asked == before + 1


class Numbers(list):
    """Operands that are told in the order in which they were used."""

    def __add__(self, other):
        return Numbers([*self, "+", *other])

    def __mul__(self, other):
        return Numbers([*self, "*", *other])


def test_a_row_of_operators_is_done_one_after_the_other_in_either_seat(exam):
    engine = exam((ROOT / "solutions" / "engine.py").read_text())
    a, b = engine.Value(2.0), engine.Value(3.0)
    results = in_a_row(a, "+*+", [b, b, a])
    assert read_each(results, "data") == [5.0, 15.0, 17.0]
    assert [results[1] is results[2]._prev[0], results[2] is in_a_row(results[2], "+", [a])[0]._prev[0]] == [
        True
    ] * 2
    assert in_a_row(Numbers("a"), "+*", [Numbers("b"), Numbers("c")])[-1] == [*"a+b*c"]


def test_what_could_not_be_made_is_missing_and_nothing_else_is(exam):
    engine = exam(
        "class Thing:\n    def __init__(self, x):\n        self.x = x\n"
        "    def __add__(self, other):\n        return Thing(self.x + 1 / other.x)\n"
    )
    one, zero = engine.Thing(1.0), engine.Thing(0.0)
    row = in_a_row(one, "++++", [one, one, zero, one])
    with pytest.raises(RemoteError, match="division by zero"):
        _ = row[0].x
    with pytest.raises(RemoteError, match="could not be made"):
        _ = row[3].x
    read_ahead(row, "x")
    assert one.x == 1.0
    later = one + one
    read_ahead([*row, later], "x")
    assert (row[1].x, later.x) == (3.0, 2.0)
    for missing in row[2:]:
        with pytest.raises(RemoteError, match="could not be made"):
            _ = missing.x


def test_a_list_of_objects_comes_as_what_it_is(exam):
    engine = exam(
        "class Thing: pass\nthings = [Thing() for _ in range(3)]\nclass Other(Thing): pass\n"
        "def f(): return [tuple(things), things, [*things, Other()], [], [things]]\n"
    )
    first, things, mixed, none, inside = engine.f()
    assert (type(first), type(things), none) == (tuple, list, [])
    assert [*first] == things == mixed[:3] == inside[0] == engine.things
    assert [type(each).__name__ for each in mixed] == ["Thing"] * 3 + ["Other"]


COUNTS = """
class Thing:
    def __init__(self):
        self.x = self.y = 0

def change(things):
    for thing in things:
        thing.x += 1

def fail(*things):
    change(things)
    1 / 0

def call(f, thing):
    thing.x += 1
    before = f(thing)
    thing.x += 1
    return [before, f(thing)]
"""


def test_what_has_come_along_counts_until_anything_is_done(exam):
    engine = exam(COUNTS)
    a, b, fail = engine.Thing(), engine.Thing(), engine.fail
    assert read_each([a, b], "x") == [0, 0]
    engine.change([a, b])
    assert read_each([a, b], "x") == [1, 1]
    b.x = 7
    assert read_each([a, b], "x") == [1, 7]
    with pytest.raises(RemoteError):
        fail(a, b)
    assert (a.x, b.x) == (2, 8)
    b.x = 7
    engine.change([a])
    assert read_each([a, b], "x") == [3, 7]
    assert engine.call(lambda thing: a.x + thing.x, b) == [11, 12]


READ_BY_CODE = """
reads = []

class Thing:
    @property
    def x(self):
        reads.append(1)
        return len(reads)

class Shared:
    def __init__(self):
        self.y = 0

    @property
    def x(self):
        for thing in shared:
            thing.y += 1
        return 0

class Ours:
    def __init__(self):
        self._prev = Operands()

class Operands:
    def __iter__(self):
        reads.append(3)
        return iter([])

shared = [Shared(), Shared()]

class Watched:
    def __getattribute__(self, name):
        reads.append(2)
        return 5
"""


def test_nothing_comes_along_that_is_computed_when_it_is_read(exam):
    engine = exam(READ_BY_CODE)
    things = [engine.Thing() for _ in range(3)] + [engine.Watched() for _ in range(3)]
    assert read_each(things, "x") == [1, 2, 3, 5, 5, 5]
    assert engine.reads == [1, 1, 1, 2, 2, 2]
    ours = engine.Ours()
    read_ahead([ours], "_prev")
    _operands = ours._prev
    assert engine.reads == [1, 1, 1, 2, 2, 2]
    a, b = engine.shared
    assert [*read_each([a, b], "y"), *read_each([a], "x"), *read_each([a, b], "y")] == [0, 0, 0, 1, 1]


ODD = """
from fractions import Fraction
import numpy as np

class Sly(float):
    def __float__(self): return 1.0

class Many(list):
    def __len__(self): return 1

class Thing:
    def __init__(self, x):
        self.x = x

odd = [Sly(3.0), np.float32(0.5), np.ones(3), Fraction(1, 4), 2**300, "text", "y" * 500, None, True, Thing(1)]
odd += [[1, 2.0], (Thing(2), 3), {4}, [[5]], [Fraction(1, 2)], Many([1, 2]), {"a": 1}, [0] * 50, len, Thing]
def make():
    return [Thing(x) for x in odd]
"""


def test_what_comes_along_is_what_would_have_come_alone(exam):
    engine = exam(ODD)
    things = engine.make()
    alone = [engine._Remote__wall.do("get", each, "x") for each in things]
    got = read_each(things, "x")
    assert [type(each) for each in got] == [type(each) for each in alone]
    assert [x.tolist() if is_array(x) else x for x in got] == [
        x.tolist() if is_array(x) else x for x in alone
    ]


def test_a_method_of_each_is_called_in_order_and_the_first_error_ends_it(exam):
    engine = exam(
        "calls = []\nclass Thing:\n    def __init__(self, x):\n        self.x = x\n"
        "    def go(self):\n        calls.append(1 / self.x)\n        self.x = 0.0\n"
    )
    things = [engine.Thing(x) for x in (2.0, 1.0)]
    before = engine._Remote__wall.asked
    read_ahead(things, "x")
    call_each(things, "go")
    assert [each.x for each in things] == [0.0, 0.0]
    assert engine._Remote__wall.asked == before + 1
    assert engine.calls == [0.5, 1.0]
    with pytest.raises(RemoteError, match="division by zero"):
        call_each([engine.Thing(4.0), *things], "go")
    assert engine.calls == [0.5, 1.0, 0.25]


def test_a_generator_is_gone_through_entry_by_entry(exam):
    engine = exam(
        "def f():\n    yield 1\n    yield [2]\n\ndef endless():\n    while True:\n        yield 0\n"
    )
    assert list(engine.f()) == [1, [2]]
    assert [*zip(engine.endless(), "abc", strict=False)] == [(0, "a"), (0, "b"), (0, "c")]


def test_a_function_of_the_tests_is_called_back(exam):
    engine = exam(
        "def twice(f, x):\n    return f(f(x))\n\ndef later(f):\n    global kept\n    kept = f\n"
        "def now():\n    return kept(1)\n"
    )
    assert engine.twice(lambda x: 3 * x, 2.0) == 18.0
    with pytest.raises(ZeroDivisionError):
        engine.twice(lambda x: x / 0, 2.0)
    engine.later(lambda x: x)
    with pytest.raises(Lost, match="no longer lent"):
        engine.now()


def test_what_nobody_has_looked_at_is_done_before_a_test_ends(exam):
    engine = exam("class Thing:\n    def __init__(self):\n        1 / 0\n")
    engine.Thing()
    with pytest.raises(RemoteError):
        engine._Remote__wall.settle()


def test_a_list_that_a_constructor_changes_is_changed_here_too(exam):
    engine = exam("class Thing:\n    def __init__(self, sizes):\n        sizes.pop()\n")
    given = [1, 2]
    assert isinstance(engine.Thing(given), Remote)
    assert given == [1]


def test_a_module_has_no_names_but_those_of_the_solution(tmp_path):
    hook = "def execute_example(test):\n    pass\n\ndef setup_example():\n    pass\n"
    (tmp_path / "engine.py").write_text(f"{hook}\nclass Value:\n    __array_interface__ = 1\n")
    seat = Exam(tmp_path)
    engine = seat.module("engine")
    assert [hasattr(engine, name) for name in ("execute_example", "setup_example", "Value")] == [
        False,
        False,
        True,
    ]
    assert not hasattr(engine.Value, "__array_interface__")
    seat.end()


def test_chance_begins_anew_in_every_test(exam):
    engine = exam("import random\nfirst = random.random()\ndef draw():\n    return random.random()\n")
    drawn = engine.draw()
    assert drawn not in (engine.draw(), engine.first)
    assert engine._Remote__wall.module("engine").draw() == drawn


def test_a_function_of_the_tests_takes_numbers_and_objects_and_nothing_else(exam):
    engine = exam("def call(f, thing):\n    return f(thing)\n\ndef text(f):\n    return f('x' * 100)\n")
    assert engine.call(lambda x: 2 * x, 3) == 6
    for call in (lambda: engine.text(lambda x: x * 10**9), lambda: engine.call(lambda x: x * 10**9, [1])):
        with pytest.raises(TypeError, match="a number or a Value is meant"):
            call()


def test_a_text_has_no_halves_of_characters(exam):
    engine = exam("text = 'a\\ud800b'\nprint(text)\n")
    assert engine.text == "a?b"
    assert engine._Remote__wall.forget() == "a?b\n"


def test_a_text_that_is_longer_than_agreed_is_no_answer(exam):
    longer = "next(x for x in gc.get_objects() if type(x).__name__ == 'Worker')"
    longer += ".packed.__func__.__globals__['LONGEST_TEXT'] = 10**9"
    engine = exam(f"import gc\ndef f():\n    return 'x' * 20_000\ndef g():\n    {longer}\n")
    assert engine.f() == "x" * 10_000
    engine.g()
    with pytest.raises(Lost):
        engine.f()


def test_the_name_of_a_class_is_cut_by_who_reads_it(exam):
    forged = "lambda thing, handle=worker.handle: [*handle(thing)[:2], 'N' * 1_000_000]"
    worker = "worker = next(x for x in gc.get_objects() if type(x).__name__ == 'Worker')"
    engine = exam(f"import gc\n{worker}\nworker.handle = {forged}\ndef f():\n    return object()\n")
    assert type(engine.f()).__name__ == "N" * 60


def test_an_integer_beyond_all_use_is_infinite_whoever_sends_it(exam):
    engine = exam(CHANNEL + "def f():\n    send(b'[\"done\", 3, [\"l\", [' + b'9' * 4000 + b']]]')\n")
    assert engine.f() == math.inf


# -- exceptions -------------------------------------------------------------------------------------


def test_an_exception_tells_its_type_its_text_and_the_line_of_the_submission(exam):
    engine = exam("def f():\n    return 1 / 0\n")
    with pytest.raises(RemoteError) as caught:
        engine.f()
    assert caught.value.said["type"] == "ZeroDivisionError"
    assert caught.value.said["where"] == ["engine.py", 2, "return 1 / 0"]
    assert not isinstance(caught.value, ZeroDivisionError)


@pytest.mark.parametrize("name", ["Skipped", "Failed", "Exit", "KeyboardInterrupt", "TimedOut", "Lost"])
def test_an_exception_with_the_name_of_one_of_ours_is_one_of_theirs(exam, name):
    lies = "got = case = said = 'all passed'"
    engine = exam(f"class {name}(BaseException):\n    {lies}\n\ndef f():\n    raise {name}('passed')\n")
    with pytest.raises(RemoteError) as caught:
        engine.f()
    found = finding(
        caught.value, test_containers_come_as_copies_with_the_objects_as_proxies, stages()[1], "/"
    )
    assert (found.kind, found.got) == ("failed", f"raises {name}: passed")


@pytest.mark.parametrize(
    "text, kind, got",
    [
        ("x = (", "unreadable", "SyntaxError: '(' was never closed"),
        (
            "import nope",
            "unreadable",
            "engine.py cannot be imported: ModuleNotFoundError: No module named 'nope'",
        ),
        (
            "raise SystemExit(0)",
            "unreadable",
            "engine.py ends the program when it is imported: sys.exit() or exit()",
        ),
        (
            "import torch",
            "unreadable",
            "engine.py cannot be imported: ModuleNotFoundError: No module named 'torch'",
        ),
        (
            "raise NotImplementedError('stage 1: __init__')",
            "unreadable",
            "engine.py cannot be imported: NotImplementedError: stage 1: __init__",
        ),
    ],
)
def test_a_file_that_cannot_be_imported_reads_as_in_practice(exam, text, kind, got):
    with pytest.raises(RemoteError) as caught:
        exam(text)
    found = finding(
        caught.value, test_containers_come_as_copies_with_the_objects_as_proxies, stages()[1], "/"
    )
    assert (found.kind, found.got) == (kind, got)


# -- misbehaviour -----------------------------------------------------------------------------------

ENDS = "ended the whole Python process"
NONSENSE = "sent something that is no answer"

# what f does, and what the judge says of it
MISBEHAVIOUR = {
    "ends itself": ("os._exit(0)", ENDS),
    "kills itself": ("os.kill(os.getpid(), 9)", ENDS),
    "runs something else": ("os.execv(sys.executable, [sys.executable, '-c', 'print(1)'])", ENDS),
    "a fault in memory": ("ctypes.string_at(0)", ENDS),
    "a list that holds itself": ("x = []; x.append(x); return x", "holds itself"),
    "a list without end": ("return [0] * 10**7", "too large"),
    "too much memory": ("return [0] * 10**10", "MemoryError"),
    "halves of characters": ("raise ValueError(chr(0xd800))", "ValueError"),
    "a key with a list in it": ("""send(b'["done", 3, ["d", [[["t", [["l", []]]], 1]]]]')""", NONSENSE),
    "no JSON": ("send(b'{')", NONSENSE),
    "no answer": ("send(b'[1, 2]')", NONSENSE),
    "deep JSON": ("send(b'[' * 100_000)", NONSENSE),
    "a number of a million digits": ("""send(b'["done", 3, ' + b'9' * 10**6 + b']')""", NONSENSE),
    "not UTF-8": ("""send(b'["done", 3, "\\xff"]')""", NONSENSE),
    "a message too long": ("send(b'', 2**32 - 1)", "sent too much"),
    "half a message": ("send(b'[', 100); os._exit(0)", ENDS),
    "an answer to an older question": ("""send(b'["done", 1, 5]')""", NONSENSE),
    "a list in a set": ("""send(b'["done", 3, ["s", [["l", []]]]]')""", NONSENSE),
    "a pair of three": ("""send(b'["done", 3, ["d", [[1, 2, 3]]]]')""", NONSENSE),
    "an unknown type": ("""send(b'["done", 3, ["x", 1]]')""", NONSENSE),
    "a key that is no key": ("""send(b'["done", 3, ["d", [[["l", []], 1]]]]')""", NONSENSE),
    "an object that nobody has made": ("""send(b'["done", 3, ["h", 9999, "Value"]]')""", NONSENSE),
    "objects with half a number": ("""send(b'["done", 3, ["l", [-1.5], "Value"]]')""", NONSENSE),
    "objects with a list for a number": ("""send(b'["done", 3, ["t", [-1, []], "Value"]]')""", NONSENSE),
    "objects in a set": ("""send(b'["done", 3, ["s", [-1], "Value"]]')""", NONSENSE),
    "something beside that is no list": ("""send(b'["done", 3, 5, 6]')""", NONSENSE),
    "something beside that is no pairs": ("""send(b'["done", 3, 5, ["x", [1]]]')""", NONSENSE),
    "something beside without a number": ("""send(b'["done", 3, 5, ["x", [[[], 1]]]]')""", NONSENSE),
    "too much beside": (
        """send(b'["done", 3, 5, ["x", [' + b'[1, 1], ' * 10_000 + b'[1, 1]]]]')""",
        "sent too much",
    ),
    "calls what nobody lent": ("""send(b'["ask", 0, [], ["d", []]]')""", "no longer lent"),
}


@pytest.mark.parametrize("does, says", MISBEHAVIOUR.values(), ids=MISBEHAVIOUR)
def test_misbehaviour_costs_the_test_at_hand_and_the_next_worker_is_a_new_one(tmp_path, does, says):
    (tmp_path / "engine.py").write_text(
        f"import ctypes, sys\n{CHANNEL}\ndef f():\n    {does}\n\ndef g():\n    return 5\n"
    )
    seat = Exam(tmp_path)
    with pytest.raises((Lost, RemoteError)) as caught:
        module_of(seat).f()
    assert says in getattr(caught.value, "got", "") + str(getattr(caught.value, "said", ""))
    seat.end_test(caught.value)
    assert module_of(seat).g() == 5
    seat.end()


def test_a_worker_that_does_not_let_go_of_a_test_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.wall.exam.FORGETTING", 0.2)
    (tmp_path / "engine.py").write_text("import sys, time\nsys.stdout.taken = lambda: time.sleep(100)\n")
    seat = Exam(tmp_path)
    seat.module("engine")
    seat.end_test(None)
    assert seat.wall is None


def test_a_file_whose_import_does_not_end_is_not_imported_again(tmp_path):
    (tmp_path / "engine.py").write_text("while True:\n    pass\n")
    seat = Exam(tmp_path)

    def ring(signum, frame):
        raise TimedOut("0.2")

    usual = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    for _ in range(2):  # the second time without an alarm: it would never return
        with pytest.raises(Unloadable) as caught:
            seat.module("engine")
        assert isinstance(caught.value.__cause__, TimedOut)
        seat.end_test(caught.value)
    signal.signal(signal.SIGALRM, usual)
    assert seat.wall is None


def test_without_a_sandbox_the_code_runs_all_the_same(tmp_path):
    (tmp_path / "engine.py").write_text("import os, numpy\nplace = os.path.exists('/')\n")
    seat = Exam(tmp_path, open_command)
    assert module_of(seat).place is True
    seat.end()


def test_a_second_answer_to_one_question_is_not_taken_for_the_answer_to_the_next(exam):
    engine = exam(CHANNEL + 'def f():\n    send(b\'["done", 3, ["l", [5]]]\')\n    return 4\n')
    assert engine.f() == 5  # one question for engine, one for f, and then this one
    with pytest.raises(Lost, match=NONSENSE):
        engine.f()


def test_prints_are_kept_and_cut_and_never_get_between_the_answers(tmp_path, capsys):
    does = "os.write(1, b'noise'); print('x' * 10**6); return 5"
    (tmp_path / "engine.py").write_text(f"import os\nprint('at import')\ndef f():\n    {does}\n")
    seat = Exam(tmp_path)
    assert module_of(seat).f() == 5
    seat.end_test(None)
    seat.end()
    out = capsys.readouterr().out
    assert out.startswith("at import\nxxx") and len(out) == 2_000


# -- the sandbox ------------------------------------------------------------------------------------

# what is tried, as a Python expression, and what must be seen
SEEN = {
    "the project": (f"__import__('os').path.exists({str(ROOT)!r})", False),
    "the home directory": (f"__import__('os').path.exists({str(Path.home() / '.bashrc')!r})", False),
    "the passwords": ("__import__('os').path.exists('/etc/passwd')", False),
    "other processes": ("__import__('os').path.exists('/proc/1')", False),
    "the environment": ("'HOME' in __import__('os').environ or 'PATH' in __import__('os').environ", False),
    "the user": ("__import__('os').getuid()", 65534),
    "pytest": ("__import__('importlib.util').util.find_spec('pytest') is None", True),
    "hypothesis": ("__import__('importlib.util').util.find_spec('hypothesis') is None", True),
    "its own folder": ("__import__('os').listdir('/submission')", ["engine.py"]),
    "installed packages": (
        "[*__import__('pathlib').Path('/').glob('**/python3*/*-packages/*')]",
        [],
    ),
    "the root": (
        "sorted(set(__import__('os').listdir('/')) & {'etc', 'home', 'work', 'var', 'mnt', 'proc'})",
        [],
    ),
}
REFUSED = {
    "write into its own folder": "open('/submission/engine.py', 'a')",
    "write beside the wall": "open('/wall/wall/worker.py', 'a')",
    "a socket": "__import__('socket').socket()",
    "a child": "__import__('os').fork()",
    "a program": "__import__('subprocess').run(['/usr/bin/true'])",
    "a thread": "__import__('threading').Thread(target=print).start()",
    "a new namespace": "__import__('ctypes').CDLL(None).unshare(0x10000000) == 0 or 1 / 0",
    "trace": "__import__('ctypes').CDLL(None).ptrace(0, 0, 0, 0) == 0 or 1 / 0",
    "a file, of which there could be millions": "open('/tmp/x', 'w')",
    "write into the root": "__import__('os').mkdir('/x')",
    "write among the libraries": "open(__import__('os').__file__ + 'x', 'w')",
    "write among the packages": (
        "[(each / 'x').mkdir() for each in"
        " __import__('pathlib').Path(__import__('os').__file__).parent.glob('*-packages')] or 1 / 0"
    ),
    "a lease on what others read": "__import__('fcntl').fcntl(open('/wall/wall/worker.py'), 1024, 0)",
    "watch what others read": "__import__('fcntl').fcntl(__import__('os').open('/wall', 0), 1026, 1)",
    "a lock on what others read": "__import__('fcntl').flock(open('/wall/wall/worker.py'), 2)",
    "a record lock": "__import__('fcntl').lockf(open('/dev/null', 'r+'), 2)",
    "what the disk has in its cache": "__import__('os').posix_fadvise(0, 0, 0, 4)",
    "a request of those that the machine has few of": (
        "__import__('ctypes').CDLL(None).syscall(206, 10, __import__('ctypes').byref("
        "__import__('ctypes').c_ulong())) == 0 or 1 / 0"
    ),
    "a page of a file that others read": (
        "__import__('mmap').mmap(open('/wall/wall/worker.py').fileno(), 0, prot=1).madvise(21)"
    ),
    "the settings of a process": "__import__('ctypes').CDLL(None).prctl(15, b'x', 0, 0, 0) == 0 or 1 / 0",
    "more than 64 signals that wait": (
        "__import__('signal').pthread_sigmask(0, [40])\n    own = __import__('os').getpid()\n"
        "    any(__import__('ctypes').CDLL(None).sigqueue(own, 40, 0) for _ in range(65)) and 1 / 0"
    ),
    "the rights of a device": "__import__('os').chmod('/dev/null', 0)",
    "the times of a device": "__import__('os').utime('/dev/null', (0, 0))",
    "another core": "__import__('os').sched_setaffinity(0, {0})",
    "a sync of all disks": "__import__('ctypes').CDLL(None).syscall(162) == 0 or 1 / 0",
    "the mounts of the machine": "__import__('ctypes').CDLL(None).syscall(458, 0, 0, 0, 0) == 0 or 1 / 0",
    "shared memory": "__import__('multiprocessing.shared_memory').shared_memory.SharedMemory('x', True, 10)",
}


@pytest.mark.parametrize("expression, seen", SEEN.values(), ids=SEEN)
def test_inside_there_is_nothing_but_python_numpy_and_the_submission(exam, expression, seen):
    assert exam(f"def f():\n    return {expression}\n").f() == seen


@pytest.mark.parametrize("expression", REFUSED.values(), ids=REFUSED)
def test_what_would_outlast_or_leave_the_sandbox_is_refused(exam, expression):
    with pytest.raises((RemoteError, Lost)):
        exam(f"def f():\n    {expression}\n").f()


def test_nothing_is_left_of_a_worker_that_was_ended(exam):
    engine = exam("def f(): return 1\n")
    process = engine._Remote__wall.process
    engine._Remote__wall.close()
    assert process.returncode is not None
    assert not Path(f"/proc/{process.pid}").exists()
