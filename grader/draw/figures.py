"""The lecture's plots, drawn with matplotlib from plain numbers (numbers.py)."""

from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#666666"  # told apart by colour-blind eyes, too
SIDES = ListedColormap(["#f7d9c4", "#cfe3f1"])  # the paler ones, for the two sides of the boundary
DPI, REACH = 150, 1.2  # dots per inch; how far a tangent is drawn to either side


def save(name, numbers, path):
    """Write the plot of that name as a PNG."""
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    DRAWN[name](axes, numbers)
    axes.grid(alpha=0.25)
    if name == "moons":  # whose points are everywhere
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=3, frameon=False)
    else:
        axes.legend(loc="best")
    figure.savefig(path, dpi=DPI, format="png")


def _slope(axes, numbers):
    axes.plot(numbers["x"], numbers["f"], color=BLUE, label="f(x) = 3x² - 4x + 5")
    for (x, y, slope), style in zip(numbers["slopes"], ("--", ":", "-"), strict=True):
        ends = [x - REACH, x + REACH]
        line = [y + slope * (end - x) for end in ends]
        axes.plot(ends, line, style, color=ORANGE, label=f"slope at x = {x:.4g}: {slope:.4f}", zorder=3)
        axes.plot([x], [y], "o", color=ORANGE, zorder=4)
    axes.set(title="A function and its slope at three places", xlabel="x", ylabel="f(x)")


def _tanh(axes, numbers):
    axes.plot(numbers["x"], numbers["tanh"], color=BLUE, label="tanh(x)")
    axes.plot(numbers["x"], numbers["slope"], "--", color=ORANGE, label="its slope: the gradient of x")
    axes.set(title="tanh and its slope, as the engine gives them", xlabel="x", ylabel="tanh(x), slope")


def _moons(axes, numbers):
    sides = [[score > 0 for score in row] for row in numbers["scores"]]
    axes.pcolormesh(numbers["x"], numbers["y"], sides, cmap=SIDES, shading="nearest", vmin=0, vmax=1)
    axes.contour(numbers["x"], numbers["y"], numbers["scores"], [0], colors=GREY)
    axes.plot([], [], color=GREY, label="decision boundary: the network says 0")
    for label, marker, colour in ((-1, "x", ORANGE), (1, "o", BLUE)):
        mine = [point for point, y in zip(numbers["points"], numbers["labels"], strict=True) if y == label]
        xs, ys = zip(*mine, strict=True)
        axes.plot(xs, ys, marker, color=colour, label=f"label {label:+}")
    title = f"Two moons, {numbers['accuracies'][-1]:.0%} right after {len(numbers['losses'])} steps"
    axes.set(title=title, xlabel="first input", ylabel="second input", aspect="equal")


def _loss(axes, numbers):
    steps = range(1, len(numbers["losses"]) + 1)
    axes.plot(steps, numbers["losses"], color=BLUE, label="loss")
    axes.plot(steps, numbers["accuracies"], "--", color=ORANGE, label="accuracy (1 is all of them)")
    axes.set(title="Training on the two moons", xlabel="step", ylabel="loss, accuracy", ylim=(0, None))


DRAWN = {"slope": _slope, "tanh": _tanh, "moons": _moons, "loss": _loss}
