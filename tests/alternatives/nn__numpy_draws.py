"""Weights are drawn by NumPy, a whole layer at once, and inputs are turned into an array first."""

import numpy as np

from .engine import Value


class Module:
    def parameters(self):
        return []

    def zero_grad(self):
        for p in self.parameters():
            p.grad = 0.0


class Neuron(Module):
    def __init__(self, nin, activation="tanh", start=None):
        if start is None:
            start = np.random.uniform(-1.0, 1.0, size=nin + 1)
        *w, b = start
        self.w = [Value(x) for x in w]
        self.b = Value(b)
        self.activation = activation

    def __call__(self, x):
        x = np.asarray(x, dtype=object)
        if x.shape != (len(self.w),):
            raise ValueError(f"inputs of shape {x.shape} for {len(self.w)} weights")
        s = np.dot(np.array(self.w, dtype=object), x) + self.b
        return s if self.activation == "linear" else getattr(Value, self.activation)(s)

    def parameters(self):
        return [*self.w, self.b]


class Layer(Module):
    def __init__(self, nin, nout, activation="tanh"):
        rng = np.random.default_rng()
        self.neurons = [Neuron(nin, activation, start) for start in rng.uniform(-1, 1, (nout, nin + 1))]

    def __call__(self, x):
        return [neuron(x) for neuron in self.neurons]

    def parameters(self):
        return np.concatenate([neuron.parameters() for neuron in self.neurons]).tolist()


class MLP(Module):
    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        self.layers = [Layer(n, m, activation) for n, m in zip([nin] + nouts[:-1], nouts)]
        for neuron in self.layers[-1].neurons:
            neuron.activation = last_activation or activation

    def __call__(self, x):
        out = np.asarray(x, dtype=object)
        for layer in self.layers:
            out = layer(out)
        return out[0] if len(out) == 1 else out

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]
