"""Expressions that are not alone: whoever lists all the Values there are has not walked a graph."""

from grader.diagnosis.program import values


def among_others(engine, expression):
    """The engine's nodes, name to Value. An equal expression is older than they are, and a sum younger."""
    older, nodes = values(engine, expression), values(engine, expression)
    _younger = nodes[expression.root] + older[expression.root]
    return nodes
