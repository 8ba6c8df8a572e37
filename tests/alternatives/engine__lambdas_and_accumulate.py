"""_backward is a lambda that calls a method which adds to the gradient; numbers become constants."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data, self.grad, self.label = data, 0.0, label
        self._prev, self._op, self._backward = tuple(_children), _op, lambda: None

    def _receive(self, share):
        self.grad += share

    def __add__(self, other):
        o = constant(other)
        out = Value(self.data + o.data, (self, o), "+")
        out._backward = lambda: [v._receive(out.grad) for v in (self, o)]
        return out

    def __mul__(self, other):
        o = constant(other)
        out = Value(self.data * o.data, (self, o), "*")
        out._backward = lambda: (self._receive(o.data * out.grad), o._receive(self.data * out.grad))
        return out

    def __pow__(self, n):
        out = Value(self.data**n, (self,), f"**{n}")
        out._backward = lambda: self._receive(n * self.data ** (n - 1) * out.grad)
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,), "exp")
        out._backward = lambda: self._receive(out.data * out.grad)
        return out

    def log(self):
        out = Value(math.log(self.data), (self,), "log")
        out._backward = lambda: self._receive(out.grad / self.data)
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,), "tanh")
        out._backward = lambda: self._receive((1 - out.data**2) * out.grad)
        return out

    def relu(self):
        out = Value(max(0, self.data), (self,), "relu")
        out._backward = lambda: self.data > 0 and self._receive(out.grad)
        return out

    __neg__ = lambda self: self * -1
    __sub__ = lambda self, other: self + -constant(other)
    __truediv__ = lambda self, other: self * constant(other) ** -1
    __radd__ = lambda self, other: constant(other) + self
    __rsub__ = lambda self, other: constant(other) - self
    __rmul__ = lambda self, other: constant(other) * self
    __rtruediv__ = lambda self, other: constant(other) / self
    __repr__ = lambda self: f"{self.label or 'Value'}({self.data})"

    def backward(self):
        self.grad = 1.0
        for v in topological_order(self)[::-1]: v._backward()


def constant(x):
    if isinstance(x, Value):
        return x
    return Value(x, label="const")


def topological_order(root, seen=None):
    seen = set() if seen is None else seen
    seen.add(root)
    order = []
    for v in root._prev:
        if v not in seen:
            order.extend(topological_order(v, seen))
    order.append(root)
    return order


def trace(root):
    V, E = set(), set()
    def walk(v):
        if v not in V:
            V.add(v)
            for u in v._prev:
                E.add((u, v))
                walk(u)
    walk(root)
    return V, E
