"""Attacks that need more than files of text: links, pipes, archives, and names that are attacks themselves.

Each makes one entry, a file or a folder, in the folder that it is given; that entry is a submission.
"""

import io
import os
import socket
import struct
import tarfile
import warnings
import zipfile

from grader.source import stub_files

HONEST = stub_files(3)
EVIL = "import os\nos._exit(0)\n"


def folder_with(name, *more, honest=HONEST):
    """A function that makes a folder with the honest files, and then what each of `more` puts into it."""

    def make(folder):
        place = folder / name
        place.mkdir()
        for file, text in honest.items():
            (place / file).write_text(text, encoding="utf-8")
        for each in more:
            each(place)

    return make


def file_called(name, text=HONEST["engine.py"]):
    """A function that puts a file of that name into a folder; one that cannot be is shortened."""

    def make(place):
        try:
            (place / name).write_text(text, encoding="utf-8")
        except (OSError, ValueError):
            (place / name.replace("\0", "")[:60]).write_text(text, encoding="utf-8")

    return make


def link(name, target):
    """A function that puts a symbolic link into a folder."""

    def make(place):
        (place / name).unlink(missing_ok=True)
        (place / name).symlink_to(target)

    return make


def zipped(name, members, honest=HONEST):
    """A function that makes a zip of the honest files and of more members, (name or ZipInfo, bytes)."""

    def make(folder):
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for file, text in honest.items():
                archive.writestr(file, text)
            for member, data in members() if callable(members) else members:
                with warnings.catch_warnings(action="ignore"):  # of two members of one name
                    archive.writestr(member, data)

    return make


def tarred(name, members):
    """A function that makes a tar.gz of the honest files and of more members, (name, type, link's target)."""

    def make(folder):
        with tarfile.open(folder / name, "w:gz") as archive:
            for file, text in HONEST.items():
                info = tarfile.TarInfo(file)
                info.size = len(text.encode())
                archive.addfile(info, io.BytesIO(text.encode()))
            for member, kind, target in members:
                info = tarfile.TarInfo(member)
                info.type, info.linkname = kind, target
                archive.addfile(info)

    return make


def zip_link():
    """A member of a zip that is a symbolic link."""
    info = zipfile.ZipInfo("nn.py")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return [(info, "/etc/passwd")]


def nested_zips():
    """A zip in a zip in a zip, forty deep, with an engine in the innermost."""
    data = EVIL.encode()
    for depth in range(40):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("nn.py" if depth == 0 else "inner.zip", data)
        data = buffer.getvalue()
    return [("inner.zip", data)]


def zip_bomb():
    """Forty members of 10 MB of zeros each, which take ten kilobytes each in the archive."""
    return [(f"zeros {number}.py", bytes(10**7)) for number in range(40)]


def password_zip(folder):
    """A zip of which the headers say that everything in it is encrypted."""
    zipped("password.zip", [])(folder)
    data = bytearray((folder / "password.zip").read_bytes())
    for signature, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = data.find(signature)
        while start >= 0:
            struct.pack_into("<H", data, start + place, 1)
            start = data.find(signature, start + 4)
    (folder / "password.zip").write_bytes(data)


def lying_zip(folder):
    """A zip whose table of contents gives sizes and a number of members that are not true."""
    zipped("lying.zip", [])(folder)
    data = bytearray((folder / "lying.zip").read_bytes())
    start = data.find(b"PK\1\2")
    struct.pack_into("<II", data, start + 20, 10, 10)
    struct.pack_into("<H", data, data.find(b"PK\5\6") + 10, 60_000)
    (folder / "lying.zip").write_bytes(data)


def many_files(place):
    """Twenty-one thousand empty files: more than a submission may have."""
    for number in range(21_000):
        (place / f"empty {number}.py").touch()


def many_members():
    """Thirty thousand empty files, in an archive."""
    return [(f"empty {number}.py", b"") for number in range(30_000)]


def deep_folders(place):
    """Folders in folders, deeper than a path may be long."""
    descriptor = os.open(place, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("deeper and deeper", dir_fd=descriptor)
        descriptor, old = os.open("deeper and deeper", os.O_RDONLY, dir_fd=descriptor), descriptor
        os.close(old)
    os.close(descriptor)


def make_socket(place):
    """A socket under the name of a file; its path may be too long for that."""
    here = os.getcwd()
    os.chdir(place)
    with socket.socket(socket.AF_UNIX) as listener:
        (place / "nn.py").unlink()
        listener.bind("nn.py")
    os.chdir(here)


def make_pipe(place):
    """A named pipe under the name of a file: who opens it waits for ever."""
    (place / "nn.py").unlink()
    os.mkfifo(place / "nn.py")


def sparse(place):
    """A file of 10 GB that takes no room on the disk."""
    with open(place / "nn.py", "wb") as file:
        file.truncate(10**10)


def unreadable(place):
    """A file and a folder without any rights."""
    (place / "nn.py").chmod(0)
    (place / "more").mkdir(mode=0)


def no_text(place):
    """Files that are bytes and no text: halves of characters, zeros, another encoding."""
    (place / "nn.py").write_bytes(b"\xff\xfe\x00\x00x = 1\n\xed\xa0\x80")
    (place / "train.py").write_bytes(b"\xef\xbb\xbf# -*- coding: utf-7 -*-\n\x00import os; os._exit(0)\r")


def as_a_package(place):
    """A folder that is called nn.py and is a package."""
    (place / "nn.py").unlink()
    (place / "nn.py").mkdir()
    (place / "nn.py" / "__init__.py").write_text(EVIL)


PARENTHESES = "x = " + "(" * 100_000 + ")" * 100_000
SIGNS = "x = " + "-" * 900_000 + "1"
NOTEBOOK = '{"cells": [{"cell_type": "code", "source": ["%%bash\\n", "reboot"]}], "nbformat": 4}'
MAGICS = "%%writefile ../grades.csv\n!pip install micrograd\nfrom micrograd.engine import Value\n"
FORMULA = '=HYPERLINK("http:⁄⁄grades.invalid","80")'  # with strokes that a file name can hold
MARKUP = "<img src=x onerror=alert(1)>|`![x](y)`"
TABLE = "me,80,80,graded\nyou,0,80,graded\r"

# name: (what it tries, what it must score, the function that makes it)
MADE = {
    "link_to_passwd": (
        "Files that are symbolic links to what the grader alone may read.",
        "honest",
        folder_with("made-links", link("nn.py", "/etc/passwd"), link("notes.py", "../../grades.csv")),
    ),
    "link_to_solution": (
        "The engine is a symbolic link to the solutions, by every path on which they may stand.",
        "less",
        folder_with(
            "made-link-to-solution",
            link("engine.py", "../../../../solutions/engine.py"),
            link("nn.py", "/proc/self/cwd/solutions/nn.py"),
        ),
    ),
    "link_to_the_neighbour": (
        "Files of its own that are symbolic links to those of another submission.",
        "less",
        folder_with("made-link-to-neighbour", link("engine.py", "../honest-3/engine.py")),
    ),
    "link_circle": (
        "Symbolic links in a circle, and one to the folder above: a walk through them never ends.",
        "honest",
        folder_with("made-circle", link("nn.py", "nn.py"), link("up", ".."), link("here", ".")),
    ),
    "pipe": ("A named pipe under the name of a file.", "honest", folder_with("made-pipe", make_pipe)),
    "socket": ("A socket under the name of a file.", "honest", folder_with("made-socket", make_socket)),
    "sparse": ("A file of 10 GB without any contents.", "honest", folder_with("made-sparse", sparse)),
    "unreadable": ("A file that nobody may read.", "honest", folder_with("made-unreadable", unreadable)),
    "no_text": ("Files that are no text.", "honest", folder_with("made-no-text", no_text)),
    "package": ("A folder under the name of a file.", "honest", folder_with("made-package", as_a_package)),
    "deep_folders": ("Folders 300 deep.", "honest", folder_with("made-deep-folders", deep_folders)),
    "many_files": ("More files than anyone needs.", "less", folder_with("made-many-files", many_files)),
    "look_alike": (
        "A file whose name looks like that of another: е is a Cyrillic letter, and the dot is another one.",
        "honest",
        folder_with("made-look-alike", file_called("еngine.py", EVIL), file_called("engine․py", EVIL)),
    ),
    "two_cases": (
        "Names that are the same where upper and lower case are.",
        "honest",
        folder_with("made-two-cases", file_called("ENGINE.PY", EVIL), file_called("Engine.py", EVIL)),
    ),
    "odd_names_inside": (
        "Files with names that are options, formulas, lines, or far too long.",
        "honest",
        folder_with(
            "made-odd-names",
            *(file_called(name, EVIL) for name in ("-rf", "--help", "a\nb.py", "x\u202eyp.py", "n" * 4_000)),
            *(file_called(name, EVIL) for name in ("nul\0.py", FORMULA, MARKUP, "*", "$(reboot)", "CON")),
        ),
    ),
    "named_help": ("Its own name is an option.", "honest", folder_with("--help")),
    "named_rf": ("Its own name is an option of rm.", "honest", folder_with("-rf")),
    "named_formula": ("Its own name is a formula for a spreadsheet.", "honest", folder_with(FORMULA)),
    "named_markup": ("Its own name is HTML and Markdown.", "honest", folder_with(MARKUP)),
    "named_table": (
        "Its own name ends a line of grades.csv and begins others.",
        "honest",
        folder_with(TABLE),
    ),
    "named_backwards": (
        "Its own name has a mark that turns the writing around.",
        "honest",
        folder_with("made-\u202evsc.sedarg\u2066"),
    ),
    "named_long": ("Its own name is as long as it can be.", "honest", folder_with("n" * 255)),
    "named_bytes": (
        "Its own name is no UTF-8.",
        "honest",
        folder_with(os.fsdecode(b"made-\xff\xfe")),
    ),
    "named_escape": ("Its own name clears the terminal.", "honest", folder_with("made-\x1b[2J\x1b[1;1H\x07")),
    "parentheses": (
        "A hundred thousand parentheses, for the parser's stack.",
        "honest",
        folder_with("made-parentheses", file_called("nn.py", PARENTHESES)),
    ),
    "signs": (
        "Nine hundred thousand minus signs, for the stack of whoever walks through the tree.",
        "honest",
        folder_with("made-signs", file_called("nn.py", SIGNS)),
    ),
    "notebook": (
        "A notebook whose magics run programs.",
        "honest",
        folder_with("made-notebook", file_called("nn.ipynb", NOTEBOOK)),
    ),
    "magics": (
        "A cell of a notebook as a file of Python: its magics run before anything is graded.",
        "honest",
        folder_with("made-magics", file_called("nn.py", MAGICS)),
    ),
    "zip_bomb": ("A small zip that holds 400 MB.", "less", zipped("bomb.zip", zip_bomb)),
    "nested_zips": ("Zips in zips, forty deep.", "less", zipped("nested.zip", nested_zips)),
    "many_members": ("Thirty thousand files in a zip.", "less", zipped("many.zip", many_members)),
    "password": ("A zip that asks for a password, and waits.", "less", password_zip),
    "lying_zip": ("A zip whose table of contents is not true.", "less", lying_zip),
    "climbing_zip": (
        "Members whose paths climb out of the folder into which they are unpacked, or begin at the root.",
        "less",
        zipped(
            "climbing.zip",
            [(f"{up}grades.csv", TABLE) for up in ("../", "../../", "a/../../", "/tmp/", "..\\", "C:\\")],
        ),
    ),
    "double_zip": (
        "Two members of the same name: one is looked at, the other one is run.",
        "less",
        zipped("double.zip", [("engine.py", EVIL), ("./engine.py", EVIL)]),
    ),
    "zip_link": (
        "A member of a zip that is a symbolic link.",
        "less",
        zipped("link.zip", zip_link, {name: text for name, text in HONEST.items() if name != "nn.py"}),
    ),
    "climbing_tar": (
        "A tar with paths that climb, links that lead outside, devices and pipes.",
        "less",
        tarred(
            "climbing.tar.gz",
            [
                ("../grades.csv", tarfile.REGTYPE, ""),
                ("/tmp/grades.csv", tarfile.REGTYPE, ""),
                ("out", tarfile.SYMTYPE, "/"),
                ("out/tmp/grades.csv", tarfile.REGTYPE, ""),
                ("hard.py", tarfile.LNKTYPE, "/etc/passwd"),
                ("pipe.py", tarfile.FIFOTYPE, ""),
                ("null.py", tarfile.CHRTYPE, ""),
            ],
        ),
    ),
}
