"""Plain numbers are recognised by isinstance(other, (int, float)), and Values by being anything else."""

import math


class Value:
    """stores a number; see backward() for the gradients"""

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._prev = set(_children)
        self._op = _op
        self.label = label
        self._backward = lambda: None

    def __repr__(self):
        return f"data: {self.data} | grad: {self.grad}"

    def __add__(self, other):
        if isinstance(other, (int, float)):
            other = Value(other)

        output = Value(self.data + other.data, _children=(self, other), _op="+")

        def _backward():
            self.grad += output.grad * 1.0
            other.grad += output.grad * 1.0

        output._backward = _backward
        return output

    def __radd__(self, other):
        return self.__add__(other)

    def __mul__(self, other):
        if isinstance(other, (int, float)):
            other = Value(other)

        output = Value(self.data * other.data, _children=(self, other), _op="*")

        def _backward():
            self.grad += output.grad * other.data
            other.grad += output.grad * self.data

        output._backward = _backward
        return output

    def __rmul__(self, other):
        return self.__mul__(other)

    def __neg__(self):
        return self.__mul__(-1)

    def __sub__(self, other):
        return self.__add__(other.__neg__())

    def __rsub__(self, other):
        return Value(other).__sub__(self)

    def __pow__(self, other):
        output = Value(self.data**other, _children=(self,), _op="**")

        def _backward():
            self.grad += output.grad * (other * math.pow(self.data, other - 1))

        output._backward = _backward
        return output

    def __truediv__(self, other):
        if isinstance(other, (int, float)):
            return self.__mul__(1 / other)
        return self.__mul__(other.__pow__(-1))

    def __rtruediv__(self, other):
        return Value(other).__truediv__(self)

    def exp(self):
        output = Value(math.exp(self.data), _children=(self,), _op="exp")

        def _backward():
            self.grad += output.grad * output.data

        output._backward = _backward
        return output

    def log(self):
        output = Value(math.log(self.data), _children=(self,), _op="ln")

        def _backward():
            self.grad += output.grad * (1 / self.data)

        output._backward = _backward
        return output

    def tanh(self):
        output = Value(math.tanh(self.data), _children=(self,), _op="tanh")

        def _backward():
            self.grad += output.grad * (1 - output.data**2)

        output._backward = _backward
        return output

    def relu(self):
        output = Value(self.data if self.data > 0 else 0, _children=(self,), _op="relu")

        def _backward():
            self.grad += output.grad * (0 if output.data == 0 else 1)

        output._backward = _backward
        return output

    def backward(self):
        ordered = []
        seen_ids = set()

        def build(node):
            if id(node) not in seen_ids:
                seen_ids.add(id(node))
                for child in node._prev:
                    build(child)
                ordered.append(node)

        build(self)
        self.grad = 1.0
        for node in ordered[::-1]:
            node._backward()


def trace(root):
    nodes, edges = set(), set()

    def build(v):
        nodes.add(v)
        for child in v._prev:
            edges.add((child, v))
            if child not in nodes:
                build(child)

    build(root)
    return nodes, edges


def topological_order(root, order=None):
    if order is None:
        order = {}
    for child in root._prev:
        if child not in order:
            topological_order(child, order)
    order[root] = len(order)
    return list(order)
