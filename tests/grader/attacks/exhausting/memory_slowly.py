"""Keeps more and more memory, and writes into all of it."""
# honest: 3
# scores: honest
# ++++ by_hand.py
kept = []


def neuron(*inputs):
    for _ in range(25):  # no more than 2.5 GB, for the machine of a developer
        kept.append(bytearray(b"x") * 10**8)
    return inputs[0]
