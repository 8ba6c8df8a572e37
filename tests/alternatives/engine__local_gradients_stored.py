"""Every result stores its local gradients at the time it is made; _backward is one method for all operations."""

import math


class Value:
    __slots__ = ("data", "grad", "label", "_prev", "_op", "_local")

    def __init__(self, data, _children=(), _op="", label="", local=()):
        self.data = data
        self.grad = 0.0
        self.label = label
        self._prev = _children
        self._op = _op
        self._local = local  # d self / d child, one for each child

    def __repr__(self):
        return "Value(data={}, grad={})".format(self.data, self.grad)

    def _backward(self):
        for child, slope in zip(self._prev, self._local):
            child.grad += slope * self.grad

    def backward(self):
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            node._backward()

    # arithmetic

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return Value(self.data + other.data, (self, other), "+", local=(1.0, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return Value(self.data * other.data, (self, other), "*", local=(other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), "pow", local=(n * self.data ** (n - 1),))

    def __neg__(self):
        return Value(-self.data, (self,), "neg", local=(-1.0,))

    def __sub__(self, other):
        return self + -other

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return self**-1 * other

    # functions

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), "exp", local=(e,))

    def log(self):
        return Value(math.log(self.data), (self,), "log", local=(1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), "tanh", local=(1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), "relu", local=(float(self.data > 0),))


def trace(root):
    nodes = topological_order(root)
    edges = []
    for node in nodes:
        for child in node._prev:
            if (child, node) not in edges[-2:]:  # a + a
                edges.append((child, node))
    return nodes, edges


def topological_order(root):
    order = []
    seen = set()

    def visit(node):
        seen.add(node)
        for child in node._prev:
            if child not in seen:
                visit(child)
        order.append(node)

    visit(root)
    return order
