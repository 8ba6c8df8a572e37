"""A class inside one more folder, as "Extract all" of Windows makes it.

Whether such a folder holds a class or the work of one student is decided by what lies in it. A class is a
download of a system, or has a module of the kata twice, under names that nobody gives to parts or versions
of their own work.
"""

import os
from pathlib import Path

from ..grading.intake import FOLDERS_BESIDE, is_own_part, taken
from ..grading.modules import module_named, modules_in_name
from .downloads import Folder

LOOKED_AT = 50  # entries, until one has a module that another one has


def unwrapped(view, is_download):
    """The one folder in this Folder, where a class lies in it, or None.

    is_download: whether entries are those of a system.
    """
    entries = view.entries()
    if len(entries) != 1 or not entries[0][1] or is_download(entries):
        return None
    inner = Folder(view.path / entries[0][0])
    within = inner.entries()
    if len(within) < 2 or _is_work(inner, within):
        return None
    return inner if is_download(within) or _is_class(inner.path, within) else None


def _is_work(folder, entries):
    """Whether a folder is the work of someone: a clone, a checkout, or with files of the kata in it."""
    names = [name for name, _ in entries]
    return os.path.lexists(folder.path / ".git") or "exercises" in names or any(map(module_named, names))


def _is_class(folder, entries):
    """Whether two of these entries have a module of the kata in common."""
    seen = set()
    for name, is_folder in entries[:LOOKED_AT]:
        if name in FOLDERS_BESIDE or is_own_part(name) or (not is_folder and modules_in_name(name)):
            continue
        files = set(taken(Path(folder, name)).files)
        if seen & files:
            return True
        seen |= files
    return False
