"""An operation is a class with a forward and a backward, as in PyTorch, and they stand in a table."""

import random
from dataclasses import dataclass, field

import numpy as np


def unbroadcast(gradient, shape):
    gradient = np.asarray(gradient)
    for _ in range(gradient.ndim - len(shape)):
        gradient = gradient.sum(0)
    return gradient.sum(tuple(i for i in range(len(shape)) if shape[i] < gradient.shape[i]), keepdims=True)


class Add:
    forward = staticmethod(lambda a, b: a + b)
    backward = staticmethod(lambda g, out, a, b: (g, g))


class Subtract:
    forward = staticmethod(lambda a, b: a - b)
    backward = staticmethod(lambda g, out, a, b: (g, -g))


class Multiply:
    forward = staticmethod(lambda a, b: a * b)
    backward = staticmethod(lambda g, out, a, b: (g * b, g * a))


class Divide:
    forward = staticmethod(lambda a, b: a / b)
    backward = staticmethod(lambda g, out, a, b: (g / b, -g * a / b**2))


class MatrixProduct:
    forward = staticmethod(lambda a, b: np.tensordot(a, b, axes=1))
    backward = staticmethod(lambda g, out, a, b: (np.tensordot(g, b, axes=(1, 1)), np.tensordot(a, g, axes=(0, 0))))


class Exp:
    forward = staticmethod(np.exp)
    backward = staticmethod(lambda g, out, a: (g * out,))


class Tanh:
    forward = staticmethod(np.tanh)
    backward = staticmethod(lambda g, out, a: (g / np.cosh(np.clip(a, -300, 300)) ** 2,))


class Relu:
    forward = staticmethod(lambda a: np.where(a < 0, 0.0, a))
    backward = staticmethod(lambda g, out, a: (np.where(a <= 0, 0.0, g),))


class Transpose:
    forward = staticmethod(np.transpose)
    backward = staticmethod(lambda g, out, a: (np.transpose(g),))


class Power:
    def __init__(self, exponent):
        self.exponent = exponent

    def forward(self, a):
        return a**self.exponent

    def backward(self, g, out, a):
        return (g * self.exponent * a ** (self.exponent - 1),)


class Reshape:
    def __init__(self, shape):
        self.shape = shape

    def forward(self, a):
        return a.reshape(self.shape)

    def backward(self, g, out, a):
        return (g.reshape(a.shape),)


class Sum:
    def __init__(self, axis, keepdims):
        self.axis, self.keepdims = axis, keepdims

    def forward(self, a):
        return np.sum(a, axis=self.axis, keepdims=self.keepdims)

    def backward(self, g, out, a):
        if self.axis is None:
            return (np.full(a.shape, g.item()),)
        g = g if self.keepdims else np.expand_dims(g, self.axis)
        return (np.repeat(g, a.shape[self.axis], axis=self.axis),)


@dataclass(eq=False)
class Value:
    data: np.ndarray
    _children: tuple = ()
    _op: str = ""
    label: str = ""
    grad: np.ndarray = field(init=False, repr=False)
    function: object = field(init=False, repr=False, default=None)

    __array_ufunc__ = None

    def __post_init__(self):
        self.data = np.array(self.data, dtype=float)
        self.grad = np.zeros(self.data.shape)

    @property
    def _prev(self):
        return self._children

    def _backward(self):
        if self.function is None:
            return
        inputs = [operand.data for operand in self._children]
        shares = self.function.backward(self.grad, self.data, *inputs)
        for operand, share in zip(self._children, shares):
            operand.grad = operand.grad + unbroadcast(share, operand.data.shape)

    def apply(self, function, *others):
        operands = (self, *map(self.wrap, others))
        out = Value(function.forward(*(operand.data for operand in operands)), operands, type(function).__name__)
        out.function = function
        return out

    @staticmethod
    def wrap(thing):
        return thing if isinstance(thing, Value) else Value(thing)

    def __pow__(self, exponent):
        return self.apply(Power(exponent))

    def __neg__(self):
        return self.apply(Multiply(), -1)

    def exp(self):
        return self.apply(Exp())

    def tanh(self):
        return self.apply(Tanh())

    def relu(self):
        return self.apply(Relu())

    def sum(self, axis=None, keepdims=False):
        return self.apply(Sum(axis, keepdims))

    def mean(self, axis=None, keepdims=False):
        total = self.sum(axis, keepdims)
        return total * total.data.size / self.data.size

    def reshape(self, *shape):
        return self.apply(Reshape(shape))

    def transpose(self):
        return self.apply(Transpose())

    def backward(self):
        try:
            self.data.item()
        except ValueError as error:
            raise ValueError("backward starts from a single number") from error
        self.grad = self.grad * 0 + 1
        for value in topological_order(self)[::-1]:
            value._backward()


for name, function in (
    ("add", Add),
    ("sub", Subtract),
    ("mul", Multiply),
    ("truediv", Divide),
    ("matmul", MatrixProduct),
):
    setattr(Value, f"__{name}__", lambda self, other, function=function: self.apply(function(), other))
    setattr(Value, f"__r{name}__", lambda self, other, function=function: Value.wrap(other).apply(function(), self))


def topological_order(root):
    marks, order, stack = {}, [], [root]
    while stack:
        value = stack[-1]
        waiting = [operand for operand in value._prev if operand not in marks]
        if waiting:
            stack.extend(waiting)
        else:
            stack.pop()
            if value not in marks:
                marks[value] = len(order)
                order.append(value)
    return order


class Module:
    def parameters(self):
        return list(self._parameters())

    def zero_grad(self):
        for parameter in self._parameters():
            parameter.grad = np.zeros(parameter.grad.shape)


class Linear(Module):
    def __init__(self, nin, nout):
        def draw(*shape):
            return Value(np.reshape([random.uniform(-1, 1) for _ in range(int(np.prod(shape)))], shape))

        self.w, self.b = draw(nin, nout), draw(nout)

    def __call__(self, x):
        return Value.wrap(x) @ self.w + self.b

    def _parameters(self):
        yield self.w
        yield self.b


class MLP(Module):
    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        self.layers = [Linear(*pair) for pair in zip((nin, *nouts), nouts)]
        self.activation = activation
        self.last_activation = last_activation or activation

    def __call__(self, x):
        for layer in self.layers[:-1]:
            x = self.activate(layer(x), self.activation)
        return self.activate(self.layers[-1](x), self.last_activation)

    @staticmethod
    def activate(x, word):
        match word:
            case "tanh":
                return x.tanh()
            case "relu":
                return x.relu()
            case _:
                return x

    def _parameters(self):
        for layer in self.layers:
            yield from layer._parameters()
