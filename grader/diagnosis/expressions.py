"""The first small expression that an engine gets wrong, whoever has written that engine.

The expressions go from a single operation to a whole network's neuron; operations that the engine does
not have yet are passed over.
"""

from types import SimpleNamespace

from ..checks import Case
from ..seats.explain import finding
from ..stages import after_all
from . import program as programs
from . import tree
from .gradients import expect_gradients, expect_values, through_the_graph

AT = {"a": 2.0, "b": -3.0, "c": 10.0, "f": -2.0, "z": 500.0}
ONCE = ("d**2", "d.exp()", "d.tanh()", "d.relu()", "d.log()", "3 - d", "d - 3", "2 / d", "-d")
EXPRESSIONS = (
    *("a + b", "a * b", "b = a + a", "b = a * a"),
    *("e = a + b; L = e * f", "e = a * b; L = e * f"),
    *("-a", "a - b", "a.exp()", "a.tanh()"),
    *("a + 2", "2 + a", "a * 2", "2 * a", "a - 2", "2 - a"),
    *("a / b", "a / 2", "2 / a", "a**3", "a**2", "c**0.5", "b**(-1)"),
    *("b.exp()", "b.relu()", "a.relu()", "c.log()"),
    *(f"e = {inner}; L = e * f" for inner in ("a - b", "a / b", "a**3", "b.exp()", "b.tanh()", "a.relu()")),
    *("z.tanh()", "e = -z; L = e.tanh()"),
    *(f"d = a + 1; e = {once}; L = e * d + d" for once in ONCE),
    "e = a * b; d = e + c; L = d * f",
    "d = a * b; e = a + b; g = d * e",
    "e = a + a; g = e * e; h = g + e",
    "d = b + a; L = d + (d + a)",
    "e = a * b; g = e + a; h = g.relu(); L = h * h + e",
    "n = a * f + b * c + 35; o = n.tanh()",
    "e = a * b; g = e / c - a; L = g**2",
)
# The method for each operation, with a number on the right of it and on the left.
METHODS = {
    "+": ("__add__", "__radd__"),
    "-": ("__sub__", "__rsub__"),
    "*": ("__mul__", "__rmul__"),
    "/": ("__truediv__", "__rtruediv__"),
    "**": ("__pow__", "__rpow__"),
    "neg": ("__neg__",),
}


def first_wrong(engine, folder):
    """The Finding about the first of the EXPRESSIONS that goes wrong, or None.

    folder holds the code of the engine. A Finding of the kind "todo" tells what the engine lacks where
    nothing can be tried at all.
    """
    lacking, tried, later = None, 0, False
    for text in EXPRESSIONS:
        expression = _at_its_numbers(text)
        try:
            if not all(_has(engine.Value, step) for step in expression.steps):
                continue
            if _with_numbers(expression) and not later:
                continue
            _expect_right(engine, expression)
            tried += 1
            later = later or expression.steps[-1].operation not in ("+", "*")
        except Exception as error:
            found = told(error, folder, expression)
            if found.kind != "todo":
                return found
            lacking = lacking or found
    return None if tried else lacking


def _with_numbers(expression):
    """Does a plain number stand in it, which comes in the stage of the other operations?"""
    return any(not isinstance(each, str) for step in expression.steps for each in step.operands)


def _has(value, step):
    """Has the class a method for this operation?"""
    names = METHODS.get(step.operation, (step.operation,))
    return hasattr(value, names[not isinstance(step.operands[0], str)])


def _at_its_numbers(text):
    """The Program of a text, with the numbers of AT at its leaves."""
    steps = programs.program(text).steps
    leaves = {each for step in steps for each in step.operands} - {step.name for step in steps}
    return programs.program(text, **{name: number for name, number in AT.items() if name in leaves})


def _expect_right(engine, expression):
    """Raise where a value or a gradient of the expression is wrong, or cannot be had."""
    expect_values(engine, expression, programs.floats(expression))
    right = tree.gradients(expression, 1.0)
    if _has_backward(engine):
        expect_gradients(engine, expression, right, lambda nodes, root: nodes[root].backward())
    else:
        expect_gradients(engine, expression, right, through_the_graph, "after a backward pass from {root}")


def _has_backward(engine):
    """Is there a `backward` that is no stub?"""
    value = engine.Value(1.0)
    try:
        value.backward()
    except NotImplementedError:
        return False
    except Exception:  # which is told where it is asked for
        return hasattr(value, "backward")
    return True


def told(error, folder, expression=None):
    """The Finding for an exception, on an expression where there is one."""
    if expression and getattr(error, "case", None) is None:
        error.case = Case(str(expression), "a Value")
    test = SimpleNamespace(__name__="test_the_first_expression_that_goes_wrong", about="")
    return finding(error, test, after_all(), folder)  # a stub of any stage is work to do
