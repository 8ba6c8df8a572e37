"""The table of stages, and that the tests, the stubs and the hints agree with it."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from hypothesis import given, is_hypothesis_test, seed

from grader.source import definition_lines, filled, single_stubs
from grader.stages import ROOT, stages
from tests.strategies import NICE, numbers

FUNCTIONS = [function for stage in stages() for function in stage.functions]
TESTS = [
    (stage, test)
    for stage in stages()
    for file in ("test_examples", "test_against_solution")
    for name, test in vars(importlib.import_module(f"tests.{stage.folder}.{file}")).items()
    if name.startswith("test_")
]
HIDDEN = [(stage, test) for stage, test in TESTS if test.__module__.endswith(".test_against_solution")]
# Hidden tests whose numbers are not drawn by hypothesis, and why.
FIXED = {
    "test_weights_are_spread_evenly_between_minus_1_and_1": "the code under test draws, 400 numbers",
    "test_biases_are_spread_evenly_between_minus_1_and_1": "the code under test draws, 400 numbers",
    "test_the_weights_of_a_linear_layer_are_spread_evenly": "the code under test draws, 400 numbers",
    "test_the_biases_of_a_linear_layer_are_spread_evenly": "the code under test draws, 400 numbers",
}


def name_of(each):
    """A readable id for what a test is parametrized with."""
    return getattr(each, "folder", None) or getattr(each, "__name__", None) or str(each)


def test_the_stages_are_numbered_from_0_and_worth_100_points():
    assert [stage.number for stage in stages()] == list(range(len(stages())))
    assert sum(stage.points for stage in stages() if not stage.bonus) == 100


@pytest.mark.parametrize("stage", stages(), ids=name_of)
def test_a_stage_has_both_kinds_of_tests_and_a_place_in_the_lecture(stage):
    assert {file.name for file in stage.tests.glob("test_*.py")} == {
        "test_examples.py",
        "test_against_solution.py",
    }
    assert stage.lecture
    assert all(re.fullmatch(r"\d:\d\d:\d\d", time) for time, _what in stage.lecture)


@pytest.mark.parametrize("stage, test", TESTS, ids=name_of)
def test_every_test_is_about_one_function_of_its_stage(stage, test):
    assert stage.function(test.about)


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_every_function_has_its_definitions_its_points_and_a_test(function):
    names = [name for name, _, _ in definition_lines(filled(function.file, 9))]
    assert set(function.inside) <= set(names)
    assert function.points > 0
    assert any(stage.number == function.stage and test.about == function.name for stage, test in TESTS)


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_every_function_has_a_hidden_test_with_random_numbers(function):
    mine = [test for stage, test in HIDDEN if (stage.number, test.about) == (function.stage, function.name)]
    assert any(is_hypothesis_test(test) for test in mine)


def test_a_hidden_test_with_fixed_numbers_is_in_the_table_of_reasons():
    assert {test.__name__ for _stage, test in HIDDEN if not is_hypothesis_test(test)} == FIXED.keys()


def test_the_random_numbers_are_too_many_for_a_table():
    drawn = {}
    for number in (1, 2):

        @seed(number)
        @given(x=numbers)
        def draw(x):
            drawn.setdefault(number, set()).add(x)  # noqa: B023  it is called at once

        draw()
    odd = [each - {*NICE} for each in drawn.values()]
    assert all(len(each) > 5 for each in odd) and not odd[0] & odd[1]


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_three_hints_lead_on_and_none_is_the_code(function):
    assert len(function.hints) == len(set(function.hints)) == 3
    solution = {
        line.strip()
        for block, _text in single_stubs(function.file)
        if block.inside in function.inside
        for line in block.solution
        if len(line.strip()) > 8
    }
    for hint in function.hints:
        assert not [line for line in solution if line in hint]
        assert hint[-1] in ".?", hint


def test_the_tests_reach_the_code_through_fixtures_only():
    for stage in stages():
        for file in stage.tests.glob("*.py"):
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"^\s*(from|import) (exercises|\.)", text, re.MULTILINE), file


def test_the_grader_knows_about_gradients_in_one_place_only():
    knowing = {"diagnosis", "draw"}  # and what measures or shows the engine as a whole
    for file in (ROOT / "grader").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if file.parent.name not in knowing and file.name not in ("accuracy.py", "bench.py", "demo.py"):
            assert not re.search(r"\.(backward|_prev|grad)\b", text), file


def test_modules_stay_readable():
    for file in Path(ROOT / "grader").rglob("*.py"):
        assert lines_of_code(file.read_text(encoding="utf-8")) <= 300, file


def lines_of_code(text):
    """How many lines have code in them: blank lines, comments and docstrings do not count."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, documented)]
    docstrings = [node.body[0] for node in nodes if ast.get_docstring(node, clean=False) is not None]
    told = {line for each in docstrings for line in range(each.lineno, each.end_lineno + 1)}
    lines = enumerate(text.splitlines(), start=1)
    return sum(bool(x.strip()) and not x.strip().startswith("#") and i not in told for i, x in lines)
