"""Runs in a process that is ready: the same verdicts as anywhere, and nothing left of the run before."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.practice.rerun import Ended, Run
from grader.practice.watch_screen import changed
from grader.seats import runner
from grader.seats.warm import Ready, judge
from grader.source import filled, stub_files
from grader.stages import ROOT, stages

STAGE = stages()[0]
RIGHT = filled("derivative.py", 9)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("code")


@pytest.fixture(scope="module")
def ready(place):
    ready = Ready(place, [STAGE.number])
    while not ready:
        time.sleep(0.01)
    yield ready
    ready.end()


def run_of(place, ready, text):
    """The Results for this derivative.py."""
    (place / "derivative.py").write_text(text, encoding="utf-8")
    return runner.run(place, [0], start=ready)


VERSIONS = {
    "right": RIGHT,
    "stub": stub_files(0)["derivative.py"],
    "wrong": RIGHT.replace("+ 5", "+ abs(x) + 2"),
    "wrong for numbers that no example has": RIGHT.replace("+ 5", "+ 5 + (x > 3.2)"),
    "not Python": "def f(x)\n",
    "ends its process": "import os\nos._exit(3)\n",
}


@pytest.mark.parametrize("text", VERSIONS.values(), ids=VERSIONS)
def test_the_verdict_is_that_of_a_fresh_process(place, ready, text):
    fresh, warm = run_of(place, None, text), run_of(place, ready, text)
    assert [(x.test, x.passed, x.ran) for x in warm] == [(x.test, x.passed, x.ran) for x in fresh]
    first = [next((x.finding for x in results if x.finding), None) for results in (fresh, warm)]
    assert first[0] == first[1]


# -- in the exam seat, for many submissions ---------------------------------------------------------


@pytest.fixture(scope="module")
def how(tmp_path_factory):
    """The options of a run of the exam seat, and among them where the examples are."""
    file, options = tmp_path_factory.mktemp("examples") / "examples", ["exam", "seed=3"]
    runner.run(ROOT / "solutions", [0, 1], how=[*options, "verdicts", f"record={file}"])
    return [*options, f"replay={file}"]


def told(folder, how, start):
    """What is found in stage 0: on the examples of everyone, in a search for others, and in the battery."""
    *options, replayed = how
    results = runner.run(folder, [0], how=[*options, "verdicts", replayed], start=start)
    random = [each.test for each in results if each.random and each.finding]
    others = [each.test for each in results if each.test not in random[:1]]
    again = runner.run(folder, [0], others, options, start=start) if random else []
    return results, again, runner.misconceptions(folder, 0, options, start)


@pytest.mark.parametrize("text", VERSIONS.values(), ids=VERSIONS)
def test_a_copy_of_the_judge_says_what_a_fresh_process_says(tmp_path, how, text):
    (tmp_path / "derivative.py").write_text(text, encoding="utf-8")
    assert told(tmp_path, how, judge([0, 1], how)) == told(tmp_path, how, None)


def test_copies_of_one_judge_grade_side_by_side(tmp_path, how):
    folders = [tmp_path / str(i) for i in range(6)]
    for i, folder in enumerate(folders):
        folder.mkdir()
        (folder / "derivative.py").write_text(RIGHT.replace("+ 5", f"+ {i + 3}"), encoding="utf-8")
    with ThreadPoolExecutor(3) as pool:
        found = [*pool.map(lambda folder: told(folder, how, judge([0, 1], how))[0], folders)]
    assert [all(each.passed for each in results) for results in found] == [i == 2 for i in range(6)]


def test_a_judge_that_is_lost_is_replaced_and_meanwhile_each_process_is_a_fresh_one(tmp_path, how):
    (tmp_path / "derivative.py").write_text(RIGHT, encoding="utf-8")
    lost = judge([0, 1], how)
    lost.args[0].kill()
    lost.args[0].process.join()
    for start in (lost, judge([0, 1], how)):
        assert all(each.passed for each in told(tmp_path, how, start)[0])
    assert judge([0, 1], how).args[0] is not lost.args[0]


# -- one after the other ----------------------------------------------------------------------------


def test_nothing_of_a_run_is_left_for_the_next(place, ready):
    once = "import json\nassert not hasattr(json, 'seen')\njson.seen = True\n"
    for _ in range(2):
        assert all(each.passed for each in run_of(place, ready, RIGHT + once))


def test_a_run_that_is_cancelled_has_no_verdict_and_makes_room_for_the_next(place, ready):
    (place / "derivative.py").write_text(RIGHT + "\nwhile True:\n    pass\n", encoding="utf-8")
    told = []
    run = Run(place, [STAGE], ready, told.append)
    while not told:
        time.sleep(0.01)
    run.cancel()
    assert not run._thread.is_alive() and not any(isinstance(each, Ended) for each in told)
    assert all(each.passed for each in run_of(place, ready, RIGHT))


def test_a_process_that_was_lost_is_replaced_by_a_fresh_one(place):
    lost = Ready(place, [STAGE.number])
    lost.end()
    told = []
    (place / "derivative.py").write_text(RIGHT, encoding="utf-8")
    Run(place, [STAGE], lost, told.append)._thread.join()
    assert [len(each.results) for each in told if isinstance(each, Ended)] == [21]


def test_what_has_changed_is_counted_and_the_first_three_are_named(place):
    right, stub = run_of(place, None, RIGHT), run_of(place, None, VERSIONS["stub"])
    titles = [each.title for each in right]
    assert [*changed((), right)] == [*changed(right, right)] == []
    assert [*changed(stub, right)] == [f"21 newly passing: {'; '.join(titles[:3])}; and 18 more"]
    one = [*right[:-1], stub[-1]]
    assert [*changed(right, one)] == [f"1 newly failing: {titles[-1]}"]
