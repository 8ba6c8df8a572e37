"""An expression as data: the same small program for any engine, for floats, and for the reader.

    program("e = a * b; L = e + a", a=2, b=-3)

Each operation is a step with a name: the one in the text, or else its own text, such as "a * b".
The steps stand in an order in which they can be computed.
"""

import ast
import math
import operator
from dataclasses import dataclass
from functools import cache, cached_property

from ..checks import Case, Mismatch, is_number, shown, trying, with_type

# operation: (how it is written, how it is done)
OPERATIONS = {
    "+": ("{} + {}", operator.add),
    "-": ("{} - {}", operator.sub),
    "*": ("{} * {}", operator.mul),
    "/": ("{} / {}", operator.truediv),
    "**": ("{}**{}", operator.pow),
    "neg": ("-{}", operator.neg),
    "exp": ("{}.exp()", lambda x: x.exp()),
    "tanh": ("{}.tanh()", lambda x: x.tanh()),
    "relu": ("{}.relu()", lambda x: x.relu()),
    "log": ("{}.log()", lambda x: x.log()),
}
ON_FLOATS = {"exp": math.exp, "tanh": math.tanh, "relu": lambda x: max(x, 0.0), "log": math.log}
SYNTAX = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}


@dataclass(frozen=True)
class Step:
    """One operation. An operand is the name of a leaf or of an earlier step, or a plain number."""

    name: str
    operation: str
    operands: tuple[str | float, ...]

    def __str__(self):
        return self._text

    @cached_property  # read for every attempt, and shown only for the one that fails
    def _text(self):
        right = written(self.operation, self.operands)
        return right if self.name == right else f"{self.name} = {right}"


@dataclass(frozen=True)
class Program:
    """Leaves with their numbers, and the steps from them to the root, which is the last step."""

    leaves: tuple[tuple[str, float], ...]
    steps: tuple[Step, ...]

    @cached_property
    def root(self):
        """The name of the result."""
        return self.steps[-1].name

    @cached_property
    def names(self):
        """All nodes: the leaves, then the steps."""
        return [name for name, _ in self.leaves] + [step.name for step in self.steps]

    def uses(self, name):
        """(step, position) for every place where the node `name` is an operand."""
        return [(s, i) for s in self.steps for i, operand in enumerate(s.operands) if operand == name]

    def __str__(self):
        return self._text

    @cached_property
    def _text(self):
        named = [str(step) for step in self.steps if step.name.isidentifier() or step is self.steps[-1]]
        numbers = ", ".join(f"{name} = {shown(number)}" for name, number in self.leaves)
        return f"{'; '.join(named)}   at {numbers}"


def program(text, **leaves):
    """The Program that `text` spells out: assignments in Python, with operators and .tanh() etc."""
    return Program(tuple(leaves.items()), _steps(text))


@cache  # of the text alone: 2 and 2.0 are equal, and are not the same leaf
def _steps(text):
    steps = []
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign):
            _flatten(statement.value, steps, statement.targets[0].id)
        else:
            _flatten(statement.value, steps)
    return tuple(steps)


def _flatten(node, steps, name=None):
    """The name or the number that `node` stands for, after its steps were added to `steps`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.BinOp):
        operation, parts = SYNTAX[type(node.op)], [node.left, node.right]
    elif isinstance(node, ast.UnaryOp):
        operation, parts = "neg", [node.operand]
    else:
        operation, parts = node.func.attr, [node.func.value]
    operands = tuple(_flatten(part, steps) for part in parts)
    if all(isinstance(operand, int | float) for operand in operands):
        return OPERATIONS[operation][1](*operands)  # -2 is a number, not an operation
    step = Step(name or written(operation, operands), operation, operands)
    if step not in steps:
        steps.append(step)
    return step.name


def written(operation, operands):
    """The text of one operation, with its operands in brackets where they are not simple."""
    return OPERATIONS[operation][0].format(*map(_bracketed, operands))


def _bracketed(operand):
    text = operand if isinstance(operand, str) else shown(operand)
    simple = text.isidentifier() or (not isinstance(operand, str) and operand >= 0)
    return text if simple else f"({text})"


def values(engine, expression):
    """The engine's nodes, name to Value, after every step of the expression was done.

    Raises Mismatch where an operation gives something that cannot be a Value.
    """
    nodes = {}
    for name, node in made(engine, expression):
        nodes[name] = node
    return nodes


def made(engine, expression):
    """(name, Value) of the engine's nodes, one after the other, as they are made."""
    nodes = {}
    for name, number in expression.leaves:
        with trying(Case(f"Value({shown(number)})", "a Value")):
            nodes[name] = engine.Value(number)
        yield name, nodes[name]
    for step in expression.steps:
        tried = f"{step}   in {expression}" if len(expression.steps) > 1 else str(expression)
        with trying(Case(tried, "a Value")):
            out = OPERATIONS[step.operation][1](*(_operand(nodes, each) for each in step.operands))
        if out is None or out is NotImplemented or is_number(out) or isinstance(out, tuple | list | str):
            case = Case(tried, "a Value", "What does this operation return: a new Value, or something else?")
            raise Mismatch(case, "None (no return?)" if out is None else with_type(out))
        nodes[step.name] = out
        yield step.name, out


def floats(expression, **leaves):
    """The numbers at all nodes, name to float, in plain Python. `leaves` replaces some leaves."""
    return computed(expression, {**dict(expression.leaves), **leaves}, ON_FLOATS)


def computed(expression, leaves, functions):
    """What is at all nodes, by name, from `leaves` of any kind. functions: what is no method of theirs."""
    nodes = dict(leaves)
    for step in expression.steps:
        does = functions.get(step.operation, OPERATIONS[step.operation][1])
        nodes[step.name] = does(*(_operand(nodes, each) for each in step.operands))
    return nodes


def _operand(nodes, operand):
    return nodes[operand] if isinstance(operand, str) else operand
