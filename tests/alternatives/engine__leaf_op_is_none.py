"""A leaf's _op is None, and its _children are None as well unless some are given."""

import math


class Value:

    def __init__(self, data, _children=None, _op=None, label=""):
        self.data = data
        self._prev = () if _children is None else tuple(_children)
        self._op = _op
        self.label = label
        self.grad = 0.0
        self._grad_fn = None

    def __repr__(self):
        if self._op is None:
            return f"leaf {self.label}: {self.data}"
        return f"{self._op} {self.label}: {self.data}"

    def _backward(self):
        if self._grad_fn is not None:
            self._grad_fn(self.grad)

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)

        def grad_fn(g):
            self.grad += g
            other.grad += g

        return self._result(self.data + other.data, "+", grad_fn, other)

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)

        def grad_fn(g):
            self.grad += g * other.data
            other.grad += g * self.data

        return self._result(self.data * other.data, "*", grad_fn, other)

    def __pow__(self, n):
        def grad_fn(g):
            self.grad += g * n * self.data ** (n - 1)

        return self._result(self.data**n, f"^{n}", grad_fn)

    def exp(self):
        y = math.exp(self.data)

        def grad_fn(g):
            self.grad += g * y

        return self._result(y, "exp", grad_fn)

    def log(self):
        def grad_fn(g):
            self.grad += g / self.data

        return self._result(math.log(self.data), "log", grad_fn)

    def tanh(self):
        y = math.tanh(self.data)

        def grad_fn(g):
            self.grad += g * (1 - y * y)

        return self._result(y, "tanh", grad_fn)

    def relu(self):
        def grad_fn(g):
            self.grad += g if self.data > 0 else 0.0

        return self._result(self.data if self.data > 0 else 0.0, "relu", grad_fn)

    def _result(self, data, op, grad_fn, *others):
        out = Value(data, (self, *others), op)
        out._grad_fn = grad_fn
        return out

    def __neg__(self): return self * -1
    def __radd__(self, other): return self + other
    def __rmul__(self, other): return self * other
    def __sub__(self, other): return self + -other
    def __rsub__(self, other): return -(self - other)
    def __truediv__(self, other): return self * other**-1
    def __rtruediv__(self, other): return Value(other) * self**-1

    def backward(self):
        self.grad = 1.0
        for node in topological_order(self)[::-1]:
            node._backward()


def topological_order(root):
    order = []
    seen = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            order.append(node)
            stack += node._prev
    return sorted(order, key=heights(order).get)


def heights(nodes):
    """The longest way down to a leaf, for every node."""
    height = {}
    todo = list(nodes)
    while todo:
        node = todo[-1]
        missing = [child for child in node._prev if child not in height]
        if missing:
            todo += missing
        else:
            height[todo.pop()] = 1 + max((height[child] for child in node._prev), default=0)
    return height


def trace(root):
    nodes, edges = set(), set()

    def visit(node):
        if node in nodes:
            return
        nodes.add(node)
        for child in node._prev:
            edges.add((child, node))
            visit(child)

    visit(root)
    return nodes, edges
