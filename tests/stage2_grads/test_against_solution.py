"""Stage 2, hidden: gradients other than 1, values used twice, and slopes that are measured."""

import operator
from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks import about, expect, shown
from grader.diagnosis.gradients import expect_gradients, expect_values
from grader.wall.proxies import read_each
from solutions import by_hand as solution
from tests.formulas import OF_L, expect_each
from tests.reference import expect_right_pass, right_gradients, right_values
from tests.strategies import FEW, numbers, programs

FOUR = st.tuples(numbers, numbers, numbers, numbers)


@about("grad")
@given(expression=programs(("+", "*"), most=3))
@settings(max_examples=FEW)
def test_a_result_starts_without_a_gradient(engine, expression):
    nodes = expect_values(engine, expression, right_values(expression))
    for name, node in nodes.items():
        expect(
            f"the grad of {name} before any backward pass   in {expression}",
            lambda node=node: node.grad,
            0.0,
            "Every Value starts with the same gradient, however it was made.",
        )


@about("grad")
@given(number=numbers, gradient=numbers)
@settings(max_examples=FEW)
def test_each_value_has_a_gradient_of_its_own(engine, number, gradient):
    a, b = engine.Value(number), engine.Value(-number)
    a.grad = gradient
    expect(
        f"[a.data, a.grad, b.data, b.grad] after a = Value({shown(number)}); b = Value({shown(-number)}); "
        f"a.grad = {shown(gradient)}",
        lambda: [a.data, a.grad, b.data, b.grad],
        [number, gradient, -number, 0.0],
        "Is grad set in __init__, on self?",
    )


@about("gradients_of_L")
@given(inputs=FOUR)
def test_the_gradients_of_L_for_other_numbers(by_hand, inputs):
    names = ", ".join(f"{name}={shown(x)}" for name, x in zip("abcf", inputs, strict=True))
    expect_each(
        f"gradients_of_L({names})",
        lambda: by_hand.gradients_of_L(*inputs),
        solution.gradients_of_L(*inputs),
        {name: f"It has to hold for any four numbers. {question}" for name, question in OF_L.items()},
    )


@about("numerical_gradient")
@given(inputs=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=4))
def test_one_slope_for_each_input(engine, by_hand, inputs):
    factors, inputs = [factor for factor, _ in inputs], [x for _, x in inputs]

    def cubes(*values):
        cubed = [engine.Value(k) * x * x * x for k, x in zip(factors, values, strict=True)]
        return reduce(operator.add, cubed)

    formula = " + ".join(f"{shown(k)}·{x}·{x}·{x}" for k, x in zip(factors, "abcd", strict=False))
    expect(
        f"numerical_gradient(cubes, {shown(inputs)})   where cubes(a, b, …) = {formula}",
        lambda: by_hand.numerical_gradient(cubes, [*inputs]),
        [3 * k * x**2 for k, x in zip(factors, inputs, strict=True)],
        "Which input moves, which stay, and how long is the step between the two?",
        within=1e-5,
    )


@about("numerical_gradient")
@given(a=numbers, b=numbers, k=numbers, h=st.sampled_from([0.5, 1.0, 0.25]))
def test_the_step_that_is_asked_for_is_taken_on_both_sides(engine, by_hand, a, b, k, h):
    def expression(a, b):
        factor = engine.Value(k)
        return factor * a * a * a + factor * b

    expect(
        f"numerical_gradient(lambda a, b: {shown(k)} * a * a * a + {shown(k)} * b, {shown([a, b])}, h={shown(h)})",
        lambda: by_hand.numerical_gradient(expression, [a, b], h=h),
        [k * (3 * a**2 + h**2), k],
        "Between input - h and input + h: how long is that step, and which h is it?",
    )


@about("numerical_gradient")
@given(a=numbers, b=numbers, k=numbers)
@settings(max_examples=FEW)
def test_the_inputs_are_left_as_they_were(engine, by_hand, a, b, k):
    inputs = [a, b]

    def slopes_and_inputs():
        slopes = by_hand.numerical_gradient(lambda a, b: engine.Value(k) * a * b, inputs)
        return [slopes, inputs]

    expect(
        f"[numerical_gradient(lambda a, b: {shown(k)} * a * b, inputs), inputs]   where inputs was {shown(inputs)}",
        slopes_and_inputs,
        [[k * b, k * a], [a, b]],
        "The list belongs to the caller.",
    )


@about("nudge")
@given(data=numbers, gradient=numbers, step=st.sampled_from([0.01, 0.5, 1.0]))
def test_each_leaf_moves_along_its_own_gradient(engine, by_hand, data, gradient, step):
    a, b = engine.Value(data), engine.Value(1.0)
    a.grad, b.grad = gradient, 2.0

    def nudged():
        by_hand.nudge([a, b], step=step)
        return read_each([a, b], "data")

    done = (
        f"after nudge([a, b], step={shown(step)})   "
        f"at a = {shown(data)}, a.grad = {shown(gradient)}, b = 1, b.grad = 2"
    )
    expect(
        f"[a.data, b.data] {done}",
        nudged,
        [data + step * gradient, 1.0 + step * 2.0],
        "Uphill is along the gradient: each leaf by its own. By how many times its gradient?",
    )
    expect(
        f"[a.grad, b.grad] {done}",
        lambda: read_each([a, b], "grad"),
        [gradient, 2.0],
        "A nudge moves the numbers. Does it have to change the gradients?",
    )


@about("_backward of +")
@given(expression=programs(("+",)), upstream=numbers)
def test_gradients_through_sums(engine, expression, upstream):
    expect_right_pass(engine, expression, upstream)


@about("_backward of *")
@given(expression=programs(("*", "+"), most=6), upstream=numbers)
def test_gradients_through_products_and_sums(engine, expression, upstream):
    expect_right_pass(engine, expression, upstream)


@about("backward_in_order")
@given(expression=programs(("+", "*"), most=6))
def test_a_backward_pass_in_the_order_that_is_given(engine, by_hand, expression):
    order = expression.names[::-1]
    expect_gradients(
        engine,
        expression,
        right_gradients(expression),
        lambda nodes, _root: by_hand.backward_in_order([nodes[name] for name in order]),
        called="after backward_in_order, the result first",
    )


@about("numerical_gradient")
@given(expression=programs(("+", "*")))
def test_the_measured_slopes_agree_with_the_gradients(engine, by_hand, expression):
    def built(*leaves):
        named = dict(zip(names, leaves, strict=True))
        for step in expression.steps:
            x, y = (named[operand] for operand in step.operands)
            named[step.name] = x + y if step.operation == "+" else x * y
        return named[expression.root]

    names = [name for name, _ in expression.leaves]
    gradients = right_gradients(expression)
    expect(
        f"numerical_gradient of {expression}",
        lambda: by_hand.numerical_gradient(built, [x for _, x in expression.leaves]),
        [gradients[name] for name in names],
        "One slope for each input, in the order of the inputs.",
        within=1e-5,
    )
