"""What a learner reads: every kind of message, provoked by a real fault and read line by line."""

import pytest

from grader.checks import Case, Mismatch, alike, expect, expect_objects, shows
from grader.diagnosis.gradients import expect_gradients, expect_values
from grader.diagnosis.program import program
from grader.seats import exceptions, runner
from grader.seats.explain import Finding, as_text, finding
from grader.stages import stages
from solutions import engine

ADD = 'Value(self.data + other.data, (self, other), "+")'
ADD_GRADIENTS = "self.grad += out.grad\n            other.grad += out.grad"
MUL_GRADIENTS = "self.grad += other.data * out.grad"

KEPT_BY_EXP = "self.grad += out.data * out.grad\n\n        out._backward = _backward"

COMMA = "Your code behaves exactly like one in which a comma makes a tuple where none was meant"

# the fault: (stage, file, what stands there, what stands there instead, lines that must be read)
FAULTS = {
    "a stub": (
        (1, "engine.py", f"out = {ADD}", 'raise NotImplementedError("stage 1: __add__")'),
        ["To do: __add__, in engine.py, line 6", "    your code  is still a stub"],
    ),
    "a name is missing in the file": (
        (0, "derivative.py", "def partial_slope", "def partial_slop"),
        ["To do: partial_slope, in derivative.py", "has no `partial_slope` in derivative.py"],
    ),
    "a name is missing in the class": (
        (3, "engine.py", "def relu(", "def rellu("),
        ["To do: relu, in engine.py", "has no `relu` in class Value"],
    ),
    "a name in __slots__ was never set": (
        (2, "engine.py", "self.grad = 0.0", "pass"),
        ["To do: grad, in Value.__init__ of engine.py", "Value(2.0).grad", "has no `grad` in class Value"],
    ),
    "a method of a similar name": (
        (4, "engine.py", "def backward(", "def backwards("),
        ["To do: backward", "  There is `backwards` in line ", "and the tests look for `backward`. Is that"],
    ),
    "a function of a similar name": (
        (4, "engine.py", "def topological_order(", "def topo_order("),
        [
            "To do: topological_order",
            "  There is `topo_order` in line ",
            " of engine.py, and the tests look for",
        ],
    ),
    "an operator is missing, and another one of Python's is there": (
        (3, "engine.py", "def __pow__(", "def __rpow__("),
        ["unsupported operand type(s) for ** or pow()", "Which method does Python look for here?"],
    ),
    "another number": (
        (0, "derivative.py", "3 * x**2", "2 * x**2"),
        ["At 3 the parabola is 20\n  f(3.0)\n    expected   20\n    your code  11\n"],
    ),
    "nothing is returned": (
        (0, "derivative.py", "return 3 * x**2", "3 * x**2"),
        ["    expected   20\n    your code  None (no return?)\n"],
    ),
    "a number in the place of a Value": (
        (1, "engine.py", f"out = {ADD}", "return self.data + other.data"),
        ["a + b", "    your code  -1, which is a float"],
    ),
    "an error, with its line": (
        (0, "derivative.py", "return 3 * x**2", "return 3 * y**2"),
        ["your code  raises NameError: name 'y' is not defined\n               derivative.py, line 1"],
    ),
    "a call without end": (
        (
            3,
            "engine.py",
            "return self + other\n\n    def __rmul__",
            "return other + self\n\n    def __rmul__",
        ),
        ["raises RecursionError: more calls inside each other than Python allows"],
    ),
    "a gradient that is overwritten": (
        (2, "engine.py", ADD_GRADIENTS, ADD_GRADIENTS.replace("+=", "=")),
        ["a is used 2 times. What happened to its other share?"],
    ),
    "a gradient that is not passed on": (
        (2, "engine.py", ADD_GRADIENTS, ADD_GRADIENTS.replace("other.grad += out.grad", "pass")),
        ["Nothing arrived at b. Is there a _backward kept on c, the result, and what"],
    ),
    "the gradient of the result is left out": (
        (2, "engine.py", MUL_GRADIENTS, "self.grad += other.data"),
        ["c.grad is -7 here. Where does it come in?"],
    ),
    "another local derivative": (
        (2, "engine.py", MUL_GRADIENTS, "self.grad += 3 * other.data * out.grad"),
        ["Each share is a local derivative times the gradient of", "Which of the two is off?"],
    ),
    "the result's own gradient": (
        (4, "engine.py", "self.grad = 1.0", "self.grad = 2.0"),
        ["How much does c change when c changes by 1?"],
    ),
    "the first wrong node": (
        (3, "engine.py", "math.tanh(self.data)", "math.tan(self.data)"),
        ["is made from is right. What does this operation do with it?"],
    ),
    "plain numbers among the operands": (
        (3, "engine.py", '(self,), f"**{exponent}"', '(self, exponent), f"**{exponent}"'),
        ["the operands in the _prev of", "only Values", "A number among the operands: who turns it"],
    ),
    "a closure that was called, not stored": (
        (
            2,
            "engine.py",
            "out._backward = _backward\n        return out\n\n    def __mul__",
            "out._backward = _backward()\n        return out\n\n    def __mul__",
        ),
        ["'NoneType' object is not callable", "None stands where a function is meant."],
    ),
    "one operand without a tuple": (
        (3, "engine.py", '(self,), "exp"', '(self), "exp"'),
        ["_prev of", "a tuple, a list or a set", "What makes a tuple: the parentheses, or the comma?"],
    ),
    "equality without a hash": (
        (
            4,
            "engine.py",
            "    def __neg__(",
            "    def __eq__(self, other):\n        return self is other\n\n    def __neg__(",
        ),
        [
            "unhashable type: 'Value'",
            "Does your class define __eq__, or has @dataclass done it? What does that do to sets",
        ],
    ),
    "__init__ with single underscores": (
        (1, "engine.py", "def __init__(", "def _init_("),
        ["Value() takes no arguments", "Is the method's name exactly __init__"],
    ),
    "a method without self": (
        (1, "engine.py", "def __mul__(self, other):", "def __mul__(other):"),
        [
            "takes 1 positional argument but 2 were given\n  Which call hands over more",
            "what comes first in it?",
        ],
    ),
    "a _backward with self": (
        (
            2,
            "engine.py",
            f"def _backward():\n            {ADD_GRADIENTS}",
            f"def _backward(self):\n            {ADD_GRADIENTS}",
        ),
        [
            "missing 1 required positional argument: 'self'",
            "Only a method is given self, and only where it is called",
        ],
    ),
    "a call without its argument": (
        (4, "engine.py", "topological_order(self))", "topological_order())"),
        ["missing 1 required positional argument: 'root'", "Which call hands over fewer arguments"],
    ),
    "a list for a function that was handed in": (
        (2, "by_hand.py", "expression(*values)", "expression(values)"),
        [
            "the function that was handed in is missing 1 required positional argument: 'b'\n"
            "               by_hand.py, line ",
            "How many arguments does it take, and how many does your call hand over? (A list is one.)",
        ],
    ),
    "too much for a function that was handed in": (
        (0, "derivative.py", "(f(x + h) - f(x)) / h", "(f(x + h, h) - f(x)) / h"),
        ["the function that was handed in takes 1 positional argument but 2 were given\n"],
    ),
    "a result without a Value": (
        (2, "engine.py", f"out = {ADD}", "out = self.data + other.data"),
        ["a float, which has no _backward", "Here something plain has met code for Values."],
    ),
    "a gradient that is a Value": (
        (3, "engine.py", "self.grad += out.data * out.grad", "self.grad += out * out.grad"),
        ["A gradient is a plain number. Which part of a Value is one?"],
    ),
    "an attribute that is None": (
        (2, "engine.py", "self.grad = 0.0", "self.grad = None"),
        ["    expected   0\n    your code  None\n"],
    ),
    "an answer that changes": (
        (1, "engine.py", "self.data + other.data, ", "self.data + other.data + __import__('time').time(), "),
        ["(a + b).data"],
    ),
    "a misspelt attribute": (
        (2, "engine.py", MUL_GRADIENTS, "self.grad += other.dat * out.grad"),
        [
            "has no `dat` in class Value\n               engine.py, line ",
            "Is that name exact, and does __init__",
        ],
    ),
    "a misspelt name of a module": (
        (3, "engine.py", "math.tanh(", "math.tahn("),
        ["raises AttributeError: module 'math' has no attribute 'tahn'", "engine.py, line "],
    ),
    "an attribute that __init__ does not keep": (
        (1, "engine.py", "self.data = data", "data = data"),
        ["has no `data` in class Value", "Does __init__ keep it, as an attribute of self"],
    ),
    "a line that needs a later stage": (
        (1, "engine.py", f"out = {ADD}", 'out = Value(self.data + other, (self, other), "+")'),
        ["calls `__radd__`, which comes in stage 3; stage 1 does without\n               engine.py, line "],
    ),
    "the line that called the line": (
        (2, "engine.py", MUL_GRADIENTS, "self.grad += other * out.grad"),
        ["               called in engine.py, line ", "self.grad += other * out.grad"],
    ),
    "an error that says much": (
        (0, "derivative.py", "return 3 * x**2", "raise ValueError('not so.\\nOr: see the page') if x else 0"),
        ["    your code  raises ValueError: not so.\n               derivative.py, line "],
    ),
    "an error that says one long line": (
        (0, "derivative.py", "return 3 * x**2", "raise ValueError('a word of it ' * 50) if x else 0"),
        [f"raises ValueError: {'a word of it ' * 23}…\n"],
    ),
    "a name that is not there": (
        (0, "derivative.py", "return 3 * x**2", "return 3 * z**2"),
        ["raises NameError: name 'z' is not defined", "Where should that name come from"],
    ),
    "an order that was reversed in place": (
        (4, "engine.py", "reversed(topological_order(self))", "topological_order(self).reverse()"),
        ["'NoneType' object is not iterable\n               engine.py, line ", "None has no entries."],
    ),
    "a list that was changed in place, and is None": (
        (
            5,
            "nn.py",
            "return [*self.w, self.b]",
            "found = [].extend(self.w); return found.extend([self.b])",
        ),
        ["None, which has no extend\n               nn.py, line ", "or does it change one in place?"],
    ),
    "a function that is looked for as a method": (
        (4, "engine.py", "reversed(topological_order(self))", "reversed(self.topological_order())"),
        [
            "has no `topological_order` in class Value\n               engine.py, line ",
            "or a function beside it?",
        ],
    ),
    "an order that is not returned": (
        (4, "engine.py", "    return order", "    order"),
        ["    your code  None (no return?)\n  Does every function return what it made?"],
    ),
    "an attribute that a neuron does not keep": (
        (5, "nn.py", "self.activation = activation", "pass"),
        ["has no `activation` in class Neuron\n               nn.py, line ", "does __init__ keep it"],
    ),
    "neurons that were not called": (
        (5, "nn.py", "[neuron(x) for neuron", "[neuron for neuron"),
        ["has no `data` in class Neuron", "That is no Value yet. Which call makes one of it?"],
    ),
    "an exit": (
        (0, "derivative.py", "return 3 * x**2", "exit(); return 3 * x**2"),
        ["raises SystemExit", "What ends the program here"],
    ),
    "a _backward that is kept nowhere": (
        (3, "engine.py", KEPT_BY_EXP, KEPT_BY_EXP.replace("out._backward = _backward", "pass")),
        ["Nothing arrived at a. Is there a _backward kept on b, the result"],
    ),
    "operands that cannot be shown, where a Value should be": (
        (
            2,
            "engine.py",
            f"out = {ADD}",
            f"out = {ADD}\n        type(self).__repr__ = lambda self: 1 / 0\n        (self, other).data",
        ),
        ["something of the type tuple, which is a tuple and has no data"],
    ),
    "a text that ends the program": (
        (1, "engine.py", 'return f"Value(data={self.data})"', "exit()"),
        ["repr(Value(2.5))", "raises SystemExit"],
    ),
    "a graph of Values whose text ends the program": (
        (
            1,
            "engine.py",
            ADD,
            ADD.replace('"+")', '"+"); type(self).__repr__ = lambda self: exit(); out = [out].data'),
        ),
        ["something of the type list, which is a list and has no data"],
    ),
    "a comma behind the sum of a neuron": (
        (5, "nn.py", "return total if", "total = total,\n        return total if"),
        ["(Value(data=-3.0),), which is a tuple and has no data", "A comma makes a tuple, with or", COMMA],
    ),
    "a comma behind the first part of the sum of a neuron": (
        (5, "nn.py", "total = self.b", "total = self.b,"),
        ["for +: 'float' and 'tuple'", "A comma makes a tuple, with or without", COMMA],
    ),
    "steps that are counted from 1": (
        (6, "train.py", "for k in range(steps)]", "for k in range(1, steps + 1)]"),
        ["    expected   [36, 23.04, 18.6624, 16.257024]"],
    ),
    "an engine that is wrong, where arrays are compared with it": (
        (7, "engine.py", MUL_GRADIENTS, MUL_GRADIENTS.replace("+=", "=")),
        ["in nn.py, point by point", "  The arrays are right: here engine.py and nn.py run in their place."],
    ),
    "prints are shown": (
        (0, "derivative.py", "return 3 * x**2", "print('x is', x); return 2 * x**2"),
        ["  your code printed\n    x is 3.0\n"],
    ),
}


@pytest.mark.parametrize("fault, lines", FAULTS.values(), ids=FAULTS)
def test_the_message_names_the_fault(kata, fault, lines):
    number, file, old, new = fault
    kata.fill(number + 1)
    kata.edit(file, old, new)
    outcome = kata.run("stage", number)
    for line in lines:
        assert line in outcome.out
    assert (outcome.status, outcome.err) == (1, "")
    for ours in ("grader", "site-packages", "Traceback", "hypothesis", "assert "):
        assert ours not in outcome.out


def test_what_is_written_and_wrong_is_told_before_a_stub_that_comes_earlier(kata):
    kata.fill(2)
    kata.edit("engine.py", "# Stage 2, about 2 lines", "self.grad, self._backward = 0.0, nothing  #")
    kata.edit(
        "engine.py", 'raise NotImplementedError("stage 2: _backward of *")', MUL_GRADIENTS.replace("+=", "=")
    )
    out = kata.run("stage", 2).out
    assert "b.grad" in out and "tests wait for stubs" in out and "To do: gradients_of_L" not in out


def test_what_is_printed_is_shown_once_however_often_the_explanation_runs_the_code(kata):
    kata.fill(3)
    kata.edit("engine.py", ADD_GRADIENTS, "print('back'); self.grad += out.grad")
    out = kata.run("stage", 2).out
    assert "<-- the first that is wrong" in out and out.count("    back\n") == 1


def test_of_random_examples_only_the_one_that_is_told_has_its_prints_shown(kata):
    kata.fill(2)
    known = "self.data + other.data if self.data in (2.0, -2.0, -6.0) else self.data - other.data"
    kata.edit("engine.py", ADD, ADD.replace("self.data + other.data", known))
    kata.edit("engine.py", "self.data = data", "self.data = data; print('made', data)")
    out = kata.run("stage", 1).out
    assert "Sums of sums" in out and "    made 3.0\n    made 0.0\n" in out and "made 2.0" not in out


def test_the_first_failure_is_told_in_full_and_the_rest_as_a_count(kata):
    kata.fill(1)
    kata.edit("derivative.py", "return (f(x + h) - f(x)) / h", "return (f(x) - f(x + h)) / h")
    out = kata.run("stage", 0).out
    assert out.count("    expected   ") == 1
    assert "more tests fail. A hint: " in out


def test_a_missing_import_of_a_neighbour_is_told_without_a_path(kata):
    kata.fill(3)
    kata.edit("by_hand.py", "from .engine import Value", "from .engine import Valu")
    out = kata.run("stage", 2).out
    assert (
        "by_hand.py cannot be imported: ImportError: cannot import name 'Valu' from 'exercises.engine'\n"
        in out
    )
    assert "more tests wait for this file" in out


def test_a_stub_that_was_left_beside_a_function_of_a_similar_name(kata):
    kata.fill(1)
    kata.edit(
        "engine.py", "    # -- stage 3:", "    def __adds__(self, other):\n        pass\n\n    # -- stage 3:"
    )
    out = kata.run("stage", 1).out
    assert "is still a stub" in out and "There is `" not in out  # this is about __init__
    kata.edit("engine.py", "__adds__", "__initt__")
    assert "There is `__initt__` in line" in kata.run("stage", 1).out


def test_the_exam_seat_says_the_same_of_a_function_that_was_handed_in(kata):
    kata.fill(3)
    kata.edit("by_hand.py", "expression(*values)", "expression(values)")
    practice, exam = (
        [result.finding for result in runner.run(kata.exercises, [2], how=how) if "measured" in result.title]
        for how in ((), ("exam",))
    )
    assert practice[0] == exam[0] and "handed in is missing" in exam[0].got and "by_hand.py" in exam[0].where


def test_a_line_at_the_top_that_needs_a_stub_is_shown(kata):
    kata.fill(3)
    kata.write("engine.py", kata.read("engine.py") + "a = Value(2.0)\nprint(a - a)\n")
    out = kata.run("stage", 2).out
    assert "engine.py cannot be imported: NotImplementedError: stage 3: __sub__\n  engine.py, line " in out
    assert ":  print(a - a)\n  Which line outside all functions needs what is still a stub?" in out


# Another class at the end of a file, and what is asked then.
SECOND = {
    "an empty one": (5, "nn.py", "\n\nclass Layer:\n    pass\n"),
    "an unfinished one": (
        1,
        "engine.py",
        "\n\nclass Value:\n    def __init__(self, data):\n        self.data = data\n",
    ),
}


@pytest.mark.parametrize("number, file, second", SECOND.values(), ids=SECOND)
def test_two_classes_of_one_name_are_asked_about(kata, number, file, second):
    kata.fill(number + 1)
    kata.write(file, kata.read(file) + second)
    name = second.split()[1].rstrip(":")
    line = kata.read(file).splitlines().index(f"class {name}:", 30) + 1
    out = kata.run("stage", number).out
    assert f"  In {file} there is a class {name} in line " in out
    assert f", and another one in line {line}, which counts. Is that the one?\n" in out


def test_an_import_is_not_what_has_called_a_line(kata):
    kata.fill(6)
    kata.write("engine.py", kata.read("engine.py") + "1 / 0\n")
    out = kata.run("stage", 5).out
    assert "ZeroDivisionError" in out and "    1 / 0\n" in out and "called in" not in out


def test_a_test_that_fails_on_the_solution_is_our_fault(kata):
    found = Finding("error", title="some test", got="Mismatch: 1 is not 2")
    assert (
        as_text(found)
        == "The fault is ours: this test fails on the solution, too. (some test)\n  Mismatch: 1 is not 2"
    )


def test_an_answer_that_differs_between_two_runs_is_told_so():
    class FlakyFailure(Exception):
        pass

    def test_something():
        pass

    found = finding(FlakyFailure(), test_something, stages()[0], "/nowhere")
    assert found.got == "differs between two runs on the same numbers"


def test_the_gradient_of_the_result_itself_has_a_question_of_its_own():
    def backward(nodes, root):
        nodes[root].grad = 2.0

    with pytest.raises(Mismatch) as caught:
        expect_gradients(engine, program("c = a * b", a=2.0, b=3.0), {"c": 1.0}, backward)
    question = "This is the result itself. How much does it change when it changes by 1?"
    case = caught.value.case
    assert case.tried == "c.grad after c.backward()   in c = a * b   at a = 2, b = 3"
    assert (case.expected, case.ask) == ("1", question)


def test_right_shares_in_a_wrong_order_lead_to_the_order():
    def in_no_order(nodes, root):
        nodes[root].grad = 1.0
        for name in ("c", "d", "e"):
            nodes[name]._backward()

    expression = program("c = a * a; d = c + 1; e = c * d", a=3.0)
    with pytest.raises(Mismatch) as caught:
        expect_gradients(engine, expression, {"e": 1.0, "d": 9.0, "c": 19.0, "a": 114.0}, in_no_order)
    assert caught.value.case.ask == (
        "Each _backward is right by itself. In which order, and how often, are they called?"
    )


def test_a_leaf_that_was_changed_has_a_question_of_its_own():
    class Engine:
        Value = staticmethod(lambda number: engine.Value(number + 1))

    with pytest.raises(Mismatch) as caught:
        expect_values(Engine, program("c = a + b", a=2.0, b=3.0), {"a": 2.0, "b": 3.0, "c": 5.0})
    assert caught.value.case.ask == "a is a leaf and was 2. Who has changed it?"


# -- what counts as right ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "got, wanted",
    [(1.0000001, 1.0), (1, 1.0), (True, True), ([1, 2], (1.0, 2.0)), ({"a": 1}, {"a": 1.0}), (1e-12, 0.0)],
)
def test_alike(got, wanted):
    assert alike(got, wanted)


@pytest.mark.parametrize(
    "got, wanted",
    [
        (1.00001, 1.0),
        (float("nan"), 1.0),
        (float("inf"), 1.0),
        (1, True),
        (True, 1.5),
        ("1", 1.0),
        (None, 0.0),
        ([1.0], [1.0, 2.0]),
        ({"a": 1.0, "b": 2.0}, {"a": 1.0}),
        (1e-5, 0.0),
        (1e-13, 1e-3),
    ],
)
def test_not_alike(got, wanted):
    assert not alike(got, wanted)


def test_an_object_that_is_equal_to_everything_is_not_alike():
    class Equal:
        def __eq__(self, other):
            return True

        __hash__ = None

    assert not alike(Equal(), 1.0)
    assert not alike(Equal(), "text")
    assert not alike([Equal()], [1.0])


def test_two_numbers_that_look_alike_are_told_apart():
    with pytest.raises(Mismatch) as caught:
        expect("x", lambda: 123456.7890123, 123456.7890124, within=1e-14)
    assert caught.value.got == "123456.7890123"


def test_the_same_object_twice_is_not_two_objects():
    one, two = object(), object()
    with pytest.raises(Mismatch) as caught:
        expect_objects("x", lambda: [one, one], {"a": one, "b": two})
    assert (caught.value.case.expected, caught.value.got) == ("a and b", "a, a")


def test_of_many_objects_that_should_not_be_there_a_few_are_listed():
    a, others = object(), [engine.Value(2.0)] * 21
    with pytest.raises(Mismatch) as caught:
        expect_objects("x", lambda: [a, *others], {"a": a})
    assert caught.value.got == "a" + 3 * ", Value(data=2.0), which is a Value" + ", and 18 more"


def test_as_many_objects_as_are_wanted_are_all_listed():
    five = {name: object() for name in "abcde"}
    with pytest.raises(Mismatch) as caught:
        expect_objects("x", lambda: [*five.values(), five["a"]], five)
    assert caught.value.got == "a, b, c, d, e, and 1 more"


@pytest.mark.parametrize("plain", [3, 0.5, "w", None, (1, 2)])
def test_what_has_no_identity_is_no_object_however_same_it_is(plain):
    with pytest.raises(Mismatch) as caught:
        expect_objects("x", lambda: [plain], {"a": plain})
    assert caught.value.got.startswith(f"{plain!r}, which is a")


def test_no_answer_makes_a_long_message():
    long = "x" * 1_000_000
    for attempt in (lambda: [1] * 290_000, lambda: [long] * 3, lambda: {long: long}):
        with pytest.raises(Mismatch) as caught:
            expect_objects("x", attempt, {"a": object()})
        assert len(caught.value.got) < 10_000
        with pytest.raises(Mismatch) as caught:
            expect("x", attempt, 1.0)
        assert len(caught.value.got) < 10_000
    raised = type(long, (ValueError,), {})(long)
    told = finding(raised, test_no_answer_makes_a_long_message, stages()[1], ".")
    assert len(as_text(told)) < 10_000


def test_a_number_is_found_in_any_text_that_shows_it():
    assert shows(2.0)("Value(data=2)") and shows(-0.5)("<-0.5>")
    assert not shows(2.0)("Value(data=12)")


def test_the_nearest_case_is_the_one_that_is_told():
    error = Mismatch(Case("inner", "1"), "2")
    assert (error.case.tried, str(error)) == ("inner", "inner: expected 1, got 2")


def test_quotes_that_only_a_newer_python_takes_are_asked_about():
    syntax = ("f-string: expecting '}'", "nn.py", 51, """return f"Layer({", ".join(names)})\"""")
    said = {"unloadable": "nn.py", "type": "SyntaxError", "syntax": syntax, "where": [], "via": []}
    found = exceptions.facts(SyntaxError(), said, stages()[5], "")
    assert (found["kind"], found["where"]) == ("unreadable", "nn.py, line 51")
    assert "Python 3.12 takes the same quotes" in found["ask"]
