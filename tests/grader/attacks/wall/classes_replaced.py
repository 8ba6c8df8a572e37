"""Replaces the module by an object that has every name, and its class by one that makes nothing."""
# scores: nothing
import sys


class Module:
    __name__ = __file__ = "engine"
    __path__ = []
    __getattr__ = lambda self, name: Module()
    __call__ = lambda self, *arguments, **names: Module()
    __len__ = lambda self: 0


sys.modules[__name__] = Module()
