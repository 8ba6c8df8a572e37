"""Calls the function that a test has lent a million times, or as often as one second allows."""
# honest: 3
# scores: honest
# ++++ derivative.py
import time

honest, spans = slope, [1.0]


def slope(f, x, *h, **named):
    end = time.monotonic() + (spans.pop() if spans else 0)
    while time.monotonic() < end:
        f(x)
    return honest(f, x, *h, **named)
