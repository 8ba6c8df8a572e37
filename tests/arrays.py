"""Values that hold arrays: computed from a text that a learner reads, and passed back through."""

import numpy as np

from grader.checks import shown
from grader.diagnosis.gradients import behind, operands_of
from grader.wall.proxies import call_each, read_ahead


def values(tensor, arrays):
    """A Value of the code under test for each array, by name. The arrays stay ours: it gets copies."""
    return {name: tensor.Value(array.copy()) for name, array in arrays.items()}


def calculated(text, names):
    """All names after "c = a + b; L = c.sum()", where `names` holds a and b."""
    names = {**names}
    exec(text, {}, names)
    return names


def root_of(text):
    """The name that the last step of such a text gives: the result."""
    return text.rpartition(";")[2].partition("=")[0].strip()


def pass_back(root, gradient):
    """A backward pass from root, whose gradient is this array, in an order of ours.

    For the functions before `backward`.
    """
    read_ahead([root], "_prev")
    order = behind(root, operands_of)
    root.grad = np.array(gradient, dtype=float)
    read_ahead([node for node, _ in order], "grad")
    call_each([node for node, operands in reversed(order) if operands], "_backward")


def gradients(tensor, text, arrays, upstream):
    """The gradient of each of these arrays, by name, after a pass back from the result."""
    leaves = values(tensor, arrays)
    pass_back(calculated(text, leaves)[root_of(text)], upstream)
    return {name: leaf.grad for name, leaf in leaves.items()}


def at(arrays):
    """Which arrays these are: "a = [1, 2], b = 3"."""
    return ", ".join(f"{name} = {shown(array)}" for name, array in arrays.items())


def set_layers(model, weights):
    """The same MLP, with these pairs of arrays as the w and the b of its layers."""
    layers = [*model.layers]
    read_ahead(layers, "w", "b")
    for (w, b), (w_numbers, b_numbers) in zip([(x.w, x.b) for x in layers], weights, strict=True):
        w.data, b.data = w_numbers.copy(), b_numbers.copy()
    return model


def two_moons(count):
    """Two half circles that reach into each other: points, (count, 2), and labels, (count,), -1 or 1."""
    angle = np.linspace(0, np.pi, count // 2)
    outer = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    inner = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    return np.concatenate([outer, inner]), np.repeat([-1.0, 1.0], count // 2)
