"""Slots with type annotations, and nothing but them; the order comes from a stack of (node, next operand)."""

import math
from typing import Callable


def _noop() -> None:
    return


class Value:
    __slots__ = ("data", "grad", "_prev", "_op", "label", "_backward", "__weakref__")

    data: float
    grad: float
    _prev: tuple["Value", ...]
    _op: str
    label: str
    _backward: Callable[[], None]

    def __init__(self, data: float, _children: tuple = (), _op: str = "", label: str = "") -> None:
        self.data, self.grad = data, 0.0
        self._prev, self._op, self.label = tuple(_children), _op, label
        self._backward = _noop

    def __repr__(self) -> str:
        return f"Value(data={self.data:.12g})"

    def __add__(self, other: "Value | float") -> "Value":
        rhs = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + rhs.data, (self, rhs), "+")

        def _backward() -> None:
            g = out.grad
            self.grad += g
            rhs.grad += g

        out._backward = _backward
        return out

    __radd__ = __add__

    def __mul__(self, other: "Value | float") -> "Value":
        rhs = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * rhs.data, (self, rhs), "*")

        def _backward() -> None:
            g = out.grad
            self.grad += g * rhs.data
            rhs.grad += g * self.data

        out._backward = _backward
        return out

    __rmul__ = __mul__

    def __pow__(self, n: float) -> "Value":
        x = self.data
        out = Value(x**n, (self,), f"**{n:g}")

        def _backward() -> None:
            self.grad += out.grad * n * x ** (n - 1)

        out._backward = _backward
        return out

    def __neg__(self) -> "Value":
        return self.__mul__(-1)

    def __sub__(self, other: "Value | float") -> "Value":
        return self.__add__(-other)

    def __rsub__(self, other: float) -> "Value":
        return self.__neg__().__add__(other)

    def __truediv__(self, other: "Value | float") -> "Value":
        return self.__mul__(other**-1)

    def __rtruediv__(self, other: float) -> "Value":
        return self.__pow__(-1).__mul__(other)

    def exp(self) -> "Value":
        out = Value(math.exp(self.data), (self,), "exp")

        def _backward() -> None:
            self.grad += out.grad * out.data

        out._backward = _backward
        return out

    def log(self) -> "Value":
        out = Value(math.log(self.data), (self,), "log")

        def _backward() -> None:
            self.grad += out.grad / self.data

        out._backward = _backward
        return out

    def tanh(self) -> "Value":
        out = Value(math.tanh(self.data), (self,), "tanh")

        def _backward() -> None:
            self.grad += out.grad * (1.0 - out.data * out.data)

        out._backward = _backward
        return out

    def relu(self) -> "Value":
        out = Value(self.data if self.data > 0.0 else 0.0, (self,), "relu")
        if self.data > 0.0:

            def _backward() -> None:
                self.grad += out.grad

            out._backward = _backward
        return out

    def backward(self) -> None:
        self.grad = 1.0
        for v in reversed(topological_order(self)):
            v._backward()


def topological_order(root: Value) -> list[Value]:
    order: list[Value] = []
    seen: set[int] = set()
    stack: list[tuple[Value, int]] = [(root, 0)]
    while stack:
        v, i = stack.pop()
        if i == 0:
            if id(v) in seen:
                continue
            seen.add(id(v))
        if i < len(v._prev):
            stack.append((v, i + 1))
            stack.append((v._prev[i], 0))
        else:
            order.append(v)
    return order


def trace(root: Value) -> tuple[set[Value], set[tuple[Value, Value]]]:
    nodes = set(topological_order(root))
    edges = {(u, v) for v in nodes for u in v._prev}
    return nodes, edges
