"""The backward pass as steps: what each result passes on to each of its operands, by the chain rule.

The numbers are those of the graph's local derivatives. What the engine has left in its grads is set beside
them where a node has got all of its shares, and at the end.
"""

from collections import Counter
from dataclasses import dataclass

from ..checks import alike, is_number, shown
from ..diagnosis.derivatives import meaning
from .step import Chain, Step, grad_of, is_readable, made, tidy, with_minus

UNKNOWN = "?"
MOST_TOLD = 3  # wrong gradients that the last step tells one by one; the table has all


@dataclass(frozen=True)
class Share:
    """What one result passes on to one operand. None is a number that is unknown."""

    result: int
    place: int  # of the operand, among those of the result
    operand: int
    local: float | None
    upstream: float | None
    product: float | None
    before: float | None
    after: float | None
    count: int  # which of the operand's shares it is
    uses: int  # of how many


def backward_pass(graph):
    """The Steps: the root, each share, and at the end what the engine has."""
    yield _at_root(graph)
    for share in shares(graph):
        yield _step(graph, share)
    yield _end(graph)


def _start(graph):
    """The gradient of the root: 1, or where the engine's pass was begun with another number, that."""
    right = graph.nodes[-1].right
    return 1.0 if right is None else right


def shares(graph):
    """The Shares in the order of the pass: from the root on, each result before its operands."""
    grads: list[float | None] = [0.0] * (len(graph.nodes) - 1) + [_start(graph)]
    uses, counts = Counter(each for node in graph.nodes for each in node.operands), Counter()
    for i in reversed(range(len(graph.nodes))):
        node = graph.nodes[i]
        for place, (operand, local) in enumerate(zip(node.operands, node.locals, strict=True)):
            before, counts[operand] = grads[operand], counts[operand] + 1
            product = None if None in (local, grads[i]) else local * grads[i]
            after = grads[operand] = None if None in (before, product) else before + product
            numbers = (local, grads[i], product, before, after)
            yield Share(i, place, operand, *numbers, counts[operand], uses[operand])


def _at_root(graph):
    root, grad = graph.nodes[-1], tidy(_start(graph))
    why = f": how much {root.name} changes when {root.name} itself changes by 1"
    grads = ["0"] * (len(graph.nodes) - 1) + [grad]
    return Step(
        "Backward pass",
        f"{grad_of(root)} = {grad}",
        f"The backward pass begins at the end. {grad_of(root)} = {grad}"
        f"{why if _start(graph) == 1 else ', as it stands in your engine'}. All other gradients begin at 0.",
        len(graph.nodes) - 1,
        sets=tuple((cell, i, text) for i, text in enumerate(grads) for cell in ("grad", "chain")),
        wrong=_wrong(root),
    )


def _step(graph, share):
    result, operand = graph.nodes[share.result], graph.nodes[share.operand]
    numbers = (share.local, share.upstream, share.product, share.before, share.after)
    chain = Chain(*(UNKNOWN if each is None else tidy(each) for each in numbers), grad_of(operand))
    return Step(
        "Backward pass",
        f"{result.name} passes on to {operand.name}",
        "\n".join(_sentences(graph, share, chain)),
        share.result,
        share.operand,
        edges=((share.result, share.place),),
        sets=(("grad", share.operand, chain.after), ("chain", share.operand, chain.after)),
        chain=chain,
        wrong=_wrong(operand) if share.count == share.uses else "",
    )


def _sentences(graph, share, chain):
    """What is said about one share."""
    result, operand = graph.nodes[share.result], graph.nodes[share.operand]
    if share.local is None:
        yield f"Unknown operation: the page cannot tell what {result.op} passes on to {operand.name}."
        return
    local = f"the local derivative towards {operand.name} is {_factor(graph, share)}{chain.local}"
    if is_readable(graph, share.result):
        yield f"In {made(graph, share.result)}, {local}."
    else:
        yield f"Unknown operation: by what {result.name}._backward in your engine does, {local}."
    if share.upstream is None:
        yield f"The upstream gradient {grad_of(result)} is unknown, and so is the product."
        return
    yield f"Times the upstream gradient {grad_of(result)} = {chain.upstream}, that is {chain.product}."
    if share.uses > 1:
        yield f"{operand.name} is used {share.uses} times, and its shares accumulate. Number {share.count}:"
    yield f"{grad_of(operand)} = {chain.before} + {chain.product} = {chain.after}."
    if share.count == share.uses and share.after is not None and _start(graph) == 1:
        means = f"{graph.nodes[-1].name} changes {chain.after} times that."
        yield f"That is all of it: when {operand.name} changes by a little, {means}"


def _factor(graph, share):
    """ "f = " where the local derivative is the other factor, f."""
    result = graph.nodes[share.result]
    if meaning(result.op)[0] != "*" or len(result.operands) != 2:
        return ""
    other = graph.nodes[result.operands[1 - share.place]]
    return f"{other.name} = " if alike(other.data, share.local) and other.name != tidy(other.data) else ""


# -- the engine beside it ---------------------------------------------------------------------------


def _end(graph):
    """The last step: the boxes show what the engine has in its grads, if it has anything there."""
    run = any(node.wrong or (is_number(node.grad) and node.grad != 0) for node in graph.nodes)
    heading, says, wrong = _verdict(graph) if run else _not_run(graph)
    sets = []
    for i, node in enumerate(graph.nodes):
        got, right = _got_and_right(node)
        sets.append(("engine", i, f"{got}, wrong: {right} is right" if node.wrong else got))
        sets += [("grad", i, got), ("note", i, f"{right} is right" if node.wrong else "")] if run else []
    first = next((i for i in reversed(range(len(graph.nodes))) if graph.nodes[i].wrong), None)
    return Step("The end", heading, says, operand=first, sets=tuple(sets), wrong=wrong)


def _got_and_right(node):
    """The engine's gradient and the right one, as texts that differ where it is wrong."""
    got, right = tidy(node.grad), "" if node.right is None else tidy(node.right)
    if node.wrong and got == right:
        return with_minus(shown(node.grad)), with_minus(shown(node.right))
    return got, right


def _wrong(node):
    """What is wrong with the engine's gradient of a node, or ""."""
    got, right = _got_and_right(node)
    return f"Wrong in your engine: {grad_of(node)} is {got} there; {right} is right." if node.wrong else ""


def _not_run(graph):
    """(heading, sentence, nothing wrong) where there is nothing to compare with."""
    says = (
        "These are the gradients by the chain rule. In your engine nothing has reached any grad: "
        f"no backward pass was run from {graph.nodes[-1].name}."
    )
    return "The backward pass is done", says, ""


def _verdict(graph):
    """(heading, sentence, what is wrong) on the engine's gradients."""
    wrong = [node for node in reversed(graph.nodes) if node.wrong]
    unknown, count = sum(node.right is None for node in graph.nodes), len(graph.nodes)
    heading = "No gradient is known to be wrong" if unknown else "Every gradient is right"
    if wrong:
        heading = f"{len(wrong)} of {count} gradients {'is' if len(wrong) == 1 else 'are'} wrong"
    says = f"The backward pass is done, and the boxes show what your engine has in grad.\n{heading}."
    if unknown:
        says += f"\n{unknown} of {count} cannot be judged: an operation on the way is unknown."
    told, rest = [*map(_wrong, wrong[:MOST_TOLD])], len(wrong) - MOST_TOLD
    return heading, says, " ".join([*told, f"{rest} more: see the table."] if rest > 0 else told)
