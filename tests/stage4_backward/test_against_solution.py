"""Stage 4, hidden: any graph, checked against the solution and against measured slopes."""

import pytest
from hypothesis import given

from grader.checks import about, expect
from grader.diagnosis.gradients import STEP, expect_gradients
from grader.diagnosis.program import floats, program
from tests.reference import right_gradients
from tests.stage4_backward.test_examples import expect_order, run_backward
from tests.strategies import programs

ALL = ("+", "*", "-", "/", "**", "neg", "exp", "tanh", "relu")
SMOOTH = ("*", "+", "tanh", "exp", "-")


@about("topological_order")
def test_values_with_equal_numbers_are_different_values(engine):
    expect_order(engine, program("d = a + b; e = a * b; L = d + e", a=2.0, b=2.0))


@about("topological_order")
@given(expression=programs(("+", "*"), most=8))
def test_the_order_of_any_graph(engine, expression):
    expect_order(engine, expression)


@about("backward")
@given(expression=programs(("+", "*"), most=8))
def test_gradients_of_sums_and_products(engine, expression):
    expect_gradients(engine, expression, right_gradients(expression), run_backward)


@about("backward")
@given(expression=programs(ALL, most=8, plain_numbers=True))
def test_gradients_of_all_operations_together(engine, expression):
    expect_gradients(engine, expression, right_gradients(expression), run_backward)


@about("backward")
@given(expression=programs(SMOOTH, most=4))
def test_gradients_agree_with_measured_slopes(engine, expression):
    expect_gradients(engine, expression, _measured(expression), run_backward)


def _measured(expression):
    """The slope of the root in each leaf, from small steps on plain numbers. Not where it is steep."""
    root = expression.root
    slopes = {}
    for name, x in expression.leaves:
        above = floats(expression, **{name: x + STEP})[root]
        below = floats(expression, **{name: x - STEP})[root]
        slope = (above - below) / (2 * STEP)
        if 0.01 < abs(slope) < 10:
            slopes[name] = slope
    return slopes


@about("backward")
@given(expression=programs(("+", "*", "tanh"), most=6))
def test_a_second_result_adds_to_the_first(engine, expression):
    right = {name: 2 * right_gradients(expression)[name] for name, _ in expression.leaves}

    def twice(nodes, root):
        nodes[root].backward()
        again = {name: nodes[name] for name, _ in expression.leaves}
        _rebuilt(expression, again)[root].backward()

    expect_gradients(
        engine,
        expression,
        right,
        twice,
        called="after {root}.backward(), then building {root} again from the same leaves and {root}.backward()",
    )


def _rebuilt(expression, nodes):
    for step in expression.steps:
        x, *y = (nodes[operand] for operand in step.operands)
        nodes[step.name] = (
            x.tanh() if step.operation == "tanh" else x + y[0] if step.operation == "+" else x * y[0]
        )
    return nodes


@about("backward")
def test_a_value_in_the_middle_can_be_the_result(engine):
    def backward_from_c(nodes, _root):
        nodes["c"].backward()

    expect_gradients(
        engine,
        program("c = a * b; d = c * a", a=2.0, b=-3.0),
        {"d": 0.0, "c": 1.0, "b": 2.0, "a": -3.0},
        backward_from_c,
        called="after c.backward()",
    )


# So high that small steps see nothing of the slope, which the chain rule sees all of.
HILLS = ("L = a * a * a + 1e12", "L = (a * 3).tanh() + 1e12", "L = (a * a).exp() + 1e12")


@pytest.fixture(autouse=True)
def no_gradient_is_measured(request, engine):
    """One of the hills must be right before a test of `backward` counts, whichever operation is wrong."""
    if request.function.about != "backward":
        return
    for hill in HILLS:
        expression = program(hill, a=0.5)
        try:
            expect_gradients(engine, expression, right_gradients(expression), run_backward)
            return
        except Exception as error:
            last = error
    raise last


def _chain(engine, length):
    a = engine.Value(1.0)
    total = a
    for _ in range(length):
        total = total + a
    return a, total


@about("deep graphs")
def test_the_order_of_a_chain_of_100_000_additions(engine):
    for length in (10, 100_000):  # who has nothing yet need not wait for the long one
        expect(
            f"how many Values stand in the topological order of a + a + … + a, with {length:,} additions",
            lambda n=length: len(engine.topological_order(_chain(engine, n)[1])),
            length + 1,
            "Each recursive call waits for the next one. Could a list of your own remember what is still to visit?",
        )


@about("deep graphs")
def test_the_gradient_through_a_chain_of_100_000_additions(engine):
    def gradient(length):
        a, total = _chain(engine, length)
        total.backward()
        return a.grad

    for length in (10, 100_000):
        expect(
            f"a.grad after (a + a + … + a).backward(), with {length:,} additions",
            lambda n=length: gradient(n),
            length + 1.0,
            "Each recursive call waits for the next one. Could a list of your own remember what is still to visit?",
        )
