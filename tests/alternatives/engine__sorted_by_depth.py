"""Every Value stores its depth, one more than its deepest operand; the order is by depth."""

import math as m


def _num(x):
    return x.data if isinstance(x, Value) else x


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self._prev = tuple(_children)
        self._op = _op
        self.label = label
        self.depth = 0
        for child in self._prev:
            self.depth = max(self.depth, child.depth + 1)
        self.reset()

    def reset(self):
        self.grad = 0.0
        self._backward = lambda: None

    def __repr__(self):
        return f"Value({self.data!s}; depth {self.depth})"

    def __add__(self, other):
        if not isinstance(other, Value): other = Value(other)
        out = Value(_num(self) + _num(other), (self, other), "+")
        def _backward(dself=1.0, dother=1.0):
            self.grad += dself * out.grad
            other.grad += dother * out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        if not isinstance(other, Value): other = Value(other)
        dself, dother = other.data, self.data
        out = Value(dself * dother, (self, other), "*")
        def _backward():
            self.grad += dself * out.grad
            other.grad += dother * out.grad
        out._backward = _backward
        return out

    def __pow__(self, k):
        y = self.data ** k
        out = Value(y, (self,), f"^{k}")
        def _backward():
            dself = k * self.data ** (k - 1)
            self.grad += dself * out.grad
        out._backward = _backward
        return out

    def exp(self):
        y = m.exp(self.data)
        out = Value(y, (self,), "exp")
        def _backward():
            self.grad += y * out.grad
        out._backward = _backward
        return out

    def log(self):
        y = m.log(self.data)
        out = Value(y, (self,), "log")
        def _backward():
            self.grad += out.grad / self.data
        out._backward = _backward
        return out

    def tanh(self):
        y = m.tanh(self.data)
        out = Value(y, (self,), "tanh")
        def _backward():
            self.grad += (1 - y * y) * out.grad
        out._backward = _backward
        return out

    def relu(self):
        y = self.data if self.data > 0 else 0.0
        out = Value(y, (self,), "relu")
        def _backward():
            self.grad += bool(y) * out.grad
        out._backward = _backward
        return out

    def __neg__(self): return self * -1.0
    def __sub__(self, other): return self + -1.0 * other
    def __truediv__(self, other): return self * (1.0 * other) ** -1
    __radd__, __rmul__ = __add__, __mul__
    def __rsub__(self, other): return -self + other
    def __rtruediv__(self, other): return other * self ** -1

    def backward(self):
        self.grad = 1.0
        for value in sorted(behind(self), key=lambda v: -v.depth):
            value._backward()


def behind(root):
    found, frontier = [root], [root]
    known = {root}
    while frontier:
        for child in frontier.pop()._prev:
            if child not in known:
                known.add(child)
                found.append(child)
                frontier.append(child)
    return found


def topological_order(root):
    return sorted(behind(root), key=lambda v: v.depth)


def trace(root):
    nodes = behind(root)
    return nodes, [(a, b) for b in nodes for a in set(b._prev)]
