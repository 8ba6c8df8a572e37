"""Stage 3, hidden: every operation with any gradient at its result, its values used more than once."""

import math

from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.checks import about, expect, shown
from grader.diagnosis.gradients import through_the_graph
from grader.diagnosis.program import program
from grader.wall.proxies import read_ahead, read_each
from solutions import by_hand as solution
from tests.formulas import OF_NEURON, expect_each
from tests.reference import expect_right_pass
from tests.strategies import EXPONENTS, FEW, FEWER, numbers, positive, programs

FIVE = st.tuples(numbers, numbers, numbers, numbers, numbers)


def listed(inputs):
    """The five inputs of a neuron, by name."""
    return ", ".join(
        f"{name}={shown(x)}" for name, x in zip(("x1", "x2", "w1", "w2", "b"), inputs, strict=True)
    )


def expect_all(engine, texts, **leaves):
    """The same for several expressions, the smallest first."""
    for text in texts:
        expect_right_pass(engine, program(text, **leaves))


# Where no operation is flat, and of which no table knows: else a table of easy numbers might pass, by chance.
steep = st.integers(500_001, 1_999_999).map(lambda millionths: millionths / 1_000_000)


@about("plain numbers")
@given(a=numbers, number=numbers)
def test_plain_numbers_on_the_right(engine, a, number):
    expect_all(engine, [f"L = a + {number}", f"L = a * {number}", f"d = a * {number}; L = d * (d + 1)"], a=a)


@about("plain numbers")
@given(a=numbers)
def test_whole_numbers_are_numbers_too(engine, a):
    expect_all(engine, ["L = a + 3", "L = a * 3", "L = a * 3 + a"], a=a)


@about("__radd__")
@given(a=numbers, number=numbers)
def test_plain_numbers_on_the_left_of_plus(engine, a, number):
    expect_all(engine, [f"L = {number} + a", f"d = {number} + a; L = d * d"], a=a)


@about("__rmul__")
@given(a=numbers, number=numbers)
def test_plain_numbers_on_the_left_of_times(engine, a, number):
    expect_all(engine, [f"L = {number} * a", f"d = {number} * a; L = d * d"], a=a)


@about("__neg__")
@given(a=numbers)
def test_minus_in_front_of_values_used_twice(engine, a):
    expect_all(engine, ["L = -a", "L = a + -a * a", "d = -a; L = d * d"], a=a)


@about("__sub__")
@given(a=numbers, b=numbers)
@settings(max_examples=FEWER)
def test_differences_used_twice(engine, a, b):
    expect_all(engine, ["L = a - b", "L = b - a", "d = a - b; L = d * d", "L = a - a * b"], a=a, b=b)


@about("__sub__")
@given(a=numbers, number=numbers)
def test_plain_numbers_on_the_right_of_minus(engine, a, number):
    expect_all(engine, [f"L = a - {abs(number)}", f"d = a - {abs(number)}; L = d * d"], a=a)


@about("__sub__")
@given(expression=programs(("-", "*")), upstream=numbers)
def test_gradients_through_differences(engine, expression, upstream):
    expect_right_pass(engine, expression, upstream)


@about("__rsub__")
@given(a=numbers, number=numbers)
def test_plain_numbers_on_the_left_of_minus(engine, a, number):
    expect_all(engine, [f"L = {number} - a", f"d = {number} - a; L = d * d"], a=a)


@about("__pow__")
@given(a=positive, exponent=st.sampled_from(EXPONENTS))
def test_powers_of_positive_numbers(engine, a, exponent):
    expect_all(engine, [f"L = a**{exponent}", f"d = a**{exponent}; L = d * d", f"L = a * a**{exponent}"], a=a)


@about("__pow__")
@given(a=numbers, exponent=st.sampled_from([2, 3, 1, -1]))
def test_whole_powers_of_any_number(engine, a, exponent):
    expect_all(engine, [f"L = a**{exponent}", f"d = a**{exponent}; L = d * d"], a=a)


@about("__pow__")
@given(a=numbers, exponent=st.integers(2, 5))
@settings(max_examples=FEW)
def test_powers_of_0_are_flat(engine, a, exponent):
    for number in (0.0, a):
        expect_all(engine, [f"L = a**{exponent}"], a=number)


@about("__truediv__")
@given(a=numbers, b=numbers)
@settings(max_examples=FEWER)
def test_quotients_used_twice(engine, a, b):
    expect_all(engine, ["L = a / b", "L = b / a", "d = a / b; L = d * d", "L = a / (a * b)"], a=a, b=b)


@about("__truediv__")
@given(a=numbers, number=numbers)
def test_plain_numbers_on_the_right_of_divide(engine, a, number):
    expect_all(engine, [f"L = a / {abs(number)}", f"d = a / {abs(number)}; L = d * d"], a=a)


@about("__truediv__")
@given(expression=programs(("/", "+")), upstream=numbers)
def test_gradients_through_quotients(engine, expression, upstream):
    expect_right_pass(engine, expression, upstream)


@about("__rtruediv__")
@given(a=numbers, number=numbers)
def test_plain_numbers_on_the_left_of_divide(engine, a, number):
    expect_all(engine, [f"L = {number} / a", f"d = {number} / a; L = d * d"], a=a)


@about("exp")
@given(a=numbers)
def test_exp_used_twice(engine, a):
    expect_all(engine, ["L = a.exp()", "d = a.exp(); L = d * d", "L = a * a.exp()"], a=a)


@about("exp")
@given(expression=programs(("exp", "*", "+")), upstream=numbers, a=steep)
def test_gradients_through_exp(engine, expression, upstream, a):
    expect_right_pass(engine, program("L = a.exp()", a=a))
    expect_right_pass(engine, expression, upstream)


@about("tanh")
@given(a=numbers)
def test_tanh_used_twice(engine, a):
    expect_all(engine, ["L = a.tanh()", "d = a.tanh(); L = d * d", "L = a * a.tanh()"], a=a)


@about("tanh")
@given(expression=programs(("tanh", "*", "+")), upstream=numbers, a=steep)
def test_gradients_through_tanh(engine, expression, upstream, a):
    expect_right_pass(engine, program("L = a.tanh()", a=a))
    expect_right_pass(engine, expression, upstream)


@about("tanh")
@given(size=st.integers(400, 5000), a=steep)
@settings(max_examples=FEW)
def test_tanh_of_a_large_number(engine, size, a):
    for number in (a, float(size), -float(size)):
        expect_right_pass(engine, program("L = a.tanh()", a=number))


@about("relu")
@given(a=numbers)
def test_relu_used_twice(engine, a):
    expect_all(engine, ["L = a.relu()", "d = a.relu(); L = d * d + d", "L = a * a.relu()"], a=a)


@about("relu")
@given(expression=programs(("relu", "*", "+")), upstream=numbers, a=steep)
def test_gradients_through_relu(engine, expression, upstream, a):
    expect_right_pass(engine, program("L = a.relu()", a=a))
    expect_right_pass(engine, expression, upstream)


@about("neuron")
@given(inputs=FIVE)
@example((0.5, -0.25, 0.5, 1.0, 0.25))
def test_a_neuron_of_any_weights(engine, by_hand, inputs):
    x1, x2, w1, w2, b = inputs
    right, gradients = math.tanh(x1 * w1 + x2 * w2 + b), solution.gradients_of_neuron(*inputs)

    def number_and_gradients():
        leaves = [engine.Value(number) for number in inputs]
        o = by_hand.neuron(*leaves)
        read_ahead([o], "_prev")
        through_the_graph({"o": o}, "o")
        return [*read_each([o], "data"), *read_each(leaves, "grad")]

    expect(
        f"[o.data, x1.grad, x2.grad, w1.grad, w2.grad, b.grad] for o = neuron({listed(inputs)})",
        number_and_gradients,
        [right, *(gradients[name] for name in ("x1", "x2", "w1", "w2", "b"))],
        "The formula stands in the docstring. Which input goes with which weight?",
    )


@about("gradients_of_neuron")
@given(inputs=FIVE)
@example((0.5, -0.25, 0.5, 1.0, 0.25))
def test_the_gradients_of_a_neuron_for_other_numbers(by_hand, inputs):
    expect_each(
        f"gradients_of_neuron({listed(inputs)})",
        lambda: by_hand.gradients_of_neuron(*inputs),
        solution.gradients_of_neuron(*inputs),
        {name: f"It has to hold for any five numbers. {question}" for name, question in OF_NEURON.items()},
    )


@about("tanh_from_exp")
@given(a=st.sampled_from([-20.0, 20.0, 0.0]) | numbers)
def test_tanh_from_exp_agrees_with_tanh(engine, by_hand, a):
    expect(
        f"tanh_from_exp(Value({shown(a)})).data",
        lambda: by_hand.tanh_from_exp(engine.Value(a)).data,
        math.tanh(a),
        "tanh(x) is a fraction in which only e to the power of 2x appears. What stands above, what below?",
    )
