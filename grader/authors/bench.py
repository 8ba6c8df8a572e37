"""`make bench`: how fast it is, as ratios of things measured in turn, in one run.

Every figure is the median of several runs, the two sides of a ratio taking turns.
"""

import gc
import importlib.util
import os
import platform
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from .. import environment
from ..kit import CLUSTERS_WITH, GRADES_WITH
from ..stages import ROOT

RUNS = 7
OFTEN = 3  # passes that are measured together
CHAINS = (10_000, 100_000)  # additions in a row


def bench(out):
    """Measure everything and print it. Returns the exit status."""
    environment.add_missing("bench", "micrograd")
    environment.add_missing("grade", *GRADES_WITH)
    environment.add_missing("test", "playwright")
    out.print(f"{here()}; medians of {RUNS} runs each, a class once")
    from .accuracy import battery
    from .bench_grade import a_class, growth, worker
    from .bench_report import report_page
    from .bench_watch import saves

    every = (stage_command, saves, moons_pass, moons_batch, long_chain, battery, worker, report_page)
    for measure in (*every, a_class, growth):
        out.print()
        for line in measure():
            out.print(line)
    return 0


def scale(out):
    """Measure what one machine does for all others of a cluster, and print it. Returns the exit status."""
    environment.add_missing("grade", *GRADES_WITH)
    environment.add_missing("cluster", *CLUSTERS_WITH)
    from .bench_scale import scale

    out.print(here())
    for line in scale():
        out.print(line)
    return 0


def here():
    """Today, and this machine."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{date.today()}, Python {platform.python_version()}, {machine}"


def seconds(work):
    """How long work() takes, after the garbage of earlier work has been collected."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(*works):
    """The median seconds of each piece of work, one run of each after the other."""
    runs = [[seconds(work) for work in works] for _ in range(RUNS)]
    return [median(times) for times in zip(*runs, strict=True)]


def in_turn_without_collector(*works):
    """The same, with Python's garbage collector paused, as solutions/train.py has it during a step.

    It walks the living graph again and again, and that is not the engine's time.
    """
    gc.disable()
    try:
        return in_turn(*works)
    finally:
        gc.enable()


def stage_command():
    """Lines about the whole stage command, beside pytest with next to nothing to do."""
    with TemporaryDirectory() as folder:
        Path(folder, "test_nothing.py").write_text("def test_nothing():\n    pass\n")

        def run(*command, cwd):
            subprocess.run([sys.executable, "-m", *command], cwd=cwd, stdout=subprocess.DEVNULL, check=True)

        ours, bare = in_turn(
            lambda: run("grader", "stage", "3", "--code", str(ROOT / "solutions"), cwd=ROOT),
            lambda: run("pytest", "-q", cwd=folder),
        )
    yield f"stage 3, the whole command     {ours:6.2f} s"
    yield f"pytest with one empty test     {bare:6.2f} s"
    yield f"  ratio {ours / bare:.2f} (aim: at most 1.5)"


def moons_pass():
    """Lines about a forward and a backward pass on the moons network, beside micrograd from PyPI."""
    import micrograd.nn

    from solutions import train

    points, labels = train.make_moons()
    ours = train.moons_network()
    theirs = micrograd.nn.MLP(2, [16, 16, 1])
    for mine, other in zip(ours.parameters(), theirs.parameters(), strict=True):
        other.data = mine.data
    losses = {}

    def one_pass(model):
        scores = [model(point) for point in points]
        total = sum((1 - label * score).relu() for label, score in zip(labels, scores, strict=True))
        total.backward()
        losses[model] = total.data

    both = (lambda: one_pass(ours)), (lambda: one_pass(theirs))
    ours_collected, theirs_collected = in_turn(*both)
    ours_takes, theirs_takes = in_turn_without_collector(*both)
    assert abs(losses[ours] - losses[theirs]) < 1e-9, "the two engines do not compute the same"
    yield "moons network, forward and backward on all 100 points"
    yield f"  solutions/                 {ours_takes:6.3f} s  {ours_collected:6.3f} s with the collector on"
    yield f"  micrograd 0.1.0 from PyPI  {theirs_takes:6.3f} s  {theirs_collected:6.3f} s"
    yield f"  {theirs_takes / ours_takes:.2f} times as fast (aim: at least 1.5)"
    yield f"  {theirs_collected / ours_collected:.2f} with the collector on, which takes most of that time"


def moons_batch():
    """Lines about the same pass on arrays: all points in one batch, beside PyTorch where it is installed."""
    from solutions import train

    points, labels = train.make_moons()
    scalars = train.moons_network()
    layers = [weights_of(layer) for layer in scalars.layers]

    def scalar_pass():
        scores = [scalars(point) for point in points]
        losses = [(1 - label * score).relu() for label, score in zip(labels, scores, strict=True)]
        loss = sum(losses) * (1 / len(losses))
        loss.backward()
        return loss.data

    passes = {"solutions/, scalars": scalar_pass, "solutions/, arrays": array_pass(layers, points, labels)}
    if importlib.util.find_spec("torch"):
        passes["PyTorch, on one CPU core"] = torch_pass(layers, points, labels)
    results = [float(one_pass()) for one_pass in passes.values()]
    assert max(results) - min(results) < 1e-9, "the engines do not compute the same"
    times = dict(zip(passes, in_turn_without_collector(*map(often, passes.values())), strict=True))
    yield "moons network, forward and backward on all 100 points, as one batch"
    for name, each in times.items():
        yield f"  {name:25}  {each / OFTEN * 1e3:8.3f} ms"
    ours = times["solutions/, arrays"]
    yield f"  arrays are {times['solutions/, scalars'] / ours:.0f} times as fast (aim: at least 100)"
    torch = times.get("PyTorch, on one CPU core")
    yield f"  PyTorch takes {torch / ours:.2f} of their time" if torch else "  PyTorch is not installed"


def often(one_pass):
    """A function that does it several times: one alone is too short to be measured well."""
    return lambda: [one_pass() for _ in range(OFTEN)]


def weights_of(layer):
    """The w and the b of a layer of neurons, as lists: w[i][j] is the weight of input i in neuron j."""
    rows = [[weight.data for weight in neuron.w] for neuron in layer.neurons]
    return [*map(list, zip(*rows, strict=True))], [neuron.b.data for neuron in layer.neurons]


def array_pass(layers, points, labels):
    """A function that runs a forward and a backward pass of our arrays and returns the loss."""
    import numpy as np

    from solutions import tensor

    model = tensor.MLP(2, [len(b) for _, b in layers], activation="relu", last_activation="linear")
    for layer, (w, b) in zip(model.layers, layers, strict=True):
        layer.w.data, layer.b.data = np.array(w), np.array(b)
    points, labels = np.array(points), np.array(labels).reshape(-1, 1)

    def one_pass():
        loss = (1 - labels * model(points)).relu().mean()
        loss.backward()
        return loss.data

    return one_pass


def torch_pass(layers, points, labels):
    """The same with PyTorch, in double precision."""
    import torch

    torch.set_num_threads(1)
    numbers = {"dtype": torch.float64}
    weights = [[torch.tensor(each, requires_grad=True, **numbers) for each in pair] for pair in layers]
    points, labels = (torch.tensor(each, **numbers) for each in (points, labels))

    def one_pass():
        x = points
        for w, b in weights:
            x = x @ w + b
            x = x if w is weights[-1][0] else torch.relu(x)
        loss = torch.relu(1 - labels.reshape(-1, 1) * x).mean()
        loss.backward()
        return loss.item()

    return one_pass


def long_chain():
    """Lines about chains of additions: the time for one addition should not depend on their number."""
    from solutions.engine import Value

    def chain(length):
        total = a = Value(1.0)
        for _ in range(length):
            total = total + a
        total.backward()

    each = in_turn_without_collector(*(lambda n=n: chain(n) for n in CHAINS))
    for length, taken in zip(CHAINS, each, strict=True):
        yield f"{length:7,} additions and backward  {taken:6.3f} s, {taken / length * 1e6:.2f} µs each"
    growth = (each[1] / CHAINS[1]) / (each[0] / CHAINS[0])
    yield f"  ratio of the time for one addition {growth:.2f} (1 where time grows linearly)"
