"""The solutions agree with engines that we did not write, and who disagrees with them is found out."""

from types import SimpleNamespace

import numpy as np
import pytest

from grader.stages import ROOT
from solutions import engine, train
from tests import oracles
from tests.mutants import mutants, mutated
from tests.oracles import expressions, peers, training
from tests.oracles.engines import WITHIN, Differs, available, difference

FEW, STEPS = 200, 3
ORACLES = available()


def test_autograd_is_there_in_any_case():
    assert "autograd" in ORACLES


def test_random_expressions_come_out_alike():
    assert set(expressions.compare(engine, ORACLES, FEW)) == set(ORACLES)


@pytest.mark.parametrize("oracle", ORACLES)
@pytest.mark.parametrize("run", training.RUNS, ids=lambda run: run.title)
def test_training_comes_out_alike(run, oracle):
    run = run._replace(network=lambda: smaller(run))
    assert training.compare(run, ORACLES[oracle], STEPS) <= WITHIN


def smaller(run):
    """The network of a run; that of the moons with two neurons in a layer, since they are a hundred."""
    sizes = [2, 2, 1]
    if run.inputs is not training.POINTS:
        return run.network()
    return training.drawn(train.MLP(2, sizes, activation="relu", last_activation="linear"))


# -- a fault is found ---------------------------------------------------------------------------------


@pytest.fixture
def mutant():
    """A function from the name of a mutant of engine.py to that engine."""

    def made(name):
        names = {}
        exec(mutated(next(each for each in mutants() if each.id == name)), names)
        return SimpleNamespace(**names)

    return made


def test_the_smallest_expression_with_another_gradient_is_told(mutant):
    with pytest.raises(Differs) as problem:
        expressions.compare(mutant("add-overwrites"), {"autograd": ORACLES["autograd"]}, FEW)
    lines = str(problem.value).splitlines()
    assert lines[0] == "L = a + a   at a = 2"
    assert [line.split() for line in lines[1:]] == [
        ["this", "engine", "L", "=", "4", "dL/da", "=", "1"],
        ["autograd", "L", "=", "4", "dL/da", "=", "2"],
    ]


@pytest.mark.parametrize("name", ["sub-backwards", "tanh-slope-at-input", "relu-slope-1", "log-base-10"])
def test_a_fault_in_any_operation_is_noticed(mutant, name):
    with pytest.raises(Differs):
        expressions.compare(mutant(name), {"autograd": ORACLES["autograd"]}, FEW)


def test_an_engine_that_raises_is_told_in_a_line(mutant):
    with pytest.raises(Differs, match=r"at a = .*\n  this engine raises \w+Error: "):
        expressions.compare(mutant("tanh-of-value"), {"autograd": ORACLES["autograd"]}, FEW)


@pytest.mark.parametrize("function", ["mean_squared_error", "hinge_loss", "gradient_descent_step"])
def test_a_fault_in_training_is_noticed(monkeypatch, function):
    right = getattr(train, function)
    monkeypatch.setattr(train, function, lambda *given, **named: faulty(right(*given, **named), *given, **named))
    with pytest.raises(Differs, match="differ by"):
        for run in training.RUNS:
            training.compare(run._replace(network=lambda run=run: smaller(run)), ORACLES["autograd"], STEPS)


def faulty(result, *given, **_named):
    """A loss that is off by a millionth, or weights of which the first is."""
    if result is None:
        given[0][0].data += 1e-6
    return result and result * (1 + 1e-6)


def test_a_difference_is_relative_and_absolute_below_1():
    assert difference([200.0, 0.5], [100.0, 0.25]) == 1.0
    assert difference(0.5, 0.25) == 0.25
    assert difference(np.nan, 1.0) == difference([1.0, np.nan], [1.0, 2.0]) == np.inf


# -- the command --------------------------------------------------------------------------------------


@pytest.fixture
def said(monkeypatch, capsys):
    """(exit status, output) of the command, on a few examples and with HIPS autograd alone."""
    monkeypatch.setattr(expressions, "MANY", FEW)
    monkeypatch.setattr(training, "STEPS", 1)
    monkeypatch.setattr("tests.oracles.engines.available", lambda: {"autograd": ORACLES["autograd"]})

    def said():
        from grader import cli

        return cli.main(["oracles"]), capsys.readouterr().out

    return said
