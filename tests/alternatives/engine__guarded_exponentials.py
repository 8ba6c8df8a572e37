"""tanh is computed from exponentials that cannot overflow: only e to a negative power is taken."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op
        self.label = label

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad}, label={self.label})"

    def __add__(self, other):
        other = self.ensure_value(other)
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = self.ensure_value(other)
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, other):
        if not isinstance(other, (int, float)):
            raise TypeError("the exponent must be a plain number")
        out = Value(self.data**other, (self,), f"**{other}")

        def _backward():
            self.grad += (other * self.data ** (other - 1)) * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        x = self.data
        if x >= 0:
            small = math.exp(-2 * x)
            t = (1 - small) / (1 + small)
        else:
            small = math.exp(2 * x)
            t = (small - 1) / (small + 1)
        out = Value(t, (self,), "tanh")

        def _backward():
            # 4e / (1 + e)² is 1 - t², without the cancellation
            self.grad += 4 * small / (1 + small) ** 2 * out.grad

        out._backward = _backward
        return out

    def exp(self):
        x = self.data
        out = Value(math.exp(x) if x < 0 else 1 / math.exp(-x), (self,), "exp")

        def _backward():
            self.grad += out.data * out.grad

        out._backward = _backward
        return out

    def log(self):
        out = Value(math.log2(self.data) * math.log(2), (self,), "log")

        def _backward():
            self.grad += (1 / self.data) * out.grad

        out._backward = _backward
        return out

    def relu(self):
        out = Value(0.0 if self.data <= 0 else self.data, (self,), "ReLU")

        def _backward():
            self.grad += (0.0 if self.data <= 0 else 1.0) * out.grad

        out._backward = _backward
        return out

    def ensure_value(self, x):
        return x if isinstance(x, Value) else Value(x)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + self.ensure_value(other) * -1

    def __rsub__(self, other):
        return self * -1 + other

    def __truediv__(self, other):
        return self * self.ensure_value(other) ** -1

    def __rtruediv__(self, other):
        return self.ensure_value(other) * self**-1

    def backward(self):
        self.grad = 1.0
        for node in topological_order(self)[::-1]:
            node._backward()


def trace(root):
    nodes, edges = set(), set()

    def build(v):
        if v not in nodes:
            nodes.add(v)
            for child in v._prev:
                edges.add((child, v))
                build(child)

    build(root)
    return nodes, edges


def topological_order(root):
    entered, order = set(), []

    def walk(v):
        entered.add(v)
        for child in v._prev:
            if child not in entered:
                walk(child)
        order.append(v)

    walk(root)
    return order
