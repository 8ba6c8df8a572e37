"""Stage 1, hidden: the values and the graph of any expression of + and *."""

from hypothesis import given

from grader.checks import about, expect, expect_objects, expect_that, shown, shows
from grader.diagnosis.gradients import expect_values
from grader.diagnosis.program import program, values
from tests.reference import right_values
from tests.strategies import numbers, programs


@about("__init__")
def test_a_value_made_from_others_holds_them(engine):
    a, b = engine.Value(2.0), engine.Value(-3.0)
    expect_objects(
        'the _prev of Value(7.0, (a, b), "+")',
        lambda: engine.Value(7.0, (a, b), "+")._prev,
        {"a": a, "b": b},
        "Where do the _children go?",
    )
    expect(
        'Value(7.0, (a, b), "+")._op',
        lambda: engine.Value(7.0, (a, b), "+")._op,
        "+",
        "Where does the _op go?",
    )


@about("__init__")
@given(number=numbers)
def test_two_values_have_nothing_in_common(engine, number):
    a, b = engine.Value(number), engine.Value(9.0, (), "", "b")
    expect(f"a.data after a = Value({shown(number)}); b = Value(9.0)", lambda: a.data, number)
    expect_that("a.label where only b has one", lambda: a.label, lambda got: not got, "an empty text")
    expect_that("a._op of a leaf", lambda: a._op, lambda got: not got, "an empty text")
    expect("b.label", lambda: b.label, "b", "The label is the last thing that __init__ is given.")


@about("__repr__")
@given(a=numbers)
def test_every_value_shows_its_own_number(engine, a):
    expect_that(
        f"repr(Value({shown(a)}))",
        lambda: repr(engine.Value(a)),
        shows(a),
        f"a text with the number {shown(a)} in it",
        "Is it the number of this very Value?",
    )


@about("__add__")
@given(expression=programs(("+",)))
def test_sums_of_sums(engine, expression):
    expect_values(engine, expression, right_values(expression))


@about("__add__")
def test_adding_leaves_the_operands_alone(engine):
    nodes = values(engine, program("c = a + b", a=2.0, b=-3.0))
    expect("a.data after c = a + b, at a = 2", lambda: nodes["a"].data, 2.0, "A sum is a new Value.")
    expect("b.data after c = a + b, at b = -3", lambda: nodes["b"].data, -3.0, "A sum is a new Value.")
    expect_objects(
        "the _prev of the leaf a after c = a + b", lambda: nodes["a"]._prev, {}, "A sum is a new Value."
    )


@about("__mul__")
@given(expression=programs(("*", "+")))
def test_products_of_sums_and_sums_of_products(engine, expression):
    expect_values(engine, expression, right_values(expression))


@about("__mul__")
def test_multiplying_leaves_the_operands_alone(engine):
    nodes = values(engine, program("c = a * b", a=2.0, b=-3.0))
    expect("a.data after c = a * b, at a = 2", lambda: nodes["a"].data, 2.0, "A product is a new Value.")
    expect("b.data after c = a * b, at b = -3", lambda: nodes["b"].data, -3.0, "A product is a new Value.")
    expect_objects(
        "the _prev of the leaf b after c = a * b", lambda: nodes["b"]._prev, {}, "A product is a new Value."
    )


@about("trace")
@given(expression=programs(("+", "*"), most=7))
def test_trace_finds_every_node_once(engine, expression):
    nodes = values(engine, expression)
    expect_objects(
        f"the nodes of trace({expression.root})   in {expression}",
        lambda: engine.trace(nodes[expression.root])[0],
        nodes,
        "Walk from every node to its operands. Do you meet a node a second time, or stop too early?",
    )


@about("trace")
@given(expression=programs(("+", "*"), most=7))
def test_trace_finds_every_edge_once(engine, expression):
    nodes = values(engine, expression)
    names = {id(node): name for name, node in nodes.items()}
    wanted = {f"{operand} -> {step.name}" for step in expression.steps for operand in step.operands}
    expect(
        f"the edges of trace({expression.root})   in {expression}",
        lambda: sorted(
            f"{names.get(id(operand), '?')} -> {names.get(id(result), '?')}"
            for operand, result in engine.trace(nodes[expression.root])[1]
        ),
        sorted(wanted),
        "An edge is a pair: the operand first, then the result that it went into.",
    )


@about("trace")
def test_two_equal_numbers_are_two_nodes(engine):
    nodes = values(engine, program("c = a + b", a=2.0, b=2.0))
    expect_objects(
        "the nodes of trace(c)   in c = a + b   at a = 2, b = 2",
        lambda: engine.trace(nodes["c"])[0],
        nodes,
        "a and b hold the same number, and are two Values all the same.",
    )
