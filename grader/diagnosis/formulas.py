"""The nodes of a graph (graph.py) as the formulas that people write."""

import ast

from ..checks import is_number, shown
from .derivatives import meaning
from .program import written

CUT, AS_NAME = "…", "_cut_"
DEEPEST, LONGEST = 8, 70  # operations inside each other, and characters, of a title
SHORT = 32  # characters of a formula elsewhere


def title(nodes):
    """The whole expression, "L = (a * b + c) * f", where it is short, else ""."""
    text = formula(nodes, len(nodes) - 1, DEEPEST, inside=True)
    name = nodes[-1].name
    whole = f"{name} = {text}" if name and nodes[-1].operands else text
    return "" if CUT in whole or len(whole) > LONGEST else whole


def called(nodes, i):
    """What to call a node: its name, or how it was made, or its number."""
    return nodes[i].name or formula(nodes, i)


def formula(nodes, i, depth=None, inside=False):
    """How a node was made, from the names of its operands; inside: and these from theirs.

    depth: how many operations inside each other; by default as many as a short text can hold.
    """
    if depth is None:
        texts = (formula(nodes, i, depth) for depth in (4, 3, 2))
        return next((text for text in texts if len(text) <= SHORT), formula(nodes, i, 1))
    text = _made(nodes, i, depth, inside)
    try:  # without the brackets that nobody needs
        return ast.unparse(ast.parse(text.replace(CUT, AS_NAME), mode="eval")).replace(AS_NAME, CUT)
    except (SyntaxError, ValueError, RecursionError):
        return text


def _made(nodes, i, depth, inside):
    node = nodes[i]
    if not node.operands:
        return node.name or (shown(node.data) if is_number(node.data) else node.data)
    if not depth:
        return CUT
    return _applied(node.op, [_operand(nodes, each, depth - 1, inside) for each in node.operands])


def _operand(nodes, i, depth, inside):
    return nodes[i].name if nodes[i].name and not inside else _made(nodes, i, depth, inside)


def _applied(op, parts):
    """The text of an operation on operands that are texts."""
    operation, exponent = meaning(op)
    if operation == "-" and len(parts) == 1:
        operation = "neg"
    elif operation in ("+", "*", "/") and len(parts) == 1:
        parts = parts * 2  # a + a, of which a set keeps one
    elif exponent is not None and len(parts) == 1:
        parts = [*parts, shown(exponent)]
    try:
        return written(operation, parts)
    except (KeyError, IndexError):
        return f"{op}({', '.join(parts)})"
