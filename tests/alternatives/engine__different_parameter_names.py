"""The constructor is (data, children, op, label), and every method names its parameters differently."""

import math
import operator as ops


class Value:
    def __init__(self, data, children=(), op='', label=''):
        self.data = data
        self.children = tuple(children)
        self.op = op
        self.label = label
        self.grad = 0.0
        self.push = lambda: None

    # the names of micrograd, for those who ask for them

    @property
    def _prev(self):
        return self.children

    @property
    def _op(self):
        return self.op

    def _backward(self):
        self.push()

    def __repr__(self):
        return f'Value({self.data}, {self.op!r})' if self.op else f'Value({self.data})'

    def __add__(x, y):
        y = lift(y)
        z = Value(ops.add(x.data, y.data), (x, y), '+')
        def push():
            x.grad += z.grad
            y.grad += z.grad
        z.push = push
        return z

    def __mul__(x, y):
        y = lift(y)
        z = Value(ops.mul(x.data, y.data), (x, y), '*')
        def push():
            x.grad += z.grad * y.data
            y.grad += z.grad * x.data
        z.push = push
        return z

    def __pow__(x, n):
        z = Value(ops.pow(x.data, n), (x,), '**%s' % n)
        def push():
            x.grad += z.grad * n * x.data ** (n - 1)
        z.push = push
        return z

    def __neg__(x):
        z = Value(ops.neg(x.data), (x,), 'neg')
        def push():
            x.grad += -z.grad
        z.push = push
        return z

    def exp(x):
        z = Value(math.exp(x.data), (x,), 'exp')
        def push():
            x.grad += z.grad * z.data
        z.push = push
        return z

    def log(x):
        z = Value(math.log(x.data), (x,), 'log')
        def push():
            x.grad += z.grad / x.data
        z.push = push
        return z

    def tanh(x):
        z = Value(math.tanh(x.data), (x,), 'tanh')
        def push():
            x.grad += z.grad * (1 - z.data * z.data)
        z.push = push
        return z

    def relu(x):
        z = Value(max(x.data, 0.0), (x,), 'relu')
        def push():
            x.grad += z.grad if z.data > 0 else 0
        z.push = push
        return z

    def __sub__(x, y):
        return x + -lift(y)

    def __truediv__(x, y):
        return x * lift(y) ** -1

    def __radd__(x, y):
        return lift(y) + x

    def __rsub__(x, y):
        return lift(y) - x

    def __rmul__(x, y):
        return lift(y) * x

    def __rtruediv__(x, y):
        return lift(y) / x

    def backward(x):
        x.grad = 1.0
        for v in reversed(topological_order(x)):
            v.push()


def lift(thing):
    return thing if isinstance(thing, Value) else Value(thing)


def topological_order(last):
    out, been = [], set()

    def go(v):
        if v not in been:
            been.add(v)
            for u in v.children:
                go(u)
            out.append(v)

    go(last)
    return out


def trace(last):
    vs = set(topological_order(last))
    return vs, {(u, v) for v in vs for u in v.children}
