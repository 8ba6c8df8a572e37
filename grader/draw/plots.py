"""`python -m grader plot [NAME]`: the lecture's plots, from the learner's own numbers, as PNG files."""

from pathlib import Path

from .. import environment
from ..arguments import Refused, code_from
from ..practice.screen import console
from ..seats.runner import Broken, Lost, ask
from ..stages import HANDOUT, ROOT, stages
from .command import DRAWINGS

PATIENCE = 150  # seconds; the solution trains in five
# name: (the function of numbers.py that computes it, the stage whose files it needs, the stage that it shows)
OF_ALL_STAGES = {
    "slope": ("slope", 0, 0),
    "tanh": ("tanh", 1, 3),
    "moons": ("training", 6, 6),
    "loss": ("training", 6, 6),
}


def plots_of(numbers):
    """The plots that show these stages: a handout may have fewer than all."""
    return {name: plot for name, plot in OF_ALL_STAGES.items() if plot[2] in numbers}


PLOTS = plots_of([stage.number for stage in stages()])


def plot(name, out, code):
    """Write the plot of that name, or all of them. Returns the exit status: 1 where one cannot be made."""
    if not PLOTS:
        raise Refused("There is nothing to plot in the stages that are here.")
    if name and name not in PLOTS:
        raise Refused(f'There is no plot "{name}". There are: {", ".join(PLOTS)}.')
    folder = _folder(out)
    environment.add_missing("draw", "matplotlib")
    lines, known = console(), {}
    for each in [name] if name else PLOTS:
        source, needed, _ = PLOTS[each]
        if source not in known:
            if source == "training":
                lines.print("A network learns two moons; that takes a moment.")
            wanted = [stage for stage in stages() if stage.number == needed]
            known[source] = _numbers(source, code_from(code, wanted))
        if "refused" in known[source]:
            lines.print(f"{each}: {known[source]['refused']}", markup=False)
        else:
            lines.print(f"{each}: {_drawn(each, known[source], folder)}", markup=False)
    missing = any("refused" in numbers for numbers in known.values())
    if missing and not code and not HANDOUT:  # which has no solutions
        lines.print(
            f"To see it before: python -m grader plot {f'{name} ' if name else ''}--code solutions",
            markup=False,
        )
    return 1 if missing else 0


def _folder(out):
    folder = Path(out).expanduser() if out else DRAWINGS
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{out} is a file. Name a folder.")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _numbers(source, folder):
    try:
        return ask(f"grader.draw.numbers:{source}", PATIENCE, code=str(folder))
    except TimeoutError:
        return {"refused": f"{folder.name} was still running after {PATIENCE} seconds."}
    except Lost:
        return {"refused": f"{folder.name} ended the whole Python process. Is there an exit()?"}
    except Broken as broken:
        raise Refused(f"This could not be plotted, and the fault is ours, not yours.\n{broken}") from None


def _drawn(name, numbers, folder):
    from .figures import save

    path = folder / f"{name}.png"
    save(name, numbers, path)
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
