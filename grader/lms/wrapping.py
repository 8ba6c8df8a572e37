"""A class inside one more folder, as "Extract all" of Windows makes it, or packed as one zip.

Whether that holds a class or the work of one student is decided by what lies in it. A class is a
download of a system, or has a module of the kata twice, under names that nobody gives to parts or versions
of their own work.
"""

from functools import partial

from ..grading.intake import FOLDERS_BESIDE, is_own_part, taken
from ..grading.modules import module_named, modules_in_name
from .downloads import download

LOOKED_AT = 50  # entries, until one has a module that another one has


def unwrapped(view, is_download):
    """The one folder or zip in this Folder, where a class lies in it, or None.

    is_download: whether entries are those of a system.
    """
    entries = view.entries()
    if len(entries) != 1 or is_download(entries):
        return None
    path = view.path / entries[0][0]
    inner = None if path.is_symlink() else download(path)
    within = inner.entries() if inner else []
    if len(within) < 2 or _is_work(inner, within):
        return None
    return inner if is_download(within) or is_class(inner, within) else None


def _is_work(view, entries):
    """Whether all that is the work of someone: a clone, a checkout, or with files of the kata at its top."""
    names = [name for name, _ in entries]
    return view.is_clone() or "exercises" in names or any(map(module_named, names))


def is_class(view, entries):
    """Whether two of these entries have a module of the kata in common."""
    if _is_work(view, entries):
        return False
    seen = set()
    for name, is_folder in entries[:LOOKED_AT]:
        if name in FOLDERS_BESIDE or is_own_part(name) or (not is_folder and modules_in_name(name)):
            continue
        files = set(taken(view.path, partial(view.items, name, name)).files)
        if seen & files:
            return True
        seen |= files
    return False
