"""Sends arrays that cannot be: entries that are no numbers, shapes that do not fit, types that are none."""
# honest: 8
# scores: honest
# ++++ tensor.py
import gc
import itertools

worker = next(each for each in gc.get_objects() if type(each).__name__ == "Worker")
FORGED = itertools.cycle(
    [
        ["a", "float64", [10**9], [1.0]],
        ["a", "float64", [0, 10**30], []],
        ["a", "float64", [2], [1.0, "1.0"]],
        ["a", "float64", [2], [1.0, True]],
        ["a", "float64", [-1], [1.0]],
        ["a", "float64", [True], [1.0]],
        ["a", "float64", [1] * 1000, [1.0]],
        ["a", "float64", [[1]], [1.0]],
        ["a", "object", [1], [None]],
        ["a", "O", [1], [["h", 1, "Value"]]],
        ["a", "int64", [1], [10**50]],
        ["a", ["float64"], [1], [1.0]],
        ["a", "float64", [1], [["l", [1.0]]]],
        ["a", "float64"],
    ]
)
forging = []
honest = worker.packed


def packed(thing, *others):
    if forging and isinstance(thing, np.ndarray):
        return next(FORGED)
    return honest(thing, *others)


def exp(self):
    forging.append(1)
    return Value(0 * self.data, (self,), "exp")


worker.packed, Value.exp = packed, exp
