"""Gradients start as the integer 0, the root's is the integer 1, and integers stay integers throughout."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0
        self._prev = _children
        self._op = _op
        self.label = label

        def _backward():
            return None

        self._backward = _backward

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        if not isinstance(other, Value):
            return self + Value(other)
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        if not isinstance(other, Value):
            return self * Value(other)
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, n):
        out = Value(self.data**n, (self,), "**" + str(n))

        def _backward():
            if n != 0:
                self.grad += n * self.data ** (n - 1) * out.grad

        out._backward = _backward
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,), "exp")

        def _backward():
            self.grad += out.grad * out.data

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
            self.grad += out.grad * (1 - out.data**2)

        out._backward = _backward
        return out

    def relu(self):
        if self.data > 0:
            out = Value(self.data, (self,), "relu")
            slope = 1
        else:
            out = Value(0, (self,), "relu")
            slope = 0

        def _backward():
            self.grad += slope * out.grad

        out._backward = _backward
        return out

    def __neg__(self):
        return self * -1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (self - other) * -1

    def __truediv__(self, other):
        if not isinstance(other, Value):
            return self / Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return Value(other) / self

    def backward(self):
        order = topological_order(self)
        self.grad = 1
        for i in range(len(order) - 1, -1, -1):
            order[i]._backward()


def trace(root):
    todo = [root]
    nodes = set()
    edges = set()
    while len(todo) > 0:
        v = todo.pop(0)
        nodes.add(v)
        for child in v._prev:
            edges.add((child, v))
            if child not in nodes and child not in todo:
                todo.append(child)
    return nodes, edges


def topological_order(root):
    done = []
    visited = {root}

    def go(v):
        for child in v._prev:
            if child not in visited:
                visited.add(child)
                go(child)
        done.append(v)

    go(root)
    return done
