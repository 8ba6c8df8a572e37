"""The symmetric slope is the mean of a forward and a backward slope; the best step comes from sorting."""

from fractions import Fraction


def f(x):
    return 3 * pow(x, 2) + 5 - 4 * x


def slope(f, x, h=1e-6):
    return (f(x + h) - f(x)) / h


def symmetric_slope(f, x, h=1e-4):
    return (slope(f, x, h) + slope(f, x, -h)) / 2


def best_step(f, x, exact, steps):
    def error(step):
        # exact arithmetic, so that two errors never look the same by rounding
        return abs(Fraction(slope(f, x, step)) - Fraction(exact))

    return sorted(steps, key=error)[0]


def partial_slope(f, inputs, i, h=1e-4):
    def moved(by):
        return f(*[x + by if k == i else x for k, x in enumerate(inputs)])

    return (moved(+h) - moved(-h)) / (h + h)
