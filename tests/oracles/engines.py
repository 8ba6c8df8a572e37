"""Engines that we did not write, HIPS autograd and PyTorch, in the few words that are needed to ask them."""

import importlib.util
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

WITHIN = 1e-9  # relative; of numbers below 1: absolute


class Oracle(NamedTuple):
    """How to compute with an engine, and how to ask it for gradients."""

    functions: dict[str, Callable]  # by name, such as "tanh"; what is not there is a method
    array: Callable  # of numbers; they may be in lists
    differentiate: Callable  # (function, inputs) → (its value, its gradient in each of the inputs)


class Differs(Exception):
    """Two engines do not agree. The text says where."""


def _autograd():
    import autograd
    import autograd.numpy as anp

    def differentiate(function, inputs):
        return autograd.value_and_grad(function, tuple(range(len(inputs))))(*inputs)

    functions = {
        **{"exp": anp.exp, "tanh": anp.tanh, "log": anp.log, "transpose": anp.transpose},
        "relu": lambda x: anp.maximum(x, 0.0),
    }
    return Oracle(functions, np.array, differentiate)


def _torch():
    import torch

    def array(numbers):
        return torch.tensor(numbers, dtype=torch.float64)

    def differentiate(function, inputs):
        tensors = [array(each).requires_grad_() for each in inputs]
        out = function(*tensors)
        return out.item(), [each.numpy() for each in torch.autograd.grad(out, tensors)]

    return Oracle({"transpose": lambda x: x.T}, array, differentiate)


ORACLES = {"autograd": _autograd, "torch": _torch}  # package: how to ask it


def available():
    """The oracles that are installed, by the name of their package."""
    return {name: make() for name, make in ORACLES.items() if importlib.util.find_spec(name)}


def of_engine(engine):
    """An engine of the kata, right or wrong, as an Oracle."""

    def differentiate(function, inputs):
        leaves = [engine.Value(x) for x in inputs]
        out = function(*leaves)
        out.backward()
        return out.data, [leaf.grad for leaf in leaves]

    return Oracle({}, engine.Value, differentiate)


def called(oracle, function, x):
    """tanh(x), or whatever `function` is the name of."""
    return oracle.functions[function](x) if function in oracle.functions else getattr(x, function)()


def difference(got, wanted):
    """The largest difference of numbers: relative, of numbers below 1 absolute. inf for other shapes."""
    got, wanted = np.asarray(got, dtype=float), np.asarray(wanted, dtype=float)
    if got.shape != wanted.shape:
        return np.inf
    off = np.abs(got - wanted) / np.maximum(1.0, np.abs(wanted))
    return float(np.max(np.where(np.isnan(off), np.inf, off)))
