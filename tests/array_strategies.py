"""What hypothesis draws for stage 7: small arrays, with sizes of 1 and missing axes, and calculations.

Beside strategies.py, since most stages do without NumPy.
"""

import math

import numpy as np
from hypothesis import strategies as st

from tests.strategies import numbers, one_of, positive, small_numbers

# Up to three axes of up to three numbers: a transpose the wrong way needs two sizes, an axis three axes.
sizes = st.integers(1, 3)
shapes = st.lists(sizes, max_size=3).map(tuple)
matrices = st.tuples(sizes, sizes)
FAR = 1e12  # so high that small steps see nothing of a slope


@st.composite
def arrays(draw, shapes=shapes, entries=numbers):
    """An array of one of these shapes, with these numbers in it."""
    shape = draw(shapes)
    return _filled(draw, shape, entries)


def _filled(draw, shape, entries=numbers):
    size = math.prod(shape)
    return np.array(draw(st.lists(entries, min_size=size, max_size=size)), dtype=float).reshape(shape)


@st.composite
def repeated(draw, shape):
    """A shape that is broadcast to this one: without its first axes, and with size 1 in others."""
    missing = draw(one_of((0, *range(1, len(shape) + 1))))
    return tuple(1 if draw(st.booleans()) else size for size in shape[missing:])


@st.composite
def pairs(draw, entries=numbers, right=None):
    """Two arrays that fit by the rules of broadcasting; either, both or neither of them is repeated."""
    shape = draw(shapes)
    first, second = (draw(st.just(shape) | repeated(shape)) for _ in range(2))
    return _filled(draw, first, entries), _filled(draw, second, entries if right is None else right)


@st.composite
def products(draw):
    """Two matrices that can be multiplied."""
    n, k, m = draw(sizes), draw(sizes), draw(sizes)
    return _filled(draw, (n, k)), _filled(draw, (k, m))


@st.composite
def broadcasts(draw):
    """An array, and a shape that was broadcast to its own."""
    shape = draw(shapes)
    return _filled(draw, shape), draw(st.just(shape) | repeated(shape))


@st.composite
def axes(draw, entries=numbers):
    """An array, the axis along which something is done (None for all), and whether that axis stays."""
    array = draw(arrays(shapes=st.lists(sizes, min_size=1, max_size=3).map(tuple), entries=entries))
    axis = draw(st.none() | st.integers(-array.ndim, array.ndim - 1))
    return array, axis, draw(st.booleans())


@st.composite
def reshapes(draw):
    """An array, and another shape for its numbers."""
    array = draw(arrays())
    size = array.size
    divisor = draw(one_of(tuple(n for n in range(1, size + 1) if size % n == 0)))
    return array, draw(one_of(((divisor, size // divisor), (size,), (1, size // divisor, divisor))))


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
