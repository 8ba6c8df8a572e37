"""A subclass of Value for each operation, with its forward line and its _backward side by side."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self.label = label
        self._prev = tuple(_children)
        self._op = _op

    def __repr__(self):
        return f"{type(self).__name__}({self.data})"

    def _backward(self):
        """A leaf has nobody to pass its gradient on to."""

    def __add__(self, other):
        return Sum(self, _value(other))

    def __radd__(self, other):
        return Sum(_value(other), self)

    def __mul__(self, other):
        return Product(self, _value(other))

    def __rmul__(self, other):
        return Product(_value(other), self)

    def __neg__(self):
        return Product(self, Value(-1.0))

    def __sub__(self, other):
        return Sum(self, -_value(other))

    def __rsub__(self, other):
        return Sum(_value(other), -self)

    def __pow__(self, exponent):
        return Power(self, exponent)

    def __truediv__(self, other):
        return Product(self, Power(_value(other), -1))

    def __rtruediv__(self, other):
        return Product(_value(other), Power(self, -1))

    def exp(self):
        return Exp(self)

    def tanh(self):
        return Tanh(self)

    def relu(self):
        return Relu(self)

    def log(self):
        return Log(self)

    def backward(self):
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            node._backward()


def _value(x):
    return x if isinstance(x, Value) else Value(x)


class Sum(Value):
    def __init__(self, a, b):
        super().__init__(a.data + b.data, (a, b), "+")

    def _backward(self):
        a, b = self._prev
        a.grad += self.grad
        b.grad += self.grad


class Product(Value):
    def __init__(self, a, b):
        super().__init__(a.data * b.data, (a, b), "*")

    def _backward(self):
        a, b = self._prev
        a.grad += b.data * self.grad
        b.grad += a.data * self.grad


class Power(Value):
    def __init__(self, a, exponent):
        super().__init__(a.data**exponent, (a,), f"**{exponent}")
        self.exponent = exponent

    def _backward(self):
        (a,) = self._prev
        a.grad += self.exponent * a.data ** (self.exponent - 1) * self.grad


class OfOne(Value):
    """A function of one Value: subclasses say which, and its slope."""

    def __init__(self, a):
        super().__init__(self.function(a.data), (a,), type(self).__name__.lower())

    def _backward(self):
        (a,) = self._prev
        a.grad += self.slope(a.data) * self.grad


class Exp(OfOne):
    function = staticmethod(math.exp)

    def slope(self, x):
        return self.data


class Tanh(OfOne):
    function = staticmethod(math.tanh)

    def slope(self, x):
        return 1 - self.data**2


class Relu(OfOne):
    @staticmethod
    def function(x):
        return x if x > 0 else 0.0

    def slope(self, x):
        return 1.0 if x > 0 else 0.0


class Log(OfOne):
    function = staticmethod(math.log)

    def slope(self, x):
        return 1 / x


def trace(root):
    nodes, edges, todo = {root}, set(), [root]
    for node in todo:  # grows while we walk it
        for operand in node._prev:
            edges.add((operand, node))
            if operand not in nodes:
                nodes.add(operand)
                todo.append(operand)
    return nodes, edges


def topological_order(root):
    order, seen = [], set()

    def place(node):
        if node not in seen:
            seen.add(node)
            for operand in reversed(node._prev):
                place(operand)
            order.append(node)

    place(root)
    return order
