"""The process of warm.py, from the inside: it holds before the first test. Each run is a copy of it.

It has collected the tests; it has their random examples, drawn on the solution or read from a file, and
the right answers to these. The code under test is imported in the copies alone, and in their workers:
nothing of a run is left for the next one.
"""

import ctypes
import gc
import json
import os
import signal
from contextlib import suppress
from functools import partial, wraps
from importlib import import_module
from multiprocessing import reduction
from multiprocessing.connection import Connection

import pytest

from ..stages import ROOT
from . import child, replay
from .plugin import SEAT, STAGE, described, take_seat
from .seat import MODULES
from .warm import READY

REPLAY = "replay="  # how the option begins that names a file of examples


def main(task, control):
    """The process, from the inside: as child.main, up to the first test; from there on in copies."""
    child.leave_home()
    options = [each for each in task["how"] if not each.startswith(REPLAY)]
    files = [each.removeprefix(REPLAY) for each in task["how"] if each not in options]
    server = Server(control, files, task["rehearse"])
    try:
        status = pytest.main(child.arguments({**task, "how": options}), plugins=[server])
        if server.send:
            child.say_how_it_ended(status, server.send)
    finally:
        os._exit(0)


class Server:
    """The pytest plugin that holds before the first test. files: that of the examples, if there is one."""

    def __init__(self, control, files, rehearse):
        self.control, self.files, self.rehearse, self.send = control, files, rehearse, None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        """Wait for tasks. In the copy that is made for one, let pytest go on with its tests."""
        examples = replay.read(*self.files) if self.files else _drawn(session.items)
        if self.files:
            replay.know(*self.files)
            session.config.stash[SEAT].prepare()
        import_module("grader.diagnosis.recognition").known()
        tests = {item.nodeid: described(item) for item in session.items}
        tests = json.loads(json.dumps(tests))  # it lies in one place then: a copy writes to few pages
        gc.collect()
        _give_back()
        gc.freeze()  # whoever looks for garbage in a copy would write to all of it
        transcripts = _rehearsal().held(session, examples) if self.rehearse else {}
        self.control.send_bytes(READY)
        task, answers = _next_task(self.control)
        self.send = child.sender(answers)
        child.keep_to_limits(task)
        if "examine" in task:
            child.do(partial(child.examine, task, self.send), self.send)
        replays = any(each.startswith(REPLAY) for each in task["how"])
        self._take(session, task, tests, transcripts if replays else {})
        if not self.files:
            _replay(session.items, examples)
        elif replays:
            replay.replay(session.items, examples)

    def _take(self, session, task, tests, transcripts):
        """Let the tests of this session be those of the task."""
        session.config.option.verdicts = "verdicts" in task["how"]
        take_seat(session.config, task["code"])
        reporter = child.Reporter(self.send, child.sys.stdout, task["skip"], child.patience_for(task))
        reporter.plan({x: test for x, test in tests.items() if test["stage"] in task["stages"]})
        session.items = [item for item in session.items if item.nodeid in reporter.tests]
        session.config.pluginmanager.register(reporter)
        if transcripts:
            rehearsed = _rehearsal().Rehearsed(transcripts, reporter, session.config.stash[SEAT])
            session.config.pluginmanager.register(rehearsed)  # it is asked before the Reporter


def _rehearsal():
    """What a class is graded with, and no learner has."""
    return import_module("grader.wall.rehearsal")


def _next_task(control):
    """The next task and the connection for its events. Returns in copies only, once in each."""
    running = set()
    while True:
        try:
            request = json.loads(control.recv_bytes())
        except EOFError:
            for number in running:
                _ended(number)
            os._exit(0)
        if "end" in request:
            running.remove(request["end"])
            control.send_bytes(str(_ended(request["end"])).encode())
            continue
        answers = Connection(reduction.recv_handle(control), readable=False)
        number = os.fork()
        os.setpgid(number, number)  # in both, since either may be the first
        if number == 0:
            control.close()
            return request["run"], answers
        answers.close()
        running.add(number)
        control.send_bytes(str(number).encode())


def _ended(number):
    """The exit status of a copy, which is ended with all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(number, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def _drawn(items):
    """The random examples that the tests draw on the solution, by the name of the test."""
    if not (ROOT / "solutions").is_dir():
        return {}
    examples = replay.record(items)
    for item in items:
        if item.nodeid in examples:
            item.function(**_on_the_solution(item))
            handle = item.function.hypothesis
            handle.inner_test = handle.inner_test.__wrapped__  # it records no more
    return replay.loaded(examples)


def _give_back():
    """Give memory that is free back to the system, where the C library can do so."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _on_the_solution(item):
    """The arguments with which a test meets the solution."""
    names = [name for name in item._fixtureinfo.argnames if name in MODULES]
    return {name: import_module(f"solutions.{name}") for name in names}


def _replay(items, examples):
    """Have the tests run on these examples. Only the first that fails draws its own: to find a simple one."""
    told = set()  # is there one for a test that counts, and for a bonus?
    for item in items:
        if item.nodeid in examples:
            bonus = item.stash[STAGE].function(item.function.about).bonus
            item.obj = _replaying(item.obj, examples[item.nodeid], told, bonus)


def _replaying(test, examples, told, bonus):
    on_these = replay.on(examples, test)

    @wraps(test)
    def replayed(**fixtures):
        try:
            on_these(**fixtures)
        except Exception:
            if bonus in told:
                raise
            told.add(bonus)
            test(**fixtures)

    return replayed
