"""What `make demo` shows, on code that works, on code that does not yet, and on any console."""

import io
import subprocess
import sys
from types import SimpleNamespace

import pytest
from rich.console import Console

from grader.practice import demo
from grader.source import stub_files
from grader.stages import ROOT

SHORT = """
import sys
from pathlib import Path
from grader.practice import demo, screen
demo.WIDTH, demo.HEIGHT = 20, 6
sys.exit(demo.demo(Path(sys.argv[1]), screen.console(), steps=2, samples=10))
"""  # the whole demo, with little training and a small picture


def shown(folder, **environment):
    """How a short demo of the code in `folder` ends, in a process of its own."""
    command = [sys.executable, "-c", SHORT, str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={"PATH": "", **environment})


@pytest.fixture
def learner(tmp_path):
    """A function that writes the code of someone who has done all stages before one."""

    def write(before, **changes):
        for name, text in stub_files(before).items():
            (tmp_path / name).write_text(changes.get(name[:-3], text), encoding="utf-8")
        return tmp_path

    return write


# -- the whole --------------------------------------------------------------------------------------


def test_on_the_solutions_it_shows_three_things_and_where_to_start():
    outcome = shown(ROOT / "solutions")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    headings = [line[:3] for line in outcome.stdout.splitlines() if line[:1].isdigit()]
    assert headings == ["1. ", "2. ", "3. "]
    assert "o = tanh(n)                     data  0.7071   grad  1.0000\n" in outcome.stdout
    assert outcome.stdout.endswith("This is what you will have built. Start with: python -m grader stage 1\n")


def test_on_finished_code_of_a_learner_it_says_whose_numbers_these_are(learner):
    outcome = shown(learner(7))
    assert outcome.returncode == 0
    assert outcome.stdout.splitlines()[-1].startswith("Every number and every character above came from your")


def test_elsewhere_than_in_a_terminal_it_is_plain_ascii():
    assert shown(ROOT / "solutions").stdout.isascii()
    assert "\x1b" not in shown(ROOT / "solutions").stdout


def test_in_a_terminal_it_is_in_colours_unless_these_are_unwanted():
    colours = shown(ROOT / "solutions", FORCE_COLOR="1", TERM="xterm").stdout
    assert "\x1b[44m" in colours
    assert colours.isascii()
    without = shown(ROOT / "solutions", FORCE_COLOR="1", TERM="xterm", NO_COLOR="1").stdout
    assert "\x1b[4" not in without
    assert "\x1b[3" not in without


# -- code that is not there yet ---------------------------------------------------------------------

FIRST = {
    0: "stage 1: __init__",
    1: "stage 1: __init__",
    2: "stage 3: tanh",
    3: "stage 3: tanh",
    4: "stage 4: backward",
    5: "stage 5: MLP.__init__",
    6: "stage 6: training_step",
}


@pytest.mark.parametrize("before, stub", FIRST.items())
def test_unfinished_code_is_one_line_that_names_the_first_stub(learner, before, stub):
    outcome = shown(learner(before))
    assert outcome.returncode == 1
    assert f" is not there yet: {stub} is still a stub. First: python -m grader stage " in outcome.stderr
    assert outcome.stderr.count("\n") == 1


def test_what_works_already_is_shown_before_the_line(learner):
    assert "grad -1.5000" in shown(learner(5)).stdout
    assert shown(learner(4)).stdout == ""


WRONG = {
    "no colon": ("engine", "class Value\n", "SyntaxError: expected ':' (engine.py, line 1)"),
    "empty": ("engine", "", "it has no `Value` in engine.py"),
    "exit": ("train", "exit()\n", "train.py ends the program when it is imported: sys.exit() or exit() ("),
    "other names": ("nn", "", "train.py cannot be imported: ImportError: cannot import name 'MLP'"),
    "no result": (
        "engine",
        "class Value:\n  def __init__(s, x): 0\n  def __mul__(s, o): 0\n",
        "raises TypeE",
    ),
    "two lines": (
        "engine",
        "def Value(x):\n  raise ValueError('a\\nb')\n",
        "it raises ValueError: a (engine",
    ),
}


@pytest.mark.parametrize("module, text, line", WRONG.values(), ids=WRONG)
def test_wrong_code_is_one_line_too(learner, module, text, line):
    outcome = shown(learner(7, **{module: text}))
    assert outcome.returncode == 1
    assert line in outcome.stderr
    assert outcome.stderr.endswith(". First: python -m grader progress\n")
    assert outcome.stderr.count("\n") == 1


# -- its parts --------------------------------------------------------------------------------------


def test_the_tree_shows_each_number_below_what_was_made_from_it():
    drawn = [line for line, _ in demo.branches("s")]
    assert drawn[:3] == ["s = x1w1 + x2w2", "+-- x1w1 = x1 * w1", "|   +-- x1"]
    assert drawn[-1] == "    +-- w2"


def test_the_progress_is_a_line_for_the_first_the_last_and_every_tenth_step():
    console = Console(file=io.StringIO(), soft_wrap=True)
    assert demo.show_training(console, ((0.5, 0.25, k) for k in range(12)), 12) == 11
    steps = [line[:7] for line in console.file.getvalue().splitlines() if line.startswith("  step")]
    assert steps == ["  step ", "  step ", "  step "]
    assert "step 12 of 12  ########################  loss 0.5000  accuracy  25%" in console.file.getvalue()


def test_the_boundary_has_the_models_side_and_the_points_in_their_places():
    upper_right = lambda x: SimpleNamespace(data=x[0] - 1 if x[1] > 0.5 else -1)
    points, labels = [[0.0, 1.0], [2.0, 0.0]], [-1.0, 1.0]
    box = demo.box_around(points)
    lines = [
        line.plain[2:] for line in demo.picture(demo.sides(upper_right, box), demo.marks(points, labels, box))
    ]
    assert len(lines) == demo.HEIGHT
    assert lines[0] == " " * 30 + "." * 30
    assert ["." in line for line in lines] == [True] * 9 + [False] * 9
    assert [line.index("x") for line in lines if "x" in line] == [6]
    assert [line.index("o") for line in lines if "o" in line] == [54]
    assert next(k for k, line in enumerate(lines) if "x" in line) < demo.HEIGHT / 2
