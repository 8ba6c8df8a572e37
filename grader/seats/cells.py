"""A module that was a notebook: its code cells, run one after the other, as Jupyter does.

Between the definitions of a notebook stands what was tried out with them: it may need Jupyter, a keyboard or
a package that is not there, or be meant to fail. So what fails outside of all definitions is passed over, and
that is printed. Like seat.py this stands beside the code under test in either seat; grader/notebooks.py
writes the head of each cell.
"""

import __future__

import ast
import linecache
import os.path
import re

from .seat import NOTEBOOK
from .trouble import text_of

HEAD = NOTEBOOK + "{} ----"
BEGIN = re.compile("^" + HEAD.format(r"(\d+)") + "\n", re.MULTILINE)
DEFINES = re.compile(r"^(?:async[ \t]+)?(?:def|class)\b", re.MULTILINE)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
REMEMBERED = __future__.annotations.compiler_flag  # of a cell, in those after it


def run(text, path, names):
    """Run the cells in a module's text, which add to these names. path: of the module's file."""
    _, *parts = BEGIN.split(text)
    flags = 0
    for number, cell in zip(parts[::2], parts[1::2], strict=True):
        place = f"{path}, cell {number}"
        linecache.cache[place] = len(cell), None, cell.split("\n"), place  # for whoever shows a line of it
        for statement in _statements(cell, place):
            try:
                code = _compiled(statement, place, flags)
                flags |= code.co_flags & REMEMBERED
                exec(code, names)
            except (Exception, SystemExit) as error:
                if _counts(statement, error):
                    raise
                _pass_over(place, statement.lineno, error)


def _statements(cell, place):
    """The statements of a cell. Raises SyntaxError where it has definitions, and is no Python."""
    try:
        return ast.parse(cell, place).body
    except SyntaxError as error:
        if DEFINES.search(cell):
            raise
        _pass_over(place, error.lineno, error)
        return []


def _compiled(statement, place, flags):
    try:
        return compile(ast.Module([statement], []), place, "exec", flags, dont_inherit=True)
    except SyntaxError as error:  # which has no file to read its line from
        error.text = linecache.getline(place, error.lineno or 0)
        raise


def _counts(statement, error):
    """Does what fails here belong to the definitions? An import does, unless it is of what is not there."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return not isinstance(error, ModuleNotFoundError)
    return isinstance(statement, DEFINITIONS)


def _pass_over(place, line, error):
    print(f"{os.path.basename(place)}, line {line} was passed over: {type(error).__name__}: {text_of(error)}")


def places(lines):
    """Where each of these lines of a module is: "line 3", or "cell 2, line 3" in what was a notebook."""
    cell, line = "", 0
    for text in lines:
        begun = BEGIN.match(f"{text}\n")
        cell, line = (f"cell {begun[1]}, ", 0) if begun else (cell, line + 1)
        yield f"{cell}line {line}"
