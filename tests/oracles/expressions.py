"""Random expressions: values and gradients of an engine of the kata, beside those of the oracles."""

from hypothesis import Phase, given, settings

from grader.diagnosis.program import computed
from tests.oracles.engines import WITHIN, Differs, difference, of_engine
from tests.strategies import programs

MANY = 18_000  # of which a few more than 10,000 differ from each other
OPERATIONS = ("+", "-", "*", "/", "**", "neg", "exp", "tanh", "relu", "log")
MOST = 8  # operations of one expression, before what its root does not need is left out


def compare(engine, oracles, many):
    """(how many different expressions there are among so many, the largest difference to each oracle).

    They are the same in every run. Raises Differs with the smallest one on which the engine is not of an
    oracle's opinion.
    """
    mine, drawn, largest = of_engine(engine), set(), dict.fromkeys(oracles, 0.0)

    @settings(max_examples=many, phases=[Phase.generate, Phase.shrink])
    @given(expression=programs(OPERATIONS, most=MOST, plain_numbers=True))
    def agree(expression):
        if expression in drawn:
            return
        wanted = {name: told(oracle, expression) for name, oracle in oracles.items()}
        got = _told_at_all(mine, expression)
        apart = {name: difference(got, wanted[name]) for name in oracles}
        if max(apart.values()) > WITHIN:
            raise Differs(_beside(expression, {"this engine": got, **wanted}))
        drawn.add(expression)
        largest.update({name: max(off, largest[name]) for name, off in apart.items()})

    agree()
    return len(drawn), largest


def told(oracle, expression):
    """What an oracle says to an expression: its value, then its gradient in each leaf."""
    names = [name for name, _ in expression.leaves]

    def function(*leaves):
        return computed(expression, dict(zip(names, leaves, strict=True)), oracle.functions)[expression.root]

    value, gradients = oracle.differentiate(function, [number for _, number in expression.leaves])
    return [float(value), *map(float, gradients)]


def _told_at_all(engine, expression):
    """The same of an engine that may fail in any way. Raises Differs where it does."""
    try:
        return told(engine, expression)
    except Exception as error:
        raise Differs(f"{expression}\n  this engine raises {type(error).__name__}: {error}") from error


def _beside(expression, answers):
    """The expression, and below it what each engine says to it."""
    names = [expression.root, *(f"d{expression.root}/d{name}" for name, _ in expression.leaves)]
    lines = [str(expression)]
    for engine, numbers in answers.items():
        said = (f"{name} = {number:.12g}" for name, number in zip(names, numbers, strict=True))
        lines.append(f"  {engine:12} {'   '.join(said)}")
    return "\n".join(lines)
