"""Wrong values and wrong gradients, explained: the first wrong node of an expression.

"First" is in the order of the pass. Going forward, everything that the node was made from is right;
going backward, every gradient that should reach it is right. So the fault lies at that node.
"""

from collections.abc import Iterable
from itertools import combinations

from ..checks import Case, Mismatch, alike, expect, is_number, is_plain, shown, trying, with_type
from ..seats.prints import unheard
from ..seats.trouble import PLAIN, TimedOut
from ..wall.proxies import call_each, read_ahead
from . import program as programs
from . import tree

NEARLY = 1e-4  # relative: how far a measured slope may be off
ORDER = "Each _backward is right by itself. In which order, and how often, are they called?"

NO_WAY = (
    "No _prev leads from {} to {}, so a backward pass finds no way there. _prev holds the Values "
    "that a result was made from. What is handed to Value(…) here, besides the number?"
)


def expect_values(engine, expression, wanted):
    """Raise Mismatch at the first node whose data is not as in `wanted`, name to number. Returns nodes."""
    nodes = programs.values(engine, expression)
    read_ahead(nodes.values(), "data")
    read_ahead([nodes[expression.root]], "_prev")
    for name in expression.names:
        if name in wanted:
            case = Case(f"{_of(name, 'data')}   in {expression}", shown(wanted[name]))
            with trying(case):
                got = nodes[name].data
            if not alike(got, wanted[name]):
                question = _question_about_data(expression, name, got)
                drawing = tree.of_values(expression, nodes, name, wanted[name])
                expect(case.tried, lambda got=got: got, wanted[name], question, drawing=drawing)
    return nodes


def expect_gradients(engine, expression, wanted, backward, called="after {root}.backward()", nodes=None):
    """Raise Mismatch at the first node whose gradient is not as in `wanted`, name to number.

    backward(nodes, root) runs the backward pass over the engine's nodes; `called` says so in words.
    nodes: those of the expression, where they are there already.
    """
    if nodes is None:
        nodes = programs.values(engine, expression)
        read_ahead([nodes[expression.root]], "_prev")
    called = called.format(root=expression.root if expression.root.isidentifier() else f"({expression.root})")
    with trying(Case(f"{called.removeprefix('after ')}   in {expression}", "every gradient")):
        read_ahead(nodes.values(), "grad")
        backward(nodes, expression.root)
    for name in reversed(expression.names):
        if name in wanted:
            case = Case(f"{_of(name, 'grad')} {called}   in {expression}", shown(wanted[name]))
            with trying(case):
                got = nodes[name].grad
            if not alike(got, wanted[name]):
                with unheard():
                    question, drawing = _explained(engine, expression, nodes, name, wanted)
                expect(case.tried, lambda got=got: got, wanted[name], question, drawing=drawing)


def _explained(engine, expression, nodes, name, wanted):
    """(a question, a drawing) about the gradients at these nodes, of which that of `name` is wrong."""
    right = _by_the_chain_rule(expression, wanted)
    if not right:  # the test has asked for more than one pass, or for an odd one
        return _question(expression, name, wanted, nodes[name].grad), ""
    wrong = next(
        (each for each in reversed(expression.names) if not _is_right(nodes[each], right[each])), name
    )
    step = _at_fault(engine, expression, wrong, right)
    question = _question(expression, wrong, right, _grad_of(nodes[wrong]), step)
    cut = _cut_off(expression, nodes, wrong, right)
    if cut:
        question = NO_WAY.format(*cut[0])
    elif expression.uses(wrong) and _right_in_order(engine, expression, right):
        question = ORDER
    return question, tree.of_gradients(engine, expression, nodes, wrong, right, cut)


def _at_fault(engine, expression, name, right):
    """The first operation that passes a wrong share on to the node, else the last one, or None."""
    step = None
    for step in dict.fromkeys(step for step, _ in expression.uses(name)):
        given = tree.alone(engine, expression, step, name, right[step.name])
        whole = sum(tree.share(expression, s, i, right)[1] for s, i in expression.uses(name) if s == step)
        if given is not None and not alike(given, whole, NEARLY):
            return step
    return step


def _by_the_chain_rule(expression, wanted):
    """The right gradient of every node, or nothing where that is not what is wanted."""
    try:
        right = tree.gradients(expression, wanted.get(expression.root, 1.0))
    except (ArithmeticError, ValueError):  # next to where an operation can be done
        return None
    return right | wanted if all(alike(right[name], wanted[name], NEARLY) for name in wanted) else None


def _cut_off(expression, nodes, name, right):
    """(result, operand) for the edges that no _prev has, where they are all that the node lacks."""
    behind_them = _behind_each(nodes)
    if behind_them is None:
        return []
    edges = dict.fromkeys((s.name, each) for s in expression.steps for each in s.operands if each in nodes)
    cut = [(result, operand) for result, operand in edges if id(nodes[operand]) not in behind_them[result]]
    reached = behind_them[expression.root]
    arrives = [
        tree.share(expression, step, i, right)[1]
        for step, i in expression.uses(name)
        if id(nodes[step.name]) in reached and (step.name, name) not in cut
    ]
    on_the_way = [(result, each) for result, each in reversed(cut) if id(nodes[name]) in behind_them[each]]
    return on_the_way if alike(_grad_of(nodes[name]), sum(arrives), NEARLY) else []


def _behind_each(nodes):
    """For each name the ids of all that its node was made from, and its own. None where a _prev is wrong."""
    kept = {}

    def operands(node):
        if id(node) not in kept:
            kept[id(node)] = operands_of(node)
        return kept[id(node)]

    try:
        return {name: {id(each) for each, _ in behind(node, operands)} for name, node in nodes.items()}
    except TimedOut:
        raise
    except Exception:  # there is something else in it than Values
        return None


def _grad_of(node):
    try:
        return node.grad
    except TimedOut:
        raise
    except Exception:
        return None


def _is_right(node, wanted):
    return alike(_grad_of(node), wanted, NEARLY)


def _of(name, attribute):
    return f"{name}.{attribute}" if name.isidentifier() else f"({name}).{attribute}"


def _question_about_data(expression, name, got):
    if name in dict(expression.leaves):
        return f"{name} is a leaf and was {shown(dict(expression.leaves)[name])}. Who has changed it?"
    if not is_number(got):
        return f"The data of a Value is one number. What was it given in {name}?"
    return f"Everything that {name} is made from is right. What does this operation do with it?"


def _question(expression, name, wanted, got, at_fault=None):
    """The question that leads on, from what the wrong gradient looks like.

    at_fault: the operation that passes on something wrong to that node, where it is known.
    """
    uses = expression.uses(name)
    if not is_number(got):
        return "A gradient is a plain number. Which part of a Value is one?"
    if not uses and wanted[name] != 1:
        return f"{name} was given {shown(wanted[name])}. Who has changed it?"
    if not uses:
        return "This is the result itself. How much does it change when it changes by 1?"
    if any(step.name not in wanted for step, _ in uses):
        return ""
    shares = [tree.share(expression, step, i, wanted) for step, i in uses]
    step = at_fault or uses[-1][0]
    if alike(got, 0.0) and not alike(wanted[name], 0.0):
        return (
            f"Nothing arrived at {name}. Is there a _backward kept on {step.name}, the result, "
            f"and what does it give to {name}?"
        )
    if any(alike(got, sum(some)) for some in _some_of([share for _local, share in shares])):
        others = "share" if len(shares) == 2 else "shares"
        return f"{name} is used {len(shares)} times. What happened to its other {others}?"
    if len(shares) == 1 and alike(got, shares[0][0]):
        return f"{step.name}.grad is {shown(wanted[step.name])} here. Where does it come in?"
    return f"Each share is a local derivative times the gradient of {step.name}. Which of the two is off?"


def _some_of(shares):
    """Every choice of some of the shares: not none of them, and not all."""
    return (some for size in range(1, len(shares)) for some in combinations(shares, size))


def _right_in_order(engine, expression, wanted):
    """Are all gradients right when we call the engine's _backwards, in a right order?"""
    try:
        nodes = programs.values(engine, expression)
        through_the_graph(nodes, expression.root, wanted[expression.root])
        return all(alike(nodes[name].grad, gradient) for name, gradient in wanted.items())
    except Exception:
        return False


def through_the_graph(nodes, root, gradient=1.0):
    """A backward pass over the engine's own graph, found through _prev, in a right order.

    For the stages before the learner has `backward`.
    """
    names = {id(node): name for name, node in nodes.items()}
    order = behind(nodes[root], lambda node: operands_of(node, names.get(id(node))))
    nodes[root].grad = gradient
    call_each([node for node, operands in reversed(order) if operands], "_backward")


def behind(root, operands_of):
    """(node, its operands) for root and all that it is made from, operands first."""
    order, operands, to_visit = [], {}, [(root, False)]
    while to_visit:
        node, done = to_visit.pop()
        if done:
            order.append((node, operands[id(node)]))
        elif id(node) not in operands:
            operands[id(node)] = operands_of(node)
            to_visit.append((node, True))
            to_visit += [(operand, False) for operand in operands[id(node)]]
    return order


def operands_of(node, name="a node"):
    """What a node was made from, as a list. Raises Mismatch where its _prev holds anything but Values."""
    tried = f"the operands in the _prev of {name}"
    operands = node._prev  # read once: in the exam seat, each reading is a message
    if not isinstance(operands, Iterable):
        question = "What makes a tuple: the parentheses, or the comma?"
        raise Mismatch(Case(tried, "a tuple, a list or a set", question), with_type(operands))
    operands = list(operands)
    for operand in operands:
        if is_plain(operand) or is_number(operand) or isinstance(operand, PLAIN):
            question = "A number among the operands: who turns it into a Value, or should it be there at all?"
            raise Mismatch(Case(tried, "only Values", question), with_type(operand))
    return operands
