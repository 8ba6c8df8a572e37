"""Makes as many processes as it can."""
# honest: 3
# scores: honest
import os
import time


def exp(self):
    for _ in range(200):
        if os.fork() == 0:
            time.sleep(1)
            os._exit(0)


Value.exp = exp
