"""One step of a pass through a graph, in texts that the page only shows, and the words that steps share.

The steps come from forward_pass.py and backward_pass.py; page.py puts them into the page.
"""

from collections import Counter
from dataclasses import dataclass, replace

from ..checks import is_number, shown
from ..diagnosis.derivatives import reading
from ..diagnosis.formulas import formula
from ..diagnosis.graph import Graph

LONGEST, LONGEST_NUMBER = 12, 5  # characters of a formula or a number that serves as a name
LONGEST_TEXT = 24  # characters of what is there in place of a number


@dataclass(frozen=True)
class Chain:
    """The chain rule for one operand: local times upstream is the product, which is added to before."""

    local: str
    upstream: str
    product: str
    before: str
    after: str
    target: str  # whose gradient it is


@dataclass(frozen=True)
class Step:
    """One step. What it sets in the boxes and in the table stays until a later step sets it."""

    phase: str
    heading: str
    says: str
    node: int | None = None  # the one at work
    operand: int | None = None  # the one that gets a share
    edges: tuple[tuple[int, int], ...] = ()  # (result, position of the operand)
    sets: tuple[tuple[str, int, str], ...] = ()  # ("data", "grad", "chain", "engine" or "note"; node; text)
    chain: Chain | None = None
    wrong: str = ""  # what the engine has wrong here


def tidy(thing):
    """A number to six digits; a text as it is, or its beginning."""
    if is_number(thing):
        return with_minus(shown(float(f"{thing:.6g}")))
    return thing if len(thing) <= LONGEST_TEXT else thing[: LONGEST_TEXT - 1] + "…"


def with_minus(text):
    """The text with real minus signs, which are read aloud; hyphens are often not."""
    return text.replace("-", "−")


def grad_of(node):
    """a.grad, or (a * b).grad."""
    return f"{node.name}.grad" if node.name.isidentifier() else f"({node.name}).grad"


def made(graph, i):
    """How a node was made: "d = e + c", or where that is its name, "e + c"."""
    name, text = graph.nodes[i].name, formula(graph.nodes, i, 1)
    return name if text == name else f"{name} = {text}"


def is_readable(graph, i):
    """Does a result hold what its operation, of those that are known here, gives?"""
    node = graph.nodes[i]
    numbers = [graph.nodes[each].data for each in node.operands]
    return reading(node.op, numbers, node.data, ordered=True) is not None


# -- names ------------------------------------------------------------------------------------------


def named(graph):
    """The same graph, in which each node has a name of its own: its label, a short formula, or v7."""
    counts, nodes = Counter(node.name for node in graph.nodes), []
    taken = {*counts}
    for i, node in enumerate(graph.nodes, start=1):
        if not node.name or counts[node.name] > 1:
            name = f"{node.name}_{i}" if node.name else _short_name(graph, nodes, node, taken) or f"v{i}"
            while name in taken:
                name += "_"
            node = replace(node, name=name)
            taken.add(name)
        nodes.append(node)
    return Graph(tuple(nodes), graph.title)


def _short_name(graph, nodes, node, taken):
    """A number, or how a node was made from what has a label. "" where that is long, or taken."""
    if any(graph.nodes[each].operands and not graph.nodes[each].name for each in node.operands):
        return ""
    text = formula([*nodes, node], len(nodes), 1) if node.operands else tidy(node.data)
    longest = LONGEST if node.operands else LONGEST_NUMBER
    return text if len(text) <= longest and text not in taken else ""
