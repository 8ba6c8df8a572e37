"""The solutions agree with engines that we did not write, and who disagrees with them is found out."""

import re
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest

from grader.stages import ROOT
from solutions import engine, tensor, train
from tests.mutants import mutants, mutated
from tests.oracles import expressions, peers, training
from tests.oracles.engines import WITHIN, Differs, available, difference

FEW, STEPS = 100, 3
ORACLES = available()


def test_autograd_is_there_in_any_case():
    assert "autograd" in ORACLES


@pytest.mark.parametrize(
    "kind, solution, many",
    [(expressions.NUMBERS, engine, FEW), (expressions.ARRAYS, tensor, FEW // 2)],
    ids=["numbers", "arrays"],
)
def test_random_expressions_come_out_alike(kind, solution, many):
    different, largest = expressions.compare(kind, solution, ORACLES, many)
    assert different > many / 2
    assert set(largest) == set(ORACLES) and max(largest.values()) <= WITHIN


@pytest.mark.parametrize("oracle", ORACLES)
@pytest.mark.parametrize("run", training.RUNS, ids=lambda run: run.title)
def test_training_comes_out_alike(run, oracle):
    assert training.compare(smaller(run), ORACLES[oracle], STEPS) <= WITHIN


def smaller(run):
    """The same run, and of the moons one with two neurons in a layer, since there are a hundred points."""
    if run.inputs is not training.POINTS:
        return run
    how = {"activation": "relu", "last_activation": "linear"}
    return run._replace(network=lambda: training.drawn(train.MLP(2, [2, 2, 1], **how)))


# -- a fault is found ---------------------------------------------------------------------------------


@pytest.fixture
def mutant():
    """A function from the name of a mutant to that engine."""

    def made(name):
        names = {}
        exec(mutated(next(each for each in mutants() if each.id == name)), names)
        return SimpleNamespace(**names)

    return made


def test_the_smallest_expression_with_another_gradient_is_told(mutant):
    with pytest.raises(Differs) as problem:
        expressions.compare(
            expressions.NUMBERS, mutant("add-overwrites"), {"autograd": ORACLES["autograd"]}, FEW
        )
    lines = str(problem.value).splitlines()
    assert lines[0] == "L = a + a   at a = 2"
    assert [line.split() for line in lines[1:]] == [
        ["this", "engine", "L", "=", "4", "dL/da", "=", "1"],
        ["autograd", "L", "=", "4", "dL/da", "=", "2"],
    ]


@pytest.mark.parametrize(
    "name", ["sub-backwards", "tanh-slope-at-input", "relu-slope-always-1", "log-base-10"]
)
def test_a_fault_in_any_operation_is_noticed(mutant, name):
    with pytest.raises(Differs):
        expressions.compare(expressions.NUMBERS, mutant(name), {"autograd": ORACLES["autograd"]}, FEW)


def test_an_engine_that_raises_is_told_in_a_line(mutant):
    with pytest.raises(Differs, match=r"at a = .*\n  this engine raises \w+Error: "):
        expressions.compare(
            expressions.NUMBERS, mutant("tanh-of-value"), {"autograd": ORACLES["autograd"]}, FEW
        )


def test_a_fault_with_arrays_is_told_with_the_smallest_of_them(monkeypatch):
    monkeypatch.setattr(tensor.Value, "tanh", lambda self: self.exp())
    with pytest.raises(Differs, match=r"\.tanh\(\); L = x\.sum\(\)   at a = .*\n  this engine  L = "):
        expressions.compare(expressions.ARRAYS, tensor, {"autograd": ORACLES["autograd"]}, FEW)


@pytest.mark.parametrize("function", ["mean_squared_error", "hinge_loss", "gradient_descent_step"])
def test_a_fault_in_training_is_noticed(monkeypatch, function):
    right = getattr(train, function)
    monkeypatch.setattr(train, function, lambda *given: slightly_off(right(*given), *given))
    with pytest.raises(Differs, match="differ by"):
        for run in training.RUNS:
            training.compare(smaller(run), ORACLES["autograd"], STEPS)


def slightly_off(loss, first, *_others):
    """A loss that is off by a millionth, or weights of which the first is."""
    if loss is None:
        first[0].data += 1e-6
        return None
    return loss * (1 + 1e-6)


def test_a_difference_is_relative_and_absolute_below_1():
    assert difference([200.0, 0.5], [100.0, 0.25]) == 1.0
    assert difference(0.5, 0.25) == 0.25
    assert difference(np.nan, 1.0) == difference([1.0, np.nan], [1.0, 2.0]) == np.inf


# -- the command --------------------------------------------------------------------------------------


@pytest.fixture
def said(monkeypatch, capsys):
    """(exit status, output) of the command, on a few examples and with HIPS autograd alone."""
    for name in ("NUMBERS", "ARRAYS"):
        monkeypatch.setattr(expressions, name, getattr(expressions, name)._replace(many=FEW // 3))
    monkeypatch.setattr(training, "STEPS", 1)
    monkeypatch.setattr("tests.oracles.engines.available", lambda: {"autograd": ORACLES["autograd"]})

    def said():
        from grader import cli

        return cli.main(["oracles"]), capsys.readouterr().out

    return said


def test_the_command_tells_what_was_compared_and_how_to_get_pytorch(said):
    status, out = said()
    assert status == 0
    assert "PyTorch is not installed and was not asked." in out
    assert re.search(r"\n\d+ different random expressions of numbers: ", out)
    assert out.count("largest difference") == 2 + len(training.RUNS)


def test_the_command_ends_with_the_expression_on_which_the_engines_differ(said, monkeypatch, mutant):
    monkeypatch.setattr("solutions.engine.Value", mutant("mul-no-upstream-left").Value)
    status, out = said()
    assert status == 1
    assert "The engines do not agree.\n" in out and "dL/da" in out


# -- peers --------------------------------------------------------------------------------------------


def test_a_submission_is_made_of_a_wheel_and_of_what_it_lacks(tmp_path):
    file = tmp_path / "some.whl"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("some/engine.py", "class Value: pass")
        archive.writestr("some/nn.py", "from some.engine import Value")
    peer = peers.Peer("some", "1", "some/engine.py", "some/nn.py", [["from some.engine", "from .engine"]])
    made = peers.files(peer, file)
    assert made["nn.py"] == "from .engine import Value"
    assert made["train.py"] == (ROOT / "solutions" / "train.py").read_text(encoding="utf-8")
    assert "nn.py" not in peers.files(peer._replace(nn=""), file)


def test_the_table_names_each_package_once_with_its_version():
    named = [peer.package for peer in peers.peers()]
    assert len(named) == len(set(named)) > 10
    assert all(peer.version[0].isdigit() and peer.engine.endswith(".py") for peer in peers.peers())
