"""The picture of a failing expression, read line by line: each fault is put into the solution."""

import types

import pytest

from grader.checks import Mismatch
from grader.diagnosis import tree
from grader.diagnosis.gradients import expect_gradients, expect_values, through_the_graph
from grader.diagnosis.program import program, values
from grader.stages import ROOT
from solutions import engine

SOURCE = (ROOT / "solutions" / "engine.py").read_text(encoding="utf-8")
L = program("e = a * b; d = e + c; L = d * f", a=2.0, b=-3.0, c=10.0, f=-2.0)
OF_L = {"L": 1.0, "d": -2.0, "f": 4.0, "c": -2.0, "e": -2.0, "a": 6.0, "b": -4.0}
ADD = "self.grad += out.grad\n            other.grad += out.grad"
MUL = "self.grad += other.data * out.grad"
NO_CHILDREN = ('Value(math.tanh(self.data), (self,), "tanh")', 'Value(math.tanh(self.data), (), "tanh")')


def faulty(old, new):
    """The solution's engine with one fault."""
    assert SOURCE.count(old) == 1
    module = types.ModuleType("faulty")
    exec(SOURCE.replace(old, new), vars(module))
    return module


def drawing(test, *arguments):
    """The lines that a failing comparison draws."""
    with pytest.raises(Mismatch) as caught:
        test(*arguments)
    return caught.value.case.drawing.splitlines()


def run_backward(nodes, root):
    nodes[root].backward()


def backward_from(gradient):
    """A backward pass of the tests, for the stages without one of the learner's."""
    return lambda nodes, root: through_the_graph(nodes, root, gradient)


def test_the_tree_shows_each_node_and_marks_the_first_wrong_gradient():
    wrong = faulty(MUL, "self.grad += other.data")
    assert drawing(expect_gradients, wrong, L, OF_L, run_backward) == [
        "L = d * f        data -8  grad 1",
        "├─ d = e + c     data 4   grad -2",
        "│  ├─ e = a * b  data -6  grad -2",
        "│  │  ├─ a       data 2   grad -3  <-- the first that is wrong; 6 is right",
        "│  │  └─ b       data -3  grad -4",
        "│  └─ c          data 10  grad -2",
        "└─ f             data -2  grad 4",
        "e = a * b to a: local derivative -3, times e.grad = -2, is 6; your code passes on -3",
    ]


def test_the_first_wrong_node_is_marked_also_where_the_test_asks_for_the_leaves_alone():
    wrong = faulty(ADD, "self.grad += 2 * out.grad\n            other.grad += out.grad")
    lines = drawing(expect_gradients, wrong, L, {"a": 6.0, "b": -4.0}, run_backward)
    assert [line for line in lines if "<--" in line] == [
        "│  ├─ e = a * b  data -6  grad -4  <-- the first that is wrong; -2 is right"
    ]
    assert lines[-1] == (
        "d = e + c to e: local derivative 1, times d.grad = -2, is -2; your code passes on -4"
    )


def test_where_each_share_is_right_by_itself_that_is_said():
    def only_once(nodes, root):
        nodes["c"].grad = nodes["b"].grad = 1.0
        nodes["a"].grad = 2.0

    twice = program("b = a * a; c = b + a", a=3.0)
    assert drawing(expect_gradients, engine, twice, {"c": 1.0, "a": 7.0}, only_once) == [
        "c = b + a        data 12  grad 1",
        "├─ b = a * a     data 9   grad 1",
        "│  ├─ a          data 3   grad 2  <-- the first that is wrong; 7 is right",
        "│  └─ a (above)",
        "└─ a (above)",
        "b = a * a to a: local derivative 6, times b.grad = 1, is 6; your code passes on 6",
        "c = b + a to a: local derivative 1, times c.grad = 1, is 1; your code passes on 1",
        "Alone, each of these passes on the right share.",
    ]


def test_a_large_tree_is_drawn_where_the_fault_is():
    large = program(
        "b = a + 1; c = b * 2; d = c + b; e = d * a; f = e + d; g = f * f; h = g - a;"
        "i = h * 3; j = i + 1; k = j * 2; l = k - 1; m = l + 2",
        a=2.0,
    )
    nodes = values(engine, large)
    through_the_graph(nodes, "m")
    nodes["e"].grad = 0.5
    right = tree.gradients(large, 1.0)
    assert tree.of_gradients(engine, large, nodes, "e", right).splitlines()[:-1] == [
        "f = e + d     data 27  grad 324",
        "├─ e = d * a  data 18  grad 0.5  <-- the first that is wrong; 324 is right",
        "└─ d = c + b  data 9   grad 972",
        "f = e + d to e: local derivative 1, times f.grad = 324, is 324; your code passes on 324",
    ]


def test_a_wrong_value_is_marked_at_the_first_node_that_has_it():
    wrong = faulty(
        'Value(self.data + other.data, (self, other), "+")',
        'Value(self.data - other.data, (self, other), "+")',
    )
    assert drawing(expect_values, wrong, L, {"e": -6.0, "d": 4.0, "L": -8.0}) == [
        "L = d * f        data 32",
        "├─ d = e + c     data -16  <-- the first that is wrong; 4 is right",
        "│  ├─ e = a * b  data -6",
        "│  │  ├─ a       data 2",
        "│  │  └─ b       data -3",
        "│  └─ c          data 10",
        "└─ f             data -2",
    ]


def test_a_single_operation_with_a_wrong_value_needs_no_tree():
    wrong = faulty(
        'Value(self.data + other.data, (self, other), "+")', 'Value(self.data, (self, other), "+")'
    )
    assert drawing(expect_values, wrong, program("a + b", a=2.0, b=-3.0), {"a + b": -1.0}) == []


@pytest.mark.parametrize("grad", ["'seven\\n<b>'", "[1.0] * 100", "None", "float('nan')", "Loud()"])
def test_a_gradient_of_any_kind_is_one_short_cell(grad):
    loud = "class Loud:\n    def __repr__(self):\n        raise ValueError\n\n\n"
    module = types.ModuleType("odd")
    text = SOURCE.replace(MUL, f"self.grad = {grad}")
    exec(
        f"{loud}{text.partition('class Value')[0]}class Value{text.partition('class Value')[2]}", vars(module)
    )
    lines = drawing(expect_gradients, module, program("c = a * b", a=2.0, b=3.0), {"a": 3.0}, run_backward)
    assert len(lines) == 4
    assert all(len(line) < 160 for line in lines)


def test_an_engine_without_backwards_or_graph_is_drawn_all_the_same():
    class Value:
        def __init__(self, data):
            self.data, self.grad = data, 0.0

        def __mul__(self, other):
            return Value(self.data * other.data)

    Engine = types.SimpleNamespace(Value=Value)
    lines = drawing(
        expect_gradients, Engine, program("c = a * b", a=2.0, b=3.0), {"a": 3.0}, lambda nodes, root: None
    )
    assert lines == [
        "c = a * b  data 6  grad 0  <-- the first that is wrong; 1 is right",
        "├─ a       data 2  grad 0",
        "└─ b       data 3  grad 0",
    ]


def test_two_passes_are_not_explained_as_one():
    def twice(nodes, root):
        nodes[root].grad = 2.0

    assert drawing(expect_gradients, engine, program("c = a * b", a=2.0, b=3.0), {"a": 9.0}, twice) == []


def test_the_question_is_about_the_operation_that_passes_on_something_wrong():
    wrong = faulty(MUL, "self.grad += self.data * out.grad")
    expression = program("c = a * b; d = a + c; L = d + a", a=3.0, b=2.0)
    with pytest.raises(Mismatch) as caught:
        expect_gradients(wrong, expression, {"a": 4.0}, run_backward)
    assert (
        caught.value.case.ask
        == "Each share is a local derivative times the gradient of c. Which of the two is off?"
    )


def test_what_an_operation_made_of_several_passes_on_is_measured_through_all_of_them():
    wrong = faulty(MUL, "self.grad += other.data")  # -b is b * -1 there
    expression = program("e = a - b; L = e * f", a=2.0, b=-3.0, f=-2.0)
    (step, _) = expression.steps
    assert tree.alone(wrong, expression, step, "b", -2.0) == -1.0
    assert tree.alone(engine, expression, step, "b", -2.0) == 2.0


def test_a_leaf_is_the_number_that_was_given_whatever_was_asked_before():
    kinds = [type(program("L = a * 3", a=number).leaves[0][1]) for number in (2.0, 2, 2.0)]
    assert kinds == [float, int, float]


def test_no_line_is_drawn_to_an_operand_that_was_not_kept_and_the_question_is_about_that():
    with pytest.raises(Mismatch) as caught:
        single = program("b = a.tanh()", a=0.0)
        expect_gradients(faulty(*NO_CHILDREN), single, {"b": -7.0, "a": -7.0}, backward_from(-7.0))
    assert caught.value.case.drawing.splitlines() == [
        "b = a.tanh()    data 0  grad -7",
        "   (cut off) a  data 0  grad 0  <-- the first that is wrong; -7 is right",
    ]
    assert caught.value.case.ask.startswith("No _prev leads from b to a, so a backward pass finds no way")


def test_an_edge_that_is_missing_further_up_is_the_one_that_is_told():
    with pytest.raises(Mismatch) as caught:
        inner = program("b = a * 2; c = b.tanh()", a=0.0)
        expect_gradients(faulty(*NO_CHILDREN), inner, {"a": 2.0}, run_backward)
    assert caught.value.case.ask.startswith("No _prev leads from c to b")
    assert "(cut off) b = a * 2" in caught.value.case.drawing


def test_an_edge_that_is_missing_is_not_told_where_another_fault_is_there():
    wrong = faulty("self.grad += (1 - out.data**2) * out.grad", "self.grad += 5.0")
    wrong.Value.tanh = lambda self, made=wrong.Value.tanh: _without_operands(made(self))
    with pytest.raises(Mismatch) as caught:
        expect_gradients(wrong, program("b = a.tanh()", a=0.0), {"a": 1.0}, run_backward)
    assert "cut off" not in caught.value.case.drawing and "local derivative" in caught.value.case.drawing


def _without_operands(value):
    value._prev = ()
    return value
