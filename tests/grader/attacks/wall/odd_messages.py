"""Bytes that are no message: no UTF-8, no JSON, double keys, 1e400, NaN, a number of a million digits, a length without end."""
# honest: 3
# scores: honest
import gc
import itertools

worker = next(each for each in gc.get_objects() if type(each).__name__ == "Worker")
receive, asked = worker.receive, 0
ODD = (
    b"\xff\xfe[1]",
    b'["done", %d, "\xc3\x28"]',
    b'["raised", %d, {"type": "a", "type": "b", "text": NaN}]',
    b'["done", %d, 1e400]',
    b'["done", %d, -Infinity]',
    b'["done", %d, ' + b"9" * 10**6 + b"]",
    b"[" * 100_000,
    b'{"done": true}',
    b"null",
    b"",
    b'["pass"]',
    b'["done"]',
    b'["done", %d, 0, 0]',
    b'["ask", 0, {}, []]',
    b'["told", 1, 1]',
)
odd = itertools.cycle(ODD)


def receiving():
    global asked
    message = receive()
    asked = message[0] if message else 0
    return message


def exp(self):
    data = next(odd).replace(b"%d", str(asked).encode())  # the number of the question at hand
    worker.writer.write(len(data).to_bytes(4, "big") + data)
    worker.writer.flush()
    return Value(math.e, (self,), "exp")


worker.receive = receiving
Value.exp = Value.tanh = Value.__neg__ = Value.__sub__ = exp
