"""The reflected operators stand in a mixin, and Value itself has only add, mul, pow and the functions."""

import math


class Arithmetic:
    """What follows from +, * and ** alone."""

    __slots__ = ()

    def __radd__(self, other):
        return self + other

    def __neg__(self):
        return self * -1

    def __pos__(self):
        return self

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other


class Graph:
    """What a node knows about the graph behind it."""

    __slots__ = ()

    def ancestors_first(self):
        order, seen, stack = [], set(), [self]
        while stack:
            node = stack.pop()
            if isinstance(node, tuple):
                order += node
            elif node not in seen:
                seen.add(node)
                stack.append((node,))
                stack.extend(node._prev)
        return order

    def backward(self):
        order = self.ancestors_first()
        self.grad = 1.0
        for node in order[::-1]:
            node._backward()


class Value(Arithmetic, Graph):
    __slots__ = ("data", "grad", "_prev", "_op", "label", "_backward")

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._prev = frozenset(_children)
        self._op = _op
        self.label = label
        self._backward = Value._stop

    @staticmethod
    def _stop():
        pass

    def __repr__(self):
        return f"Value(data={self.data})"

    def __add__(self, other):
        if isinstance(other, Value):
            out = Value(self.data + other.data, (self, other), "+")

            def _backward():
                self.grad += out.grad
                other.grad += out.grad

        else:
            out = Value(self.data + other, (self,), "+")  # a plain number needs no gradient

            def _backward():
                self.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        if isinstance(other, Value):
            out = Value(self.data * other.data, (self, other), "*")

            def _backward():
                self.grad += other.data * out.grad
                other.grad += self.data * out.grad

        else:
            out = Value(self.data * other, (self,), "*")

            def _backward():
                self.grad += other * out.grad

        out._backward = _backward
        return out

    def __pow__(self, exponent):
        out = Value(self.data**exponent, (self,), f"**{exponent}")

        def _backward():
            self.grad += exponent * self.data ** (exponent - 1) * out.grad

        out._backward = _backward
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,), "exp")

        def _backward():
            self.grad += out.data * out.grad

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
            self.grad += (1 - out.data**2) * out.grad

        out._backward = _backward
        return out

    def relu(self):
        out = Value(self.data if self.data > 0 else 0.0, (self,), "relu")

        def _backward():
            self.grad += out.grad * (out.data > 0)

        out._backward = _backward
        return out


def topological_order(root):
    return root.ancestors_first()


def trace(root):
    nodes = set(root.ancestors_first())
    return nodes, {(operand, node) for node in nodes for operand in node._prev}
