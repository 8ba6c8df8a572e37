"""From bytes to the text of a module: encodings, and the code cells of notebooks.

What comes out has "\\n" line ends, no byte order mark, and can be written as UTF-8. Nothing here is
parsed as Python: a hostile text can bring the parser down.
"""

import codecs
import json
import re
from contextlib import suppress

from .seats.cells import HEAD
from .streams import MB, Left

MODULE, NOTEBOOK = 1 * MB, 5 * MB  # the largest that are read; a notebook holds pictures, too
MARKS = 500_000  # brackets, commas and quotes of a notebook; each can take 30 times its place in memory

BYTE_ORDER_MARKS = {  # UTF-32 before UTF-16, whose mark it begins with
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
UTF8 = {"utf-8", "utf8", "utf-8-sig", "ascii", "us-ascii"}
DECLARABLE = {
    *("latin-1", "latin1", "cp1250", "cp1251", "cp1252", "windows-1250", "windows-1251", "windows-1252"),
    *(f"{iso}-{part}" for iso in ("iso-8859", "iso8859") for part in (*range(1, 11), 13, 14, 15, 16)),
    *("koi8-r", "koi8-u", "mac-roman", "cp437", "cp850", "cp866", "cp874", "cp932", "cp949", "cp950"),
    *("shift-jis", "euc-jp", "euc-kr", "gbk", "gb2312", "gb18030", "big5"),
}
DECLARATION = re.compile(r"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)  # PEP 263
BLANK = re.compile(r"[ \t\f]*(#.*)?")

# -- Python files -----------------------------------------------------------------------------------


def python_text(data):
    """(text, remarks) of a Python file. A remark is the end of a sentence, as in Left. Raises Left."""
    text, remark = _decoded(data)
    return cleaned(text), (remark,) if remark else ()


def cleaned(text):
    """A text that Python reads as it stands when it is written as UTF-8. Raises Left."""
    text = re.sub("[\ud800-\udfff]", "\ufffd", text.lstrip("\ufeff"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise Left("holds NUL characters, as no Python file does")
    lines = text.split("\n", 2)
    for number, line in enumerate(lines[:2]):
        declared = DECLARATION.match(line)
        if declared and _plain(declared.group(1)) not in UTF8:
            lines[number] = "# (an encoding was declared here)"
    return "\n".join(lines)


def _decoded(data):
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _as_unicode(data.removeprefix(mark), encoding)
    if encoding := _encoding_with_nuls(data):
        return _as_unicode(data, encoding)
    declared = _declared(data)
    with suppress(UnicodeDecodeError):
        if declared in DECLARABLE:
            return data.decode(declared), "" if data.isascii() else f"is read as {declared}, as it says"
    try:
        known = not declared or declared in UTF8 | DECLARABLE
        return data.decode("utf-8"), "" if known else "names an encoding that is not used here"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "is not UTF-8, and is read as Windows-1252"


def _as_unicode(data, encoding):
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Left("is no text") from None
    return text, "" if encoding == "utf-8" else f"is not UTF-8 but {encoding[:6].upper()}"


def _encoding_with_nuls(data):
    """UTF-16 without a mark: in Python, nearly every second byte is then a NUL."""
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half, other = data[offset::2], data[1 - offset :: 2]
        if len(data) > 8 and half.count(0) > 0.7 * len(half) and other.count(0) < 0.1 * len(other):
            return encoding
    return None


def _declared(data):
    """The encoding that the first two lines name, or ""."""
    for line in re.split(r"\r\n|\r|\n", data[:2_000].decode("latin-1"))[:2]:
        if found := DECLARATION.match(line):
            return _plain(found.group(1))
        if not BLANK.fullmatch(line):
            break
    return ""


def _plain(name):
    return re.sub("-(unix|dos|mac)$", "", name.lower().replace("_", "-"))


# -- notebooks --------------------------------------------------------------------------------------

TOO_LONG = "holds more than 1 MB of code"
KEPT_MAGICS = {"%%time", "%%timeit", "%%capture"}  # what follows them runs as it stands
MAGIC = re.compile(
    r"""(?P<indent>\s*)(
        %{1,2}[A-Za-z_] | !(?!=) | \?           # %matplotlib inline, !pip install, ?Value
      | [A-Za-z_][\w., ]*=\s*(%[A-Za-z_]|!(?!=))  # files = !ls
      | %{0,2}[\w.*]+\?{1,2}\s*$                # Value.tanh?
      | (pip3?|conda)\ +\w                        # pip install numpy
    )""",
    re.VERBOSE,
)


def code_text(data):
    """(text, remarks) of a Python file, or of a notebook that is called like one. Raises Left."""
    return (notebook_text if _is_notebook(data) else python_text)(data)


def _is_notebook(data):
    return data.lstrip().startswith(b"{") and b'"nbformat"' in data


def notebook_text(data):
    """(text, remarks) of the code cells of a notebook. Raises Left."""
    text, remark = _decoded(data)
    if sum(map(text.count, '[{,"')) > MARKS:
        raise Left("holds too much for a notebook; hand in the Python files")
    try:
        sources = _sources(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Left("is not a notebook") from None
    if sum(map(len, sources)) > MODULE:  # before anything looks at each line of it
        raise Left(TOO_LONG)
    cells = {number: code for number, code in enumerate(map(_cell_code, sources), 1) if code.strip()}
    if not cells:
        raise Left("is a notebook without code")
    text = cleaned("\n".join(f"{HEAD.format(number)}\n{code}\n" for number, code in cells.items()))
    if len(text) > MODULE:
        raise Left(TOO_LONG)
    return text, (remark,) if remark else ()


def _sources(notebook):
    """The text of each code cell, in the present format, or in that of nbformat 3."""
    cells = notebook["cells"] if "cells" in notebook else _old_cells(notebook)
    code = [cell for cell in cells if cell.get("cell_type") == "code"]
    return ["".join(cell["source"] if "source" in cell else cell["input"]) for cell in code]


def _old_cells(notebook):
    return [cell for sheet in notebook["worksheets"] for cell in sheet["cells"]]


def _cell_code(source):
    """The Python of a cell. IPython's own lines become comments; a cell in another language is left out."""
    lines = re.split(r"\r\n|\r|\n", source.rstrip())
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        if lines[first].split()[0] not in KEPT_MAGICS:
            return ""
        lines[first] = f"# {lines[first]}"
    return "\n".join(_without_magics(lines))


def _without_magics(lines):
    """The lines, with a `pass` in place of each of IPython's, so that a block around it stays one."""
    goes_on, indent = False, ""
    for line in lines:
        found = MAGIC.match(line)
        if not goes_on:
            indent = found["indent"] if found else ""
        yield f"{indent}pass  # {line.strip()}" if found or goes_on else line
        goes_on = (found or goes_on) and line.endswith("\\")  # the next line belongs to this one
