"""A graph of Values as plain data: what is in each node, and what its gradient should be.

It reads the Values of any engine that keeps `data`, `grad`, `_prev` and `_op`, whatever its class is called,
right or wrong. The right gradients come from the chain rule on plain numbers, down from the root's own
gradient: so they are told only where a backward pass was run.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..checks import alike, article, is_number, shown
from ..seats.trouble import PLAIN
from . import derivatives
from .formulas import title
from .gradients import behind
from .program import OPERATIONS

LONGEST_NAME = 40  # characters
UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
ABSENT = "none"  # in the place of a number that is not there
VALUES = ("Value", "Scalar")  # what the class is called, where its objects do not show what they are


@dataclass(frozen=True)
class Node:
    """One Value of a graph."""

    name: str  # its label, or the name it was found under, or ""
    op: str  # "+", "tanh"; "" for a leaf
    data: object  # a number where it is one, else a short text for what is there
    grad: object  # the same, as the learner's engine has left it
    right: float | None  # the right gradient by the chain rule; None where it cannot be known
    operands: tuple[int, ...]  # indices into Graph.nodes, all smaller than its own
    locals: tuple[float | None, ...]  # the local derivative towards each operand

    @property
    def wrong(self):
        """Is the gradient known to be wrong?"""
        return self.right is not None and not alike(self.grad, self.right)


@dataclass(frozen=True)
class Graph:
    """All nodes behind a root, each after its operands, the root last."""

    nodes: tuple[Node, ...]
    title: str = ""  # the expression in words, "L = (a * b + c) * f", where it is short

    @property
    def root(self):
        """The result."""
        return self.nodes[-1]


class NotAGraph(Exception):
    """Something that cannot be drawn. The text says why, in one line."""


def is_value(thing):
    """Is it a Value, of whatever engine?"""
    if isinstance(thing, type) or _is_plain(thing) or not hasattr(thing, "data"):
        return False
    return hasattr(thing, "_prev") or type(thing).__name__ in VALUES


def graph_of(root, names=None, upstream=None):
    """The Graph behind a Value. Raises NotAGraph.

    names: {id of a Value: the name that it was found under}, for those without a label.
    upstream: what the root's gradient should be. By default it is taken as it stands.
    """
    names = names or {}
    order = ordered(root, names)
    place = {id(node): i for i, (node, _operands) in enumerate(order)}
    data = [_content(node, "data") for node, _operands in order]
    grads = [_content(node, "grad") for node, _operands in order]
    steps = [_step(node, operands, place, data) for node, operands in order]
    right = _right_gradients(steps, grads[-1] if upstream is None else upstream)
    nodes = tuple(
        Node(name_of(node, names), _op(node, operands), *numbers, *step[:2])
        for (node, operands), *numbers, step in zip(order, data, grads, right, steps, strict=True)
    )
    return Graph(nodes, title(nodes))


def ordered(root, names):
    """(Value, its operands) for all that a graph holds, operands first. Raises NotAGraph."""
    if not is_value(root):
        raise NotAGraph(f"This is {_with_type(root)}, and no Value.")
    # From the last operand to the first, so that the first stands first, as one reads.
    order = [(node, found[::-1]) for node, found in behind(root, lambda node: _operands(node, names)[::-1])]
    _refuse_circle(order, names)
    return order


# -- what a node says -------------------------------------------------------------------------------


def name_of(node, names):
    """The node's label, or the name that it was found under, or ""."""
    label = getattr(node, "label", None)
    return clean(label if isinstance(label, str) else "") or names.get(id(node), "")


def clean(text, longest=LONGEST_NAME):
    """A text on one short line, without anything that a terminal or a picture could stumble over."""
    if not text:
        return ""
    text = UNREADABLE.sub("?", " ".join(text[: 10 * longest].split()))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _content(node, attribute):
    """The number that is there, as a float, or else a short text for what is there."""
    if _is_plain(node):
        return f"no Value: {_with_type(node)}" if attribute == "data" else ABSENT
    try:
        thing = getattr(node, attribute)
        if is_number(thing):
            return float(thing)
        return "None" if thing is None else _with_type(thing)
    except OverflowError:
        return "a number too large for a float"
    except Exception:  # of a property; or it is not there
        return ABSENT


def _with_type(thing):
    return f"{clean(shown(thing))}, which is {article(clean(type(thing).__name__))}"


def _op(node, operands):
    op = getattr(node, "_op", None)
    return clean(op if isinstance(op, str) else "", 12) or ("?" if operands else "")


def _is_plain(thing):
    """Something that is no Value for sure: a number, a text, a list."""
    return is_number(thing) or isinstance(thing, PLAIN | complex)


# -- what it is made from ---------------------------------------------------------------------------


def _operands(node, names):
    """What a node was made from, as a list. What is no Value stays in it: the drawing shows it."""
    if _is_plain(node):
        return []
    try:
        operands = node._prev
    except Exception:
        raise NotAGraph(
            f"{_called(node, names)} has no _prev, so nobody knows what it was made from. __init__ keeps it."
        ) from None
    if operands is None:
        return []
    if not isinstance(operands, Iterable):
        raise NotAGraph(
            f"The _prev of {_called(node, names)} is {_with_type(operands)}. It should be a tuple of Values."
        )
    listed = list(operands)
    # A set has another order in each run; its drawing should not.
    return (
        sorted(listed, key=lambda each: _key(each, names))
        if isinstance(operands, set | frozenset)
        else listed
    )


def _key(node, names):
    return name_of(node, names), str(_content(node, "data"))


def _called(node, names):
    return name_of(node, names) or f"a Value with data {shown(_content(node, 'data'))}"


def _refuse_circle(order, names):
    place = {id(node): i for i, (node, _operands) in enumerate(order)}
    for i, (_node, operands) in enumerate(order):
        for operand in operands:
            if place[id(operand)] >= i:
                raise NotAGraph(
                    f"This graph goes in a circle: {_called(operand, names)} is among what it was made from "
                    "itself. Who has changed a _prev afterwards?"
                )


# -- the chain rule ---------------------------------------------------------------------------------


def _step(node, operands, place, data):
    """(indices of the operands, local derivative towards each, are these known to be right?)"""
    at = [place[id(each)] for each in operands]
    if not at:
        return (), (), True
    ordered = not isinstance(node._prev, set | frozenset)
    numbers = [data[i] for i in at]
    op = _op(node, operands)
    known = derivatives.reading(op, numbers, data[place[id(node)]], ordered)
    if known is None or (len(at) == 1 and _drops_numbers(operands[0], op)):
        return tuple(at), derivatives.measured(node, operands), False
    order, locals = known
    return tuple(at[i] for i in order), locals, True


def _drops_numbers(node, op):
    """Does this engine keep no operand for the 2 of a + 2? Then a single one need not mean a + a."""
    operation, _exponent = derivatives.meaning(op)
    if operation not in ("+", "-", "*", "/"):
        return False
    try:
        return len([*OPERATIONS[operation][1](node, 2.0)._prev]) == 1
    except Exception:  # it takes no numbers
        return False


def _right_gradients(steps, upstream):
    """The right gradient of each node, where that of the root is `upstream`. None where it is unknown."""
    if not is_number(upstream) or upstream == 0:
        return [None] * len(steps)
    right = [0.0] * (len(steps) - 1) + [upstream]
    for i, (operands, locals, known) in reversed([*enumerate(steps)]):
        for operand, local in zip(operands, locals, strict=True):
            unknown = not known or None in (local, right[i], right[operand])
            right[operand] = None if unknown else right[operand] + local * right[i]
    return [each if each is not None and math.isfinite(each) else None for each in right]
