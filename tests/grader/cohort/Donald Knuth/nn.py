# Donald Knuth
"""parameters() is a generator on all three classes."""

import random

from engine import Value


class Module:
    def parameters(self):
        yield from ()

    def zero_grad(self):
        for parameter in self.parameters():
            parameter.grad = 0.0


class Neuron(Module):
    def __init__(self, nin, activation="tanh"):
        self.w = [Value(random.uniform(-1.0, 1.0)) for _ in range(nin)]
        self.b = Value(random.uniform(-1.0, 1.0))
        self.activation = activation

    def __call__(self, x):
        s = sum((w * xi for w, xi in zip(self.w, x)), start=self.b)
        match self.activation:
            case "tanh":
                return s.tanh()
            case "relu":
                return s.relu()
            case "linear":
                return s
            case unknown:
                raise ValueError(f"no such activation: {unknown}")

    def parameters(self):
        yield from self.w
        yield self.b


class Layer(Module):
    def __init__(self, nin, nout, activation="tanh"):
        self.neurons = [Neuron(nin, activation=activation) for _ in range(nout)]

    def __call__(self, x):
        return list(map(lambda neuron: neuron(x), self.neurons))

    def parameters(self):
        for neuron in self.neurons:
            yield from neuron.parameters()


class MLP(Module):
    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        self.layers = []
        *hidden, last = nouts
        for nout in hidden:
            self.layers.append(Layer(nin, nout, activation))
            nin = nout
        self.layers.append(Layer(nin, last, last_activation or activation))

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x if len(x) > 1 else x[0]

    def parameters(self):
        for layer in self.layers:
            yield from layer.parameters()
