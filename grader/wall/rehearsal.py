"""The tests, held once with the solution in a worker, to know what it answers: see transcript.py.

A submission is asked the same, and has passed each test in which it answers as the solution did. All other
tests are run, on the answers that it has given.
"""

import os
import pickle
import random
import signal
import time
from contextlib import suppress
from multiprocessing.connection import Connection

import pytest

from ..seats import replay
from ..seats.plugin import SEAT, STAGE, take_seat
from ..seats.trouble import TimedOut, at_most
from ..stages import ROOT
from .errors import Lost
from .transcript import Tape, transcript

AT_ONCE = 2  # copies that rehearse, at most: each takes the memory of a judge and a worker
LONGEST = 60  # seconds for the rehearsal
ALTOGETHER = 15  # seconds for all tests of a submission: where they take longer, the rest is run


def held(session, examples):
    """The Transcripts of the tests of this session, pickled, by their names: from copies of this process.

    There is none for a test that does not go the same way each time, and none at all where a copy is lost:
    the tests are then run, and whatever is wrong will be told of.
    """
    cores = _cores()
    copies = [_begun(session, examples, core, i, len(cores)) for i, core in enumerate(cores)]
    return {name: each for copy in copies for name, each in _ended(*copy).items()}


def _cores():
    """The cores that are used: judges and workers hand over much faster where they share one."""
    if not hasattr(os, "sched_getaffinity"):
        return [None]
    cores = sorted(os.sched_getaffinity(0))
    return random.sample(cores, min(AT_ONCE, len(cores)))


def _begun(session, examples, core, i, count):
    """(number, connection) of a copy that rehearses every so manyth stage, from the i-th on."""
    ours, theirs = os.pipe()
    number = os.fork()
    if number == 0:
        with suppress(BaseException), Connection(theirs, readable=False) as connection:
            os.setpgid(0, 0)
            if core is not None:
                os.sched_setaffinity(0, {core})
            session.items = [each for each in session.items if each.stash[STAGE].number % count == i]
            connection.send_bytes(pickle.dumps(_rehearsed(session, examples)))
        os._exit(0)
    os.close(theirs)
    return number, Connection(ours, writable=False)


def _ended(number, connection):
    """What a copy has found, which is ended with all that it has started."""
    found = {}
    with connection, suppress(EOFError, OSError):
        if connection.poll(LONGEST):
            found = pickle.loads(connection.recv_bytes())
    with suppress(ProcessLookupError):
        os.killpg(number, signal.SIGKILL)
    os.waitpid(number, 0)
    return found


class Rehearsed:
    """The pytest plugin that passes a test where the code answers all of it as the solution did.

    Else the test is run, on the answers that are there already. transcripts: those of the tests, by name.
    """

    def __init__(self, transcripts, reporter, seat):
        self.transcripts, self.reporter, self.seat, self.left = transcripts, reporter, seat, ALTOGETHER

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item, nextitem):
        """Pass the test, or let it be run."""
        test, began = item.nodeid, time.monotonic()
        if self.reporter.patience.has_ended(self.reporter.tests[test]):
            return None  # the Reporter leaves it out
        if test not in self.transcripts or self.left <= 0 or self.seat.hanging:
            self.seat.end_test(None)  # there may be objects of tests that were not run
            return None
        self.reporter.pytest_runtest_logstart(test)
        known = self._known(test)
        self.left -= time.monotonic() - began
        if known is not None:
            self.seat.worker().recall(known)
            return None
        self.reporter.ended(test)
        item.session._setupstate.teardown_exact(nextitem)  # see Reporter
        return True

    def _known(self, test):
        """What the code has answered where it has not passed the test: nothing, where a worker is lost."""
        try:
            with at_most(self.reporter.tests[test]["seconds"]):
                return pickle.loads(self.transcripts[test]).known(self.seat.worker())
        except (Lost, TimedOut):  # the test that is run will tell of that
            self.seat.end()
            self.left = 0  # and so will those that follow: one that is asked ahead would be waited for twice
            return []


# -- the rehearsal ----------------------------------------------------------------------------------


def _rehearsed(session, examples):
    session.config.option.verdicts = True
    take_seat(session.config, ROOT / "solutions")
    seat = session.config.stash[SEAT]
    tapes = _Tapes(seat)
    session.config.pluginmanager.register(tapes)
    for item, following in zip(session.items, [*session.items[1:], None], strict=True):
        if item.nodeid in examples:
            item.obj = replay.on(examples[item.nodeid], item.obj, tapes.begin_an_example)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    seat.end()
    seat.tape = None
    found = {name: _transcript(tape, seat) for name, tape in tapes.kept.items()}
    seat.end()
    return {name: pickle.dumps(each) for name, each in found.items() if each}


def _transcript(tape, seat):
    try:
        return transcript(tape, seat.worker())
    except Lost:  # together, the answers are too long for one message
        seat.end()


class _Tapes:
    """The pytest plugin that keeps what is said in each test that has passed, and has measured nothing."""

    def __init__(self, seat):
        self.seat, self.kept = seat, {}

    def pytest_runtest_logstart(self):
        self.seat.tape = Tape()

    def pytest_runtest_logreport(self, report):
        if report.when == "call" and report.passed and not report.user_properties:
            self.kept[report.nodeid] = self.seat.tape

    def begin_an_example(self):
        self.seat.tape.begin_an_example()
