# my own work
"""_backward is a functools.partial of a module-level function: no nested functions anywhere."""

import math
from functools import partial


def add_backward(out, a, b):
    a.grad += out.grad
    b.grad += out.grad


def mul_backward(out, a, b):
    a.grad += b.data * out.grad
    b.grad += a.data * out.grad


def pow_backward(out, a, n):
    a.grad += n * a.data ** (n - 1) * out.grad


def exp_backward(out, a):
    a.grad += out.data * out.grad


def log_backward(out, a):
    a.grad += out.grad / a.data


def tanh_backward(out, a):
    a.grad += (1 - out.data**2) * out.grad


def relu_backward(out, a):
    a.grad += out.grad if a.data > 0 else 0.0


class Value:
    """A scalar in an expression graph."""

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_children)
        self._op = _op
        self.label = label
        self._backward = partial(int)

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    def _then(self, function, *arguments):
        self._backward = partial(function, self, *arguments)
        return self

    def __add__(self, other):
        other = ensure(other)
        return Value(self.data + other.data, (self, other), "+")._then(add_backward, self, other)

    def __mul__(self, other):
        other = ensure(other)
        return Value(self.data * other.data, (self, other), "*")._then(mul_backward, self, other)

    def __pow__(self, n):
        return Value(self.data**n, (self,), f"**{n}")._then(pow_backward, self, n)

    def exp(self):
        return Value(math.exp(self.data), (self,), "exp")._then(exp_backward, self)

    def log(self):
        return Value(math.log(self.data), (self,), "log")._then(log_backward, self)

    def tanh(self):
        return Value(math.tanh(self.data), (self,), "tanh")._then(tanh_backward, self)

    def relu(self):
        return Value(max(self.data, 0.0), (self,), "relu")._then(relu_backward, self)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -ensure(other)

    def __truediv__(self, other):
        return self * ensure(other) ** -1

    def __radd__(self, other):
        return ensure(other) + self

    def __rsub__(self, other):
        return ensure(other) - self

    def __rmul__(self, other):
        return ensure(other) * self

    def __rtruediv__(self, other):
        return ensure(other) / self

    def backward(self):
        self.grad = 1.0
        order = topological_order(self)
        while order:
            order.pop()._backward()


def ensure(x):
    return x if isinstance(x, Value) else Value(x)


def topological_order(root):
    order, seen = [], set()
    dfs(root, order, seen)
    return order


def dfs(node, order, seen):
    if node in seen:
        return
    seen.add(node)
    for operand in sorted(node._prev, key=id):
        dfs(operand, order, seen)
    order.append(node)


def trace(root):
    nodes, edges = set(), set()
    walk(root, nodes, edges)
    return nodes, edges


def walk(node, nodes, edges):
    if node in nodes:
        return
    nodes.add(node)
    edges.update((operand, node) for operand in node._prev)
    for operand in node._prev:
        walk(operand, nodes, edges)
