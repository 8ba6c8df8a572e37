"""`python -m grader doctor`: what this machine has, and how to get what is missing."""

import platform
import shutil
import subprocess
import tempfile

from .errors import Lost, RemoteError
from .exam import DYING, exam
from .sandbox import NoSandbox, bwrap

LOCKED = "This machine may forbid user namespaces; in a container, give it more rights."
ENGINE = "Value = int\n"
TRIES = 3  # where the worker is killed by someone else: that says nothing about the sandbox


def examine(out):
    """Look at everything and print a line for each. Returns the exit status: 1 where something is missing."""
    problems = 0
    for title, look in LOOKS.items():
        found, cure = look()
        out.print(f"{'NO  ' if cure else 'ok  '}{title}: {found}", markup=False)
        if cure:
            out.print(f"      {cure}", markup=False)
        problems += bool(cure)
    return min(problems, 1)


def python():
    """The Python that runs this; an old one would not have come so far."""
    return platform.python_version(), ""


def make():
    """Make, which is a convenience."""
    found = shutil.which("make")
    return found or "not found", "" if found else "python -m grader does all that make does."


def bubblewrap():
    """The program that makes sandboxes."""
    try:
        return bwrap(), ""
    except NoSandbox as problem:
        return "not found", str(problem)


def sandbox():
    """A worker in a sandbox, for real."""
    problem = sandbox_problem()
    return ("cannot be made", problem) if problem else ("a worker answers from inside", "")


def sandbox_problem(how=()):
    """Why no worker answers from inside a sandbox on this machine, and what to do; or nothing.

    how: ["lower"] asks for the worker of grader/wall/lower.py instead.
    """
    for _ in range(TRIES):
        problem, killed = _tried(how)
        if not killed:
            break
    return problem


def _tried(how):
    """(why no worker answers, or nothing; whether it was killed)."""
    with tempfile.TemporaryDirectory() as folder:
        seat = exam(folder, how)
        try:
            with open(f"{folder}/engine.py", "w", encoding="utf-8") as file:
                file.write(ENGINE)
            seat.module("engine").Value(1)
            seat.settle()
            return "", False
        except NoSandbox as problem:
            return str(problem), False
        except (Lost, RemoteError, OSError, subprocess.SubprocessError) as problem:
            killed = isinstance(problem, Lost) and seat.wall.was_killed(DYING)
            return f"No worker answers from inside a sandbox ({problem}). {LOCKED}", killed
        finally:
            seat.end()


# What the learner needs, then what the instructor needs.
LOOKS = {"Python": python, "make": make, "bubblewrap": bubblewrap, "sandbox": sandbox}
