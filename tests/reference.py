"""The right answers, from solutions/: what the hidden tests compare with."""

from functools import cache

from grader.diagnosis.gradients import through_the_graph
from grader.diagnosis.program import values
from solutions import engine


@cache
def right_values(expression):
    """The number at every node of the expression, by name."""
    return {name: node.data for name, node in values(engine, expression).items()}


@cache
def right_gradients(expression, upstream=1.0):
    """The gradient of every node, by name, where that of the root is `upstream`."""
    nodes = values(engine, expression)
    through_the_graph(nodes, expression.root, upstream)
    return {name: node.grad for name, node in nodes.items()}
