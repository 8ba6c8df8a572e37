"""The solutions, checked by oracles of another kind: measured slopes, and micrograd's own numbers."""

import random
import subprocess
import sys

import pytest
from hypothesis import given

from grader.diagnosis.program import floats, program, values
from grader.diagnosis.tree import STEP
from grader.stages import ROOT
from solutions import by_hand, derivative, engine, nn, train
from tests.strategies import programs

SMOOTH = ("+", "*", "-", "/", "**", "neg", "exp", "tanh", "log")


@given(expression=programs(SMOOTH, most=6, plain_numbers=True))
def test_values_are_those_of_plain_floats(expression):
    nodes = values(engine, expression)
    assert {name: nodes[name].data for name in nodes} == pytest.approx(floats(expression), rel=1e-12)


@given(expression=programs(SMOOTH, most=4, plain_numbers=True))
def test_gradients_are_the_slopes_that_one_measures(expression):
    nodes, root = values(engine, expression), expression.root
    nodes[root].backward()
    for name, x in expression.leaves:
        above, below = (floats(expression, **{name: x + step})[root] for step in (STEP, -STEP))
        assert nodes[name].grad == pytest.approx((above - below) / (2 * STEP), rel=1e-4, abs=1e-4)


def test_the_readme_expression_of_micrograd():
    text = (
        "c = a + b; d = a * b + b**3; c1 = c + (c + 1); c2 = c1 + (1 + c1 + (-a));"
        "d1 = d + (d * 2 + (b + a).relu()); d2 = d1 + (3 * d1 + (b - a).relu());"
        "e = c2 - d2; f = e**2; g0 = f / 2.0; g = g0 + 10.0 / f"
    )
    nodes = values(engine, program(text, a=-4.0, b=2.0))
    nodes["g"].backward()
    assert nodes["g"].data == pytest.approx(24.70408163265306, rel=1e-14)
    assert nodes["a"].grad == pytest.approx(138.8338192419825, rel=1e-14)
    assert nodes["b"].grad == pytest.approx(645.5772594752186, rel=1e-14)


@pytest.mark.parametrize("length", [1, 1_000, 100_000])
def test_a_chain_of_any_length(length):
    total = a = engine.Value(1.0)
    for _ in range(length):
        total = total + a
    total.backward()
    assert (total.data, a.grad) == (length + 1, length + 1)


def test_the_order_has_each_value_once_after_its_operands():
    a = engine.Value(2.0)
    b = a * a
    order = engine.topological_order(b * a + b)
    assert len(order) == len(set(map(id, order))) == 4
    places = {id(node): place for place, node in enumerate(order)}
    assert all(places[id(operand)] < places[id(node)] for node in order for operand in node._prev)


def test_the_lectures_numbers_by_hand():
    assert by_hand.gradients_of_neuron(2.0, 0.0, -3.0, 1.0, 6.8813735870195432) == pytest.approx(
        {"o": 1.0, "n": 0.5, "x1": -1.5, "w1": 1.0, "x2": 0.5, "w2": 0.0, "b": 0.5}
    )
    assert derivative.slope(derivative.f, 3.0, h=1e-16) == 0.0


def test_a_seeded_network_trains_as_in_the_numbers_of_the_lecture():
    random.seed(1337)
    model = nn.MLP(3, [4, 4, 1])
    xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
    ys = [1.0, -1.0, -1.0, 1.0]
    losses = []
    for _ in range(100):
        loss = train.mean_squared_error([model(x) for x in xs], ys) * 4  # the lecture takes the sum
        model.zero_grad()
        loss.backward()
        train.gradient_descent_step(model.parameters(), lr=0.1)
        losses.append(loss.data)
    assert losses[:3] == pytest.approx([6.005402783252284, 3.2021496469205006, 2.4621709281541335], rel=1e-9)
    assert (losses[19], losses[99]) == pytest.approx((0.01778187468615766, 0.002295376403325519), rel=1e-6)


def test_the_training_of_stubs_says_what_is_still_to_do():
    command = [sys.executable, "-c", "from exercises.train import main; main(steps=2)"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "NotImplementedError: stage 5: " in run.stderr
