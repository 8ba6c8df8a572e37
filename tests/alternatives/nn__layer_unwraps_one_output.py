"""A Layer of one neuron answers with that neuron's output alone, as in the lecture."""

import random

from .engine import Value


class Module:

    def parameters(self):
        return []

    def zero_grad(self):
        for p in self.parameters():
            p.grad = 0.0


class Neuron(Module):

    def __init__(self, nin, activation="tanh"):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(random.uniform(-1, 1))
        self.activation = activation

    def __call__(self, x):
        # w * x + b
        act = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)
        if self.activation == "linear":
            return act
        return act.tanh() if self.activation == "tanh" else act.relu()

    def parameters(self):
        return self.w + [self.b]


class Layer(Module):

    def __init__(self, nin, nout, activation="tanh"):
        self.neurons = [Neuron(nin, activation) for _ in range(nout)]

    def __call__(self, x):
        outs = [n(x) for n in self.neurons]
        return outs[0] if len(outs) == 1 else outs

    def parameters(self):
        return [p for neuron in self.neurons for p in neuron.parameters()]


class MLP(Module):

    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        sz = [nin] + nouts
        acts = [activation] * len(nouts)
        if last_activation:
            acts[-1] = last_activation
        self.layers = [Layer(sz[i], sz[i + 1], acts[i]) for i in range(len(nouts))]

    def __call__(self, x):
        for layer in self.layers:
            if isinstance(x, Value):  # from a hidden layer of one neuron
                x = [x]
            x = layer(x)
        return x

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]
