"""tanh_from_exp takes e to a negative power only; backward_in_order skips the leaves."""

from math import exp

from .engine import Value


def gradients_of_L(a, b, c, f):
    d = c + b * a
    of = {}
    of["L"] = L = 1.0
    of["d"], of["f"] = L * f, L * d
    of["e"] = of["c"] = of["d"]
    of["a"], of["b"] = of["e"] * b, of["e"] * a
    return of


def numerical_gradient(expression, inputs, h=1e-5):
    gradient = []
    inputs = tuple(inputs)
    for i, x in enumerate(inputs):
        rest_before, rest_after = inputs[:i], inputs[i + 1 :]
        y = []
        for moved in (x - h, x + h):
            y.append(expression(*[Value(v) for v in rest_before + (moved,) + rest_after]).data)
        gradient.append((y[1] - y[0]) / (h * 2))
    return gradient


def nudge(leaves, step=0.01):
    leaves = list(leaves)
    while leaves:
        leaf = leaves.pop()
        leaf.data = step * leaf.grad + leaf.data


def backward_in_order(nodes):
    nodes[0].grad = 1.0
    for node in nodes:
        if node._prev:
            node._backward()


def neuron(x1, x2, w1, w2, b):
    n = b
    for x, w in [(x1, w1), (x2, w2)]:
        n = n + w * x
    return n.tanh()


def gradients_of_neuron(x1, x2, w1, w2, b):
    n = abs(x1 * w1 + x2 * w2 + b)
    e = exp(-2 * n)
    slope = 4 * e / (1 + e) ** 2
    grads = {"o": 1.0, "n": slope}
    grads.update(zip(["x1", "x2", "w1", "w2", "b"], [slope * each for each in (w1, w2, x1, x2, 1)]))
    return grads


def tanh_from_exp(x):
    if x.data < 0:
        return -tanh_from_exp(-x)
    e = (-2 * x).exp()
    return (1 - e) / (1 + e)
