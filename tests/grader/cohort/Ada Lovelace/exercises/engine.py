# Ada
"""All operations come from one table: name, forward function, and the partial derivatives."""

import math

# name: (f(*numbers), (df/dx1, df/dx2, …)), where the derivatives also get the result y
TABLE = {
    "+": (lambda a, b: a + b, (lambda y, a, b: 1.0, lambda y, a, b: 1.0)),
    "-": (lambda a, b: a - b, (lambda y, a, b: 1.0, lambda y, a, b: -1.0)),
    "*": (lambda a, b: a * b, (lambda y, a, b: b, lambda y, a, b: a)),
    "/": (lambda a, b: a / b, (lambda y, a, b: 1 / b, lambda y, a, b: -y / b)),
    "neg": (lambda a: -a, (lambda y, a: -1.0,)),
    "exp": (math.exp, (lambda y, a: y,)),
    "log": (math.log, (lambda y, a: 1 / a,)),
    "tanh": (math.tanh, (lambda y, a: 1 - y * y,)),
    "relu": (lambda a: a if a > 0 else 0.0, (lambda y, a: 1.0 if a > 0 else 0.0,)),
}


def calculate(op, *operands):
    operands = [x if isinstance(x, Value) else Value(x) for x in operands]
    forward, derivatives = TABLE[op]
    return _node(op, forward, derivatives, operands)


def _node(op, forward, derivatives, operands):
    numbers = [x.data for x in operands]
    out = Value(forward(*numbers), operands, op)

    def _backward():
        for operand, derivative in zip(operands, derivatives):
            operand.grad += derivative(out.data, *numbers) * out.grad

    out._backward = _backward
    return out


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self.label = label
        self._prev = tuple(_children)
        self._op = _op
        self._backward = lambda: None

    def __repr__(self):
        return f"Value(data={self.data})"

    def __pow__(self, n):
        return _node("**", lambda a: a**n, [lambda y, a: n * a ** (n - 1)], [self])

    def backward(self):
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            node._backward()


def _install(op, name):
    setattr(Value, f"__{name}__", lambda self, other: calculate(op, self, other))
    setattr(Value, f"__r{name}__", lambda self, other: calculate(op, other, self))


for _op, _name in {"+": "add", "-": "sub", "*": "mul", "/": "truediv"}.items():
    _install(_op, _name)
for _name in ("exp", "log", "tanh", "relu"):
    setattr(Value, _name, lambda self, op=_name: calculate(op, self))
Value.__neg__ = lambda self: calculate("neg", self)


def topological_order(root):
    order, seen = [], set()

    def place(node):
        if node not in seen:
            seen.add(node)
            for operand in node._prev:
                place(operand)
            order.append(node)

    place(root)
    return order


def trace(root):
    nodes = set(topological_order(root))
    return nodes, {(operand, node) for node in nodes for operand in node._prev}
