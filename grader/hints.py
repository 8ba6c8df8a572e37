"""The hints: one more each time, for the first thing that does not pass."""

import json
import sys

from . import score
from .explain import as_text
from .stages import ROOT, stages

SEEN = ROOT / ".kata" / "hints.json"  # "1 __add__": how many hints were shown


def show(out, wanted, run):
    """Show the next hint for the first failure in these stages. Returns the exit status: 1 for none.

    run(stage) gives the Results of one stage.
    """
    failure = next(filter(None, (score.first_failure(stage, run(stage)) for stage in wanted)), None)
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


def function_behind(finding):
    """The Function of the table that a Finding is about, or None."""
    return next((s.function(finding.function) for s in stages() if s.number == finding.stage), None)


def _show_next(out, function):
    count = min(_seen().get(_key(function), 0) + 1, len(function.hints))
    out.print(f"Stage {function.stage}: {function}, hint {count} of {len(function.hints)}")
    for number, text in enumerate(function.hints[:count], start=1):
        out.print(f"  {number}  {text}")
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
