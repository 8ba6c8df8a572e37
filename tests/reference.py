"""The right answers, from solutions/: what the hidden tests compare with."""

from collections import defaultdict
from functools import wraps

from grader.checks import shown
from grader.diagnosis.gradients import expect_gradients, expect_values, through_the_graph
from grader.diagnosis.program import values
from solutions import engine

ANSWERS = defaultdict(dict)  # what was worked out so far, by the function that did: a judge is given it


def remembered(by):
    """For a function of plain data: the same, which works out each answer once.

    by: makes of its arguments what an answer is found by, such as `tuple`, or `pickle.dumps` for arrays.
    """

    def remembering(function):
        answers = ANSWERS[f"{function.__module__}.{function.__name__}"]

        @wraps(function)
        def answer(*arguments):
            key = by(arguments)
            if key not in answers:
                answers[key] = function(*arguments)
            return answers[key]

        return answer

    return remembering


def know(answers):
    """From here on, have these answers, which ANSWERS was elsewhere."""
    for name, known in answers.items():
        ANSWERS[name].update(known)


@remembered(by=tuple)
def right_values(expression):
    """The number at every node of the expression, by name."""
    return {name: node.data for name, node in values(engine, expression).items()}


@remembered(by=tuple)
def right_gradients(expression, upstream=1.0):
    """The gradient of every node, by name, where that of the root is `upstream`."""
    nodes = values(engine, expression)
    through_the_graph(nodes, expression.root, upstream)
    return {name: node.grad for name, node in nodes.items()}


def expect_right_pass(engine, expression, upstream=-7.0):
    """The values, then the gradients of a backward pass that begins with `upstream` at the root.

    The order of that pass is ours. A gradient other than 1 at its start shows who forgets to pass it on.
    """
    nodes = expect_values(engine, expression, right_values(expression))
    expect_gradients(
        engine,
        expression,
        right_gradients(expression, upstream),
        lambda nodes, root: through_the_graph(nodes, root, upstream),
        called=f"after a backward pass from {expression.root}.grad = {shown(upstream)}",
        nodes=nodes,
    )
