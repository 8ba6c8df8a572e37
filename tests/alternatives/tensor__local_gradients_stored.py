"""Each result keeps, for each operand, a function from its own gradient to the operand's share."""

import numpy as np


def unbroadcast(gradient, shape):
    shape = tuple(shape)
    full = (1,) * (np.ndim(gradient) - len(shape)) + shape
    axes = tuple(axis for axis, (big, small) in enumerate(zip(np.shape(gradient), full)) if big != small)
    return np.sum(gradient, axis=axes).reshape(shape)


def as_value(thing):
    return thing if isinstance(thing, Value) else Value(thing)


class Linear:
    def __init__(self, nin, nout):
        generator = np.random
        self.w, self.b = (Value(generator.uniform(low=-1.0, high=1.0, size=size)) for size in ((nin, nout), (nout,)))

    def __call__(self, x):
        return as_value(x).__matmul__(self.w).__add__(self.b)

    def parameters(self):
        return self.w, self.b

    def zero_grad(self):
        for each in self.parameters():
            each.grad[...] = 0.0


class MLP:
    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        self.layers = []
        for nout in nouts:
            self.layers.append(Linear(nin, nout))
            nin = nout
        self.inside, self.last = activation, last_activation or activation

    def __call__(self, x):
        *hidden, last = self.layers
        does = {"tanh": Value.tanh, "relu": Value.relu, "linear": lambda value: value}
        for layer in hidden:
            x = does[self.inside](layer(x))
        return does[self.last](last(x))

    def parameters(self):
        return sum((layer.parameters() for layer in self.layers), ())

    def zero_grad(self):
        for layer in self.layers:
            layer.zero_grad()


class Value:
    __array_ufunc__ = None
    __array_priority__ = 1000

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = np.array(data, dtype="float64")
        self.grad = 0 * np.ones(self.data.shape)
        self._prev, self._op, self.label = tuple(_children), _op, label
        self.shares = ()

    def _backward(self):
        for operand, share in zip(self._prev, self.shares):
            operand.grad = operand.grad + unbroadcast(share(self.grad), operand.data.shape)

    def made(self, data, operands, op, *shares):
        out = Value(data, operands, op)
        out.shares = shares
        return out

    def __repr__(self):
        return f"Value({self.data!r})"

    def __add__(self, other):
        other = as_value(other)
        return self.made(self.data + other.data, (self, other), "+", lambda g: g, lambda g: g)

    def __sub__(self, other):
        other = as_value(other)
        return self.made(self.data - other.data, (self, other), "-", lambda g: g, lambda g: -g)

    def __mul__(self, other):
        other = as_value(other)
        return self.made(self.data * other.data, (self, other), "*", lambda g: g * other.data, lambda g: g * self.data)

    def __truediv__(self, other):
        other = as_value(other)
        out = self.data / other.data
        return self.made(out, (self, other), "/", lambda g: g / other.data, lambda g: -g * out / other.data)

    def __matmul__(self, other):
        other = as_value(other)
        left, right = self.data, other.data
        return self.made(
            np.einsum("nk,km->nm", left, right),
            (self, other),
            "@",
            lambda g: np.einsum("nm,km->nk", g, right),
            lambda g: np.einsum("nk,nm->km", left, g),
        )

    def __radd__(self, other):
        return as_value(other) + self

    def __rsub__(self, other):
        return as_value(other) - self

    def __rmul__(self, other):
        return as_value(other) * self

    def __rtruediv__(self, other):
        return as_value(other) / self

    def __rmatmul__(self, other):
        return as_value(other) @ self

    def __neg__(self):
        return self.made(-self.data, (self,), "neg", lambda g: -g)

    def __pow__(self, exponent):
        slope = exponent * self.data ** (exponent - 1)
        return self.made(self.data**exponent, (self,), "pow", lambda g: g * slope)

    def exp(self):
        out = np.exp(self.data)
        return self.made(out, (self,), "exp", lambda g: g * out)

    def tanh(self):
        out = np.tanh(self.data)
        return self.made(out, (self,), "tanh", lambda g: g - g * out * out)

    def relu(self):
        mask = (self.data > 0).astype(float)
        return self.made(self.data * mask, (self,), "relu", lambda g: g * mask)

    def sum(self, axis=None, keepdims=False):
        kept = self.data.sum(axis=axis, keepdims=True)

        def share(g):
            return np.broadcast_to(g.reshape(kept.shape), self.data.shape)

        return self.made(self.data.sum(axis=axis, keepdims=keepdims), (self,), "sum", share)

    def mean(self, axis=None, keepdims=False):
        out = self.data.mean(axis=axis, keepdims=keepdims)
        kept = self.data.mean(axis=axis, keepdims=True).shape
        count = self.data.size // out.size

        def share(g):
            return np.broadcast_to(g.reshape(kept) / count, self.data.shape)

        return self.made(out, (self,), "mean", share)

    def reshape(self, *shape):
        return self.made(np.reshape(self.data, shape), (self,), "reshape", lambda g: g.reshape(self.data.shape))

    def transpose(self):
        return self.made(self.data.T, (self,), "transpose", lambda g: g.T)

    def backward(self):
        if self.data.size > 1:
            raise ValueError(f"{self.data.size} numbers, and backward starts from one")
        self.grad = np.full(self.data.shape, 1.0)
        for each in topological_order(self)[::-1]:
            each._backward()


def topological_order(root):
    """Kahn's way: a Value is taken when all that use it were taken."""
    uses, found = {}, [root]
    seen = {id(root)}
    for value in found:
        for operand in value._prev:
            uses[id(operand)] = uses.get(id(operand), 0) + 1
            if id(operand) not in seen:
                seen.add(id(operand))
                found.append(operand)
    order, free = [], [root]
    while free:
        value = free.pop()
        order.append(value)
        for operand in value._prev:
            uses[id(operand)] -= 1
            if uses[id(operand)] == 0:
                free.append(operand)
    order.reverse()
    return order
