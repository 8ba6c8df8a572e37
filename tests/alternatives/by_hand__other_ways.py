"""The chain rule in single steps with a name for each local derivative; loops instead of comprehensions."""

import math

from engine import Value


def gradients_of_L(a, b, c, f):
    e = a * b
    d = e + c

    dL_dL = 1.0
    # L = d * f
    dL_dd = f * dL_dL
    dL_df = d * dL_dL
    # d = e + c
    dd_de = 1.0
    dd_dc = 1.0
    dL_de = dd_de * dL_dd
    dL_dc = dd_dc * dL_dd
    # e = a * b
    dL_da = b * dL_de
    dL_db = a * dL_de

    return dict(a=dL_da, b=dL_db, c=dL_dc, d=dL_dd, e=dL_de, f=dL_df, L=dL_dL)


def numerical_gradient(expression, inputs, h=1e-5):
    slopes = []
    for i in range(len(inputs)):
        up = [Value(x) for x in inputs]
        down = [Value(x) for x in inputs]
        up[i].data += h
        down[i].data -= h
        rise = expression(*up).data - expression(*down).data
        slopes.append(rise / (2 * h))
    return slopes


def nudge(leaves, step=0.01):
    for leaf in leaves:
        leaf.data = leaf.data + leaf.grad * step


def backward_in_order(nodes):
    result, *others = nodes
    result.grad = 1.0
    result._backward()
    for node in others:
        node._backward()


def neuron(x1, x2, w1, w2, b):
    x1w1 = x1 * w1
    x1w1.label = "x1*w1"
    x2w2 = x2 * w2
    x2w2.label = "x2*w2"
    x1w1x2w2 = x1w1 + x2w2
    x1w1x2w2.label = "x1*w1 + x2*w2"
    n = x1w1x2w2 + b
    n.label = "n"
    o = n.tanh()
    o.label = "o"
    return o


def gradients_of_neuron(x1, x2, w1, w2, b):
    n = x1 * w1 + x2 * w2 + b
    o = math.tanh(n)
    grads = {}
    grads["o"] = 1.0
    grads["n"] = (1 - o) * (1 + o) * grads["o"]
    grads["b"] = grads["n"]
    for x, w, numbers in (("x1", "w1", (x1, w1)), ("x2", "w2", (x2, w2))):
        grads[x] = numbers[1] * grads["n"]
        grads[w] = numbers[0] * grads["n"]
    return grads


def tanh_from_exp(x):
    up, down = x.exp(), (-x).exp()
    return (up - down) / (up + down)
