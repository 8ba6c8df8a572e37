"""The hints: one more each time, for the first thing that does not pass."""

import json
import sys

from ..seats import score
from ..seats.explain import as_text
from ..stages import ROOT, stages

SEEN = ROOT / ".kata" / "hints.json"  # "1 __add__": how many hints were shown


def show(out, wanted, run):
    """Show the next hint for the first failure in these stages. Returns the exit status: 1 for none.

    run(stage) gives the Results of one stage.
    """
    failure = _first_failure(wanted, run)
    if failure is None:
        out.print("All of these tests pass. There is nothing to hint at.")
        return 0
    function = function_behind(failure.finding)
    if function is None:
        out.print("No hint for this one. First:")
        out.print(as_text(failure.finding))
        return 1
    _show_next(out, function)
    return 0


def _first_failure(wanted, run):
    """The first failure in these stages that counts; where there is none, the first missing bonus."""
    bonus_left = None
    for stage in wanted:
        failure = score.first_failure(stage, run(stage))
        if failure and not stage.function(failure.function).bonus:
            return failure
        bonus_left = bonus_left or failure
    return bonus_left


def function_behind(finding):
    """The Function of the table that a Finding is about, or None."""
    return next((s.function(finding.function) for s in stages() if s.number == finding.stage), None)


def _show_next(out, function):
    before = _seen().get(_key(function), 0)
    count = min(before + 1, len(function.hints))
    out.print(f"Stage {function.stage}: {function}, hint {count} of {len(function.hints)}")
    for number, text in enumerate(function.hints[:count], start=1):
        out.print(f"  {number}  {text}")
    if before >= count:
        out.print("There are no more.")
    _remember(_key(function), count)


def _key(function):
    return f"{function.stage} {function.name}"


def _seen():
    try:
        seen = json.loads(SEEN.read_text(encoding="utf-8"))
        return {key: count for key, count in seen.items() if isinstance(count, int)}
    except (OSError, ValueError, AttributeError):
        return {}  # nothing was shown yet, or someone has edited the file


def _remember(key, count):
    try:
        SEEN.parent.mkdir(exist_ok=True)
        SEEN.write_text(json.dumps({**_seen(), key: count}, indent=2), encoding="utf-8")
    except OSError:
        print(f"{SEEN} cannot be written, so the next hint is this one again.", file=sys.stderr)
