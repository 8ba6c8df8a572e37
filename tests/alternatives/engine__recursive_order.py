"""The order is built by a recursive method on the Value itself, and trace is recursive, too."""

import math


class Value:
    """A scalar with a gradient."""

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_children)
        self._op = _op
        self.label = label
        self._backward = lambda: None

    def __repr__(self):
        return str(self.data)

    def _collect(self, order, seen):
        if self not in seen:
            seen.add(self)
            for child in self._prev:
                child._collect(order, seen)
            order.append(self)
        return order

    def backward(self):
        self.grad = 1.0
        for node in reversed(self._collect([], set())):
            node._backward()

    def __add__(self, other):
        if type(other) is not Value:
            other = Value(other, label=str(other))
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad = self.grad + 1.0 * out.grad
            other.grad = other.grad + 1.0 * out.grad

        out._backward = _backward
        return out

    def __radd__(self, other):
        return self.__add__(other)

    def __mul__(self, other):
        if type(other) is not Value:
            other = Value(other, label=str(other))
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad = self.grad + other.data * out.grad
            other.grad = other.grad + self.data * out.grad

        out._backward = _backward
        return out

    def __rmul__(self, other):
        return self.__mul__(other)

    def __neg__(self):
        out = Value(-self.data, (self,), "-")

        def _backward():
            self.grad = self.grad - out.grad

        out._backward = _backward
        return out

    def __sub__(self, other):
        return self.__add__(-other)

    def __rsub__(self, other):
        return (-self).__add__(other)

    def __pow__(self, p):
        out = Value(math.pow(self.data, p), (self,), "pow")

        def _backward():
            self.grad = self.grad + p * math.pow(self.data, p - 1) * out.grad

        out._backward = _backward
        return out

    def _inverse(self):
        out = Value(1.0 / self.data, (self,), "1/x")

        def _backward():
            self.grad = self.grad - out.data * out.data * out.grad

        out._backward = _backward
        return out

    def __truediv__(self, other):
        if type(other) is not Value:
            other = Value(other, label=str(other))
        return self * other._inverse()

    def __rtruediv__(self, other):
        return self._inverse() * other

    def exp(self):
        out = Value(math.exp(self.data), (self,), "exp")

        def _backward():
            self.grad = self.grad + math.exp(self.data) * out.grad

        out._backward = _backward
        return out

    def log(self):
        out = Value(math.log(self.data), (self,), "log")

        def _backward():
            self.grad = self.grad + 1.0 / self.data * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,), "tanh")

        def _backward():
            self.grad = self.grad + (1.0 - math.tanh(self.data) ** 2) * out.grad

        out._backward = _backward
        return out

    def relu(self):
        out = Value(self.data if self.data > 0 else 0, (self,), "relu")

        def _backward():
            self.grad = self.grad + (1.0 if self.data > 0 else 0.0) * out.grad

        out._backward = _backward
        return out


def topological_order(root):
    return root._collect([], set())


def trace(root, nodes=None, edges=None):
    nodes = set() if nodes is None else nodes
    edges = set() if edges is None else edges
    if root not in nodes:
        nodes.add(root)
        for child in root._prev:
            edges.add((child, root))
            trace(child, nodes, edges)
    return nodes, edges
