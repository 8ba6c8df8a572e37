"""What code believes: its answers to the battery, and the first small thing that it gets wrong.

The questions are asked in a process of their own, in either seat; what comes of it is plain data:

    faults    lists of names of mutants, see grader/diagnosis/misconceptions.py
    finding   with `localise`, the Finding about the first wrong expression, as a dictionary, or None
"""

from pathlib import Path

from . import seat
from .exam import Exam, at_most
from .trouble import TimedOut, Unloadable

PATIENCE = 5  # seconds for all expressions


def examined(code, stage, localise=False, how=()):
    """The answers of the code in the folder `code` to what is asked up to a stage. In a child process."""
    if "exam" in how:
        here = Exam(Path(code), sandboxed="no-sandbox" not in how)
    else:
        here = seat
        seat.sit_down(Path(code))
    try:
        return {
            "faults": _faults(here, stage),
            "finding": _first_wrong(here, code) if localise else None,
        }
    finally:
        here.end()


def _faults(here, stage):
    from .diagnosis.battery import answers
    from .diagnosis.misconceptions import diagnosed

    return diagnosed(answers(here.module, stage, here.end_test), stage)


def _first_wrong(here, code):
    """The Finding about the first wrong expression as plain data, or None."""
    from .diagnosis.expressions import first_wrong, told

    try:
        with at_most(PATIENCE):
            found = first_wrong(here.module("engine"), code)
    except (Unloadable, TimedOut) as error:
        found = told(error, code)
    return found and found.as_dict()
