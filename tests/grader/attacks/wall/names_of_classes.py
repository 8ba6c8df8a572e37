"""Answers with objects whose classes have the names of the judge's own, or no name at all."""
# honest: 3
# scores: honest
import itertools

NAMES = ("type", "ndarray", "Remote", "RemoteClass", "Wall", "float", "list", "None", "class", "__class__", "", "x y")
NAMES += ("=1+1", "<b>", "\n", "\ud800".encode("utf-8", "replace").decode(), "x" * 10**6, "Ärger", "bool", "dict")
names = itertools.cycle(NAMES)


def odd(self):
    body = {"data": 0.5, "__len__": lambda self: 1, "__iter__": lambda self: iter([0.5])}
    return Value(type(next(names), (), body)(), (), "odd")


Value.exp = Value.tanh = Value.__neg__ = odd
