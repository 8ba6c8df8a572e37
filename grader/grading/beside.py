"""Files that a student has beside those of the kata, where these import them: utils.py, for instance.

They are as untrusted as the rest, and run where the rest runs. What a text imports is looked for in its
lines, since nothing that was handed in is parsed here. A name that Python, NumPy or the grader has already is
refused: the import would find the other module.
"""

import re
import sys

from .archives import Left, shown

MOST = 10  # files
# An import begins a line, or follows a semicolon or a colon. A string that looks like one does no harm.
BEGIN = r"(?:^|[;:])[ \t]*"
LISTED = 1_000  # characters between parentheses, so that none that is left open costs much
FROM = re.compile(
    BEGIN + r"from[ \t]*((?<=[ \t])[.\w]+|\.[.\w]*)[ \t]*\bimport\b[ \t]*"
    rf"(?:\(([^()]{{0,{LISTED}}})\)|([\w, \t]*))",
    re.MULTILINE | re.ASCII,
)
IMPORT = re.compile(BEGIN + r"import[ \t]+([\w., \t]+)", re.MULTILINE | re.ASCII)
CONTINUED = re.compile(r"\\\n")
COMMENT = re.compile(r"#.*")
PACKAGE = re.compile(r"^(?:exercises)?\.*(?=\b|$)")
OURS = {"numpy", "exercises", "solutions", "tests", "grader", "conftest"}
TAKEN = OURS | set(sys.stdlib_module_names)


def imported(text):
    """The names of the modules that may lie beside a text, by the imports in its lines."""
    names, text = [], CONTINUED.sub(" ", text)
    for module, enclosed, parts in FROM.findall(text):
        own = _own(module)
        names += [own] if own else _listed(COMMENT.sub("", enclosed) + parts)
    for modules in IMPORT.findall(text):
        names += [_own(each) for each in _listed(modules)]
    return dict.fromkeys(name for name in names if name)


def _own(module):
    """The first part of a module's name, after that of the package: "exercises.utils" is "utils"."""
    return PACKAGE.sub("", module).partition(".")[0]


def _listed(text):
    """The names in "a, b as c"."""
    return [each.split()[0] for each in text.split(",") if each.strip()]


def taken_along(files, folders, items, text_of, search):
    """The texts of the files beside those of the kata that they import, by their names.

    files: {"engine.py": text}; folders: where each lies; items: all that was handed in; text_of: (text,
    remarks) of an Item, which raises Left.
    """
    along, waiting, seen = {}, list(files), set(files)
    while waiting:
        importer = waiting.pop(0)
        text = (files | along)[importer]
        for name in [f"{each}.py" for each in imported(text)]:
            item = None if name in seen else _beside(name, folders[importer], items)
            if name not in seen and not item:
                _note_package(name.removesuffix(".py"), importer, folders[importer], items, search)
            seen.add(name)
            if not item or _is_refused(name, item, along, search):
                continue
            try:
                along[name] = text_of(item, search)[0]
            except Left as why:
                search.leave_out(item.path, why)
                continue
            folders[name] = folders[importer]
            waiting.append(name)
            search.note(f"{name} is taken along, since {importer} imports it")
    return along


def _beside(name, folder, items):
    """The Item of that name in a folder, or None."""
    path = f"{folder}/{name}" if folder else name
    return next((item for item in reversed(items) if item.path == path and item.kind == "py"), None)


def _note_package(name, importer, folder, items, search):
    """Tell where what is imported was handed in as a folder, which does not come along."""
    top = f"{folder}/{name}/" if folder else f"{name}/"
    if name not in TAKEN and any(item.kind == "py" and item.path.startswith(top) for item in items):
        search.note(
            f"The folder {shown(name)}/ was handed in, but folders are not taken along: "
            f"put its code into a file beside {importer}"
        )


def _is_refused(name, item, along, search):
    """Whether a file stays behind, which is noted."""
    if name.removesuffix(".py") in TAKEN:
        search.leave_out(item.path, "has the name of a module that is there already; give it another one")
        return True
    if len(along) >= MOST:
        search.note(f"There are more than {MOST} files beside those of the kata; the rest was left out")
    return len(along) >= MOST
