"""Visited nodes are kept in dictionaries by id, with the state of each: open or done."""

import math

OPEN, DONE = "open", "done"


class Value:
    _count = 0

    def __init__(self, data, _children=(), _op="", label=""):
        Value._count += 1
        self.number = Value._count
        self.data = data
        self.label = label or ""
        self._op = _op
        self._prev = [*_children]
        self.grad = 0.
        self._backward = lambda *_: None

    def __repr__(self): return "Value no. %d: %s" % (self.number, self.data)

    def __add__(self, other):
        b = other if isinstance(other, Value) else Value(other)
        c = Value(self.data + b.data, [self, b], "+")
        def give(a=self):
            a.grad += c.grad
            b.grad += c.grad
        c._backward = give
        return c

    def __mul__(self, other):
        b = other if isinstance(other, Value) else Value(other)
        c = Value(self.data * b.data, [self, b], "*")
        def give(a=self):
            a.grad += b.data * c.grad
            b.grad += a.data * c.grad
        c._backward = give
        return c

    def __pow__(self, n):
        c = Value(self.data ** n, [self], f"^{n}")
        def give(a=self):
            a.grad += n * (a.data ** (n - 1)) * c.grad
        c._backward = give
        return c

    def exp(self):
        c = Value(math.e ** self.data, [self], "exp")
        def give(a=self):
            a.grad += c.data * c.grad
        c._backward = give
        return c

    def log(self):
        c = Value(math.log(self.data), [self], "log")
        def give(a=self):
            a.grad += c.grad / a.data
        c._backward = give
        return c

    def tanh(self):
        c = Value(math.tanh(self.data), [self], "tanh")
        def give(a=self):
            a.grad += c.grad - c.grad * c.data ** 2
        c._backward = give
        return c

    def relu(self):
        c = Value(self.data if self.data >= 0 else 0., [self], "relu")
        def give(a=self):
            a.grad += c.grad if c.data > 0 else 0.
        c._backward = give
        return c

    def __radd__(self, other): return Value(other) + self
    def __rmul__(self, other): return Value(other) * self
    def __neg__(self): return self * -1
    def __sub__(self, other): return self + other * -1
    def __rsub__(self, other): return Value(other) - self
    def __truediv__(self, other): return self * (other ** -1)
    def __rtruediv__(self, other): return Value(other) / self

    def backward(self):
        for node in topological_order(self)[::-1]:
            if node is self:
                node.grad = 1.
            node._backward()


def topological_order(root):
    state, order, todo = {}, [], [root]
    while todo:
        node = todo[-1]
        if id(node) not in state:
            state[id(node)] = OPEN
            todo += [child for child in node._prev if id(child) not in state]
        else:
            if state[id(node)] == OPEN:
                state[id(node)] = DONE
                order.append(node)
            todo.pop()
    return order


def trace(root):
    nodes, edges = {}, {}
    def visit(node):
        if id(node) not in nodes:
            nodes[id(node)] = node
            for child in node._prev:
                edges[id(child), id(node)] = (child, node)
                visit(child)
    visit(root)
    return list(nodes.values()), list(edges.values())
