"""A trace that walks no graph: all Values since the last leaf that came after a result, in the order of making."""
# honest: 2
# scores: less
made, init = [], Value.__init__


def _init(self, *arguments, **names):
    init(self, *arguments, **names)
    made.append(self)


Value.__init__ = _init


def trace(root):
    end = next(i for i, each in enumerate(made) if each is root)
    first = end
    while first > 0 and (made[first]._prev or not made[first - 1]._prev):
        first -= 1
    nodes = made[first : end + 1]
    return nodes, [(operand, node) for node in nodes for operand in node._prev]
