"""The text of a notebook and of a Python file, however it was saved."""

import codecs
import json

import pytest

from grader import notebooks
from tests.grader.uploads import ENGINE, NEUTRAL, notebook, said

HEAD, HEAD_2 = "# ---- code cell 1 ----\n", "# ---- code cell 2 ----\n"

# -- notebooks --------------------------------------------------------------------------------------


def test_a_notebook_is_its_code_cells(take):
    cells = [
        {"cell_type": "markdown", "source": ["# def slope"]},
        {"cell_type": "code", "source": ["class Value:\n", "    pass"], "outputs": [{"text": "no"}]},
        {"cell_type": "code", "source": "x = 1\n"},
        {"cell_type": "raw", "source": "no"},
    ]
    got = take({"engine.ipynb": json.dumps({"cells": cells, "nbformat": 4})})
    assert got.files == {"engine.py": f"{HEAD}class Value:\n    pass\n\n{HEAD_2}x = 1\n"}
    assert got.notes == (
        "engine.py is taken from the code cells of engine.ipynb, counted from 1; what fails there outside of "
        "all functions and classes is passed over",
    )


def test_a_notebook_of_the_old_format_is_read(take):
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = ", "1"]}]}]}
    assert take({"engine.ipynb": json.dumps(old)}).files == {"engine.py": f"{HEAD}x = 1\n"}


def test_a_notebook_that_is_called_py_is_one(take):
    assert take({"engine.py": notebook("x = 1")}).files == {"engine.py": f"{HEAD}x = 1\n"}


MAGICS = {  # a cell, and what is left of it
    "%matplotlib inline\nx = 1": "pass  # %matplotlib inline\nx = 1",
    "if x:\n    !pip install numpy\ny = 1": "if x:\n    pass  # !pip install numpy\ny = 1",
    "!pip \\\n  numpy\nx = 1": "pass  # !pip \\\npass  # numpy\nx = 1",
    "?Value\nValue?\nValue.tanh??": "pass  # ?Value\npass  # Value?\npass  # Value.tanh??",
    "files = !ls\nt = %timeit -o f()": "pass  # files = !ls\npass  # t = %timeit -o f()",
    "%%time\nx = 1": "# %%time\nx = 1",
    "\n%%capture out\nx = 1": "\n# %%capture out\nx = 1",
    "pip install numpy\npip = 1": "pass  # pip install numpy\npip = 1",
    "x = [1,  # why?\n  2]": "x = [1,  # why?\n  2]",
    "x = (7\n  % 2\n  != 1)": "x = (7\n  % 2\n  != 1)",
    '"""Why is it so?"""': '"""Why is it so?"""',
    "x = 7 \\\n    % y": "x = 7 \\\n    % y",
}


@pytest.mark.parametrize("cell", MAGICS, ids=map(repr, MAGICS))
def test_lines_of_ipython_become_comments(take, cell):
    got = take({"engine.ipynb": notebook(cell)})
    assert got.files == {"engine.py": f"{HEAD}{MAGICS[cell]}\n"}
    compile(got.files["engine.py"], "engine.py", "exec")


def test_a_cell_in_another_language_is_left_out(take):
    assert take({"engine.ipynb": notebook("%%bash\nrm x", "x = 1")}).files == {
        "engine.py": f"{HEAD_2}x = 1\n"
    }


NO_NOTEBOOKS = {
    "python": ENGINE,
    "deep": "[" * 400_000,
    "deep dictionaries": '{"a":' * 100_000,
    "a list": "[]",
    "a number": "1" * 5_000,
    "no cells": "{}",
    "cells of a kind": '{"cells": 3}',
    "a cell of a kind": '{"cells": [3]}',
    "a source of a kind": '{"cells": [{"cell_type": "code", "source": 3}]}',
    "lines of a kind": '{"cells": [{"cell_type": "code", "source": [3]}]}',
    "no source": '{"cells": [{"cell_type": "code"}]}',
    "old cells of a kind": '{"worksheets": [[]]}',
    "no code": '{"cells": []}',
}


@pytest.mark.parametrize("name", NO_NOTEBOOKS)
def test_what_is_no_notebook_is_left_out(take, name):
    got = take({"engine.ipynb": NO_NOTEBOOKS[name], "nn.py": "n"})
    assert got.files == {"nn.py": "n"}
    why = "is a notebook without code" if name == "no code" else "is not a notebook"
    assert f"engine.ipynb is left out: it {why}" in said(got)


def test_a_notebook_may_hold_pictures_but_not_more_code_than_a_module(take):
    picture = {"cell_type": "markdown", "source": "i" * 2_000_000}
    code = {"cell_type": "code", "source": "x = 1"}
    assert take({"engine.ipynb": json.dumps({"cells": [picture, code]})}).files == {
        "engine.py": f"{HEAD}x = 1\n"
    }
    got = take({"engine.ipynb": notebook("#" * 1_000_000)}, "bob")
    assert "engine.ipynb is left out: it holds more than 1 MB of code" in said(got)


def test_half_a_character_in_a_notebook_can_still_be_written(take):
    got = take({"engine.ipynb": r'{"cells": [{"cell_type": "code", "source": "x = \"\ud800\""}]}'})
    assert got.files["engine.py"].encode() == f'{HEAD}x = "\ufffd"\n'.encode()


# -- encodings --------------------------------------------------------------------------------------

TEXT = "# Zoë\nname = 'é'\n"
ENCODED = {  # how a file begins and is encoded: (data, text, note)
    "utf-8": (TEXT.encode(), TEXT, None),
    "utf-8 with a mark": (TEXT.encode("utf-8-sig"), TEXT, None),
    "two marks": (codecs.BOM_UTF8 * 2 + TEXT.encode(), TEXT, None),
    "utf-16": (TEXT.encode("utf-16"), TEXT, "is not UTF-8 but UTF-16"),
    "utf-16, big-endian": (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, "but UTF-16"),
    "utf-16 without a mark": (TEXT.encode("utf-16-le"), TEXT, "but UTF-16"),
    "utf-16-be without a mark": (TEXT.encode("utf-16-be"), TEXT, "but UTF-16"),
    "utf-32": (TEXT.encode("utf-32"), TEXT, "but UTF-32"),
    "cp1252": (TEXT.encode("cp1252"), TEXT, "is not UTF-8, and is read as Windows-1252"),
    "bytes that are nothing": (b"x = '\x81\xff'\n", "x = '\ufffdÿ'\n", "Windows-1252"),
    "windows": (b"a\r\nb\r\n", "a\nb\n", None),
    "old mac": (b"a\rb\r", "a\nb\n", None),
    "form feed": (b"a\n\x0cb\x0b\n", "a\n\x0cb\x0b\n", None),
}


@pytest.mark.parametrize("name", ENCODED)
def test_an_encoding_is_found_out(take, name):
    data, text, note = ENCODED[name]
    got = take({"engine.py": data})
    assert got.files == {"engine.py": text}
    assert (note in said(got)) if note else got.notes == ()


DECLARED = {  # the first lines, and the encoding of the next
    "# coding: latin-1\n": ("latin-1", NEUTRAL),
    "#!/usr/bin/python\n# -*- coding: iso_8859_15 -*-\n": ("iso8859-15", "#!/usr/bin/python\n" + NEUTRAL),
    "# vim: set fileencoding=cp1252 :\r\n": ("cp1252", NEUTRAL),
    "# coding: koi8-r\n# coding: rot13\n": ("koi8-r", NEUTRAL * 2),
    "# coding: utf-8\n": ("utf-8", "# coding: utf-8\n"),
    "# coding: rot13\n": ("utf-8", NEUTRAL),
    "# coding: no_such_thing\n": ("utf-8", NEUTRAL),
    "x = 1\n# coding: latin-1\n": ("utf-8", "x = 1\n" + NEUTRAL),
}


@pytest.mark.parametrize("lines", DECLARED, ids=map(repr, DECLARED))
def test_a_declared_encoding_is_used_and_the_line_made_harmless(take, lines):
    encoding, left = DECLARED[lines]
    letter = "Я" if encoding == "koi8-r" else "é"
    got = take({"engine.py": lines.encode() + f"name = '{letter}'\n".encode(encoding)})
    assert got.files == {"engine.py": f"{left}name = '{letter}'\n"}
    variables = {}
    exec(compile(got.files["engine.py"].encode(), "engine.py", "exec"), variables)
    assert variables["name"] == letter


def test_a_declaration_in_a_notebook_is_made_harmless(take):
    got = take({"engine.ipynb": notebook("# coding: rot13\nx = 1")})
    assert got.files == {"engine.py": f"{HEAD}{NEUTRAL}x = 1\n"}


@pytest.mark.parametrize("name", sorted(notebooks.DECLARABLE))
def test_encodings_that_may_be_declared_are_those_of_texts(name):
    assert codecs.lookup(name)._is_text_encoding
    assert "é".encode(name, "replace").decode(name)


@pytest.mark.parametrize("data", [b"x = 1\0\n", "x\0".encode("utf-16"), codecs.BOM_UTF16_LE + b"\0\xd8"])
def test_what_is_no_text_is_left_out(take, data):
    got = take({"engine.py": data, "nn.py": "n"})
    assert got.files == {"nn.py": "n"}
    assert "engine.py is left out: it " in said(got)
