"""parameters() is written once, in Module: it looks through the attributes for Values and Modules."""

import random

from exercises.engine import Value


class Module:
    def parameters(self):
        found = []
        for thing in vars(self).values():
            for each in thing if isinstance(thing, list) else [thing]:
                if isinstance(each, Value):
                    found.append(each)
                elif isinstance(each, Module):
                    found.extend(each.parameters())
        return found

    def zero_grad(self):
        for p in self.parameters():
            p.grad = 0.0


class Neuron(Module):
    def __init__(self, nin, activation="tanh"):
        self.b = Value(random.uniform(-1, 1))
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.activation = activation

    def weighted_sum(self, x):
        total = self.b
        x = list(x)
        while x:
            i = len(x) - 1
            total += self.w[i] * x.pop()
        return total

    def __call__(self, x):
        z = self.weighted_sum(x)
        return z if self.activation == "linear" else z.tanh() if self.activation == "tanh" else z.relu()


class Layer(Module):
    def __init__(self, nin, nout, activation="tanh"):
        self.neurons = [Neuron(nin, activation) for _ in range(nout)]

    def __call__(self, x):
        return [neuron(x) for neuron in self.neurons]


class MLP(Module):
    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        self.nin, self.nouts = nin, nouts
        inner = [Layer(nin if i == 0 else nouts[i - 1], n, activation) for i, n in enumerate(nouts[:-1])]
        outer = Layer(nouts[-2] if inner else nin, nouts[-1], last_activation or activation)
        self.layers = [*inner, outer]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x if self.nouts[-1] > 1 else x[0]
