"""Runs the tests of some stages on a folder of code, in another process that may end in any way."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass

from .explain import Finding
from .stages import ROOT, stages

START = 120  # seconds until the first test runs: a cold disk is slow
GRACE = 3  # seconds that a test may be late in noticing that its time is up
MOST_DEATHS = 2  # processes lost to the code under test, before the rest is left alone


@dataclass(frozen=True)
class Result:
    """One test of one stage, and how it ended."""

    test: str
    stage: int
    function: str  # the function in the table that it is about
    title: str
    finding: Finding | None = None  # None where it passed
    ran: bool = True  # False where an earlier test kept it from being run

    @property
    def passed(self):
        """Did the code under test do what the test asks for?"""
        return self.ran and self.finding is None


class Broken(Exception):
    """The tests could not be run, and the code under test is not to blame."""


def run(code, numbers):
    """The Results of all tests of the stages `numbers` on the folder `code`, in the learner's order.

    Raises Broken where the fault is ours.
    """
    ended, planned, deaths, endless = {}, {}, 0, set()
    while deaths <= MOST_DEATHS:
        left_out = [test for test, about in planned.items() if test in ended or about["stage"] in endless]
        if planned and len(left_out) == len(planned):
            break
        outcome = _run_once(code, numbers, left_out)
        planned = planned or outcome.tests
        ended |= outcome.ended
        if outcome.finished or not outcome.current:
            break
        deaths += 1
        lost = planned[outcome.current]
        ended[outcome.current] = _death(lost, outcome.slow)
        endless |= {lost["stage"]} if outcome.slow else set()
    return [
        Result(test, about["stage"], about["function"], about["title"], ended.get(test), test in ended)
        for test, about in planned.items()
    ]


@dataclass
class _Outcome:
    tests: dict
    ended: dict
    current: str = ""  # the test that was running when the process was lost
    finished: bool = False
    slow: bool = False  # the process was ended by us


def _run_once(code, numbers, skip):
    child = Child({"code": str(code), "stages": list(numbers), "skip": skip})
    outcome, patience = _Outcome({}, {}), START
    slowest = max(stage.timeout for stage in stages() if stage.number in numbers) + GRACE
    try:
        while (event := child.next_event(patience)) is not None:
            if "crash" in event:
                raise Broken(event["crash"])
            outcome.finished = outcome.finished or "done" in event
            outcome.tests |= {test["test"]: test for test in event.get("tests", ())}
            if "start" in event:
                outcome.current = event["start"]
            if "end" in event:
                outcome.ended[event["end"]] = Finding(**event["finding"]) if event["finding"] else None
                outcome.current = ""
            patience = slowest
    except queue.Empty:
        outcome.slow = True
    finally:
        child.end()
    if not outcome.tests:
        raise Broken(f"the tests did not start: {sys.executable} -m grader.child ended with {child.status}")
    return outcome


def _death(test, slow):
    """The Finding for a test in which the process was lost."""
    facts = {"title": test["title"], "function": test["function"], "stage": test["stage"]}
    if slow:
        got = "was still running after its time, and did not let itself be stopped"
        return Finding(
            "timeout", got=got, ask="Which loop never ends, or which number is far too large?", **facts
        )
    got = "ended the whole Python process"
    return Finding("failed", got=got, ask="Is there an exit(), or a recursion without an end?", **facts)


class Child:
    """The other process: one task in, events out."""

    def __init__(self, task):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "PYTHONPATH": ""},
            start_new_session=True,
            encoding="utf-8",
        )
        self.status = None
        self.lines = queue.Queue()
        self.process.stdin.write(json.dumps(task))
        self.process.stdin.close()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")

    def next_event(self, patience):
        """What the child says next, or None at its end. Raises queue.Empty after `patience` seconds."""
        line = self.lines.get(timeout=patience)
        return json.loads(line) if line else None

    def end(self):
        """End the process, and whatever it has started."""
        if self.process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()
        self.status = self.process.wait()
