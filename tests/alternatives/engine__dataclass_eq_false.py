"""Value is a dataclass with eq=False, so that it still compares and hashes by identity."""

import math
from collections.abc import Callable
from dataclasses import InitVar, dataclass, field


def _leaf():
    pass


@dataclass(eq=False)
class Value:
    data: float
    _children: InitVar[tuple] = ()
    _op: str = field(default="", repr=False)
    label: str = ""
    grad: float = field(default=0.0, init=False)
    _prev: tuple = field(default=(), init=False, repr=False)
    _backward: Callable[[], None] = field(default_factory=lambda: _leaf, init=False, repr=False)

    def __post_init__(self, _children):
        self._prev = tuple(_children)

    @classmethod
    def wrap(cls, x):
        return x if isinstance(x, cls) else cls(x)

    def __add__(self, other):
        other = Value.wrap(other)
        result = Value(data=self.data + other.data, _children=(self, other), _op="+")

        def push():
            for operand in (self, other):
                operand.grad += result.grad

        result._backward = push
        return result

    def __mul__(self, other):
        other = Value.wrap(other)
        result = Value(data=self.data * other.data, _children=(self, other), _op="*")

        def push():
            for operand, partner in ((self, other), (other, self)):
                operand.grad += partner.data * result.grad

        result._backward = push
        return result

    def __pow__(self, power):
        result = Value(data=self.data**power, _children=(self,), _op=f"**{power}")

        def push():
            self.grad += result.grad * (power * self.data ** (power - 1))

        result._backward = push
        return result

    def exp(self):
        result = Value(data=math.exp(self.data), _children=(self,), _op="exp")

        def push():
            self.grad += result.grad * result.data

        result._backward = push
        return result

    def tanh(self):
        result = Value(data=math.tanh(self.data), _children=(self,), _op="tanh")

        def push():
            self.grad += result.grad * (1.0 - result.data**2)

        result._backward = push
        return result

    def relu(self):
        result = Value(data=self.data * (self.data > 0), _children=(self,), _op="relu")

        def push():
            self.grad += result.grad * (self.data > 0)

        result._backward = push
        return result

    def log(self):
        result = Value(data=math.log(self.data), _children=(self,), _op="log")

        def push():
            self.grad += result.grad * self.data**-1

        result._backward = push
        return result

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.wrap(other) * -1.0

    def __rsub__(self, other):
        return Value.wrap(other) - self

    def __truediv__(self, other):
        return self * Value.wrap(other) ** -1

    def __rtruediv__(self, other):
        return Value.wrap(other) / self

    def backward(self):
        self.grad = 1.0
        for node in topological_order(self)[::-1]:
            node._backward()


def trace(root):
    nodes = set(topological_order(root))
    edges = {(operand, node) for node in nodes for operand in node._prev}
    return nodes, edges


def topological_order(root, seen=None):
    if seen is None:
        seen = set()
    if root in seen:
        return []
    seen.add(root)
    before = []
    for operand in root._prev:
        before += topological_order(operand, seen)
    return [*before, root]
