"""What every machine of a cluster runs, and what it must have in common with the one that grades.

The scheduler and the workers are Dask's own (https://distributed.dask.org), started from a clone of this
project: `python -m grader scheduler`, `python -m grader worker ADDRESS`. A worker offers to grade under a
name that is the same exactly where Python, the packages that matter, the tests and the grader are, and
says in the name whether it has a sandbox. (Dask calls such an offer a resource.) So the scheduler sends
no submission to where it would be graded differently, whenever a worker comes.
"""

import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from threading import Lock

from ..arguments import Refused
from ..seats import runner
from ..stages import ROOT
from ..wall import doctor

PACKAGES = ("pytest", "hypothesis", "numpy", "distributed")
JUDGED_BY = ("grader/**/*.py", "grader/*.toml", "solutions/*.py", "tests/*.py", "tests/stage*/*.py")
TESTS = "the version of the tests and the grader"
PLENTY = 1000  # of an offer: how many submissions a worker grades at a time is its number of threads
NOBODY_COMES = "60s"  # then work that no worker can do is given back
COMMON = {"PYTHONPATH": str(ROOT)}
LOSSES = 10  # of workers that had the same work, before that is given back: some may just have been stopped
SCHEDULER = {
    "DASK_DISTRIBUTED__SCHEDULER__NO_WORKERS_TIMEOUT": NOBODY_COMES,
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(LOSSES),
}
WORKER = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}  # it starts processes, which a daemon may not
PORTS = {"scheduler": ("--port", 8786), "worker": ("--worker-port", 0)}  # the options, and what holds without
SETTLING = Lock()


@cache
def digest():
    """What changes with any file that a grade depends on."""
    digest = hashlib.sha256()
    for file in sorted(file for pattern in JUDGED_BY for file in ROOT.glob(pattern)):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def facts():
    """What must be the same on all machines, by what it is called."""
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return {"Python": python, **{name: version(name) for name in PACKAGES}, TESTS: digest()}


def problem(wanted, sandboxed):
    """Why this machine does not grade for one with the facts `wanted`, in a few words, or nothing."""
    return difference(wanted) or (doctor.sandbox_problem() if sandboxed else "")


def difference(wanted):
    """The first of the facts `wanted` that is another one on this machine, in a few words, or nothing."""
    here = facts()
    return next((f"{x} is {here[x]} there, and {wanted[x]} here" for x in wanted if wanted[x] != here[x]), "")


def offer(wanted, sandboxed):
    """The name under which a machine with these facts offers to grade."""
    text = "\n".join(f"{name} {value}" for name, value in wanted.items())
    return f"kata-{hashlib.sha256(text.encode()).hexdigest()[:12]}{'-sandboxed' if sandboxed else ''}"


def offers(dask_scheduler):
    """The workers of a scheduler, by address: (threads, the names of their offers)."""
    return {
        address: (worker.nthreads, [*worker.resources]) for address, worker in dask_scheduler.workers.items()
    }


def at_a_worker(function, *arguments):
    """function(*arguments), in a thread that has a core and a place of its own."""
    if not hasattr(runner.THREAD, "place"):
        with SETTLING:
            _settler()()
    return function(*arguments)


@cache
def _settler():
    from distributed import get_worker

    return runner.settler(get_worker().local_directory)


def scheduler(arguments):
    """Run a scheduler, with further arguments for `dask scheduler`. Returns the exit status."""
    return _run(["scheduler", "--no-dashboard", *arguments], SCHEDULER)


def worker(address, jobs, arguments):
    """Run a worker, with further arguments for `dask worker`. Returns the exit status.

    A worker ends with its scheduler. The next one waits for that to come back.
    """
    found = doctor.sandbox_problem()
    if found:
        print(f"{found} Until then, no submission is sent to this machine.", file=sys.stderr)
    names = [offer(facts(), sandboxed) for sandboxed in ([False] if found else [False, True])]
    resources = " ".join(f"{name}={PLENTY}" for name in names)
    size = ["--nworkers", "1", "--nthreads", str(jobs), "--no-dashboard", "--resources", resources]
    command = ["worker", address, *size, *arguments]
    while not (status := _run(command, WORKER)):
        print("The scheduler has gone. Waiting for it; Ctrl-C ends that.", file=sys.stderr)
    return status


def _check_port(command, *arguments):
    """Raises Refused where the port that one of Dask's commands would listen at is taken."""
    option, usual = PORTS[command]
    named = re.search(rf"{option}[ =](\d{{1,5}})(?= |$)", " ".join(arguments))
    port = int(named[1]) if named else usual
    try:
        with socket.socket() as here:
            here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Dask does
            here.bind(("", port))
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise Refused(f"Port {port} cannot be used: {why}. Choose another one: … -- {option} 8790") from None


def _run(command, settings):
    """The exit status of one of Dask's commands, which is not 0 where somebody has stopped it."""
    _check_port(*command)
    process = subprocess.Popen([sys.executable, "-m", "dask", *command], env=settings | os.environ | COMMON)
    stopped = []

    def stop(number, _frame):
        stopped.append(number)
        if number == signal.SIGTERM:  # a Ctrl-C has reached both of us
            process.terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    status = process.wait()
    return 128 + stopped[0] if stopped else status
