"""`backward` measures every gradient with small steps, by computing the whole graph anew: no chain rule, no order."""
# honest: 4
# scores: honest


def again(node, known):
    if node not in known:
        x, *y = [again(operand, known) for operand in node._prev] or [node.data]
        known[node] = {
            "": lambda: x,
            "+": lambda: x + (y or [x])[0],
            "*": lambda: x * (y or [x])[0],
            "exp": lambda: math.exp(x),
            "tanh": lambda: math.tanh(x),
            "relu": lambda: max(x, 0.0),
        }.get(node._op, lambda: x ** float(node._op[2:]))()
    return known[node]


def backward(self):
    for node in trace(self)[0]:
        above, below = (again(self, {node: node.data + step}) for step in (1e-5, -1e-5))
        node.grad += (above - below) / 2e-5


Value.backward = backward
