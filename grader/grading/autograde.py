"""`python -m grader autograde`: one submission, graded where it was handed in, for Gradescope and Autolab.

Gradescope reads results.json; Autolab reads the last line of what is printed:

    {"scores": {"stage0": 8.0, "stage1": 12.0}}

Each run draws random examples of its own: whoever hands in many times learns no table of them. Sources:
https://gradescope-autograders.readthedocs.io/en/latest/specs/, https://docs.autolabproject.com/lab/.
"""

import json
import os
import secrets
from pathlib import Path
from tempfile import TemporaryDirectory

from ..wall import doctor, landlock
from . import gradebook
from .counted import counted
from .grade import CannotGrade, check, draw, entry
from .gradebook import Row
from .intake import taken
from .verdict import Settings, verdict

LOWERED = "graded without a sandbox, as a user of lower rights: it could not read the tests or the solutions"
SEEN = ", but what everyone on that machine may read"  # where the kernel has no Landlock


def autograde(submission, out, course, numbers):
    """Grade the submission into the file `out`, and tell the scores. Raises CannotGrade."""
    os.umask(0o077)  # what is written on the way is nobody else's
    if not submission.exists():
        raise CannotGrade(f"There is no {submission}. Name the folder or the file that was handed in.")
    settings = _settings(course, numbers)
    with TemporaryDirectory() as place:
        os.chmod(place, 0o711)  # the way to the submission, for a worker of lower rights
        row = _row(submission, settings, Path(place))
    results = gradebook.gradescope(row)
    results["extra_data"]["seed"] = settings.seed
    _write(out, json.dumps(results, indent=2, ensure_ascii=False))
    print(gradebook.feedback(row, settings))
    print(json.dumps({"scores": {f"stage{n}": row.points.get(str(n), 0.0) for n in settings.stages}}))
    return 0


def _settings(course, numbers):
    """How this machine can grade. Raises CannotGrade where it cannot keep code from changing its grade."""
    seed = secrets.token_hex(4)
    problem = doctor.sandbox_problem()
    if not problem:
        return Settings(numbers, seed, course=course)
    worse = doctor.sandbox_problem(["lower"])
    if worse:
        raise CannotGrade(f"Nothing is graded here. {problem} And without a sandbox: {worse}")
    return Settings(numbers, seed, sandboxed=False, course=course, lower=True)


def _row(submission, settings, place):
    """The Row of the submission, after the solution itself has passed, and drawn the examples."""
    name, sha256, files, status, notes = entry("your submission", taken(submission), settings)
    told = None
    if files:
        told = verdict(files, settings, place, drawn_and_checked(settings, place))
    notes = [*notes, *(told["notes"] if told else ()), *_about_the_wall(settings)]
    status = told["status"] if told else status
    counts = counted(told, settings.course) if told else None
    return Row(name, sha256, status, tuple(notes), counts, course=settings.course)


def drawn_and_checked(settings, place):
    """The random examples, after the solution has passed on them, once with the wall before it."""
    examples = draw(settings, place)
    check(settings, place, examples)
    return examples


def _about_the_wall(settings):
    """What is said, in a list, where there was no sandbox."""
    return [LOWERED + ("" if landlock.version() > 0 else SEEN)] if settings.lower else []


def _write(out, text):
    """Write the file as a whole."""
    unfinished = out.with_name(f"{out.name}.new")
    unfinished.write_text(text, encoding="utf-8", errors="replace")
    os.replace(unfinished, out)
