"""Which saves in a folder count, and how they are noticed.

A save counts when the content of a Python file is another one than before. Editors write more than that
(backups, swap files, times), and write one file in several steps.
"""

import os
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

from watchfiles import watch

STEP, MOST = 10, 100  # milliseconds: a save is over when nothing has changed for so long, or after so many
PAUSE = 0.2  # seconds between two looks, where there is nothing else than looking

# File systems that do not tell of what others write to them.
SILENT = (
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph"),  # other computers
    *("9p", "drvfs", "vboxsf", "vmhgfs", "prl_fs", "virtiofs"),  # the host of WSL, Docker, a virtual machine
)


def texts(folder):
    """The content of each Python file in a folder, by name. Nothing where there is no such folder."""
    found = {}
    for file in sorted(folder.glob("*.py")):
        with suppress(OSError):  # gone again, or not ours to read
            found[file.name] = file.read_bytes()
    return found


@contextmanager
def followed(folder, tell):
    """Call tell() whenever something may have changed in the folder, from a thread of its own."""
    stop = threading.Event()
    thread = threading.Thread(target=_follow, args=(folder, tell, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _follow(folder, tell, stop):
    silent = must_look(folder)
    while not stop.is_set():
        if silent or not folder.is_dir():
            _look(folder, tell, stop, silent)
        else:
            silent = not _listen(folder, tell, stop)


def must_look(folder):
    """Do we have to look again and again, since its file system does not tell of changes?

    watchfiles could do that, too; but it knows the seconds of a file only, and misses the second save in one.
    """
    if os.environ.get("WATCHFILES_FORCE_POLLING"):
        return True
    if sys.platform != "linux":
        return False
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    kind = file_system(folder.absolute(), mounts)
    return kind in SILENT or kind.startswith("fuse")


def file_system(path, mounts):
    """The kind of file system that a path is on, by the text of /proc/mounts."""
    found, longest = "", -1
    for line in mounts.splitlines():
        _device, place, kind, *_ = line.split(" ")
        place = Path(place.replace("\\040", " "))
        if len(place.parts) >= longest and path.is_relative_to(place):
            found, longest = kind, len(place.parts)
    return found


def _look(folder, tell, stop, silent):
    """Look again and again; where the folder could be listened to, until it is there."""
    before = _stamps(folder)
    tell()  # there may be something new since the last look
    while not stop.wait(PAUSE) and (silent or not folder.is_dir()):
        if before != (before := _stamps(folder)):
            tell()


def _stamps(folder):
    """What changes with each save, without reading the files."""
    found = {}
    for file in folder.glob("*.py"):
        with suppress(OSError):
            status = file.stat()
            found[file.name] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return found


def _listen(folder, tell, stop):
    """Be told of changes, until the folder is gone or another one. Is it any use to try again?"""
    settings = {"watch_filter": None, "step": STEP, "debounce": MOST, "stop_event": stop}
    try:
        same = os.stat(folder).st_ino
        changes = watch(folder, folder.parent, recursive=False, force_polling=False, **settings)
        tell()  # here, too
        for _ in changes:
            tell()
            if os.stat(folder).st_ino != same:
                break
    except FileNotFoundError:
        pass
    except (OSError, RuntimeError):  # more watches than the system allows, for instance
        return False
    return True
