"""A graph as a tree of lines, for the terminal: results above what they were made from, each node once."""

from typing import NamedTuple

from ..diagnosis.formulas import CUT, formula
from ..diagnosis.graph import Node
from .words import got_and_right, has_grads, number, part

MOST = 60  # nodes in a whole tree
NARROWEST = 30  # columns; in a terminal below that, lines are cut by the terminal
DEEP = 12  # columns of branches in a narrow terminal


class Row(NamedTuple):
    """One line of the tree."""

    branch: str  # what is drawn before the text
    below: str  # what is drawn before further lines of the same node
    text: str
    node: Node | None  # None where the node stands above
    grads: bool = True  # are there any?


def tree(graph, columns=100):
    """The lines of the tree, for a terminal of that many columns."""
    shown, left_out = part(graph, MOST)
    rows = _rows(shown)
    rows = rows if has_grads(graph) else [row._replace(grads=False) for row in rows]
    table = [(row.branch + row.text, *_cells(row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    if sum(widths) + 2 * len(widths) <= columns:
        lines = ["  ".join(map(str.ljust, cells, widths)).rstrip() for cells in table]
    else:
        lines = [line for row in rows for line in _narrow(row, max(columns, NARROWEST))]
    return [left_out, *lines] if left_out else lines


def _cells(row):
    """The data, the grad, and where that is wrong, a mark."""
    node = row.node
    if node is None:
        return "", "", ""
    if not node.wrong:
        grad = f"grad {number(node.grad)}" if row.grads else ""
        return f"data {number(node.data)}", grad, ""
    got, right = got_and_right(node)
    return f"data {number(node.data)}", f"grad {got}", f"<-- right: {right}"


def _narrow(row, columns):
    """The same with the numbers below the name, and without most of the branches where they are many."""
    cut = len(row.branch) > DEEP
    branch = f"{CUT} {row.branch[-3:]}" if cut else row.branch
    below = f"{CUT} {row.below[-3:]}" if cut else row.below
    yield _at_most(branch + row.text, columns)
    data, grad, mark = _cells(row)
    together = f"{below}  {data}  {grad}"
    lines = [together] if len(together) <= columns else [f"{below}  {data}", f"{below}  {grad}"]
    yield from [_at_most(line, columns) for line in lines if data]
    if mark:
        yield _at_most(f"{below}  {mark}", columns)


def _at_most(line, columns):
    return line if len(line) <= columns else line[: columns - 1] + CUT


def _rows(graph):
    """The rows from the top down. Each node is drawn once, and named where it recurs."""
    used = {operand for node in graph.nodes for operand in node.operands}
    tops = [i for i in range(len(graph.nodes)) if i not in used]
    rows, drawn, to_draw = [], set(), [(top, "", "") for top in tops]
    while to_draw:
        i, branch, below = to_draw.pop()
        node, text = graph.nodes[i], formula(graph.nodes, i)
        if i in drawn or node.name == CUT:
            above = "" if node.name == CUT else " (above)"
            rows.append(Row(branch, below, f"{node.name or text}{above}", None))
            continue
        drawn.add(i)
        full = f"{node.name} = {text}" if node.name and node.operands else text
        rows.append(Row(branch, below + ("│" if node.operands else ""), full, node))
        ends = [("├─ ", "│  ")] * (len(node.operands) - 1) + [("└─ ", "   ")]
        here = zip(node.operands, ends[: len(node.operands)], strict=True)
        to_draw += reversed([(operand, below + first, below + rest) for operand, (first, rest) in here])
    return rows
