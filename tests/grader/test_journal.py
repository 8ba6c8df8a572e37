"""The learner's journal: what a run leaves, what is made of it, and what cannot hurt it."""

import re
from datetime import timedelta

import pytest

from grader.practice import journal
from grader.practice.journal import Work

RUN = "2026-11-25 13:{:02}:00  stage {}: 1 of 21 tests\n"


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write the journal, and give the work that it tells of."""
    monkeypatch.setattr(journal, "JOURNAL", tmp_path / ".kata" / "journal.txt")

    def write(content):
        journal.JOURNAL.parent.mkdir(exist_ok=True)
        journal.JOURNAL.write_bytes(content if isinstance(content, bytes) else content.encode())
        return dict(journal.work())

    return write


def test_a_run_of_a_stage_leaves_a_line_and_progress_counts_it(kata):
    kata.run("stage", "0")
    kata.run("stage", "0-1")
    lines = journal.JOURNAL.read_text(encoding="utf-8").splitlines()
    assert [re.sub(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  ", "", line) for line in lines] == [
        "stage 0: 0 of 21 tests",
        "stage 0: 0 of 21 tests",
        "stage 1: 0 of 26 tests",
    ]
    out = kata.run("progress").out.splitlines()
    assert [
        line.endswith(end) for line, end in zip(out, ("; 2 runs", "; 1 run", "points"), strict=False)
    ] == [True] * 3
    assert journal.JOURNAL.read_text(encoding="utf-8").splitlines() == lines


def test_code_of_others_is_not_in_the_journal(kata):
    kata.run("stage", "0", "--code", kata.exercises)
    assert not journal.JOURNAL.exists()
    kata.run("stage", "0")
    assert "run" not in kata.run("progress", "--code", kata.exercises).out.partition("\n")[0]


def test_time_counts_for_the_stage_that_it_ends_in_and_pauses_do_not_count(written):
    work = written("".join(RUN.format(*each) for each in ((0, 1), (5, 1), (8, 2), (50, 2), (51, 2))))
    assert work == {1: Work(2, timedelta(minutes=5)), 2: Work(3, timedelta(minutes=4))}


def test_a_clock_that_was_put_back_takes_no_time_away(written):
    assert written(RUN.format(30, 1) + RUN.format(20, 1)) == {1: Work(2, timedelta())}


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00 damaged\n" + RUN.format(0, 1).encode(),
        "# my own note\n\n" + RUN.format(0, 1).replace("\n", "\r\n"),
        RUN.format(0, 1) + "2026-02-31 13:00:00  stage 1: 1 of 21 tests\n" + "2026-11-25 13:0",
    ],
    ids=["other bytes", "notes and Windows lines", "no such day, and half a line"],
)
def test_what_is_no_run_is_passed_over(written, content):
    assert written(content) == {1: Work(1, timedelta())}


def test_a_journal_that_cannot_be_written_or_read_stops_nothing(kata):
    journal.JOURNAL.mkdir(parents=True)
    assert kata.run("stage", "0").status == 1
    assert kata.run("progress").err == ""


def test_a_half_written_line_does_not_swallow_the_next_run(kata):
    journal.JOURNAL.parent.mkdir()
    journal.JOURNAL.write_text("2026-11-25 13:0")
    kata.run("stage", "0")
    assert journal.work()[0].runs == 1


@pytest.mark.parametrize(
    "work, text",
    [
        (Work(1), "1 run"),
        (Work(34, timedelta(minutes=80)), "34 runs, 1 h 20 min"),
        (Work(2, timedelta(hours=2)), "2 runs, 2 h"),
    ],
    ids=lambda each: str(each),
)
def test_work_is_told_in_words(work, text):
    assert str(work) == text


def test_the_tests_of_one_stage_are_listed_with_how_each_ended(kata):
    kata.fill(1)
    kata.edit("engine.py", 'raise NotImplementedError("stage 1: __init__")', "self.data = data")
    outcome = kata.run("progress", "1")
    lines = outcome.out.splitlines()
    assert outcome.status == 1
    assert lines[0].startswith("Stage 1: add and mul ")
    assert lines[2:5] == [
        "__init__ in engine.py",
        "  ok       a value holds its number",
        "  fails    a leaf was made from nothing",
    ]
    assert "  to do    sums of sums" in lines
