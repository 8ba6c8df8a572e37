"""Drawings of expression graphs. In a notebook:

from grader.draw import draw_dot
draw_dot(L)
"""

from dataclasses import dataclass

from ..diagnosis.graph import Graph, graph_of
from . import dot, words
from .tree import tree


@dataclass(frozen=True, repr=False)
class Drawing:
    """A graph that shows itself: a picture in a notebook, a tree elsewhere."""

    graph: Graph

    @property
    def source(self):
        """The graph as text for Graphviz."""
        return dot.source(self.graph)

    def _repr_svg_(self):
        """What Jupyter shows, or None where there is no Graphviz: then it shows the text."""
        try:
            return dot.rendered(self.graph).decode()
        except dot.NoPicture:
            return None

    def __repr__(self):
        try:
            dot.rendered(self.graph)
            return str(self)
        except dot.NoPicture as why:
            return f"{self}\n{why}"

    def __str__(self):
        return "\n".join([*tree(self.graph), *words.verdict(self.graph)])


def draw_dot(root):
    """The Drawing of a Value and of all that it was made from."""
    return Drawing(graph_of(root))
