"""The autograder of Gradescope, unpacked into a root laid out like theirs, and that of Autolab."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from grader import cli
from grader.environment import STAMP, VENV
from grader.grading import autograde
from grader.grading.course import ALL
from grader.stages import ROOT, stages
from grader.wall import landlock, lower, sandbox
from grader.wall.lower import others_can_read
from tests.grader.attacks import attacks, write

COURSE = 'stages = "0"\n'
FULL = stages()[0].points
RIGHT = (ROOT / "solutions" / "derivative.py").read_text(encoding="utf-8")
SPY = """
import os

def tried(what, *arguments):
    try:
        what(*arguments)
        return "DONE"
    except BaseException as error:
        return type(error).__name__

def f(x):
    source = {source!r}
    secrets = [source + name for name in ("solutions/derivative.py", "tests/conftest.py")]
    secrets.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + "/examples")
    print("secrets", *(tried(open, path) for path in secrets))
    print("results", tried(open, source + "../results/results.json", "w"))
    print("system", tried(os.fork), tried(os.setuid, 0), tried(os.kill, os.getppid(), 9))
    print("itself", os.path.isfile(__file__), sorted(os.environ))
    return 0

def slope(f, x, h):
    print('{{"scores": {{"stage0": 100}}}}')
    os._exit(0)
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The autograder.zip of a course that has stage 0 alone."""
    place = tmp_path_factory.mktemp("package")
    (place / "course.toml").write_text(COURSE, encoding="utf-8")
    assert cli.main(["gradescope", str(place / "a.zip"), "--course", str(place / "course.toml")]) == 0
    return place / "a.zip"


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """A way to put a command into the place of one of the system's."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    def put(name, script):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)

    return put


class Root:
    """The root of Gradescope's container: source/, submission/, results/, and run_autograder."""

    def __init__(self, folder, package):
        self.folder, self.source = folder, folder / "source"
        for name in ("source", "submission", "results"):
            (folder / name).mkdir()
        with zipfile.ZipFile(package) as archive:
            archive.extractall(self.source)
        shutil.copy(self.source / "run_autograder", folder)
        (self.source / ".venv").symlink_to(VENV)

    def set_up(self):
        """What setup.sh does."""
        return subprocess.run(["bash", "source/setup.sh"], cwd=self.folder, capture_output=True, text=True)

    def run(self, **files):
        """What run_autograder does with a submission."""
        for name, text in files.items():
            (self.folder / "submission" / f"{name}.py").write_text(text, encoding="utf-8")
        return subprocess.run(
            ["bash", str(self.folder / "run_autograder")], capture_output=True, text=True, encoding="utf-8"
        )

    @property
    def results(self):
        """What results.json holds."""
        return json.loads((self.folder / "results" / "results.json").read_text(encoding="utf-8"))


@pytest.fixture
def root(package):
    """Such a root, in a folder that other users can pass."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        yield Root(Path(folder), package)


def test_a_right_submission_gets_every_point(root):
    done = root.run(derivative=RIGHT)
    assert (done.returncode, done.stderr) == (0, "")
    results = root.results
    assert results["score"] == FULL
    assert results["stdout_visibility"] == "hidden"
    assert isinstance(results["execution_time"], float)
    names = [function.name for function in stages()[0].functions]
    kinds = ("examples", "hidden tests")
    expected = [f"stage 0: {name}, {kind}" for name in names for kind in kinds]
    assert [test["name"] for test in results["tests"]] == expected
    for test in results["tests"]:
        assert test["status"] == "passed" and test.keys() >= {"output", "output_format"}
        assert test["visibility"] == ("visible" if "examples" in test["name"] else "after_published")
    for test in results["tests"][1::2]:
        assert test["score"] == test["max_score"]
    assert sum(test.get("score", 0) for test in results["tests"]) == FULL
    assert json.loads(done.stdout.splitlines()[-1]) == {"scores": {"stage0": FULL}}


def test_half_a_submission_gets_its_share_and_is_told_what_to_mend(root):
    half = RIGHT.replace("return 3 * x**2", "return 4 * x**2")
    assert half != RIGHT
    root.run(derivative=half)
    assert 0 < root.results["score"] < FULL
    assert root.results["tests"][0]["status"] == "failed"
    assert "f(3.0)" in root.results["tests"][0]["output"]


def test_an_empty_submission_gets_nothing_and_is_told_why(root):
    assert root.run().returncode == 0
    assert root.results["score"] == 0
    assert root.results["extra_data"]["status"] == "missing"
    assert root.results["output"]


def test_a_hostile_submission_reaches_nothing(root):
    done = root.run(derivative=SPY.format(source=f"{root.source}/"))
    assert (done.returncode, done.stderr) == (0, "")
    assert root.results["score"] == 0
    told = root.results["tests"][0]["output"]
    assert "secrets FileNotFoundError FileNotFoundError FileNotFoundError" in told
    assert "results FileNotFoundError" in told
    assert json.loads(done.stdout.splitlines()[-1]) == {"scores": {"stage0": 0.0}}


def test_each_run_draws_other_examples():
    assert autograde._settings(ALL, (0,)).seed != autograde._settings(ALL, (0,)).seed


def test_where_the_solution_fails_there_are_no_results(root):
    broken = root.source / "solutions" / "derivative.py"
    broken.write_text(RIGHT.replace("return 3 * x**2", "return 4 * x**2"), encoding="utf-8")
    done = root.run(derivative=RIGHT)
    assert done.returncode == 2
    assert done.stderr.startswith("The fault is ours: the solution itself does not pass here")
    assert not (root.folder / "results" / "results.json").exists()


# -- where no sandbox can be made -------------------------------------------------------------------


def python_for_others():
    """A Python like this one that any user may run, or None."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    found = [Path(sys.base_prefix, "bin", version), Path("/usr/bin", version)]
    return next((path for path in found if path.is_file() and others_can_read(path)), None)


def lend_packages(root, python):
    """A .venv of that Python with the packages of ours: nothing is downloaded."""
    venv = root.source / ".venv"
    venv.unlink()
    subprocess.run([python, "-m", "venv", "--without-pip", venv], check=True)
    packages = next(venv.glob("lib/*/site-packages"))
    (packages / "lent.pth").write_text(str(next(Path(VENV).glob("lib/*/site-packages"))), encoding="utf-8")
    shutil.copy(STAMP, venv)


def test_without_a_sandbox_the_code_runs_as_another_user_or_not_at_all(root, commands):
    commands("apt-get", "exit 0")
    commands("bwrap", "exit 1")
    python = python_for_others()
    if python:
        lend_packages(root, python)
    assert root.set_up().returncode == 0
    done = root.run(derivative=SPY.format(source=f"{root.source}/"))
    if os.geteuid() != 0 or not python or not others_can_read(ROOT / "LICENSE"):
        assert done.returncode == 2
        assert done.stderr.startswith("Nothing is graded here. No worker answers from inside a sandbox")
        assert not (root.folder / "results" / "results.json").exists()
        return
    assert (done.returncode, done.stderr, root.results["score"]) == (0, "", 0)
    assert "graded without a sandbox, as a user of lower rights" in root.results["output"]
    text = done.stdout
    assert "secrets PermissionError PermissionError PermissionError" in text
    assert "results PermissionError" in text
    assert "system PermissionError PermissionError PermissionError" in text
    assert "itself True ['LC_ALL', 'OPENBLAS_NUM_THREADS', 'PYTHONHASHSEED', 'PYTHONUTF8']" in text


GRADES = """\
import json, os, sys
from pathlib import Path
from tempfile import TemporaryDirectory
from grader.grading import autograde
from grader.grading.course import ALL

if __name__ == "__main__":
    os.umask(0o077)
    settings = autograde._settings(ALL, (1, 3))
    assert settings.lower
    with TemporaryDirectory() as place:
        os.chmod(place, 0o711)
        examples = autograde.drawn_and_checked(settings, Path(place))
    autograde.drawn_and_checked = lambda *_: examples  # the same for all of them: it takes time
    for submission in sorted(Path(sys.argv[1]).iterdir()):
        with TemporaryDirectory() as place:
            os.chmod(place, 0o711)
            row = autograde._row(submission, settings, Path(place))
        print(json.dumps([submission.name, row.points]))
"""
ATTACKS = (
    *("reading/other_submissions", "reading/tests_and_solutions", "reading/descriptors"),
    *("knowing/installed_engines", "framework/shadowing_modules", "lying/always_equal"),
    *("writing/others_files", "outliving/raw_system_calls"),
)


@pytest.fixture
def left_in_tmp():
    """A right engine where everyone may read it: a worker of lower rights can, but for Landlock."""
    with TemporaryDirectory() as folder:
        if landlock.version() > 0:
            Path(folder).chmod(0o755)
            shutil.copy(ROOT / "solutions" / "engine.py", folder)
            Path(folder, "engine.py").chmod(0o644)
        yield


@pytest.mark.usefixtures("left_in_tmp")
def test_without_a_sandbox_no_attack_gains_a_point(root, commands):
    commands("apt-get", "exit 0")
    commands("bwrap", "exit 1")
    python = python_for_others()
    if os.geteuid() != 0 or not python or not others_can_read(ROOT / "LICENSE"):
        return  # then nothing is graded, which the test above has seen
    lend_packages(root, python)
    assert root.set_up().returncode == 0
    chosen = [each for each in attacks() if each.name in ATTACKS]
    assert len(chosen) == len(ATTACKS) and {each.honest for each in chosen} == {3}
    for each in chosen:
        write(each.files, root.folder / "submission" / each.name.replace("/", "-"))
    (root.source / "attacked.py").write_text(GRADES, encoding="utf-8")
    command = [root.source / ".venv" / "bin" / "python", "attacked.py", root.folder / "submission"]
    done = subprocess.run(command, cwd=root.source, capture_output=True, text=True, encoding="utf-8")
    points = dict(json.loads(line) for line in done.stdout.splitlines())
    assert points == {each.name.replace("/", "-"): {"1": 12, "3": 0} for each in chosen}, done.stderr


def test_a_build_with_an_old_python_fails(root, commands):
    commands("apt-get", "exit 0")
    commands("python3", "exit 2")  # what `doctor` says where there is no newer one
    assert root.set_up().returncode != 0


# -- Autolab ----------------------------------------------------------------------------------------


def test_autolab_reads_the_scores_in_the_last_line(tmp_path):
    (tmp_path / "course.toml").write_text(COURSE, encoding="utf-8")
    shutil.copytree(ROOT / "kit" / "autolab", tmp_path / "autolab")
    made = ["make", "-s", "-C", tmp_path / "autolab", f"KATA={ROOT}", f"COURSE={tmp_path / 'course.toml'}"]
    subprocess.run(made, check=True, capture_output=True)
    place = tmp_path / "autolab"
    assert sorted(path.name for path in place.iterdir()) == [
        "Makefile",
        "autograde-Makefile",
        "autograde.tar",
    ]
    with zipfile.ZipFile(place / "handin.zip", "w") as archive:
        archive.writestr("derivative.py", RIGHT)
    recipe = (place / "autograde-Makefile").read_text(encoding="utf-8")
    assert recipe.count("-C source\n") == 1
    (place / "Makefile").write_text(
        recipe.replace("-C source\n", f"-C source && ln -s '{VENV}' source/.venv\n")
    )
    done = subprocess.run(["make"], cwd=place, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == '{"scores": {"stage0": 8.0}}'


@pytest.fixture
def tree(monkeypatch):
    """A project that another user could read, with root at work in it."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        names = ("solutions/engine.py", "tests/conftest.py", *(f"grader/{name}" for name in sandbox.OURS))
        for path in (Path(folder, name) for name in names):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(0o644)
        monkeypatch.setattr(lower, "GRADER", Path(folder, "grader"))
        monkeypatch.setattr(lower.os, "geteuid", lambda: 0)
        monkeypatch.setattr(lower, "python", lambda: f"{folder}/grader/seats/seat.py")
        yield Path(folder)


def refused(tree):
    """Why there is no worker of lower rights in that project."""
    with pytest.raises(sandbox.NoSandbox) as refusal:
        lower.lower_command(tree / "grader")
    return str(refusal.value)


@pytest.mark.parametrize("name", ["solutions", "tests"])
def test_no_worker_of_lower_rights_where_it_could_read_the_secrets(tree, name):
    (tree / ({"solutions", "tests"} - {name}).pop()).chmod(0o700)
    assert refused(tree).startswith(f"Others can read {tree / name}/")
    assert refused(tree).endswith("chmod 700 solutions tests")


def test_no_worker_of_lower_rights_where_it_could_not_read_itself(tree):
    (tree / "solutions").chmod(0o700)
    (tree / "tests").chmod(0o700)
    (tree / "grader" / "seats" / "prints.py").chmod(0o600)
    assert "Another user cannot read " in refused(tree)


def test_no_worker_of_lower_rights_without_root(tree, monkeypatch):
    monkeypatch.setattr(lower.os, "geteuid", lambda: 1000)
    assert refused(tree) == "Only root can run the code as another user."
