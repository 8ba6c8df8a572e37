"""What is said about a graph: its first wrong gradient, and what it is made of where it is large."""

from collections import Counter, deque

from ..checks import alike, is_number, shown
from ..diagnosis.formulas import called, formula
from ..diagnosis.graph import ABSENT, Graph, Node

MOST_SHARES = 4  # lines about what a wrong node should have got
SMALL, LARGE = 1e-3, 1e6  # between them, four decimals are readable


def number(thing):
    """A number as in the lecture, with four decimals where these can show it; a text as it is."""
    return _four(thing) if is_number(thing) else str(thing)


def got_and_right(node):
    """A wrong gradient and the right one, as texts that differ."""
    if number(node.grad) == number(node.right):
        return shown(node.grad), shown(node.right)
    return number(node.grad), number(node.right)


def _four(x):
    return f"{x:.4f}" if x == 0 or SMALL <= abs(x) < LARGE else f"{x:.4g}"


def grad_of(graph, i):
    """a.grad, or (a * b).grad."""
    name = called(graph.nodes, i)
    return f"{name}.grad" if name.isidentifier() else f"({name}).grad"


def first_wrong(graph):
    """The index of the first node whose gradient is wrong, as the backward pass goes, or None.

    All that should reach it is right: so the fault lies in what reaches it.
    """
    return next((i for i in reversed(range(len(graph.nodes))) if graph.nodes[i].wrong), None)


def is_wrong(graph):
    """Is there a wrong gradient, or something else than a number in a node?"""
    return first_wrong(graph) is not None or not all(is_number(node.data) for node in graph.nodes)


def verdict(graph):
    """Lines on what is wrong: the first such node and its shares; or that nothing is."""
    return [*_about_data(graph), *_about_gradients(graph)]


def _about_data(graph):
    """A line on the first node that holds something else than a number."""
    for i, node in enumerate(graph.nodes):
        if not is_number(node.data):
            what = str(node.data)
            if what.startswith("no Value: "):
                above = next(j for j, each in enumerate(graph.nodes) if i in each.operands)
                name = called(graph.nodes, above)
                yield f"The _prev of {name} holds {what[10:]}. Only Values belong there."
            else:
                name = f"{node.name}.data" if node.name else f"The data of a node ({node.op or 'a leaf'})"
                yield f"{name} is {what}. The data of a Value is one number."
            return


def _about_gradients(graph):
    judged = sum(node.right is not None for node in graph.nodes)
    left = len(graph.nodes) - judged
    root = grad_of(graph, len(graph.nodes) - 1)
    if first_wrong(graph) is not None:
        yield from _about_the_first_wrong(graph)
    elif not has_grads(graph):
        yield "There are no gradients yet."
    elif not judged:
        yield f"{root} is {number(graph.root.grad)}: no backward pass has begun there. It begins with 1."
    else:
        yield "Every gradient is right." if not left else f"{judged} gradients are right."
    if judged and left:
        yield f"{left} cannot be judged: on the way there is an operation that is not known here."
    if judged and not alike(graph.root.grad, 1):
        yield f"All this is for {root} = {number(graph.root.grad)}, and for no other use of these Values."


def has_grads(graph):
    """Is there a gradient anywhere? In stage 1 there is none."""
    return any(node.grad != ABSENT for node in graph.nodes)


def _about_the_first_wrong(graph):
    wrong = first_wrong(graph)
    got, right = got_and_right(graph.nodes[wrong])
    yield f"The first that is wrong: {grad_of(graph, wrong)} is {got}; {right} is right."
    yield from _shares(graph, wrong)
    others = sum(node.wrong for node in graph.nodes) - 1
    if others:
        yield f"{others:,} more {'is' if others == 1 else 'are'} wrong, perhaps because of that one."


def _shares(graph, wrong):
    """What the chain rule passes on to a node, use by use."""
    uses = [
        (i, user, local)
        for i, user in enumerate(graph.nodes)
        for operand, local in zip(user.operands, user.locals, strict=True)
        if operand == wrong
    ]
    for i, user, local in uses[:MOST_SHARES]:
        yield (
            f"  {_step(graph, i)}: local derivative {number(local)} times {grad_of(graph, i)} = "
            f"{number(user.right)} is {number(local * user.right)}"
        )
    if len(uses) > MOST_SHARES:
        yield f"  … and {len(uses) - MOST_SHARES:,} more uses"


def _step(graph, i):
    name, made = graph.nodes[i].name, formula(graph.nodes, i)
    return f"{name} = {made}" if name else made


# -- large graphs -----------------------------------------------------------------------------------


def part(graph, most):
    """(what to draw, a line on what is left out): all of it, or where it is large, 30 nodes or so.

    The part lies around the first wrong node, or else around the root. What is left out is drawn as "…".
    """
    if len(graph.nodes) <= most:
        return graph, ""
    wrong = first_wrong(graph)
    centre = len(graph.nodes) - 1 if wrong is None else wrong
    kept = sorted(_nearest(graph, centre, FEW))
    rest = len(graph.nodes) - len(kept)
    where = called(graph.nodes, centre) if graph.nodes[centre].name else "the result"
    if wrong is not None:
        where = f"the first wrong gradient, {grad_of(graph, wrong)}"
    counts = Counter(node.op or "leaf" for node in graph.nodes).most_common(8)
    kinds = ", ".join(f"{count:,} {_kind(op, count)}" for op, count in counts)
    line = f"{len(graph.nodes):,} nodes ({kinds}). Here are {len(kept)} around {where}; … and {rest:,} more."
    return _cut(graph, kept), line


FEW = 30  # nodes of a large graph


def _kind(op, count):
    return op if op != "leaf" or count == 1 else "leaves"


def _nearest(graph, centre, most):
    """The indices of the nodes that are the fewest edges away from the centre, either way."""
    neighbours = [[*node.operands] for node in graph.nodes]
    for i, node in enumerate(graph.nodes):
        for operand in node.operands:
            neighbours[operand].append(i)
    near, to_visit = {centre}, deque([centre])
    while to_visit:
        for each in neighbours[to_visit.popleft()]:
            if each not in near and len(near) < most:
                near.add(each)
                to_visit.append(each)
    return near


def _cut(graph, kept):
    """The graph with the nodes that are kept, and for the others one "…" where they are operands."""
    place = {old: new for new, old in enumerate(kept, start=1)}
    nodes = [Node("…", "", "", "", None, (), ())]
    for old in kept:
        node = graph.nodes[old]
        operands = tuple(place.get(each, 0) for each in node.operands)
        nodes.append(Node(node.name, node.op, node.data, node.grad, node.right, operands, node.locals))
    return Graph(tuple(nodes), graph.title)
