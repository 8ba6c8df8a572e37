"""Neuron, Layer and MLP are dataclasses that fill in their fields after construction."""

import random
from dataclasses import dataclass, field

from .engine import Value


def small_random_value() -> Value:
    return Value(random.uniform(-1, 1))


class Module:
    def parameters(self):
        return []

    def zero_grad(self):
        for value in self.parameters():
            value.grad = 0.0


@dataclass(eq=False)
class Neuron(Module):
    nin: int
    activation: str = "tanh"
    b: Value = field(default_factory=small_random_value)
    w: list = field(init=False)

    def __post_init__(self):
        self.w = [small_random_value() for _ in range(self.nin)]

    def __call__(self, x):
        z = sum((w * x_i for x_i, w in zip(x, self.w, strict=True)), self.b)
        return z if self.activation == "linear" else {"tanh": Value.tanh, "relu": Value.relu}[self.activation](z)

    def parameters(self):
        return [*self.w, self.b]


@dataclass(eq=False)
class Layer(Module):
    nin: int
    nout: int
    activation: str = "tanh"
    neurons: list = field(init=False, repr=False)

    def __post_init__(self):
        self.neurons = [Neuron(self.nin, self.activation) for _ in range(self.nout)]

    def __call__(self, x):
        return [neuron(x) for neuron in self.neurons]

    def parameters(self):
        return [p for neuron in self.neurons for p in neuron.parameters()]


@dataclass(eq=False)
class MLP(Module):
    nin: int
    nouts: list
    activation: str = "tanh"
    last_activation: str | None = None
    layers: list = field(init=False)

    def __post_init__(self):
        inputs = [self.nin] + list(self.nouts)[:-1]
        self.layers = [Layer(n, m, self.activation) for n, m in zip(inputs, self.nouts)]
        if self.last_activation:
            self.layers[-1] = Layer(inputs[-1], self.nouts[-1], self.last_activation)

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x[0] if len(self.layers[-1].neurons) == 1 else x

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]
