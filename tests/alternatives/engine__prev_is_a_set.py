"""_prev is a frozenset, so a + a has a single child; trace and order are loops over worklists."""

from math import exp, log, tanh


def as_value(x):
    return x if isinstance(x, Value) else Value(x)


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data, self.grad = data, 0.0
        self._prev = frozenset(_children)
        self._op, self.label = _op, label
        self._backward = self._nothing_to_do

    @staticmethod
    def _nothing_to_do():
        return None

    def __repr__(self):
        name = f"{self.label}=" if self.label else ""
        return f"<{name}{self.data}>"

    def __add__(self, other):
        other = as_value(other)
        out = Value(self.data + other.data, {self, other}, "+")

        def back():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = back
        return out

    def __mul__(self, other):
        other = as_value(other)
        out = Value(self.data * other.data, {self, other}, "*")

        def back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = back
        return out

    def __pow__(self, n):
        out = Value(self.data**n, {self}, f"^{n}")

        def back():
            self.grad += n * self.data ** (n - 1) * out.grad

        out._backward = back
        return out

    def exp(self):
        y = exp(self.data)
        out = Value(y, {self}, "exp")

        def back():
            self.grad += y * out.grad

        out._backward = back
        return out

    def tanh(self):
        y = tanh(self.data)
        out = Value(y, {self}, "tanh")

        def back():
            self.grad += (1 - y) * (1 + y) * out.grad

        out._backward = back
        return out

    def relu(self):
        positive = self.data > 0
        out = Value(self.data if positive else 0.0, {self}, "relu")

        def back():
            if positive:
                self.grad += out.grad

        out._backward = back
        return out

    def log(self):
        out = Value(log(self.data), {self}, "log")

        def back():
            self.grad += out.grad / self.data

        out._backward = back
        return out

    def __radd__(self, other):
        return as_value(other) + self

    def __rmul__(self, other):
        return as_value(other) * self

    def __neg__(self):
        return -1 * self

    def __sub__(self, other):
        return self + -1 * as_value(other)

    def __rsub__(self, other):
        return as_value(other) - self

    def __truediv__(self, other):
        return self * as_value(other) ** -1

    def __rtruediv__(self, other):
        return as_value(other) / self

    def backward(self):
        order = topological_order(self)
        self.grad = 1.0
        while order:
            order.pop()._backward()


def trace(root):
    nodes = set()
    frontier = {root}
    while frontier:
        nodes |= frontier
        frontier = {child for node in frontier for child in node._prev} - nodes
    return nodes, {(child, node) for node in nodes for child in node._prev}


def topological_order(root):
    order, placed, stack = [], set(), [root]
    while stack:
        node = stack[-1]
        waiting = node._prev - placed
        if waiting:
            stack.extend(waiting)
        else:
            stack.pop()
            if node not in placed:
                placed.add(node)
                order.append(node)
    return order
