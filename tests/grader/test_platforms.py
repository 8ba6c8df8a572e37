"""Editors, clouds and other systems: what can be tried here of it."""

import json
import os
import subprocess
import sys

import pytest

from grader.source import stub_files
from grader.stages import ROOT, stages
from tests.grader.attacks import write

SETTINGS = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
PANEL = [sys.executable, "-m", "pytest", *SETTINGS["python.testing.pytestArgs"]]

# What Windows does not have, taken away from every Python that finds this file on its path.
AS_ON_WINDOWS = """
import multiprocessing, os, signal, sys

for name in ("fork", "setsid", "killpg", "sched_setaffinity", "sched_getaffinity", "getuid", "geteuid"):
    delattr(os, name)
for name in ("setitimer", "alarm", "SIGALRM", "pthread_sigmask"):
    delattr(signal, name)
for name in ("resource", "termios", "tty", "fcntl", "pwd", "grp"):
    sys.modules[name] = None
multiprocessing.get_all_start_methods = lambda: ["spawn"]
"""


@pytest.fixture
def exercises(tmp_path):
    """Somebody's exercises, done up to stage 3, in a folder of their own."""
    folder = tmp_path / "exercises"
    write(stub_files(4), folder)
    return folder


def said(command, **settings):
    """(exit status, what was printed) of a command in the checkout."""
    done = subprocess.run(
        list(map(str, command)), cwd=ROOT, capture_output=True, text=True, encoding="utf-8", **settings
    )
    return done.returncode, done.stdout + done.stderr


def test_the_test_panel_finds_the_tests_of_every_stage_and_no_others():
    status, out = said([*PANEL, "--collect-only", "-q"])
    found = [line.split("/")[1] for line in out.splitlines() if "::" in line]
    assert status == 0
    assert set(found) == {stage.folder for stage in stages()}
    assert all("test_against_solution.py" in out.partition(stage.folder)[2] for stage in stages())


def test_the_test_panel_shows_the_words_that_make_would_show(exercises):
    test = "tests/stage4_backward/test_against_solution.py::test_the_order_of_any_graph"
    status, out = said([*PANEL, test, f"--code={exercises}"])
    assert status == 1
    assert "To do: topological_order, in engine.py, line " in out
    assert "Traceback" not in out


def test_a_hidden_test_can_be_looked_into_with_pdb(exercises):
    (exercises / "engine.py").write_text(
        (exercises / "engine.py")
        .read_text(encoding="utf-8")
        .replace(
            'raise NotImplementedError("stage 4: topological_order")', "found = [root]\n    return found[1]"
        ),
        encoding="utf-8",
    )
    test = "tests/stage4_backward/test_against_solution.py::test_the_order_of_any_graph"
    _status, out = said([*PANEL, "--pdb", test, f"--code={exercises}"], input="p len(found), root.data\nq\n")
    assert "(Pdb) (1, " in out
    assert "return found[1]" in out


@pytest.fixture
def as_on_windows(tmp_path):
    """The environment of a Python that lacks what Windows lacks."""
    place = tmp_path / "site"
    place.mkdir()
    (place / "sitecustomize.py").write_text(AS_ON_WINDOWS)
    return {**os.environ, "PYTHONPATH": str(place)}


def test_without_fork_alarms_and_groups_a_stage_is_run_and_explained(exercises, as_on_windows):
    grader = [sys.executable, "-m", "grader", "stage"]
    status, out = said([*grader, "3", "--code", exercises], env=as_on_windows)
    assert (status, "Stage 3 is done." in out) == (0, True)
    status, out = said([*grader, "4", "--code", exercises], env=as_on_windows)
    assert (status, "To do: topological_order" in out) == (1, True)


@pytest.mark.parametrize(
    "name", [".vscode/tasks.json", ".vscode/extensions.json", ".devcontainer/devcontainer.json"]
)
def test_the_settings_for_editors_and_clouds_are_json(name):
    assert json.loads((ROOT / name).read_text(encoding="utf-8"))


def test_the_tasks_and_the_container_call_commands_that_there_are():
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    _status, out = said([sys.executable, "-m", "grader", "--help"])
    for task in tasks:
        assert f"    {task['args'][2]} " in out
    assert container["onCreateCommand"].endswith("&& make progress")
