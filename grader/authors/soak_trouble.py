"""What `make soak` does to a run: kills, a full disk, and a clock that jumps.

The run does not know of it: processes are found from outside, the disk is one of its own or a limit on the
size of files, and the clock is a sitecustomize.py on its path. Linux alone: it reads /proc.
"""

import os
import resource
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from .bench_grade import family, parent

DISK = 512  # MB
PAUSE = 2.0  # seconds between two kills, in the mean, or more where the machine is slow
LEAP, STEADY = 400 * 24 * 3600, 2  # seconds: how far the clock jumps at most, and how long it keeps to that

# Python imports a module of this name when it starts. The clock of time.monotonic never jumps, by definition.
CLOCK = f"""
import random, time

true, true_ns = time.time, time.time_ns

def wrong():
    return random.Random(time.monotonic() // {STEADY}).uniform(-{LEAP}, {LEAP})

time.time = lambda: true() + wrong()
time.time_ns = lambda: true_ns() + int(wrong() * 1e9)
"""


class Disk:
    """The disk on which a folder lies: one of its own where that can be mounted, which takes root."""

    def __init__(self, folder):
        self.folder, self.filler = folder, folder / "filler"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", folder]
        self.own = os.geteuid() == 0 and subprocess.run(mount, stderr=subprocess.DEVNULL).returncode == 0
        self.kind = f"a disk of {DISK} MB of its own" if self.own else "a limit on the size of files"

    def fill(self, pid, store):
        """Leave no room, for everyone or for one process."""
        if self.own:
            with suppress(OSError), open(self.filler, "wb", buffering=0) as file:
                while True:
                    file.write(bytes(4096))
        else:
            hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (store.stat().st_size, hard))

    def free(self):
        """Make room again."""
        self.filler.unlink(missing_ok=True)

    def close(self):
        """Give the disk back."""
        if self.own:
            subprocess.run(["umount", self.folder], check=True)


class Killer:
    """Kills a judge or a worker of a run, now and then."""

    def __init__(self, rng, pause):
        self.rng, self.pause, self.killed, self.at = rng, max(pause, PAUSE), Counter(), 0.0

    def __call__(self, first):
        """Kill one, if it is time, and there is one."""
        if time.monotonic() < self.at:
            return
        self.at = time.monotonic() + self.rng.expovariate(1 / self.pause)
        what = self.rng.choice(["judge", "worker"])
        found = victims(first)[what]
        if found:
            with suppress(ProcessLookupError):
                os.kill(self.rng.choice(found), signal.SIGKILL)
                self.killed[what] += 1


def victims(first):
    """The judges and the workers of a run, by the number of its first process.

    A worker is its bubblewrap: whoever ends that from outside is not the code in it. A judge has a worker.
    """
    sandboxes = {pid for pid in family(first) if b"bwrap" in command(pid).partition(b"\0")[0]}
    outer = {pid: parent(pid) for pid in sandboxes}
    outer = {pid: above for pid, above in outer.items() if above not in {*sandboxes, None}}
    return {"worker": sorted(outer), "judge": sorted(set(outer.values()) - {first})}


def command(pid):
    """The command of a process, or nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def descriptors(pid):
    """How many files and pipes a process has open."""
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return 0


def left(*marks):
    """The processes with one of these marks in their command or their environment, but for our own."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            told = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            if int(folder.name) != os.getpid() and any(os.fsencode(mark) in told for mark in marks):
                found.append(int(folder.name))
    return found


def share_done(store):
    """The share of the files in a store that have a verdict: a look past its lock, which may go wrong."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(store))}?mode=ro&immutable=1", uri=True)) as found:
            done, all_of_it = (
                found.execute(f"select count(*) from {table}").fetchone()[0] for table in ("verdict", "code")
            )
            return done / all_of_it if all_of_it else 0.0
    except sqlite3.Error:
        return 0.0
