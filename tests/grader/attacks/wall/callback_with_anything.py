"""Calls the functions that it was lent with handles, lists, texts and names that nobody expects."""
# honest: 3
# scores: less
# ++++ derivative.py
honest = partial_slope


class Odd:
    __add__ = __radd__ = __mul__ = __rmul__ = __pow__ = __sub__ = __rsub__ = lambda self, other: self


def partial_slope(f, inputs, i, h=1e-4):
    for arguments in ([Odd()] * 3, [[1.0]] * 3, ["a"] * 3, [None] * 3, [f] * 3, [{}, set(), ()], [float("nan")] * 99):
        for names in ({}, {"self": 1}, {"a": 1, "b": 2}, {"": 1}):
            try:
                f(*arguments, **names)
            except BaseException:
                pass
    return honest(f, inputs, i, h)
