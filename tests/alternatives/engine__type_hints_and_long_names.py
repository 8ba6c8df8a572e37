"""Type hints everywhere, names in full, docstrings, and the checks of a careful library."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Iterable
from typing import TypeAlias

Scalar: TypeAlias = float | int
Operand: TypeAlias = "Value | Scalar"


class Value:
    """A node of the computational graph that holds one real number."""

    data: Scalar
    grad: float
    label: str

    def __init__(
        self,
        data: Scalar,
        _children: Iterable[Value] = (),
        _op: str = "",
        label: str = "",
    ) -> None:
        """Wrap a real number. Raises TypeError for anything else."""
        if not isinstance(data, numbers.Real):
            raise TypeError(f"Value holds a real number, got {type(data).__name__}")
        self.data = data
        self.grad = 0.0
        self.label = label
        self._prev: tuple[Value, ...] = tuple(_children)
        self._op: str = _op
        self._backward: Callable[[], None] = self._leaf_backward

    def __repr__(self) -> str:
        return f"{self.__class__.__name__}(data={self.data!r}, gradient={self.grad!r})"

    @staticmethod
    def _leaf_backward() -> None:
        """Do nothing: leaves have no operands."""

    @staticmethod
    def _convert(operand: Operand) -> Value:
        """Return the operand as a Value, wrapping it where needed."""
        return operand if isinstance(operand, Value) else Value(operand)

    def __add__(self, addend: Operand) -> Value:
        """Return self + addend."""
        right_operand = self._convert(addend)
        result = Value(self.data + right_operand.data, (self, right_operand), "+")

        def propagate_gradient() -> None:
            self.grad += result.grad
            right_operand.grad += result.grad

        result._backward = propagate_gradient
        return result

    def __mul__(self, factor: Operand) -> Value:
        """Return self * factor."""
        right_operand = self._convert(factor)
        result = Value(self.data * right_operand.data, (self, right_operand), "*")

        def propagate_gradient() -> None:
            self.grad += right_operand.data * result.grad
            right_operand.grad += self.data * result.grad

        result._backward = propagate_gradient
        return result

    def __pow__(self, exponent: Scalar) -> Value:
        """Return self ** exponent, for a real exponent."""
        if isinstance(exponent, Value):
            raise TypeError("only plain numbers are supported as exponents")
        result = Value(self.data**exponent, (self,), f"**{exponent}")

        def propagate_gradient() -> None:
            local_derivative = exponent * self.data ** (exponent - 1)
            self.grad += local_derivative * result.grad

        result._backward = propagate_gradient
        return result

    def exp(self) -> Value:
        """Return e ** self."""
        return self._elementary(math.exp(self.data), "exp", lambda _, output: output)

    def log(self) -> Value:
        """Return the natural logarithm of self."""
        return self._elementary(math.log(self.data), "log", lambda argument, _: 1 / argument)

    def tanh(self) -> Value:
        """Return the hyperbolic tangent of self."""
        return self._elementary(math.tanh(self.data), "tanh", lambda _, output: 1 - output**2)

    def relu(self) -> Value:
        """Return the positive part of self."""
        positive_part = self.data if self.data > 0 else 0.0
        return self._elementary(positive_part, "relu", lambda argument, _: 1.0 if argument > 0 else 0.0)

    def _elementary(
        self,
        output: Scalar,
        name: str,
        derivative: Callable[[Scalar, Scalar], Scalar],
    ) -> Value:
        """Return a function of self, given its output and its derivative(argument, output)."""
        result = Value(output, (self,), name)

        def propagate_gradient() -> None:
            self.grad += derivative(self.data, result.data) * result.grad

        result._backward = propagate_gradient
        return result

    def __neg__(self) -> Value:
        return self * -1

    def __radd__(self, addend: Scalar) -> Value:
        return self._convert(addend) + self

    def __rmul__(self, factor: Scalar) -> Value:
        return self._convert(factor) * self

    def __sub__(self, subtrahend: Operand) -> Value:
        return self + -self._convert(subtrahend)

    def __rsub__(self, minuend: Scalar) -> Value:
        return self._convert(minuend) - self

    def __truediv__(self, divisor: Operand) -> Value:
        return self * self._convert(divisor) ** -1

    def __rtruediv__(self, dividend: Scalar) -> Value:
        return self._convert(dividend) / self

    def backward(self) -> None:
        """Run reverse-mode differentiation from this node."""
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            node._backward()


def topological_order(root: Value) -> list[Value]:
    """Return all nodes below root in an order in which operands precede results."""
    ordered_nodes: list[Value] = []
    visited_nodes: set[Value] = set()

    def visit(node: Value) -> None:
        if node in visited_nodes:
            return
        visited_nodes.add(node)
        for operand in node._prev:
            visit(operand)
        ordered_nodes.append(node)

    visit(root)
    return ordered_nodes


def trace(root: Value) -> tuple[set[Value], set[tuple[Value, Value]]]:
    """Return the nodes and the edges of the graph below root."""
    nodes: set[Value] = set(topological_order(root))
    edges: set[tuple[Value, Value]] = {(operand, node) for node in nodes for operand in node._prev}
    return nodes, edges
