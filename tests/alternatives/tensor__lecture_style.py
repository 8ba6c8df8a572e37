"""Written as in the lecture: a set of children, a closure per operation, recursion inside the ordering."""

import numpy as np


def unbroadcast(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1 and gradient.shape[axis] != 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


class Value:
    __array_ufunc__ = None

    def __init__(self, data, _children=(), _op='', label=''):
        self.data = np.array(data, dtype=np.float64)
        self.grad = np.zeros(self.data.shape)
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op
        self.label = label

    def __repr__(self):
        return f"Value(data={self.data})"

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), '+')

        def _backward():
            self.grad = self.grad + unbroadcast(out.grad, self.grad.shape)
            other.grad = other.grad + unbroadcast(out.grad, other.grad.shape)
        out._backward = _backward

        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), '*')

        def _backward():
            self.grad = self.grad + unbroadcast(out.grad * other.data, self.grad.shape)
            other.grad = other.grad + unbroadcast(out.grad * self.data, other.grad.shape)
        out._backward = _backward

        return out

    def __matmul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(np.dot(self.data, other.data), (self, other), '@')

        def _backward():
            self.grad = self.grad + np.dot(out.grad, other.data.T)
            other.grad = other.grad + np.dot(self.data.T, out.grad)
        out._backward = _backward

        return out

    def __pow__(self, k):
        assert isinstance(k, (int, float)), "a plain exponent, please"
        out = Value(self.data ** k, (self,), f'**{k}')

        def _backward():
            self.grad = self.grad + out.grad * k * self.data ** (k - 1)
        out._backward = _backward

        return out

    def tanh(self):
        t = np.tanh(self.data)
        out = Value(t, (self,), 'tanh')

        def _backward():
            self.grad = self.grad + out.grad * (1 - t**2)
        out._backward = _backward

        return out

    def exp(self):
        out = Value(np.exp(self.data), (self,), 'exp')

        def _backward():
            self.grad = self.grad + out.grad * out.data
        out._backward = _backward

        return out

    def relu(self):
        out = Value(np.where(self.data > 0, self.data, 0), (self,), 'ReLU')

        def _backward():
            self.grad = self.grad + np.where(out.data > 0, out.grad, 0)
        out._backward = _backward

        return out

    def sum(self, axis=None, keepdims=False):
        out = Value(np.sum(self.data, axis=axis, keepdims=keepdims), (self,), 'sum')

        def _backward():
            g = out.grad
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            self.grad = self.grad + np.ones_like(self.data) * g
        out._backward = _backward

        return out

    def mean(self, axis=None, keepdims=False):
        n = self.data.size if axis is None else self.data.shape[axis]
        return self.sum(axis, keepdims) / n

    def reshape(self, *shape):
        out = Value(self.data.reshape(*shape), (self,), 'reshape')

        def _backward():
            self.grad = self.grad + out.grad.reshape(self.grad.shape)
        out._backward = _backward

        return out

    def transpose(self):
        out = Value(self.data.transpose(), (self,), 'T')

        def _backward():
            self.grad = self.grad + out.grad.transpose()
        out._backward = _backward

        return out

    def backward(self):
        if self.data.size != 1:
            raise ValueError("only from a single number")
        self.grad = np.ones(self.data.shape)
        for v in reversed(topological_order(self)):
            v._backward()

    def __neg__(self):
        return self * -1

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        return self + (other * -1)

    def __rsub__(self, other):
        return other + (-self)

    def __rmul__(self, other):
        return self * other

    def __rmatmul__(self, other):
        return Value(other) @ self

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return other * self**-1


def topological_order(root):
    topo = []
    visited = set()

    def build_topo(v):
        if v not in visited:
            visited.add(v)
            for child in v._prev:
                build_topo(child)
            topo.append(v)
    build_topo(root)
    return topo


class Module:
    def zero_grad(self):
        for p in self.parameters():
            p.grad = np.zeros_like(p.grad)

    def parameters(self):
        return []


class Linear(Module):
    def __init__(self, nin, nout):
        self.w = Value(2 * np.random.rand(nin, nout) - 1)
        self.b = Value(2 * np.random.rand(nout) - 1)

    def __call__(self, x):
        x = x if isinstance(x, Value) else Value(x)
        return x @ self.w + self.b

    def parameters(self):
        return [self.w] + [self.b]


class MLP(Module):
    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        sz = [nin] + nouts
        self.layers = [Linear(sz[i], sz[i + 1]) for i in range(len(nouts))]
        self.activation = activation
        self.last = activation if last_activation is None else last_activation

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
            word = self.last if layer is self.layers[-1] else self.activation
            if word == "tanh":
                x = x.tanh()
            elif word == "relu":
                x = x.relu()
        return x

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]
