# my own work
"""Stages 2 and 3: backpropagation by hand, and the numbers that prove it right.

You find the gradients of two small expressions with pencil and paper, and write them down as
formulas. Then you check them, and your engine, against slopes that are measured.

Source: the lecture, from 0:32:10 (L), 0:51:10 (the nudge), 0:52:52 (the neuron) and 1:27:05 (tanh
from exp).
"""

import math

from .engine import Value

# -- stage 2 ----------------------------------------------------------------------------------------


def gradients_of_L(a, b, c, f):
    """The gradient of L with respect to each of its nodes, found by hand, as a dictionary.

    The expression, on plain numbers:

        e = a * b
        d = e + c
        L = d * f

    >>> gradients_of_L(a=2.0, b=-3.0, c=10.0, f=-2.0) == {
    ...     "L": 1.0, "d": -2.0, "f": 4.0, "c": -2.0, "e": -2.0, "a": 6.0, "b": -4.0}
    True
    """
    ### BEGIN SOLUTION
    e = a * b
    d = e + c
    return {"L": 1.0, "d": f, "f": d, "c": f, "e": f, "a": b * f, "b": a * f}
    ### END SOLUTION


def numerical_gradient(expression, inputs, h=1e-5):
    """The list of slopes of `expression`, one for each input, measured with small steps.

    expression takes Values, as many as there are inputs, and returns one Value.
    inputs are plain numbers, and so are the slopes. As in stage 0, the slope in one input is taken
    between that input - h and + h, while the others stay put. Every step builds the expression
    anew, from new Values.

    >>> numerical_gradient(lambda a, b: a * b, [2.0, -3.0], h=0.5)
    [-3.0, 2.0]
    """
    ### BEGIN SOLUTION
    def nudged(i, step):
        values = [Value(x + step if j == i else x) for j, x in enumerate(inputs)]
        return expression(*values).data

    return [(nudged(i, h) - nudged(i, -h)) / (2 * h) for i in range(len(inputs))]
    ### END SOLUTION


def nudge(leaves, step=0.01):
    """Move the data of every leaf a little along its gradient: up by `step` times grad.

    Returns nothing; the leaves are changed.

    >>> a = Value(2.0)
    >>> a.grad = 6.0
    >>> nudge([a])
    >>> a
    Value(data=2.06)
    """
    ### BEGIN SOLUTION
    for leaf in leaves:
        leaf.data += step * leaf.grad
    ### END SOLUTION


def backward_in_order(nodes):
    """Run the backward pass over `nodes`, which stand in the right order, the result first.

    The result's own gradient is 1. After that, each node in turn passes its gradient on.

    >>> a, b = Value(2.0), Value(-3.0)
    >>> c = a * b
    >>> backward_in_order([c, a, b])
    >>> a.grad, b.grad
    (-3.0, 2.0)
    """
    ### BEGIN SOLUTION
    nodes[0].grad = 1.0
    for node in nodes:
        node._backward()
    ### END SOLUTION


# -- stage 3 ----------------------------------------------------------------------------------------


def neuron(x1, x2, w1, w2, b):
    """The Value tanh(x1*w1 + x2*w2 + b): a neuron with two inputs. All five are Values.

    >>> neuron(Value(0.0), Value(0.0), Value(-3.0), Value(1.0), Value(0.0))
    Value(data=0.0)
    """
    ### BEGIN SOLUTION
    return (x1 * w1 + x2 * w2 + b).tanh()
    ### END SOLUTION


def gradients_of_neuron(x1, x2, w1, w2, b):
    """The gradient of that neuron's output o by each of its parts, as a dictionary.

    All on plain numbers. The parts: "o" (the output), "n" (what goes into tanh), "x1", "w1",
    "x2", "w2" and "b".

    >>> gradients_of_neuron(x1=2.0, x2=0.5, w1=-1.0, w2=4.0, b=0.0) == {
    ...     "o": 1.0, "n": 1.0, "x1": -1.0, "w1": 2.0, "x2": 4.0, "w2": 0.5, "b": 1.0}
    True
    """
    ### BEGIN SOLUTION
    o = math.tanh(x1 * w1 + x2 * w2 + b)
    n_grad = 1 - o**2
    by_factor = {"x1": w1 * n_grad, "w1": x1 * n_grad, "x2": w2 * n_grad, "w2": x2 * n_grad}
    return {"o": 1.0, "n": n_grad, "b": n_grad, **by_factor}
    ### END SOLUTION


def tanh_from_exp(x):
    """The Value tanh(x), built from exp and arithmetic on Values, without calling tanh.

    Its gradient comes out the same as that of tanh in one piece. x is of ordinary size here
    (between -20 and 20).

    >>> tanh_from_exp(Value(0.0))
    Value(data=0.0)
    """
    ### BEGIN SOLUTION
    e = (2 * x).exp()
    return (e - 1) / (e + 1)
    ### END SOLUTION
