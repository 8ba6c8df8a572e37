"""What the READMEs say is what happens."""

import re
import shutil

import pytest

from grader import cli
from grader.practice import screen
from grader.stages import ROOT, stages
from tests.mutants import mutants, mutated

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAP = (ROOT / "exercises" / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_output_in_the_readme_is_the_real_one(kata, monkeypatch):
    monkeypatch.setattr(screen.shutil, "which", lambda name: "/usr/bin/make")
    assert f"```\n{kata.run('stage', 1).out}```\n" in README


def test_the_diagnosis_in_the_readme_is_the_real_one(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(screen.shutil, "which", lambda name: "/usr/bin/make")
    for file in (ROOT / "solutions").glob("*.py"):
        shutil.copy(file, tmp_path)
    overwrites = next(each for each in mutants() if each.id == "add-overwrites")
    (tmp_path / "engine.py").write_text(mutated(overwrites), encoding="utf-8")
    cli.main(["stage", "4", "--code", str(tmp_path)])
    assert f"```\n{capsys.readouterr().out}```\n" in README


def test_the_first_screen_ends_before_line_30():
    first = README.partition("## Commands")[0]
    assert first.count("\n") <= 30


@pytest.mark.parametrize("stage", stages(), ids=lambda stage: stage.title)
def test_the_map_names_every_stage_with_its_files_functions_and_place_in_the_lecture(stage):
    row = next(line for line in MAP.splitlines() if line.startswith(f"| {stage.number} {stage.title}"))
    for file in stage.files:
        assert f"`{file}`" in row
    for time, _what in stage.lecture:
        assert time in row
    for function in stage.functions:
        name = function.name.rpartition(".")[2].removeprefix("_backward of ")
        assert function.bonus or name in row, name


def test_every_command_has_a_target_of_one_line_and_the_list_names_it():
    targets = re.findall(r"^([a-z%-]+):  ## .+\n\t@(.+)\n\n?(?!\t)", MAKEFILE, re.MULTILINE)
    assert {name for name, _recipe in targets} == {
        *("help", "stage%", "all", "progress", "hint", "explain", "demo", "reset", "catchup", "solution"),
        *("draw", "plot", "watch", "handout", "gradescope"),
        *("grade", "stubs", "verify", "mutants", "test", "doctor", "bench", "oracles"),
        *("scheduler", "worker", "bench-peers", "bench-scale", "soak"),
    }


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`make ([a-z]+)\d?", README))))
def test_every_make_target_in_the_readme_exists(name):
    assert re.search(rf"^{name}%?:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([\w./]+)\)", README))))
def test_every_link_to_a_file_leads_somewhere(path):
    assert (ROOT / path).exists()
