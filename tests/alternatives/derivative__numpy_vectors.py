"""With NumPy: polyval, argmin, and a unit vector times h; results are NumPy scalars."""

import numpy as np

COEFFICIENTS = np.array([3.0, -4.0, 5.0])


def f(x):
    return np.polyval(COEFFICIENTS, x)


def slope(f, x, h=1e-6):
    return np.divide(np.subtract(f(x + h), f(x)), h)


def symmetric_slope(f, x, h=1e-4):
    lower, upper = np.array([-h, h]) + x
    return (f(upper) - f(lower)) / (2 * h)


def best_step(f, x, exact, steps):
    errors = np.abs(np.array([slope(f, x, h) for h in steps]) - exact)
    return steps[int(np.argmin(errors))]


def partial_slope(f, inputs, i, h=1e-4):
    x = np.array(inputs, dtype=float)
    e = np.zeros_like(x)
    e[i] = h
    return (f(*(x + e)) - f(*(x - e))) / (2 * h)
