"""Our tests as checks of another grader, run in its kernel, beside a student's files.

The fixtures are those of the practice seat (grader/seats/seat.py), and the random examples those that the
grader itself replays (grader/seats/replay.py): nothing is drawn here, since that would take most of the time.
"""

import gc
import inspect
import os
from functools import cache
from importlib import import_module
from pathlib import Path

from ..seats import replay, seat

EXAMPLES = "PEERS_EXAMPLES"  # the variable with the file of the random examples


def begin():
    """Make the folder into which the student's cells have written their files the code under test."""
    gc.set_threshold(200_000, 20, 20)  # as in grader/seats/plugin.py
    seat.sit_down(Path.cwd())


def check(name):
    """Run the test of this name, "tests/…/test_examples.py::test_…". Raises what it raises."""
    file, _, test = name.partition("::")
    function = getattr(import_module(file.removesuffix(".py").replace("/", ".")), test)
    fixtures = {each: seat.module(each) for each in inspect.signature(function).parameters}
    if name not in examples():
        function(**fixtures)
        return
    for example in examples()[name]:
        function.hypothesis.inner_test(**fixtures, **example)


@cache
def examples():
    """The random examples, by the name of the test."""
    return replay.read(os.environ[EXAMPLES])
