"""The picture of an expression that came out wrong: a tree with the numbers at each node, and its fault.

The nodes are paired with the expression by how they were made, so that any engine can be drawn,
whatever it keeps of its graph. Right numbers are computed in plain Python; local derivatives are measured.
"""

from ..checks import alike, shown
from ..seats.trouble import TimedOut
from . import program as programs

STEP = 1e-5  # for slopes of a single operation, measured
MOST_NODES, LONGEST = 12, 24  # in a whole tree; characters of a number


def gradients(expression, upstream):
    """The right gradient of every node, name to number, where that of the root is `upstream`."""
    right = {expression.root: upstream}
    for name in reversed(expression.names):
        if name != expression.root:
            right[name] = sum(share(expression, step, i, right)[1] for step, i in expression.uses(name))
    return right


def share(expression, step, i, right):
    """(local derivative, what the chain rule passes on) for operand i of a step."""
    at = programs.floats(expression)
    operands = [at[each] if isinstance(each, str) else each for each in step.operands]
    does = programs.ON_FLOATS.get(step.operation, programs.OPERATIONS[step.operation][1])

    def around(change):
        return does(*(x + change if j == i else x for j, x in enumerate(operands)))

    width = STEP * max(1.0, abs(operands[i]))
    local = float(f"{(around(width) - around(-width)) / (2 * width):.8g}")  # the rest is rounding
    return local, local * right[step.name]


def of_values(expression, nodes, wrong, wanted):
    """The tree of the data at all nodes, with a mark at the node `wrong`. Nothing where one step is all."""
    if len(expression.steps) == 1:
        return ""
    numbers = {name: [("data", _read(nodes[name], "data"))] for name in expression.names}
    return "\n".join(_tree(expression, numbers, wrong, f"the first that is wrong; {shown(wanted)} is right"))


def of_gradients(engine, expression, nodes, wrong, right, cut=()):
    """The tree of data and gradients, with a mark at the node `wrong`, and what reaches that node.

    cut: (result, operand) where no _prev leads from one to the other. Then that is what is to be told.
    """
    numbers = {
        name: [("data", _read(nodes[name], "data")), ("grad", _read(nodes[name], "grad"))]
        for name in expression.names
    }
    mark = f"the first that is wrong; {shown(_tidy(right[wrong]))} is right"
    shares = () if cut else _shares(engine, expression, wrong, right)
    return "\n".join([*_tree(expression, numbers, wrong, mark, cut), *shares])


def _read(node, attribute):
    """A short text for what a node has there, on one line."""
    try:
        text = " ".join(shown(getattr(node, attribute)).split())
    except TimedOut:
        raise
    except Exception:
        return "none"
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _tidy(number):
    """A measured number without what the measuring has added to it."""
    return float(f"{number:.6g}")


# -- the tree ---------------------------------------------------------------------------------------


def _tree(expression, numbers, wrong, mark, cut=()):
    """The lines of the tree: from the root, or where it is large, from what the wrong node goes into.

    cut: (result, operand) for edges that are not there.
    """
    steps = {step.name: step for step in expression.steps}
    tops, depth = [expression.root], len(steps)
    if len(expression.names) > MOST_NODES:
        tops, depth = list(dict.fromkeys(step.name for step, _ in expression.uses(wrong))) or tops, 1
    rows, drawn = [], set()
    for top in tops:
        _branch(top, "", "", depth, steps, drawn, rows, cut)
    heads = [head for head, _ in rows]
    columns = [heads, *zip(*(numbers.get(name, [("", "")] * 2) for _, name in rows), strict=False)]
    lines = [head.ljust(max(map(len, columns[0]))) for head in heads]
    for column in columns[1:]:
        cells = [f"  {what} {number}" if what else "" for what, number in column]
        lines = [line + cell.ljust(max(map(len, cells))) for line, cell in zip(lines, cells, strict=True)]
    return [
        f"{line.rstrip()}  <-- {mark}" if name == wrong else line.rstrip()
        for line, (_, name) in zip(lines, rows, strict=True)
    ]


def _branch(name, first, rest, depth, steps, drawn, rows, cut):
    """Add the rows (text, name of the node) of a node and of what it is made from. Each is drawn once."""
    step = steps.get(name)
    if not isinstance(name, str):
        rows.append((f"{first}{shown(name)}", None))
    elif name in drawn:
        rows.append((f"{first}{name} (above)", None))
    else:
        drawn.add(name)
        rows.append((f"{first}{step or name}", name))
        operands = step.operands if step and depth else ()
        for i, operand in enumerate(operands):
            last = i == len(operands) - 1
            here, below = ("└─ ", "   ") if last else ("├─ ", "│  ")
            here = f"{below}(cut off) " if (name, operand) in cut else here
            _branch(operand, rest + here, rest + below, depth - 1, steps, drawn, rows, cut)


# -- what reaches a node ----------------------------------------------------------------------------


def _shares(engine, expression, wrong, right):
    """Lines about each operation that passes something on to the node, and what that should be."""
    steps = list(dict.fromkeys(step for step, _ in expression.uses(wrong)))
    fine = True
    for step in steps:
        places = [i for i, operand in enumerate(step.operands) if operand == wrong]
        parts = [share(expression, step, i, right) for i in places]
        local, whole = (_tidy(sum(numbers)) for numbers in zip(*parts, strict=True))
        given = alone(engine, expression, step, wrong, right[step.name])
        fine = fine and alike(given, whole)
        says = "" if given is None else f"; your code passes on {_short(given)}"
        upstream = shown(_tidy(right[step.name]))
        yield (
            f"{step} to {wrong}: local derivative {shown(local)}, times {_grad(step.name)} = {upstream}, "
            f"is {shown(whole)}{says}"
        )
    if steps and fine:
        yield "Alone, each of these passes on the right share."


def _short(thing):
    text = " ".join(shown(thing).split())
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _grad(name):
    return f"{name}.grad" if name.isidentifier() else f"({name}).grad"


def alone(engine, expression, step, operand, upstream):
    """What the engine passes on to an operand where this step is all that there is, or None."""
    at = programs.floats(expression)
    leaves = dict.fromkeys(each for each in step.operands if isinstance(each, str))
    single = programs.Program(tuple((name, at[name]) for name in leaves), (step,))
    try:
        nodes = programs.values(engine, single)
        _pass_back(nodes[step.name], upstream)
        return nodes[operand].grad
    except TimedOut:
        raise
    except Exception:
        return None


def _pass_back(root, upstream):
    """A backward pass of ours from root: one operation may be made of several, as a - b of a + (-b)."""
    from .gradients import behind, operands_of  # which build on this module

    root.grad = upstream
    for node, operands in reversed(behind(root, operands_of)):
        if operands or node is root:
            node._backward()
