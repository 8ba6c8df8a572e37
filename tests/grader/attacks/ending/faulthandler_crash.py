"""Crashes in C by a function of faulthandler, after it was told to write its report into all descriptors."""
# honest: 3
# scores: honest
import faulthandler


def power(self, exponent):
    for descriptor in range(3, 10):
        try:
            faulthandler.enable(file=descriptor)
        except OSError:
            pass
    faulthandler._sigsegv()


Value.__pow__ = power
