"""Pytest's side of both seats: fixtures for the code under test, and readable failures.

tests/conftest.py loads this, so it also works where pytest is started by an editor.
"""

import gc
import signal
import time
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from importlib import import_module
from pathlib import Path

import pytest
import pytest_timeout
from hypothesis import is_hypothesis_test, seed

from ..stages import HANDOUT, ROOT, stages
from . import prints, replay, seat
from .explain import as_text, finding, sentence
from .seat import MODULES
from .trouble import TimedOut, at_most

CODE = pytest.StashKey()
SEAT = pytest.StashKey()
STAGE = pytest.StashKey()
DRAWN = pytest.StashKey()
TIMEOUT, ENDS = pytest.StashKey(), pytest.StashKey()
DESCRIBING = 5  # seconds


def pytest_addoption(parser):
    parser.addoption("--code", default=str(ROOT / "exercises"), help="the folder of the code under test")
    parser.addoption("--exam", action="store_true", help="run the code under test in a worker, in a sandbox")
    parser.addoption("--no-sandbox", action="store_true", help="with --exam: a worker without a sandbox")
    parser.addoption("--lower", action="store_true", help="with --exam: a worker of lower rights instead")
    parser.addoption("--seed", help="draw other random examples than those of everyone's practice")
    parser.addoption("--record", metavar="FILE", help="keep the random examples in a file")
    parser.addoption("--replay", metavar="FILE", help="take the random examples from there")
    parser.addoption("--verdicts", action="store_true", help="whether each test passes, and no more: sooner")


def pytest_configure(config):
    take_seat(config, config.getoption("--code"))
    # An expression graph is full of cycles. Python would look for garbage in it all the time.
    gc.set_threshold(200_000, 20, 20)
    if config.getoption("verdicts"):
        import_module("tests.strategies").settings.load_profile("verdicts")


def take_seat(config, code):
    """Let the tests run on the folder `code`."""
    config.stash[CODE] = Path(code).resolve()
    config.stash[SEAT] = _seat(config)


def _seat(config):
    if config.getoption("exam"):
        from ..wall.exam import COMMANDS, exam

        return exam(config.stash[CODE], [option for option in COMMANDS if config.getoption(f"--{option}")])
    seat.sit_down(config.stash[CODE])
    return seat


def pytest_unconfigure(config):
    config.stash[SEAT].end()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Put the tests of a stage into the order in which a learner writes the functions."""
    folders = {stage.tests: stage for stage in stages()}
    for item in items:
        stage = folders.get(item.path.parent)
        if stage:
            item.stash[STAGE] = stage
            item.add_marker(pytest.mark.timeout(_seconds(item)))
            _sow(item)
            _print_anew(item)
    items.sort(key=_place)
    if config.getoption("record"):
        config.stash[DRAWN] = replay.record(items)
    if config.getoption("replay"):
        replay.replay(items, replay.read(config.getoption("replay")))


def pytest_sessionfinish(session):
    if DRAWN in session.config.stash:
        replay.write(session.config.stash[DRAWN], session.config.getoption("record"))


def _sow(item):
    """Let a test draw from --seed, and each test in a way of its own."""
    sown = item.config.getoption("seed")
    if sown is not None and is_hypothesis_test(item.function):
        seed(f"{sown} {item.nodeid}")(item.function)


def _print_anew(item):
    """Let a test that draws show what is printed with its last example: that is the one which is told."""
    if not is_hypothesis_test(item.function):
        return
    handle = item.function.hypothesis
    test = handle.inner_test

    @wraps(test)
    def anew(**arguments):
        prints.forget()
        test(**arguments)

    handle.inner_test = anew


def _seconds(item):
    """How long a test may take."""
    return getattr(item.function, "seconds", None) or item.stash[STAGE].timeout


def _place(item):
    if STAGE not in item.stash:
        return (-1,)  # the project's own tests, as they stand
    stage = item.stash[STAGE]
    names = [function.name for function in stage.functions]
    return stage.number, names.index(item.function.about), item.path.name != "test_examples.py"


def described(item):
    """What a report needs to know about a test, as plain data."""
    return {
        "test": item.nodeid,
        "stage": item.stash[STAGE].number,
        "function": item.function.about,
        "title": sentence(item.function.__name__),
        "seconds": _seconds(item),
        "random": is_hypothesis_test(item.function),
    }


def _scope(fixture_name, config):
    """A worker may be lost in any test: then the next one needs a module of the new worker."""
    return "function" if config.getoption("exam") else "session"


def _fixture(name):
    @pytest.fixture(scope=_scope, name=name)
    def load(pytestconfig):
        return pytestconfig.stash[SEAT].module(name)

    return load


derivative, engine, by_hand, nn, train, tensor = (_fixture(name) for name in MODULES)


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_timeout_set_timer(item, settings):
    """As pytest-timeout does it, but with an exception that hypothesis does not take for an example.

    The alarm rings in the setup and in the call of a test alone: between them, it would end the run.
    """
    if settings.method != "signal" or STAGE not in item.stash:
        return None
    item.stash[TIMEOUT] = settings.timeout
    item.cancel_timeout = lambda: None
    return True


@contextmanager
def _in_time(item):
    if TIMEOUT not in item.stash:
        yield
        return
    timeout = item.stash[TIMEOUT]
    # From the setup on, which is asked first: what a rehearsal takes is no part of it.
    ends = item.stash.setdefault(ENDS, time.monotonic() + timeout)

    def ring(signum, frame):
        if not pytest_timeout.is_debugging():  # who steps through code may take their time
            raise TimedOut(f"{timeout:g}")

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(ends - time.monotonic(), 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    with _in_time(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    with _in_time(item):
        result = yield
        item.config.stash[SEAT].settle()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    if STAGE in item.stash:  # pytest's own text would cost time, and fail where a line has no number
        item.repr_failure = item._repr_failure_py = lambda *_arguments, **_options: ""
    report = yield
    error = call.excinfo.value if call.excinfo else None
    if STAGE in item.stash and (error or call.when == "call"):
        item.config.stash[SEAT].end_test(error)
    if error is None or STAGE not in item.stash:
        return report
    stage = item.stash[STAGE]
    found = _described(error, item, stage)
    ask_the_solution = call.when == "call" and not item.config.getoption("verdicts")
    report.finding = _fair(item, found) if ask_the_solution else found
    report.longrepr = as_text(report.finding)
    function = stage.function(getattr(item.function, "about", ""))
    if function and function.bonus:
        report.outcome, report.wasxfail = "skipped", "a bonus"
    return report


def _described(error, item, stage):
    """The Finding for an exception, whose objects may still have something to say, or go on for ever."""
    try:
        with at_most(DESCRIBING):
            return finding(error, item.function, stage, item.config.stash[CODE])
    except TimedOut as slow:
        return finding(slow, item.function, stage, item.config.stash[CODE])


def _fair(item, found):
    """The finding, unless the same test fails on the solution, too: then the fault is ours."""
    if found.kind not in ("failed", "timeout", "crashed") or HANDOUT:
        return found
    arguments = {
        name: import_module(f"solutions.{name}") if name in MODULES else value
        for name, value in item.funcargs.items()
        if name in item.fixturenames and name in item._fixtureinfo.argnames
    }
    try:
        with prints.unheard():
            item.function(**arguments)
    except Exception as error:
        return replace(found, kind="error", got=f"{type(error).__name__}: {error}")
    return found
