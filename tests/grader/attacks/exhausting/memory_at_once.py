"""Asks for far more memory than there is, in one piece."""
# honest: 3
# scores: honest
Value.exp = lambda self: Value([0] * 10**10)
Value.relu = lambda self: Value(bytearray(10**11))
Value.tanh = lambda self: "x" * (2 * 10**9)
