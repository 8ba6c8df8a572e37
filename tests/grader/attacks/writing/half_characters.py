"""Halves of surrogate pairs in prints, texts and exceptions: a report in UTF-8 cannot hold them, and its writer crashes."""
# honest: 3
# scores: honest
HALF = "\ud800 \udfff \x00"


def exp(self):
    print(HALF)
    raise ValueError(HALF)


Value.exp = exp
Value.__neg__ = lambda self: Value(HALF, (), HALF)
Value.__repr__ = lambda self: f"{self.data}{HALF}"
# ---- nn.py
raise ValueError("\udcff\ud83d")
