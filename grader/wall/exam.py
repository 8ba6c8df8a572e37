"""The exam seat: the code under test in a worker behind the wall, in a sandbox.

It has the functions of the practice seat (seat.py), and starts a new worker wherever one is lost.
"""

import os
import signal
import sys
from importlib import import_module
from pathlib import Path

from ..seats.trouble import TimedOut, Unloadable, at_most
from ..stages import stages
from . import sandbox
from .errors import Ended, Lost, RemoteError
from .judge import Wall
from .lower import lower_command
from .proxies import RemoteModule

# Names that are methods wherever they occur.
METHODS = {
    inside.rpartition(".")[2]
    for stage in stages()
    for function in stage.functions
    for inside in function.inside
    if "." in inside
} | {"_backward"}


FORGETTING = 5  # seconds
DYING = 1  # seconds from the end of all that a process says to its own end
COMMANDS = {"no-sandbox": sandbox.open_command, "lower": lower_command}  # by the options of a test run


def exam(folder, how):
    """The seat that the options of a test run, such as "lower", ask for."""
    return Exam(folder, next((COMMANDS[option] for option in how if option in COMMANDS), None))


class Exam:
    """A folder of code, and the worker that runs it now."""

    def __init__(self, folder, command=None):
        self.folder, self.command, self.wall = Path(folder), command, None
        self.hanging = {}  # the names of modules whose import does not end, and the TimedOut
        self.tape = None  # of what is said from now on

    def module(self, name):
        """The module `name` ("engine") as a proxy, with the names that the solution has.

        Raises Unloadable or RemoteError where it cannot be imported, and Lost where the worker ends.
        """
        if name in self.hanging:
            raise Unloadable(f"{name}.py") from self.hanging[name]
        try:
            return RemoteModule(self.worker().module(name), vars(import_module(f"solutions.{name}")))
        except TimedOut as error:
            self.hanging[name] = error
            raise Unloadable(f"{name}.py") from error

    def worker(self):
        """The wall with the worker behind it, which is started where there is none."""
        self.wall = self.wall or self._new_wall()
        self.wall.tape = self.tape
        return self.wall

    def prepare(self):
        """Look for what every worker needs, so that a copy of this process need not."""
        if self.command is None:
            sandbox.prepare()

    def _new_wall(self):
        command, options = (self.command or sandbox.command)(self.folder)
        try:
            return Wall(command, METHODS, **options)
        finally:
            for descriptor in options.get("pass_fds", ()):
                os.close(descriptor)

    def settle(self):
        """At the end of a test: what it has asked for and never looked at is done, and may fail it."""
        if self.wall is not None:
            self.wall.settle()

    def end_test(self, error):
        """After a test: show what was printed, let go of its objects, or of the worker where it was lost.

        error: the exception that has ended the test, or None.
        """
        if self.wall is None:
            return
        try:
            causes = (error, getattr(error, "__cause__", None))
            if any(isinstance(each, TimedOut | Lost) for each in causes):
                self._give_way(any(isinstance(each, Ended) for each in causes))
                self.end()
            else:
                with at_most(FORGETTING):
                    sys.stdout.write(self.wall.forget())
        except (Lost, RemoteError, TimedOut):
            self.end()

    def _give_way(self, ended):
        """Where someone has killed the worker, end the judge in the same way: the test is then begun anew.

        Code can end its own Python, and bubblewrap tells of that; but bubblewrap itself is out of its reach.
        Where that is killed while it starts, what it has begun holds the pipe open: that shows as a timeout.
        """
        if self.command is None and self.wall.was_killed(DYING if ended else 0):
            os.kill(os.getpid(), signal.SIGKILL)

    def end(self):
        """End the worker."""
        if self.wall is not None:
            self.wall.close()
            self.wall = None
