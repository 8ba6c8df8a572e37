"""Runs the tests of some stages on a folder of code, in another process that may end in any way."""

import json
import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from .explain import Finding

# Where it can be, a child is a copy of a process that has everything loaded: it begins at once.
WARM = "forkserver" in multiprocessing.get_all_start_methods()
if WARM:
    from multiprocessing import forkserver
PROCESSES = multiprocessing.get_context("forkserver" if WARM else "spawn")
PROCESSES.set_forkserver_preload(["grader.seats.loaded"])

START = 120  # seconds until the first test runs: a cold disk is slow
MOST_EXAMINED = 12  # seconds; the battery ends itself after five, and so does the search for an expression
GRACE = 10  # seconds that a test may be late in noticing that its time is up
STILL = "Which loop never ends, or which number is far too large? (Was the computer very busy? Run it again.)"
# core: the one that runs of this thread keep to, or None; place: the folder in which it may leave files
THREAD = threading.local()
PLANNED = ("test", "stage", "function", "title", "random")  # of a test that is planned, and of its Result
MOST_DEATHS = 2  # processes lost to the code under test, before the rest is left alone
RECORD = "record="  # how the option begins that names a file for the examples
KILLED = -9  # the status of a process that was ended by SIGKILL, which Windows does not know
MOST_KILLS = 5  # in one and the same test, before the code under test is blamed all the same


@dataclass(frozen=True)
class Result:
    """One test of one stage, and how it ended."""

    test: str
    stage: int
    function: str  # the function in the table that it is about
    title: str
    random: bool  # are its numbers drawn, so that no table of answers can know them?
    finding: Finding | None = None  # None where it passed
    ran: bool = True  # False where an earlier test kept it from being run
    told: str = ""  # what the test has measured, for the learner

    @property
    def passed(self):
        """Did the code under test do what the test asks for?"""
        return self.ran and self.finding is None


class Broken(Exception):
    """The tests could not be run, and the code under test is not to blame."""


def run(code, numbers, leave_out=(), how=(), spent=0.0, start=None):
    """The Results of all tests of the stages `numbers` on the folder `code`, in the learner's order.

    leave_out: the names of tests that are not run, and have no Result. how: options of
    grader/seats/plugin.py, such as "verdicts", "exam" or "seed=3". spent: seconds that the code has taken
    before. start: begins a process for a task, as Child does. Raises Broken where the fault is ours.
    """
    core = getattr(THREAD, "core", None)
    task = {"code": str(code), "stages": list(numbers), "how": list(how), "core": core, "spent": spent}
    ended, told, planned, deaths, endless, past = {}, {}, {}, 0, set(), []
    kills, records = Counter(), any(each.startswith(RECORD) for each in how)
    while deaths <= MOST_DEATHS:
        done = [test for test, about in planned.items() if test in ended or about["stage"] in endless]
        if planned and len(done) == len(planned):
            break
        outcome = _run_once({**task, "skip": [*leave_out, *done], "past": past}, start or Child)
        planned = planned or outcome.tests
        ended |= outcome.ended
        told |= outcome.told
        past += outcome.past
        if outcome.finished:
            break
        if outcome.killed and kills[outcome.current] < MOST_KILLS:
            kills[outcome.current] += 1
            ended, past = ({}, []) if records else (ended, past)  # what it has drawn is lost with it
            continue
        if not outcome.tests:
            raise Broken(f"the tests did not start; their process ended with {outcome.status}")
        deaths += 1
        waiting = (test for test in planned if test not in ended)
        current = outcome.current or next(waiting, None)  # it may end between two tests, too
        if current is None:
            break
        lost = planned[current]
        ended[current] = _death(lost, outcome.slow)
        endless |= {lost["stage"]} if outcome.slow else set()
        past.append((lost, outcome.lost_seconds, outcome.slow))
    return [
        Result(
            **{key: about[key] for key in PLANNED},
            finding=ended.get(test),
            ran=test in ended,
            told=told.get(test, ""),
        )
        for test, about in planned.items()
    ]


def misconceptions(code, stage, how=(), start=None):
    """The misconceptions behind the code, as diagnosis/examine.py tells them. They are an extra: whatever
    goes wrong in finding them, there are none, and nothing else is lost."""
    try:
        return examine(code, stage, how=how, start=start)["misconceptions"]
    except Broken:
        return []


def examine(code, stage, localise=False, foreign=False, how=(), start=None):
    """What grader/diagnosis/examine.py finds in the code of a folder, or that its process was lost."""
    asked = {"code": str(code), "stage": stage, "localise": localise, "foreign": foreign, "how": list(how)}
    task = {"core": getattr(THREAD, "core", None), "how": list(how), "examine": asked}
    for _ in range(1 + MOST_KILLS):
        event, slow, status = _first_event(task, start or Child)
        if event or slow or not _was_killed(status, how):
            break
    if "crash" in event:
        raise Broken(event["crash"])
    if "examined" in event:
        return event["examined"]
    lost = _death({"title": "the first expression that goes wrong", "function": "", "stage": stage}, slow)
    return {"misconceptions": [], "finding": lost.as_dict()}


def _first_event(task, start):
    """(what a process says first, whether it was too slow, the status with which it ended)."""
    process, event, slow = start(task), {}, False
    try:
        event = process.next_event(MOST_EXAMINED) or {}
    except TimeoutError:
        slow = True
    finally:
        status = process.end()
    return event, slow, status


class Lost(Exception):
    """The process has ended before it had an answer, by what the code under test did."""


def ask(function, patience, **arguments):
    """What a function ("grader.draw.learner:drawn") answers in a process of its own, as plain data.

    Raises TimeoutError after `patience` seconds, Lost, and Broken where the fault is ours.
    """
    core = getattr(THREAD, "core", None)
    process = Child({"core": core, "how": [], "ask": function, "with": arguments})
    try:
        event = process.next_event(patience)
    finally:
        process.end()
    if event is None:
        raise Lost
    if "crash" in event:
        raise Broken(event["crash"])
    return event["answer"]


@dataclass
class _Outcome:
    tests: dict
    ended: dict
    told: dict
    past: list  # (test, seconds, timed_out) of each that has ended
    current: str = ""  # the test that was running when the process was lost
    lost_seconds: float = 0.0  # that it had taken by then
    finished: bool = False
    slow: bool = False  # the process was ended by us
    status: int | None = None  # with which it ended
    killed: bool = False  # by someone else: the code under test has no way out of its sandbox


def _run_once(task, start):
    process = start(task)
    outcome, patience, began = _Outcome({}, {}, {}, []), START, time.monotonic()
    try:
        while (event := process.next_event(patience)) is not None:
            if "crash" in event:
                raise Broken(event["crash"])
            outcome.finished = outcome.finished or "done" in event
            outcome.tests |= {test["test"]: test for test in event.get("tests", ())}
            if "start" in event:
                outcome.current = event["start"]
                patience = outcome.tests[outcome.current]["seconds"] + GRACE
                began = time.monotonic()
            if "end" in event:
                outcome.ended[event["end"]] = Finding(**event["finding"]) if event["finding"] else None
                outcome.told[event["end"]] = event["told"]
                outcome.past.append((outcome.tests[event["end"]], event["seconds"], event["timed_out"]))
                outcome.current = ""
    except TimeoutError:
        outcome.slow = True
    finally:
        outcome.lost_seconds = time.monotonic() - began
        outcome.status = process.end()
    outcome.killed = not outcome.slow and _was_killed(outcome.status, task["how"])
    return outcome


def _was_killed(status, how):
    """Was a process killed from outside, by the system for want of memory, say? In the practice seat, code
    can do that to itself; but what is recorded there is our own."""
    return status == KILLED and any(each == "exam" or each.startswith(RECORD) for each in how)


def _death(test, slow):
    """The Finding for a test in which the process was lost."""
    facts = {"title": test["title"], "function": test["function"], "stage": test["stage"]}
    if slow:
        got = "was still running after its time, and did not let itself be stopped"
        return Finding("timeout", got=got, ask=STILL, **facts)
    got = "ended the whole Python process"
    return Finding("crashed", got=got, ask="Is there an exit(), or a recursion without an end?", **facts)


def warm_up():
    """Start the process that has everything loaded, deaf to Ctrl-C from its first moment."""
    if WARM and threading.current_thread() is threading.main_thread():
        usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, usual)


def load_later():
    """From here on each process loads for itself what it needs.

    Where most are copies of one (warm.py), what lies loaded in another one is memory that nobody uses.
    """
    PROCESSES.set_forkserver_preload([])


def event_from(connection, patience):
    """What a process says next, or None at its end. Raises TimeoutError after `patience` seconds."""
    if not connection.poll(patience):
        raise TimeoutError
    try:
        return json.loads(connection.recv_bytes())
    except (EOFError, OSError, ValueError):  # the end, perhaps in the middle of what it said
        return None


def check_goes_on():
    """Raise Broken where no more processes are to be started."""
    if Child.stopped:
        raise Broken("the run was stopped")


def _begin(task, answers):
    """What the other process does; what it needs for that is loaded there alone."""
    import_module(".child", __package__).main(task, answers)


class Child:
    """The other process: one task in, events out."""

    living = set()  # noqa: RUF012  those of all threads, and all else that is to end with them
    stopped = False

    def __init__(self, task):
        check_goes_on()
        warm_up()
        self.events, theirs = PROCESSES.Pipe(duplex=False)
        self.process = PROCESSES.Process(target=_begin, args=(task, theirs), daemon=True)
        self.process.start()
        self.living.add(self)
        theirs.close()

    def next_event(self, patience):
        """What the child says next, or None at its end. Raises TimeoutError after `patience` seconds."""
        return event_from(self.events, patience)

    def end(self):
        """End the process, and whatever it has started. Returns its exit status."""
        self.living.discard(self)
        self.kill()
        self.process.join()
        return self.process.exitcode

    def kill(self):
        """End the process from any thread."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (AttributeError, ProcessLookupError):  # Windows, or it has no group of its own yet
            self.process.kill()


def settler(place):
    """A function with which each thread of a process settles, once, in a place and on a core of its own.

    (Where there are enough cores. Judge and worker never work at the same time, and they hand over to each
    other much faster where they share one.)
    """
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    cores = iter(random.sample(cores, len(cores)))  # another run on this machine begins elsewhere

    def settle():
        THREAD.core, THREAD.place = next(cores, None), place

    return settle


@contextmanager
def side_by_side(jobs, place=None):
    """A pool of threads for that many runs at a time, all of which end with the block, however that ends.

    It says how many `jobs` it does at a time, and what its Futures raise where work was `lost`: nothing.
    """
    warm_up()
    pool = ThreadPoolExecutor(jobs, initializer=settler(place))
    pool.jobs, pool.lost = jobs, ()
    try:
        yield pool
    finally:
        Child.stopped = True
        for each in [*Child.living]:
            each.kill()
        pool.shutdown(cancel_futures=True)
        Child.stopped = False
