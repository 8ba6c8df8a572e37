"""_prev is a tuple in which every operand stands once, even in a * a; edges are named pairs."""

import math
from typing import NamedTuple


class Edge(NamedTuple):
    operand: object
    result: object


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self._prev = tuple(dict.fromkeys(_children))
        self._op = _op
        self.data = data
        self.label = label
        self.grad = 0.0

    def __repr__(self):
        return f"{self.data:.4f}" if abs(self.data - round(self.data, 4)) < 1e-15 else repr(self.data)

    # A closure is only made where it is needed, so a leaf finds this one.
    def _backward(self):
        pass

    def __add__(self, other):
        match other:
            case Value():
                pass
            case _:
                other = Value(other)
        out = Value(self.data + other.data, (self, other), "+")

        def share():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = share
        return out

    def __mul__(self, other):
        match other:
            case Value():
                pass
            case _:
                other = Value(other)
        out = Value(self.data * other.data, (self, other), "*")

        def share():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = share
        return out

    def __pow__(self, n):
        if n == 2:
            return self * self
        out = Value(self.data**n, (self,), f"**{n}")

        def share():
            self.grad += n * self.data ** (n - 1) * out.grad

        out._backward = share
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,), "exp")

        def share():
            self.grad += out.data * out.grad

        out._backward = share
        return out

    def log(self):
        out = Value(math.log(self.data), (self,), "log")

        def share():
            self.grad += out.grad / self.data

        out._backward = share
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,), "tanh")

        def share():
            self.grad += (1 - out.data * out.data) * out.grad

        out._backward = share
        return out

    def relu(self):
        if self.data <= 0:
            return self * 0.0
        return self * 1.0

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        if other is self:
            return self * self**-1
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def backward(self):
        self.grad = 1.0
        for node in topological_order(self)[::-1]:
            node._backward()


def topological_order(root):
    order = []
    visited = set()

    def visit(node):
        if node not in visited:
            visited.add(node)
            for operand in node._prev:
                visit(operand)
            order.append(node)

    visit(root)
    return order


def trace(root):
    nodes = topological_order(root)
    return nodes, [Edge(operand, node) for node in nodes for operand in node._prev]
