"""Stage 3, the lecture's examples: plain numbers on either side, and the neuron with its gradients."""

import math

from grader.checks import about, expect, expect_objects, expect_that
from grader.diagnosis.gradients import expect_gradients, expect_values, operands_of, through_the_graph
from grader.diagnosis.program import program
from tests.formulas import OF_NEURON, expect_each

NEURON = {"x1": 2.0, "x2": 0.0, "w1": -3.0, "w2": 1.0, "b": 6.8813735870195432}
GRADIENTS_OF_NEURON = {"o": 1.0, "n": 0.5, "x1": -1.5, "w1": 1.0, "x2": 0.5, "w2": 0.0, "b": 0.5}


def expect_pass(engine, text, leaves, data, gradients, upstream=1.0):
    """The data, then the gradients of a backward pass in an order of ours, which begins at the root."""
    expression = program(text, **leaves)
    nodes = expect_values(engine, expression, data)
    for name, number in leaves.items():
        expect(
            f"{name}.data after {text}",
            lambda name=name: nodes[name].data,
            number,
            f"The result is a new Value. What was done to {name}?",
        )
    root = expression.root
    expect_gradients(
        engine,
        expression,
        {root: upstream, **gradients},
        lambda nodes, root: through_the_graph(nodes, root, upstream),
        called=f"after a backward pass from {root}.grad = {upstream:g}",
    )
    expect_that(
        f"{root}._op   in {text}",
        lambda: nodes[root]._op,
        lambda got: isinstance(got, str) and got != "",
        "a text that names the operation",
        "A result says which operation made it. What is the third thing that Value(…) takes?",
    )


@about("plain numbers")
def test_a_plain_number_on_the_right_of_plus(engine):
    expect_pass(engine, "c = a + 1", {"a": 2.0}, {"c": 3.0}, {"a": -7.0}, upstream=-7.0)


@about("plain numbers")
def test_a_plain_number_on_the_right_of_times(engine):
    expect_pass(engine, "c = a * 2", {"a": -3.0}, {"c": -6.0}, {"a": -14.0}, upstream=-7.0)


@about("plain numbers")
def test_a_value_on_the_right_stays_itself(engine):
    for text, result in (("c = a + 1; d = c + b", 0.0), ("c = a * 2; d = c * b", -12.0)):
        expression = program(text, a=2.0, b=-3.0)
        nodes = expect_values(engine, expression, {"d": result})
        expect_objects(
            f"the _prev of d   in {expression}",
            lambda nodes=nodes: nodes["d"]._prev,
            {"c": nodes["c"], "b": nodes["b"]},
            "b is a Value already. What happens to it at the top of the method?",
        )


@about("__radd__")
def test_a_plain_number_on_the_left_of_plus(engine):
    a = engine.Value(2.0)
    expect(
        "(1 + a).data   at a = 2",
        lambda: (1 + a).data,
        3.0,
        "The number 1 knows no Values, so Python looks for a.__radd__(1). What does it find there?",
    )
    expect_pass(engine, "c = 1 + a", {"a": 2.0}, {"c": 3.0}, {"a": -7.0}, upstream=-7.0)


@about("__radd__")
def test_the_sum_of_a_list_of_values(engine):
    three = [engine.Value(2.0), engine.Value(-3.0), engine.Value(10.0)]
    expect(
        "sum([a, b, c]).data   at a = 2, b = -3, c = 10",
        lambda: sum(three).data,
        9.0,
        "sum begins with the plain number 0, on the left. What is 0 + a then?",
    )


@about("__rmul__")
def test_a_plain_number_on_the_left_of_times(engine):
    a = engine.Value(-3.0)
    expect(
        "(2 * a).data   at a = -3",
        lambda: (2 * a).data,
        -6.0,
        "The number 2 knows no Values, so Python looks for a.__rmul__(2). What does it find there?",
    )
    expect_pass(engine, "c = 2 * a", {"a": -3.0}, {"c": -6.0}, {"a": -14.0}, upstream=-7.0)


@about("__neg__")
def test_minus_a_value(engine):
    a = engine.Value(2.0)
    expect(
        "(-a).data   at a = 2",
        lambda: (-a).data,
        -2.0,
        "Python looks for a.__neg__(). What does it find there?",
    )
    expect_pass(engine, "b = -a", {"a": 2.0}, {"b": -2.0}, {"a": 7.0}, upstream=-7.0)


@about("__sub__")
def test_2_minus_minus_3_is_5(engine):
    a, b = engine.Value(2.0), engine.Value(-3.0)
    expect(
        "(a - b).data   at a = 2, b = -3",
        lambda: (a - b).data,
        5.0,
        "Python looks for a.__sub__(b). Is it there, and which of the two does it take from which?",
    )
    expect_pass(engine, "c = a - b", {"a": 2.0, "b": -3.0}, {"c": 5.0}, {"a": -7.0, "b": 7.0}, upstream=-7.0)


@about("__sub__")
def test_a_value_minus_a_plain_number(engine):
    expect_pass(engine, "c = a - 5", {"a": 2.0}, {"c": -3.0}, {"a": -7.0}, upstream=-7.0)


@about("__rsub__")
def test_a_plain_number_minus_a_value(engine):
    a = engine.Value(4.0)
    expect(
        "(2 - a).data   at a = 4",
        lambda: (2 - a).data,
        -2.0,
        "Python looks for a.__rsub__(2). Is it there, and which of the two does it take from which?",
    )
    expect_pass(engine, "c = 2 - a", {"a": 4.0}, {"c": -2.0}, {"a": 7.0}, upstream=-7.0)


@about("__pow__")
def test_3_squared_is_9_with_slope_6(engine):
    expect_pass(engine, "b = a**2", {"a": 3.0}, {"b": 9.0}, {"a": 6.0})


@about("__pow__")
def test_one_half_to_the_power_of_minus_1_is_2(engine):
    expect_pass(engine, "b = a**-1", {"a": 0.5}, {"b": 2.0}, {"a": 28.0}, upstream=-7.0)


@about("__truediv__")
def test_3_divided_by_2(engine):
    a, b = engine.Value(3.0), engine.Value(2.0)
    expect(
        "(a / b).data   at a = 3, b = 2",
        lambda: (a / b).data,
        1.5,
        "Python looks for a.__truediv__(b). Is it there, and which of the two stands above the line?",
    )
    expect_pass(engine, "c = a / b", {"a": 3.0, "b": 2.0}, {"c": 1.5}, {"a": 0.5, "b": -0.75})


@about("__truediv__")
def test_a_value_divided_by_a_plain_number(engine):
    expect_pass(engine, "c = a / 4", {"a": 3.0}, {"c": 0.75}, {"a": -1.75}, upstream=-7.0)


@about("__rtruediv__")
def test_a_plain_number_divided_by_a_value(engine):
    a = engine.Value(2.0)
    expect(
        "(3 / a).data   at a = 2",
        lambda: (3 / a).data,
        1.5,
        "Python looks for a.__rtruediv__(3). Is it there, and which of the two stands above the line?",
    )
    expect_pass(engine, "c = 3 / a", {"a": 2.0}, {"c": 1.5}, {"a": 5.25}, upstream=-7.0)


@about("exp")
def test_the_exponential_of_1_is_e(engine):
    expect_pass(engine, "b = a.exp()", {"a": 1.0}, {"b": math.e}, {"a": math.e})


@about("exp")
def test_the_exponential_of_0_is_1(engine):
    expect_pass(engine, "b = a.exp()", {"a": 0.0}, {"b": 1.0}, {"a": -7.0}, upstream=-7.0)


@about("tanh")
def test_tanh_of_0(engine):
    expect_pass(engine, "b = a.tanh()", {"a": 0.0}, {"b": 0.0}, {"a": -7.0}, upstream=-7.0)


@about("tanh")
def test_tanh_of_one_half(engine):
    t = math.tanh(0.5)
    expect_pass(engine, "b = a.tanh()", {"a": 0.5}, {"b": t}, {"a": 1 - t**2})


@about("tanh")
def test_tanh_of_a_large_number_is_1(engine):
    for number, result in ((1000.0, 1.0), (-1000.0, -1.0)):
        expect(
            f"Value({number:g}).tanh().data",
            lambda number=number: engine.Value(number).tanh().data,
            result,
            "tanh itself stays between -1 and 1. Which number on the way to it is too large for a float?",
        )


@about("tanh")
def test_the_neuron_of_the_lecture(engine):
    expect_pass(
        engine,
        "n = x1 * w1 + x2 * w2 + b; o = n.tanh()",
        NEURON,
        {"x1 * w1": -6.0, "x2 * w2": 0.0, "n": 0.8813735870195432, "o": 0.7071067811865476},
        GRADIENTS_OF_NEURON,
    )


@about("relu")
def test_relu_lets_a_positive_number_through(engine):
    expect_pass(engine, "b = a.relu()", {"a": 3.0}, {"b": 3.0}, {"a": -7.0}, upstream=-7.0)


@about("relu")
def test_relu_stops_a_negative_number(engine):
    expect_pass(engine, "b = a.relu()", {"a": -3.0}, {"b": 0.0}, {"a": 0.0}, upstream=-7.0)


@about("relu")
def test_relu_at_exactly_0_passes_nothing_on(engine):
    a = engine.Value(0.0)

    def gradient():
        through_the_graph({"b": a.relu()}, "b", -7.0)
        return a.grad

    expect(
        "a.grad after a backward pass from b.grad = -7   in b = a.relu()   at a = 0",
        gradient,
        0.0,
        "At exactly 0, relu has no slope. Which one does the docstring say to take?",
    )


@about("relu")
def test_relu_of_a_positive_number_is_a_new_value(engine):
    a = engine.Value(3.0)

    def number_and_identity():
        b = a.relu()
        return [b.data, b is a]

    expect(
        "[b.data, b is a]   where b = a.relu(), at a = 3",
        number_and_identity,
        [3.0, False],
        "The number is the same, but a and a.relu() have gradients of their own. Is the result a new Value?",
    )


@about("neuron")
def test_the_neuron_written_by_you(engine, by_hand):
    expect(
        "neuron(x1, x2, w1, w2, b).data   at x1 = 2, x2 = 0, w1 = -3, w2 = 1, b = 6.8813735870195432",
        lambda: by_hand.neuron(*(engine.Value(number) for number in NEURON.values())).data,
        0.7071067811865476,
        "Each input times its weight, then the sum, then the bias. What comes last?",
    )


@about("neuron")
def test_gradients_flow_back_through_the_neuron(engine, by_hand):
    def gradients():
        leaves = {name: engine.Value(number) for name, number in NEURON.items()}
        o = by_hand.neuron(*leaves.values())
        through_the_graph({"o": o}, "o")
        return [leaf.grad for leaf in leaves.values()]

    expect(
        "[x1.grad, x2.grad, w1.grad, w2.grad, b.grad] after a backward pass from neuron(x1, x2, w1, w2, b)   "
        "at x1 = 2, x2 = 0, w1 = -3, w2 = 1, b = 6.8813735870195432",
        gradients,
        [GRADIENTS_OF_NEURON[name] for name in NEURON],
        "The number is right. Was it made by operations on Values, from the first step to the last?",
    )


@about("gradients_of_neuron")
def test_the_gradients_of_the_neuron_by_hand(by_hand):
    expect_each(
        "gradients_of_neuron(x1=2.0, x2=0.0, w1=-3.0, w2=1.0, b=6.8813735870195432)",
        lambda: by_hand.gradients_of_neuron(**NEURON),
        {name: GRADIENTS_OF_NEURON[name] for name in OF_NEURON},
        OF_NEURON,
    )


@about("tanh_from_exp")
def test_tanh_from_exp_gives_the_same_number_and_the_same_gradient(engine, by_hand):
    n = engine.Value(0.8813735870195432)

    def gradient():
        through_the_graph({"o": by_hand.tanh_from_exp(n)}, "o")
        return n.grad

    expect(
        "tanh_from_exp(n).data   at n = 0.8814",
        lambda: by_hand.tanh_from_exp(n).data,
        0.7071067811865476,
        "tanh(x) is a fraction in which only e to the power of 2x appears. What stands above, what below?",
    )
    expect(
        "n.grad after a backward pass from tanh_from_exp(n)   at n = 0.8814",
        gradient,
        0.5,
        "The number is right. Was it made by operations on Values, from the first step to the last?",
    )


@about("tanh_from_exp")
def test_tanh_from_exp_is_made_of_several_operations(engine, by_hand):
    def operations():
        found, to_visit = [], [by_hand.tanh_from_exp(engine.Value(0.5))]
        while to_visit:
            node = to_visit.pop()
            if operands_of(node):
                found.append(node)
                to_visit += operands_of(node)
        return len(found)

    expect_that(
        "how many operations stand behind tanh_from_exp(x)",
        operations,
        lambda count: count > 2,
        "several: exp and arithmetic",
        "Does it call tanh, or turn the Value into a plain number?",
    )
