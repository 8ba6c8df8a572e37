"""Broadcasting is an operation of its own: plus and times only meet arrays of one shape."""

import numpy as np


def unbroadcast(gradient, shape):
    return np.einsum(gradient, list(range(gradient.ndim)), _kept(gradient.shape, shape)).reshape(shape)


def _kept(large, small):
    """The axes of the large shape that the small one has, and not with size 1."""
    missing = len(large) - len(small)
    return [missing + axis for axis, size in enumerate(small) if size != 1]


def nothing():
    pass


class Value:
    __array_ufunc__ = None

    def __init__(self, data, _children=(), _op=None, label=None, backward=nothing):
        self.data = np.array(data, float)
        self.grad = np.zeros_like(self.data)
        self._prev = frozenset(_children)
        self._op = _op or ""
        self.label = label or ""
        self._backward = backward

    def __repr__(self):
        return "Value(%s)" % self.data.tolist()

    def expand(self, shape):
        if self.data.shape == shape:
            return self
        out = Value(np.broadcast_to(self.data, shape), {self}, "expand")

        def backward():
            self.grad += unbroadcast(out.grad, self.data.shape)

        out._backward = backward
        return out

    def both(self, other):
        other = other if isinstance(other, Value) else Value(other)
        shape = np.broadcast_shapes(self.data.shape, other.data.shape)
        return self.expand(shape), other.expand(shape)

    def __add__(self, other):
        a, b = self.both(other)
        out = Value(a.data + b.data, {a, b}, "+")

        def backward():
            a.grad += out.grad
            b.grad += out.grad

        out._backward = backward
        return out

    def __mul__(self, other):
        a, b = self.both(other)
        out = Value(a.data * b.data, {a, b}, "*")

        def backward():
            a.grad += b.data * out.grad
            b.grad += a.data * out.grad

        out._backward = backward
        return out

    def __matmul__(self, other):
        """Row by column: the sum of the products of columns and rows, over what they share."""
        a, b = self, other if isinstance(other, Value) else Value(other)
        (n, k), (_, m) = a.data.shape, b.data.shape
        return (a.reshape(n, k, 1) * b.reshape(1, k, m)).sum(axis=1)

    def __radd__(self, other):
        return Value(other) + self

    def __rmul__(self, other):
        return Value(other) * self

    def __rmatmul__(self, other):
        return Value(other) @ self

    def __neg__(self):
        return Value(-1) * self

    def __sub__(self, other):
        return -(-self + other)

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * (other if isinstance(other, Value) else Value(other)).inverse()

    def __rtruediv__(self, other):
        return self.inverse() * other

    def inverse(self):
        return self.mapped(1 / self.data, -1 / self.data**2, "1/")

    def mapped(self, data, slopes, op):
        out = Value(data, {self}, op)

        def backward():
            self.grad += slopes * out.grad

        out._backward = backward
        return out

    def __pow__(self, exponent):
        return self.mapped(self.data**exponent, exponent * self.data ** (exponent - 1), f"^{exponent}")

    def exp(self):
        e = np.exp(self.data)
        return self.mapped(e, e, "exp")

    def tanh(self):
        small = np.exp(-2 * np.abs(self.data))  # between 0 and 1, however large the number is
        t = np.sign(self.data) * (1 - small) / (1 + small)
        return self.mapped(t, 1 - t * t, "tanh")

    def relu(self):
        return self.mapped((self.data + np.abs(self.data)) / 2, np.where(self.data > 0, 1.0, 0.0), "relu")

    def sum(self, axis=None, keepdims=False):
        kept = list(self.data.shape)
        for each in range(len(kept)) if axis is None else [axis]:
            kept[each] = 1
        out = Value(self.data.sum(axis=axis, keepdims=True), {self}, "sum")

        def backward():
            self.grad += out.grad

        out._backward = backward
        if keepdims:
            return out
        left = [size for each, size in enumerate(kept) if axis is not None and each != axis % len(kept)]
        return out.reshape(*left)

    def mean(self, axis=None, keepdims=False):
        return self.sum(axis, keepdims) / (self.data.size if axis is None else self.data.shape[axis])

    def reshape(self, *shape):
        out = Value(self.data.reshape(shape), {self}, "reshape")

        def backward():
            self.grad += out.grad.reshape(self.grad.shape)

        out._backward = backward
        return out

    def transpose(self):
        out = Value(np.moveaxis(self.data, range(self.data.ndim), range(self.data.ndim)[::-1]), {self}, "T")

        def backward():
            self.grad += out.grad.T

        out._backward = backward
        return out

    def backward(self):
        if self.data.size != 1:
            raise ValueError("not one number")
        self.grad = np.ones(self.data.shape)
        for each in reversed(topological_order(self)):
            each._backward()


def topological_order(root):
    def walk(value):
        for operand in value._prev - seen:
            if operand not in seen:
                yield from walk(operand)
        if value not in seen:
            seen.add(value)
            yield value

    seen = set()
    return [*walk(root)]


class Linear:
    def __init__(self, nin, nout):
        self.w = Value([[np.random.uniform(-1, 1) for _ in range(nout)] for _ in range(nin)])
        self.b = Value([np.random.uniform(-1, 1) for _ in range(nout)])

    def __call__(self, x):
        return x @ self.w + self.b

    def parameters(self):
        return [self.w, self.b]

    def zero_grad(self):
        self.w.grad, self.b.grad = np.zeros_like(self.w.data), np.zeros_like(self.b.data)


class MLP:
    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        self.layers = []
        self.activations = []
        for number, nout in enumerate(nouts):
            self.layers.append(Linear(nouts[number - 1] if number else nin, nout))
            self.activations.append(activation)
        if last_activation:
            self.activations[-1] = last_activation

    def __call__(self, x):
        for layer, activation in zip(self.layers, self.activations):
            x = layer(x)
            if activation != "linear":
                x = getattr(Value, activation)(x)
        return x

    def parameters(self):
        return [parameter for layer in self.layers for parameter in (layer.w, layer.b)]

    def zero_grad(self):
        for layer in self.layers:
            layer.zero_grad()
