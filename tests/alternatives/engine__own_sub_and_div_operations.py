"""Minus, divide and negation are operations of their own, with their own symbol and their own _backward."""

import math
from functools import reduce


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self._prev = tuple(_children)
        self._op = _op
        self.label = label
        self.grad = 0.0
        self._backward = lambda: None

    def __repr__(self):
        return f"Value(data={self.data!r})"

    @staticmethod
    def _of(x):
        return x if isinstance(x, Value) else Value(x)

    def __add__(self, other):
        other = self._of(other)
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __sub__(self, other):
        other = self._of(other)
        out = Value(self.data - other.data, (self, other), "-")

        def _backward():
            self.grad += out.grad
            other.grad -= out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = self._of(other)
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += out.grad * other.data
            other.grad += out.grad * self.data

        out._backward = _backward
        return out

    def __truediv__(self, other):
        other = self._of(other)
        out = Value(self.data / other.data, (self, other), "/")

        def _backward():
            self.grad += out.grad / other.data
            other.grad -= out.grad * self.data / other.data**2

        out._backward = _backward
        return out

    def __neg__(self):
        out = Value(-self.data, (self,), "neg")

        def _backward():
            self.grad -= out.grad

        out._backward = _backward
        return out

    def __pow__(self, n):
        out = Value(self.data**n, (self,), "pow")

        def _backward():
            self.grad += out.grad * n * self.data ** (n - 1)

        out._backward = _backward
        return out

    def __radd__(self, other):
        return self._of(other) + self

    def __rsub__(self, other):
        return self._of(other) - self

    def __rmul__(self, other):
        return self._of(other) * self

    def __rtruediv__(self, other):
        return self._of(other) / self

    def exp(self):
        out = Value(math.exp(self.data), (self,), "exp")

        def _backward():
            self.grad += out.grad * out.data

        out._backward = _backward
        return out

    def log(self):
        out = Value(math.log(self.data), (self,), "log")

        def _backward():
            self.grad += out.grad / self.data

        out._backward = _backward
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,), "tanh")

        def _backward():
            self.grad += out.grad / math.cosh(self.data) ** 2 if abs(self.data) < 300 else 0.0

        out._backward = _backward
        return out

    def relu(self):
        out = Value(abs(self.data) if self.data > 0 else 0.0, (self,), "max(0, .)")

        def _backward():
            self.grad += out.grad * int(self.data > 0)

        out._backward = _backward
        return out

    def backward(self):
        self.grad = 1.0
        reduce(lambda _, node: node._backward(), reversed(topological_order(self)), None)


def topological_order(root):
    order, busy = {}, set()  # a dictionary keeps its order

    def place(node):
        if node not in order and node not in busy:
            busy.add(node)
            for operand in node._prev:
                place(operand)
            order[node] = True

    place(root)
    return list(order)


def trace(root):
    nodes = set(topological_order(root))
    edges = set()
    for node in nodes:
        edges |= {(operand, node) for operand in node._prev}
    return nodes, edges
