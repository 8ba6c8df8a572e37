"""Keeps an array of floats as it was given, without a copy: nothing is ever changed in its place."""

import operator
from functools import reduce

import numpy as np


def unbroadcast(gradient, shape):
    if gradient.shape == shape:
        return gradient
    if gradient.ndim > len(shape):
        return unbroadcast(gradient.sum(axis=0), shape)
    axis = next(axis for axis, size in enumerate(shape) if size != gradient.shape[axis])
    return unbroadcast(np.add.reduce(gradient, axis=axis, keepdims=True), shape)


def operation(name):
    """A decorator: of (data, a function from the gradient to the shares of the operands) a new Value."""

    def of(method):
        def does(self, *others, **named):
            operands = [self, *(each if isinstance(each, Value) else Value(each) for each in others)] if name in "+*@" else [self]
            data, shares = method(*operands, *([] if name in "+*@" else others), **named)
            out = Value(data, operands, name)

            def _backward():
                for operand, share in zip(operands, shares(out.grad)):
                    operand.grad = operand.grad + unbroadcast(np.asarray(share), operand.data.shape)

            out._backward = _backward
            return out

        return does

    return of


class Value:
    __array_ufunc__ = None

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self._prev = _children
        self._op = _op
        self.label = label
        self._backward = lambda: None

    def __repr__(self):
        return f"Value(data={self.data.tolist()}, grad={self.grad.tolist()})"

    @operation("+")
    def __add__(self, other):
        return self.data + other.data, lambda g: (g, g)

    @operation("*")
    def __mul__(self, other):
        return self.data * other.data, lambda g: (g * other.data, g * self.data)

    @operation("@")
    def __matmul__(self, other):
        return self.data @ other.data, lambda g: (g @ other.data.T, (g.T @ self.data).T)

    @operation("power")
    def __pow__(self, exponent):
        return self.data**exponent, lambda g: (g * exponent * self.data ** (exponent - 1),)

    @operation("exp")
    def exp(self):
        e = np.exp(self.data)
        return e, lambda g: (g * e,)

    @operation("tanh")
    def tanh(self):
        t = np.tanh(self.data)
        return t, lambda g: ((1 + t) * (1 - t) * g,)

    @operation("relu")
    def relu(self):
        return self.data.clip(min=0), lambda g: (np.sign(self.data.clip(min=0)) * g,)

    @operation("sum")
    def sum(self, axis=None, keepdims=False):
        kept = np.sum(self.data, axis, keepdims=True).shape
        return np.sum(self.data, axis, keepdims=keepdims), lambda g: (g.reshape(kept) + np.zeros_like(self.data),)

    @operation("reshape")
    def reshape(self, *shape):
        return self.data.reshape(shape), lambda g: (g.reshape(self.data.shape),)

    @operation("transpose")
    def transpose(self):
        return self.data.T, lambda g: (g.T,)

    T = property(transpose)

    def mean(self, axis=None, keepdims=False):
        total = self.sum(axis, keepdims)
        return total / (self.data.size / total.data.size)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rmatmul__(self, other):
        return (self.transpose() @ Value(other).transpose()).transpose()

    def __neg__(self):
        return 0.0 - self

    def __sub__(self, other):
        return self + (Value(other) if not isinstance(other, Value) else other) * -1.0

    def __rsub__(self, other):
        return self * -1.0 + other

    def __truediv__(self, other):
        return self * (other if isinstance(other, Value) else Value(other)) ** -1.0

    def __rtruediv__(self, other):
        return self**-1.0 * other

    def backward(self):
        if self.data.ravel().shape != (1,):
            raise ValueError("backward starts from one number")
        self.grad = self.data**0
        reduce(lambda _, node: node._backward(), topological_order(self)[::-1], None)


def topological_order(root):
    """The deepest first: a Value is as deep as its longest way from the root."""
    depth, to_visit = {}, [(root, 0)]
    while to_visit:
        node, deep = to_visit.pop()
        if depth.get(node, -1) < deep:
            depth[node] = deep
            to_visit += [(operand, deep + 1) for operand in node._prev]
    return sorted(depth, key=depth.get, reverse=True)


class Module:
    def zero_grad(self):
        for parameter in self.parameters():
            parameter.grad = np.zeros(parameter.data.shape)


class Linear(Module):
    def __init__(self, nin, nout):
        generator = np.random.default_rng()
        self.w = Value(generator.uniform(-1, 1, size=(nout, nin)).T)
        self.b = Value(generator.uniform(-1, 1, size=nout))

    def __call__(self, x):
        return x @ self.w + self.b

    def parameters(self):
        return [value for value in vars(self).values() if isinstance(value, Value)]


class MLP(Module):
    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        self.layers = list(map(Linear, [nin] + list(nouts), nouts))
        self.activation, self.last_activation = activation, last_activation

    def __call__(self, x):
        for number, layer in enumerate(self.layers, start=1):
            last = number == len(self.layers) and self.last_activation is not None
            word = self.last_activation if last else self.activation
            x = layer(x)
            x = getattr(x, word, lambda x=x: x)()
        return x

    def parameters(self):
        return reduce(operator.add, [layer.parameters() for layer in self.layers])
