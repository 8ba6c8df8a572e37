"""What is in a folder or an archive: the names at once, the contents when they are asked for.

All of it was made by strangers. Nothing is ever unpacked to a path, links and devices are neither
followed nor opened, and whatever could be without end has its end in the table of limits below.
"""

import os
import re
import stat
import tarfile
import unicodedata
import zipfile
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from itertools import islice
from time import monotonic
from typing import BinaryIO

from ..streams import BLOCK, HEADER, MB, Bounded, Forward, Left, inflated

ARCHIVE = 100 * MB  # an archive on the disk
INNER = 20 * MB  # an archive inside an archive
UNPACKED = 300 * MB  # all that comes out of the archives of one submission
KEPT = 50 * MB  # what is kept in memory of one submission's archives
TABLES = 2 * MB  # the tables of contents of all zips of one submission; zipfile makes 15 times as much of it
HEADERS = 30 * MB  # what all tars of one submission say about their members, where a line counts for more
OPENED = 100  # archives of one submission
ENTRIES = 20_000  # files and folders of one submission, those in archives included
MODULES = 15 * MB  # all that is read of one submission's modules, and of what may be one
LONGEST_PATH = 1_000  # characters
SECONDS = 30  # for one submission
NOTES = 20

SKIPPED = {".git", "__pycache__", "__macosx", ".venv", "venv", "site-packages", "node_modules"}
KINDS = {  # by the end of the name
    **dict.fromkeys((".py", ".py.txt"), "py"),
    **dict.fromkeys((".tar.gz", ".tgz"), "tar.gz"),
    **{f".{kind}": kind for kind in ("ipynb", "zip", "tar")},
    **dict.fromkeys((".rar", ".7z", ".bz2", ".xz", ".zst"), "foreign"),
    **dict.fromkeys((".docx", ".doc", ".odt", ".pages", ".pptx", ".xlsx"), "document"),
}
SIGNATURES = (  # by the first bytes: (where, what stands there, kind)
    (0, b"PK\3\4", "zip"),
    (0, b"PK\5\6", "zip"),
    (0, b"\x1f\x8b", "tar.gz"),
    (257, b"ustar", "tar"),
    (0, b"Rar!\x1a", "foreign"),
    (0, b"7z\xbc\xaf", "foreign"),
    (0, b"BZh", "foreign"),
    (0, b"\xfd7zXZ", "foreign"),
    (0, b"\x28\xb5\x2f\xfd", "foreign"),
)
BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # zipfile sets the other ways to compress no bound
ARCHIVES = {"zip": "a zip archive", "tar": "a tar archive", "tar.gz": "a compressed tar archive"}
READABLE = {**ARCHIVES, "py": "a Python file"}
TROUBLES = {
    "damaged": "is damaged",
    "foreign": "is of a kind that is not read here; hand in a .zip",
    "document": "is a document; hand in the Python files, or a .zip of them",
}


@dataclass(frozen=True)
class Item:
    """A file of a submission."""

    path: str  # as the student knows it: "ada/work.zip/engine.py"
    kind: str  # a value of KINDS, or "other"
    open: Callable[[int], BinaryIO]  # a file of at most so many bytes that can be sought in; raises Left

    def read(self, most):
        """The content. Raises Left, also where it is more than `most` bytes."""
        try:
            with self.open(most) as file:
                return file.read(most)
        except OSError as error:
            raise Left(f"cannot be opened ({error.strerror})") from error


class Search:
    """One look through a submission: what was odd, and how much there still is of everything."""

    def __init__(self):
        self.remarks, self.failed = {}, False
        self.entries, self.opened, self.unpacked, self.kept = ENTRIES, OPENED, UNPACKED, KEPT
        self.tables, self.headers, self.modules = TABLES, HEADERS, MODULES
        self.end = monotonic() + SECONDS
        self.files = ExitStack()  # archives that must stay open

    def note(self, text):
        """Remember a remark for the student, once."""
        self.remarks[text] = None

    def leave_out(self, path, why):
        """Remember that a file is left out."""
        self.note(f"The file {shown(path)} is left out: it {why}")

    def fail(self, path, why):
        """Remember that something could not be read at all."""
        self.failed = True
        self.note(f"The file {shown(path)} cannot be read: it {why}")

    @property
    def notes(self):
        """The remarks, as many as someone will read."""
        notes = list(self.remarks)
        more = len(notes) - NOTES
        return (*notes[:NOTES], *([f"And {more} more remarks of this kind"] if more > 0 else []))

    def goes_on(self):
        """Whether one more entry may be looked at."""
        self.entries -= 1
        if self.entries < 0:
            self.note(f"There are more than {ENTRIES:,} files and folders; the rest was not looked at")
        return self.entries >= 0

    def opens(self):
        """Whether one more archive may be opened."""
        self.opened -= 1
        if self.opened < 0:
            self.note(f"There are more than {OPENED} archives; the rest was not opened")
        return self.opened >= 0 and self.entries >= 0

    def read(self, item, most):
        """The content of a file that may be a module. Raises Left."""
        if self.modules <= 0:
            raise Left(f"lies behind the first {sized(MODULES)} of code")
        data = item.read(most)
        self.modules -= len(data)
        return data

    def keep(self, size):
        """Count what stays in memory. Raises Left where it is too much."""
        if size > self.kept:
            raise Left(f"lies behind the first {sized(KEPT)} of code")
        self.kept -= size

    def tell(self, size):
        """Count what a tar says about its members. Raises Left where it is too much."""
        self.headers -= size
        if self.headers < 0:
            raise Left("says too much about its files; hand in the Python files alone")

    def unpack(self, size):
        """Count what comes out of an archive. Raises Left where it is too much, or too slow."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise Left(f"unpacks to more than {sized(UNPACKED)}")
        if monotonic() > self.end:
            raise Left(f"takes longer than {SECONDS} seconds to read")


def shown(text):
    """A student's text as part of a sentence: its last 60 characters, none of which does anything."""
    text = text if len(text) <= 60 else "…" + text[-59:]
    return "".join("?" if unicodedata.category(each) in UNSEEN else each for each in text)


UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, bidi and private characters, half a pair


def sized(size):
    """A limit in bytes, for people."""
    return f"{size // MB} MB" if size >= MB else f"{size:,} bytes"


def kind_by_name(name):
    """What a file seems to be: a value of KINDS, or "other"."""
    return next((kind for end, kind in KINDS.items() if name.lower().endswith(end)), "other")


def _kind_by_content(head):
    return next((kind for at, sign, kind in SIGNATURES if head[at:].startswith(sign)), None)


def _refuse(why, _most):
    raise Left(why)


def _check_size(size, most):
    if size > most:
        raise Left(f"is larger than {sized(most)} ({size:,} bytes)")


# -- folders ----------------------------------------------------------------------------------------


def file_item(path, name):
    """The Item for a plain file on the disk."""
    return Item(name, kind_by_name(name), partial(_opened, path))


def folder_items(top, search):
    """The files at any depth of a folder, the upper ones first, in order of their names."""
    items, folders = [], deque([""])
    while folders:
        folder = folders.popleft()
        for name, mode in _listed(top, folder, search):
            if _skipped(name):
                continue
            if not search.goes_on():
                return items
            path = f"{folder}/{name}" if folder else name
            if stat.S_ISDIR(mode):
                folders.append(path)
            elif stat.S_ISREG(mode):
                items.append(file_item(os.path.join(top, path), path))
            else:
                search.leave_out(path, odd_file(mode))
    return items


def odd_file(mode):
    """Why something that is neither a file nor a folder is not opened."""
    return "is a symbolic link" if stat.S_ISLNK(mode) else "is no plain file"


def _listed(top, folder, search):
    """(name, mode) for what lies directly in a folder, in order."""
    try:
        with os.scandir(os.path.join(top, folder)) as entries:
            found = [
                (each.name, each.stat(follow_symlinks=False).st_mode) for each in islice(entries, 2 * ENTRIES)
            ]
    except OSError as error:
        search.failed = True
        search.note(f"The folder {shown(folder)} is left out: it cannot be opened ({error.strerror})")
        return []
    return sorted(found)


def _skipped(name):
    return name.lower() in SKIPPED or name.startswith("._")


def _opened(path, most):
    """A plain file on the disk, opened; whatever stands there by now, it is not waited for."""
    flags = (getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    try:
        file = os.fdopen(os.open(path, os.O_RDONLY | sum(flags)), "rb")
    except OSError as error:
        raise Left(f"cannot be opened ({error.strerror})") from error
    try:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise Left("is no plain file")
        _check_size(found.st_size, most)
    except Left:
        file.close()
        raise
    return file


# -- archives ---------------------------------------------------------------------------------------


def contents(item, search):
    """The files in an archive; the item itself where it is a Python file or a notebook, whatever its name."""
    if not search.opens():
        return []
    try:
        search.unpack(0)
        file = search.files.enter_context(item.open(ARCHIVE))
        head = file.read(512)
        file.seek(0)
    except (Left, OSError) as why:
        search.fail(item.path, why if isinstance(why, Left) else f"cannot be opened ({why.strerror})")
        return []
    kind = _true_kind(item, head)
    if kind != item.kind != "other" and kind in READABLE:
        search.note(f"The file {shown(item.path)} is in truth {READABLE[kind]}, and is read as one")
    if kind in ("py", "ipynb"):
        return [replace(item, kind=kind)]
    if kind in ARCHIVES:
        return (_zip_items if kind == "zip" else _tar_items)(item.path, file, kind, search)
    if kind in TROUBLES:
        search.fail(item.path, TROUBLES[kind])
    else:
        search.leave_out(item.path, "is no Python file, archive or folder")
    return []


def _true_kind(item, head):
    """What a file is by its first bytes, and where they say nothing, by its name."""
    kind = item.kind if item.kind == "document" else _kind_by_content(head) or item.kind
    if kind not in ARCHIVES or _kind_by_content(head):
        return kind
    if head and not re.search(rb"[\0-\x08\x0e-\x1f]", head):
        return "py"
    return kind if kind == "tar" else "damaged"


def _member_path(name, where, search):
    """The path of an archive's member, or None where it is not looked at."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or any(map(_skipped, parts)):
        return None
    path = "/".join((where, *parts) if where else parts)
    if len(path) > LONGEST_PATH:
        search.leave_out(path, "has a path that is too long")
        return None
    if name[0] in "/\\" or ".." in parts or re.match("[A-Za-z]:", name):
        search.leave_out(path, "has a path that leads out of the archive")
        return None
    return path


def _zip_items(where, file, _kind, search):
    """The files in a zip."""
    table = Bounded(file, search.tables)
    try:
        archive = zipfile.ZipFile(table)
    except Exception as error:  # whatever a damaged file can do to zipfile
        search.fail(where, error if isinstance(error, Left) else "is damaged")
        return []
    finally:
        search.tables, table.left = max(table.left, 0), None
    members = [info for info in archive.infolist() if not info.is_dir()]
    if members and all(info.flag_bits & 1 for info in members):
        search.fail(where, "has a password; hand it in without one")
        return []
    return zip_members(archive, [(info.filename, info) for info in archive.infolist()], search, where)


def zip_members(archive, named, search, where=""):
    """The files among these members of a zip: (name, ZipInfo)."""
    items = []
    for name, info in named:
        if not search.goes_on():  # what is skipped costs memory, too
            break
        path = None if info.is_dir() else _member_path(name, where, search)
        if path is None:
            continue
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            search.leave_out(path, odd_file(mode))
        else:
            items.append(Item(path, kind_by_name(path), partial(_zip_member, archive, info, search)))
    return items


def _zip_member(archive, info, search, most):
    """A member of a zip, in memory. Raises Left."""
    if info.flag_bits & 1:
        search.failed = True
        raise Left("has a password; hand it in without one")
    if info.compress_type not in BOUNDED:
        raise Left("is compressed in an unusual way; hand in a .zip of the usual kind")
    _check_size(info.file_size, min(most, INNER))
    search.unpack(max(info.file_size, info.compress_size))
    if kind_by_name(info.filename) in ARCHIVES:  # which stays open
        search.keep(info.file_size)
    try:
        with archive.open(info) as member:
            return BytesIO(b"".join(iter(partial(member.read, BLOCK), b"")))
    except Exception as error:  # whatever a damaged file can do to zipfile
        search.failed = True
        raise Left("is damaged") from error


def _tar_items(where, file, kind, search):
    """The files in a tar. What may be wanted of them is kept at once, since there is no way back."""
    blocks = inflated(file) if kind == "tar.gz" else iter(partial(file.read, BLOCK), b"")
    items = []
    try:
        stream = Forward(blocks, search)
        archive = tarfile.TarFile(fileobj=stream, encoding="utf-8")
        while member := archive.next():
            if not search.goes_on():
                break
            path = None if member.isdir() else _member_path(member.name, where, search)
            if path is not None:
                items += _tar_member(path, member, stream, search)
            archive.members.clear()  # which tarfile keeps, with all that they say about themselves
            stream.allowed = HEADER
    except Exception as error:  # whatever a damaged file can do to tarfile
        search.fail(where, error if isinstance(error, Left) else "is damaged")
    return items


def _tar_member(path, member, stream, search):
    """The Item for a member, in a list, or nothing where it is not a plain file."""
    if not member.isreg() or member.issparse():
        link = {tarfile.SYMTYPE: "is a symbolic link", tarfile.LNKTYPE: "is a link to another file"}
        search.leave_out(path, link.get(member.type, "is no plain file"))
        return []
    kind = kind_by_name(path)
    if kind == "other" or member.size > INNER:
        return [Item(path, kind, partial(_kept, None, member.size))]
    try:
        search.keep(member.size)
    except Left as why:
        return [Item(path, kind, partial(_refuse, str(why)))]
    return [Item(path, kind, partial(_kept, stream.content(member), member.size))]


def _kept(data, size, most):
    """A member of a tar that was kept."""
    _check_size(size, min(most, INNER))
    return BytesIO(data or b"")
