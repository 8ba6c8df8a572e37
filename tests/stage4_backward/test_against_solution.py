"""Stage 4, hidden: any graph, checked against the solution and against measured slopes."""

import math
import operator
import random
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from grader.checks import about, expect
from grader.diagnosis.gradients import expect_gradients
from grader.diagnosis.program import floats, program
from grader.diagnosis.tree import STEP
from grader.wall.proxies import in_a_row
from tests.reference import right_gradients
from tests.stage4_backward.test_examples import expect_order, run_backward
from tests.strategies import FEW, numbers, programs

ALL = ("+", "*", "-", "/", "**", "neg", "exp", "tanh", "relu")
SMOOTH = ("*", "+", "tanh", "exp", "-")


@about("topological_order")
@given(number=numbers)
@settings(max_examples=FEW)
def test_values_with_equal_numbers_are_different_values(engine, number):
    expect_order(engine, program("d = a + b; e = a * b; L = d + e", a=number, b=number))


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
@given(a=numbers, b=numbers)
@settings(max_examples=FEW)
def test_a_value_in_the_middle_can_be_the_result(engine, a, b):
    def backward_from_c(nodes, _root):
        nodes["c"].backward()

    expect_gradients(
        engine,
        program("c = a * b; d = c * a", a=a, b=b),
        {"d": 0.0, "c": 1.0, "b": a, "a": b},
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


class Chain:
    """Many additions in a row and one product, drawn by number; number 0 is short, for who has nothing yet.

    Other sums are made in between, which are no part of it.
    """

    def __init__(self, engine, number):
        draw = random.Random(number)
        self.length = 100_000 + number if number else 10
        self.a, self.b, self.half = engine.Value(1.0), engine.Value(1.0), engine.Value(0.5)
        self.product = draw.randrange(2, self.length)
        self.added = "ab" + "".join(draw.choices("ab", k=self.length - 2))
        besides = sorted({1, self.length, *draw.choices(range(2, self.length), k=20)})
        leaves = {"a": self.a, "b": self.b}
        signs = "+" * self.product + "*" + "+" * (self.length - self.product - 1)
        others = [leaves[name] for name in self.added]
        others[self.product] = self.half
        self.root, self.results = self.a, []
        for start, end in pairwise([0, *besides]):
            self.results += in_a_row(self.root, signs[start:end], others[start:end])
            self.root = self.results[-1]
            _no_part = self.root + self.b

    def __str__(self):
        return (
            f"a chain of {self.length:,} operations: d = a + a; e = d + b; … with a or b each time, "
            f"and once, as number {self.product + 1:,}, times 0.5"
        )

    def gradients(self):
        """The right gradients of a and b."""
        halved, whole = self.added[: self.product], self.added[self.product + 1 :]
        return [0.5 * (1 + halved.count("a")) + whole.count("a"), 0.5 * halved.count("b") + whole.count("b")]

    def in_place(self, order):
        """How many Values of the chain stand in this order where they may stand."""
        first_uses = {id(self.a): 0, id(self.b): 1, id(self.half): self.product}
        first_uses = {leaf: id(self.results[use]) for leaf, use in first_uses.items()}
        asked_for = {*first_uses, *first_uses.values()}
        place = {id(each): i for i, each in enumerate(order) if id(each) in asked_for}
        others = (each for each in order if id(each) not in first_uses)
        return sum(map(operator.is_, others, self.results)) + sum(
            place.get(leaf, math.inf) < place.get(use, -1) for leaf, use in first_uses.items()
        )


DEEP = "Each recursive call waits for the next one. Could a list of your own remember what is still to visit?"
one_long = settings(max_examples=2, phases=[Phase.generate])  # the first one that is drawn is 0


@about("deep graphs")
@given(number=st.integers(0, 999))
@one_long
def test_the_order_of_a_chain_of_100_000_operations(engine, number):
    topological_order = engine.topological_order  # first: a worker would look for it in the whole chain
    chain = Chain(engine, number)

    def counts():
        order = topological_order(chain.root)
        return [len(order), chain.in_place(order)]

    expect(
        "[how many Values stand in the topological order, how many of them belong there, each of them once and "
        f"after its operands]   in {chain}",
        counts,
        [chain.length + 3] * 2,
        DEEP,
    )


@about("deep graphs")
@given(number=st.integers(0, 999))
@one_long
def test_the_gradients_through_a_chain_of_100_000_operations(engine, number):
    chain = Chain(engine, number)

    def gradients():
        chain.root.backward()
        return [chain.a.grad, chain.b.grad]

    expect(f"[a.grad, b.grad] after backward()   in {chain}", gradients, chain.gradients(), DEEP)
