"""The forward pass as steps: how each value comes from its operands."""

import math

from ..checks import is_number
from ..diagnosis.derivatives import meaning
from .step import Step, is_readable, made, tidy, with_minus

# How many operands an operation has where its result can be judged. A power may hide its exponent, and what
# is added to one operand may be a plain number that nobody has kept.
OPERANDS = {"+": 2, "-": 2, "*": 2, "/": 2, "exp": 1, "tanh": 1, "relu": 1, "log": 1}


def forward_pass(graph):
    """The Steps, the leaves first."""
    for i in sorted(range(len(graph.nodes)), key=lambda i: bool(graph.nodes[i].operands)):
        node = graph.nodes[i]
        heading, says, wrong = _result(graph, i) if node.operands else _leaf(node)
        edges = tuple((i, place) for place in range(len(node.operands)))
        sets = (("data", i, tidy(node.data)),)
        yield Step("Forward pass", heading, says, i, edges=edges, sets=sets, wrong=wrong)


def _leaf(node):
    data = tidy(node.data)
    heading = data if data == node.name else f"{node.name} = {data}"
    return heading, f"{node.name} is a leaf: it was not made from other values. Its data is {data}.", ""


def _result(graph, i):
    """(heading, sentence, what is wrong) for the result of an operation."""
    node, data = graph.nodes[i], tidy(graph.nodes[i].data)
    operands = [graph.nodes[each] for each in node.operands]
    numbers = [each.data for each in operands]
    if is_readable(graph, i):
        return made(graph, i), f"{made(graph, i)} = {_with_numbers(node.op, numbers)} = {data}.", ""
    names = " and ".join(each.name for each in operands)
    says = f"{node.name} was made from {names}, with the operation {node.op}. Its data is {data}."
    known = OPERANDS.get(meaning(node.op)[0]) == len(numbers)
    if known and all(is_number(each) and math.isfinite(each) for each in [*numbers, node.data]):
        return made(graph, i), says, f"Wrong in your engine: {_with_numbers(node.op, numbers)} is not {data}."
    return node.name, f"{says} Unknown operation: the page cannot tell whether that is right.", ""


def _with_numbers(op, numbers):
    """The operation on the numbers themselves: "−6 + 10", "tanh(0.881374)"."""
    operation, exponent = meaning(op)
    texts = [tidy(each) for each in numbers]
    if operation in ("+", "*", "/") and len(texts) == 1:
        texts *= 2  # a + a, of which a set keeps one
    if exponent is not None and len(texts) == 1:
        texts.append(tidy(exponent))
    if len(texts) == 1:
        return f"−({texts[0]})" if operation in ("neg", "-") else f"{operation}({texts[0]})"
    if operation == "**":
        texts = [f"({text})" if text.startswith("−") else text for text in texts]
    return f" {with_minus(operation)} ".join(texts)
