"""Reads address 0 with ctypes: a crash in C leaves no traceback, and perhaps no failure."""
# honest: 3
# scores: honest
import ctypes

Value.exp = lambda self: ctypes.string_at(0)
