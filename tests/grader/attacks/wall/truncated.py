"""Promises a thousand bytes, sends ten, and is gone."""
# honest: 3
# scores: honest
import gc
import os

worker = next(each for each in gc.get_objects() if type(each).__name__ == "Worker")


def exp(self):
    worker.writer.write((1000).to_bytes(4, "big") + b'["done", 1')
    worker.writer.flush()
    os._exit(0)


Value.exp = exp
