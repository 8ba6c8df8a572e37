"""parameters() and the lists of a network are generators without an end."""
# honest: 3
# scores: honest
# ---- nn.py
import itertools

from .engine import Value


class Neuron:
    w = [Value(9.0)]
    b = w[0]

    def __init__(self, *arguments):
        pass

    def parameters(self):
        return (Value(0.0) for _ in itertools.count())
