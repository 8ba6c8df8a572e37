"""Which module of the kata a file is: by its name, by a word of its name, or by what its text defines.

Nothing that was handed in is run or parsed here: a definition is a line that begins with def or class.
"""

import re
from functools import cache

from ..source import stub_files
from ..stages import stages

COPY = r"(?: ?\([0-9]+\)|[-_ ][0-9]+| (?:- )?copy(?: ?\(?[0-9]+\)?)?)?"  # "engine (1).py", "engine - Copy.py"
ENDS = (".py", ".py.txt", ".py.py", ".ipynb")  # the better ones first
DEFINITION = re.compile(r"^(?:class|(?:async +)?def)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)


@cache
def module_files():
    """The names of all files of the kata, in order."""
    return tuple(dict.fromkeys(file for stage in stages() for file in stage.files))


@cache
def _name_pattern():
    modules = "|".join(re.escape(file.removesuffix(".py")) for file in module_files())
    ends = "|".join(map(re.escape, ENDS))
    return re.compile(f"({modules}){COPY}({ends})", re.IGNORECASE | re.ASCII)


def module_named(name):
    """(file of the kata, how far from it) for a file's name, or None. 0: exactly so."""
    found = _name_pattern().fullmatch(name)
    if not found:
        return None
    file = f"{found[1].lower()}.py"
    near = (file == name, file == name.lower())
    return file, near.index(True) if any(near) else 2 + ENDS.index(found[2].lower())


def is_stub(file, text):
    """Whether a text is that of a module as it was handed out; blanks at the end of a line do not count."""
    return _stripped(text) == _stripped(_stubs()[file])


@cache
def _stubs():
    return stub_files()


def _stripped(text):
    return [line.rstrip() for line in text.rstrip().splitlines()]


def modules_in_name(path):
    """The one module whose name is a word of a file's, in a list, or nothing."""
    name = path.rpartition("/")[2].lower()
    words = [
        file
        for file in module_files()
        if re.search(rf"(?<![^\W\d_]){file.removesuffix('.py')}(?![^\W\d_])", name)
    ]
    return words if len(words) == 1 else []


def modules_in_text(text):
    """The modules of which a text defines something, engine.py first."""
    found = {_definitions()[name] for name in DEFINITION.findall(text) if name in _definitions()}
    return sorted(found, key=lambda file: (file != "engine.py", module_files().index(file)))


@cache
def _definitions():
    """The module to which a definition belongs: {"Value": "engine.py", …}. Of two, it is the earlier one."""
    files = {}
    for function in (function for stage in stages() for function in stage.functions):
        for inside in function.inside:
            files.setdefault(inside.partition(".")[0], function.file)
    return files


def nothing_of_the_kata():
    """What a file is not called, and does not define, as part of a sentence."""
    names = ", ".join(sorted(_definitions()))
    return f"is not called {', '.join(module_files())}, and defines none of {names}"
