"""The set-up on first use: what it says where something is missing."""

import ast
import builtins
import os
import shutil
import sys

import pytest

import grader.__main__
from grader import environment
from grader.stages import ROOT


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout without a .venv, on a machine without uv."""
    monkeypatch.setattr(environment, "ROOT", str(tmp_path))
    monkeypatch.setattr(environment, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(environment, "CLAIM", str(tmp_path / ".kata" / "venv"))
    monkeypatch.setattr(environment, "STAMP", str(tmp_path / ".venv" / "kata-packages"))
    monkeypatch.setattr(environment, "PYTHON", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    return tmp_path


def test_an_old_python_is_told_which_one_to_get(checkout, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 10))
    with pytest.raises(
        environment.NotReady, match=r"This is Python 3\.8, and the kata needs 3\.11 or newer: http"
    ):
        environment.prepared()


def test_an_old_python_gives_way_to_a_newer_one(checkout, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 10))
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/" + name if name == "python3.12" else None)
    assert environment.prepared() == "/bin/python3.12"


def test_a_python_without_venv_is_told_what_to_install(checkout, monkeypatch):
    real = builtins.__import__

    def without_ensurepip(name, *arguments):
        if name == "ensurepip":
            raise ImportError(name)
        return real(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without_ensurepip)
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    with pytest.raises(environment.NotReady, match=f"On Debian or Ubuntu: sudo apt install {package}"):
        environment.prepared()


def test_a_folder_that_cannot_be_written_says_so(checkout, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(environment.NotReady, match=r"cannot be written .* Copy the project"):
        environment.prepared()


def test_a_failed_download_asks_for_a_connection(checkout, monkeypatch):
    monkeypatch.setattr(environment, "_make_venv", lambda: None)
    monkeypatch.setattr(environment.subprocess, "call", lambda command, **options: 1)
    with pytest.raises(environment.NotReady, match="Is there a connection"):
        environment.prepared()
    assert not (checkout / ".venv").exists()


def test_a_venv_is_made_once_and_again_when_the_packages_change(checkout, monkeypatch):
    made = []

    def make():
        made.append(1)
        (checkout / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        (checkout / ".venv" / "bin" / "python").touch()

    monkeypatch.setattr(environment, "_make_venv", make)
    monkeypatch.setattr(environment, "add", lambda requirements: None)
    assert environment.prepared() == environment.prepared() == environment.PYTHON
    assert len(made) == 1
    project = checkout / "pyproject.toml"
    project.write_text(project.read_text().replace('"numpy>=1.26"', '"numpy>=2.0"'))
    environment.prepared()
    assert len(made) == 2


def test_a_venv_that_is_damaged_is_told_and_starts_no_python_without_end(monkeypatch, capsys):
    monkeypatch.setenv(grader.__main__.STARTED, "1")
    monkeypatch.setattr(environment, "ready", lambda: False)
    assert grader.__main__.main() == 2
    assert capsys.readouterr().err == "The folder .venv is damaged. Remove it, and it is made anew.\n"


def test_another_python_may_be_started_first_to_make_the_venv(monkeypatch):
    started = []
    monkeypatch.delenv(grader.__main__.STARTED, raising=False)
    monkeypatch.setattr(grader.__main__.environment, "ready", lambda: False)
    monkeypatch.setattr("subprocess.call", lambda command, env: started.append(env) or 0)
    for python in ("/usr/bin/python3.12", environment.PYTHON):
        monkeypatch.setattr(grader.__main__.environment, "prepared", lambda python=python: python)
        grader.__main__.main()
    assert [grader.__main__.STARTED in env for env in started] == [False, True]


def test_a_venv_of_someone_else_is_left_alone(checkout):
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "mine.txt").write_text("mine")
    with pytest.raises(environment.NotReady, match="that the kata has not made"):
        environment.prepared()
    assert (checkout / ".venv" / "mine.txt").read_text() == "mine"


def test_a_set_up_that_was_cut_off_begins_anew(checkout, monkeypatch):
    monkeypatch.setattr(environment, "_make_venv", lambda: (checkout / ".venv").mkdir(exist_ok=True))
    monkeypatch.setattr(environment.subprocess, "call", lambda *_, **__: 1)
    with pytest.raises(environment.NotReady, match="Is there a connection"):
        environment.prepared()
    monkeypatch.setattr(environment.subprocess, "call", lambda *_, **__: 0)
    assert environment.prepared() == environment.PYTHON


@pytest.mark.parametrize("name", ["environment.py", "__main__.py", "__init__.py"])
def test_what_runs_first_is_understood_by_old_pythons(name):
    ast.parse((ROOT / "grader" / name).read_text(encoding="utf-8"), feature_version=(3, 5))


def test_every_package_has_a_reason():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    packages = [
        line for line in lines if line.startswith('    "') and line.count('"') == 2 and "tests" not in line
    ]
    assert packages
    assert [line for line in packages if "  # " not in line] == []
