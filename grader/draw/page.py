"""A page on which one steps through the forward and the backward pass of a graph: one HTML file.

The steps are texts made here (forward_pass.py, backward_pass.py) and the drawing is made here (picture.py);
the script in page.html only shows them. The page loads nothing from anywhere.
"""

import json
from dataclasses import asdict
from html import escape
from pathlib import Path
from string import Template

from .backward_pass import backward_pass
from .forward_pass import forward_pass
from .picture import picture
from .step import Step, made, named

TEMPLATE = Path(__file__).with_name("page.html")


def page(graph):
    """The text of the page."""
    graph = named(graph)
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(graph.title or graph.nodes[-1].name),
        count="1 value" if len(graph.nodes) == 1 else f"{len(graph.nodes)} values",
        picture=picture(graph),
        rows="\n".join(_row(graph, i) for i in range(len(graph.nodes))),
        steps=_script_safe([asdict(step) for step in steps(graph)]),
    )


def steps(graph):
    """All Steps of a graph whose nodes have names."""
    start = Step(
        "Start",
        "Forward, then backward",
        "The forward pass goes from left to right and computes each value from its operands. "
        "The backward pass goes from right to left and gives each value its gradient: "
        f"how much {graph.nodes[-1].name} changes when that value changes by a little.",
    )
    return [start, *forward_pass(graph), *backward_pass(graph)]


def _row(graph, i):
    """A row of the table. The name is a button that jumps to the node's first step."""
    name, leaf = escape(graph.nodes[i].name), not graph.nodes[i].operands
    how = "leaf" if leaf else escape(made(graph, i).removeprefix(f"{graph.nodes[i].name} = "))
    button = f'<button type="button" data-node="{i}">{name}</button>'
    cells = "".join(f'<td data-cell="{cell} {i}"></td>' for cell in ("data", "chain", "engine"))
    return f'<tr data-row="{i}"><th scope="row">{button}</th><td>{how}</td>{cells}</tr>'


def _script_safe(thing):
    """JSON that nothing in it can end: no text of the learner's closes the script that it stands in."""
    return json.dumps(thing, ensure_ascii=False).replace("<", "\\u003c")
