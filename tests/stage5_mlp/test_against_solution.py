"""Stage 5, hidden: networks of any shape, with weights that the test chooses."""

import math
import operator
import random
from functools import reduce

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.checks import about, expect, expect_objects, expect_that, name_of, shown
from grader.wall.proxies import read_each
from solutions import engine as right_engine
from solutions import nn as solution
from tests.networks import (
    described,
    expect_own_values,
    gradients_of,
    neurons_of,
    of_layer,
    of_network,
    of_neuron,
    outputs,
    set_neuron,
    set_neurons,
    set_weights,
)
from tests.strategies import FEW, FEWER, numbers, small_numbers

ACTIVATIONS = {"tanh": math.tanh, "relu": lambda x: max(x, 0.0), "linear": lambda x: x}
activations = st.sampled_from(list(ACTIVATIONS))
sizes = st.lists(st.integers(1, 3), min_size=2, max_size=4)
pairs = st.lists(st.tuples(small_numbers, numbers), min_size=1, max_size=4)  # a weight and its input
MANY = 400  # so many random numbers that their spread is certain


SPREAD = "{smallest: about -1, largest: about 1, mean: about 0, different: nearly all of the 400}"


def spread(drawn):
    """What shows whether random numbers fill the range from -1 to 1, on both sides alike."""
    facts = {"smallest": min(drawn), "largest": max(drawn), "mean": sum(drawn) / len(drawn)}
    return {name: round(number, 2) for name, number in facts.items()} | {"different": len(set(drawn))}


def is_even(spread):
    """Are these the facts of numbers drawn evenly from -1 to 1?"""
    bounded = -1 <= spread["smallest"] < -0.8 and 0.8 < spread["largest"] <= 1
    return bounded and abs(spread["mean"]) < 0.25 and spread["different"] > MANY / 2


@about("Neuron.__init__")
@given(nin=st.integers(1, 6), x=numbers)
@settings(max_examples=FEW)
def test_each_weight_and_the_bias_is_a_value_of_its_own(nn, nin, x):
    expect_own_values(f"Neuron({nin})", lambda: [nn.Neuron(nin)], of_neuron(nin), x)


@about("Neuron.__init__")
def test_weights_are_spread_evenly_between_minus_1_and_1(nn):
    expect_that(
        f"how the weights of Neuron({MANY}) are spread",
        lambda: spread(read_each(nn.Neuron(MANY).w, "data")),
        is_even,
        SPREAD,
        "Which function of the module random draws between two bounds, and how often is it called?",
    )


@about("Neuron.__init__")
def test_biases_are_spread_evenly_between_minus_1_and_1(nn):
    expect_that(
        f"how the biases of {MANY} new neurons are spread",
        lambda: spread(read_each(read_each([nn.Neuron(1) for _ in range(MANY)], "b"), "data")),
        is_even,
        SPREAD,
        "Between which bounds is the bias drawn, and is it another one in the next neuron?",
    )


def split(pairs):
    """The weights, the inputs, and how one tells of them and of the bias."""
    weights, x = [list(each) for each in zip(*pairs, strict=True)]
    return weights, x, f"with w = {shown(weights)} and b = "


@about("Neuron.__call__")
@given(pairs=pairs, bias=numbers, activation=activations)
def test_a_neuron_with_any_weights(nn, pairs, bias, activation):
    weights, x, told = split(pairs)
    expect(
        f'Neuron({len(x)}, "{activation}")({shown(x)}).data   {told}{shown(bias)}',
        lambda: set_neuron(nn.Neuron(len(x), activation), weights, bias)([*x]).data,
        ACTIVATIONS[activation](sum(w * each for w, each in pairs) + bias),
        "Is each weight multiplied by its own input, is the bias added once, and does the activation come last?",
    )


@about("Neuron.__call__")
@given(activation=activations, w=numbers, x=numbers)
@settings(max_examples=FEW)
def test_the_activation_is_known_by_its_letters(nn, activation, w, x):
    word = "".join([*activation])  # the same letters, and another object than any in the code
    expect(
        f'Neuron(1, word)([{shown(x)}]).data   where word = "".join({[*activation]}), with w = [{shown(w)}] and b = 0',
        lambda: set_neuron(nn.Neuron(1, word), [w], 0.0)([x]).data,
        ACTIVATIONS[activation](w * x),
        "Two texts of the same letters may be two objects. Which of == and `is` compares the letters?",
    )


@about("Neuron.__call__")
@given(pairs=pairs, bias=numbers, activation=activations)
@settings(max_examples=FEW)
def test_a_neuron_gives_its_weights_their_gradients(nn, pairs, bias, activation):
    weights, x, told = split(pairs)

    def gradients(nn):
        neuron = set_neuron(nn.Neuron(len(x), activation), weights, bias)
        neuron([*x]).backward()
        return [*(weight.grad for weight in neuron.w), neuron.b.grad]

    expect(
        f'[w[0].grad, …, b.grad] of Neuron({len(x)}, "{activation}") after backward()   '
        f"{told}{shown(bias)} and the inputs {shown(x)}",
        lambda: gradients(nn),
        gradients(solution),
        "A gradient goes only through Values. Is there a .data on the way?",
    )


@about("Neuron.__call__")
@given(pairs=pairs, bias=numbers, activation=activations)
@settings(max_examples=FEW)
def test_a_neuron_gives_its_inputs_their_gradients(nn, engine, pairs, bias, activation):
    weights, x, told = split(pairs)

    def gradients(nn, engine):
        inputs = [engine.Value(number) for number in x]
        set_neuron(nn.Neuron(len(x), activation), weights, bias)([*inputs]).backward()
        return [each.grad for each in inputs]

    expect(
        f'the gradients of the inputs of Neuron({len(x)}, "{activation}") after backward()   '
        f"where they are Values with {shown(x)}, {told}{shown(bias)}",
        lambda: gradients(nn, engine),
        gradients(solution, right_engine),
        "Between layers the inputs are Values. Does your code take the numbers out of them?",
    )


@about("Neuron.__call__")
@given(pairs=pairs, bias=numbers)
@settings(max_examples=FEW)
def test_the_inputs_are_left_alone(nn, pairs, bias):
    weights, x, told = split(pairs)

    def output_and_inputs():
        inputs = [*x]
        return [set_neuron(nn.Neuron(len(x), "linear"), weights, bias)(inputs).data, inputs]

    expect(
        f'[Neuron({len(x)}, "linear")(x).data, x]   {told}{shown(bias)}, where x was {shown(x)}',
        output_and_inputs,
        [sum(w * each for w, each in pairs) + bias, x],
        "The list belongs to the caller. Which line of yours changes it?",
    )


@about("Neuron.__call__")
@given(pairs=pairs, bias=numbers)
@settings(max_examples=FEW)
def test_inputs_may_be_a_list_a_tuple_an_array_or_values(nn, engine, pairs, bias):
    weights, x, told = split(pairs)
    kinds = {
        "a list": [*x],
        "a tuple": tuple(x),
        "a NumPy array": np.array(x),
        "a list of Values": [engine.Value(number) for number in x],
    }
    for kind, inputs in kinds.items():
        expect(
            f'Neuron({len(x)}, "linear")(x).data   {told}{shown(bias)}, and x = {kind} with {shown(x)}',
            lambda inputs=inputs: set_neuron(nn.Neuron(len(x), "linear"), weights, bias)(inputs).data,
            sum(w * each for w, each in pairs) + bias,
            "What does your code ask of x, other than that one can loop over it?",
        )


@about("Neuron.parameters")
@given(nin=st.integers(1, 5), x=numbers)
@settings(max_examples=FEWER)
def test_a_neuron_lists_every_parameter_once(nn, nin, x):
    neuron = nn.Neuron(nin)
    parts = expect_own_values(f"Neuron({nin})", lambda: [neuron], of_neuron(nin), x)
    expect_objects(
        f"Neuron({nin}).parameters()", neuron.parameters, parts, "Is anything in it twice, or left out?"
    )


@about("Neuron.parameters")
@given(nin=st.integers(1, 5), x=numbers)
@settings(max_examples=FEW)
def test_asking_for_the_parameters_changes_nothing(nn, nin, x):
    neuron = nn.Neuron(nin)
    parts = expect_own_values(f"Neuron({nin})", lambda: [neuron], of_neuron(nin), x)
    ask = "Is the list that you return a new one, or the neuron's own list of weights?"
    expect_objects(f"parameters() of Neuron({nin})", neuron.parameters, parts, ask)
    weights = {name: part for name, part in parts.items() if name != "b"}
    expect_objects(f"the list w of Neuron({nin}), after parameters()", lambda: neuron.w, weights, ask)


@about("zero_grad")
@given(gradients=st.lists(numbers, min_size=2, max_size=4), x=numbers)
@settings(max_examples=FEW)
def test_zero_grad_leaves_the_data_alone(nn, gradients, x):
    nin = len(gradients) - 1
    neuron = nn.Neuron(nin)
    parts = [*expect_own_values(f"Neuron({nin})", lambda: [neuron], of_neuron(nin), x).values()]

    def before():
        reduce(operator.add, map(operator.mul, parts, gradients)).backward()
        return [part.grad for part in parts]

    def after():
        neuron.zero_grad()
        return [[part.data for part in parts], [part.grad for part in parts]]

    numbers = f"{shown(gradients[0])} * w[0] + … + {shown(gradients[-1])} * b"
    expect(
        f"the gradients of w[0], …, b of Neuron({nin}) after ({numbers}).backward()",
        before,
        gradients,
        "Are the weights and the bias Values of your engine?",
    )
    expect(
        f"[the data, the gradients] of w[0], …, b after that and zero_grad()   where the data were set before, to "
        f"{shown([x + i for i in range(nin + 1)])}",
        after,
        [[x + i for i in range(nin + 1)], [0.0] * (nin + 1)],
        "Which attribute holds what the network has learned, and which one has to be 0?",
    )


@about("Layer.__init__")
@given(activation=activations, w=numbers, x=numbers)
@settings(max_examples=FEWER)
def test_the_neurons_of_a_layer_have_its_activation(nn, activation, w, x):
    expect(
        f'Layer(1, 2, "{activation}").neurons[1]([{shown(x)}]).data   with w = [{shown(w)}] and b = 0',
        lambda: set_neuron(nn.Layer(1, 2, activation).neurons[1], [w], 0.0)([x]).data,
        ACTIVATIONS[activation](w * x),
        "Does the layer tell its neurons which activation to use?",
    )


@about("Layer.__init__")
@given(nin=st.integers(1, 4), nout=st.integers(1, 4), x=numbers)
@settings(max_examples=FEWER)
def test_a_layer_of_any_size(nn, nin, nout, x):
    called = f"Layer({nin}, {nout})"
    expect_own_values(called, lambda: nn.Layer(nin, nout).neurons, of_layer(nin, nout), x)


@about("Layer.__call__")
@given(nout=st.integers(2, 4), x=st.lists(numbers, min_size=1, max_size=3))
@settings(max_examples=FEWER)
def test_the_outputs_stand_in_the_order_of_the_neurons(nn, nout, x):
    def numbers_of(nn):
        layer = nn.Layer(len(x), nout)
        for i, neuron in enumerate(layer.neurons):
            set_neuron(neuron, [0.5 - i] * len(x), 0.25 * i)
        return read_each(layer([*x]), "data")

    expect(
        f"the data of each output of Layer({len(x)}, {nout})({shown(x)})   "
        "where neuron i has the weights 0.5 - i and the bias 0.25 · i",
        lambda: numbers_of(nn),
        numbers_of(solution),
        "Every neuron gets the same inputs, all of them. In which order do their outputs stand?",
    )


@about("Layer.__call__")
@given(x=numbers, w=st.lists(st.tuples(small_numbers, small_numbers), min_size=2, max_size=3))
@settings(max_examples=FEW)
def test_gradients_go_through_a_layer(nn, x, w):
    def gradients(nn):
        layer = nn.Layer(1, len(w))
        neurons = [
            set_neuron(neuron, [weight], bias)
            for neuron, (weight, bias) in zip(layer.neurons, w, strict=False)
        ]
        for out in layer([x]):
            out.backward()
        return [[neuron.w[0].grad, neuron.b.grad] for neuron in neurons]

    expect(
        f"[w[0].grad, b.grad] of each neuron in Layer(1, {len(w)})   after it was called with [{shown(x)}], "
        f"and backward() of each output, where [w[0], b] are {shown([list(each) for each in w])}",
        lambda: gradients(nn),
        gradients(solution),
        "Are the outputs the very Values that the neurons returned?",
    )


@about("Layer.parameters")
@given(nin=st.integers(1, 3), nout=st.integers(1, 3), x=numbers)
@settings(max_examples=FEWER)
def test_a_layer_lists_every_parameter_once(nn, nin, nout, x):
    layer, called = nn.Layer(nin, nout), f"Layer({nin}, {nout})"
    parts = expect_own_values(called, lambda: layer.neurons, of_layer(nin, nout), x)
    expect_objects(
        f"{called}.parameters()",
        layer.parameters,
        parts,
        "Which Values does training change in a layer? Are they in the list themselves, each of them once?",
    )


@about("MLP.__init__")
@given(sizes=sizes, x=numbers)
@settings(max_examples=FEWER)
def test_a_network_of_any_shape(nn, sizes, x):
    nin, *nouts = sizes
    called, shape = f"MLP({nin}, {nouts})", [[n] * m for n, m in zip(sizes, nouts, strict=False)]
    model = nn.MLP(nin, nouts)
    expect(
        f"for each layer of {called}: the weights of each neuron",
        lambda: [[*map(len, read_each(each, "w"))] for each in read_each(model.layers, "neurons")],
        shape,
        "How many inputs does a layer need, if the layer before it has so many neurons?",
    )
    expect_own_values(called, lambda: neurons_of(model), of_network(sizes), x)


@about("MLP.__init__")
@given(sizes=sizes, x=numbers)
@settings(max_examples=FEW)
def test_the_list_of_sizes_is_left_alone(nn, sizes, x):
    nin, *nouts = sizes
    called, given = f"MLP({nin}, {nouts})", [*nouts]
    model = nn.MLP(nin, given)
    expect_own_values(called, lambda: neurons_of(model), of_network(sizes), x)
    expect(
        f"nouts after MLP({nin}, nouts)   where nouts was {nouts}",
        lambda: given,
        nouts,
        "The list belongs to the caller. Which line of yours changes it?",
    )


@about("MLP.__init__")
@given(inside=activations, last=st.none() | activations, x=numbers)
@example(inside="relu", last="linear", x=2.0)  # as on the moons
@settings(max_examples=FEWER)
def test_the_last_layer_may_have_an_activation_of_its_own(nn, inside, last, x):
    def answers():
        model = nn.MLP(1, [2, 2, 1], activation=inside, last_activation=last)
        neurons = [neurons[0] for neurons in read_each(model.layers, "neurons")]
        return set_neurons(neurons, lambda weights: ([-1.0] * len(weights), 0.0))

    for i, activation in enumerate([inside, inside, last or inside]):
        expect(
            f"layers[{i}].neurons[0] of MLP(1, [2, 2, 1], activation={inside!r}, last_activation={last!r}): "
            f"its output where the weighted sum is {shown(-x)}",
            lambda i=i: (lambda neuron: neuron([x / len(neuron.w)] * len(neuron.w)).data)(answers()[i]),
            ACTIVATIONS[activation](-x),
            "Which activation does each layer get, and which the last one?",
        )


@about("MLP.__call__")
@given(sizes=sizes, x=numbers, activation=activations)
@settings(max_examples=FEWER)
def test_the_outputs_of_any_network(nn, sizes, x, activation):
    nin, *nouts = sizes
    inputs = [x / (i + 1) for i in range(nin)]

    def numbers_of(nn):
        return [out.data for out in outputs(set_weights(nn.MLP(nin, [*nouts], activation)), [*inputs])]

    expect(
        f"the outputs of {described(sizes, inputs)}, {activation} everywhere",
        lambda: numbers_of(nn),
        numbers_of(solution),
        "Are the outputs of each layer the inputs of the next, also where a layer has a single neuron?",
    )


@about("MLP.__call__")
@given(number=st.integers(0, 9999), x=st.tuples(numbers, numbers, numbers))
@example(number=1337, x=(2.0, 3.0, -1.0))  # the lecture's
@settings(max_examples=FEW)
def test_the_outputs_of_the_network_of_the_lecture(nn, number, x):
    draw = random.Random(number)
    weights = [draw.uniform(-1, 1) for _ in range(41)]
    expect(
        f"MLP(3, [4, 4, 1])({shown([*x])}).data   with 41 weights given by the test",
        lambda: set_weights(nn.MLP(3, [4, 4, 1]), weights)([*x]).data,
        set_weights(solution.MLP(3, [4, 4, 1]), weights)([*x]).data,
        "Are the outputs of each layer the inputs of the next, and is tanh in every layer?",
    )


@about("MLP.parameters")
@given(sizes=sizes, x=numbers)
@settings(max_examples=FEWER)
def test_a_network_lists_every_parameter_once(nn, sizes, x):
    nin, *nouts = sizes
    called, model = f"MLP({nin}, {nouts})", nn.MLP(nin, [*nouts])
    parts = expect_own_values(called, lambda: neurons_of(model), of_network(sizes), x)
    expect_objects(
        f"{called}.parameters()",
        model.parameters,
        parts,
        "Which Values does training change? Are they in the list themselves, each of them once?",
    )


@about("MLP.__call__")
@given(sizes=sizes, x=numbers, activation=activations)
@settings(max_examples=FEWER)
def test_the_gradients_of_any_network(nn, sizes, x, activation):
    nin, *nouts = sizes
    inputs = [x / (i + 1) for i in range(nin)]

    def gradients(nn):
        model = set_weights(nn.MLP(nin, [*nouts], activation))
        reduce(operator.add, outputs(model, [*inputs])).backward()
        return gradients_of(model)

    expect(
        "for each neuron, the gradients of its weights and its bias, after backward() on the sum of the "
        f"outputs of {described(sizes, inputs)}, {activation} everywhere",
        lambda: gradients(nn),
        gradients(solution),
        "Are the outputs right, but not the gradients? What goes from one layer to the next, numbers or Values?",
    )


@about("MLP.parameters")
@given(sizes=sizes, x=numbers)
@settings(max_examples=FEW)
def test_zero_grad_reaches_every_neuron_of_a_network(nn, sizes, x):
    nin, *nouts = sizes
    inputs = [x / (i + 1) for i in range(nin)]
    called = f"for each neuron, the gradients of its weights and its bias, in {described(sizes, inputs)}"

    def made(nn):
        model = set_weights(nn.MLP(nin, [*nouts]))
        reduce(operator.add, outputs(model, [*inputs])).backward()
        return model

    def before():
        models.append(made(nn))
        return gradients_of(models[0])

    def after():
        models[0].zero_grad()
        return gradients_of(models[0])

    right, models = gradients_of(made(solution)), []
    expect(
        f"{called}, after backward() on the sum of the outputs",
        before,
        right,
        "What goes from one layer to the next, numbers or Values?",
    )
    expect(
        f"{called}, after that and zero_grad()",
        after,
        [[0.0] * len(each) for each in right],
        "zero_grad goes through parameters(). Are all of them in there?",
    )


@about("input count")
@given(pairs=pairs, bias=numbers)
@settings(max_examples=FEW)
def test_a_wrong_number_of_inputs_is_an_error(nn, pairs, bias):
    weights, right, told = split(pairs)
    neurons = []

    def output():
        neurons.append(set_neuron(nn.Neuron(len(right), "linear"), weights, bias))
        return neurons[0]([*right]).data

    expect(
        f'Neuron({len(right)}, "linear")({shown(right)}).data   {told}{shown(bias)}',
        output,
        sum(w * each for w, each in pairs) + bias,
        "Is the number of inputs right here?",
    )
    for x in ([*right, 3.0], right[:-1]):
        expect_that(
            f"Neuron({len(right)})({shown(x)})",
            lambda x=x: _output_or_error(neurons[0], x),
            lambda got: isinstance(got, _Raised) and got.name == "ValueError",
            "a ValueError that is raised",
            "Does your loop notice where x and w are not of the same length, and what does it do then?",
        )


class _Raised:
    """An exception that came, which no answer can be mistaken for."""

    def __init__(self, error):
        self.name = name_of(error)

    def __repr__(self):
        return f"raises {self.name}"


def _output_or_error(neuron, x):
    try:
        return neuron(x)
    except NotImplementedError:
        raise
    except Exception as error:
        return _Raised(error)
