# Emmy Noether
"""The order is a recursive generator with yield from; backward collects it in a deque."""

import math
from collections import deque
from collections.abc import Iterator


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._prev = _children
        self._op = _op
        self.label = label
        self._backward = lambda: None

    def __repr__(self):
        return f"Value(data={self.data}, op={self._op})"

    def _made_by(self, op, *operands, push):
        """self, as the result of an operation."""
        self._op, self._prev, self._backward = op, operands, push
        return self

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        out = Value(self.data + other.data)

        def push():
            self.grad += out.grad
            other.grad += out.grad

        return out._made_by("+", self, other, push=push)

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        out = Value(self.data * other.data)

        def push():
            self.grad += out.grad * other.data
            other.grad += out.grad * self.data

        return out._made_by("*", self, other, push=push)

    def __pow__(self, exponent):
        out = Value(self.data**exponent)

        def push():
            self.grad += out.grad * exponent * self.data ** (exponent - 1)

        return out._made_by("pow", self, push=push)

    def exp(self):
        out = Value(math.exp(self.data))

        def push():
            self.grad += out.grad * out.data

        return out._made_by("exp", self, push=push)

    def log(self):
        out = Value(math.log(self.data))

        def push():
            self.grad += out.grad / self.data

        return out._made_by("log", self, push=push)

    def tanh(self):
        out = Value(math.tanh(self.data))

        def push():
            self.grad += out.grad * (1 + out.data) * (1 - out.data)

        return out._made_by("tanh", self, push=push)

    def relu(self):
        out = Value(self.data if self.data > 0 else 0.0)

        def push():
            if out.data:
                self.grad += out.grad

        return out._made_by("relu", self, push=push)

    def __neg__(self):
        return Value(0.0) - self

    def __sub__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        out = Value(self.data - other.data)

        def push():
            self.grad += out.grad
            other.grad -= out.grad

        return out._made_by("-", self, other, push=push)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return Value(other) - self

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other

    def backward(self):
        self.grad = 1.0
        pending = deque(postorder(self, set()))
        while pending:
            pending.pop()._backward()


def postorder(node, seen) -> Iterator[Value]:
    seen.add(node)
    for operand in node._prev:
        if operand not in seen:
            yield from postorder(operand, seen)
    yield node


def topological_order(root):
    return list(postorder(root, set()))


def trace(root):
    nodes = {*postorder(root, set())}
    return nodes, {(operand, node) for node in nodes for operand in node._prev}
