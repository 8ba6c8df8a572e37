"""Calls the function that a test has lent from another thread, while the first one asks as well."""
# honest: 3
# scores: honest
# ++++ derivative.py
import threading

honest = symmetric_slope


def symmetric_slope(f, x, h=1e-4):
    try:
        threading.Thread(target=f, args=(x,), daemon=True).start()
    except RuntimeError:
        pass
    return honest(f, x, h)
