"""data and grad are NumPy scalars (float64), and the functions are NumPy's."""

import numpy as np


class Value:
    __array_ufunc__ = None  # np.float64(2) * value shall ask value, not make an array

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = np.float64(data)
        self.grad = np.float64(0)
        self._prev = list(_children)
        self._op = _op
        self.label = label
        self._backward = lambda: None

    def __repr__(self):
        return f"Value({self.data:g}, grad={self.grad:g})" if self.data == round(self.data, 4) else f"Value({self.data})"

    def __add__(self, other):
        if not isinstance(other, Value): other = Value(other)
        out = Value(np.add(self.data, other.data), [self, other], "+")
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        if not isinstance(other, Value): other = Value(other)
        out = Value(np.multiply(self.data, other.data), [self, other], "*")
        def _backward():
            self.grad += out.grad * other.data
            other.grad += out.grad * self.data
        out._backward = _backward
        return out

    def __pow__(self, k):
        out = Value(np.power(self.data, k), [self], f"**{k}")
        def _backward():
            self.grad += out.grad * k * np.power(self.data, k - 1)
        out._backward = _backward
        return out

    def exp(self):
        out = Value(np.exp(self.data), [self], "exp")
        def _backward():
            self.grad += out.grad * out.data
        out._backward = _backward
        return out

    def log(self):
        out = Value(np.log(self.data), [self], "ln")
        def _backward():
            self.grad += out.grad / self.data
        out._backward = _backward
        return out

    def tanh(self):
        out = Value(np.tanh(self.data), [self], "tanh")
        def _backward():
            self.grad += out.grad * (1 - np.square(out.data))
        out._backward = _backward
        return out

    def relu(self):
        out = Value(np.maximum(self.data, 0), [self], "relu")
        def _backward():
            self.grad += out.grad * np.heaviside(self.data, 0)
        out._backward = _backward
        return out

    def __neg__(self):
        return self * np.float64(-1)

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        if not isinstance(other, Value): other = Value(other)
        return self * other ** -1

    def __radd__(self, other):
        return Value(other) + self

    def __rmul__(self, other):
        return Value(other) * self

    def __rsub__(self, other):
        return Value(other) - self

    def __rtruediv__(self, other):
        return Value(other) / self

    def backward(self):
        self.grad = np.ones_like(self.data)[()]
        for node in topological_order(self)[::-1]:
            node._backward()


def trace(root):
    nodes = topological_order(root)
    edges = [(child, node) for node in nodes for child in dict.fromkeys(node._prev)]
    return nodes, edges


def topological_order(root):
    order, seen = [], set()

    def walk(node):
        if id(node) in seen:
            return
        seen.add(id(node))
        for child in node._prev:
            walk(child)
        order.append(node)

    walk(root)
    return order
