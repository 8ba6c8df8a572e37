"""Each function in another way: Horner's scheme, rise over run, a loop with a best so far, a changed copy."""


def f(x):
    return (3 * x - 4) * x + 5


def slope(f, x, h=1e-6):
    x2 = x + h
    rise = f(x2) - f(x)
    run = h
    return rise / run


def symmetric_slope(f, x, h=1e-4):
    left, right = f(x - h), f(x + h)
    return 0.5 * (right - left) / h


def best_step(f, x, exact, steps):
    best = None
    smallest_error = float("inf")
    for step in steps:
        error = abs(exact - slope(f, x, step))
        if error < smallest_error:
            best, smallest_error = step, error
    return best


def partial_slope(f, inputs, i, h=1e-4):
    above = list(inputs)
    below = list(inputs)
    above[i] += h
    below[i] -= h
    return (f(*above) - f(*below)) / (2 * h)
