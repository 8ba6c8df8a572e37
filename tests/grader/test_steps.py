"""The steps and the drawing of a page, without a browser."""

import itertools
import random

import pytest
from hypothesis import given

from grader.checks import alike
from grader.diagnosis.graph import Graph, Node, graph_of
from grader.diagnosis.program import values
from grader.draw import layout as layouts
from grader.draw.backward_pass import shares
from grader.draw.forward_pass import forward_pass
from grader.draw.step import named, tidy
from solutions import engine, nn
from tests import strategies
from tests.grader.test_page import large

EXPRESSIONS = strategies.programs(("+", "*", "-", "/", "**", "neg", "exp", "tanh", "relu"), most=8)


def graph_behind(expression):
    """The Graph of an expression after a backward pass."""
    nodes = values(engine, expression)
    nodes[expression.root].backward()
    return graph_of(nodes[expression.root])


def network():
    """The Graph of a network's output."""
    random.seed(1)
    return graph_of(nn.MLP(3, [4, 4, 1])([2.0, 3.0, -1.0]))


@given(expression=EXPRESSIONS)
def test_the_shares_add_up_to_the_right_gradients(expression):
    graph = graph_behind(expression)
    grads = {share.operand: share.after for share in shares(graph)}
    for i, node in enumerate(graph.nodes[:-1]):
        assert alike(grads[i], node.right) and alike(grads[i], node.grad)


@given(expression=EXPRESSIONS)
def test_a_gradient_is_complete_before_it_is_passed_on(expression):
    passing = set()
    for share in shares(graph_behind(expression)):
        passing.add(share.result)
        assert share.operand not in passing


@given(expression=EXPRESSIONS)
def test_every_node_has_a_name_of_its_own(expression):
    graph = named(graph_behind(expression))
    assert len({node.name for node in graph.nodes}) == len(graph.nodes)


def test_names_are_labels_or_short_formulas_or_numbers():
    x, long = engine.Value(2.0, label="x"), engine.Value(0.12345678)
    assert [node.name for node in named(graph_of((x + 1) * long)).nodes] == ["x", "1", "x + 1", "v4", "v5"]


def test_a_name_that_is_taken_is_not_given_again():
    v3, x_2 = engine.Value(2.0, label="v3"), engine.Value(3.0, label="x_2")
    root = (v3 + x_2) + engine.Value(1.0, label="x") * engine.Value(4.0, label="x") * 1.23456
    names = [node.name for node in named(graph_of(root)).nodes]
    assert len(set(names)) == len(names) and {"v3", "x_2"} < set(names)
    graph = Graph(tuple(Node(name, "", 0.12345, 0.0, None, (), ()) for name in ("", "v1", "x", "x", "x_3")))
    assert [node.name for node in named(graph).nodes] == ["v1_", "v1", "x_3_", "x_4", "x_3"]


@pytest.mark.parametrize(
    "operation, numbers, data, says",
    [
        ("+", (-6.0, 10.0), 4.0, "d = a + b = −6 + 10 = 4."),
        ("-", (-6.0, -10.0), 4.0, "d = a - b = −6 − −10 = 4."),
        ("*", (0.1, 0.2), 0.1 * 0.2, "d = a * b = 0.1 * 0.2 = 0.02."),
        ("/", (1.0, 3.0), 1 / 3, "d = a / b = 1 / 3 = 0.333333."),
        ("+", (3.0,), 6.0, "d = a + a = 3 + 3 = 6."),  # of a set, which keeps a once
        ("**2", (-3.0,), 9.0, "d = a ** 2 = (−3) ** 2 = 9."),
        ("tanh", (0.0,), 0.0, "d = a.tanh() = tanh(0) = 0."),
        ("ReLU", (-3.0,), 0.0, "d = a.relu() = relu(−3) = 0."),
        ("neg", (-3.0,), 3.0, "d = -a = −(−3) = 3."),
        ("+", (3.0,), 5.0, "d was made from a, with the operation +. Its data is 5. "
         "Unknown operation: the page cannot tell whether that is right."),  # + 2, and nobody kept the 2
    ],
)  # fmt: skip
def test_the_forward_pass_writes_out_each_operation(operation, numbers, data, says):
    leaves = [Node(name, "", number, 0.0, None, (), ()) for name, number in zip("ab", numbers, strict=False)]
    result = Node("d", operation, data, 0.0, None, tuple(range(len(leaves))), (None,) * len(leaves))
    *_, step = forward_pass(Graph((*leaves, result)))
    assert (step.says, step.wrong) == (says, "")


@pytest.mark.parametrize(
    "operation, numbers, data, wrong",
    [
        ("+", (2.0, 3.0), 6.0, "2 + 3 is not 6."),
        ("tanh", (0.0,), 1.0, "tanh(0) is not 1."),
        ("-", (2.0, 3.0), float("nan"), ""),
        ("odd", (2.0, 3.0), 6.0, ""),
        ("+", (2.0, "a text"), 6.0, ""),
    ],
)
def test_a_result_is_called_wrong_only_where_that_is_sure(operation, numbers, data, wrong):
    leaves = [Node(name, "", number, 0.0, None, (), ()) for name, number in zip("ab", numbers, strict=False)]
    result = Node("d", operation, data, 0.0, None, tuple(range(len(leaves))), (None,) * len(leaves))
    *_, step = forward_pass(Graph((*leaves, result)))
    assert step.wrong == (wrong and f"Wrong in your engine: {wrong}")


@pytest.mark.parametrize(
    "thing, text",
    [
        *((2.0, "2"), (-0.5, "−0.5"), (1 / 3, "0.333333"), (-1.5e-9, "−1.5e−09"), (-0.0, "0")),
        *((float("inf"), "inf"), ("None", "None"), ("a" * 30, "a" * 23 + "…")),
    ],
)
def test_a_number_has_six_digits_and_a_real_minus(thing, text):
    assert tidy(thing) == text


# -- the layout -------------------------------------------------------------------------------------


def crossings(graph, plan):
    """How many pairs of lines cross, between any two neighbouring columns."""
    gaps = {}
    for i, node in enumerate(graph.nodes):
        for operand in node.operands:
            for column in range(plan.columns[operand], plan.columns[i]):
                gaps.setdefault(column, set()).add(
                    (height(plan, operand, column), height(plan, i, column + 1, operand))
                )
    pairs = (pair for lines in gaps.values() for pair in itertools.combinations(lines, 2))
    return sum((one[0] - two[0]) * (one[1] - two[1]) < 0 for one, two in pairs)


def height(plan, node, column, source=None):
    """Where a line stands in a column: at the node, or where an edge bends."""
    if plan.columns[node] == column:
        return plan.heights[node]
    return plan.bends[source if source is not None else node, column]


@given(expression=EXPRESSIONS)
def test_nodes_stand_apart_and_operands_on_the_left(expression):
    apart(graph_behind(expression))


def test_the_nodes_of_a_network_stand_apart():
    apart(network())


def apart(graph):
    plan = layouts.layout(graph)
    for i, node in enumerate(graph.nodes):
        assert all(plan.columns[operand] < plan.columns[i] for operand in node.operands)
    places = [*zip(plan.columns, plan.heights, strict=True)]
    for (one, high), (other, low) in itertools.combinations(places, 2):
        assert one != other or abs(high - low) >= layouts.ROOM - 1e-6
    for (_node, column), at in plan.bends.items():
        assert all(abs(at - y) >= layouts.ROOM / 2 for x, y in places if x == column)


def test_no_lines_cross_in_a_tree():
    leaves = [engine.Value(float(i)) for i in range(16)]
    while len(leaves) > 1:
        leaves = [one + other for one, other in zip(leaves[::2], leaves[1::2], strict=True)]
    graph = graph_of(leaves[0])
    assert crossings(graph, layouts.layout(graph)) == 0


def test_operands_stand_in_their_order_where_no_line_crosses_for_it():
    a, b, c = (engine.Value(x) for x in (2.0, -3.0, 10.0))
    graph = graph_of((a * b + c) * 2.0)
    plan = layouts.layout(graph)
    for node in graph.nodes:
        assert [plan.heights[i] for i in node.operands] == sorted(plan.heights[i] for i in node.operands)


def test_sorting_the_columns_takes_crossings_away(monkeypatch):
    graph = graph_of(large())
    fewer = crossings(graph, layouts.layout(graph))
    monkeypatch.setattr(layouts, "_untangled", lambda places, left, right: places)
    assert fewer < 0.7 * crossings(graph, layouts.layout(graph))
