"""A run in the background, which can be cancelled. What happens in it comes out as events:

Began(run, test)       a test begins; its title
Ended(run, results)    the Results are there
Believed(run, faults)  the misconceptions that fit the code, where it is wrong
Shaky(run, stage)      the first of those that this one stands on and that do not pass
Failed(run, text)      the tests could not be run, and the fault is ours
Drawn(run, text)       what was drawn after it
"""

import threading
import time
from collections import namedtuple

from ..seats import runner, score
from ..stages import stages

Began = namedtuple("Began", "run test")
Ended = namedtuple("Ended", "run results seconds")
Believed = namedtuple("Believed", "run faults")
Shaky = namedtuple("Shaky", "run stage")
Failed = namedtuple("Failed", "run text")
Drawn = namedtuple("Drawn", "run text")


class Cancelled(Exception):
    """Nobody waits for this run any more."""


class Run:
    """A run of some stages on the folder `code`. ready: a grader.seats.warm.Ready for them, or None."""

    def __init__(self, code, stages, ready, tell):
        self.code, self.stages, self.ready, self.tell = code, stages, ready, tell
        self.began, self._titles = time.monotonic(), {}
        self._numbers = [stage.number for stage in stages]
        self._process, self._cancelled, self._lock = None, False, threading.Lock()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def cancel(self):
        """End it now, and wait until it has ended."""
        with self._lock:
            self._cancelled = True
            if self._process:
                self._process.kill()
        self._thread.join()

    def _work(self):
        try:
            results = runner.run(self.code, self._numbers, start=self._start)
            self.tell(Ended(self, results, time.monotonic() - self.began))
            for stage in self.stages if len(self.stages) == 1 else ():
                self._examine(stage, score.first_failure(stage, results))
                self._look_back([stages()[number] for number in stage.stands_on])
        except Cancelled:
            pass
        except runner.Broken as broken:
            self.tell(Failed(self, str(broken)))

    def _examine(self, stage, failure):
        if failure and score.is_wrong(failure.finding):
            self.tell(Believed(self, runner.misconceptions(self.code, stage.number, start=self._start)))

    def _look_back(self, before):
        """Run what the stage stands on: a save may have broken it."""
        if before:
            numbers = [stage.number for stage in before]
            results = runner.run(self.code, numbers, how=["verdicts"], start=self._start)
            first = next((stage for stage in before if not score.passed(stage, results)), None)
            self.tell(Shaky(self, first))

    def _start(self, task):
        """Begin a process, and stand in for it."""
        with self._lock:
            if self._cancelled:
                raise Cancelled
            self._process = self._begun(task)
        return self

    def _begun(self, task):
        if self.ready and task.get("stages") == self._numbers:
            try:
                return self.ready(task)
            except (OSError, EOFError):  # the code under test may have ended it
                self.ready.end()
        return runner.Child(task)

    def next_event(self, patience):
        """What the process says next; the title of a test that begins is passed on, where it is asked for."""
        event = self._process.next_event(patience)
        if event:
            mine = [test for test in event.get("tests", ()) if test["stage"] in self._numbers]
            self._titles.update((test["test"], test["title"]) for test in mine)
            if event.get("start") in self._titles:
                self.tell(Began(self, self._titles[event["start"]]))
        return event

    def end(self):
        """End the process. Returns its exit status."""
        return self._process.end()
