"""Training runs: solutions/nn.py and train.py, beside the same networks on arrays, trained by an oracle."""

import random
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from solutions import nn, train
from tests.oracles.engines import WITHIN, Differs, called, difference

FOUR = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]  # the lecture's examples
TARGETS = [1.0, -1.0, -1.0, 1.0]
CLASSES = [2, 0, 1, 2]
POINTS, LABELS = train.make_moons()
STEPS = 100


class Run(NamedTuple):
    """A network, and its loss in the words of the solutions and in those of an oracle."""

    title: str
    network: Callable  # (): the model, with weights that are the same every time
    inputs: list  # (examples, nin)
    loss: Callable  # (model): the loss as a Value
    theirs: Callable  # (oracle, outputs, weights): the same from arrays; outputs: (examples, nout)
    learning_rate: Callable  # (step)


# -- in the words of the solutions, and in those of an oracle -----------------------------------------


def squared_errors(model):
    """The lecture's loss, but the mean of it."""
    return train.mean_squared_error([model(x) for x in FOUR], TARGETS)


def squared_errors_of_arrays(oracle, outputs, _weights):
    return ((outputs[:, 0] - oracle.array(TARGETS)) ** 2).mean()


def surprise(model):
    """The mean negative log likelihood of three classes."""
    losses = [train.negative_log_likelihood(model(x), c) for x, c in zip(FOUR, CLASSES, strict=True)]
    return sum(losses) * (1 / len(losses))


def surprise_of_arrays(oracle, logits, _weights):
    chosen = (logits * oracle.array(np.eye(3)[CLASSES])).sum(1)  # (examples,)
    return (called(oracle, "log", called(oracle, "exp", logits).sum(1)) - chosen).mean()


def hinge(model):
    """The loss of micrograd's demo, with the price of large weights."""
    return train.hinge_loss([model(x) for x in POINTS], LABELS) + train.l2_penalty(model.parameters())


def hinge_of_arrays(oracle, outputs, weights):
    losses = called(oracle, "relu", 1 - outputs[:, 0] * oracle.array(LABELS))  # (examples,)
    return losses.mean() + 1e-4 * sum((w**2).sum() for w in weights)


def drawn(model, seed=1337):
    """The same model, with weights and biases of its own between -1 and 1."""
    draw = random.Random(seed)
    for parameter in model.parameters():
        parameter.data = draw.uniform(-1, 1)
    return model


RUNS = (
    Run(
        "the lecture's four examples: tanh, squared errors",
        lambda: drawn(nn.MLP(3, [4, 4, 1])),
        FOUR,
        squared_errors,
        squared_errors_of_arrays,
        lambda k: 0.1,
    ),
    Run(
        "the same in three classes: softmax, negative log likelihood",
        lambda: drawn(nn.MLP(3, [4, 3], last_activation="linear")),
        FOUR,
        surprise,
        surprise_of_arrays,
        lambda k: 0.5,
    ),
    Run(
        "the two moons: relu, hinge loss, L2",
        train.moons_network,
        POINTS,
        hinge,
        hinge_of_arrays,
        train.moons_learning_rate,
    ),
)

# -- side by side -------------------------------------------------------------------------------------


def compare(run, oracle, steps):
    """The largest difference between a run of the solutions and the same run of an oracle.

    Compared are the losses of all steps, and the gradients and weights after the last. Raises Differs.
    """
    model = run.network()
    wanted = _of_oracle(run, oracle, model, steps)
    losses = train.train(model, lambda: run.loss(model), run.learning_rate, steps)
    got = losses, _flat(_arrays_of(model, "grad")), _flat(_arrays_of(model, "data"))
    apart = [difference(*pair) for pair in zip(got, wanted, strict=True)]
    for what, off in zip(("losses", "last gradients", "last weights"), apart, strict=True):
        if off > WITHIN:
            raise Differs(f"{run.title}: the {what} of {steps} steps differ by {off:.1e}")
    return max(apart)


def _of_oracle(run, oracle, model, steps):
    """(the losses, the last gradients, the last weights) of a run from the weights that the model has."""
    activations = [layer.neurons[0].activation for layer in model.layers]
    weights, losses = _arrays_of(model, "data"), []

    def loss(*weights):
        return run.theirs(oracle, _outputs(oracle, run.inputs, weights, activations), weights)

    for k in range(steps):
        value, slopes = oracle.differentiate(loss, weights)
        losses.append(float(value))
        weights = [w - run.learning_rate(k) * slope for w, slope in zip(weights, slopes, strict=True)]
    return losses, _flat(slopes), _flat(weights)


def _outputs(oracle, inputs, weights, activations):
    """The outputs of a network, by matrices."""
    x = oracle.array(inputs)
    for w, b, activation in zip(weights[::2], weights[1::2], activations, strict=True):
        x = x @ w + b  # (examples, nout)
        x = x if activation == "linear" else called(oracle, activation, x)
    return x


def _arrays_of(model, attribute):
    """What weights and biases have there, layer by layer: (nin, nout), (nout,), …"""
    arrays = []
    for layer in model.layers:
        rows = [[getattr(w, attribute) for w in neuron.w] for neuron in layer.neurons]  # (nout, nin)
        arrays += [np.array(rows).T, np.array([getattr(neuron.b, attribute) for neuron in layer.neurons])]
    return arrays


def _flat(arrays):
    """All numbers of these arrays, in a row."""
    return np.concatenate([np.ravel(each) for each in arrays])
