"""What hypothesis draws from, in one place, and its settings.

A learner's verdict must not change between two runs of the same code: so derandomized, without a
deadline and without a database. Every strategy shrinks towards what is easiest to read.
"""

from functools import cache

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from grader.diagnosis.program import ON_FLOATS, OPERATIONS, Program, Step, written

settings.register_profile(
    "kata",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=30,
    report_multiple_bugs=False,
    print_blob=False,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
settings.register_profile("verdicts", settings.get_profile("kata"), phases=[Phase.explicit, Phase.generate])
settings.load_profile("kata")

# Of order 1, so that a tight tolerance means something; 1 comes last, since much hides behind a 1.
NICE = (2.0, 3.0, -2.0, 0.5, -3.0, -0.5, 1.5, -1.5, 4.0, 0.25, -1.0, 1.0)
ODD = 3_750_000  # so many that no table holds the answers to all of them
FAR = 100_000_000  # hypothesis prefers integers near 0; far from it, all are as likely


def _number(n):
    """A nice number, easy to read and often equal to another, or one that nobody knows: half of each."""
    n -= FAR
    return NICE[n % len(NICE)] if n < ODD else (-1) ** n * (250_000 + n - ODD) / 1_000_000


numbers = st.integers(FAR, FAR + 2 * ODD - 1).map(_number)
positive = numbers.map(abs)
small_numbers = numbers.map(lambda x: x / 4)  # sums of their products, where tanh is not flat yet
short_numbers = st.integers(-5000, 4999).map(lambda n: (2 * n + 1) / 1000)  # for texts; none is whole
LEAVES = st.lists(numbers, min_size=1, max_size=3)
PLAIN = (2.0, 3.0, -0.5)
FEWER, FEW = 15, 6  # examples, where each is a lot of work, and for a second look at something

UNARY = ("neg", "exp", "tanh", "relu", "log")
EXPONENTS = (2, 3, -1, 0.5, -2, 1.5)
LARGEST = 50.0  # beyond it, rounding begins to show


@cache
def one_of(options):
    """One of a tuple of options, the first one where hypothesis shrinks."""
    return st.sampled_from(options)


@st.composite
def programs(draw, operations, most=5, plain_numbers=False):
    """Expressions over one to three leaves, whose values are often used more than once.

    operations: those of grader/diagnosis/program.py that may occur. With plain_numbers, either side
    of an operation may be a number. A step that cannot be computed (1/0) or is huge is left out.
    """
    leaves = dict(zip("abc", draw(LEAVES), strict=False))
    at, steps = dict(leaves), []
    for name in "defghijk"[: draw(one_of(tuple(range(1, most + 1))))]:
        operation = draw(one_of(operations))
        operands = draw(_operands(operation, tuple(at), plain_numbers))
        inputs = [at.get(each, each) for each in operands]
        if _sound(operation, inputs):
            result = ON_FLOATS.get(operation, OPERATIONS[operation][1])(*inputs)
            if abs(result) <= LARGEST:
                at[name] = result
                steps.append(Step(name, operation, operands))
    return _tidied(leaves, steps or [Step("d", "+", ("a", "a"))])


@cache
def _operands(operation, nodes, plain_numbers):
    """Operands for an operation on what is there; the newest node comes first, so that chains form."""
    newest = nodes[::-1]
    if operation in UNARY:
        return one_of(tuple((node,) for node in newest))
    if operation == "**":
        return one_of(tuple((node, exponent) for exponent in EXPONENTS for node in newest))
    pairs = [(left, right) for right in nodes for left in newest]
    if plain_numbers:
        pairs += [pair for node in newest for number in PLAIN for pair in ((number, node), (node, number))]
    return one_of(tuple(pairs))


def _sound(operation, operands):
    """Can it be computed, far enough from where it cannot?"""
    x = operands[0]
    if operation == "/":
        return abs(operands[1]) >= 0.2
    if operation == "**":
        return x >= 0.2 or (x <= -0.2 and float(operands[1]).is_integer())
    if operation == "log":
        return x >= 0.2
    if operation == "relu":
        return abs(x) >= 1e-6  # at the kink, rounding would decide
    return not (operation == "exp" and x > 4)


def _tidied(leaves, steps):
    """The Program without what its root does not need; what is used once stands where it is used."""
    needed, kept = {steps[-1].name}, []
    for step in reversed(steps):
        if step.name in needed:
            needed.update(step.operands)
            kept.insert(0, step)
    names = {}
    for i, step in enumerate(kept):
        operands = tuple(names.get(each, each) for each in step.operands)
        uses = sum(other.operands.count(step.name) for other in kept)
        root, text = step is kept[-1], written(step.operation, operands)
        named = uses > 1 or text in names.values()  # two nodes of the same text need different names
        names[step.name] = "L" if root else step.name if named else text
        kept[i] = Step(names[step.name], step.operation, operands)
    return Program(tuple((name, x) for name, x in leaves.items() if name in needed), tuple(kept))
