"""Stage 5, hidden: networks of any shape, with weights that the test chooses."""

import math
import operator
import random
from functools import reduce

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from grader.checks import about, expect, expect_objects, expect_that, name_of, shown
from solutions import nn as solution
from tests.networks import described, gradients_of, neurons_of, outputs, set_neuron, set_weights
from tests.strategies import numbers

ACTIVATIONS = {"tanh": math.tanh, "relu": lambda x: max(x, 0.0), "linear": lambda x: x}
activations = st.sampled_from(list(ACTIVATIONS))
sizes = st.lists(st.integers(1, 3), min_size=2, max_size=4)
ONE_EACH = (
    "A neuron has one weight for each of its inputs. How many neurons are there, and where are they kept?"
)
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
def test_weights_are_spread_evenly_between_minus_1_and_1(nn):
    expect_that(
        f"how the weights of Neuron({MANY}) are spread",
        lambda: spread([weight.data for weight in nn.Neuron(MANY).w]),
        is_even,
        SPREAD,
        "Which function of the module random draws between two bounds, and how often is it called?",
    )


@about("Neuron.__init__")
def test_biases_are_spread_evenly_between_minus_1_and_1(nn):
    expect_that(
        f"how the biases of {MANY} new neurons are spread",
        lambda: spread([nn.Neuron(1).b.data for _ in range(MANY)]),
        is_even,
        SPREAD,
        "Between which bounds is the bias drawn, and is it another one in the next neuron?",
    )


@about("Neuron.__call__")
@given(
    inputs=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=4), bias=numbers, activation=activations
)
def test_a_neuron_with_any_weights(nn, inputs, bias, activation):
    weights, x = [w for w, _ in inputs], [x for _, x in inputs]
    expect(
        f'Neuron({len(x)}, "{activation}")({shown(x)}).data   with w = {shown(weights)} and b = {shown(bias)}',
        lambda: set_neuron(nn.Neuron(len(x), activation), weights, bias)(x).data,
        ACTIVATIONS[activation](sum(w * each for w, each in inputs) + bias),
        "Is each weight multiplied by its own input, is the bias added once, and does the activation come last?",
    )


@about("Neuron.__call__")
@given(activation=activations)
def test_a_neuron_gives_its_weights_their_gradients(nn, activation):
    def gradients(nn, x):
        neuron = set_neuron(nn.Neuron(2, activation), [0.5, -0.25], 0.75)
        neuron(x).backward()
        return [neuron.w[0].grad, neuron.w[1].grad, neuron.b.grad]

    expect(
        f'[w[0].grad, w[1].grad, b.grad] of Neuron(2, "{activation}") after backward()   '
        "with w = [0.5, -0.25], b = 0.75 and the inputs 2 and -1",
        lambda: gradients(nn, [2.0, -1.0]),
        gradients(solution, [2.0, -1.0]),
        "A gradient goes only through Values. Is there a .data on the way?",
    )


@about("Neuron.__call__")
def test_a_neuron_gives_its_inputs_their_gradients(nn, engine):
    def gradients():
        first, second = engine.Value(2.0), engine.Value(-1.0)
        set_neuron(nn.Neuron(2, "linear"), [0.5, -0.25], 0.75)([first, second]).backward()
        return [first.grad, second.grad]

    expect(
        'the gradients of the inputs Value(2) and Value(-1) of Neuron(2, "linear") after backward()   '
        "with w = [0.5, -0.25], b = 0.75",
        gradients,
        [0.5, -0.25],
        "Between layers the inputs are Values. Does your code take the numbers out of them?",
    )


@about("Neuron.__call__")
def test_the_inputs_are_left_alone(nn):
    def output_and_inputs():
        x = [2.0, 4.0]
        neuron = set_neuron(nn.Neuron(2, "linear"), [0.5, -0.25], 0.75)
        return [neuron(x).data, x]

    expect(
        '[Neuron(2, "linear")(x).data, x]   with w = [0.5, -0.25], b = 0.75, where x was [2, 4]',
        output_and_inputs,
        [0.75, [2.0, 4.0]],
        "The list belongs to the caller. Which line of yours changes it?",
    )


@about("Neuron.__call__")
def test_inputs_may_be_a_list_a_tuple_an_array_or_values(nn, engine):
    neuron = set_neuron(nn.Neuron(2, "linear"), [0.5, -0.25], 0.75)
    kinds = {
        "a list": [2.0, 4.0],
        "a tuple": (2.0, 4.0),
        "a NumPy array": np.array([2.0, 4.0]),
        "a list of Values": [engine.Value(2.0), engine.Value(4.0)],
    }
    for kind, x in kinds.items():
        expect(
            f'Neuron(2, "linear")(x).data   with w = [0.5, -0.25], b = 0.75, and x = {kind} with 2 and 4',
            lambda x=x: neuron(x).data,
            0.75,
            "What does your code ask of x, other than that one can loop over it?",
        )


@about("Neuron.parameters")
@given(nin=st.integers(1, 5))
def test_a_neuron_lists_every_parameter_once(nn, nin):
    neuron = nn.Neuron(nin)
    expect(f"len(Neuron({nin}).w)", lambda: len(neuron.w), nin, ONE_EACH)
    wanted = {f"w[{i}]": weight for i, weight in enumerate(neuron.w)} | {"b": neuron.b}
    expect_objects(
        f"Neuron({nin}).parameters()", neuron.parameters, wanted, "Is anything in it twice, or left out?"
    )


@about("Neuron.parameters")
def test_asking_for_the_parameters_changes_nothing(nn):
    def parameters_and_weights():
        neuron = nn.Neuron(2)
        return [len(list(neuron.parameters())), len(neuron.w)]

    expect(
        "how many Values are in neuron.parameters(), and after that in neuron.w, of Neuron(2)",
        parameters_and_weights,
        [3, 2],
        "Is the list that you return a new one, or the neuron's own list of weights?",
    )


@about("zero_grad")
def test_zero_grad_leaves_the_data_alone(nn):
    def data_after():
        neuron = set_neuron(nn.Neuron(2), [0.5, -0.25], 0.75)
        neuron.b.grad = 3.0
        neuron.zero_grad()
        return [neuron.w[0].data, neuron.w[1].data, neuron.b.data, neuron.b.grad]

    expect(
        "[w[0].data, w[1].data, b.data, b.grad] after zero_grad()   with w = [0.5, -0.25], b = 0.75, b.grad = 3",
        data_after,
        [0.5, -0.25, 0.75, 0.0],
        "Which attribute holds what the network has learned, and which one has to be 0?",
    )


@about("Layer.__init__")
@given(activation=activations)
def test_the_neurons_of_a_layer_have_its_activation(nn, activation):
    expect(
        f'Layer(1, 2, "{activation}").neurons[1]([2.0]).data   with w = [-1] and b = 0',
        lambda: set_neuron(nn.Layer(1, 2, activation).neurons[1], [-1.0], 0.0)([2.0]).data,
        ACTIVATIONS[activation](-2.0),
        "Does the layer tell its neurons which activation to use?",
    )


@about("Layer.__init__")
@given(nin=st.integers(1, 4), nout=st.integers(1, 4))
def test_a_layer_of_any_size(nn, nin, nout):
    expect(
        f"the number of weights of each neuron in Layer({nin}, {nout}).neurons",
        lambda: [len(neuron.w) for neuron in nn.Layer(nin, nout).neurons],
        [nin] * nout,
        "Which of the two numbers says how many neurons there are, and which how many inputs each has?",
    )


@about("Layer.__call__")
@given(nout=st.integers(2, 4), x=st.lists(numbers, min_size=1, max_size=3))
def test_the_outputs_stand_in_the_order_of_the_neurons(nn, nout, x):
    def numbers_of(nn):
        layer = nn.Layer(len(x), nout)
        for i, neuron in enumerate(layer.neurons):
            set_neuron(neuron, [0.5 - i] * len(x), 0.25 * i)
        return [out.data for out in layer(x)]

    expect(
        f"the data of each output of Layer({len(x)}, {nout})({shown(x)})   "
        "where neuron i has the weights 0.5 - i and the bias 0.25 · i",
        lambda: numbers_of(nn),
        numbers_of(solution),
        "Every neuron gets the same inputs, all of them. In which order do their outputs stand?",
    )


@about("Layer.__call__")
def test_gradients_go_through_a_layer(nn):
    def gradients():
        layer = nn.Layer(1, 2, "linear")
        for out in layer([3.0]):
            out.backward()
        return [[neuron.w[0].grad, neuron.b.grad] for neuron in layer.neurons]

    expect(
        '[w[0].grad, b.grad] of each neuron in Layer(1, 2, "linear")   after it was called with [3.0], '
        "and backward() of each output",
        gradients,
        [[3.0, 1.0], [3.0, 1.0]],
        "Are the outputs the very Values that the neurons returned?",
    )


@about("Layer.parameters")
@given(nin=st.integers(1, 3), nout=st.integers(1, 3))
def test_a_layer_lists_every_parameter_once(nn, nin, nout):
    layer = nn.Layer(nin, nout)
    shape = f"for each neuron of Layer({nin}, {nout}): how many weights"
    expect(shape, lambda: [len(neuron.w) for neuron in layer.neurons], [nin] * nout, ONE_EACH)
    expect_objects(
        f"Layer({nin}, {nout}).parameters()",
        layer.parameters,
        {f"neurons[{i}].{name}": value for i, n in enumerate(layer.neurons) for name, value in _parts(n)},
        "Which Values does training change in a layer? Are they in the list themselves, each of them once?",
    )


def _parts(neuron):
    return [*((f"w[{i}]", weight) for i, weight in enumerate(neuron.w)), ("b", neuron.b)]


@about("MLP.__init__")
@given(sizes=sizes)
def test_a_network_of_any_shape(nn, sizes):
    nin, *nouts = sizes
    expect(
        f"for each layer of MLP({nin}, {nouts}): the weights of each neuron",
        lambda: [[len(neuron.w) for neuron in layer.neurons] for layer in nn.MLP(nin, nouts).layers],
        [[n] * m for n, m in zip(sizes, nouts, strict=False)],
        "How many inputs does a layer need, if the layer before it has so many neurons?",
    )


@about("MLP.__init__")
def test_the_list_of_sizes_is_left_alone(nn):
    def layers_and_sizes():
        nouts = [2, 1]
        return [len(nn.MLP(3, nouts).layers), nouts]

    expect(
        "[len(MLP(3, nouts).layers), nouts]   where nouts was [2, 1]",
        layers_and_sizes,
        [2, [2, 1]],
        "The list belongs to the caller. Which line of yours changes it?",
    )


@about("MLP.__init__")
@given(inside=activations, last=st.none() | activations)
def test_the_last_layer_may_have_an_activation_of_its_own(nn, inside, last):
    def answers():
        model = nn.MLP(1, [2, 2, 1], activation=inside, last_activation=last)
        return [set_neuron(layer.neurons[0], [-1.0] * len(layer.neurons[0].w), 0.0) for layer in model.layers]

    for i, activation in enumerate([inside, inside, last or inside]):
        expect(
            f"layers[{i}].neurons[0] of MLP(1, [2, 2, 1], activation={inside!r}, last_activation={last!r}): "
            "its output where the weighted sum is -2",
            lambda i=i: (lambda neuron: neuron([2.0 / len(neuron.w)] * len(neuron.w)).data)(answers()[i]),
            ACTIVATIONS[activation](-2.0),
            "Which activation does each layer get, and which the last one?",
        )


@about("MLP.__init__")
def test_the_neurons_of_a_network_share_nothing(nn):
    model = nn.MLP(2, [2, 2])
    expect_that(
        "how many different Values are weights or biases in MLP(2, [2, 2])",
        lambda: len({id(value) for neuron in neurons_of(model) for _, value in _parts(neuron)}),
        lambda count: count == 12,
        "12",
        "How many layers, and how many neurons, does your code make?",
    )


@about("MLP.__call__")
@given(sizes=sizes, x=numbers, activation=activations)
def test_the_outputs_of_any_network(nn, sizes, x, activation):
    nin, *nouts = sizes
    inputs = [x / (i + 1) for i in range(nin)]

    def numbers_of(nn):
        return [out.data for out in outputs(set_weights(nn.MLP(nin, nouts, activation)), inputs)]

    expect(
        f"the outputs of {described(sizes, inputs)}, {activation} everywhere",
        lambda: numbers_of(nn),
        numbers_of(solution),
        "Are the outputs of each layer the inputs of the next, also where a layer has a single neuron?",
    )


@about("MLP.__call__")
def test_the_first_outputs_of_the_network_of_the_lecture(nn):
    draw = random.Random(1337)
    model = set_weights(nn.MLP(3, [4, 4, 1]), [draw.uniform(-1, 1) for _ in range(41)])
    for x, wanted in [
        ([2.0, 3.0, -1.0], 0.42767811248845455),
        ([3.0, -1.0, 0.5], 0.5570649429984825),
        ([0.5, 1.0, 1.0], 0.7184669978530104),
        ([1.0, 1.0, -1.0], 0.452030675217399),
    ]:
        expect(
            f"MLP(3, [4, 4, 1])({shown(x)}).data   with 41 weights given by the test",
            lambda x=x: model(x).data,
            wanted,
            "Are the outputs of each layer the inputs of the next, and is tanh in every layer?",
        )


@about("MLP.parameters")
@given(sizes=sizes)
def test_a_network_lists_every_parameter_once(nn, sizes):
    nin, *nouts = sizes
    model = nn.MLP(nin, nouts)
    shape = f"for each neuron of MLP({nin}, {nouts}): how many weights"
    weights = [n for n, m in zip(sizes, nouts, strict=False) for _ in range(m)]
    expect(shape, lambda: [len(neuron.w) for neuron in neurons_of(model)], weights, ONE_EACH)
    wanted = {
        f"layers[{i}].neurons[{j}].{name}": value
        for i, layer in enumerate(model.layers)
        for j, neuron in enumerate(layer.neurons)
        for name, value in _parts(neuron)
    }
    expect_objects(
        f"MLP({nin}, {nouts}).parameters()",
        model.parameters,
        wanted,
        "Which Values does training change? Are they in the list themselves, each of them once?",
    )


@about("MLP.__call__")
@given(sizes=sizes, x=numbers, activation=activations)
def test_the_gradients_of_any_network(nn, sizes, x, activation):
    nin, *nouts = sizes
    inputs = [x / (i + 1) for i in range(nin)]

    def gradients(nn):
        model = set_weights(nn.MLP(nin, nouts, activation))
        reduce(operator.add, outputs(model, inputs)).backward()
        return gradients_of(model)

    expect(
        "for each neuron, the gradients of its weights and its bias, after backward() on the sum of the "
        f"outputs of {described(sizes, inputs)}, {activation} everywhere",
        lambda: gradients(nn),
        gradients(solution),
        "Are the outputs right, but not the gradients? What goes from one layer to the next, numbers or Values?",
    )


@about("MLP.parameters")
def test_zero_grad_reaches_every_neuron_of_a_network(nn):
    model = set_weights(nn.MLP(2, [2, 1]))

    def gradients():
        model([1.0, -2.0]).backward()
        model.zero_grad()
        return gradients_of(model)

    expect(
        "the gradients in MLP(2, [2, 1]) after backward() and zero_grad()",
        gradients,
        [[0.0] * 3] * 3,
        "zero_grad goes through parameters(). Are all of them in there?",
    )


@about("input count")
def test_a_wrong_number_of_inputs_is_an_error(nn):
    neuron = set_neuron(nn.Neuron(2), [0.5, -0.25], 0.75)
    neuron([1.0, 2.0])
    for x in ([1.0, 2.0, 3.0], [1.0]):
        expect_that(
            f"Neuron(2)({shown(x)})",
            lambda x=x: _output_or_error(neuron, x),
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
