"""Stage 7 (bonus): the same engine on NumPy arrays, and networks that take a whole batch at once.

A Value holds an array of numbers in the place of one. The chain rule and the backward pass are those of
stages 1 to 4; everything else is efficiency: one operation of NumPy does what took the scalar engine
thousands of Values. So the new question is always the same: which numbers of an operand went into
which numbers of the result?

Source: the lecture, 0:00:25 and 1:39:31; NumPy's rules of broadcasting,
https://numpy.org/doc/stable/user/basics.broadcasting.html.
"""

import numpy as np


def nothing():
    """What a leaf's `_backward` does: it was not made from anything."""


def unbroadcast(gradient, shape):
    """`gradient`, an array, summed so that it has this shape: that of an operand before broadcasting.

    NumPy repeats an operand along the axes that it lacks, which come first, and along those where its
    size is 1. Each of its numbers gets the gradients of all its copies. `gradient` itself stays as it is.

    >>> unbroadcast(np.ones((2, 3)), (3,)).tolist()
    [2.0, 2.0, 2.0]
    >>> unbroadcast(np.ones((2, 3)), (2, 1)).tolist()
    [[3.0], [3.0]]
    """
    raise NotImplementedError("stage 7: unbroadcast")  # about 3 lines


class Value:
    """An array of numbers that remembers how it was made.

    data        the numbers: a NumPy array of float64 of any shape; shape () is a single number
    grad        an array of the same shape: how much the result changes for a small change of each number
    label       a name for people, such as "x1"
    _prev       the Values that this one was made from, its operands; empty for a leaf
    _op         the operation that made it, such as "+"; "" for a leaf
    _backward   a function without arguments: passes grad on to the operands

    An operation changes no array that was there before: not the data of its operands, and no caller's.
    """

    # In array + Value, NumPy would take the Value for a single number. This sends it to our __radd__.
    __array_ufunc__ = None

    def __init__(self, data, _children=(), _op="", label=""):
        """A Value around an array of `data`: a number, a list, a list of lists, or an array.

        Whole numbers become floats. The gradient starts at 0, in an array of its own.

        >>> Value([[1, 2], [3, 4]]).data.dtype
        dtype('float64')
        >>> Value([[1, 2], [3, 4]]).grad.shape
        (2, 2)
        """
        raise NotImplementedError("stage 7: __init__")  # about 6 lines

    def __repr__(self):
        return f"Value(data={self.data.tolist()})"

    # -- with broadcasting --------------------------------------------------------------------------

    def __add__(self, other):
        """The Value self + other, by NumPy's rules of broadcasting.

        `other` is a Value, a plain number or an array. Each operand gets a gradient of its own shape.

        >>> Value([[1.0, 2.0], [3.0, 4.0]]) + Value([10.0, 20.0])
        Value(data=[[11.0, 22.0], [13.0, 24.0]])
        """
        raise NotImplementedError("stage 7: __add__")  # about 8 lines

    def __mul__(self, other):
        """The Value self * other, number by number, with broadcasting; `other` as in __add__.

        >>> Value([[1.0, 2.0], [3.0, 4.0]]) * Value([[10.0], [100.0]])
        Value(data=[[10.0, 20.0], [300.0, 400.0]])
        """
        raise NotImplementedError("stage 7: __mul__")  # about 8 lines

    # -- the product of matrices --------------------------------------------------------------------

    def __matmul__(self, other):
        """The Value self @ other: rows times columns. Both have two axes; `other` may be an array.

        (n, k) @ (k, m) has the shape (n, m).

        >>> Value([[1.0, 2.0], [3.0, 4.0]]) @ Value([[10.0], [1.0]])
        Value(data=[[12.0], [34.0]])
        """
        raise NotImplementedError("stage 7: __matmul__")  # about 8 lines

    # -- plain numbers and arrays on the left -------------------------------------------------------

    def __radd__(self, other):
        """The Value other + self, where `other` is a plain number or an array.

        >>> np.array([1.0, 2.0]) + Value(3.0)
        Value(data=[4.0, 5.0])
        """
        raise NotImplementedError("stage 7: arrays on the left")  # about 1 line

    def __rmul__(self, other):
        """The Value other * self, where `other` is a plain number or an array.

        >>> np.array([1.0, 2.0]) * Value(3.0)
        Value(data=[3.0, 6.0])
        """
        raise NotImplementedError("stage 7: arrays on the left")  # about 1 line

    def __rmatmul__(self, other):
        """The Value other @ self, where `other` is an array of two axes. Mind the order.

        >>> np.array([[1.0, 2.0], [3.0, 4.0]]) @ Value([[10.0], [1.0]])
        Value(data=[[12.0], [34.0]])
        """
        raise NotImplementedError("stage 7: arrays on the left")  # about 1 line

    # -- number by number, as in stage 3 ------------------------------------------------------------

    def __pow__(self, exponent):
        """The Value self**exponent, number by number. The exponent is a plain number.

        >>> Value([2.0, 3.0]) ** 2
        Value(data=[4.0, 9.0])
        """
        raise NotImplementedError("stage 7: __pow__")  # about 5 lines

    def __neg__(self):
        """The Value -self.

        >>> -Value([1.0, -2.0])
        Value(data=[-1.0, 2.0])
        """
        raise NotImplementedError("stage 7: minus and divide")  # about 1 line

    def __sub__(self, other):
        """The Value self - other, with broadcasting; `other` as in __add__.

        >>> Value([3.0, 4.0]) - 1
        Value(data=[2.0, 3.0])
        """
        raise NotImplementedError("stage 7: minus and divide")  # about 1 line

    def __rsub__(self, other):
        """The Value other - self, where `other` is a plain number or an array. Mind the order.

        >>> 1 - Value([3.0, 4.0])
        Value(data=[-2.0, -3.0])
        """
        raise NotImplementedError("stage 7: minus and divide")  # about 1 line

    def __truediv__(self, other):
        """The Value self / other, with broadcasting; `other` as in __add__.

        >>> Value([3.0, 4.0]) / np.array([2, 4])
        Value(data=[1.5, 1.0])
        """
        raise NotImplementedError("stage 7: minus and divide")  # about 1 line

    def __rtruediv__(self, other):
        """The Value other / self, where `other` is a plain number or an array. Mind the order.

        >>> 1 / Value([2.0, 4.0])
        Value(data=[0.5, 0.25])
        """
        raise NotImplementedError("stage 7: minus and divide")  # about 1 line

    def exp(self):
        """The Value e**self, number by number.

        >>> Value([0.0, 0.0]).exp()
        Value(data=[1.0, 1.0])
        """
        raise NotImplementedError("stage 7: exp")  # about 5 lines

    def tanh(self):
        """The Value tanh(self), number by number. Any finite number is a fine input, 1000 too.

        >>> Value([0.0, 1000.0]).tanh()
        Value(data=[0.0, 1.0])
        """
        raise NotImplementedError("stage 7: tanh")  # about 5 lines

    def relu(self):
        """The Value of self where its numbers are positive, and 0 elsewhere.

        The slope is 1 where a number is positive and 0 elsewhere, at exactly 0 too.

        >>> Value([[1.0, -2.0], [0.0, 3.0]]).relu()
        Value(data=[[1.0, 0.0], [0.0, 3.0]])
        """
        raise NotImplementedError("stage 7: relu")  # about 5 lines

    # -- other shapes -------------------------------------------------------------------------------

    def sum(self, axis=None, keepdims=False):
        """The Value of the sum of all numbers, or of those along one axis.

        axis       a whole number, -1 for the last axis; None for all of them
        keepdims   whether the axis stays, with size 1; else the result lacks it

        >>> Value([[1.0, 2.0], [3.0, 4.0]]).sum()
        Value(data=10.0)
        >>> Value([[1.0, 2.0], [3.0, 4.0]]).sum(axis=0)
        Value(data=[4.0, 6.0])
        >>> Value([[1.0, 2.0], [3.0, 4.0]]).sum(axis=1, keepdims=True)
        Value(data=[[3.0], [7.0]])
        """
        raise NotImplementedError("stage 7: sum")  # about 8 lines

    def mean(self, axis=None, keepdims=False):
        """The Value of the mean of all numbers, or of those along one axis, as in `sum`.

        >>> Value([[1.0, 2.0], [3.0, 4.0]]).mean()
        Value(data=2.5)
        >>> Value([[1.0, 2.0], [3.0, 4.0]]).mean(axis=0)
        Value(data=[2.0, 3.0])
        """
        raise NotImplementedError("stage 7: mean")  # about 2 lines

    def reshape(self, *shape):
        """The Value of the same numbers in the same order, in another shape.

        >>> Value([[1.0, 2.0], [3.0, 4.0]]).reshape(4, 1)
        Value(data=[[1.0], [2.0], [3.0], [4.0]])
        """
        raise NotImplementedError("stage 7: reshape")  # about 5 lines

    def transpose(self):
        """The Value with its axes in reverse order: the rows of a matrix become its columns.

        >>> Value([[1.0, 2.0, 3.0]]).transpose()
        Value(data=[[1.0], [2.0], [3.0]])
        """
        raise NotImplementedError("stage 7: transpose")  # about 5 lines

    # -- as in stage 4 ------------------------------------------------------------------------------

    def backward(self):
        """Give every Value that went into this one its gradient, and this one a gradient of 1.

        What a leaf's grad held before stays in it, as in stage 4. Raises ValueError where this Value does
        not hold exactly one number: of several, each has gradients of its own.

        >>> a = Value([1.0, 2.0])
        >>> (a * 3).sum().backward()
        >>> a.grad.tolist()
        [3.0, 3.0]
        """
        raise NotImplementedError("stage 7: backward")  # about 5 lines


def topological_order(root):
    """The list of all Values that went into root, and root, each once and after its operands.

    Nothing is new here since stage 4.

    >>> a = Value([1.0, 2.0])
    >>> [node is a for node in topological_order(a + a)]
    [True, False]
    """
    raise NotImplementedError("stage 7: topological_order")  # about 10 lines


# -- networks that take a batch ---------------------------------------------------------------------


class Module:
    """What Linear and MLP have in common."""

    def parameters(self):
        """The Values that training may change. Linear and MLP each say which."""
        return []

    def zero_grad(self):
        """Set the gradient of every parameter back to 0, all of its numbers.

        >>> layer = Linear(2, 1)
        >>> layer.b.grad = np.array([5.0])
        >>> layer.zero_grad()
        >>> layer.b.grad.tolist()
        [0.0]
        """
        raise NotImplementedError("stage 7: zero_grad")  # about 2 lines


class Linear(Module):
    """x @ w + b: all the weighted sums of a layer, for all examples of a batch.

    w   a Value, (nin, nout): column j holds the weights of neuron j
    b   a Value, (nout,): the bias of each neuron
    """

    def __init__(self, nin, nout):
        """A layer of `nout` neurons with `nin` inputs each. Every weight, and every bias, starts as a
        random number of its own, uniform between -1 and 1.

        >>> Linear(3, 2).w.data.shape
        (3, 2)
        """
        raise NotImplementedError("stage 7: Linear.__init__")  # about 2 lines

    def __call__(self, x):
        """The weighted sums for a batch x, (batch, nin): a Value, (batch, nout).

        x is a Value or an array.

        >>> layer = Linear(1, 2)
        >>> layer.w.data, layer.b.data = np.array([[2.0, 3.0]]), np.array([0.5, -0.5])
        >>> layer(np.array([[1.0], [10.0]]))
        Value(data=[[2.5, 2.5], [20.5, 29.5]])
        """
        raise NotImplementedError("stage 7: Linear.__call__")  # about 1 line

    def parameters(self):
        """The weights and the biases: two Values.

        >>> len(Linear(3, 2).parameters())
        2
        """
        raise NotImplementedError("stage 7: Linear.parameters")  # about 1 line

    def __repr__(self):
        return f"Linear{self.w.data.shape}"


class MLP(Module):
    """Linear layers in a row, with an activation after each: "tanh", "relu" or "linear".

    layers   the list of the Linear layers
    """

    def __init__(self, nin, nouts, activation="tanh", last_activation=None):
        """A network with `nin` inputs and layers of the sizes in the list `nouts`.

        As in stage 5, all layers have this activation; the last has last_activation instead, where
        that is given.

        >>> [layer.w.data.shape for layer in MLP(3, [4, 4, 1]).layers]
        [(3, 4), (4, 4), (4, 1)]
        """
        raise NotImplementedError("stage 7: MLP.__init__")  # about 3 lines

    def __call__(self, x):
        """The network's outputs for a batch x, (batch, nin): a Value, (batch, nouts[-1]).

        >>> MLP(3, [4, 1])(np.ones((5, 3))).data.shape
        (5, 1)
        """
        raise NotImplementedError("stage 7: MLP.__call__")  # about 4 lines

    def parameters(self):
        """The parameters of all its layers.

        >>> len(MLP(3, [4, 4, 1]).parameters())
        6
        """
        raise NotImplementedError("stage 7: MLP.parameters")  # about 1 line

    def __repr__(self):
        return f"MLP({self.layers})"
