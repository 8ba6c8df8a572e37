"""_backward is a method of the class that looks at _op to know what to do; no closures at all."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label="", exponent=None):
        self.data = data
        self._prev = tuple(_children)
        self._op = _op
        self.label = label
        self.exponent = exponent
        self.grad = 0.0

    def __repr__(self):
        return f"Value(label={self.label!r}, data={self.data!r}, op={self._op!r})"

    def _backward(self):
        if len(self._prev) == 2:
            left, right = self._prev
        elif len(self._prev) == 1:
            (left,) = self._prev
        match self._op:
            case "+":
                left.grad += self.grad
                right.grad += self.grad
            case "*":
                left.grad += right.data * self.grad
                right.grad += left.data * self.grad
            case "pow":
                left.grad += self.exponent * left.data ** (self.exponent - 1) * self.grad
            case "exp":
                left.grad += self.data * self.grad
            case "log":
                left.grad += self.grad / left.data
            case "tanh":
                left.grad += (1 - self.data**2) * self.grad
            case "relu" if left.data > 0:
                left.grad += self.grad

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), "+")

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), "*")

    def __pow__(self, exponent):
        return Value(self.data**exponent, (self,), "pow", exponent=exponent)

    def exp(self):
        return Value(math.exp(self.data), (self,), "exp")

    def log(self):
        return Value(math.log(self.data), (self,), "log")

    def tanh(self):
        return Value(math.tanh(self.data), (self,), "tanh")

    def relu(self):
        return Value(max(self.data, 0), (self,), "relu")

    def __neg__(self):
        return -1 * self

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __sub__(self, other):
        return self + -1 * other

    def __rsub__(self, other):
        return -1 * self + other

    def __truediv__(self, other):
        if isinstance(other, Value):
            return self * other**-1
        return self * (1 / other)

    def __rtruediv__(self, other):
        return other * self**-1

    def backward(self):
        order = topological_order(self)
        order.reverse()
        order[0].grad = 1.0
        for value in order:
            value._backward()


def topological_order(root):
    order, seen = [], set()
    stack = [(root, iter(root._prev))]
    seen.add(root)
    while stack:
        value, operands = stack[-1]
        for operand in operands:
            if operand not in seen:
                seen.add(operand)
                stack.append((operand, iter(operand._prev)))
                break
        else:
            order.append(value)
            stack.pop()
    return order


def trace(root):
    values = topological_order(root)
    return values, {(operand, value) for value in values for operand in value._prev}
