"""A graph as SVG for the page: a box for each value, its operation on its left, as in the lecture.

The numbers are not in it: the page's script writes them into the texts that carry a data-cell.
"""

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from unicodedata import east_asian_width

from .layout import Layout, layout
from .step import tidy

LETTER = 7.3  # the width of a letter, at the size that page.html gives to the drawing
LONGEST, LONGEST_OP = 20, 8  # letters; the whole text shows when one points at the box
BOX, ROW = 72, 120  # heights: of a box, and from one box to the next in a column
STEM, GAP, MARGIN = 14, 48, 28  # from operation to box, from box to operation, around everything
APART = 14  # between the ends of two edges at an operation


@dataclass(frozen=True)
class Plan:
    """Where things stand, in pixels."""

    layout: Layout
    box: float  # the width of the boxes
    pill: float  # that of the operations

    def left(self, column):
        """The left end of the boxes of a column."""
        return MARGIN + column * (self.box + STEM + self.pill + GAP)

    def node(self, i):
        """The upper left corner of a box."""
        return self.left(self.layout.columns[i]), MARGIN + self.layout.heights[i] * ROW


def picture(graph):
    """The SVG element."""
    plan = Plan(layout(graph), *_widths(graph))
    width = plan.node(len(graph.nodes) - 1)[0] + plan.box + MARGIN
    height = plan.layout.height * ROW + BOX + 2 * MARGIN
    edges = [line for i in range(len(graph.nodes)) for line in _edges(graph, plan, i)]
    boxes = [_node(graph.nodes[i], plan, i) for i in range(len(graph.nodes))]
    return "\n".join([_start(width, height), *edges, *boxes, "</svg>"])


def _widths(graph):
    """(the width of a box, that of an operation), for the longest texts in them."""
    texts = [_cut(text, LONGEST) for node in graph.nodes for text in (node.name, *_lines(node))]
    ops = [_cut(node.op, LONGEST_OP) for node in graph.nodes]
    return max(map(_width, texts)) + 22, max(30, max(map(_width, ops)) + 20)


def _start(width, height):
    return (
        f'<svg id="picture" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        'role="img" aria-label="The graph as a drawing. The table says the same.">\n'
        '<defs><marker id="arrow" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="4" markerHeight="4" '
        'orient="auto-start-reverse"><path class="arrow" d="M0 0L10 5L0 10z"/></marker></defs>'
    )


def _lines(node):
    """The longest texts that its box will show."""
    right = f"{tidy(node.right)} is right" if node.wrong else ""
    return f"data {tidy(node.data)}", f"grad {tidy(node.grad)}", right


def _cut(text, longest):
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _width(text):
    """The width of a text in pixels: letters of Chinese, Japanese and Korean take two places."""
    return LETTER * sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


# -- one node ---------------------------------------------------------------------------------------


def _node(node, plan, i):
    """The group of a box, with its operation. Distances within it count from the upper left of the box."""
    x, y = plan.node(i)
    return (
        f'<g class="node" data-node="{i}" transform="translate({x:.1f} {y:.1f})">'
        f"<title>{escape(node.name)}</title>{_operation(node, plan) if node.operands else ''}"
        f'<rect class="box" width="{plan.box:.1f}" height="{BOX}" rx="8"/>'
        f'<text class="name" x="11" y="21">{escape(_cut(node.name, LONGEST))}</text>'
        f'<text class="what" x="11" y="42">data</text><text x="47" y="42" data-cell="data {i}"></text>'
        f'<text class="what" x="11" y="60">grad</text><text x="47" y="60" data-cell="grad {i}"></text>'
        f'<text class="note" x="11" y="{BOX + 17}" data-cell="note {i}"></text>'
        f'<text class="sum" x="11" y="{BOX + 17}" data-sum="{i}"></text></g>'
    )


def _operation(node, plan):
    left, middle = -STEM - plan.pill, BOX // 2
    return (
        f'<path class="stem" d="M{-STEM} {middle}H0"/>'
        f'<rect class="op" x="{left:.1f}" y="{middle - 15}" width="{plan.pill:.1f}" height="30" rx="15"/>'
        f'<text class="sign" x="{left + plan.pill / 2:.1f}" y="{middle + 5}">'
        f"{escape(_cut(node.op, LONGEST_OP))}</text>"
    )


# -- edges ------------------------------------------------------------------------------------------


def _edges(graph, plan, i):
    """The paths from a node's operands to its operation, which they reach in the order in which they come."""
    operands = graph.nodes[i].operands
    order = sorted(range(len(operands)), key=lambda place: _arrival(plan, operands[place], i))
    for rank, place in enumerate(order):
        operand, end = operands[place], APART * (rank - (len(operands) - 1) / 2)
        start = end if operands.count(operand) > 1 else 0  # twice the same operand: two lines
        curve = _curve(_points(plan, operand, i, start, end))
        yield f'<path class="edge" data-edge="{i} {place}" d="{curve}"/>'


def _arrival(plan, operand, i):
    """The height from which an edge comes to the node's column."""
    layout = plan.layout
    return layout.bends.get((operand, layout.columns[i] - 1), layout.heights[operand])


def _points(plan, operand, i, start, end):
    """Where an edge leaves a column and enters the next, by turns."""
    (x, y), (to_x, to_y) = plan.node(operand), plan.node(i)
    points = [(x + plan.box, y + BOX / 2 + start)]
    for column in range(plan.layout.columns[operand] + 1, plan.layout.columns[i]):
        height = MARGIN + plan.layout.bends[operand, column] * ROW + BOX / 2 + start
        left = plan.left(column)
        points += [(left - STEM - plan.pill, height), (left + plan.box, height)]
    return [*points, (to_x - STEM - plan.pill, to_y + BOX / 2 + end)]


def _curve(points):
    """The path: curves between the columns, straight within them."""
    text = "M{:.1f} {:.1f}".format(*points[0])
    for k, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        middle = (x1 + x2) / 2
        curve = f"C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        text += f"H{x2:.1f}" if k % 2 else curve
    return text
