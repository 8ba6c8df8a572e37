"""Which files a process may read from some moment on, and no others: Landlock, where the kernel has it.

It needs neither rights nor namespaces, so that it works in containers in which no sandbox can be made.

Source: landlock(7), include/uapi/linux/landlock.h (Linux 5.13 and later).
"""

import ctypes
import os
import struct
import sys

CREATE, ADD, RESTRICT = 444, 445, 446  # the numbers of the system calls, the same on all machines
VERSION, BENEATH = 1, 1  # LANDLOCK_CREATE_RULESET_VERSION, LANDLOCK_RULE_PATH_BENEATH
EXECUTE, WRITE, READ, LIST = 1, 2, 4, 8  # LANDLOCK_ACCESS_FS_*
# What is refused where no rule allows it: everything, by the version that it came with.
HANDLED = {1: 2**13 - 1, 2: 2**14 - 1, 3: 2**15 - 1, 5: 2**16 - 1}
SYSCALL = ctypes.CDLL(None, use_errno=True).syscall if sys.platform == "linux" else None


def version():
    """The version of Landlock that this kernel has; 0 or less where it has none."""
    return SYSCALL is not None and SYSCALL(CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(VERSION))


def rules(allowed):
    """A file descriptor of rules that allow this and nothing else: (path, accesses). Raises OSError.

    What is allowed for a folder is allowed for all beneath it.
    """
    newest = max(number for number in HANDLED if number <= version())
    handled = struct.pack("Q", HANDLED[newest])
    descriptor = _called(CREATE, handled, ctypes.c_size_t(len(handled)), ctypes.c_uint(0))
    for path, accesses in allowed:
        _add(descriptor, path, accesses)
    return descriptor


def _add(descriptor, path, accesses):
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        accesses &= ~0 if os.path.isdir(path) else ~LIST
        rule = struct.pack("=Qi", accesses, place)
        _called(ADD, ctypes.c_int(descriptor), ctypes.c_int(BENEATH), rule, ctypes.c_uint(0))
    finally:
        os.close(place)


def restrict(descriptor):
    """Let these rules hold for this process, for good. It must have given up new rights. Raises OSError."""
    _called(RESTRICT, ctypes.c_int(descriptor), ctypes.c_uint(0))


def _called(*arguments):
    result = SYSCALL(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), "Landlock")
    return result
