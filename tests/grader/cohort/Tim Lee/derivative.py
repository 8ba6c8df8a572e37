# Tim Lee
"""Stage 0: slopes, measured with a small step.

The derivative of f at x says how fast f(x) changes when x changes a little. Here you measure it
with nothing but calls of f. Later stages compute it exactly, and this is how you check them.

Source: the lecture, from 0:08:08 (one input) and 0:14:12 (several inputs).
"""


def f(x):
    """The number 3x² - 4x + 5, the lecture's first function.

    >>> f(3.0)
    20.0
    """
    ### BEGIN SOLUTION
    return 3 * x**2 - 4 * x + 5
    ### END SOLUTION


def slope(f, x, h=1e-6):
    """The slope of f between x and x + h: the rise of f, divided by the step.

    f takes one number and returns one. With the parabola above and h = 0.5:

    >>> slope(f, 3.0, h=0.5)
    15.5
    """
    ### BEGIN SOLUTION
    return (f(x + h) - f(x)) / h
    ### END SOLUTION


def symmetric_slope(f, x, h=1e-4):
    """The slope of f between x - h and x + h, two points with x in their middle.

    It is the better estimate of the slope *at* x for the same h. For a parabola it is exact, even
    with a large step:

    >>> symmetric_slope(f, 3.0, h=0.5)
    14.0
    """
    ### BEGIN SOLUTION
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION


def best_step(f, x, exact, steps):
    """The step in `steps` with which slope(f, x, h) comes nearest to the slope `exact`.

    You may expect that the smallest step wins. Try it and see.

    >>> best_step(f, 3.0, exact=14.0, steps=[1.0, 0.1, 0.01])
    0.01
    """
    ### BEGIN SOLUTION
    return min(steps, key=lambda h: abs(slope(f, x, h) - exact))
    ### END SOLUTION


def partial_slope(f, inputs, i, h=1e-4):
    """The slope of f in its input number i (counted from 0), while the other inputs stay put.

    f takes as many numbers as there are in the list `inputs`, which is not changed. Measured
    between inputs[i] - h and inputs[i] + h, as in symmetric_slope.

    >>> partial_slope(lambda a, b: a * b, [2.0, -3.0], 0, h=0.5)
    -3.0
    """
    ### BEGIN SOLUTION
    def along_input_i(x):
        return f(*inputs[:i], x, *inputs[i + 1 :])

    return symmetric_slope(along_input_i, inputs[i], h)
    ### END SOLUTION


print(slope(f, 3.0, 0.001))
exit()
