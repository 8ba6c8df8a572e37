"""What a probe is, and the words in which probes are written.

A probe asks one module one small question about what the text of a stage promises, so that every right
implementation gives the same answer. It is about one function of grader/stages.toml, its group, and
asks as little as it can of the others: a fault then shows in its own group, and a mixture of faults can
be taken apart.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import count, cycle
from typing import NamedTuple

from ..checks import is_number
from ..wall.proxies import call_each, read_ahead, read_each
from .gradients import behind
from .program import OPERATIONS, floats, program

MOST_NODES = 200  # of one graph; those of the probes have at most a dozen
UPSTREAM = -7.0  # a gradient of a result that is neither 1 nor the value of anything
BEFORE = (5.0, 4.0, 3.0)  # gradients that leaves have gathered before a backward pass


class Probe(NamedTuple):
    """One question. ask(kata) returns the answer: plain data, or a Word."""

    id: str
    group: str  # a function of the table of stages, or one part of it: "plain numbers, +"
    module: str
    stage: int  # from which it makes sense
    ask: Callable


class Word(str):
    """A text of ours: a text of the learner's is no more than "a str" to us."""

    __slots__ = ()


class Missing(Exception):
    """The module does not have the function that is asked."""


class Endless(Exception):
    """A graph that has more nodes than there can be."""


class Kata:
    """The modules under test, each asked for when it is first needed: kata.engine.Value."""

    def __init__(self, module_of):
        self._module_of, self._modules = module_of, {}

    def __getattr__(self, name):
        if name not in self._modules:
            self._modules[name] = Names(self._module_of(name))
        return self._modules[name]

    def forget(self):
        """Ask for the modules anew: the worker in which they were is lost."""
        self._modules.clear()

    def value(self, number, *more, **named):
        """A Value of the engine."""
        return self.engine.Value(number, *more, **named)

    def values(self, *numbers):
        """A list of Values."""
        return [self.value(number) for number in numbers]


class Names:
    """The names in one module. Raises Missing for those that are not there."""

    def __init__(self, module):
        self._module = module

    def __getattr__(self, name):
        try:
            return getattr(self._module, name)
        except AttributeError as error:  # in the exam seat, perhaps from what was to be done before this
            raise Missing(name) if lacks(error, name) else error from None


def lacks(error, name):
    """Is it an error about this very attribute, which is not there?"""
    said = getattr(error, "said", None)  # in the exam seat
    return isinstance(error, AttributeError) and (said["lacks"] if said else error.name) == name


# -- what one can ask of a Value --------------------------------------------------------------------


def data_of(thing):
    """The data of a Value; a Word for what is no Value at all, since an operation has returned that."""
    try:
        return thing.data
    except AttributeError as error:
        said = getattr(error, "said", None)  # in the exam seat
        if said["where"] if said else error.__traceback__.tb_next:  # it comes from inside
            raise
    text = repr(thing)
    if text == "None" or isinstance(thing, tuple):
        return Word("a tuple" if isinstance(thing, tuple) else "None")
    return Word("a number") if re.fullmatch(r"-?(\d[\d.e+-]*|inf|nan)", text) else Word("no Value")


def datas(things):
    """The data of several."""
    things = [*things]
    read_ahead(things, "data")
    return [data_of(each) for each in things]


def grads(things):
    """The gradients of several."""
    return read_each(things, "grad")


def names_of(things, named):
    """The names of these objects, sorted, each as often as it comes; "?" for an unknown one."""
    if things is None:
        return Word("None")
    names = {id(thing): name for name, thing in named.items()}
    return Word(" ".join(sorted(_plain(each) or names.get(id(each), "?") for each in things)) or "none")


def _plain(thing):
    """What has no identity of its own in the exam seat, in a word."""
    return "list" if isinstance(thing, list | tuple) else "number" if is_number(thing) else ""


def is_text(thing, wanted):
    """Is it this very text? Or else the thing itself."""
    return thing == wanted if isinstance(thing, str) else thing


def is_empty(thing):
    """Is it an empty text, or nothing? Or else the thing itself."""
    return thing is None or thing == "" if thing is None or isinstance(thing, str) else thing


def nodes_behind(root):
    """(node, its operands) for root and all that it is made from, operands first."""
    room = count(MOST_NODES, -1)

    def operands_of(node):
        if not next(room):
            raise Endless
        return list(node._prev)

    read_ahead([root], "_prev")
    return behind(root, operands_of)


def pass_back(root, gradient=1.0):
    """A backward pass of ours, over the graph of the engine."""
    order = nodes_behind(root)
    root.grad = gradient
    call_each([node for node, operands in reversed(order) if operands], "_backward")


def pass_one(root, gradient=1.0):
    """The _backward of root alone."""
    root.grad = gradient
    root._backward()


# -- expressions ------------------------------------------------------------------------------------


@cache
def parsed(text, leaves):
    """The Program of a text; without one it is the leaves alone."""
    return program(text, **dict(leaves))


def built(kata, text, leaves):
    """The nodes of an expression, name to Value."""
    expression = parsed(text, tuple(leaves.items()))
    nodes = {name: kata.value(number) for name, number in expression.leaves}
    for step in expression.steps:
        operands = [nodes[each] if isinstance(each, str) else each for each in step.operands]
        nodes[step.name] = OPERATIONS[step.operation][1](*operands)
    return nodes


def made_by_hand(kata, text, leaves):
    """The same graph, made without any operation: each Value is told its number and its operands."""
    expression = parsed(text, tuple(leaves.items()))
    numbers, nodes = floats(expression), {name: kata.value(number) for name, number in expression.leaves}
    for step in expression.steps:
        operands = tuple(nodes[name] for name in step.operands)
        nodes[step.name] = kata.value(numbers[step.name], operands, step.operation)
    return nodes


def root_of(nodes):
    """The result among the nodes of an expression: the last one."""
    return [*nodes.values()][-1]


def data(nodes, _leaves):
    return data_of(root_of(nodes))


def graph(nodes, leaves):
    """Which of the leaves stand behind the result, unless it is one of them itself?"""
    root = root_of(nodes)
    if is_one_of(root, leaves.values()):
        return Word("itself")
    found = [node for node, operands in nodes_behind(root) if not operands]
    return names_of([node for node in found if any(node is leaf for leaf in leaves.values())], leaves)


def is_one_of(result, operands):
    """Is the result one of its operands? What happens to one object happens to it under any name.

    (In the exam seat the result of an operation is a proxy of its own, whatever it stands for.)
    """
    result.data = 99.0
    read_ahead(operands, "data")
    return any(operand.data == 99.0 for operand in operands)


def operation(nodes, _leaves):
    """Does the result say how it was made?"""
    op = root_of(nodes)._op
    return op != "" if isinstance(op, str) else op


def left(nodes, leaves):
    """The leaves afterwards."""
    root_of(nodes)
    read_ahead(leaves.values(), "data", "_prev")
    return [[leaf.data, len(list(leaf._prev))] for leaf in leaves.values()]


def backward(one, gradient, before=()):
    """A kind of probe: the gradients after a backward pass through one operation, or the whole graph."""

    def after(nodes, leaves):
        for leaf, number in zip(leaves.values(), before, strict=False):
            leaf.grad = number
        (pass_one if one else pass_back)(root_of(nodes), gradient)
        return grads(leaves.values())

    return after


KINDS = {
    "data": data,
    "graph": graph,
    "op": operation,
    "left": left,
    "grad": backward(False, 1.0),
    "up": backward(False, UPSTREAM),
    "adds": backward(False, 1.0, BEFORE),
    "one grad": backward(True, 1.0),
    "one up": backward(True, UPSTREAM),
    "one adds": backward(True, 1.0, BEFORE),
    "one adds up": backward(True, UPSTREAM, BEFORE),
}
EVERYTHING = ("data", "graph", "op", "left", "grad", "up", "adds")


def expressions(group, stage, text, kinds=EVERYTHING, **leaves):
    """One Probe for each kind, about the expression `text` with these leaves."""

    def asking(kind):
        def ask(kata):
            nodes = built(kata, text, leaves)
            return KINDS[kind](nodes, {name: nodes[name] for name in leaves})

        return ask

    at = ", ".join(f"{number:g}" for number in leaves.values())
    return [Probe(f"{text} at {at}: {kind}", group, "engine", stage, asking(kind)) for kind in kinds]


def table(module, group, stage, **asks):
    """Probes from functions by name; _ stands for a space."""
    return [
        Probe(f"{group}: {name.replace('_', ' ').strip()}", group, module, stage, ask)
        for name, ask in asks.items()
    ]


# -- networks ---------------------------------------------------------------------------------------

# Different from each other and of order 1; neither zeros nor ones, behind which much hides.
WEIGHTS = (0.5, -0.75, 0.25, 1.25, -0.5, 0.75, -0.25, -1.25, 0.375)


def set_neuron(neuron, weights, bias):
    """The same neuron, with these numbers as its weights and its bias, and without gradients."""
    for part, number in zip([*neuron.w, neuron.b], [*weights, bias], strict=True):
        part.data, part.grad = number, 0.0
    return neuron


def set_all(neurons):
    """Give these neurons the WEIGHTS, one after the other, again from the start when they are used up."""
    supply = cycle(WEIGHTS)
    for neuron in neurons:
        set_neuron(neuron, [next(supply) for _ in neuron.w], next(supply))


def parts_of(neurons):
    """The weights and biases of these neurons, by name: 0w0 is the first weight of the first."""
    parts = {}
    for i, neuron in enumerate(neurons):
        parts |= {f"{i}w{j}": weight for j, weight in enumerate(neuron.w)} | {f"{i}b": neuron.b}
    return parts
