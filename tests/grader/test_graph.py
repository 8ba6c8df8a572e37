"""Graphs of Values as plain data: of right engines, of wrong ones, of the lecture's and of odd ones."""

import math
import types

import pytest

from grader.diagnosis import program as programs
from grader.diagnosis.derivatives import LOCAL, reading
from grader.diagnosis.expressions import EXPRESSIONS, _at_its_numbers
from grader.diagnosis.graph import NotAGraph, graph_of
from grader.diagnosis.tree import gradients
from grader.draw.words import first_wrong, is_wrong
from grader.stages import ROOT
from solutions import engine
from tests.mutants import mutants, mutated

ALTERNATIVES = sorted((ROOT / "tests" / "alternatives").glob("engine__*.py"))
MUTANTS = {each.id: each for each in mutants()}


def module_of(text, monkeypatch):
    """An engine with this text."""
    module = types.ModuleType("an_engine")
    monkeypatch.setitem(__import__("sys").modules, "an_engine", module)  # dataclasses look there
    exec(text, vars(module))
    return module


def graph_at(text, value=engine.Value, backward=True):
    """The graph of an expression of the battery's kind, after its backward pass."""
    expression = _at_its_numbers(text)
    nodes = programs.values(types.SimpleNamespace(Value=value), expression)
    root = nodes[expression.root]
    if backward:
        root.backward()
    return graph_of(root, {id(node): name for name, node in nodes.items()})


def named(graph, name):
    """The node of that name."""
    return next(node for node in graph.nodes if node.name == name)


# -- what is in it ----------------------------------------------------------------------------------


def test_the_lectures_expression_is_read_with_its_numbers_and_local_derivatives():
    graph = graph_at("e = a * b; d = e + c; L = d * f")
    assert [node.name for node in graph.nodes] == ["a", "b", "e", "c", "d", "f", "L"]
    assert graph.title == "L = (a * b + c) * f"
    e = named(graph, "e")
    assert (e.op, e.data, e.grad, e.right) == ("*", -6.0, -2.0, -2.0)
    assert (e.operands, e.locals) == ((0, 1), (-3.0, 2.0))


def test_an_operand_used_twice_stands_there_as_often_as_prev_tells():
    assert graph_at("b = a + a").root.locals == (1.0, 1.0)

    class Value(engine.Value):
        __slots__ = ("__dict__",)

    a = Value(3.0, label="a")
    b = Value(6.0, {a}, "+")
    b.grad, a.grad = 1.0, 2.0
    assert (graph_of(b).root.operands, graph_of(b).root.locals) == ((0,), (2.0,))
    assert not is_wrong(graph_of(b))


@pytest.mark.parametrize("text", [text for text in EXPRESSIONS if "z" not in text])
def test_the_right_gradients_are_those_of_plain_numbers(text):
    expression, graph = _at_its_numbers(text), graph_at(text)
    for name, right in gradients(expression, 1.0).items():
        if name.isidentifier():
            assert named(graph, name).right == pytest.approx(right, rel=1e-6, abs=1e-9)


def test_the_local_derivatives_in_the_table_are_those_that_can_be_measured():
    for operation, derivative in LOCAL.items():
        does = programs.ON_FLOATS.get(operation, programs.OPERATIONS[operation][1])
        given = [1.7, 0.6][: 1 if operation in ("neg", "exp", "tanh", "relu", "log") else 2]
        for i, local in enumerate(derivative(*given)):
            up, down = ([x + (step if j == i else 0) for j, x in enumerate(given)] for step in (1e-6, -1e-6))
            measured = (does(*up) - does(*down)) / 2e-6
            assert local is None or local == pytest.approx(measured, rel=1e-6), operation


SPELLED = {
    "**2": ([3.0], 9.0, (6.0,)),
    "^2": ([3.0], 9.0, (6.0,)),
    "pow(-1)": ([2.0], 0.5, (-0.25,)),
    "ReLU": ([3.0], 3.0, (1.0,)),
    "Tanh": ([0.0], 0.0, (1.0,)),
    "-": ([3.0], -3.0, (-1.0,)),
    "ln": ([2.0], math.log(2.0), (0.5,)),
}


@pytest.mark.parametrize("op", SPELLED)
def test_an_operation_is_known_however_it_is_spelled(op):
    numbers, data, locals = SPELLED[op]
    assert reading(op, numbers, data, ordered=True) == ((0,), pytest.approx(locals))


def test_of_a_set_the_order_is_the_one_that_gives_the_number():
    assert reading("-", [2.0, 5.0], 3.0, ordered=False) == ((1, 0), (1.0, -1.0))
    assert reading("-", [2.0, 2.0], 0.0, ordered=False) is None  # either may come first
    assert reading("*", [2.0, 5.0], 3.0, ordered=True) is None  # no reading gives that


# -- right and wrong engines ------------------------------------------------------------------------


@pytest.mark.parametrize("file", ALTERNATIVES, ids=lambda file: file.stem)
def test_no_gradient_of_a_right_engine_is_called_wrong(file, monkeypatch):
    value = module_of(file.read_text(encoding="utf-8"), monkeypatch).Value
    graphs = [graph_at(text, value) for text in EXPRESSIONS]
    assert [graph.title for graph in graphs if is_wrong(graph)] == []
    assert sum(node.right is not None for graph in graphs for node in graph.nodes) > 100


# mutant: (an expression, the name of its first wrong node)
FIRST = {
    "add-overwrites": ("b = a + a", "a"),
    "mul-no-upstream": ("e = a * b; d = e + c; L = d * f", "a"),
    "backward-not-reversed": ("e = a * b; d = e + c; L = d * f", "e"),
}


@pytest.mark.parametrize("mutant", FIRST)
def test_the_first_wrong_gradient_of_a_wrong_engine_is_found(mutant, monkeypatch):
    text, name = FIRST[mutant]
    graph = graph_at(text, module_of(mutated(MUTANTS[mutant]), monkeypatch).Value)
    assert graph.nodes[first_wrong(graph)].name == name


def test_gradients_of_an_earlier_pass_are_wrong():
    a = engine.Value(3.0)
    (a * 2).backward()
    b = a * a
    b.backward()
    assert [(n.grad, n.right) for n in graph_of(b).nodes if n.wrong] == [(8.0, 6.0)]


def test_without_a_backward_pass_nothing_is_wrong():
    assert {node.right for node in graph_at("b = a + a", backward=False).nodes} == {None}


def test_the_right_gradients_grow_with_that_of_the_root():
    a = engine.Value(3.0)
    b = a * a
    b.grad = 10.0
    assert [node.right for node in graph_of(b).nodes] == [60.0, 10.0]
    assert [node.right for node in graph_of(b, upstream=1.0).nodes] == [6.0, 1.0]


def test_below_an_unknown_operation_nothing_is_right_or_wrong_and_its_slope_is_measured():
    a = engine.Value(3.0)
    out = engine.Value(0.25, (a,), "sigmoid")

    def _backward():
        a.grad += 0.5 * out.grad

    out._backward, out.grad, a.grad = _backward, 1.0, 7.0
    graph = graph_of(out)
    assert (graph.root.locals, graph.nodes[0].right) == ((0.5,), None)
    assert (a.grad, out.grad) == (7.0, 1.0)


# -- odd graphs -------------------------------------------------------------------------------------


def test_what_is_no_value_stays_in_the_drawing():
    a = engine.Value(2.0, label="a")
    L = engine.Value(6.0, (a, 3.0), "*", "L")
    assert [node.data for node in graph_of(L).nodes] == [2.0, "no Value: 3, which is a float", 6.0]


@pytest.mark.parametrize(
    "data, told",
    {
        "None": (None, "None"),
        "complex": (2j, "2j, which is a complex"),
        "a Value": (engine.Value(1.0), "Value(data=1.0), which is a Value"),
        "huge": (10**400, "a number too large for a float"),
    }.values(),
)
def test_data_of_any_kind_is_told(data, told):
    assert graph_of(engine.Value(data)).root.data == told


REFUSED = {
    "a circle": (lambda a: setattr(a, "_prev", (a,)), "goes in a circle: a is among"),
    "no tuple": (lambda a: setattr(a, "_prev", 3), "The _prev of a is 3, which is an int. It should be"),
    "nothing": (lambda a: delattr(a, "_prev"), "a has no _prev"),
}


@pytest.mark.parametrize("spoil, line", REFUSED.values(), ids=REFUSED)
def test_what_is_no_graph_is_one_line(spoil, line):
    a = engine.Value(2.0, label="a")
    spoil(a)
    with pytest.raises(NotAGraph) as caught:
        graph_of(a)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_graph_deeper_than_pythons_recursion_is_read():
    x = engine.Value(1.0, label="x")
    for _ in range(3_000):
        x = x + 1
    x.backward()
    graph = graph_of(x)
    assert len(graph.nodes) == 6_001
    assert graph.nodes[0].right == 1.0


def test_a_name_is_one_short_line():
    for label, name in {
        "two\nlines": "two lines",
        "\x1b[31mred\ud800": "?[31mred?",
        "x" * 10_000: "x" * 39 + "…",
    }.items():
        assert graph_of(engine.Value(1.0, label=label)).root.name == name
