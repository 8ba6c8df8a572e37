"""The order is Kahn's: a node is taken once everything that uses it has been taken."""

import math
from collections import Counter, deque


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self.label = label
        self._prev = tuple(_children)
        self._op = _op
        self._backward = do_nothing

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other):
        other = Value(other) if not isinstance(other, Value) else other
        return with_backward(
            Value(self.data + other.data, (self, other), "+"),
            lambda g: ((self, g), (other, g)),
        )

    def __mul__(self, other):
        other = Value(other) if not isinstance(other, Value) else other
        return with_backward(
            Value(self.data * other.data, (self, other), "*"),
            lambda g: ((self, g * other.data), (other, g * self.data)),
        )

    def __pow__(self, k):
        return with_backward(
            Value(self.data**k, (self,), f"pow {k}"),
            lambda g: ((self, g * k * self.data ** (k - 1)),),
        )

    def exp(self):
        y = math.exp(self.data)
        return with_backward(Value(y, (self,), "exp"), lambda g: ((self, g * y),))

    def log(self):
        return with_backward(Value(math.log(self.data), (self,), "log"), lambda g: ((self, g / self.data),))

    def tanh(self):
        y = math.tanh(self.data)
        return with_backward(Value(y, (self,), "tanh"), lambda g: ((self, g * (1 - y**2)),))

    def relu(self):
        y = self.data if self.data > 0 else 0.0
        return with_backward(Value(y, (self,), "relu"), lambda g: ((self, g * (y > 0)),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + other * -1

    def __rsub__(self, other):
        return self * -1 + other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def backward(self):
        self.grad = 1.0
        for node in result_first(self):
            node._backward()


def do_nothing():
    pass


def with_backward(out, shares):
    """`out`, which gives each operand its share of the gradient when asked to."""

    def _backward():
        for operand, share in shares(out.grad):
            operand.grad += share

    out._backward = _backward
    return out


def reachable(root):
    found, queue = {root}, deque([root])
    while queue:
        for operand in queue.popleft()._prev:
            if operand not in found:
                found.add(operand)
                queue.append(operand)
    return found


def result_first(root):
    uses = Counter(operand for node in reachable(root) for operand in node._prev)
    ready, order = deque([root]), []
    while ready:
        node = ready.popleft()
        order.append(node)
        for operand in node._prev:
            uses[operand] -= 1
            if uses[operand] == 0:
                ready.append(operand)
    return order


def topological_order(root):
    return result_first(root)[::-1]


def trace(root):
    nodes = reachable(root)
    return nodes, {(operand, node) for node in nodes for operand in node._prev}
