"""A process in which the tests of some stages are ready. Each run is a copy of it, made when it is asked for.

It has collected the tests, and drawn their random examples on the solution, with the right answers for
these, unless it was told to replay others. The code under test is imported in the copies alone: nothing of
a run is left for the next one.

This needs fork and the forkserver (see grader/seats/runner.py); where they are not, nothing is ever ready.
"""

import gc
import json
import os
import pickle
import signal
from contextlib import suppress
from functools import wraps
from importlib import import_module
from multiprocessing import reduction
from multiprocessing.connection import Connection

import pytest

from ..stages import ROOT
from . import child, replay, runner
from .plugin import STAGE
from .seat import MODULES

END, READY = b"end", b"ready"


class Ready:
    """The process, from the outside. Called with a task it begins a run, as runner.Child does.

    how: the options of all its runs, as those of runner.run.
    """

    def __init__(self, code, numbers, how=()):
        self._ready = False
        self.control, theirs = runner.PROCESSES.Pipe()
        core = getattr(runner.THREAD, "core", None)
        task = {"code": str(code), "stages": list(numbers), "how": list(how), "core": core}
        if runner.WARM:
            runner.warm_up()
            runner.PROCESSES.Process(target=main, args=(task, theirs), daemon=True).start()
        theirs.close()

    def __bool__(self):
        """Is it ready to begin a run?"""
        with suppress(EOFError, OSError):
            self._ready = self._ready or (self.control.poll() and self.control.recv_bytes() == READY)
        return self._ready and not self.has_ended

    def wait(self):
        """Wait until it is ready. Raises EOFError where it never will be."""
        self._ready = self._ready or self.control.recv_bytes() == READY

    @property
    def has_ended(self):
        """Is it gone, so that another one is needed?"""
        return self.control.closed

    def __call__(self, task):
        return Copy(self.control, task)

    def end(self):
        """End the process, and the run that it has begun."""
        self.control.close()  # it notices


class Copy:
    """A run in such a process: a task in, events out. OSError or EOFError where the process is lost."""

    def __init__(self, control, task):
        self.control = control
        self.events, theirs = runner.PROCESSES.Pipe(duplex=False)
        control.send_bytes(json.dumps(task).encode())
        reduction.send_handle(control, theirs.fileno(), None)
        theirs.close()
        self.number = int(control.recv_bytes())

    def next_event(self, patience):
        """What it says next, or None at its end. Raises TimeoutError after `patience` seconds."""
        return runner.event_from(self.events, patience)

    def kill(self):
        """End it, and whatever it has started, from any thread."""
        with suppress(OSError):
            os.killpg(self.number, signal.SIGKILL)

    def end(self):
        """The same, and wait until it is gone. Returns its exit status, or None where that is unknown."""
        self.kill()
        self.events.close()
        with suppress(EOFError, OSError):
            self.control.send_bytes(END)
            return int(self.control.recv_bytes())


def main(task, control):
    """The process, from the inside: as child.main, up to the first test; from there on in copies."""
    child.leave_home(task["core"])
    if "exam" in task["how"]:
        child.limit_memory()
    server = Server(control)
    try:
        status = pytest.main(child.arguments(task), plugins=[server])
        if server.send:
            child.say_how_it_ended(status, server.send)
    finally:
        os._exit(0)


class Server:
    """The pytest plugin that holds before the first test."""

    def __init__(self, control):
        self.control, self.send = control, None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        """Wait for tasks. In the copy that is made for one, let pytest go on with its tests."""
        examples = {} if session.config.getoption("replay") else _drawn(session.items)
        gc.collect()
        gc.freeze()
        self.control.send_bytes(READY)
        task, answers = _next_task(self.control)
        self.send = child.sender(answers)
        reporter = child.Reporter(self.send, child.sys.stdout, task["skip"], child.patience_for(task))
        session.config.pluginmanager.register(reporter)
        reporter.pytest_collection_modifyitems(session.config, session.items)
        reporter.pytest_collection_finish(session)
        _replay(session.items, examples)


def _next_task(control):
    """The next task and the connection for its events. Returns in the copy only, once for each task."""
    number, running = 0, False
    while True:
        try:
            request = control.recv_bytes()
        except EOFError:
            request = None
        status = _ended(number) if running else 0
        running = False
        if request is None:
            os._exit(0)
        if request == END:
            control.send_bytes(str(status).encode())
            continue
        answers = Connection(reduction.recv_handle(control), readable=False)
        number, running = os.fork(), True
        os.setpgid(number, number)  # in both, since either may be the first
        if number == 0:
            control.close()
            return json.loads(request), answers
        answers.close()
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
            names = [name for name in item._fixtureinfo.argnames if name in MODULES]
            item.function(**{name: import_module(f"solutions.{name}") for name in names})
            handle = item.function.hypothesis
            handle.inner_test = handle.inner_test.__wrapped__  # it records no more
    return examples


def _replay(items, examples):
    """Have the tests run on these examples. Only the first that fails draws its own: to find a simple one."""
    told = set()  # is there one for a test that counts, and for a bonus?
    for item in items:
        if item.nodeid in examples:
            bonus = item.stash[STAGE].function(item.function.about).bonus
            item.obj = _replaying(item.obj, examples[item.nodeid], told, bonus)


def _replaying(test, examples, told, bonus):
    inner = test.hypothesis.inner_test

    @wraps(test)
    def replayed(**fixtures):
        try:
            for example in examples:
                inner(**fixtures, **pickle.loads(example))
        except Exception:
            if bonus in told:
                raise
            told.add(bonus)
            test(**fixtures)

    return replayed
