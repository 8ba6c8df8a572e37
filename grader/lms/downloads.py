"""What lies in a download of submissions, be it a folder or a zip: the entries at its top, and their files.

A zip is read and never unpacked (grader/grading/archives.py). Both kinds have the same methods.
"""

import os
import zipfile
from pathlib import Path

from ..grading.archives import SKIPPED, file_item, folder_items, sized, zip_members
from ..grading.choice import POOR
from ..grading.intake import IGNORED
from ..streams import MB, Bounded, Left

TABLE = 20 * MB  # the table of contents of a zip: some 100,000 files


def download(path):
    """The Folder or the Zip at this path, or None where there is neither."""
    if path.is_dir():
        return Folder(path)
    try:
        return Zip(path) if path.is_file() and zipfile.is_zipfile(path) else None
    except Exception:  # whatever a damaged file can do to zipfile: it is one submission
        return None


def _is_entry(name):
    return name not in ("", "..") and not name.startswith(".") and name.lower() not in IGNORED


class Folder:
    """A download that lies unpacked in a folder."""

    def __init__(self, path):
        self.path = Path(os.path.realpath(path))

    def entries(self):
        """(name, whether it is a folder) of what lies at the top."""
        with os.scandir(self.path) as found:
            return sorted((x.name, x.is_dir(follow_symlinks=False)) for x in found if _is_entry(x.name))

    def hidden(self):
        """What lies at the top and begins with a dot, except for what tools leave behind."""
        with os.scandir(self.path) as found:
            names = sorted(x.name for x in found if x.name.startswith("."))
        return [name for name in names if name not in POOR | SKIPPED and not name.startswith("._")]

    def is_clone(self):
        """Is it one clone as a whole?"""
        return os.path.lexists(self.path / ".git")

    def items(self, entry, name, search):
        """The Items of an entry, which may be a file that the student has called `name`."""
        path = self.path / entry
        if path.is_symlink():
            search.leave_out(name, "is a symbolic link")
            return []
        return folder_items(path, search) if path.is_dir() else [file_item(path, name)]

    def text(self, entry, most):
        """The text of a file at the top, of at most so many bytes. Raises Left."""
        return file_item(self.path / entry, entry).read(most).decode("utf-8-sig", errors="replace")

    def holds(self, entry, inner):
        """Is there something called `inner` in the folder `entry`?"""
        return os.path.lexists(self.path / entry / inner)


class Zip:
    """A download that is still packed. Where all of it lies in one folder, that is its top."""

    def __init__(self, path):
        self.path = path
        table = Bounded(open(path, "rb"), TABLE)  # noqa: SIM115  it is read as long as the run lasts
        self.archive = zipfile.ZipFile(table)
        table.left = None
        self.members = {}  # entry: [(the rest of the path, ZipInfo)]
        named = [(_name(info).split("/"), info) for info in self.archive.infolist()]
        inside = [(parts, info) for parts, info in named if _is_entry(parts[0])]
        if len({parts[0] for parts, _ in inside}) == 1 and all(len(parts) > 1 for parts, _ in inside):
            named = [(parts[1:], info) for parts, info in inside]
        self.tops = {parts[0] for parts, _ in named}
        for (entry, *rest), info in named:
            if _is_entry(entry):
                self.members.setdefault(entry, []).append(("/".join(rest), info))

    def entries(self):
        """(name, whether it is a folder) of what lies at the top."""
        return sorted(
            (entry, any(rest or info.is_dir() for rest, info in members))
            for entry, members in self.members.items()
        )

    def is_clone(self):
        """Is it one clone as a whole?"""
        return ".git" in self.tops

    def items(self, entry, name, search):
        """The Items of an entry, which may be a file that the student has called `name`."""
        named = [(rest or name, info) for rest, info in self.members[entry]]
        return zip_members(self.archive, named, search)

    def text(self, entry, most):
        """The text of a file at the top, of at most so many bytes. Raises Left."""
        ((_, info),) = self.members[entry]
        if info.file_size > most:
            raise Left(f"is larger than {sized(most)}")
        try:
            with self.archive.open(info) as file:
                return file.read(most).decode("utf-8-sig", errors="replace")
        except Exception as error:  # whatever a damaged file can do to zipfile
            raise Left("is damaged") from error

    def holds(self, entry, inner):
        """Is there something called `inner` in the folder `entry`?"""
        return any(rest.split("/")[0] == inner for rest, _ in self.members[entry])


def _name(info):
    """A member's name. Some programs write UTF-8 and do not say so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
