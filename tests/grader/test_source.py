"""One source: the stubs are what is left of the solutions, and every part of them says what to do."""

import ast
import doctest
import importlib
import re
import subprocess
import sys

import pytest

from grader.source import definition_lines, filled, grafted, single_stubs, stub_files
from grader.stages import ROOT, stages

FILES = list(stub_files())
BLOCKS = [(file, block) for file in FILES for block, _text in single_stubs(file)]
STUB_LINE = re.compile(r'raise NotImplementedError\("stage \d: .+"\)  # about \d+ lines?')
SILENT_LINE = re.compile(r"# Stage \d, about \d+ lines?: .+")


def code_lines(text):
    """The lines of code: no blanks, comments or docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if ast.get_docstring(node) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) else None:
            node.body = node.body[1:] or [ast.Pass()]
    return len(ast.unparse(tree).split("\n")) - ast.unparse(tree).split("\n").count("")


@pytest.mark.parametrize("file", FILES)
def test_the_committed_stubs_are_those_of_the_solutions(file):
    assert (ROOT / "exercises" / file).read_text(encoding="utf-8") == stub_files()[file]


@pytest.mark.parametrize("file", FILES)
def test_no_marker_and_no_solution_is_left_in_a_stub(file):
    text = stub_files()[file]
    assert "###" not in text
    for block, _text in single_stubs(file):
        written = [line.strip() for line in block.solution if len(line.strip()) > 25]
        assert not [line for line in written if line in text]


@pytest.mark.parametrize("file, block", BLOCKS, ids=lambda each: getattr(each, "inside", each))
def test_a_stub_names_its_stage_and_its_size(file, block):
    line = block.stub[0].strip()
    assert STUB_LINE.fullmatch(line) or SILENT_LINE.fullmatch(line), line


@pytest.mark.parametrize("file, block", BLOCKS, ids=lambda each: getattr(each, "inside", each))
def test_a_stub_has_an_example(file, block):
    text = stub_files()[file]
    first, last = next((a, b) for name, a, b in definition_lines(text) if name == block.inside)
    assert ">>> " in "\n".join(text.splitlines()[first:last])


@pytest.mark.parametrize("file, block", BLOCKS, ids=lambda each: getattr(each, "inside", each))
def test_a_stub_is_at_most_15_lines_to_write(file, block):
    written = [line for line in block.solution if line.strip() and not line.strip().startswith("#")]
    assert 1 <= len(written) <= 15


@pytest.mark.parametrize("file", FILES)
def test_a_stub_keeps_every_definition_with_its_docstring(file):
    def described(text):
        return [
            (node.name, ast.get_docstring(node))
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.ClassDef | ast.FunctionDef)
        ]

    stub, solution = described(stub_files()[file]), described(filled(file, 9))
    assert set(stub) <= set(solution)
    assert {each for each in solution if each[1]} <= set(stub)


@pytest.mark.parametrize("module", [file.removesuffix(".py") for file in FILES])
def test_a_stub_can_be_imported_with_nothing_filled_in(module):
    run = [sys.executable, "-W", "error", "-c", f"import exercises.{module}"]
    assert subprocess.run(run, cwd=ROOT, capture_output=True).stderr == b""


@pytest.mark.parametrize("folder", ["exercises", "solutions"])
def test_a_learner_can_carry_the_folder_away(folder):
    for file in (ROOT / folder).glob("*.py"):
        assert not re.search(r"\b(grader|tests)\b", file.read_text(encoding="utf-8")), file


@pytest.mark.parametrize("module", [file.removesuffix(".py") for file in FILES])
def test_every_example_in_a_docstring_is_true(module):
    outcome = doctest.testmod(importlib.import_module(f"solutions.{module}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_the_reference_stays_small():
    assert code_lines(filled("engine.py", 9)) <= 200
    assert code_lines(filled("nn.py", 9)) <= 80


@pytest.mark.parametrize("stage", stages(), ids=lambda stage: stage.title)
def test_a_half_finished_file_keeps_the_solutions_of_earlier_stages_only(stage):
    for file in stage.files:
        left = re.findall(
            r"stage (\d): ", "".join(re.findall(r"NotImplementedError.*", filled(file, stage.number)))
        )
        assert left and min(map(int, left)) == stage.number


# -- bringing one definition into somebody's file ---------------------------------------------------


def test_a_definition_replaces_the_one_of_the_same_name():
    text = "x = 1\n\n\ndef f():\n    return 1\n\n\ndef g():\n    return 2\n"
    assert grafted(text, "def f():\n    return 3\n", ["f"]) == text.replace("return 1", "return 3")


def test_a_method_that_is_missing_goes_to_the_end_of_its_class():
    text = "class Value:\n    def a(self):\n        pass\n\n\nafter = 1\n"
    donor = "class Value:\n    def b(self):\n        return 1\n"
    new = grafted(text, donor, ["Value.b"])
    assert [name for name, _, _ in definition_lines(new)] == ["Value", "Value.a", "Value.b"]
    assert new.endswith("\n\n\nafter = 1\n")


def test_a_class_that_is_missing_comes_as_a_whole():
    donor = "class Value:\n    def b(self):\n        return 1\n\n    def c(self):\n        return 2\n"
    names = [name for name, _, _ in definition_lines(grafted("x = 1\n", donor, ["Value.b"]))]
    assert names == ["Value", "Value.b", "Value.c"]


def test_a_decorator_belongs_to_what_it_decorates():
    text = "import functools\n\n\n@functools.cache\ndef f():\n    return 1\n"
    assert (
        "cache"
        not in grafted(text, "def f():\n    return 3\n", ["f"]).partition("def f")[0].partition("@")[2]
    )


def test_imports_of_the_donor_come_along_once():
    donor = "import math\n\n\ndef f():\n    return math.pi\n"
    once = grafted('"""Mine."""\n\nx = 1\n', donor, ["f"])
    assert once.startswith('"""Mine."""\nimport math\n')
    assert grafted(once, donor, ["f"]).count("import math") == 1
