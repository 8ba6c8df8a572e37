"""Starts as many threads as it can."""
# honest: 3
# scores: honest
import threading
import time


def exp(self):
    for _ in range(500):
        threading.Thread(target=time.sleep, args=(1,), daemon=True).start()


Value.exp = exp
