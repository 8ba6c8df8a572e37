"""Lists and dictionaries that hold themselves, and others that are ten thousand deep."""
# honest: 3
# scores: honest
# ++++ by_hand.py


def gradients_of_neuron(**inputs):
    itself = {"o": 1.0, "n": []}
    itself["n"].append(itself)
    deep = []
    for _ in range(10_000):
        deep = [deep]
    return {**itself, "x1": itself, "w1": deep, "x2": 0.0, "w2": 0.0, "b": 0.0}


def neuron(*inputs):
    out = Value(0.5)
    out._prev = (out, [out._prev])
    return out
