"""Stage 1, hidden: the values and the graph of any expression of + and *."""

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks import about, expect, expect_objects, expect_that, shown, shows
from grader.diagnosis.gradients import expect_values
from grader.diagnosis.program import program
from tests.graphs import among_others
from tests.reference import right_values
from tests.stage1_add_and_mul.test_examples import edges_by_name
from tests.strategies import FEW, numbers, programs, short_numbers


@about("__init__")
@given(number=numbers, operation=st.sampled_from(["+", "*", "tanh", "**2"]))
@settings(max_examples=FEW)
def test_a_value_made_from_others_holds_them(engine, number, operation):
    a, b = engine.Value(2.0), engine.Value(-3.0)
    made = f'Value({shown(number)}, (a, b), "{operation}")'
    expect_objects(
        f"the _prev of {made}",
        lambda: engine.Value(number, (a, b), operation)._prev,
        {"a": a, "b": b},
        "_prev holds the _children as they are, and all of them. Where do they go?",
    )
    expect(
        f"[data, _op] of {made}",
        lambda: [(out := engine.Value(number, (a, b), operation)).data, out._op],
        [number, operation],
        "After the number and the operands comes the operation. Where does each of them go?",
    )


@about("__init__")
@given(number=numbers)
def test_a_value_keeps_its_number_as_it_is(engine, number):
    expect(
        f"Value({shown(number)}).data",
        lambda: engine.Value(number).data,
        number,
        "Is it the very number that __init__ was given?",
    )


@about("__init__")
@given(number=numbers, label=st.sampled_from(["b", "x1", "w2"]))
def test_two_values_have_nothing_in_common(engine, number, label):
    a, b = engine.Value(number), engine.Value(9.0, (), "*", label)
    done = f'after a = Value({shown(number)}); b = Value(9.0, (), "*", "{label}")'
    ask = "What belongs to one Value is stored on self. Where is it stored here?"
    expect(f"a.data {done}", lambda: a.data, number, ask)
    expect_that(f"a.label {done}", lambda: a.label, lambda got: not got, "an empty text", ask)
    expect_that(f"a._op {done}", lambda: a._op, lambda got: not got, "an empty text", ask)
    expect(
        f'Value(9.0, (), "*", "{label}").label',
        lambda: b.label,
        label,
        "The label is the last thing that __init__ is given. Where do you keep it?",
    )


@about("__repr__")
@given(a=short_numbers, b=short_numbers)
def test_every_value_shows_its_own_number(engine, a, b):
    expect_that(
        f"repr(Value({shown(a)}))",
        lambda: repr(engine.Value(a)),
        lambda text: shows(a)(text) and (a == b or not shows(b)(text)),
        f"a text with the number {shown(a)} in it, and not the {shown(b)} of another Value",
        "Is it the number of this very Value?",
    )


@about("__add__")
@given(expression=programs(("+",)))
def test_sums_of_sums(engine, expression):
    expect_values(engine, expression, right_values(expression))


@about("__mul__")
@given(expression=programs(("*", "+")))
def test_products_of_sums_and_sums_of_products(engine, expression):
    expect_values(engine, expression, right_values(expression))


@about("trace")
@given(number=numbers)
@settings(max_examples=FEW)
def test_two_equal_numbers_are_two_nodes(engine, number):
    expression = program("c = a + b", a=number, b=number)
    nodes = among_others(engine, expression)
    expect_objects(
        f"the nodes of trace(c)   in {expression}",
        lambda: engine.trace(nodes["c"])[0],
        nodes,
        "a and b hold the same number and are two Values. How do you recognise one that you have met?",
    )


@about("trace")
@given(expression=programs(("+", "*"), most=7))
def test_trace_finds_every_node_once(engine, expression):
    nodes = among_others(engine, expression)
    expect_objects(
        f"the nodes of trace({expression.root})   in {expression}",
        lambda: engine.trace(nodes[expression.root])[0],
        nodes,
        "Walk from every node to its operands. Do you meet a node a second time, or stop too early?",
    )


@about("trace")
@given(expression=programs(("+", "*"), most=7))
def test_trace_finds_every_edge_once(engine, expression):
    nodes = among_others(engine, expression)
    wanted = {f"{operand} -> {step.name}" for step in expression.steps for operand in step.operands}
    expect(
        f"the edges of trace({expression.root})   in {expression}",
        lambda: edges_by_name(engine, nodes, expression.root),
        sorted(wanted),
        "An edge is a pair: the operand first, then the result that it went into. Which pairs do you collect?",
    )
