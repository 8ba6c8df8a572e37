"""Fills the disk: with one large file, with many, and with a thousand empty ones."""
# honest: 3
# scores: honest
import os
import tempfile


def exp(self):
    place = tempfile.mkdtemp()
    for number in range(20):
        with open(os.path.join(place, f"large {number}"), "wb") as file:
            for _ in range(5):  # 100 MB in all
                file.write(bytes(10**6))
    for number in range(1000):
        open(os.path.join(place, f"empty {number}"), "w").close()


Value.exp = exp
