"""Stage 7, hidden: arrays of any shape, against the scalar engine of stage 4 and measured slopes."""

import itertools
import pickle
import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks import about, expect, expect_objects, expect_that, shown
from grader.diagnosis.gradients import behind, operands_of
from grader.wall.proxies import read_ahead, read_each
from solutions import nn as right_nn
from tests.array_strategies import (
    FAR,
    SMOOTH,
    arrays,
    axes,
    broadcasts,
    calculations,
    matrices,
    pairs,
    powers,
    products,
    reshapes,
    sizes,
)
from tests.arrays import at, calculated, pass_back, root_of, set_layers, values
from tests.networks import set_neuron
from tests.reference import remembered
from tests.scalars import right_gradients, right_result
from tests.stage4_backward.test_examples import expect_order
from tests.stage5_mlp.test_against_solution import SPREAD, is_even, spread
from tests.stage7_tensor.test_examples import raised
from tests.strategies import FEW, FEWER, numbers, one_of, positive, programs, small_numbers

some = st.lists(numbers, min_size=5, max_size=5)  # the gradients of a result, again from the start if few
few = settings(max_examples=FEW)
fewer = settings(max_examples=FEWER)


def expect_operation(tensor, text, leaves, some, ask, plain=None):
    """The result of a text, and the gradients that it passes back, are those of the scalar engine.

    The gradients are compared after two passes from two results: whoever sets them forgets the first.
    plain: plain arrays that the text uses, by name.
    """
    told = f"in {text} at {at({**leaves, **(plain or {})})}"
    right = right_result(text, leaves, plain)
    upstream = np.resize(some, right.shape)
    mine, results = values(tensor, leaves), []

    def data():
        results.append(_calculated())
        read_ahead(results, "data", "_prev")
        return results[0].data

    def still_there():
        read_ahead(results[:1], "grad")
        given = read_each(mine.values(), "data")
        return [results[0].grad, *given]

    def _calculated():
        copies = {name: each.copy() for name, each in (plain or {}).items()}
        return calculated(text, {**mine, **copies})[root_of(text)]

    expect(f"L.data   {told}", data, right, ask)
    expect(
        f"which of {', '.join(leaves)} one finds behind L, through _prev   {told}",
        lambda: [
            name for name in leaves if any(node is mine[name] for node, _ in behind(results[0], operands_of))
        ],
        [*leaves],
        "The result was made from all of these. Was it told so, and by which parameter of Value?",
    )
    for passes, after in ((1, "a backward pass"), (2, "two backward passes, from two results L")):
        once = right_gradients(text, leaves, upstream, plain)

        def passed(passes=passes):
            pass_back(results[0] if passes == 1 else _calculated(), upstream)

        for i, name in enumerate(leaves):
            expect(
                f"{name}.grad after L.grad = {shown(upstream)} and {after}   {told}",
                lambda i=i, name=name, passed=passed: (None if i else passed(), mine[name].grad)[1],
                passes * once[name],
                "Which numbers of L did each number go into, and are all of their gradients added up?"
                if passes == 1
                else "What was in the gradient before has to stay in it. Is it added to, or replaced?",
            )
    expect(
        f"[L.grad, {', '.join(f'{name}.data' for name in leaves)}] after the backward pass   {told}",
        still_there,
        [upstream, *leaves.values()],
        "These were there before. Which line changes an array in its place, with += or with [...] = ?",
    )


# -- a Value around an array ------------------------------------------------------------------------


@about("__init__")
@given(array=arrays())
@fewer
def test_a_value_holds_any_array_to_the_last_digit(tensor, array):
    for kind, given_ in {"an array": array.copy(), "lists": array.tolist()}.items():
        expect(
            f"Value(x).data   where x is {shown(array)}, as {kind}",
            lambda given_=given_: tensor.Value(given_).data,
            array,
            "Which type keeps all digits of a Python float?",
            within=1e-12,
        )
    expect(
        f"Value(x).grad   where x is {shown(array)}",
        lambda: tensor.Value(array.copy()).grad,
        np.zeros(array.shape),
        "In which shape does the gradient start?",
    )


@about("__init__")
@given(array=arrays(entries=st.integers(-99, 99)), some=some)
@fewer
def test_the_gradient_of_whole_numbers_can_hold_any_number(tensor, array, some):
    upstream = np.resize(some, array.shape)

    def collected():
        a = tensor.Value(array.astype(int))
        a.grad += upstream
        return [a.data * 0.5, a.grad]

    expect(
        f"[a.data * 0.5, a.grad] after a.grad += {shown(upstream)}   in a = Value({shown(array.astype(int))})",
        collected,
        [array * 0.5, upstream],
        "Of which type are the numbers in data and in grad where whole numbers were given?",
    )


@about("__init__")
@given(array=arrays(), other=numbers)
@few
def test_each_value_has_a_gradient_of_its_own(tensor, array, other):
    def gradients():
        a, b = tensor.Value(array.copy()), tensor.Value(array.copy())
        a.grad = a.grad + other
        return [a.data, a.grad, b.grad]

    expect(
        f"[a.data, a.grad, b.grad] after a.grad = a.grad + {shown(other)}   in a = Value(x); b = Value(x) "
        f"where x is {shown(array)}",
        gradients,
        [array, np.full(array.shape, other), np.zeros(array.shape)],
        "Is the array of zeros made anew for each Value?",
    )


# -- broadcasting -----------------------------------------------------------------------------------


@about("unbroadcast")
@given(drawn=broadcasts())
def test_a_gradient_comes_back_to_the_shape_that_was_broadcast(tensor, drawn):
    gradient, shape = drawn
    right = right_gradients("L = a + b", {"a": np.zeros(shape), "b": np.zeros(gradient.shape)}, gradient)["a"]
    expect(
        f"unbroadcast(gradient, {shape})   where gradient is {shown(gradient)}, of shape {gradient.shape}",
        lambda: tensor.unbroadcast(gradient.copy(), shape),
        right,
        "Which axes does the gradient have in addition, and along which was size 1 repeated?",
    )


def expect_any_right_side(tensor, sign, pair, some, number):
    """Compare an operation on a Value and a plain number, an array, and the Value itself."""
    ask = "The right side may be a number, an array, or the same Value once more. Is each of them handled?"
    a, c = pair
    expect_operation(tensor, f"L = a {sign} {number}", {"a": a}, some, ask)
    expect_operation(tensor, f"L = a {sign} c", {"a": a}, some, ask, {"c": c})
    expect_operation(tensor, f"L = a {sign} a", {"a": a}, some, ask)


BROADCAST = "How does NumPy bring these two shapes together, and what does that do to the gradients?"


@about("__add__")
@given(pair=pairs(), some=some)
@fewer
def test_sums_of_any_shapes(tensor, pair, some):
    expect_operation(tensor, "L = a + b", dict(zip("ab", pair, strict=True)), some, BROADCAST)


@about("__add__")
@given(pair=pairs(), some=some, number=numbers)
@few
def test_sums_with_numbers_arrays_and_themselves(tensor, pair, some, number):
    expect_any_right_side(tensor, "+", pair, some, number)


@about("__mul__")
@given(pair=pairs(), some=some)
@fewer
def test_products_of_any_shapes(tensor, pair, some):
    expect_operation(tensor, "L = a * b", dict(zip("ab", pair, strict=True)), some, BROADCAST)


@about("__mul__")
@given(pair=pairs(), some=some, number=numbers)
@few
def test_products_with_numbers_arrays_and_themselves(tensor, pair, some, number):
    expect_any_right_side(tensor, "*", pair, some, number)


# -- the product of matrices ------------------------------------------------------------------------

MATRICES = "Rows times columns: what are the shapes of both sides, of the result, and of the two gradients?"


@about("__matmul__")
@given(pair=products(), some=some)
@fewer
def test_products_of_any_matrices(tensor, pair, some):
    expect_operation(tensor, "L = a @ b", dict(zip("ab", pair, strict=True)), some, MATRICES)


@about("__matmul__")
@given(pair=products(), square=sizes.flatmap(lambda n: arrays(st.just((n, n)))), some=some)
@few
def test_matrices_times_arrays_and_themselves(tensor, pair, square, some):
    a, c = pair
    expect_operation(tensor, "L = a @ c", {"a": a}, some, MATRICES, {"c": c})
    expect_operation(tensor, "L = a @ a", {"a": square}, some, MATRICES)


@about("arrays on the left")
@given(pair=pairs(), matrices=products(), number=numbers, some=some)
@few
def test_plain_arrays_and_numbers_on_the_left(tensor, pair, matrices, number, some):
    ask = "The left side knows nothing of Values. Which method is asked, and what does it answer?"
    b, c = pair
    for operation in "+*":
        expect_operation(tensor, f"L = {number} {operation} b", {"b": b}, some, ask)
        expect_operation(tensor, f"L = c {operation} b", {"b": b}, some, ask, {"c": c})
    expect_operation(tensor, "L = c @ b", {"b": matrices[1]}, some, ask, {"c": matrices[0]})


# -- number by number -------------------------------------------------------------------------------

EACH = "Each number of the result comes from one number of a. What is the slope there?"


@about("__pow__")
@given(drawn=powers(), some=some)
@fewer
def test_powers_of_any_arrays(tensor, drawn, some):
    array, exponent = drawn
    expect_operation(tensor, f"L = a ** {exponent}", {"a": array}, some, EACH)


@about("minus and divide")
@given(pair=pairs(right=positive), number=positive, some=some)
@few
def test_differences_and_quotients_of_any_shapes(tensor, pair, number, some):
    ask = "Which side is taken away, or divided by? And where one of them was broadcast, what comes back?"
    leaves = dict(zip("ab", pair, strict=True))
    c = {"c": pair[0]}
    for text in ("L = -a", "L = a - b", "L = a / b"):
        expect_operation(tensor, text, {name: leaves[name] for name in leaves if name in text}, some, ask)
    for text in (f"L = {number} - b", f"L = {number} / b", f"L = b - {number}", f"L = b / {number}"):
        expect_operation(tensor, text, {"b": pair[1]}, some, ask)
    for text in ("L = c - b", "L = c / b", "L = b - c"):
        expect_operation(tensor, text, {"b": pair[1]}, some, ask, c)
    whole = {"c": np.arange(1, 1 + pair[1].size).reshape(pair[1].shape)}
    ask = "NumPy is particular about powers of whole numbers. What makes floats of them?"
    expect_operation(tensor, "L = b / c", {"b": pair[1]}, some, ask, whole)


@about("exp")
@given(array=arrays(), some=some)
@fewer
def test_e_to_the_power_of_any_array(tensor, array, some):
    expect_operation(tensor, "L = a.exp()", {"a": array}, some, EACH)


@about("tanh")
@given(array=arrays(), some=some)
@fewer
def test_tanh_of_any_array(tensor, array, some):
    expect_operation(tensor, "L = a.tanh()", {"a": array}, some, EACH)


@about("tanh")
@given(array=arrays(entries=st.sampled_from([1000.0, -1000.0, 400.0, 0.5])), some=some)
@few
def test_tanh_of_large_numbers(tensor, array, some):
    expect_operation(
        tensor, "L = a.tanh()", {"a": array}, some, "What is e to the power of 2000, and is it needed?"
    )


@about("relu")
@given(array=arrays(entries=st.just(0.0) | numbers), some=some)
@fewer
def test_relu_of_any_array(tensor, array, some):
    expect_operation(tensor, "L = a.relu()", {"a": array}, some, EACH)


# -- other shapes -----------------------------------------------------------------------------------


def along(axis, keepdims):
    """The arguments as one writes them."""
    told = [] if axis is None else [f"axis={axis}"]
    return ", ".join([*told, *(["keepdims=True"] if keepdims else [])])


@about("sum")
@given(drawn=axes(), some=some)
def test_sums_along_any_axis(tensor, drawn, some):
    array, axis, keepdims = drawn
    ask = "Which numbers went into each sum? Does the gradient of L line up with them?"
    expect_operation(tensor, f"L = a.sum({along(axis, keepdims)})", {"a": array}, some, ask)


@about("mean")
@given(drawn=axes(), some=some)
@fewer
def test_means_along_any_axis(tensor, drawn, some):
    array, axis, keepdims = drawn
    ask = "How many numbers went into each mean, and what is the share of each of them?"
    expect_operation(tensor, f"L = a.mean({along(axis, keepdims)})", {"a": array}, some, ask)


@about("reshape")
@given(drawn=reshapes(), some=some)
@fewer
def test_any_other_shape(tensor, drawn, some):
    array, shape = drawn
    ask = "The order of the numbers stays. Which shape does the gradient of a have?"
    expect_operation(tensor, f"L = a.reshape({', '.join(map(str, shape))})", {"a": array}, some, ask)


@about("transpose")
@given(array=arrays(), some=some)
@fewer
def test_the_transpose_of_any_array(tensor, array, some):
    ask = "All axes change their order, forward and backward. Where does each gradient belong?"
    expect_operation(tensor, "L = a.transpose()", {"a": array}, some, ask)


# -- one call for all gradients ---------------------------------------------------------------------


@about("topological_order")
@given(expression=programs(("+", "*"), most=8))
def test_the_order_of_any_graph(tensor, expression):
    expect_order(tensor, expression)


def expect_backward(tensor, text, leaves, wanted, ask):
    """Compare the gradients of the leaves after backward from the result of the text."""
    mine = values(tensor, leaves)

    def gradient(name):
        if name == next(iter(leaves)):
            root = calculated(text, mine)["L"]
            read_ahead(mine.values(), "grad")
            root.backward()
        return mine[name].grad

    for name in wanted:
        expect(
            f"{name}.grad after L.backward()   in {text} at {at(leaves)}",
            lambda name=name: gradient(name),
            wanted[name],
            ask,
        )


ORDER = "Each operation is right by itself. In which order are their _backward called, and how often?"


@about("backward")
@given(drawn=calculations())
def test_the_gradients_of_any_calculation(tensor, drawn):
    text, leaves = drawn
    expect_backward(tensor, text, leaves, right_gradients(text, leaves, 1.0), ORDER)


@about("backward")
@given(drawn=calculations(steps=SMOOTH, most=3))
@fewer
def test_gradients_agree_with_measured_slopes(tensor, drawn):
    text, leaves = drawn
    slopes = {name: _measured(text, leaves, name) for name in leaves}
    steep = max(np.abs(each).max() for each in slopes.values())
    mine = values(tensor, leaves)

    def apart():
        calculated(text, mine)["L"].backward()
        return max(np.abs(mine[name].grad - slopes[name]).max() for name in leaves)

    expect_that(
        f"how far the gradients are from measured slopes, at most   after L.backward() in {text} at {at(leaves)}",
        apart,
        lambda got: got <= 1e-4 * max(steep, 1.0),
        "less than a ten-thousandth of the largest slope",
        ORDER,
    )


def _measured(text, leaves, name, step=1e-5):
    """The slope of L in each number of one array, from small steps."""
    slopes = np.zeros(leaves[name].shape)
    for place in np.ndindex(*slopes.shape):
        ends = []
        for h in (step, -step):
            moved = {**leaves, name: leaves[name].copy()}
            moved[name][place] += h
            ends.append(right_result(text, moved).item())
        slopes[place] = (ends[0] - ends[1]) / (2 * step)
    return slopes


@about("backward")
@given(array=arrays(entries=small_numbers))
@fewer
def test_gradients_are_not_measured(tensor, array):
    text = f"L = (a * a * a).sum() + {FAR}"
    expect_backward(
        tensor, text, {"a": array}, {"a": 3 * array**2}, "What do small steps see of a slope up there?"
    )


@about("backward")
@given(drawn=calculations(most=2))
@fewer
def test_a_second_result_adds_to_the_first(tensor, drawn):
    text, leaves = drawn
    mine = values(tensor, leaves)

    def gradient(name):
        if name == "a":
            for _ in range(2):
                calculated(text, mine)["L"].backward()
        return mine[name].grad

    for name, once in right_gradients(text, leaves, 1.0).items():
        expect(
            f"{name}.grad after L.backward() from two results   each from {text} at {at(leaves)}",
            lambda name=name: gradient(name),
            2 * once,
            "What the gradients of the leaves held before has to stay in them.",
        )


@about("backward")
@given(axes_=st.integers(0, 3), number=numbers)
@few
def test_backward_from_one_number_in_any_shape(tensor, axes_, number):
    array = np.full((1,) * axes_, number)

    def gradients():
        a = tensor.Value(array.copy())
        (root := a * a).backward()
        return [a.grad, root.grad]

    expect(
        f"[a.grad, L.grad] after L.backward()   in L = a * a at {at({'a': array})}",
        gradients,
        [2 * array, np.ones(array.shape)],
        "It is one number, in whatever shape. Which shape does its gradient have?",
    )


@about("backward")
@given(array=arrays(st.lists(sizes, min_size=1, max_size=2).map(lambda shape: (*shape, 2))), number=numbers)
@few
def test_several_numbers_are_no_result_to_start_from(tensor, array, number):
    a = tensor.Value(array.copy())
    expect_that(
        f"(a * {number}).backward()   at {at({'a': array})}",
        lambda: raised(lambda: (a * number).backward()),
        lambda error: error == "ValueError",
        "a ValueError that is raised",
        "How many numbers does the result have, and which one would the gradients be about?",
    )
    b = tensor.Value(array.copy())

    def gradient():
        (b * number).sum().backward()
        return b.grad

    expect(
        f"a.grad after (a * {number}).sum().backward()   at {at({'a': array})}",
        gradient,
        np.full(array.shape, number),
        "The sum is one number. Does backward start from it?",
    )


# -- networks ---------------------------------------------------------------------------------------


@about("Linear.__init__")
@given(shape=matrices, number=numbers)
@fewer
def test_a_layer_of_any_size(tensor, shape, number):
    def computed():
        layer = tensor.Linear(*shape)
        shapes = [list(layer.w.data.shape), list(layer.b.data.shape)]
        layer.w.data = np.full(shape, number)
        return [*shapes, (layer.w * 2).data, list((layer.b * 2).data.shape)]

    expect(
        f"[the shape of w.data, that of b.data, (w * 2).data, the shape of (b * 2).data] of Linear{shape}   "
        f"after w.data was filled with {shown(number)}",
        computed,
        [[*shape], [shape[1]], np.full(shape, 2 * number), [shape[1]]],
        "Are the weights and the biases Values, and of which shapes?",
    )


def expect_even_spread(told, draw):
    """Raise Mismatch unless the array draw() has 400 numbers that fill the range from -1 to 1."""
    expect_that(
        f"how {told} are spread",
        lambda: spread(draw().ravel().tolist()),
        is_even,
        SPREAD,
        "Between which bounds is each number drawn, and is each of them drawn anew?",
    )


@about("Linear.__init__")
def test_the_weights_of_a_linear_layer_are_spread_evenly(tensor):
    expect_even_spread("the weights of Linear(100, 4)", lambda: tensor.Linear(100, 4).w.data)


@about("Linear.__init__")
def test_the_biases_of_a_linear_layer_are_spread_evenly(tensor):
    expect_even_spread("the biases of Linear(1, 400)", lambda: tensor.Linear(1, 400).b.data)


@st.composite
def layers(draw, least=1, most=3):
    """(the sizes, a pair of w and b for each layer, a batch)."""
    widths = draw(st.lists(sizes, min_size=least + 1, max_size=most + 1))
    weights = [
        (draw(arrays(st.just(shape), small_numbers)), draw(arrays(st.just(shape[1:]), small_numbers)))
        for shape in itertools.pairwise(widths)
    ]
    return widths, weights, draw(arrays(st.tuples(sizes, st.just(widths[0])), small_numbers))


def weighted(weights):
    """The weights as a learner reads them."""
    return ", then ".join(f"w = {shown(w)}, b = {shown(b)}" for w, b in weights)


@about("Linear.__call__")
@given(drawn=layers(most=1), some=some)
@fewer
def test_a_layer_on_any_batch(tensor, drawn, some):
    (nin, nout), ((w, b),), x = drawn
    leaves = {"x": x, "w": w, "b": b}
    upstream = np.resize(some, (len(x), nout))
    told = f"of Linear({nin}, {nout})(x)   at {at(leaves)}"
    made = {}

    def outputs(x):
        layer = tensor.Linear(nin, nout)
        layer.w.data, layer.b.data = w.copy(), b.copy()
        out = layer(x)
        made.update(x=x, w=layer.w, b=layer.b, out=out)
        return out.data

    ask = "Each row of x is an example. What does each neuron do with it?"
    expect(f"the data {told}, where x is an array", lambda: outputs(x.copy()), x @ w + b, ask)
    expect(f"the data {told}, where x is a Value", lambda: outputs(tensor.Value(x.copy())), x @ w + b, ask)
    for i, (name, gradient) in enumerate(right_gradients("L = x @ w + b", leaves, upstream).items()):
        expect(
            f"{name}.grad after a backward pass from the gradient {shown(upstream)} {told}",
            lambda i=i, name=name: (None if i else pass_back(made["out"], upstream), made[name].grad)[1],
            gradient,
            "A gradient goes only through Values. Is there a .data on the way?",
        )


@about("Linear.parameters")
@given(shape=matrices, number=numbers)
@fewer
def test_a_layer_lists_both_of_its_values(tensor, shape, number):
    layer = tensor.Linear(*shape)

    def learned():
        layer.w.data, layer.b.data = np.full(shape, number), np.full(shape[1], number + 1)
        return sorted((parameter.data * 2).ravel()[0].item() for parameter in layer.parameters())

    expect(
        f"2 times the first number of each of Linear{shape}.parameters(), in order   where w and b were filled with "
        f"{shown(number)} and {shown(number + 1)}",
        learned,
        [2 * number, 2 * number + 2],
        "Which Values does training change, and are these in the list?",
    )
    expect_objects(
        f"Linear{shape}.parameters()",
        layer.parameters,
        {"w": layer.w, "b": layer.b},
        "Are the Values themselves in the list, and each of them once?",
    )


@about("MLP.__init__")
@given(drawn=layers())
@few
def test_a_network_of_any_shape(tensor, drawn):
    (nin, *nouts), weights, _x = drawn
    given_ = [*nouts]

    def facts():
        model = tensor.MLP(nin, given_)
        shapes = [[list(layer.w.data.shape), list(layer.b.data.shape)] for layer in model.layers]
        doubled = [(layer.w * 2).data for layer in set_layers(model, weights).layers]
        return [shapes, doubled, given_]

    expect(
        f"[the shapes of w and b of each layer, 2 times each w, nouts] of MLP({nin}, nouts)   where nouts was {nouts}, "
        f"after the weights were set to {weighted(weights)}",
        facts,
        [[[list(w.shape), list(b.shape)] for w, b in weights], [2 * w for w, _ in weights], nouts],
        "How many inputs does each layer have? Is each a Linear of its own? The list nouts is the caller's.",
    )


# (activation, last_activation): of all layers, and of the last one where it has its own.
activations = one_of(
    (
        ("tanh", "linear"),
        ("linear", "tanh"),
        ("relu", "linear"),
        ("linear", "relu"),
        ("tanh", None),
        ("relu", None),
        ("linear", None),
    )
)


def neurons(widths, weights, inside, last):
    """The network of stage 5 with these weights."""
    model = right_nn.MLP(widths[0], widths[1:], inside, last)
    for layer, (w, b) in zip(model.layers, weights, strict=True):
        for j, neuron in enumerate(layer.neurons):
            set_neuron(neuron, w[:, j].tolist(), b[j].item())
    return model


def pass_of_neurons(model, x):
    """(the outputs, a gradient for each w and b) of the network of stage 5, from the sum of its squares."""
    outputs = [out if isinstance(out, list) else [out] for out in (model(row) for row in x.tolist())]
    sum(out * out for row in outputs for out in row).backward()
    gradients = []
    for layer in model.layers:
        gradients.append(np.array([[weight.grad for weight in neuron.w] for neuron in layer.neurons]).T)
        gradients.append(np.array([neuron.b.grad for neuron in layer.neurons]))
    return np.array([[out.data for out in row] for row in outputs]), gradients


def expect_network(tensor, drawn, inside, last, batch):
    """The outputs and the gradients of a network are those of stage 5."""
    widths, weights, x = drawn
    outputs, gradients = pass_of_neurons(neurons(widths, weights, inside, last), x)
    called = f"MLP({widths[0]}, {widths[1:]}, activation={inside!r}, last_activation={last!r})(x)"
    told = f"{called}   with {weighted(weights)} and {at({'x': x})}"
    made = {}

    def data():
        model = set_layers(tensor.MLP(widths[0], [*widths[1:]], inside, last), weights)
        made.update(model=model, out=model(batch(x)))
        return made["out"].data

    def gradient():
        (made["out"] * made["out"]).sum().backward()
        layers = [*made["model"].layers]
        read_ahead(layers, "w", "b")
        return read_each([each for layer in layers for each in (layer.w, layer.b)], "grad")

    expect(
        f"the data of {told}",
        data,
        outputs,
        "Which activation follows which layer, and what goes from layer to layer?",
    )
    expect(
        f"the gradients of w and b of each layer after backward from the sum of the squares of {told}",
        gradient,
        gradients,
        "The outputs are right. Are there only Values between the weights and them?",
    )


@about("MLP.__init__")
@given(drawn=layers(least=2), words=activations)
@few
def test_each_layer_has_the_activation_that_was_asked_for(tensor, drawn, words):
    expect_network(tensor, drawn, *words, lambda x: x.copy())


@about("MLP.__call__")
@given(drawn=layers(), words=activations)
@fewer
def test_any_network_on_any_batch_is_that_of_stage_5(tensor, drawn, words):
    inside, last = (word and "".join([*word]) for word in words)  # other objects than the words in the code
    expect_network(tensor, drawn, inside, last, lambda x: tensor.Value(x.copy()))


@about("MLP.parameters")
@given(drawn=layers())
@few
def test_a_network_lists_every_parameter_once(tensor, drawn):
    (nin, *nouts), weights, _x = drawn
    model = set_layers(tensor.MLP(nin, [*nouts]), weights)
    parts = {}
    for i, layer in enumerate(model.layers):
        parts |= {f"layers[{i}].w": layer.w, f"layers[{i}].b": layer.b}
    called = f"MLP({nin}, {nouts}).parameters()"
    expect_objects(
        called, model.parameters, parts, "Are the Values of every layer in it, and each of them once?"
    )
    expect(
        f"the sum of all numbers in {called}, doubled   with {weighted(weights)}",
        lambda: sum((2 * parameter).data.sum() for parameter in model.parameters()),
        2 * sum(each.sum() for pair in weights for each in pair),
        "Are these the Values that the layers compute with?",
    )


@about("zero_grad")
@given(drawn=layers(), number=numbers)
@few
def test_zero_grad_empties_all_gradients_and_leaves_the_data(tensor, drawn, number):
    (nin, *nouts), weights, _x = drawn
    model = set_layers(tensor.MLP(nin, [*nouts]), weights)

    def after():
        for layer in model.layers:
            layer.w.grad = np.full(layer.w.data.shape, number)
            layer.b.grad = np.full(layer.b.data.shape, number)
        model.zero_grad()
        return [
            each
            for layer in model.layers
            for each in (layer.w.grad, layer.w.data, layer.b.grad, layer.b.data)
        ]

    expect(
        f"w.grad, w.data, b.grad, b.data of each layer of MLP({nin}, {nouts}) after zero_grad()   where all gradients were "
        f"{shown(number)}, with {weighted(weights)}",
        after,
        [each for w, b in weights for each in (np.zeros(w.shape), w, np.zeros(b.shape), b)],
        "Which attribute is set, and does it keep its shape?",
    )


@about("zero_grad")
@given(number=st.integers(0, 9999))
@settings(max_examples=2)
def test_a_network_learns_the_moons_like_that_of_stage_5(tensor, number):
    draw = random.Random(number)
    widths = [2, 8, 1]
    weights = [
        (np.array([[draw.uniform(-1, 1) for _ in range(m)] for _ in range(n)]), np.zeros(m))
        for n, m in itertools.pairwise(widths)
    ]
    points = np.array([[draw.uniform(-1, 2), draw.uniform(-1, 1)] for _ in range(10)])
    labels = np.array([draw.choice([-1.0, 1.0]) for _ in points])
    right = _losses_of_neurons(widths, weights, points, labels)

    def losses():
        model, found = set_layers(tensor.MLP(2, [8, 1], "relu", "linear"), weights), []
        for _ in range(4):
            loss = (1 - labels.reshape(10, 1) * model(points.copy())).relu().mean()
            model.zero_grad()
            loss.backward()
            parameters = [*model.parameters()]
            read_ahead(parameters, "data", "grad")
            moved = [parameter.data - 0.2 * parameter.grad for parameter in parameters]
            for parameter, data in zip(parameters, moved, strict=True):
                parameter.data = data
            found.append(loss.data)
        return found

    expect(
        f'four losses of MLP(2, [8, 1], "relu", "linear") on ten points, with weights given by the test (number {number})',
        losses,
        right,
        "The first loss needs no step. What does the second one depend on: is every gradient set to 0 before a pass?",
    )


@remembered(by=pickle.dumps)
def _losses_of_neurons(widths, weights, points, labels):
    model, found = neurons(widths, weights, "relu", "linear"), []
    for _ in range(4):
        scores = [model(point) for point in points.tolist()]
        loss = (
            sum((1 - label * score).relu() for label, score in zip(labels.tolist(), scores, strict=True))
            * 0.1
        )
        model.zero_grad()
        loss.backward()
        for parameter in model.parameters():
            parameter.data -= 0.2 * parameter.grad
        found.append(loss.data)
    return found
