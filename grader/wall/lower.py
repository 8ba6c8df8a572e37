"""A worker where no sandbox can be made: the root of a container runs it as a user of next to no rights.

The limits and the filter of system calls are those of the sandbox, so it has no network, no processes
and no signals for anyone. Where the kernel has Landlock, it reads the same files as in the sandbox and writes
none. Where it has not, it sees what everyone on the machine may read: the tests and the solutions must be
closed to others in any case. Gradescope's own pages advise a user of lower rights.

Source: prctl(2), seccomp(2); https://gradescope-autograders.readthedocs.io/en/latest/best_practices/.
"""

import ctypes
import os
import platform
from contextlib import suppress
from pathlib import Path

from . import calls, landlock
from .sandbox import ALONE, ENVIRONMENT, GRADER, OURS, NoSandbox, installed, libraries, limit, numpy, python

NOBODY = 65534  # the user and the group
SECRETS = ("solutions/engine.py", "tests/conftest.py")
NO_NEW_RIGHTS, SECCOMP, FILTER = 38, 22, 2  # of prctl: PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP and its mode
CLOSE = "To close the tests and the solutions to others: chmod 700 solutions tests"


def lower_command(submission):
    """(the command of such a worker on the folder `submission`, the options of its Popen).

    Raises NoSandbox where it would not work, or not be kept from what it must not see.
    """
    packages = numpy()[0].parent
    _check(packages)
    _show(Path(submission))
    worker = [python(), *ALONE, GRADER / OURS[0], submission, GRADER, packages]
    rules = landlock.rules(_allowed(Path(submission), packages)) if landlock.version() > 0 else None
    rights = {"user": NOBODY, "group": NOBODY, "extra_groups": (), "preexec_fn": _lowering(rules)}
    kept = {"pass_fds": () if rules is None else (rules,)}
    return [*map(str, worker)], {**rights, **kept, "env": ENVIRONMENT, "cwd": "/tmp"}


def _allowed(submission, packages):
    """(path, accesses) of what such a worker may read: what it would see in the sandbox."""
    read = landlock.EXECUTE | landlock.READ | landlock.LIST
    for folder in libraries():
        yield from _without(folder, installed(folder), read)
    for path in (Path(python()), submission, *numpy(), *(GRADER / name for name in OURS)):
        yield path, read
    for folder in (packages, *{(GRADER / name).parent for name in OURS}, GRADER):
        yield folder, landlock.LIST  # Python finds a module in a folder that it can list
    yield Path(os.devnull), landlock.READ | landlock.WRITE
    if (cache := Path("/etc/ld.so.cache")).exists():
        yield cache, read


def _without(folder, hidden, accesses):
    """The rules for a folder and all beneath it, without what is hidden there."""
    if not any(folder in each.parents for each in hidden):
        yield folder, accesses
        return
    yield folder, landlock.LIST
    for each in folder.iterdir():
        if each not in hidden:
            with suppress(OSError):  # a link to nothing
                yield from _without(each.resolve(strict=True), hidden, accesses)


def _check(packages):
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise NoSandbox("Only root can run the code as another user.")
    seen = [GRADER.parent / name for name in SECRETS if others_can_read(GRADER.parent / name)]
    if seen:
        raise NoSandbox(f"Others can read {seen[0]}. {CLOSE}")
    needed = [Path(python()), packages / "numpy" / "__init__.py", *(GRADER / name for name in OURS)]
    unseen = [path for path in needed if not others_can_read(path)]
    if unseen:
        raise NoSandbox(
            f"Another user cannot read {unseen[0]}. Open it, and the folders above it, to others."
        )


def others_can_read(path):
    """Can a user with no rights of its own read this file?"""
    path = path.resolve()
    through = all(parent.stat().st_mode & 0o001 for parent in path.parents)
    return through and bool(path.stat().st_mode & 0o004)


def _show(submission):
    """Let others read the submission, and nothing beside it."""
    submission.chmod(0o711)
    for path in submission.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


class _Program(ctypes.Structure):
    """The kernel's struct sock_fprog: how many steps of 8 bytes, and where they are."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def _lowering(rules):
    """What such a worker does first: it gives up, for good, what it does not need. Raises NoSandbox."""
    import resource  # noqa: F401  `limit` cannot load it any more, where root's Python is closed to others

    steps = calls.program()
    if steps is None:
        raise NoSandbox(f"There is no filter of system calls for {platform.machine()}.")
    program = _Program(len(steps) // 8, steps)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    number = ctypes.c_ulong

    def lower():
        limit()
        refused = prctl(NO_NEW_RIGHTS, number(1), number(0), number(0), number(0))
        if rules is not None:
            os.set_inheritable(rules, False)
            landlock.restrict(rules)
        if refused or prctl(SECCOMP, number(FILTER), ctypes.byref(program), number(0), number(0)):
            raise OSError(ctypes.get_errno(), "the filter of system calls")

    return lower
