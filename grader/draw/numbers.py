"""The numbers behind the lecture's plots, computed by the learner's code in a process of its own.

Each function answers in plain data: {"refused": a line}, or the numbers for the figure (figures.py).
"""

from pathlib import Path

from ..practice.demo import SAMPLES, STEPS, box_around, not_there_yet
from ..seats import seat

AT = (-1.0, 2 / 3, 3.0)  # where the slope of the parabola is drawn; at 2/3 it is 0
FINE = 40  # points on each side of the moons' map


def slope(code):
    """The lecture's parabola, and its slope at some places."""
    return _tried(code, _slope)


def tanh(code):
    """tanh, and the slope that the engine gives for it."""
    return _tried(code, _tanh)


def training(code):
    """The loss and the accuracy at each step, the moons, and the network's answers around them."""
    return _tried(code, _training)


def _tried(code, compute):
    seat.sit_down(Path(code))
    try:
        return compute()
    except BaseException as error:  # exit() is one
        return {"refused": not_there_yet(error, Path(code))}


def _between(left, right, count):
    """Numbers at equal distances, both ends included."""
    return [left + (right - left) * k / (count - 1) for k in range(count)]


def _slope():
    derivative = seat.module("derivative")
    xs = _between(-3.0, 5.0, 161)
    slopes = [[x, float(derivative.f(x)), float(derivative.slope(derivative.f, x))] for x in AT]
    return {"x": xs, "f": [float(derivative.f(x)) for x in xs], "slopes": slopes}


def _tanh():
    Value = seat.module("engine").Value
    xs = _between(-4.0, 4.0, 161)
    inputs = [Value(x) for x in xs]
    outputs = [x.tanh() for x in inputs]
    for out in outputs:
        out.grad = 1.0
        out._backward()
    return {"x": xs, "tanh": [float(o.data) for o in outputs], "slope": [float(x.grad) for x in inputs]}


def _training():
    train = seat.module("train")
    steps = [*train.moons_training(STEPS, SAMPLES)]
    losses, accuracies = ([float(step[i]) for step in steps] for i in (0, 1))
    model = steps[-1][2]
    points, labels = train.make_moons(SAMPLES)
    left, right, bottom, top = box_around(points)
    xs, ys = _between(left, right, FINE), _between(bottom, top, FINE)
    scores = [[float(model([x, y]).data) for x in xs] for y in ys]
    moons = {"points": points, "labels": labels, "x": xs, "y": ys, "scores": scores}
    return {"losses": losses, "accuracies": accuracies, **moons}
