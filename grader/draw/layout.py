"""Where the nodes of a graph stand: in columns, operands to the left of their results, few lines crossing.

The method is Sugiyama's: columns by the distance from the root, points where long edges bend, the order in
a column by the barycenters of the neighbours, and then heights as near to the neighbours' as can be.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, pairwise

SWEEPS = 8  # to and fro over the columns; more change little
ROOM, ROOM_FOR_A_LINE = 1.0, 0.3  # heights: a node's, and that of an edge which passes through a column


@dataclass(frozen=True)
class Layout:
    """Columns count from the left, heights from the top, one for each node."""

    columns: tuple[int, ...]
    heights: tuple[float, ...]
    bends: dict  # (node, column): the height at which the edges from that node pass through that column
    height: float


def layout(graph):
    """The Layout of a graph."""
    columns = _columns(graph)
    places, links = _places(graph, columns)
    left, right = _neighbours(links)
    places = min(places, _untangled(places, left, right), key=lambda order: _crossings(order, links))
    heights = _heights(places, columns, left, right)
    top = min(heights.values())
    heights = {each: height - top for each, height in heights.items()}
    nodes = tuple(heights[i, columns[i]] for i in range(len(graph.nodes)))
    bends = {(i, column): height for (i, column), height in heights.items() if column != columns[i]}
    return Layout(tuple(columns), nodes, bends, max(heights.values()))


def _columns(graph):
    """The column of each node: as far right as its results allow, so that edges are short."""
    distance = [0] * len(graph.nodes)
    for i in reversed(range(len(graph.nodes))):
        for operand in graph.nodes[i].operands:
            distance[operand] = max(distance[operand], distance[i] + 1)
    return [max(distance) - each for each in distance]


def _places(graph, columns):
    """What stands in each column, as (node, column), and the links between neighbours of two columns.

    The order is that in which one meets them on the way from the root: in a tree no lines cross.
    """
    places, links, to_visit = [{} for _ in range(max(columns) + 1)], {}, [len(graph.nodes) - 1]
    while to_visit:
        i = to_visit.pop()
        if (i, columns[i]) in places[columns[i]]:
            continue
        places[columns[i]][i, columns[i]] = None
        for operand in graph.nodes[i].operands:
            way = [(operand, column) for column in range(columns[operand], columns[i])] + [(i, columns[i])]
            for _node, column in way[1:-1]:
                places[column][operand, column] = None
            links.update(dict.fromkeys(pairwise(way)))
        to_visit += reversed(graph.nodes[i].operands)
    return [[*column] for column in places], links


def _neighbours(links):
    """({place: its neighbours to the left}, {place: those to the right})."""
    left, right = defaultdict(list), defaultdict(list)
    for one, other in links:
        left[other].append(one)
        right[one].append(other)
    return left, right


def _untangled(places, left, right):
    """The places, each column in the order of its neighbours' means."""
    places = [[*column] for column in places]
    ranks = {each: i / len(column) for column in places for i, each in enumerate(column)}
    for _ in range(SWEEPS):
        for column in [*reversed(places), *places]:
            column.sort(key=lambda each: _mean(ranks, left[each] + right[each], ranks[each]))
            ranks.update({each: i / len(column) for i, each in enumerate(column)})
    return places


def _crossings(places, links):
    """How many pairs of links cross."""
    ranks = {each: i for column in places for i, each in enumerate(column)}
    gaps = defaultdict(list)
    for one, other in links:
        gaps[one[1]].append((ranks[one], ranks[other]))
    return sum(map(_inversions, gaps.values()))


def _inversions(lines):
    """How many pairs of lines end in another order than they begin."""
    count, ends = 0, []
    for _start, end in sorted(lines):
        count += len(ends) - bisect_right(ends, end)
        insort(ends, end)
    return count


def _mean(numbers, keys, otherwise):
    return sum([numbers[key] for key in keys]) / len(keys) if keys else otherwise


def _heights(places, columns, left, right):
    """The height of each place, in the order of its column: near those on its right, then on its left, …"""
    heights = {each: float(i) for column in places for i, each in enumerate(column)}
    for neighbours, order in [(right, places[::-1]), (left, places)] * SWEEPS:
        for column in order:
            wanted = [_mean(heights, neighbours[each], heights[each]) for each in column]
            heights.update(zip(column, _apart(wanted, _offsets(column, columns)), strict=True))
    return heights


def _offsets(places, columns):
    """How far below the first each place of a column stands at least."""
    rooms = [ROOM if columns[i] == column else ROOM_FOR_A_LINE for i, column in places]
    return [0.0, *accumulate((above + below) / 2 for above, below in pairwise(rooms))]


def _apart(wanted, offsets):
    """The heights nearest to the wanted ones (least squares) that stand that far apart.

    Without the offsets this asks for the nearest numbers that never fall: neighbours that do are put
    together at their mean, until none is left.
    """
    groups = []  # [mean, count]
    for want, offset in zip(wanted, offsets, strict=True):
        groups.append([want - offset, 1])
        while len(groups) > 1 and groups[-2][0] > groups[-1][0]:
            mean, count = groups.pop()
            before = groups[-1]
            before[0] = (before[0] * before[1] + mean * count) / (before[1] + count)
            before[1] += count
    flat = [mean for mean, count in groups for _ in range(count)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=True)]
