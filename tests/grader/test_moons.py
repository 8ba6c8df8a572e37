"""What solutions/train.py gives to its learners: the moons, their network, and a training to watch.

No stage tests it, since nobody writes it. `make mutants` runs this file beside a changed solutions/, so it
builds on nothing else.
"""

import gc
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from solutions import train

ROOT = Path(train.__file__).parent.parent


def test_the_moons_are_those_of_the_demo():
    points, labels = train.make_moons()
    assert np.shape(points) == (100, 2)
    assert points[0] == pytest.approx([1.1221146075409685, 0.08147717341718697], rel=1e-12)
    assert np.sum(points, axis=0) == pytest.approx([52.103976393758344, 26.506258031258774], rel=1e-12)
    assert labels[:6] == [-1.0, -1.0, 1.0, -1.0, 1.0, 1.0]
    assert (len(labels), sum(labels)) == (100, 0.0)


def test_moons_without_noise_are_two_half_circles_of_as_many_points():
    points, labels = train.make_moons(n_samples=7, noise=0.0, seed=1)
    assert len(points) == 6
    for label, right in (
        (-1.0, [(-1.0, 0.0), (0.0, 1.0), (1.0, 0.0)]),
        (1.0, [(0.0, 0.5), (1.0, -0.5), (2.0, 0.5)]),
    ):
        moon = sorted(point for point, each in zip(points, labels, strict=True) if each == label)
        assert np.array(moon) == pytest.approx(np.array(right), abs=1e-12)


def test_the_network_of_the_demo_has_weights_of_its_seed_and_no_biases():
    for seeded, seed in (({}, 1337), ({"seed": 5}, 5)):
        model, draw = train.moons_network(**seeded), random.Random(seed)
        neurons = [neuron for layer in model.layers for neuron in layer.neurons]
        assert [len(neuron.w) for neuron in neurons] == [2] * 16 + [16] * 16 + [16]
        weights = [weight.data for neuron in neurons for weight in neuron.w]
        assert weights == [draw.uniform(-1, 1) for _ in weights]
        assert {neuron.b.data for neuron in neurons} == {0.0}


def test_the_learning_rate_falls_from_1_to_a_tenth():
    rates = [train.moons_learning_rate(k) for k in (0, 1, 50, 100)]
    assert rates == pytest.approx([1.0, 0.991, 0.55, 0.1], rel=1e-12)


# What main is given instead of a training: ten losses of the demo, one of them wrong, and two more.
LOSSES = [
    *train.DEMO_LOSSES[:3],
    train.DEMO_LOSSES[3] * 2,
    train.DEMO_LOSSES[4] + 1e-6,
    *train.DEMO_LOSSES[5:],
]
LOSSES += [LOSSES[-1], 0.25]


def test_every_step_is_shown_and_whether_it_is_as_in_the_demo(monkeypatch, capsys):
    monkeypatch.setattr(train, "moons_training", lambda steps: [(each, 0.5, None) for each in LOSSES[:steps]])
    train.main()
    lines = capsys.readouterr().out.splitlines()[1:]
    assert [line.split("accuracy")[0] for line in lines] == [
        f"step {k:3}   loss {loss:.4f}   " for k, loss in enumerate(LOSSES)
    ]
    as_in_demo = [line.endswith("   as in micrograd's demo, to 9 digits") for line in lines]
    assert as_in_demo == [True] * 3 + [False] * 2 + [True] * 5 + [False] * 2


def test_100_steps_are_made_unless_one_says_otherwise(monkeypatch):
    asked = []
    monkeypatch.setattr(train, "moons_training", lambda steps: asked.append(steps) or [])
    train.main()
    train.main(7)
    assert asked == [100, 7]


def test_the_first_steps_say_that_they_are_as_in_the_demo():
    command = [sys.executable, "-c", "from solutions.train import main; main(steps=2)"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.splitlines()[1:] == [
        "step   0   loss 0.8958   accuracy  50%   as in micrograd's demo, to 9 digits",
        "step   1   loss 1.7236   accuracy  81%   as in micrograd's demo, to 9 digits",
    ]


def test_ctrl_c_ends_the_training_without_a_traceback():
    command = [sys.executable, "-m", "solutions.train"]
    buffered = {**os.environ, "PYTHONUNBUFFERED": ""}  # each line comes at once all the same
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    run = subprocess.Popen(command, cwd=ROOT, env=buffered, **pipes)
    run.stdout.readline()
    assert run.stdout.readline().startswith("step   0")
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=30)
    assert (out.splitlines()[-1], err, run.returncode) == ("Stopped.", "", 0)


def test_the_losses_are_those_of_the_demo_step_by_step():
    losses = [loss for loss, _, _ in train.moons_training(len(train.DEMO_LOSSES))]
    assert losses == pytest.approx(train.DEMO_LOSSES, rel=1e-9)
    assert len(losses) == 10
    assert gc.isenabled()
