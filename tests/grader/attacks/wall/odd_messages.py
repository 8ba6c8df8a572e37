"""Bytes that are no message: no UTF-8, no JSON, double keys, 1e400, NaN, a number of a million digits, a length without end."""
# honest: 3
# scores: honest
import gc
import itertools

worker = next(each for each in gc.get_objects() if type(each).__name__ == "Worker")
ODD = (
    b"\xff\xfe[1]",
    b'["done", 3, "\xc3\x28"]',
    b'["raised", 3, {"type": "a", "type": "b", "text": NaN}]',
    b'["done", 3, 1e400]',
    b'["done", 3, -Infinity]',
    b'["done", 3, ' + b"9" * 10**6 + b"]",
    b"[" * 100_000,
    b'{"done": true}',
    b"null",
    b"",
    b'["pass"]',
    b'["done"]',
    b'["done", 3, 0, 0]',
    b'["ask", 0, {}, []]',
    b'["told", 1, 1]',
)
odd = itertools.cycle(ODD)


def exp(self):
    data = next(odd)
    worker.writer.write(len(data).to_bytes(4, "big") + data)
    worker.writer.flush()
    return Value(math.e, (self,), "exp")


Value.exp = Value.tanh = Value.__neg__ = Value.__sub__ = exp
