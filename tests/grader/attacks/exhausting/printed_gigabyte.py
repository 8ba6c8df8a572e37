"""Prints a gigabyte, and another one past sys.stdout."""
# honest: 3
# scores: honest
# ++++ by_hand.py
import os


def neuron(*inputs):
    much = "x" * 10**7
    for _ in range(100):
        print(much)
        os.write(1, much.encode())
    return inputs[0]
