"""A process in which the tests of some stages are ready. Each run is a copy of it, made when it is asked for.

From the inside it is server.py. It needs fork and the forkserver (see grader/seats/runner.py); where they are
not, nothing is ever ready.
"""

import json
import os
import signal
import threading
from contextlib import suppress
from functools import partial
from importlib import import_module
from multiprocessing import reduction

from ..stages import ROOT
from . import runner

READY = b"ready"


class Ready:
    """The process, from the outside. Called with a task it begins a run, as runner.Child does.

    how: the options that all of its runs have, see runner.run. rehearse: are many runs to come, so that a
    rehearsal pays off? Any thread may call it.
    """

    def __init__(self, code, numbers, how=(), rehearse=False):
        self._ready, self._turn = False, threading.Lock()
        self.control, theirs = runner.PROCESSES.Pipe()
        task = {"code": str(code), "stages": list(numbers), "how": list(how), "rehearse": rehearse}
        self.process = runner.PROCESSES.Process(target=_serve, args=(task, theirs), daemon=True)
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


def _serve(task, control):
    """What the process does; what it needs for that is loaded there alone."""
    import_module(".server", __package__).main(task, control)


# -- one for all submissions ------------------------------------------------------------------------

_JUDGE, _MAKING = {}, threading.Lock()


def judge(numbers, how, rehearse=False):
    """What begins a run of these stages, as runner.Child does: by a copy of the judge of this program.

    There is one for all threads, as long as they ask for the same. how: the options of all runs, among
    them where the examples are. A copy runs on these where its own options say so, else it draws some.
    rehearse: as in Ready.
    """
    wanted = tuple(numbers), tuple(how), rehearse
    with _MAKING:
        if wanted not in _JUDGE or _JUDGE[wanted].has_ended:
            for old in _JUDGE.values():
                old.end()
            _JUDGE.clear()
            _JUDGE[wanted] = Ready(ROOT, numbers, how, rehearse)
            runner.Child.living.add(_JUDGE[wanted])  # it ends with them
            _JUDGE[wanted].is_ready_within(runner.START)
        return partial(_begun, _JUDGE[wanted])


def _begun(ready, task):
    if ready:
        with suppress(EOFError, OSError):
            return ready(task)
    return runner.Child(task)
