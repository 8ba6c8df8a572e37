"""What hypothesis draws for stage 7: small arrays, with sizes of 1 and missing axes, and calculations.

Beside strategies.py, since most stages do without NumPy.
"""

import math

import numpy as np
from hypothesis import strategies as st

from tests.strategies import numbers, one_of, positive, small_numbers

sizes = st.integers(1, 3)
FAR = 1e12  # so high that small steps see nothing of a slope

# The shapes are few, so that a handful of examples meets most of them. No two sizes of 2 and 3 are alike
# by chance: a transpose or an axis that is forgotten shows in nearly every one.
SHAPES = ((2, 3), (3,), (3, 2), (2, 2), (3, 1, 2), (1, 3), (2, 1), ())
MATRICES = ((2, 3), (3, 2), (1, 3), (3, 1), (2, 2))
PAIRS = (  # they fit by the rules of broadcasting; either, both or neither is repeated
    ((2, 3), (3,)),
    ((3,), (2, 3)),
    ((2, 3), (2, 1)),
    ((2, 1), (3,)),
    ((2, 2), (2, 2)),
    ((), (2, 3)),
    ((2, 3), (1, 1)),
    ((2,), (3, 2, 2)),
    ((3, 2, 2), (2, 1)),
)
BROADCASTS = (  # a shape, and one that is broadcast to it
    *(((2, 3), shape) for shape in ((3,), (2, 1), (1, 3), (2, 3), (), (1,), (1, 1))),
    *(((3, 2, 2), shape) for shape in ((2,), (2, 1), (3, 1, 2), (1, 2, 1), (1, 1, 2), (1, 1), ())),
    ((2, 2), (2,)),
    ((), ()),
)
PRODUCTS = ((2, 3, 1), (1, 2, 3), (2, 2, 2), (3, 2, 3), (3, 1, 2))  # (n, k) @ (k, m)
AXES = (  # a shape, and an axis of it; None for all
    *(((2, 3), axis) for axis in (0, 1, -1, None)),
    *(((3, 2, 2), axis) for axis in (1, -2, 0, None)),
    ((3,), 0),
)
RESHAPES = (
    ((2, 3), (3, 2)),
    ((2, 2), (4,)),
    ((6,), (2, 3)),
    ((3, 1), (1, 3)),
    ((3, 2, 2), (4, 3)),
    ((), (1, 1)),
)
shapes, matrices = one_of(SHAPES), one_of(MATRICES)


@st.composite
def arrays(draw, shapes=shapes, entries=numbers):
    """An array of one of these shapes, with these numbers in it."""
    return _filled(draw, draw(shapes), entries)


def _filled(draw, shape, entries=numbers):
    size = math.prod(shape)
    return np.array(draw(st.lists(entries, min_size=size, max_size=size)), dtype=float).reshape(shape)


@st.composite
def pairs(draw, entries=numbers, right=None):
    """Two arrays that fit by the rules of broadcasting."""
    first, second = draw(one_of(PAIRS))
    return _filled(draw, first, entries), _filled(draw, second, entries if right is None else right)


@st.composite
def products(draw):
    """Two matrices that can be multiplied."""
    n, k, m = draw(one_of(PRODUCTS))
    return _filled(draw, (n, k)), _filled(draw, (k, m))


@st.composite
def broadcasts(draw):
    """An array, and a shape that was broadcast to its own."""
    shape, before = draw(one_of(BROADCASTS))
    return _filled(draw, shape), before


@st.composite
def axes(draw):
    """An array, the axis along which something is done (None for all), and whether that axis stays."""
    shape, axis = draw(one_of(AXES))
    return _filled(draw, shape), axis, draw(st.booleans())


@st.composite
def reshapes(draw):
    """An array, and another shape for its numbers."""
    before, after = draw(one_of(RESHAPES))
    return _filled(draw, before), after


# Steps from one matrix, x, to the next: each a text, and the shape of what it gives, for (n, m).
SMOOTH = {
    "x.tanh()": lambda n, m: (n, m),
    "x * a": lambda n, m: (n, m),
    "x + row": lambda n, m: (n, m),
    "column * x": lambda n, m: (n, m),
    "x - 0.5 * x.tanh()": lambda n, m: (n, m),
    "2 - x / 3": lambda n, m: (n, m),
    "(x / 4).exp()": lambda n, m: (n, m),
    "x @ x.transpose()": lambda n, m: (n, n),
    "x.transpose()": lambda n, m: (m, n),
    "x.reshape({m}, {n})": lambda n, m: (m, n),
    "x.sum(axis=1, keepdims=True)": lambda n, m: (n, 1),
    "x - x.mean(axis=0)": lambda n, m: (n, m),
    "x / (x ** 2 + 1)": lambda n, m: (n, m),
}
ALL = {**SMOOTH, "(x + 0.0123).relu()": lambda n, m: (n, m)}
LARGEST = 100.0  # beyond it, rounding begins to show


@st.composite
def calculations(draw, steps=ALL, most=4):
    """(a text such as "x = a @ b; …; L = x.sum()", its arrays by name); it uses the first array again."""
    n, m = draw(matrices)
    names = {"a": _filled(draw, (n, m), small_numbers)}
    text, shape = ["x = a * a + a"], (n, m)
    for _ in range(draw(one_of(tuple(range(1, most + 1))))):
        fitting = tuple(step for step in steps if step != "x * a" or shape == (n, m))
        step = draw(one_of(fitting))
        if "row" in step:
            names.setdefault("row", _filled(draw, (shape[1],), small_numbers))
        if "column" in step:
            names.setdefault("column", _filled(draw, (shape[0], 1), small_numbers))
        if ("row" in step and names["row"].shape[0] not in (1, shape[1])) or (
            "column" in step and names["column"].shape[0] not in (1, shape[0])
        ):
            continue
        text.append("x = " + step.format(n=shape[0], m=shape[1]))
        shape = steps[step](*shape)
    return "; ".join([*text, "L = x.sum()"]), names


bases = st.sampled_from([(positive, 0.5), (positive, -1.5), (numbers, 2), (numbers, 3), (numbers, -1)])


@st.composite
def powers(draw):
    """An array and an exponent that it can be raised to."""
    entries, exponent = draw(bases)
    return draw(arrays(entries=entries)), exponent
