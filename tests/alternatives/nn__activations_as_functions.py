"""Activations are functions in a dictionary; layers are chained with reduce and pairwise."""

import random
from functools import reduce
from itertools import chain, pairwise

from .engine import Value

ACTIVATIONS = {"tanh": Value.tanh, "relu": Value.relu, "linear": lambda z: z}


def dot(u, v):
    """The inner product of two vectors of the same length, which is not 0."""
    return reduce(lambda total, product: total + product, (a * b for a, b in zip(u, v, strict=True)))


class Module:
    def parameters(self):
        return list(chain.from_iterable(part.parameters() for part in self.parts()))

    def parts(self):
        return []

    def zero_grad(self):
        for parameter in self.parameters():
            setattr(parameter, "grad", 0.0)


class Neuron(Module):
    def __init__(self, nin, activation="tanh"):
        draws = random.Random().uniform
        self.w = [Value(draws(-1, 1)) for _ in range(nin)]
        self.b = Value(draws(-1, 1))
        self.squash = ACTIVATIONS[activation]

    def __call__(self, x):
        return self.squash(dot(self.w, x) + self.b)

    def parameters(self):
        return [self.b, *reversed(self.w)]


class Layer(Module):
    def __init__(self, nin, nout, activation="tanh"):
        self.neurons = [Neuron(nin, activation) for _ in range(nout)]

    def parts(self):
        return self.neurons

    def __call__(self, x):
        return [neuron(x) for neuron in self.neurons]


class MLP(Module):
    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        pairs = list(pairwise([nin, *nouts]))
        hidden = [Layer(n, m, activation) for n, m in pairs[:-1]]
        self.layers = hidden + [Layer(*pairs[-1], last_activation or activation)]

    def parts(self):
        return self.layers

    def __call__(self, x):
        out = reduce(lambda values, layer: layer(values), self.layers, x)
        return out.pop() if len(out) == 1 else out
