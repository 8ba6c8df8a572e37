"""Every number becomes a float at once: Value(2) prints 2.0, and so do results and gradients."""

import math
from itertools import chain


class Value(object):
    def __init__(self, data, _children=(), _op='', label=''):
        self.data = float(data)
        self.grad = float(0)
        self._prev = tuple(_children)
        self._op = _op
        self.label = str(label)
        self._backward = lambda: None

    def __repr__(self):
        return 'Value(%.6f)' % self.data

    def __add__(self, other):
        other = Value(other) if not isinstance(other, Value) else other
        out = Value(self.data + other.data, (self, other), '+')
        def backward_of_add():
            for v in out._prev:
                v.grad += out.grad
        out._backward = backward_of_add
        return out

    def __mul__(self, other):
        other = Value(other) if not isinstance(other, Value) else other
        out = Value(self.data * other.data, (self, other), '*')
        def backward_of_mul():
            x, y = out._prev
            x.grad, y.grad = x.grad + y.data * out.grad, y.grad + x.data * out.grad
            if x is y:
                x.grad += y.data * out.grad  # the second assignment saw the old gradient
        out._backward = backward_of_mul
        return out

    def __pow__(self, exponent):
        exponent = float(exponent)
        out = Value(self.data ** exponent, (self,), '**')
        def backward_of_pow():
            self.grad += exponent * self.data ** (exponent - 1.0) * out.grad
        out._backward = backward_of_pow
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,), 'exp')
        def backward_of_exp():
            self.grad += out.data * out.grad
        out._backward = backward_of_exp
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,), 'tanh')
        def backward_of_tanh():
            self.grad += (1.0 - out.data * out.data) * out.grad
        out._backward = backward_of_tanh
        return out

    def relu(self):
        out = Value((self.data + abs(self.data)) / 2, (self,), 'relu')
        def backward_of_relu():
            self.grad += float(self.data > 0) * out.grad
        out._backward = backward_of_relu
        return out

    def log(self):
        out = Value(math.log(self.data), (self,), 'log')
        def backward_of_log():
            self.grad += out.grad / self.data
        out._backward = backward_of_log
        return out

    def __neg__(self): return self * -1.0
    def __sub__(self, other): return self + other * -1.0
    def __truediv__(self, other): return self * other ** -1.0
    def __radd__(self, other): return Value(other) + self
    def __rsub__(self, other): return Value(other) + self * -1.0
    def __rmul__(self, other): return Value(other) * self
    def __rtruediv__(self, other): return Value(other) * self ** -1.0

    def backward(self):
        self.grad = 1.0
        for v in reversed(topological_order(self)):
            v._backward()


def trace(root):
    nodes, layer = set(), {root}
    while layer:
        nodes.update(layer)
        layer = set(chain.from_iterable(v._prev for v in layer)) - nodes
    return list(nodes), list({(p, v) for v in nodes for p in v._prev})


def topological_order(root):
    visited = set()
    result = []
    def dfs(v):
        if v in visited:
            return
        visited.add(v)
        list(map(dfs, v._prev))
        result.append(v)
    dfs(root)
    return result
