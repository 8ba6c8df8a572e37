"""What a class is graded with: random examples that were drawn once, and the right answers to them."""

from collections import defaultdict

import pytest

from grader.seats import replay, runner
from grader.stages import ROOT
from tests import reference


@pytest.fixture
def elsewhere(monkeypatch):
    """A function that makes this process know no answers, as another one that has just begun."""

    def begin():
        monkeypatch.setattr(reference, "ANSWERS", defaultdict(dict))

    begin()
    return begin


def doubling(asked):
    """A function of a test, as each process makes its own. asked: what it has worked out goes there."""

    @reference.remembered(by=tuple)
    def doubled(number):
        asked.append(number)
        return 2 * number

    return doubled


def test_an_answer_is_worked_out_once(elsewhere):
    asked = []
    doubled = doubling(asked)
    assert [doubled(3), doubled(4), doubled(3)] == [6, 8, 6]
    assert asked == [3, 4]


@pytest.mark.parametrize("knows_first", [True, False])
def test_what_was_answered_in_the_first_run_is_known_in_all_others(elsewhere, tmp_path, knows_first):
    doubling([])(3)
    replay.write({}, tmp_path / "examples")
    elsewhere()
    asked = []
    if knows_first:
        replay.know(tmp_path / "examples")
        doubled = doubling(asked)
    else:
        doubled = doubling(asked)
        replay.know(tmp_path / "examples")
    assert [doubled(3), doubled(4)] == [6, 8]
    assert asked == [4]


def test_the_parts_that_were_drawn_apart_are_one(elsewhere, tmp_path):
    parts = []
    for stage in (1, 2):
        file = tmp_path / f"{stage}"
        runner.run(ROOT / "solutions", [stage], how=["seed=1", f"record={file}"])
        parts.append(file.read_bytes())
    whole = tmp_path / "whole"
    whole.write_bytes(replay.joined(parts))
    examples = replay.read(whole)
    assert {name.split("/")[1][:6] for name in examples} == {"stage1", "stage2"}
    assert all(examples.values())
    replay.know(whole)
    values, gradients = (
        reference.ANSWERS[f"tests.reference.right_{each}"] for each in ("values", "gradients")
    )
    assert len(values) > 100 and len(gradients) > 100
