"""Networks whose weights the tests choose, so that the order of random draws is nobody's fault."""

import itertools
import operator
from functools import reduce

from grader.checks import Case, Mismatch, expect, is_plain, shown, with_type
from grader.diagnosis.probes import WEIGHTS
from grader.wall.proxies import read_ahead, read_each

ONE_EACH = (
    "A neuron has one weight for each of its inputs. How many neurons are there, and where are they kept?"
)
MADE = "Only a Value can have a gradient. Where is this made, and from what?"
OWN = "Is each weight and each bias a Value of its own? Which of them are one and the same, if any?"


def neurons_of(model):
    """All neurons of an MLP, first layer first."""
    return [*itertools.chain(*read_each(model.layers, "neurons"))]


def set_neuron(neuron, weights, bias):
    """The same neuron, with these numbers as its weights and its bias."""
    return set_neurons([neuron], lambda _weights: (weights, bias))[0]


def set_neurons(neurons, numbers_for):
    """The same neurons, with the weights and the bias that numbers_for(the weights that they have) gives."""
    read_ahead(neurons, "w", "b")
    # All are read before one is set: in the exam seat, what is read in a row comes with few messages.
    for values, last in [([*neuron.w], neuron.b) for neuron in neurons]:
        weights, last.data = numbers_for(values)
        for value, number in zip(values, weights, strict=False):
            value.data = number
    return neurons


def set_weights(model, numbers=WEIGHTS):
    """The same MLP, with these numbers in its neurons' weights and bias, again from the start if few."""
    supply = itertools.cycle(numbers)
    set_neurons(neurons_of(model), lambda weights: ([next(supply) for _ in weights], next(supply)))
    return model


def gradients_of(model):
    """For each neuron, the gradients of its weights and of its bias: a list of lists of numbers."""
    neurons = neurons_of(model)
    read_ahead(neurons, "w", "b")
    values = [[*neuron.w, neuron.b] for neuron in neurons]
    read_ahead([*itertools.chain(*values)], "grad")
    return [[value.grad for value in each] for each in values]


def outputs(model, x):
    """The network's outputs as Values, in a list even where there is only one."""
    out = model(x)
    out = list(out) if isinstance(out, list | tuple) else [out]
    read_ahead(out, "data")
    return out


def described(sizes, x):
    """An MLP of these sizes, as it is called, and what its weights are."""
    nin, *nouts = sizes
    first = ", ".join(shown(number) for number in WEIGHTS[:4])
    return f"MLP({nin}, {nouts})({shown(x)})   with {first}, … as the weights and the bias, neuron by neuron"


def different(things):
    """How many different objects there are among these. Numbers and the like are none."""
    return len({id(thing) for thing in [*things] if not is_plain(thing)})


def of_neuron(nin):
    """How many weights there should be where, for `expect_own_values`: in a neuron, …"""
    return {"": nin}


def of_layer(nin, nout, where=""):
    """… in a layer, …"""
    return {f"{where}neurons[{i}].": nin for i in range(nout)}


def of_network(sizes):
    """… and in an MLP of these sizes, the number of inputs first."""
    layers = enumerate(itertools.pairwise(sizes))
    return {place: n for i, each in layers for place, n in of_layer(*each, f"layers[{i}].").items()}


def expect_own_values(called, neurons, wanted, x):
    """The weights and biases of neurons(), by name, such as "neurons[0].w[1]". Each list is read once.

    wanted: how many weights there should be where. Raises Mismatch unless there are, and each of them
    is a Value of its own with which one can compute. Then their data are x, x + 1, x + 2, …
    """
    parts = _parts(called, neurons, wanted)
    data = {name: x + i for i, name in enumerate(parts)}

    def total():
        for name, part in parts.items():
            part.data = data[name]
        return reduce(operator.add, (part * (i + 1) for i, part in enumerate(parts.values()))).data

    shortened = " + ".join(f"{name} * {i + 1}" for i, name in enumerate([*parts][:3]))
    expect(
        f"({shortened}{' + …' if len(parts) > 3 else ''}).data   after all data in {called} were set, to "
        f"{shown([*data.values()])}",
        total,
        sum(number * (i + 1) for i, number in enumerate(data.values())),
        OWN,
    )
    return parts


def _parts(called, neurons, wanted):
    found = []

    def sizes():
        all_neurons = [*neurons()]
        read_ahead(all_neurons, "w", "b")
        found[:] = [([*neuron.w], neuron.b) for neuron in all_neurons]
        return [len(weights) for weights, _ in found]

    expect(f"the number of weights of each neuron in {called}", sizes, [*wanted.values()], ONE_EACH)
    parts = {}
    for place, (weights, bias) in zip(wanted, found, strict=True):
        parts |= {f"{place}w[{i}]": weight for i, weight in enumerate(weights)} | {f"{place}b": bias}
    for name, part in parts.items():
        if is_plain(part):
            raise Mismatch(Case(f"{name} of {called}", "a Value", MADE), with_type(part))
    return parts
