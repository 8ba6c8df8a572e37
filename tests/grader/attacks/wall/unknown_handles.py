"""Answers with handles of objects that are not there, and of objects of the judge's that it was never told."""
# honest: 3
# scores: honest
import gc
import itertools

worker = next(each for each in gc.get_objects() if type(each).__name__ == "Worker")
numbers = itertools.count(1)
worker.handle, usual = lambda thing: (
    ["h", next(numbers), "Value"] if type(thing).__name__ == "Odd" else usual(thing)
), worker.handle


class Odd:
    pass


Value.tanh = Value.exp = lambda self: Value(Odd(), (Odd(), Odd()), Odd())
