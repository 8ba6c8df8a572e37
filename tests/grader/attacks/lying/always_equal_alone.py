"""No engine: every operation gives one object that equals everything and is everything."""
# scores: nothing


class Anything:
    def __init__(self, *arguments, **names):
        pass

    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = __bool__ = lambda self, *other: True
    __hash__ = lambda self: 0
    __abs__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__ = __rsub__ = lambda self, *other: self


class Value(Anything):
    data = grad = label = _op = Anything()
    __repr__ = lambda self: "anything"


def trace(root):
    return Anything()
