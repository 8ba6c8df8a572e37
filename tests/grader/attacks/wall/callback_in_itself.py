"""The function of the test's is called again by the numbers that it was given, without an end."""
# honest: 3
# scores: less
# ++++ by_hand.py
honest = numerical_gradient


def numerical_gradient(expression, inputs, h=1e-5):
    class Again:
        __add__ = __radd__ = __mul__ = __rmul__ = lambda self, other: expression(*[Again() for _ in inputs])
        __getattr__ = lambda self, name: expression(*[Again() for _ in inputs])

    try:
        expression(*[Again() for _ in inputs])
    except BaseException:
        pass
    return honest(expression, inputs, h)
