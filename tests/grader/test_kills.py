"""What becomes of a submission whose processes someone else kills: the system, say, for want of memory."""

import os
import signal
from pathlib import Path

import pytest

from grader.grading import verdict
from grader.grading.verdict import Settings
from grader.seats import runner
from grader.seats.trouble import Unloadable, at_most
from grader.stages import ROOT
from grader.wall import sandbox
from grader.wall.exam import Exam

SOLUTION = (ROOT / "solutions" / "derivative.py").read_text(encoding="utf-8")
EXAM = ["exam", "verdicts"]


def children(pid):
    """The processes that a process has started, and that run."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = file.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it has just ended
            continue
        found += [int(file.parent.name)] if int(parent) == pid and state != "Z" else []
    return found


def killing(victims, times, after=0):
    """A Child of which `victims`, a function of its number, are killed when a test begins, so many times.

    after: tests that are let pass before.
    """

    class Killed(runner.Child):
        left, began, waiting = times, 0, after

        def __init__(self, task):
            Killed.began += 1
            super().__init__(task)

        def next_event(self, patience):
            event = super().next_event(patience)
            Killed.waiting -= "start" in (event or {})
            if event and "start" in event and Killed.left > 0 > Killed.waiting:
                for pid in victims(self.process.pid):
                    Killed.left -= 1
                    os.kill(pid, signal.SIGKILL)
            return event

    return Killed


def judge(pid):
    return [pid]


@pytest.fixture
def run(tmp_path):
    """A function that runs stage 0 on a text of derivative.py."""

    def results(text, start, how=EXAM):
        (tmp_path / "derivative.py").write_text(text, encoding="utf-8")
        return runner.run(tmp_path, [0], how=how, start=start)

    return results


@pytest.mark.parametrize("victims", [judge, children], ids=["judge", "worker"])
def test_what_is_right_loses_nothing_where_its_processes_are_killed(run, victims):
    start = killing(victims, 4)
    results = run(SOLUTION, start)
    assert [each.test for each in results if not each.passed] == []
    assert start.left <= 0 and start.began > 1


def test_a_judge_that_is_killed_again_and_again_does_not_keep_the_others_waiting(run):
    start = killing(judge, 1_000)
    assert not all(each.passed for each in run(SOLUTION, start))
    assert start.began == (runner.MOST_KILLS + 1) * (runner.MOST_DEATHS + 1)


def test_in_the_practice_seat_code_may_have_killed_itself(run):
    start = killing(judge, 1)
    kinds = [each.finding.kind for each in run(SOLUTION, start, how=["verdicts"]) if each.finding]
    assert kinds == ["crashed"] and start.began == 2


def test_code_that_kills_itself_has_no_second_try(run):
    start = killing(judge, 0)
    results = run(f"import os\n\n{SOLUTION}\n\ndef f(x):\n    os.kill(os.getpid(), 9)\n", start)
    kinds = [each.finding.kind for each in results if each.finding]
    assert set(kinds) == {"crashed"} and start.began == 1


@pytest.mark.parametrize("ends, begun_anew", [("kill -9 $$", True), ("wait", False)], ids=["killed", "slow"])
def test_a_sandbox_that_is_killed_while_it_starts_is_no_timeout(monkeypatch, tmp_path, ends, begun_anew):
    command = ["sh", "-c", f"sleep 2 & {ends}"]  # what it has begun holds the pipe open
    monkeypatch.setattr(sandbox, "command", lambda _folder: (command, {}))
    killed, seat = [], Exam(tmp_path)
    monkeypatch.setattr(os, "kill", lambda *whom: killed.append(whom))
    with pytest.raises(Unloadable) as caught, at_most(0.5):
        seat.module("engine")
    seat.end_test(caught.value)
    assert ((os.getpid(), signal.SIGKILL) in killed) == begun_anew


def test_a_recording_whose_process_is_killed_begins_anew(tmp_path, monkeypatch):
    settings = Settings((0,), "1")
    undisturbed = verdict.drawn(settings, tmp_path)
    start = killing(judge, 2, after=9)
    monkeypatch.setattr(runner, "Child", start)
    assert verdict.drawn(settings, tmp_path) == undisturbed
    assert start.left == 0


@pytest.mark.parametrize("how, told", [(["exam"], ["doubles"]), ([], [])], ids=["exam", "practice"])
def test_who_looks_for_misconceptions_begins_anew_where_only_someone_else_can_have_killed_it(how, told):
    ends = iter([(None, -9), (None, -9), ({"examined": {"misconceptions": ["doubles"]}}, 0)])

    class Process:
        """A process that says and ends as the next of these tells."""

        def __init__(self, task):
            self.said, self.status = next(ends)

        def next_event(self, patience):
            return self.said

        def end(self):
            return self.status

    assert runner.examine("anywhere", 0, how=how, start=Process)["misconceptions"] == told
