"""data and grad are properties with setters, and _prev is one that is made anew at each look."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.__data = data
        self.__grad = 0.0
        self.__operands = tuple(_children)
        self.__pull = None
        self._op = _op
        self.label = label

    @property
    def data(self):
        """The number."""
        return self.__data

    @data.setter
    def data(self, number):
        self.__data = number

    @property
    def grad(self):
        """The derivative of the result by this number."""
        return self.__grad

    @grad.setter
    def grad(self, number):
        self.__grad = number

    @property
    def _prev(self):
        return list(self.__operands)

    @property
    def _backward(self):
        return self.__pass_on

    def __pass_on(self):
        if self.__pull:
            for operand, share in zip(self.__operands, self.__pull(self.grad)):
                operand.grad += share

    @classmethod
    def _result(cls, number, operands, op, pull):
        """A result, whose pull(its gradient) is the shares of its operands."""
        result = cls(number, operands, op)
        result.__pull = pull
        return result

    def __repr__(self):
        return f"{self.data}"

    def __add__(self, other):
        other = _as_value(other)
        return Value._result(self.data + other.data, (self, other), "+", lambda g: (g, g))

    def __mul__(self, other):
        other = _as_value(other)
        return Value._result(self.data * other.data, (self, other), "*", lambda g: (g * other.data, g * self.data))

    def __truediv__(self, other):
        other = _as_value(other)
        x, y = self.data, other.data
        return Value._result(x / y, (self, other), "/", lambda g: (g / y, -g * x / (y * y)))

    def __pow__(self, n):
        return Value._result(self.data**n, (self,), f"**{n}", lambda g: (g * n * self.data ** (n - 1),))

    def __neg__(self):
        return Value._result(-self.data, (self,), "neg", lambda g: (-g,))

    def exp(self):
        y = math.exp(self.data)
        return Value._result(y, (self,), "exp", lambda g: (g * y,))

    def log(self):
        return Value._result(math.log(self.data), (self,), "log", lambda g: (g / self.data,))

    def tanh(self):
        y = math.tanh(self.data)
        return Value._result(y, (self,), "tanh", lambda g: (g * (1 - y * y),))

    def relu(self):
        on = self.data > 0
        return Value._result(self.data if on else 0.0, (self,), "relu", lambda g: (g if on else 0.0,))

    def __sub__(self, other):
        return self + -_as_value(other)

    def __radd__(self, other):
        return _as_value(other) + self

    def __rsub__(self, other):
        return _as_value(other) - self

    def __rmul__(self, other):
        return _as_value(other) * self

    def __rtruediv__(self, other):
        return _as_value(other) / self

    def backward(self):
        order = topological_order(self)
        self.grad = 1.0
        for value in reversed(order):
            value._backward()


def _as_value(x):
    return x if isinstance(x, Value) else Value(x)


def topological_order(root):
    order, seen = [], set()

    def place(value):
        if value not in seen:
            seen.add(value)
            for operand in value._prev:
                place(operand)
            order.append(value)

    place(root)
    return order


def trace(root):
    nodes = frozenset(topological_order(root))
    return nodes, frozenset((operand, value) for value in nodes for operand in value._prev)
