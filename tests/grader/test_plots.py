"""`python -m grader plot`: pictures from the learner's numbers, or one line that says what is missing."""

import json

import pytest

from grader import environment
from grader.draw import plots
from grader.practice import demo
from grader.stages import stages

TRAIN = """
def make_moons(n): return [[0.0, 1.0], [1.0, 0.0]], [-1.0, 1.0]
class Answer:
    def __init__(self, data): self.data = data
def moons_training(steps, n):
    for k in range(3):
        yield 1.0 / (k + 1), 0.5, lambda point: Answer(point[0] - 0.5)
"""  # a training of no time at all


@pytest.fixture(autouse=True)
def drawings(tmp_path, monkeypatch):
    """Where the pictures go; and matplotlib, which learners get when they need it."""
    environment.add_missing("draw", "matplotlib")
    monkeypatch.setattr(plots, "DRAWINGS", tmp_path / "drawings")
    return tmp_path / "drawings"


def test_all_plots_are_drawn(kata, drawings):
    kata.fill(7)
    kata.write("train.py", TRAIN)
    outcome = kata.run("plot")
    assert (outcome.status, outcome.err) == (0, "")
    assert sorted(file.name for file in drawings.iterdir()) == [
        "loss.png",
        "moons.png",
        "slope.png",
        "tanh.png",
    ]
    for file in drawings.iterdir():
        assert file.read_bytes().startswith(b"\x89PNG")
        assert f"{file.stem}: {file}\n" in outcome.out


def test_the_numbers_are_those_of_the_code(kata):
    kata.fill(7)
    kata.write("train.py", TRAIN)
    slope, tanh, training = (plots._numbers(name, kata.exercises) for name in ("slope", "tanh", "training"))
    assert slope["slopes"][2] == pytest.approx([3.0, 20.0, 14.0], abs=1e-4)
    assert (tanh["x"][80], tanh["tanh"][80], tanh["slope"][80]) == (0.0, 0.0, 1.0)
    assert tanh["slope"][0] == pytest.approx(1 - tanh["tanh"][0] ** 2)
    assert training["losses"] == [1.0, 1 / 2, 1 / 3]
    assert all(
        score == x - 0.5 for row in training["scores"] for x, score in zip(training["x"], row, strict=True)
    )


@pytest.mark.parametrize("name", plots.PLOTS)
def test_a_plot_says_what_it_shows(name):
    from matplotlib.figure import Figure

    from grader.draw.figures import DRAWN

    numbers = {
        "slope": {"x": [0, 1, 2], "f": [5, 4, 9], "slopes": [[0, 5, -4], [1, 4, 2], [2, 9, 8]]},
        "tanh": {"x": [0, 1], "tanh": [0, 0.76], "slope": [1, 0.42]},
    }.get(
        name, {"losses": [1.0, 0.5], "accuracies": [0.5, 0.75], "points": [[0, 1], [1, 0]], "labels": [-1, 1]}
    )
    numbers |= (
        {} if "f" in numbers or "tanh" in numbers else {"x": [0, 1], "y": [0, 1], "scores": [[-1, 1]] * 2}
    )
    axes = Figure().subplots()
    DRAWN[name](axes, numbers)
    _handles, labels = axes.get_legend_handles_labels()
    shows = {
        "slope": ["slope at x = 1: 2.0000"],
        "tanh": ["tanh(x)"],
        "moons": ["label -1", "label +1"],
        "loss": ["loss"],
    }[name]
    assert {*shows} < {*labels}
    assert all((axes.get_title(), axes.get_xlabel(), axes.get_ylabel()))


def test_what_is_not_there_yet_is_a_line_and_the_rest_is_drawn(kata, drawings):
    kata.fill(1)
    outcome = kata.run("plot")
    assert outcome.status == 1
    assert [file.name for file in drawings.iterdir()] == ["slope.png"]
    assert "tanh: exercises is not there yet: stage 1: __init__ is still a stub. First: " in outcome.out
    assert outcome.out.endswith("To see it before: python -m grader plot --code solutions\n")


def test_where_there_are_no_solutions_they_are_not_advised(kata, monkeypatch):
    monkeypatch.setattr(plots, "HANDOUT", True)
    outcome = kata.run("plot", "slope")
    assert outcome.status == 1
    assert outcome.out.count("\n") == 1 and outcome.out.startswith("slope: exercises is not there yet: ")


def test_a_stage_that_is_not_there_is_not_advised(kata, monkeypatch):
    monkeypatch.setattr(demo, "stages", lambda: stages()[:3])
    told = demo.not_there_yet(NotImplementedError("stage 3: tanh"), kata.exercises)
    assert told == "exercises is not there yet: stage 3: tanh is still a stub."


def test_plots_are_those_of_the_stages_that_are_there(kata, monkeypatch):
    assert [*plots.plots_of(range(3))] == ["slope"]
    assert [*plots.plots_of(range(6))] == ["slope", "tanh"]
    monkeypatch.setattr(plots, "PLOTS", plots.plots_of([1]))
    assert kata.run("plot").err == "There is nothing to plot in the stages that are here.\n"


def test_code_without_an_end_is_a_line(kata, monkeypatch):
    monkeypatch.setattr(plots, "PATIENCE", 1)
    kata.write("derivative.py", "while True: pass")
    outcome = kata.run("plot", "slope")
    assert (outcome.status, outcome.out.splitlines()[0]) == (
        1,
        "slope: exercises was still running after 1 seconds.",
    )


def test_an_unknown_plot_and_a_file_in_the_place_of_the_folder_are_one_line(kata, tmp_path):
    unknown = kata.run("plot", "sine")
    assert (unknown.status, unknown.err) == (
        2,
        'There is no plot "sine". There are: slope, tanh, moons, loss.\n',
    )
    (tmp_path / "file").write_text(json.dumps({}))
    taken = kata.run("plot", "slope", "--out", tmp_path / "file")
    assert (taken.status, taken.err) == (2, f"{tmp_path / 'file'} is a file. Name a folder.\n")
