"""Every Value knows when it was made, and the order is simply by age: operands are always older."""

import itertools
import math

_clock = itertools.count()


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0
        self._prev = set(_children)
        self._op = _op
        self.label = label
        self.born = next(_clock)
        self._backward = lambda: None

    def __repr__(self):
        return f"Value(data={self.data}, born={self.born})"

    def __lt__(self, other):
        """Older. (For sorting.)"""
        return self.born < other.born

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        out = Value(self.data + other.data, {self, other}, "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        out = Value(self.data * other.data, {self, other}, "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, n):
        out = Value(self.data**n, {self}, f"**{n}")

        def _backward():
            self.grad += n * self.data ** (n - 1) * out.grad

        out._backward = _backward
        return out

    def exp(self):
        out = Value(math.exp(self.data), {self}, "exp")

        def _backward():
            self.grad += out.data * out.grad

        out._backward = _backward
        return out

    def log(self):
        out = Value(math.log(self.data), {self}, "log")

        def _backward():
            self.grad += out.grad / self.data

        out._backward = _backward
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), {self}, "tanh")

        def _backward():
            self.grad += (1 - out.data**2) * out.grad

        out._backward = _backward
        return out

    def relu(self):
        out = Value(self.data * (self.data > 0), {self}, "relu")

        def _backward():
            self.grad += (self.data > 0) * out.grad

        out._backward = _backward
        return out

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -1 * other

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return -1 * self + other

    def __rtruediv__(self, other):
        return self**-1 * other

    def backward(self):
        self.grad = 1
        for node in sorted(everything_behind(self), reverse=True):
            node._backward()


def everything_behind(root):
    found = set()
    to_do = {root}
    while to_do:
        node = to_do.pop()
        found.add(node)
        to_do.update(node._prev - found)
    return found


def topological_order(root):
    return sorted(everything_behind(root))


def trace(root):
    nodes = everything_behind(root)
    edges = {(operand, node) for node in nodes for operand in node._prev}
    return nodes, edges
