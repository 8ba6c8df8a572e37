"""Lets the time run out, and sends its answer afterwards, into the next test."""
# honest: 3
# scores: honest
# ++++ by_hand.py
import time


def neuron(*inputs):
    time.sleep(5.5)
    return inputs[0]
