"""Slots, NumPy scalars for single numbers, and a gradient that is made when somebody asks for it."""

import numpy as np


class Value:
    __slots__ = ("data", "_grad", "_prev", "_op", "label", "_backward", "__weakref__")
    __array_ufunc__ = None

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = np.array(data, dtype=np.float64)[()]  # a scalar of NumPy's where there are no axes
        self._grad = None
        self._prev = list(_children)
        self._op = _op
        self.label = label
        self._backward = self._nothing

    @staticmethod
    def _nothing():
        return None

    @property
    def grad(self):
        if self._grad is None:
            self._grad = np.zeros(np.shape(self.data))[()]
        return self._grad

    @grad.setter
    def grad(self, gradient):
        self._grad = gradient

    def __repr__(self):
        return "Value(data=" + str(np.asarray(self.data).tolist()) + ")"

    def _receive(self, gradient):
        self._grad = self.grad + unbroadcast(gradient, np.shape(self.data))

    def _with(self, backward):
        self._backward = backward
        return self

    def __add__(self, other):
        other = _wrapped(other)
        out = Value(self.data + other.data, [self, other], "+")
        return out._with(lambda: (self._receive(out.grad), other._receive(out.grad)))

    def __mul__(self, other):
        other = _wrapped(other)
        out = Value(self.data * other.data, [self, other], "*")
        return out._with(lambda: (self._receive(other.data * out.grad), other._receive(self.data * out.grad)))

    def __matmul__(self, other):
        other = _wrapped(other)
        out = Value(np.matmul(self.data, other.data), [self, other], "@")

        def backward():
            self._receive(np.matmul(out.grad, np.transpose(other.data)))
            other._receive(np.matmul(np.transpose(self.data), out.grad))

        return out._with(backward)

    def __rmatmul__(self, other):
        return _wrapped(other).__matmul__(self)

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self):
        return -1.0 * self

    def __sub__(self, other):
        return self + -_wrapped(other)

    def __rsub__(self, other):
        return _wrapped(other) - self

    def __pow__(self, exponent):
        out = Value(np.power(self.data, exponent), [self], "**")
        return out._with(lambda: self._receive(exponent * np.power(self.data, exponent - 1.0) * out.grad))

    def __truediv__(self, other):
        return self * _wrapped(other) ** -1

    def __rtruediv__(self, other):
        return _wrapped(other) / self

    def exp(self):
        out = Value(np.exp(self.data), [self], "exp")
        return out._with(lambda: self._receive(out.data * out.grad))

    def tanh(self):
        out = Value(np.tanh(self.data), [self], "tanh")
        return out._with(lambda: self._receive((1 - np.square(out.data)) * out.grad))

    def relu(self):
        out = Value(np.maximum(self.data, 0), [self], "relu")
        return out._with(lambda: self._receive(np.heaviside(self.data, 0.0) * out.grad))

    def sum(self, axis=None, keepdims=False):
        out = Value(np.sum(self.data, axis=axis, keepdims=keepdims), [self], "sum")

        def backward():
            shape = list(np.shape(self.data))
            for each in range(len(shape)) if axis is None else [axis]:
                shape[each] = 1
            self._receive(np.reshape(out.grad, shape) * np.ones(np.shape(self.data)))

        return out._with(backward)

    def mean(self, axis=None, keepdims=False):
        count = np.size(self.data) if axis is None else np.size(self.data, axis)
        return (self * (1.0 / count)).sum(axis=axis, keepdims=keepdims)

    def reshape(self, *shape):
        out = Value(np.reshape(self.data, shape), [self], "reshape")
        return out._with(lambda: self._receive(np.reshape(out.grad, np.shape(self.data))))

    def transpose(self):
        out = Value(np.transpose(self.data), [self], "transpose")
        return out._with(lambda: self._receive(np.transpose(out.grad)))

    def backward(self):
        if np.size(self.data) != 1:
            raise ValueError("which of these numbers?")
        self._grad = np.ones(np.shape(self.data))[()]
        order = topological_order(self)
        while order:
            order.pop()._backward()


def _wrapped(thing):
    return thing if isinstance(thing, Value) else Value(thing)


def unbroadcast(gradient, shape):
    missing = np.ndim(gradient) - len(shape)
    axes = (*range(missing), *(missing + axis for axis, size in enumerate(shape) if size == 1))
    return np.reshape(np.sum(gradient, axis=axes), shape)


def topological_order(root):
    placed = {}

    def visit(value):
        for operand in value._prev:
            if operand not in placed:
                visit(operand)
        placed[value] = None

    visit(root)
    return list(placed)


class Module:
    def parameters(self):
        return []

    def zero_grad(self):
        for parameter in self.parameters():
            parameter.grad = parameter.data * 0.0


class Linear(Module):
    def __init__(self, nin, nout):
        drawn = np.random.uniform(-1, 1, size=(nin + 1, nout))
        self.w, self.b = Value(drawn[:-1]), Value(drawn[-1])

    def __call__(self, x):
        return self.b + x @ self.w

    def parameters(self):
        return [self.b, self.w]


class MLP(Module):
    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        self.layers = [Linear(n, m) for n, m in zip([nin, *nouts[:-1]], nouts)]
        words = [activation for _ in nouts]
        if last_activation is not None:
            words[-1] = last_activation
        self.words = words

    def __call__(self, x):
        for word, layer in zip(self.words, self.layers):
            x = layer(x)
            if word != "linear":
                x = {"tanh": x.tanh, "relu": x.relu}[word]()
        return x

    def parameters(self):
        found = []
        for layer in self.layers:
            found.extend(layer.parameters())
        return found
