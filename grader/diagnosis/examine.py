"""What code believes: its answers to the battery, and the first small thing that it gets wrong.

The questions are asked in a process of their own, in either seat; what comes of it is plain data:

    misconceptions   for each fault, the names that fit it, see grader/diagnosis/misconceptions.toml, and the
                     functions in which it shows first: {"names": […], "shows_in": ["tanh in engine.py"]}
    finding          with `localise`, the Finding about the first wrong expression, or None
"""

from pathlib import Path

from ..seats import seat
from ..seats.score import is_wrong
from ..seats.trouble import TimedOut, Unloadable, at_most

PATIENCE = 5  # seconds for all expressions
OF_THIS_KATA = ("__init__", "__repr__")  # what micrograd itself has in other ways


def examined(code, stage, localise=False, foreign=False, how=()):
    """What is found in the code of the folder `code`, asked for what is in it up to a stage.

    foreign: its engine need not be of this kata, so that labels and texts are its own business.
    """
    if "exam" in how:
        from ..wall.exam import exam

        here = exam(Path(code), how)
    else:
        here = seat
        seat.sit_down(Path(code))
    try:
        finding = _first_wrong(here, code) if localise else None
        named = finding is None or finding.kind == "todo" or is_wrong(finding)
        return {
            "misconceptions": _misconceptions(here, stage, foreign) if named else [],
            "finding": finding and finding.as_dict(),
        }
    finally:
        here.end()


def _misconceptions(here, stage, foreign):
    from .battery import answers
    from .recognition import GROUPS, misconceptions_of

    told = answers(here.module, stage, here.end_test)
    if foreign:
        value = _value(here)
        told = {p: answer for p, answer in told.items() if not _may_do_without(p, GROUPS[p], value)}
    return misconceptions_of(told, stage)


def _value(here):
    try:
        return here.module("engine").Value
    except (Unloadable, AttributeError):
        return None


def _may_do_without(probe, group, value):
    """Is it about something that an engine of another kind need not have, or has in its own way?"""
    absent = group.startswith("__") and not hasattr(value, group)
    return absent or group in OF_THIS_KATA or probe.endswith((": op", ": operation"))


def _first_wrong(here, code):
    """The Finding about the first wrong expression, or None."""
    from .expressions import first_wrong, told

    try:
        with at_most(PATIENCE):
            return first_wrong(here.module("engine"), code)
    except (Unloadable, TimedOut) as error:
        return told(error, code)
