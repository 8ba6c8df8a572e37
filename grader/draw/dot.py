"""A graph in the language of Graphviz, as in the lecture: boxes, a circle for each operation, left to right.

The colours are readable on white and on black: the background is left as it is, the boxes are white.
"""

import html
import shutil
import subprocess
import sys

from .words import got_and_right, has_grads, number, part

MOST = 300  # nodes in a whole picture
PATIENCE = 60  # seconds for the program dot
RED = "#b00020"

HEAD = """digraph {
  graph [rankdir=LR bgcolor="transparent" fontname="Helvetica" fontcolor="#808080" labelloc=b]
  node [shape=plain fontname="Helvetica" fontsize=12 color="#404040" fontcolor="black"]
  edge [color="#808080"]
"""
CIRCLE = "shape=circle style=filled fillcolor=white fixedsize=true width=0.45"


class NoPicture(Exception):
    """Graphviz is not here, or could not draw. The text says so in one line."""


def source(graph):
    """The text of the graph for Graphviz."""
    shown, left_out = part(graph, MOST)
    lines = [
        line
        for i, node in enumerate(shown.nodes)
        if node.name != "…"
        for line in _node(shown, i, node, has_grads(graph))
    ]
    caption = f"  label={_quoted(left_out or graph.title)}\n" if left_out or graph.title else ""
    return f"{HEAD}{caption}" + "".join(f"  {line}\n" for line in lines) + "}\n"


def _node(graph, i, node, grads):
    """The lines of one box, its operation, and the edges that lead to it."""
    yield f"n{i} [label={_box(node, grads)}]"
    if node.op:
        yield f"o{i} [label={_quoted(node.op)} {CIRCLE if len(node.op) < 5 else 'shape=ellipse'}]"
        yield f"o{i} -> n{i}"
    for k, operand in enumerate(node.operands):
        if graph.nodes[operand].name == "…":
            yield f'c{i}_{k} [label="…" shape=box style="dashed" fontcolor="#808080"]'
            yield f"c{i}_{k} -> o{i}"
        else:
            yield f"n{operand} -> o{i}"


def _box(node, grads):
    """The label of a box, a table of one row: name, data and grad."""
    cells = [node.name, f"data {number(node.data)}", *([f"grad {number(node.grad)}"] if grads else [])]
    row = [f"<TD>{html.escape(cell) or ' '}</TD>" for cell in cells]
    frame = 'BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="6" BGCOLOR="white"'
    if node.wrong:
        text = html.escape("grad {}, right: {}".format(*got_and_right(node)))
        row[2] = f'<TD COLOR="{RED}" BORDER="2"><FONT COLOR="{RED}"><B>{text}</B></FONT></TD>'
    return f"<<TABLE {frame}><TR>{''.join(row)}</TR></TABLE>>"


def _quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def rendered(graph, kind="svg"):
    """The picture as bytes: svg, png or pdf. Raises NoPicture."""
    program = shutil.which("dot")
    if not program:
        raise NoPicture(f"For a picture, get Graphviz: {how_to_get_it()}")
    try:
        done = subprocess.run(
            [program, f"-T{kind}"], input=source(graph).encode(), capture_output=True, timeout=PATIENCE
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise NoPicture(f"Graphviz could not draw this ({type(error).__name__}).") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NoPicture(f"Graphviz could not draw this: {said[0] if said else done.returncode}")
    return done.stdout


def how_to_get_it():
    """The command that installs Graphviz on this kind of machine."""
    if sys.platform == "darwin":
        return "brew install graphviz"
    return "winget install graphviz" if sys.platform == "win32" else "sudo apt install graphviz"
