"""`grade --regrade`: grades anew beside the old grades, shows what changed for whom, and then writes.

For when a test or the grader was mended. Until someone agrees, nothing of the old grades is touched; after
that they lie in a folder beside the new ones, under the date and the time.
"""

import csv
import os
import shutil
import sys
from dataclasses import replace
from datetime import datetime

from .exports import EXPORTS
from .grade import GRADES, STORE, CannotGrade, graded, kept
from .gradebook import Rows
from .store import Finished, kept_settings

SIDE = "regraded"  # in OUT, until someone agrees


def regrade(task, out, agreed, console):
    """Grade anew, show the differences, and write where someone agrees.

    Returns the Rows and the settings, or None where nothing was written. Raises CannotGrade.
    """
    task = replace(task, settings=_settings(out, task.settings))
    side = out / SIDE
    if kept_settings(side / STORE) != kept(task.settings):  # of other tests, or of none
        shutil.rmtree(side, ignore_errors=True)
    found = graded(task, side, True, console)
    old, new = table(out / GRADES), table(side / GRADES)
    for line in [*differences(old, new), f"\n{counted(old, new)}"]:
        console.print(line, markup=False, soft_wrap=True)
    if not (agreed or _agrees()):
        console.print("Nothing is written yet. To write it: the same again with --yes", markup=False)
        return None
    before = _adopt(side, out)
    console.print(f"Written to {out}; the grades of before are in {before}", markup=False)
    settings = found[1]
    return Rows(Finished(out / STORE), settings), settings


def _settings(out, settings):
    """The settings, with the seed of the old run. Raises CannotGrade where there is no such run."""
    old = kept_settings(out / STORE)
    if not old or not (out / GRADES).is_file():
        raise CannotGrade(f"There are no grades in {out} to compare with. Grade without --regrade first.")
    course = kept(settings)["the course"]
    if old.get("the course", course) != course:
        raise CannotGrade(
            f"The grades in {out} are of another course ({old['the course']}). Name the folder of this one."
        )
    return replace(settings, seed=settings.seed or old["--seed"])


def table(file):
    """The rows of a grades.csv by submission."""
    with open(file, encoding="utf-8", newline="") as text:
        return {row["submission"]: row for row in csv.DictReader(text)}


def counted(old, new):
    """How many submissions changed, of those that were graded before and are still there; and the others."""
    both = old.keys() & new.keys()
    changed = sum(bool(_changes(old[name], new[name])) for name in both)
    came, went = len(new.keys() - both), len(old.keys() - both)
    first = f"{changed} of {len(both)} submissions changed" if changed else "No points have changed"
    others = [f"{came} new" if came else "", f"{went} no longer among them" if went else ""]
    return "; ".join(filter(None, [first, *others])) + "."


def differences(old, new):
    """A line for each submission that is new or gone, or whose points or status changed, in order."""
    lines = []
    for name in sorted({*old, *new}):
        if name not in old:
            lines.append(f"{name}: new, total {new[name]['total']}")
        elif name not in new:
            lines.append(f"{name}: no longer among the submissions, total was {old[name]['total']}")
        elif changes := _changes(old[name], new[name]):
            lines.append(f"{name}: {', '.join(changes)}")
    return lines


def _changes(old, new):
    columns = [name for name in new if name.startswith("stage") or name in ("total", "max", "status")]
    return [
        f"{name.replace('stage', 'stage ')} {old.get(name) or 'none'} → {new[name] or 'none'}"
        for name in columns
        if old.get(name) != new[name]
    ]


def _agrees():
    return sys.stdin.isatty() and input("Write these grades? [y/N] ").strip().lower() in ("y", "yes")


def _adopt(side, out):
    """Put what lies at the side in the place of the old, which gets its own folder. The store is last."""
    before = out / f"before {datetime.now():%Y-%m-%d %H.%M.%S}"
    before.mkdir()
    outdated = {file for export in EXPORTS.values() for file in export.files}  # they hold the old points
    for name in sorted(outdated | set(os.listdir(side)), key=lambda name: (name == STORE, name)):
        if (out / name).exists():
            os.rename(out / name, before / name)
        if (side / name).exists():
            os.rename(side / name, out / name)
    side.rmdir()
    return before
