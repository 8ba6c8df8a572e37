"""The process in which the tests and the code under test run.

It is given a task and a connection, and sends what happens through it, as JSON, one event at a time:

    {"tests": [...]}                          what will run, in order
    {"start": "tests/…::test_…"}              a test begins
    {"end": "tests/…::test_…", "finding": …, "told": …, "seconds": …, "timed_out": …}
                                              it is over; no finding means that it passed
    {"crash": "…"}                            the fault is ours
    {"examined": {…}}                         see grader/diagnosis/examine.py; asked for instead of tests
    {"answer": …}                             what the function answers that was asked instead of tests
    {"done": true}

Nothing that the code under test prints, reads or closes gets into that conversation.
"""

import json
import os
import sys
import time
from dataclasses import replace
from functools import partial
from importlib import import_module

import pytest

from ..diagnosis.examine import examined
from . import seat
from .patience import Exam, Practice
from .prints import Prints

MOST_MEMORY = 1_500_000_000  # bytes of address space, of which most is never used

# Without the plugins that look for garbage after each run, write a cache, or draw: the verdict is sooner.
UNUSED = ("cacheprovider", "terminal", "faulthandler", "unraisableexception", "threadexception", "logging")
PLUGINS = ("-p", "pytest_timeout", *(part for name in UNUSED for part in ("-p", f"no:{name}")))


class Reporter:
    """The pytest plugin that tells the parent what happens."""

    def __init__(self, send, prints, skip, patience):
        self.send, self.prints, self.skip, self.patience = send, prints, set(skip), patience
        self.tests, self.began = {}, 0.0

    def pytest_collection_modifyitems(self, config, items):
        items[:] = [item for item in items if item.nodeid not in self.skip]

    def pytest_collection_finish(self, session):
        from .plugin import described

        self.plan({item.nodeid: described(item) for item in session.items})

    def plan(self, tests):
        """Tell which of these tests will run: their descriptions, by name."""
        self.tests = {name: test for name, test in tests.items() if name not in self.skip}
        self.send({"tests": [*self.tests.values()]})

    def pytest_collectreport(self, report):
        if report.failed:
            self.send({"crash": str(report.longrepr)})

    def pytest_internalerror(self, excrepr):
        self.send({"crash": str(excrepr)})

    def pytest_runtest_logstart(self, nodeid):
        self.prints.taken()
        self.began = time.monotonic()
        self.send({"start": nodeid})

    def pytest_runtest_logreport(self, report):
        if report.when == "teardown" or (report.when == "setup" and report.passed):
            return
        found = getattr(report, "finding", None)
        if found:
            found = replace(found, prints=self.prints.taken().rstrip()).as_dict()
        self.ended(report.nodeid, found, told(report))

    def ended(self, test, found=None, told=""):
        """Tell how the test that runs has ended: without a finding, it has passed."""
        end = {
            "seconds": time.monotonic() - self.began,
            "timed_out": bool(found) and found["kind"] == "timeout",
        }
        self.send({"end": test, "finding": found, "told": told, **end})
        self.patience.ended(self.tests[test], **end)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item, nextitem):
        """Leave out what nobody waits for."""
        if not self.patience.has_ended(self.tests[item.nodeid]):
            return None
        # The test before was told that this one would follow, and has left its module open for it.
        item.session._setupstate.teardown_exact(nextitem)
        return True


def told(report):
    """What the test itself has to tell when it passes: record_property("told", …) of pytest."""
    return "" if report.failed else dict(report.user_properties).get("told", "")


def no_debugger(*_):
    """What breakpoint() does here, where nobody sits at the keyboard."""
    raise RuntimeError("breakpoint() has no keyboard here; run the test with: python -m pytest --pdb tests/…")


def main(task, answers):
    """Run the stages that the task names, and send what happens to the connection `answers`."""
    send = sender(answers)
    prints = leave_home()
    keep_to_limits(task)

    def tests():
        _run(task, Reporter(send, prints, task["skip"], patience_for(task)), send)

    do(_instead_of_tests(task, send) or tests, send)


def do(work, send):
    """Do this work, and end the process."""
    try:
        work()
    except Exception:
        import traceback

        send({"crash": traceback.format_exc()})
    os._exit(0)  # whatever threads or exit handlers the code under test has left behind


def examine(task, send):
    """Send what is found in the code under test."""
    send({"examined": examined(**task["examine"])})


def _ask(task, send):
    module, _, function = task["ask"].partition(":")
    send({"answer": getattr(import_module(module), function)(**task["with"])})


def _instead_of_tests(task, send):
    """What is to be done where the task does not ask for tests, or None."""
    wanted = next((work for name, work in {"examine": examine, "ask": _ask}.items() if name in task), None)
    return wanted and partial(wanted, task, send)


def patience_for(task):
    """The patience with the code under test, after what it has done to the processes before this one."""
    patience = Exam(task["spent"]) if "exam" in task["how"] else Practice()
    for test in task["past"]:
        patience.ended(*test)
    return patience


def sender(answers):
    """A function that sends an event through the connection `answers`."""
    return lambda event: answers.send_bytes(json.dumps(event).encode())


def _run(task, reporter, send):
    say_how_it_ended(pytest.main(arguments(task), plugins=[reporter]), send)


def arguments(task):
    """What pytest is started with."""
    from ..stages import ROOT, stages

    folders = [str(stage.tests) for stage in stages() if stage.number in task["stages"]]
    place = ["--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml"), f"--code={task['code']}"]
    how = ["-s", "--assert=plain", *(f"--{each}" for each in task["how"])]
    return [*folders, *PLUGINS, *how, *place]


def say_how_it_ended(status, send):
    """Send the last event, for the exit status of pytest."""
    if status in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR):
        send({"crash": sys.stdout.taken() or f"pytest ended with {status!r}"})
    if status != pytest.ExitCode.INTERRUPTED:  # by a KeyboardInterrupt of the code under test
        send({"done": True})


def keep_to_limits(task):
    """Keep to the core of the task, and, where a submission sends something, off the memory of others."""
    if task["core"] is not None:
        os.sched_setaffinity(0, {task["core"]})
    if "exam" in task["how"]:
        _limit_memory()


def _limit_memory():
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, hard))


def leave_home():
    """Leave the terminal, and what of the learner's settings could change a verdict.

    Returns the Prints that are now stdout and stderr.
    """
    seat.draw_nothing()
    if hasattr(os, "setsid"):
        os.setsid()  # what this process starts can be ended together with it
    os.environ.update(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PYTEST_ADDOPTS="", PYTEST_PLUGINS="")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):  # for whoever writes past sys.stdout
        os.dup2(nothing, descriptor)
    sys.stdout = sys.stderr = prints = Prints()
    sys.breakpointhook = no_debugger
    return prints
