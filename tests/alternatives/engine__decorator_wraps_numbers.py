"""A decorator turns plain numbers into Values, and refuses what is neither with NotImplemented."""

import functools
import math
from numbers import Real


def numbers_too(operation):
    """The operator, for a plain number on the other side as well."""

    @functools.wraps(operation)
    def wrapper(self, other):
        if isinstance(other, Value):
            return operation(self, other)
        if isinstance(other, Real):
            return operation(self, Value(other))
        return NotImplemented

    return wrapper


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._backward = None
        self._prev = tuple(_children)
        self._op = _op
        self.label = label
        self.set_backward(lambda: None)

    def set_backward(self, function):
        self._backward = function
        return self

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    @numbers_too
    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        return out.set_backward(_backward)

    @numbers_too
    def __sub__(self, other):
        out = Value(self.data - other.data, (self, other), "-")

        def _backward():
            self.grad += out.grad
            other.grad += -out.grad

        return out.set_backward(_backward)

    @numbers_too
    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        return out.set_backward(_backward)

    @numbers_too
    def __truediv__(self, other):
        return self * other**-1

    @numbers_too
    def __radd__(self, other):
        return other + self

    @numbers_too
    def __rsub__(self, other):
        return other - self

    @numbers_too
    def __rmul__(self, other):
        return other * self

    @numbers_too
    def __rtruediv__(self, other):
        return other / self

    def __neg__(self):
        return 0 - self

    def __pow__(self, exponent):
        if not isinstance(exponent, Real):
            return NotImplemented
        out = Value(self.data**exponent, (self,), f"**{exponent}")

        def _backward():
            self.grad += exponent * self.data ** (exponent - 1) * out.grad

        return out.set_backward(_backward)

    def exp(self):
        out = Value(math.exp(self.data), (self,), "exp")

        def _backward():
            self.grad += out.data * out.grad

        return out.set_backward(_backward)

    def log(self):
        out = Value(math.log(self.data), (self,), "log")

        def _backward():
            self.grad += out.grad / self.data

        return out.set_backward(_backward)

    def tanh(self):
        out = Value(math.tanh(self.data), (self,), "tanh")

        def _backward():
            self.grad += (1 - out.data**2) * out.grad

        return out.set_backward(_backward)

    def relu(self):
        out = Value(self.data if self.data > 0 else 0.0, (self,), "relu")

        def _backward():
            self.grad += out.grad if self.data > 0 else 0.0

        return out.set_backward(_backward)

    def backward(self):
        *before, last = topological_order(self)
        last.grad = 1.0
        last._backward()
        for value in reversed(before):
            value._backward()


def trace(root):
    nodes, edges, queue = set(), set(), [root]
    while queue:
        value = queue.pop(0)
        if value in nodes:
            continue
        nodes.add(value)
        for operand in value._prev:
            edges.add((operand, value))
            queue.append(operand)
    return nodes, edges


def topological_order(root):
    """By colours: white is new, grey is on the way, black is done."""
    grey, black, order, path = set(), set(), [], [root]
    while path:
        value = path[-1]
        grey.add(value)
        white = [operand for operand in value._prev if operand not in grey and operand not in black]
        if white:
            path.append(white[0])
        else:
            order.append(path.pop())
            grey.discard(value)
            black.add(value)
    return order
