"""`make soak` on a small class: it finds nothing where nothing is wrong, and finds what is wrong."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from grader.authors import soak, soak_trouble
from grader.stages import ROOT

FORGETFUL = f"""
import sys

sys.path.insert(0, {str(ROOT)!r})
from grader.cli import main
from grader.grading.store import Store

keep, forgotten = Store.keep, []

def forgetful(store, verdicts):
    if "--resume" in sys.argv and not forgotten:
        forgotten.append(verdicts.popitem())
    keep(store, verdicts)

if __name__ == "__main__":
    Store.keep = forgetful
    sys.exit(main())
"""


def soaked(count):
    """(the exit status, what was printed) of a small class."""
    console = Console(file=io.StringIO(), width=200)
    status = soak.soak(console, "5", count)
    return status, console.file.getvalue()


@pytest.mark.timeout(900)
def test_a_class_that_is_disturbed_gets_its_grades_and_leaves_nothing():
    status, said = soaked(12)
    assert "NO " not in said and status == 0, said
    assert ", 1 runs. " in said and "0 runs ended on a full disk" not in said
    assert "ok  every submission has its row, and it is the right one" in said


@pytest.mark.timeout(900)
def test_a_store_that_forgets_one_verdict_is_found_out(tmp_path, monkeypatch):
    (tmp_path / "forgetful.py").write_text(FORGETFUL)
    monkeypatch.setattr(soak, "GRADE", (sys.executable, str(tmp_path / "forgetful.py"), "grade"))
    monkeypatch.setattr(soak, "_plan", lambda rng, count: [])
    status, said = soaked(3)
    assert status == 1
    assert "NO  every submission has its row, and it is the right one" in said
    assert "should have" in said


def test_a_process_that_is_left_is_found():
    with subprocess.Popen(["sleep", "60"], env={**os.environ, "SOAK": "marked"}) as process:
        assert soak_trouble.left("marked") == [process.pid]
        process.kill()
    assert soak_trouble.left("marked") == []


def test_what_is_left_beside_the_grades_is_found(tmp_path):
    for name in soak.LEFT_BY_A_RUN:
        (tmp_path / name).mkdir()
    for folder in ("feedback", "results"):
        (tmp_path / folder / "ada.x").touch()
    assert [*soak._remains(tmp_path, {"ada": {}})] == []
    (tmp_path / "unfinished").mkdir()
    (tmp_path / "results" / "ada.x").unlink()
    assert len([*soak._remains(tmp_path, {"ada": {}})]) == 2


@pytest.mark.parametrize(
    "looks, problems",
    [
        ([(30e6, 9)] * 9, 0),
        ([(30e6 + 2e6 * i, 9) for i in range(9)], 1),
        ([(30e6, 9 + 3 * i) for i in range(9)], 1),
        ([(30e6, 9)], 0),  # too short to tell
    ],
    ids=["steady", "memory", "descriptors", "short"],
)
def test_memory_and_open_files_that_grow_are_found(looks, problems):
    run = soak.Run(None, None, Path(), [], looks=looks)
    assert len([*soak._grown(run)]) == problems


def test_the_clock_of_a_run_jumps(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(soak_trouble.CLOCK)
    ask = "import time; began = time.time(); time.sleep(2.5); print(abs(time.time() - began))"
    environ = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", ask], env=environ, capture_output=True, text=True)
    assert float(done.stdout) > 60, done.stderr
