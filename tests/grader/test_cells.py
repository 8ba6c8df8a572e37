"""Notebooks as modules: what is tried out in them costs nothing, and places are told by cells."""

import pytest

from grader.seats import runner
from grader.seats.explain import as_text
from grader.stages import ROOT
from tests.grader.uploads import lay, notebook

RIGHT = (ROOT / "solutions" / "derivative.py").read_text(encoding="utf-8")
SEATS = pytest.mark.parametrize("how", [[], ["exam"]], ids=["practice", "exam"])


@pytest.fixture
def results(take, tmp_path):
    """The Results of stage 0, of a notebook with these cells, in a seat."""

    def results(cells, how):
        folder = lay(tmp_path / "taken", take({"derivative.ipynb": notebook(*cells)}).files)
        return runner.run(folder, [0], how=how)

    return results


TRIED = {
    "needs Jupyter": "display(1)\nhelp(int)\nget_ipython().run_line_magic('matplotlib', 'inline')",
    "asks at the keyboard": "n = int(input('How many? '))",
    "waits": "import asyncio\nawait asyncio.sleep(0)",
    "needs what is not there": "import torch\nx = torch.tensor(1.0)",
    "fails": "[1, 2][3]",
    "calls what fails": "slope(1, 2)",
    "is no Python": "x =\ny = 1",
    "ends the program": "exit()",
}


@SEATS
def test_what_is_tried_out_in_a_notebook_costs_nothing(results, how):
    found = results([*TRIED.values(), RIGHT, *TRIED.values()], how)
    assert found and [each.finding for each in found if not each.passed] == []


def test_what_stands_behind_a_line_that_fails_is_there(results):
    right = RIGHT.replace("return 3 * x**2", "return 3 * math.pow(x, 2)")
    assert right != RIGHT
    cells = ["import torch\nimport math", f"1 / 0\n{right}"]
    assert all(each.passed for each in results(cells, ["exam"]))


def test_what_comes_from_the_future_counts_in_the_cells_after_it(results):
    right = RIGHT.replace("def f(x", "def f(x: Later", 1)
    assert right != RIGHT
    cells = ["import random", "from __future__ import annotations", right]
    assert all(each.passed for each in results(cells, ["exam"]))


WRONG = RIGHT.replace("return 3 * x**2 - 4 * x + 5", "return 1 / 0")
LINE = 1 + WRONG[: WRONG.index("return 1 / 0")].count("\n")


@SEATS
def test_a_place_in_a_notebook_is_told_as_cell_and_line(results, how):
    found = results(["import random", f"\n\n{WRONG}"], how)
    text = as_text(next(each for each in found if not each.passed).finding)
    assert f"derivative.py, cell 2, line {2 + LINE}:  return 1 / 0" in text


@SEATS
@pytest.mark.parametrize(
    "cell, told",
    {
        "x = 1\ndef f(:\n    pass": "invalid syntax\n  derivative.py, cell 2, line 2\n    def f(:",
        "x = 1\nclass A:\n    return 1": "outside function\n  derivative.py, cell 2, line 3\n    return 1",
        "class A(B):\n    pass": "'B' is not defined\n  derivative.py, cell 2, line 1\n    class A(B):",
        "from math import nothing": "cannot import name 'nothing'",
    }.items(),
)
def test_a_definition_that_fails_is_told(results, cell, told, how):
    finding = next(each.finding for each in results([RIGHT, cell], how) if not each.passed)
    assert told in as_text(finding)


def test_what_was_passed_over_is_among_what_was_printed(results):
    found = results(["import random\n\nimport torch", WRONG], ["exam"])
    finding = next(each.finding for each in found if not each.passed)
    line = "cell 1, line 3 was passed over: ModuleNotFoundError: No module named 'torch'"
    assert finding.prints == f"derivative.py, {line}"


def test_a_class_that_stands_in_two_cells_is_told_by_these(results, take, tmp_path):
    twice = ["class Value:\n    pass", "x = 1\nclass Value:\n    pass"]
    folder = lay(tmp_path / "engine", take({"engine.ipynb": notebook(*twice)}, "bob").files)
    finding = next(each.finding for each in runner.run(folder, [1]) if not each.passed)
    assert "a class Value in cell 1, line 1, and another one in cell 2, line 2, which" in finding.ask
