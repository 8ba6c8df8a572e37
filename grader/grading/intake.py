"""The intake: from a path that an instructor names to the texts that are graded.

The outer wall: names and files come from students and from attackers. Nothing that they hold is run or
parsed here. archives.py finds and reads files, grader/notebooks.py makes texts of them; here is decided
who has handed in something, and which of their files is which module of the kata.
"""

import hashlib
import os
import re
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from ..lms.identity import NOBODY, Identity
from .archives import (
    UNSEEN,
    Item,
    Left,
    Search,
    contents,
    file_item,
    folder_items,
    kind_by_name,
    odd_file,
    shown,
)
from .beside import taken_along
from .choice import POOR, alike, candidate, chosen, is_hidden, note_remarks, some, text_of
from .modules import (
    module_files,
    modules_in_name,
    modules_in_text,
    nothing_of_the_kata,
)

NESTED = 3  # archives inside archives

# What may stand beside the files of one submission: all that a checkout of this project holds, and notes.
FOLDERS_BESIDE = {
    *("exercises", "solutions", "tests", "grader", "kit", "docs", "backups", "reports", "drawings", "venv")
}
FILES_BESIDE = re.compile(r"LICENSE|Makefile|.+\.(?:md|txt|toml|lock|csv|png)")

OWN_PART = re.compile(  # what students call parts and versions of their own work
    r"(?:v|version|draft|attempt|try|stage|part|step|week|day|hw|homework|exercise|task|untitled|old|new|final"
    r"|src|code|work)s?[-_ ]?[0-9]*(?:\.\w+)?",
    re.IGNORECASE,
)
SUFFIX = re.compile(r"(?<=.)\.(?:zip|tar\.gz|tgz|tar|py|ipynb)$", re.IGNORECASE)
IGNORED = {"__macosx", "__pycache__", "thumbs.db", "desktop.ini"}
EDGES = re.compile(r"^[-=+@.~ ＝＋－＠]+|[. ]+$")  # formulas, options, hidden files; what Windows drops
RESERVED = re.compile(  # devices on Windows, whatever follows the dot
    r"^(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?= *(?:\.|$))", re.IGNORECASE
)
LONGEST_ID, LONGEST_ID_BYTES = 80, 180


@dataclass(frozen=True, slots=True)
class Submission:
    """What one student, or one group, has handed in."""

    id: str  # unique in the cohort; a file name on every system, and no formula in a spreadsheet
    path: Path
    identity: Identity = NOBODY
    remarks: tuple[str, ...] = ()
    items: Callable[[Search], list[Item]] | None = None  # its files, where they lie among those of others


@dataclass(frozen=True)
class Taken:
    """What is graded of a submission. A note is one sentence, and begins with a word of ours."""

    files: dict[str, str]  # {"engine.py": text}, and what these import of the rest
    notes: tuple[str, ...]
    status: str  # "taken", "missing": nothing of the kata in it, "unreadable": damaged, a password, …


class NoSubmissions(Exception):
    """There is nothing to grade. The text says what to do."""


# -- who has handed in something --------------------------------------------------------------------


def submissions(path):
    """The Submissions under a path, in order of their ids. Raises NoSubmissions."""
    try:
        named, top = Path(os.path.abspath(path)), Path(os.path.realpath(path))
        mode = top.stat().st_mode
        entries = list(_entries(top)) if stat.S_ISDIR(mode) else []
        if stat.S_ISREG(mode) or _is_one(top, entries):
            return [Submission(_id(named.name or "submission", stat.S_ISDIR(mode), 0), top)]
    except FileNotFoundError:
        raise NoSubmissions(f"There is no {path}. Name a folder of submissions, or one submission.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise NoSubmissions(f"{path} cannot be read ({why}). Look at its name and its permissions.") from None
    if not entries:
        raise NoSubmissions(f"There are no submissions in {path}. Name the folder that they lie in.")
    named = ids(entries)
    return sorted((Submission(named[name], top / name) for name, _ in entries), key=lambda each: each.id)


def _is_one(folder, entries):
    """Whether a folder is one submission: files of the kata lie in it, or in its exercises/.

    Beside them nothing may lie that someone else could have handed in. Whoever calls an upload
    "exercises" or "engine.py" would else make one submission of a whole cohort.
    """
    if not all(_may_stand_beside(*entry) for entry in entries):
        return False
    modules = set(module_files())
    names = {name for name, is_folder in entries if not is_folder}
    if ("exercises", True) in entries:
        with suppress(OSError):
            names |= set(os.listdir(folder / "exercises"))
    return not modules.isdisjoint(names)


def _may_stand_beside(name, is_folder):
    """Whether an entry is no submission of its own, where another one is."""
    if is_folder:
        return name in FOLDERS_BESIDE
    # By its kind, too: ada.py.txt is a Python file.
    return name in module_files() or (kind_by_name(name) == "other" and bool(FILES_BESIDE.fullmatch(name)))


def _entries(folder):
    """(name, whether it is a folder) for each entry that is a submission."""
    for each in os.scandir(folder):
        if not each.name.startswith(".") and each.name.lower() not in IGNORED:
            yield each.name, each.is_dir(follow_symlinks=False)


def ids(entries):
    """The id of each entry, by name. Where two are alike, the ids of both tell more."""
    detail = dict.fromkeys(entries, 0)
    while True:
        named, alike = {}, defaultdict(list)
        for entry in entries:
            named[entry[0]] = _id(*entry, detail[entry])
            alike[named[entry[0]].casefold()].append(entry)
        clashes = [entry for same in alike.values() if len(same) > 1 for entry in same]
        if not clashes:
            return named
        for entry in clashes:
            detail[entry] += 1


def _id(name, is_folder, detail):
    """An id for an entry. detail: 0 short, 1 with the suffix, 2 with a hash, 3 with a hash that is unique."""
    bare = name if detail or is_folder else SUFFIX.sub("", name)
    clean = _safe(bare)
    digits = 64 if detail > 2 else 6 if detail == 2 or clean != bare else 0
    if not digits:
        return clean
    tail = "-" + hashlib.sha256(os.fsencode(name)).hexdigest()[:digits]
    return _cut(clean, len(tail)) + tail


def _safe(name):
    """A name as a file name for every system, and as a cell of a spreadsheet."""
    name = "".join(
        "_" if unicodedata.category(each) in UNSEEN or each in '/\\:*?"<>|;' else each
        for each in unicodedata.normalize("NFC", name)
    )
    name = EDGES.sub(lambda found: "_" * len(found[0]), name)
    return _cut(RESERVED.sub(r"\1_", name), 0)


def _cut(name, reserved):
    """As much of a name as an id may hold, with room for so many more characters."""
    most = LONGEST_ID_BYTES - reserved
    return name[: LONGEST_ID - reserved].encode()[:most].decode(errors="ignore")


# -- what is graded of it ---------------------------------------------------------------------------


def taken(path, items=None):
    """What is Taken from a submission. Never raises for anything that lies there.

    items: a function of a Search that gives its files, where they are not all that lies at the path.
    """
    search = Search()
    try:
        with search.files:
            files = _files(Path(path), search, items)
    except Exception as error:  # the last net: no submission ends the grading of the others
        files, search.failed = {}, True
        search.note(f"The submission cannot be read ({type(error).__name__})")
    return Taken(files, search.notes, "taken" if files else "unreadable" if search.failed else "missing")


def _files(path, search, listed=None):
    """The text of each module that is found."""
    items = _found(path, search, listed)
    candidates = [each for item in items if (each := candidate(item))]
    scripts = [item for item in items if item.kind in ("py", "ipynb") and _is_named(item)]
    files, folders = chosen(candidates, search)
    if len(scripts) > 1:
        for file, found in alike(scripts, files, search).items():
            files[file], folders[file] = found
    if files or candidates:
        _note_doubt([each for each in candidates if each.file in files], search)
        return files | taken_along(files, folders, items, text_of, search)
    if len(scripts) == 1:
        return _by_content(scripts[0], search)
    items = [item for item in items if not is_hidden(item.path)]
    if items:
        plea = "; hand in a .zip" if any(item.kind == "foreign" for item in items) else ""
        found = some([item.path for item in items])
        search.note(f"The submission holds no file of the kata (found: {found}){plea}")
    elif not search.remarks:
        what = f"{'folder' if path.is_dir() else 'archive'} {shown(path.name)}"
        search.note(f"The {what if listed is None else 'submission'} is empty")
    return {}


def _note_doubt(candidates, search):
    """Tell where folders beside each other may be submissions of their own."""
    folders = [each.folder.split("/") if each.folder else [] for each in candidates if not each.is_poor]
    top = sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, zip(*folders, strict=False)))
    names = dict.fromkeys(folder[top] for folder in folders if len(folder) > top)
    names = [name for name in names if name not in FOLDERS_BESIDE and not is_own_part(name)]
    if len(names) > 1:
        search.note(
            f"It holds {len(names)} folders with kata files of their own ({some(names)}): "
            "if these are submissions, name the folder that they lie in"
        )


def is_own_part(name):
    """Whether students give this name to a part or a version of their own work."""
    return name.lower() in POOR or bool(OWN_PART.fullmatch(name))


def _is_named(item):
    """Whether someone has given a file its name: a tool may have, or Python itself."""
    return not is_hidden(item.path) and item.path.rpartition("/")[2] != "__init__.py"


def _found(path, search, listed):
    """All files of a submission. Archives in it are opened while no file of the kata lies outside of them."""
    mode = os.lstat(path).st_mode
    given = listed(search) if listed else []
    if len(given) == 1 and "/" not in given[0].path:
        level, depth = contents(given[0], search), 1
    elif listed:
        level, depth = given, 0
    elif stat.S_ISDIR(mode):
        level, depth = folder_items(path, search), 0
    elif stat.S_ISREG(mode):
        level, depth = contents(file_item(path, path.name), search), 1
    else:
        search.fail(path.name, odd_file(mode))
        return []
    found = list(level)
    while not any(map(candidate, level)):
        packed = [item for item in level if item.kind in ("zip", "tar", "tar.gz")]
        if packed and depth == NESTED:
            search.leave_out(packed[0].path, f"is an archive in an archive, {NESTED} deep")
        if not packed or depth == NESTED:
            break
        depth += 1
        level = [inner for item in packed for inner in contents(item, search)]
        found += level
    return found


# -- one file alone, whatever its name --------------------------------------------------------------


def _by_content(item, search):
    """The modules in a single file that is not called like any: by a word of its name, or by its text."""
    try:
        text, remarks = text_of(item, search)
    except Left as why:
        search.leave_out(item.path, why)
        search.failed = True
        return {}
    modules = modules_in_name(item.path) or modules_in_text(text)
    if not modules:
        search.note(f"The file {shown(item.path)} {nothing_of_the_kata()}")
        return {}
    first, *others = modules
    note_remarks(first, item, remarks, search)
    if item.kind == "py":
        search.note(f"{first} is taken from {shown(item.path)}")
    if others:
        search.note(f"What {shown(item.path)} defines is also graded as {', '.join(others)}")
    star = f"from exercises.{first.removesuffix('.py')} import *\n"
    return {first: text} | dict.fromkeys(others, star)
