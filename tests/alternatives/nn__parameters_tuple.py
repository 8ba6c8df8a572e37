"""parameters() is a tuple, and zero_grad is written anew in every class."""

import random as rnd

from exercises.engine import Value


class Module:
    """Something with parameters."""

    def parameters(self):
        return ()

    def zero_grad(self):
        for p in self.parameters():
            p.grad = 0.0


class Neuron(Module):
    def __init__(self, nin, activation="tanh"):
        self.nin = nin
        self.nonlin = activation
        self.w = []
        for i in range(nin):
            self.w.append(Value(rnd.uniform(-1, 1)))
        self.b = Value(rnd.uniform(-1, 1))

    def __call__(self, x):
        if len(x) != self.nin:
            raise ValueError(f"expected {self.nin} inputs, got {len(x)}")
        out = self.w[0] * x[0] if self.nin else Value(0.0)
        for w, xi in zip(self.w[1:], x[1:]):
            out = out + w * xi
        out = out + self.b
        if self.nonlin != "linear":
            out = {"tanh": out.tanh, "relu": out.relu}[self.nonlin]()
        return out

    def parameters(self):
        return tuple(self.w) + (self.b,)

    def zero_grad(self):
        for w in self.w:
            w.grad = 0.0
        self.b.grad = 0.0


class Layer(Module):
    def __init__(self, nin, nout, activation="tanh"):
        self.nin, self.nout = nin, nout
        self.neurons = [Neuron(nin, activation) for _ in range(nout)]

    def __call__(self, x):
        outs = []
        for neuron in self.neurons:
            outs.append(neuron(x))
        return outs

    def parameters(self):
        return sum((neuron.parameters() for neuron in self.neurons), ())

    def zero_grad(self):
        for neuron in self.neurons:
            neuron.zero_grad()


class MLP(Module):
    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        if last_activation is None:
            last_activation = activation
        self.layers = []
        for k, nout in enumerate(nouts, start=1):
            self.layers.append(Layer(nin, nout, last_activation if k == len(nouts) else activation))
            nin = nout

    def __call__(self, x):
        out = x
        for layer in self.layers:
            out = layer(out)
        return out[0] if self.layers[-1].nout == 1 else out

    def parameters(self):
        return tuple(p for layer in self.layers for p in layer.parameters())

    def zero_grad(self):
        for layer in self.layers:
            layer.zero_grad()
