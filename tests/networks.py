"""Networks whose weights the tests choose, so that the order of random draws is nobody's fault."""

import itertools

from grader.checks import shown

# Different from each other and of order 1; neither zeros nor ones, behind which much hides.
WEIGHTS = (0.5, -0.75, 0.25, 1.25, -0.5, 0.75, -0.25, -1.25, 0.375)


def neurons_of(model):
    """All neurons of an MLP, first layer first."""
    return [neuron for layer in model.layers for neuron in layer.neurons]


def set_neuron(neuron, weights, bias):
    """The same neuron, with these numbers as its weights and its bias."""
    for weight, number in zip(neuron.w, weights, strict=False):
        weight.data = number
    neuron.b.data = bias
    return neuron


def set_weights(model, numbers=WEIGHTS):
    """The same MLP, with these numbers in its neurons' weights and bias, again from the start if few."""
    supply = itertools.cycle(numbers)
    for neuron in neurons_of(model):
        set_neuron(neuron, [next(supply) for _ in neuron.w], next(supply))
    return model


def gradients_of(model):
    """For each neuron, the gradients of its weights and of its bias: a list of lists of numbers."""
    return [[*(weight.grad for weight in neuron.w), neuron.b.grad] for neuron in neurons_of(model)]


def outputs(model, x):
    """The network's outputs as Values, in a list even where there is only one."""
    out = model(x)
    return list(out) if isinstance(out, list | tuple) else [out]


def described(sizes, x):
    """An MLP of these sizes, as it is called, and what its weights are."""
    nin, *nouts = sizes
    first = ", ".join(shown(number) for number in WEIGHTS[:4])
    return f"MLP({nin}, {nouts})({shown(x)})   with {first}, … as the weights and the bias, neuron by neuron"
