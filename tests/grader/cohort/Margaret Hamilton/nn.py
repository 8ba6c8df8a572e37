# my own work
"""The weighted sum is built by sum() over a list, from 0, with the bias added last."""

import random

from engine import Value


def uniform():
    return Value(2 * random.random() - 1)


class Module(object):
    def parameters(self):
        return []

    def zero_grad(self):
        for p in self.parameters():
            p.grad = float()


class Neuron(Module):
    def __init__(self, nin, activation='tanh'):
        self.w, self.b = [uniform() for _ in range(nin)], uniform()
        self.act = activation

    def __call__(self, x):
        products = [xi * wi for wi, xi in zip(self.w, x)]
        z = sum(products) + self.b
        if self.act == 'linear':
            return z
        elif self.act == 'relu':
            return z.relu()
        elif self.act == 'tanh':
            return z.tanh()
        raise ValueError(self.act)

    def parameters(self):
        return self.w + [self.b]


class Layer(Module):
    def __init__(self, nin, nout, activation='tanh'):
        self.neurons = [Neuron(nin, activation) for _ in range(nout)]

    def __call__(self, x):
        return [n(x) for n in self.neurons]

    def parameters(self):
        return sum([n.parameters() for n in self.neurons], [])


class MLP(Module):
    def __init__(self, nin, nouts, activation='tanh', last_activation=None):
        widths = list(nouts)
        widths.insert(0, nin)
        n = len(widths) - 1
        self.layers = [
            Layer(widths[i], widths[i+1], activation if (i < n-1 or last_activation is None) else last_activation)
            for i in range(n)
        ]

    def __call__(self, x):
        h = x
        for l in self.layers:
            h = l(h)
        if len(h) == 1:
            [h] = h
        return h

    def parameters(self):
        return sum([l.parameters() for l in self.layers], [])
