"""What docs/INSTRUCTORS.md says is what happens."""

import re
import subprocess
import sys

import pytest

from grader import cli
from grader.environment import VENV
from grader.source import filled
from grader.stages import ROOT

PAGE = (ROOT / "docs" / "INSTRUCTORS.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def block(language):
    """The one block of code in this language."""
    (text,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return text


def outputs(tmp_path, capsys, *words):
    """What a command prints, as if it had been given in the project's folder."""
    capsys.readouterr()
    assert cli.main([str(word) for word in words]) == 0
    return capsys.readouterr().out.replace(f"{tmp_path}/", "")


def test_the_course_of_the_page_gives_the_outputs_of_the_page(tmp_path, capsys):
    course = tmp_path / "course.toml"
    course.write_text(block("toml"), encoding="utf-8")
    said = outputs(tmp_path, capsys, "handout", tmp_path / "micrograd-kata-students", "--course", course)
    assert f"```\n{said}```\n" in PAGE
    said = outputs(tmp_path, capsys, "gradescope", tmp_path / "autograder.zip", "--course", course)
    assert f"```\n{said}```\n" in PAGE


def test_the_example_of_a_test_passes_where_it_should_and_fails_where_it_should(tmp_path):
    folder = tmp_path / "kata"
    assert cli.main(["handout", str(folder), "--stages", "1"]) == 0
    (folder / ".venv").symlink_to(VENV)
    examples = folder / "tests" / "stage1_add_and_mul" / "test_examples.py"
    before = examples.read_text(encoding="utf-8")
    examples.write_text(f"{before}\n\n{block('python')}", encoding="utf-8")
    engine = folder / "exercises" / "engine.py"
    right = filled("engine.py", 2)
    wrong = right.replace("self.data + other.data", "self.data + 1")
    for text, says in ((right, "ok       a sum of three values"), (wrong, "fails    a sum of three values")):
        engine.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "grader", "progress", "1"]
        assert says in subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout


@pytest.mark.parametrize("name", sorted(set(re.findall(r"(?:`|    )make ([a-z]+)\d?\b", PAGE))))
def test_every_make_target_on_the_page_exists(name):
    assert re.search(rf"^{name}%?:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([\w./-]+)\)", PAGE))))
def test_every_link_on_the_page_leads_somewhere(path):
    assert (ROOT / "docs" / path).exists()


NAMED = re.findall(r"`((?:kit|grader|tests|docs|solutions)/[\w./-]*)`", PAGE)


@pytest.mark.parametrize("path", sorted({*NAMED}))
def test_every_path_on_the_page_is_there_or_is_made(path):
    assert (ROOT / path).exists() or path in ("grader/stubs/", "kit/autolab/autograde.tar")
