"""Expressions that are not alone: whoever lists all the Values there are has not walked a graph."""

from grader.diagnosis.program import made, values


def among_others(engine, expression):
    """The engine's nodes, name to Value.

    An equal expression is older than they are, and what they go into besides comes between them and after
    them. So nothing that was made in a row is the graph.
    """
    older, nodes = values(engine, expression), {}
    for name, node in made(engine, expression):
        nodes[name] = node
        _besides = node + older[expression.root]
    return nodes
