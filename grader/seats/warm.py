"""A process in which the tests of some stages are ready. Each run is a copy of it, made when it is asked for.

It has collected the tests; it has their random examples, drawn on the solution or read from a file, and
the right answers to these. The code under test is imported in the copies alone, and in their workers:
nothing of a run is left for the next one.

This needs fork and the forkserver (see grader/seats/runner.py); where they are not, nothing is ever ready.
"""

import gc
import json
import os
import signal
import threading
from contextlib import suppress
from functools import partial, wraps
from importlib import import_module
from multiprocessing import reduction
from multiprocessing.connection import Connection

import pytest

from ..stages import ROOT
from . import child, replay, runner
from .plugin import STAGE, take_seat
from .seat import MODULES

READY = b"ready"
REPLAY = "replay="  # how the option begins that names a file of examples


class Ready:
    """The process, from the outside. Called with a task it begins a run, as runner.Child does.

    how: the options that all of its runs have, see runner.run. Any thread may call it.
    """

    def __init__(self, code, numbers, how=()):
        self._ready, self._turn = False, threading.Lock()
        self.control, theirs = runner.PROCESSES.Pipe()
        task = {"code": str(code), "stages": list(numbers), "how": list(how)}
        self.process = runner.PROCESSES.Process(target=main, args=(task, theirs), daemon=True)
        if runner.WARM:
            runner.warm_up()
            self.process.start()
        theirs.close()

    def __bool__(self):
        """Is it ready to begin a run?"""
        return self.is_ready_within(0)

    def is_ready_within(self, seconds):
        """Is it ready to begin a run, after it was waited for so long?"""
        with suppress(EOFError, OSError):
            self._ready = self._ready or (self.control.poll(seconds) and self.control.recv_bytes() == READY)
        return self._ready and not self.has_ended

    @property
    def has_ended(self):
        """Is it gone, so that another one is needed?"""
        return self.control.closed or (runner.WARM and not self.process.is_alive())

    def __call__(self, task):
        return Copy(self, task)

    def ask(self, request, descriptor=None):
        """What the process answers to a request, a number. Raises OSError or EOFError where it is lost."""
        with self._turn:
            self.control.send_bytes(json.dumps(request).encode())
            if descriptor is not None:
                reduction.send_handle(self.control, descriptor, None)
            return int(self.control.recv_bytes())

    def kill(self):
        """End the process, from any thread."""
        self.process.kill()

    def end(self):
        """End the process, and the runs that it has begun."""
        runner.Child.living.discard(self)
        self.control.close()  # it notices


class Copy:
    """A run in such a process: a task in, events out. OSError or EOFError where the process is lost."""

    def __init__(self, ready, task):
        runner.check_goes_on()
        self.ready = ready
        self.events, theirs = runner.PROCESSES.Pipe(duplex=False)
        try:
            self.number = ready.ask({"run": task}, theirs.fileno())
        finally:
            theirs.close()
        runner.Child.living.add(self)

    def next_event(self, patience):
        """What it says next, or None at its end. Raises TimeoutError after `patience` seconds."""
        return runner.event_from(self.events, patience)

    def kill(self):
        """End it, and whatever it has started, from any thread."""
        with suppress(OSError):
            os.killpg(self.number, signal.SIGKILL)

    def end(self):
        """The same, and wait until it is gone. Returns its exit status, or None where that is unknown."""
        runner.Child.living.discard(self)
        self.kill()
        self.events.close()
        with suppress(EOFError, OSError):
            return self.ready.ask({"end": self.number})


# -- one for all submissions ------------------------------------------------------------------------

_JUDGE, _MAKING = {}, threading.Lock()


def judge(numbers, how):
    """What begins a run of these stages, as runner.Child does: by a copy of the judge of this program.

    There is one for all threads, as long as they ask for the same. how: the options of all runs, among
    them where the examples are. A copy runs on these where its own options say so, else it draws some.
    """
    wanted = tuple(numbers), tuple(how)
    with _MAKING:
        if wanted not in _JUDGE or _JUDGE[wanted].has_ended:
            for old in _JUDGE.values():
                old.end()
            _JUDGE.clear()
            _JUDGE[wanted] = Ready(ROOT, numbers, how)
            runner.Child.living.add(_JUDGE[wanted])  # it ends with them
            _JUDGE[wanted].is_ready_within(runner.START)
        return partial(_begun, _JUDGE[wanted])


def _begun(ready, task):
    if ready:
        with suppress(EOFError, OSError):
            return ready(task)
    return runner.Child(task)


# -- from the inside --------------------------------------------------------------------------------


def main(task, control):
    """The process, from the inside: as child.main, up to the first test; from there on in copies."""
    child.leave_home()
    options = [each for each in task["how"] if not each.startswith(REPLAY)]
    server = Server(control, [each.removeprefix(REPLAY) for each in task["how"] if each not in options])
    try:
        status = pytest.main(child.arguments({**task, "how": options}), plugins=[server])
        if server.send:
            child.say_how_it_ended(status, server.send)
    finally:
        os._exit(0)


class Server:
    """The pytest plugin that holds before the first test. files: that of the examples, if there is one."""

    def __init__(self, control, files):
        self.control, self.files, self.send = control, files, None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        """Wait for tasks. In the copy that is made for one, let pytest go on with its tests."""
        examples = _read(session.items, *self.files) if self.files else _drawn(session.items)
        import_module("grader.diagnosis.recognition").known()
        gc.collect()
        gc.freeze()
        self.control.send_bytes(READY)
        task, answers = _next_task(self.control)
        self.send = child.sender(answers)
        child.keep_to_limits(task)
        if "examine" in task:
            child.do(partial(child.examine, task, self.send), self.send)
        self._take(session, task)
        if not self.files:
            _replay(session.items, examples)
        elif any(each.startswith(REPLAY) for each in task["how"]):
            replay.replay(session.items, examples)

    def _take(self, session, task):
        """Let the tests of this session be those of the task."""
        session.config.option.verdicts = "verdicts" in task["how"]
        take_seat(session.config, task["code"])
        reporter = child.Reporter(self.send, child.sys.stdout, task["skip"], child.patience_for(task))
        session.config.pluginmanager.register(reporter)
        session.items[:] = [x for x in session.items if x.stash[STAGE].number in task["stages"]]
        reporter.pytest_collection_modifyitems(session.config, session.items)
        reporter.pytest_collection_finish(session)


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


def _read(items, file):
    """The random examples in a file, by the name of the test, after the solution has met all of them.

    From then on, tests/reference.py knows the right answers.
    """
    used = replay.read(file)
    for item in items:
        for example in used.get(item.nodeid, ()):
            item.function.hypothesis.inner_test(**_on_the_solution(item), **example)
    return replay.read(file)


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
    inner = test.hypothesis.inner_test

    @wraps(test)
    def replayed(**fixtures):
        try:
            for example in examples:
                inner(**fixtures, **example)
        except Exception:
            if bonus in told:
                raise
            told.add(bonus)
            test(**fixtures)

    return replayed
