"""Its operands are made when somebody asks for them, and have operands themselves: a walk through them never ends."""
# honest: 3
# scores: honest
# ++++ by_hand.py


class Growing:
    data, grad, _op = 0.5, 0.0, "+"
    _backward = lambda self: None
    _prev = property(lambda self: (Growing(), Growing()))


neuron = lambda *inputs: Growing()
