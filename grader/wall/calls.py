"""The filter of system calls: what a worker may not even ask the kernel for.

It is one process, alone, without a network; it neither changes files nor watches them, and nothing of
it reaches what other workers share with it. Source: seccomp(2), and the kernel's tables of numbers,
arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
"""

import platform
import struct

# Refused, by their numbers: (x86_64, aarch64), None where a machine has no such call.
CALLS = {
    # other processes, and what outlives this one
    "fork": (57, None),
    "vfork": (58, None),
    "clone": (56, 220),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "setsid": (112, 157),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    # the network, and other worlds
    "socket": (41, 198),
    "socketpair": (53, 199),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "chroot": (161, 51),
    "pivot_root": (155, 41),
    # the kernel itself
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "syslog": (103, 116),
    # whose files and devices they are: /dev/null is that of the whole machine
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "chown": (92, None),
    "lchown": (94, None),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    # the disk, and who else uses it
    "sync": (162, 81),
    "syncfs": (306, 267),
    "flock": (73, 32),
    "fadvise64": (221, 223),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    # the cores of other workers
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118),
    "sched_setattr": (314, 274),
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "mlock": (149, 228),
    "mlock2": (325, 284),
    "mlockall": (151, 230),
}
# Of fcntl, locks and all that came after them (owners, leases, watching, pipes) but for F_DUPFD_CLOEXEC.
FCNTL = (72, 25)
FIRST_LOCK, DUPLICATE = 5, 1030
# Calls from here on came with Linux 5.1 and later, under the same numbers everywhere. They are "not
# there", so that the C library falls back to older ones: io_uring, the new mount calls, clone3 and pidfd
# among them, and whatever comes next.
NEW = 424

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, AUDIT_ARCH_*
EPERM, ENOSYS = 1, 38
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # of classic BPF
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000  # SECCOMP_RET_*
NUMBER, ARCHITECTURE, SECOND_ARGUMENT = 0, 4, 24  # where they stand in struct seccomp_data
X32 = 0x40000000  # calls of another ABI begin here


def program():
    """The BPF program of this machine as bytes, or None on an unknown one.

    Who calls by another architecture's numbers is killed; the calls above are refused.
    """
    if platform.machine() not in MACHINES:
        return None
    column, architecture = MACHINES[platform.machine()]
    refused = [numbers[column] for numbers in CALLS.values() if numbers[column] is not None]
    steps = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL)]
    steps += [(LOAD, 0, 0, NUMBER), (AT_LEAST, 0, 1, X32), (RETURN, 0, 0, KILL)]
    steps += [(AT_LEAST, 0, 1, NEW), (RETURN, 0, 0, REFUSE | ENOSYS)]
    for number in refused:
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, REFUSE | EPERM)]
    steps += [(EQUAL, 1, 0, FCNTL[column]), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, SECOND_ARGUMENT)]
    steps += [(EQUAL, 2, 0, DUPLICATE), (AT_LEAST, 0, 1, FIRST_LOCK), (RETURN, 0, 0, REFUSE | EPERM)]
    return b"".join(struct.pack("HBBI", *step) for step in [*steps, (RETURN, 0, 0, ALLOW)])
