"""Runs in a process that is ready: the same verdicts as anywhere, and nothing left of the run before."""

import time

import pytest

from grader.practice.rerun import Ended, Run
from grader.practice.watch_screen import changed
from grader.seats import runner
from grader.seats.warm import Ready
from grader.source import filled, stub_files
from grader.stages import stages

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
