"""Which of several files is graded as a module of the kata.

The better name comes first, then the upper folder, then that with more of the kata in it. A stub as it was
handed out is passed over for what a student has written.
"""

from collections import Counter
from dataclasses import dataclass

from ..notebooks import MODULE, NOTEBOOK, code_text, notebook_text
from .archives import Item, Left, shown
from .modules import is_stub, module_files, module_named, modules_in_name, modules_in_text

COMPARED = 20  # files of one name
NOT_OWN = {"solutions", "solution", "tests", "test", "grader"}  # of which nothing stands in for a stub
POOR = NOT_OWN | {"backups", "backup", "old", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Candidate:
    """A file whose name is that of a module, or nearly."""

    item: Item
    file: str  # "engine.py"
    inexact: int

    @property
    def folder(self):
        """Where it lies; empty at the top."""
        return self.item.path.rpartition("/")[0]

    @property
    def is_poor(self):
        """Whether it is graded only where there is no other one."""
        return self._lies_in(POOR) or is_hidden(self.item.path)

    @property
    def is_own(self):
        """Whether a student may have written it."""
        return not self._lies_in(NOT_OWN)

    def _lies_in(self, names):
        return not names.isdisjoint(self.folder.lower().split("/"))


def is_hidden(path):
    """Whether a file has a dot before its name, or lies where tools keep what is theirs: in .vscode/."""
    return "/." in f"/{path}"


def candidate(item):
    """The Candidate that an Item is, or None."""
    found = module_named(item.path.rpartition("/")[2]) if item.kind in ("py", "ipynb") else None
    return Candidate(item, *found) if found else None


def chosen(candidates, search):
    """The text of the best candidate for each module, and the folders that these lie in."""
    together = Counter(folder for folder, _ in {(each.folder, each.file) for each in candidates})
    places = {each: place for place, each in enumerate(candidates)}

    def rank(each):
        depth, path = each.item.path.count("/"), each.item.path
        # Of two with the same path in an archive, the later one is what unpacking would leave.
        return each.is_poor, each.inexact, depth, -together[each.folder], path, -places[each]

    files, folders, passed_over = {}, {}, []
    for file in module_files():
        ranked = sorted((each for each in candidates if each.file == file), key=rank)
        text, best, others = _first_written(file, ranked, search)
        if best:
            if is_hidden(best.item.path):
                search.note(f"{file} is taken from {shown(best.item.path)}")
            files[file], folders[file] = text, best.folder
            passed_over.append((file, best, others))
    for each in passed_over:  # at the end, so that no comparison takes from what may be read of a module
        _note_others(*each, files[each[0]], search)
    return files, folders


def alike(items, files, search):
    """{file: (text, folder)} of what is called like a module, defines it, and has no equal in that.

    Only modules that are not among the files, or stubs there, are looked for.
    """
    found = {}
    for file in module_files():
        if file in files and not is_stub(file, files[file]):
            continue
        near = [Candidate(item, file, 0) for item in items if _has_word(item, file)]
        near = [each for each in near if not each.is_poor][:COMPARED]
        texts = {text: each for each in near if (text := _defining(each, search)) is not None}
        if len(texts) == 1:
            ((text, each),) = texts.items()
            found[file] = text, each.folder
            search.note(f"{file} is taken from {shown(each.item.path)}{_stead(file, files)}")
        elif near and file not in files:
            names = some([each.item.path for each in near])
            search.note(f"Nothing is called {file} (found: {names}); give the file that is meant this name")
    return found


def _stead(file, files):
    return ", since what is called so is the stub as it was handed out" if file in files else ""


def _has_word(item, file):
    """Whether a file is not that module, and has its name as a word of its own."""
    return item.kind in ("py", "ipynb") and not candidate(item) and modules_in_name(item.path) == [file]


def _defining(candidate, search):
    """The text of a file that defines something of its module, and is no stub, or None."""
    try:
        text, _ = text_of(candidate.item, search)
    except Left:
        return None
    wanted = candidate.file in modules_in_text(text) and not is_stub(candidate.file, text)
    return text if wanted else None


def _first_written(file, ranked, search):
    """As _first_readable; but a stub, as it was handed out, is passed over for what a student has written."""
    first, best, others = _first_readable(file, ranked, search)
    if not best or not is_stub(file, first):
        return first, best, others
    own = [each for each in others[:COMPARED] if each.is_own and _is_written(each, search)]
    if not own:
        return first, best, others
    text, written, _ = _first_readable(file, own, search)
    search.note(
        f"The file {shown(best.item.path)} is the stub as it was handed out: "
        f"{shown(written.item.path)} is graded"
    )
    return text, written, [each for each in others if each is not written]


def _is_written(candidate, search):
    """Whether a file can be read, and is no stub."""
    try:
        return not is_stub(candidate.file, text_of(candidate.item, search)[0])
    except Left:
        return False


def _first_readable(file, ranked, search):
    """(text of the first candidate that has one, that candidate, those after it); None, None and none."""
    for place, best in enumerate(ranked[:COMPARED]):
        try:
            text, remarks = text_of(best.item, search)
        except Left as why:
            search.leave_out(best.item.path, why)
            search.failed = True  # so that nobody takes it for one that was not handed in
            continue
        note_remarks(file, best.item, remarks, search)
        return text, best, ranked[place + 1 :]
    return None, None, []


def _says(item, text, search):
    try:
        return text_of(item, search)[0] == text
    except Left:
        return False


def _note_others(file, best, others, text, search):
    """Tell which of several files with different contents is graded."""
    others = [each for each in others if not is_hidden(each.item.path)]
    compared, uncompared = others[:COMPARED], others[COMPARED:]
    others = [each for each in compared if not _says(each.item, text, search)] + uncompared
    if not others:
        return
    count, other, more = len(others) + 1, others[0].item.path, len(others) - 1
    rest = f" and {more} other{'s' if more > 1 else ''}" if more else ""
    chosen = "the last one" if other == best.item.path else shown(best.item.path)
    passed_over = "those before it" if other == best.item.path else f"{shown(other)}{rest}"
    search.note(f"{count} files are called {file}; {chosen} is graded, not {passed_over}")


def text_of(item, search):
    """(text, remarks) of a Python file or a notebook. Raises Left."""
    data = search.read(item, NOTEBOOK if item.kind == "ipynb" else MODULE)
    return (notebook_text if item.kind == "ipynb" else code_text)(data)


def note_remarks(file, item, remarks, search):
    """Tell what was odd about a file, and that it is a notebook."""
    for remark in remarks:
        search.note(f"The file {shown(item.path)} {remark}")
    if item.kind == "ipynb":
        search.note(
            f"{file} is taken from the code cells of {shown(item.path)}, counted from 1; "
            "what fails there outside of all functions and classes is passed over"
        )


def some(paths):
    """The first few names, as part of a sentence."""
    more = len(paths) - 3
    names = ", ".join(map(shown, paths[:3]))
    return f"{names} and {more} more" if more > 0 else names
