"""A regular expression that needs exponential time, inside the C code of re."""
# honest: 3
# scores: honest
# ++++ by_hand.py
import re

tanh_from_exp = lambda x: Value(len(re.findall(r"(a+)+$", "a" * 60 + "b")))
