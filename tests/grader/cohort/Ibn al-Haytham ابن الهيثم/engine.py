# Ibn al-Haytham ابن الهيثم
"""Stages 1 to 4: a scalar autograd engine.

A Value holds one number and remembers which Values it was made from. That is enough to walk back
from a result to everything that went into it and to find, for each number on the way, how much the
result would change if that number changed: its gradient.

Source: the lecture, from 0:19:09, and Karpathy's micrograd, whose interface this is.
"""

import math


def nothing():
    """What a leaf's `_backward` does: it was not made from anything."""


class Value:
    """A number that remembers how it was made.

    data        the number itself
    grad        how much the result changes for a small change of this number; stage 2
    label       a name for people, such as "x1"
    _prev       the Values that this one was made from, its operands; empty for a leaf
    _op         the operation that made it, such as "+"; "" for a leaf
    _backward   a function without arguments: passes grad on to the operands; stage 2
    """

    ### BEGIN SOLUTION
    ### STUB
    __slots__ = ("_backward", "_op", "_prev", "data", "grad", "label")

    ### END SOLUTION
    def __init__(self, data, _children=(), _op="", label=""):
        """A Value that holds `data`. Operations also say which Values it is made from, and how.

        Stage 1: data, _prev (from _children), _op and label. Stage 2 adds grad and _backward.

        >>> Value(2.0, label="x1").label
        'x1'
        """
        ### BEGIN SOLUTION
        self.data = data
        self._prev = _children
        self._op = _op
        self.label = label
        ### END SOLUTION
        ### BEGIN SOLUTION
        ### STUB # Stage 2, about {lines} lines: every Value starts with a grad and a _backward.
        self.grad = 0.0
        self._backward = nothing
        ### END SOLUTION

    def __repr__(self):
        """A text that shows the number.

        >>> Value(2.0)
        Value(data=2.0)
        """
        ### BEGIN SOLUTION
        return f"Value(data={self.data})"
        ### END SOLUTION

    # -- stage 1 makes the results, stage 2 their _backward, stage 3 lets plain numbers in ----------

    def __add__(self, other):
        """The Value self + other. It knows its two operands and its operation, "+".

        Call the result `out`: the lines below, which belong to stage 2, need it by that name.

        >>> Value(2.0) + Value(-3.0)
        Value(data=-1.0)
        """
        ### BEGIN SOLUTION
        ### STUB # Stage 3, about {lines} lines: `other` may be a plain number.
        if not isinstance(other, Value):
            other = Value(other)
        ### END SOLUTION
        ### BEGIN SOLUTION
        out = Value(self.data + other.data, (self, other), "+")
        ### END SOLUTION

        def _backward():
            ### BEGIN SOLUTION
            ### STUB raise NotImplementedError("stage 2: _backward of +")
            self.grad += 1.0
            other.grad += 1.0
            ### END SOLUTION

        out._backward = _backward
        return out

    def __mul__(self, other):
        """The Value self * other. It knows its two operands and its operation, "*".

        Call the result `out`, as above.

        >>> Value(2.0) * Value(-3.0)
        Value(data=-6.0)
        """
        ### BEGIN SOLUTION
        ### STUB # Stage 3, about {lines} lines: `other` may be a plain number.
        if not isinstance(other, Value):
            other = Value(other)
        ### END SOLUTION
        ### BEGIN SOLUTION
        out = Value(self.data * other.data, (self, other), "*")
        ### END SOLUTION

        def _backward():
            ### BEGIN SOLUTION
            ### STUB raise NotImplementedError("stage 2: _backward of *")
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
            ### END SOLUTION

        out._backward = _backward
        return out

    # -- stage 3: each operation with the gradient that it passes on --------------------------------

    def __radd__(self, other):
        """The Value other + self, where `other` is a plain number: Python asks here for 2 + a.

        >>> 2 + Value(3.0)
        Value(data=5.0)
        """
        ### BEGIN SOLUTION
        return self + other
        ### END SOLUTION

    def __rmul__(self, other):
        """The Value other * self, where `other` is a plain number.

        >>> 2 * Value(3.0)
        Value(data=6.0)
        """
        ### BEGIN SOLUTION
        return self * other
        ### END SOLUTION

    def __neg__(self):
        """The Value -self.

        >>> -Value(3.0)
        Value(data=-3.0)
        """
        ### BEGIN SOLUTION
        return self * -1
        ### END SOLUTION

    def __sub__(self, other):
        """The Value self - other, where `other` is a Value or a plain number.

        >>> Value(3.0) - 2
        Value(data=1.0)
        """
        ### BEGIN SOLUTION
        return self + (-other)
        ### END SOLUTION

    def __rsub__(self, other):
        """The Value other - self, where `other` is a plain number. Mind the order.

        >>> 2 - Value(3.0)
        Value(data=-1.0)
        """
        ### BEGIN SOLUTION
        return -self + other
        ### END SOLUTION

    def __pow__(self, exponent):
        """The Value self**exponent. The exponent is a plain number, not a Value.

        The gradient goes to the base alone.

        >>> Value(3.0) ** 2
        Value(data=9.0)
        """
        ### BEGIN SOLUTION
        out = Value(self.data**exponent, (self,), f"**{exponent}")

        def _backward():
            self.grad += exponent * self.data ** (exponent - 1) * out.grad

        out._backward = _backward
        return out
        ### END SOLUTION

    def __truediv__(self, other):
        """The Value self / other, where `other` is a Value or a plain number.

        >>> Value(3.0) / 2
        Value(data=1.5)
        """
        ### BEGIN SOLUTION
        return self * other**-1.0
        ### END SOLUTION

    def __rtruediv__(self, other):
        """The Value other / self, where `other` is a plain number. Mind the order.

        >>> 3 / Value(2.0)
        Value(data=1.5)
        """
        ### BEGIN SOLUTION
        return self**-1 * other
        ### END SOLUTION

    def exp(self):
        """The Value e**self.

        >>> Value(0.0).exp()
        Value(data=1.0)
        """
        ### BEGIN SOLUTION
        out = Value(math.exp(self.data), (self,), "exp")

        def _backward():
            self.grad += out.data * out.grad

        out._backward = _backward
        return out
        ### END SOLUTION

    def tanh(self):
        """The Value tanh(self), between -1 and 1. Any finite number is a fine input, 1000 too.

        >>> Value(0.0).tanh()
        Value(data=0.0)
        """
        ### BEGIN SOLUTION
        out = Value(math.tanh(self.data), (self,), "tanh")

        def _backward():
            self.grad += (1 - out.data**2) * out.grad

        out._backward = _backward
        return out
        ### END SOLUTION

    def relu(self):
        """The Value of self where it is positive, and 0 elsewhere.

        Its slope is 1 where self is positive and 0 elsewhere. At exactly 0 there is no slope;
        like micrograd we take 0.

        >>> Value(-2.0).relu().data == 0
        True
        """
        ### BEGIN SOLUTION
        out = Value(self.data if self.data > 0 else 0.0, (self,), "relu")

        def _backward():
            if self.data > 0:
                self.grad += out.grad

        out._backward = _backward
        return out
        ### END SOLUTION

    # -- stage 4 ------------------------------------------------------------------------------------

    def backward(self):
        """Give every Value that went into this one its gradient, and this one a gradient of 1.

        What a leaf's grad held before stays in it: gradients add up, over the uses of a value and
        over several results.

        >>> a = Value(3.0)
        >>> b = a * 2
        >>> b.backward()
        >>> a.grad
        2.0
        """
        ### BEGIN SOLUTION
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            node._backward()
        ### END SOLUTION

    # -- stage 6 ------------------------------------------------------------------------------------

    def log(self):
        """The Value of the natural logarithm of self, which must be positive.

        >>> Value(1.0).log()
        Value(data=0.0)
        """
        ### BEGIN SOLUTION
        out = Value(math.log(self.data), (self,), "log")

        def _backward():
            self.grad += out.grad / self.data

        out._backward = _backward
        return out
        ### END SOLUTION


def trace(root):
    """The graph behind root, as (nodes, edges), for drawing. Stage 1.

    nodes: every Value that went into root, and root itself, each once.
    edges: a pair (operand, result) for every operand of every node, each pair once.

    >>> a = Value(2.0)
    >>> nodes, edges = trace(a + a)
    >>> len(nodes), len(edges)
    (2, 1)
    """
    ### BEGIN SOLUTION
    nodes, edges, to_visit = set(), set(), [root]
    while to_visit:
        node = to_visit.pop()
        if node not in nodes:
            nodes.add(node)
            edges.update((operand, node) for operand in node._prev)
            to_visit.extend(node._prev)
    return nodes, edges
    ### END SOLUTION


def topological_order(root):
    """The list of all Values that went into root, and root, each once and after its operands.

    So root stands last. There may be many such orders, and any of them will do. Stage 4.

    >>> a = Value(2.0, label="a")
    >>> b = Value(3.0, label="b")
    >>> c = a + b
    >>> c.label = "c"
    >>> [node.label for node in topological_order(c)][-1]
    'c'
    """
    ### BEGIN SOLUTION
    # A stack of our own instead of recursion: a chain of 100,000 operations is as good as any.
    # A None on it says that the operands of the Value below are placed: now that one is.
    order, visited, to_visit = [], set(), [root]
    while to_visit:
        node = to_visit.pop()
        if node is None:
            order.append(to_visit.pop())
        elif node not in visited:
            visited.add(node)
            to_visit += (node, None)
            to_visit += node._prev
    return order
    ### END SOLUTION
