"""`make oracles`: the solutions beside engines that we did not write (engines.py).

Random expressions (expressions.py) and whole training runs (training.py) are computed by all of them in
double precision, and values and gradients have to agree. An oracle computes a network with arrays: it has
nothing in common with solutions/nn.py but the numbers.
"""

import gc
from importlib.metadata import version

from grader import environment
from grader.authors.bench import here

TORCH = (
    "PyTorch is not installed and was not asked. To ask it, too, install its build for the CPU (200 MB):\n"
    "  .venv/bin/python -m pip install torch --index-url https://download.pytorch.org/whl/cpu"
)


def report(out):
    """Compare everything, and print what was compared. Returns the exit status."""
    environment.add_missing("oracles", "autograd")
    from .engines import Differs, available

    gc.set_threshold(200_000, 20, 20)  # it would walk the graph of the moons again and again
    out.print(here())
    try:
        for line in lines(available()):
            out.print(line, markup=False, soft_wrap=True)
    except Differs as difference:
        out.print(f"\nThe engines do not agree.\n{difference}", markup=False, soft_wrap=True)
        return 1
    return 0


def lines(oracles):
    """Lines about every comparison with these oracles. Raises Differs."""
    from solutions import engine, tensor

    from . import expressions, training
    from .engines import WITHIN

    yield f"All differences have to be at most {WITHIN:g}: relative, or absolute where a number is below 1."
    if "torch" not in oracles:
        yield TORCH
    kinds = (("numbers", expressions.NUMBERS, engine), ("arrays", expressions.ARRAYS, tensor))
    for of_what, kind, solution in kinds:
        different, largest = expressions.compare(kind, solution, oracles, kind.many)
        yield f"\n{different:,} different random expressions of {of_what}: value, gradients of all leaves"
        yield from (_line(*each) for each in largest.items())
    for run in training.RUNS:
        yield f"\n{run.title}"
        yield f"  {training.STEPS} steps of training: all losses, the last gradients, the last weights"
        for name, oracle in oracles.items():
            yield _line(name, training.compare(run, oracle, training.STEPS))


def _line(name, off):
    return f"  {f'{name} {version(name)}':20} largest difference {off:.1e}"
