"""The exam seat: the code under test in a worker behind the wall, in a sandbox.

It has the functions of the practice seat (seat.py), and starts a new worker wherever one is lost.
"""

import os
import sys
from pathlib import Path

from .stages import stages
from .trouble import TimedOut, Unloadable
from .wall import sandbox
from .wall.judge import Lost, RemoteError, Wall

# Names that are methods wherever they occur.
METHODS = {
    inside.rpartition(".")[2]
    for stage in stages()
    for function in stage.functions
    for inside in function.inside
    if "." in inside
} | {"_backward"}


class Exam:
    """A folder of code, and the worker that runs it now."""

    def __init__(self, folder):
        self.folder, self.wall = Path(folder), None

    def module(self, name):
        """The module `name` ("engine") as a proxy.

        Raises Unloadable or RemoteError where it cannot be imported, and Lost where the worker ends.
        """
        if self.wall is None:
            command, options = sandbox.command(self.folder)
            self.wall = Wall(command, METHODS, **options)
            for descriptor in options["pass_fds"]:
                os.close(descriptor)
        try:
            return self.wall.module(name)
        except TimedOut as error:
            raise Unloadable(f"{name}.py") from error

    def end_test(self, error):
        """After a test: show what was printed, let go of its objects, or of the worker where it was lost.

        error: the exception that has ended the test, or None.
        """
        if self.wall is None:
            return
        try:
            if any(isinstance(each, TimedOut | Lost) for each in (error, getattr(error, "__cause__", None))):
                self.end()
            else:
                sys.stdout.write(self.wall.forget())
        except (Lost, RemoteError):
            self.end()

    def end(self):
        """End the worker."""
        if self.wall is not None:
            self.wall.close()
            self.wall = None
