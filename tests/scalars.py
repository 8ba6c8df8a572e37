"""The oracle for arrays: the same expression on scalar Values of stage 4, one for each number.

NumPy computes with arrays of any objects, by its own rules of broadcasting. So an array of scalar Values
gives every number of the result, and the scalar engine every gradient: no line of solutions/tensor.py is
asked.
"""

import operator
import pickle

import numpy as np

from solutions import engine
from tests.arrays import calculated, root_of
from tests.reference import remembered


class Scalars:
    """An array of scalar Values that can do what a Value of stage 7 can do."""

    __array_ufunc__ = None

    def __init__(self, entries):
        self.entries = np.asarray(entries, dtype=object)

    def __pow__(self, exponent):
        return Scalars(self.entries**exponent)

    def __neg__(self):
        return Scalars(-self.entries)

    def exp(self):
        return self._each(lambda value: value.exp())

    def tanh(self):
        return self._each(lambda value: value.tanh())

    def relu(self):
        return self._each(lambda value: value.relu())

    def _each(self, function):
        return Scalars(np.frompyfunc(function, 1, 1)(self.entries))

    def sum(self, axis=None, keepdims=False):
        return Scalars(self.entries.sum(axis=axis, keepdims=keepdims))

    def mean(self, axis=None, keepdims=False):
        count = self.entries.size if axis is None else self.entries.shape[axis]
        return Scalars(self.entries.sum(axis=axis, keepdims=keepdims) * (1 / count))

    def reshape(self, *shape):
        return Scalars(self.entries.reshape(shape))

    def transpose(self):
        return Scalars(self.entries.T)


def _operators(operation):
    """The two methods for an operator: from the left, and from the right."""

    def on_the_left(self, other):
        return Scalars(operation(self.entries, _entries(other)))

    def on_the_right(self, other):
        return Scalars(operation(_entries(other), self.entries))

    return on_the_left, on_the_right


def _entries(thing):
    return thing.entries if isinstance(thing, Scalars) else np.asarray(thing, dtype=object)


for _name in ("add", "sub", "mul", "matmul", "truediv"):
    for _where, _method in zip(("", "r"), _operators(getattr(operator, _name)), strict=True):
        setattr(Scalars, f"__{_where}{_name}__", _method)

data_of = np.frompyfunc(lambda value: value.data, 1, 1)
grad_of = np.frompyfunc(lambda value: value.grad, 1, 1)


def numbers(function, scalars):
    """What the function gives for each Value of the array, as an array of floats."""
    return np.asarray(function(scalars.entries), dtype=float)


@remembered(by=pickle.dumps)
def right_result(text, arrays, plain=None):
    """The array that the text gives for these arrays. plain: names that stand for plain arrays."""
    return numbers(data_of, _calculated(text, arrays, plain)[1])


@remembered(by=pickle.dumps)
def right_gradients(text, arrays, upstream, plain=None):
    """The gradient of each of these arrays, by name, where that of the result is `upstream`."""
    leaves, result = _calculated(text, arrays, plain)
    (result * np.asarray(upstream)).sum().entries.item().backward()
    return {name: numbers(grad_of, leaf) for name, leaf in leaves.items()}


def _calculated(text, arrays, plain):
    value = np.frompyfunc(engine.Value, 1, 1)
    leaves = {name: Scalars(value(array)) for name, array in arrays.items()}
    return leaves, calculated(text, {**leaves, **(plain or {})})[root_of(text)]
