"""What the learner will have built, to look at: a neuron's gradients, a network that learns, its boundary.

Everything is computed by the engine in the folder that is shown, solutions/ or the learner's own.
Drawn in ASCII, so that any console can show it. Source: the lecture, 0:52:52; micrograd's demo notebook.
"""

import sys

from rich.progress import Progress, TextColumn
from rich.text import Text

from ..arguments import Refused
from ..seats import seat
from ..seats.explain import finding
from ..stages import ROOT, after_all, stages
from .screen import bar, command

STEPS, SAMPLES = 55, 50  # just enough for 100 %
NEURON_NEEDS, NETWORK_NEEDS = 4, 6  # these stages, which a handout may not have
WIDTH, HEIGHT, MARGIN = 60, 18, 0.25  # of the drawn boundary, in characters; around the points

HEADINGS = (
    "1. One neuron, tanh(x1*w1 + x2*w2 + b). grad: how fast o grows with each number.",
    "2. A network of 33 neurons, 337 parameters, learns to tell two moons apart.",
    "3. What it has learned: its answer everywhere, not only where the points are.",
)
LEGEND = "  x and o: the points of the two moons.  Dots: here the network says o; elsewhere x."

# Each result with its formula and its operands, from the root down.
NEURON = {
    "o": ("o = tanh(n)", ["n"]),
    "n": ("n = s + b", ["s", "b"]),
    "s": ("s = x1w1 + x2w2", ["x1w1", "x2w2"]),
    "x1w1": ("x1w1 = x1 * w1", ["x1", "w1"]),
    "x2w2": ("x2w2 = x2 * w2", ["x2", "w2"]),
}


def demo(folder, console, steps=STEPS, samples=SAMPLES):
    """Show what the code in `folder` can do. Returns the exit status."""
    last = stages()[-1].number
    if last < NEURON_NEEDS:
        raise Refused(f"The demo needs stage {NEURON_NEEDS}, which is not among the stages here.")
    seat.sit_down(folder)
    try:
        show_neuron(console, seat.module("engine"))
        if last < NETWORK_NEEDS:
            show(
                console, f"A network that learns needs stage {NETWORK_NEEDS}, which is not among those here."
            )
            return 0
        train = seat.module("train")
        model = show_training(console, train.moons_training(steps, samples), steps)
        show_boundary(console, model, *train.make_moons(samples))
    except OSError:  # of the console's
        raise
    except Exception as error:
        print(not_there_yet(error, folder), file=sys.stderr)
        return 1
    show(console, closing(folder))
    return 0


def closing(folder):
    """The last line."""
    if folder == ROOT / "solutions":
        return f"This is what you will have built. Start with: {command('stage 1')}"
    return f"Every number and every character above came from your own engine, in {folder.name}."


def not_there_yet(error, folder):
    """The one line for code that is unfinished or wrong, with what to do first."""
    found = finding(error, demo, after_all(), folder)
    what = " ".join(_what(found).split()).rstrip(".")
    where = f" ({found.where})" if found.where and found.kind != "todo" else ""
    return f"{folder.name} is not there yet: {what}{where}.{_first(found)}"


def _first(found):
    """What to do first; nothing where that is a stage that this handout does not have."""
    if not _is_stub(found):
        return f" First: {command('progress')}"
    there = found.stage in [stage.number for stage in stages()]
    return f" First: {command(f'stage {found.stage}')}" if there else ""


def show(console, *lines):
    """Print the lines, a heading among them in bold."""
    for line in lines:
        console.print(line, style="bold" if line in HEADINGS else None, markup=False)


def _is_stub(found):
    return found.kind == "todo" and found.function


def _what(found):
    if _is_stub(found):
        return f"stage {found.stage}: {found.function} {found.got}"
    if found.kind == "unreadable":
        return found.got
    return f"it {found.got}" if found.got.startswith(("has ", "raises ")) else f"it gives {found.got}"


# -- one neuron -------------------------------------------------------------------------------------


def show_neuron(console, engine):
    """The neuron of the lecture as a tree, with the gradient of every number in it."""
    values = neuron(engine.Value)
    values["o"].backward()
    lines = [_line(*each, values) for each in branches("o")]
    show(console, HEADINGS[0], "", *lines, "")


def neuron(value):
    """The Values of tanh(x1*w1 + x2*w2 + b), by name, made with the class `value`."""
    numbers = {"x1": 2.0, "x2": 0.0, "w1": -3.0, "w2": 1.0, "b": 6.8813735870195432}
    v = {name: value(number) for name, number in numbers.items()}
    v["x1w1"] = v["x1"] * v["w1"]
    v["x2w2"] = v["x2"] * v["w2"]
    v["s"] = v["x1w1"] + v["x2w2"]
    v["n"] = v["s"] + v["b"]
    v["o"] = v["n"].tanh()
    return v


def branches(name, first="", rest=""):
    """The tree below `name`, as (drawn line, name) from the top down.

    first and rest stand before its first line, and before the others.
    """
    formula, operands = NEURON.get(name, (name, []))
    yield first + formula, name
    for operand in operands:
        gap = "    " if operand == operands[-1] else "|   "
        yield from branches(operand, rest + "+-- ", rest + gap)


def _line(drawn, name, values):
    data, grad = float(values[name].data), float(values[name].grad)
    return Text.assemble(
        f"  {drawn:<30}  data ", (f"{data:7.4f}", "cyan"), "   grad ", (f"{grad:7.4f}", "green")
    )


# -- a network that learns --------------------------------------------------------------------------


def show_training(console, training, steps):
    """Loss and accuracy while the network learns: a bar in a terminal, elsewhere some lines.

    training yields (loss, accuracy, model) for each step. Returns the model.
    """
    column = TextColumn("  {task.description}", markup=False)
    with Progress(column, console=console, auto_refresh=False, disable=not console.is_interactive) as bars:
        task = bars.add_task("")
        for k, step in enumerate(training, start=1):
            loss, accuracy, model = step
            line = f"step {k:2} of {steps}  {bar(k / steps)}  loss {loss:.4f}  accuracy {accuracy:4.0%}"
            if k == 1:  # not before: the code may have ended there
                show(console, HEADINGS[1], "")
            if bars.disable and (k % 10 == 0 or k in (1, steps)):
                show(console, f"  {line}")
            bars.update(task, description=line, refresh=True)
    console.print()
    return model


# -- its boundary -----------------------------------------------------------------------------------


def show_boundary(console, model, points, labels):
    """The plane as the network divides it, with the points."""
    box = box_around(points)
    lines = picture(sides(model, box), marks(points, labels, box))
    show(console, HEADINGS[2], "", *lines, "", LEGEND, "")


def box_around(points):
    """(left, right, bottom, top) of the points with a margin."""
    xs, ys = zip(*points, strict=True)
    return min(xs) - MARGIN, max(xs) + MARGIN, min(ys) - MARGIN, max(ys) + MARGIN


def sides(model, box):
    """HEIGHT rows, from the top, of WIDTH truths: does the model answer more than 0 there?"""
    left, right, bottom, top = box
    xs = [left + (column + 0.5) * (right - left) / WIDTH for column in range(WIDTH)]
    ys = [top - (row + 0.5) * (top - bottom) / HEIGHT for row in range(HEIGHT)]
    return [[model([x, y]).data > 0 for x in xs] for y in ys]


def marks(points, labels, box):
    """{(row, column): "o" or "x"} for the points."""
    left, right, bottom, top = box
    return {
        (int((top - y) / (top - bottom) * HEIGHT), int((x - left) / (right - left) * WIDTH)): "xo"[label > 0]
        for (x, y), label in zip(points, labels, strict=True)
    }


def picture(sides, marks):
    """The rows as coloured lines: the two sides as dots and blanks, the marks on them."""
    lines = []
    for row, truths in enumerate(sides):
        line = Text("  ")
        for column, side in enumerate(truths):
            style = "on blue" if side else "on red"
            mark = marks.get((row, column))
            line.append(mark or " ."[side], style=f"bold bright_white {style}" if mark else style)
        lines.append(line)
    return lines
