"""Calls itself without an end, in Python and, deeper, through C."""
# honest: 3
# scores: honest
import functools
import sys

sys.setrecursionlimit(10**9)
Value.exp = lambda self: functools.reduce(lambda x, y: self.exp(), [1, 2])
# ++++ by_hand.py
neuron = lambda *inputs: neuron(*inputs)
