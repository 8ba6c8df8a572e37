# Abebe Bikila
"""The bias stands before the weights: it is drawn first, added first, and first in parameters()."""

import random

from .engine import Value


class Module:
    def parameters(self):
        return []

    def zero_grad(self):
        for p in self.parameters():
            p.grad = 0


class Neuron(Module):
    def __init__(self, nin, activation="tanh"):
        self.b = Value(random.uniform(-1, 1), label="b")
        self.w = [Value(random.uniform(-1, 1), label=f"w{i}") for i in range(nin)]
        self.activation = activation

    def __call__(self, x):
        act = self.b
        for i in range(len(self.w)):
            act = act + self.w[i] * x[i]
        if self.activation == "tanh":
            return act.tanh()
        if self.activation == "relu":
            return act.relu()
        return act

    def parameters(self):
        return [self.b] + self.w

    def __repr__(self):
        return f"{self.activation}Neuron({len(self.w)})"


class Layer(Module):
    def __init__(self, nin, nout, activation="tanh"):
        self.neurons = []
        for _ in range(nout):
            self.neurons.append(Neuron(nin, activation))

    def __call__(self, x):
        return [n(x) for n in self.neurons]

    def parameters(self):
        params = []
        for n in self.neurons:
            params += n.parameters()
        return params


class MLP(Module):
    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        sz = [nin] + nouts
        self.layers = []
        for i in range(len(nouts)):
            last = i == len(nouts) - 1
            act = last_activation if last and last_activation is not None else activation
            self.layers.append(Layer(sz[i], sz[i + 1], act))

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        if len(x) == 1:
            return x[0]
        return x

    def parameters(self):
        params = []
        for layer in self.layers:
            params += layer.parameters()
        return params
