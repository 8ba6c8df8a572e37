"""Lambdas; of two steps that are equally good, best_step takes the later one."""

f = lambda x: 5 + x * (3 * x - 4)

slope = lambda f, x, h=1e-6: -(f(x) - f(x + h)) / h

symmetric_slope = lambda f, x, h=1e-4: slope(f, x - h, 2 * h)


def best_step(f, x, exact, steps):
    errors = {}
    for h in steps:
        errors[abs(slope(f, x, h) - exact)] = h
    return errors[min(errors)]


def partial_slope(f, inputs, i, h=1e-4):
    *before, x = inputs[: i + 1]
    after = inputs[i + 1 :]
    return symmetric_slope(lambda x: f(*before, x, *after), x, h)
