"""What the code under test prints, kept for the report.

Like trouble.py and seat.py it stands beside that code in either seat.
"""

import io
import sys
from contextlib import contextmanager

MOST_PRINTS = 2_000  # characters of what a test printed that are shown


class Prints(io.TextIOBase):
    """A stdout that keeps the beginning of what is printed and forgets the rest."""

    encoding = "utf-8"

    def __init__(self):
        self.text, self.buffer = "", Bytes(self)

    def writable(self):
        return True

    def write(self, text):
        self.text += text[: MOST_PRINTS - len(self.text)]
        if len(self.text) == MOST_PRINTS:
            self.write = len  # a million lines more take a third of the time, which is the code's own
        return len(text)

    def reconfigure(self, **_options):
        """What code asks of its stdout on Windows."""

    def taken(self):
        """What was printed since the last time."""
        text, self.text = self.text, ""
        vars(self).pop("write", None)
        return text


def forget():
    """Forget what was printed so far, where it is kept for a report."""
    if isinstance(sys.stdout, Prints):
        sys.stdout.taken()


@contextmanager
def unheard():
    """What code prints here is not kept: it was run before, and is run once more for our sake."""
    usual = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = Prints()
    try:
        yield
    finally:
        sys.stdout, sys.stderr = usual


class Bytes(io.RawIOBase):
    """What code may wrap anew, or write bytes to: the buffer below a stdout."""

    def __init__(self, prints):
        self.prints = prints

    def writable(self):
        return True

    def write(self, data):
        self.prints.write(bytes(data[: 4 * MOST_PRINTS]).decode("utf-8", "replace"))
        return len(data)
