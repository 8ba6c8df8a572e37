"""Answers of the right number and of a wrong form: unknown types, keys that are no keys, handles that are no numbers."""
# honest: 3
# scores: honest
import gc
import itertools

worker = next(each for each in gc.get_objects() if type(each).__name__ == "Worker")
ODD = itertools.cycle(
    [
        ["x", 1],
        ["h"],
        ["h", 1.5, "Value"],
        ["h", True, "Value"],
        ["h", 10**300, ""],
        ["l", 7],
        ["s", [["l", []]]],
        ["d", [[["l", []], 1]]],
        ["d", [[["t", [["l", []]]], 1]]],
        ["d", [[["t", [["d", []]]], 1]]],
        ["d", [1]],
        ["f", 0],
        {"data": 1.0},
        [],
    ]
)


def exp(self):
    send = type(worker).send
    worker.send = lambda message: (worker.__dict__.pop("send", None), send(worker, [*message[:2], next(ODD)]))
    return Value(math.e, (self,), "exp")


Value.exp = Value.tanh = Value.__neg__ = Value.__sub__ = Value.__pow__ = exp
