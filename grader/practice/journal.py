"""The learner's journal: a line for each run of a stage, in plain text, on this machine alone.

    2026-11-25 13:50:12  stage 3: 12 of 30 tests

Whatever else stands in the file is passed over. Who deletes it begins a new one.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..stages import ROOT, stages

JOURNAL = ROOT / ".kata" / "journal.txt"
LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)  stage (\d): (\d+) of (\d+) tests$")
PAUSE = timedelta(minutes=20)  # who has run nothing for so long did something else


@dataclass
class Work:
    """What went into one stage."""

    runs: int = 0
    time: timedelta = timedelta()

    def __str__(self):
        runs = f"{self.runs} run{'s' * (self.runs != 1)}"
        minutes = round(self.time.total_seconds() / 60)
        return f"{runs}, {_hours(minutes)}" if minutes else runs


def _hours(minutes):
    hours, minutes = divmod(minutes, 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes))


def note(results):
    """Write a line about each stage that was run, where there is room for it: a run does not depend on it."""
    now = f"{datetime.now():%Y-%m-%d %H:%M:%S}"
    of = {stage.number: [each for each in results if each.stage == stage.number] for stage in stages()}
    lines = [
        f"{now}  stage {number}: {sum(each.passed for each in mine)} of {len(mine)} tests\n"
        for number, mine in of.items()
        if mine
    ]
    try:
        JOURNAL.parent.mkdir(exist_ok=True)
        with open(JOURNAL, "a", encoding="utf-8") as file:
            file.writelines(lines)
    except OSError:
        pass


def work():
    """The Work in each stage, by its number.

    The time before a run belongs to that run's stage, unless it was a pause.
    """
    spent, before = defaultdict(Work), None
    for at, stage in _runs():
        spent[stage].runs += 1
        if before and timedelta() < at - before < PAUSE:
            spent[stage].time += at - before
        before = at
    return spent


def _runs():
    """(time, number of the stage) of each run that the journal tells of."""
    try:
        lines = JOURNAL.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        told = LINE.search(line)  # what stands before it is a line that was not finished
        try:
            yield datetime.fromisoformat(told[1]), int(told[2])
        except (TypeError, ValueError):  # another line, or the 31st of February
            continue
