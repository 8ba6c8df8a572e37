"""The local derivatives of one operation, from what its result keeps of it.

Learners write `_op` in ways of their own, and a set in `_prev` does not tell the order of the operands.
So a reading counts only where it gives the number that the result has; elsewhere nothing is said.
"""

import math
import re

from ..checks import alike, is_number
from .program import ON_FLOATS, OPERATIONS

# operation: the local derivatives towards its operands. None: by the exponent, which is a plain number
LOCAL = {
    "+": lambda a, b: (1.0, 1.0),
    "-": lambda a, b: (1.0, -1.0),
    "*": lambda a, b: (b, a),
    "/": lambda a, b: (1 / b, -a / b**2),
    "**": lambda a, k: (k * a ** (k - 1), None),
    "neg": lambda a: (-1.0,),
    "exp": lambda a: (math.exp(a),),
    "tanh": lambda a: (1 - math.tanh(a) ** 2,),
    "relu": lambda a: (float(a > 0),),
    "log": lambda a: (1 / a,),
}
SPELLINGS = {
    **{"add": "+", "plus": "+", "sum": "+", "sub": "-", "minus": "-", "mul": "*", "times": "*"},
    **{"×": "*", "·": "*", "−": "-", "÷": "/", "div": "/", "truediv": "/", "ln": "log"},
}
POWER = re.compile(r"(?:\*\*|\^|pow(?:er)?)[\s(]*(-?\d+(?:\.\d+)?(?:e-?\d+)?)?[\s)]*")


def meaning(op):
    """(operation, exponent) that the text `op` stands for: ("**", 2.0) for "^2". None where unknown."""
    text = op.strip().lower().strip("_")
    if power := POWER.fullmatch(text):
        return "**", power[1] and float(power[1])
    operation = SPELLINGS.get(text, text)
    return (operation if operation in LOCAL else None), None


def reading(op, numbers, data, ordered):
    """(order, locals) of an operation that gives `data`, or None where no reading, or no single one, does.

    numbers: of the operands, as they are kept; ordered: does their order count, as in a tuple?
    order: the operands' positions as they stand in the operation; locals: a derivative for each.
    """
    if not all(map(is_number, [*numbers, data])):
        return None
    found = [
        _by_operand(places, locals)
        for operation, places, given in _candidates(op, numbers)
        if (locals := _locals(operation, given, data)) is not None
    ]
    shares = [sorted(zip(*each, strict=True)) for each in found]
    clear = ordered or all(alike(each, shares[0]) for each in shares)
    return found[0] if found and clear else None


def _candidates(op, numbers):
    """(operation, positions of its operands, their numbers) for all that may be meant."""
    operation, exponent = meaning(op)
    if len(numbers) == 1 and exponent is not None:
        yield operation, (0,), (numbers[0], exponent)
    elif len(numbers) == 1 and operation in ("neg", "-", "exp", "tanh", "relu", "log"):
        yield ("neg" if operation == "-" else operation), (0,), (numbers[0],)
    if operation in ("+", "-", "*", "/", "**") and (exponent is None or len(numbers) == 2):
        for places in {1: [(0, 0)], 2: [(0, 1), (1, 0)]}.get(len(numbers), ()):
            yield operation, places, tuple(numbers[i] for i in places)


def _locals(operation, given, data):
    """The local derivatives, where the operation on these numbers gives `data`, else None."""
    try:
        does = ON_FLOATS.get(operation) or OPERATIONS[operation][1]
        return LOCAL[operation](*given) if alike(does(*given), data) else None
    except (ArithmeticError, ValueError, TypeError, KeyError):
        return None


def _by_operand(places, locals):
    """(order, locals) with each operand once: what (a + a) passes on to a single a is the whole."""
    if places == (0, 0):
        return (0,), (sum(locals) if None not in locals else None,)
    return places, locals[: len(places)]


def measured(node, operands):
    """What the node's own _backward passes on to each operand, where its gradient is 1. None: unknown.

    All gradients are put back afterwards.
    """
    kept = {id(each): (each, each.grad) for each in [node, *operands] if hasattr(each, "grad")}
    try:
        for each, _grad in kept.values():
            each.grad = 0.0
        node.grad = 1.0
        node._backward()
        return tuple(_share(each, operands) for each in operands)
    except Exception:  # whatever it is: then nothing is known
        return (None,) * len(operands)
    finally:
        for each, grad in kept.values():
            each.grad = grad


def _share(operand, operands):
    """What one of the uses of an operand has got."""
    uses = sum(each is operand for each in operands)
    return float(operand.grad) / uses if is_number(operand.grad) else None
