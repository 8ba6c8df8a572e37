"""Random expressions, of numbers and of arrays: an engine of the kata beside the oracles."""

import ast
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from hypothesis import Phase, given, settings
from hypothesis.strategies import SearchStrategy

from grader.checks import shown
from grader.diagnosis.program import computed
from tests.array_strategies import calculations
from tests.arrays import at
from tests.oracles.engines import WITHIN, Differs, called, difference, of_engine
from tests.strategies import programs

OPERATIONS = ("+", "-", "*", "/", "**", "neg", "exp", "tanh", "relu", "log")
MOST = 8  # operations of one expression, before what its root does not need is left out


class Kind(NamedTuple):
    """A kind of expressions."""

    drawn: SearchStrategy
    text: Callable  # (expression): what a reader sees
    told: Callable  # (oracle, expression): its value and its gradients, by name
    many: int  # how many are drawn by the command; some are equal


def compare(kind, engine, oracles, many):
    """(how many different expressions there are among so many, the largest difference to each oracle).

    They are the same in every run. Raises Differs with the smallest one on which the engine is not of an
    oracle's opinion.
    """
    mine, agreed, largest = of_engine(engine), set(), dict.fromkeys(oracles, 0.0)

    @settings(max_examples=many, phases=[Phase.generate, Phase.shrink])
    @given(expression=kind.drawn)
    def agree(expression):
        text = kind.text(expression)
        if text in agreed:
            return
        wanted = {name: kind.told(oracle, expression) for name, oracle in oracles.items()}
        got = _told_at_all(kind, mine, expression)
        apart = {name: max(difference(got[x], each[x]) for x in each) for name, each in wanted.items()}
        if max(apart.values()) > WITHIN:
            raise Differs(_beside(text, {"this engine": got, **wanted}))
        agreed.add(text)
        largest.update({name: max(off, largest[name]) for name, off in apart.items()})

    agree()
    return len(agreed), largest


def _told_at_all(kind, engine, expression):
    """What an engine says that may fail in any way. Raises Differs where it does."""
    try:
        return kind.told(engine, expression)
    except Exception as error:
        problem = f"{kind.text(expression)}\n  this engine raises {type(error).__name__}: {error}"
        raise Differs(problem) from error


def _beside(text, answers):
    """The expression, and below it what each engine says to it."""
    lines = [text]
    for engine, numbers in answers.items():
        said = (f"{name} = {shown(number)}" for name, number in numbers.items())
        lines.append(f"  {engine:12} {'   '.join(said)}")
    return "\n".join(lines)


def _differentiated(oracle, function, leaves, root):
    """The value of `root` and its gradients in the leaves (name: number or array), by name.

    function: of the leaves by name, what is at all nodes, by name.
    """
    value, gradients = oracle.differentiate(
        lambda *given: function(dict(zip(leaves, given, strict=True)))[root], [*leaves.values()]
    )
    return {root: value, **{f"d{root}/d{name}": each for name, each in zip(leaves, gradients, strict=True)}}


# -- of numbers ---------------------------------------------------------------------------------------


def _told_of_numbers(oracle, expression):
    def function(leaves):
        return computed(expression, leaves, oracle.functions)

    return _differentiated(oracle, function, dict(expression.leaves), expression.root)


NUMBERS = Kind(programs(OPERATIONS, most=MOST, plain_numbers=True), str, _told_of_numbers, 18_000)


# -- of arrays ----------------------------------------------------------------------------------------


class _AsFunctions(ast.NodeTransformer):
    """x.tanh() becomes tanh(x): arrays that are no Values have no such methods."""

    def visit_Call(self, node):
        self.generic_visit(node)
        if node.func.attr not in ("exp", "tanh", "relu", "transpose"):
            return node
        return ast.Call(ast.Name(node.func.attr, ast.Load()), [node.func.value], [])


def _told_of_arrays(oracle, expression):
    text, arrays = expression
    code = compile(ast.fix_missing_locations(_AsFunctions().visit(ast.parse(text))), text, "exec")
    functions = {name: partial(called, oracle, name) for name in ("exp", "tanh", "relu", "transpose")}

    def function(leaves):
        exec(code, functions, leaves)
        return leaves

    return _differentiated(oracle, function, arrays, "L")


ARRAYS = Kind(calculations(), lambda drawn: f"{drawn[0]}   at {at(drawn[1])}", _told_of_arrays, 2_500)
