"""What a student has beside the files of the kata, where these import it: utils.py, or a folder helpers/.

They are as untrusted as the rest, and run where the rest runs. What a text imports is looked for in its
lines, since nothing that was handed in is parsed here. A name that Python, NumPy or the grader has already is
refused: the import would find the other module.
"""

import re
import sys
from collections import defaultdict

from .archives import Left

MOST = 10  # files
DEEPEST = 3  # parts of a path that is imported: helpers.more.functions
MODULE = re.compile(r"(?:\w+/)*\w+\.py", re.ASCII)
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
    """The texts of what the files of the kata import of the rest, by path: "utils.py", "helpers/more.py".

    files: {"engine.py": text}; folders: where each lies; items: all that was handed in; text_of: (text,
    remarks) of an Item, which raises Left.
    """
    along, waiting, index = {}, list(files), _index(items)
    seen = {file.removesuffix(".py") for file in files}
    stars = {f"{folders[file]}/{file}": _star(file) for file in files}
    while waiting:
        importer = waiting.pop(0)
        for name in imported((files | along)[importer]):
            found = {} if name in seen else _found(name, folders[importer], index)
            seen.add(name)
            before = len(along)
            for path, item in found.items():
                text = stars.get(item.path) or _text(name, item, len(along), text_of, search)
                if text is not None:
                    along[path], folders[path] = text, folders[importer]
                    waiting.append(path)
            if len(along) > before:
                what = f"{name}.py" if f"{name}.py" in found else f"The folder {name}/"
                search.note(f"{what} is taken along, since {importer} imports it")
    return along


def _star(file):
    """What stands for a file of the kata in a folder that comes along: micrograd/nn.py, for instance."""
    return f"from exercises.{file.removesuffix('.py')} import *\n"


def _index(items):
    """What can be imported from a folder by a name: {(folder, name): {"helpers/more.py": Item}}."""
    index = defaultdict(dict)
    for item in items:
        parts = item.path.split("/")
        for place in range(max(len(parts) - DEEPEST, 0), len(parts)):
            path = "/".join(parts[place:])
            if item.kind == "py" and MODULE.fullmatch(path):
                index["/".join(parts[:place]), parts[place].removesuffix(".py")][path] = item
    return index


def _found(name, folder, index):
    """{path: Item} of a file of that name in a folder, or of what lies in a folder of that name.

    That may be the folder itself, where micrograd/nn.py imports micrograd.engine.
    """
    above, _, own = folder.rpartition("/")
    found = index.get((folder, name)) or (index.get((above, name)) if name == own else None) or {}
    if name in TAKEN and f"{name}.py" not in found:
        return {}
    return {f"{name}.py": found[f"{name}.py"]} if f"{name}.py" in found else found


def _text(name, item, count, text_of, search):
    """The text of a file, or None where it stays behind, which is noted. count: those that are there."""
    if name in TAKEN:
        search.leave_out(item.path, "has the name of a module that is there already; give it another one")
    elif count >= MOST:
        search.note(f"There are more than {MOST} files beside those of the kata; the rest was left out")
    else:
        try:
            return text_of(item, search)[0]
        except Left as why:
            search.leave_out(item.path, why)
    return None
