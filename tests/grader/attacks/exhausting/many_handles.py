"""Answers with a hundred thousand objects, and many classes among them, again and again."""
# honest: 3
# scores: honest


class Many:
    def __init__(self):
        self._prev = [type(f"K{i}", (), {})() for i in range(5_000)] + [object() for _ in range(100_000)]
        self.data, self.grad, self._op = 0.5, 0.0, ""


# ++++ by_hand.py
from .engine import Many

neuron = lambda *inputs: Many()
