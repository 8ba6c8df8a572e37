"""What the tests of the intake hand in: folders, archives and notebooks, made of texts."""

import io
import json
import os
import tarfile
import zipfile

import pytest

from grader.stages import stages

ENGINE = "class Value:\n    pass\n"
SLOPE = "def slope(f, x, h=1e-6):\n    pass\n"
FILES = list(dict.fromkeys(file for stage in stages() for file in stage.files))
NEUTRAL = "# (an encoding was declared here)\n"
# Members of a tar that are no files, by what is said of them.
LINKS = {
    "is a symbolic link": {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
    "is a link to another file": {"type": tarfile.LNKTYPE, "linkname": "nn.py"},
    "is no plain file": {"type": tarfile.CHRTYPE, "devmajor": 1, "devminor": 3},
}
posix = pytest.mark.skipif(os.name == "nt", reason="such files are rare on Windows")


def lay(folder, files):
    """The folder, with these files in it: texts, or bytes."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data_of(content))
    return folder


def data_of(content):
    return content.encode() if isinstance(content, str) else content


def zipped(files):
    """The bytes of a zip with these members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(members, mode="w:gz"):
    """The bytes of a tar; a member is a name with a content, or with what its TarInfo has to say."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            if isinstance(content, dict):
                for key, value in content.items():
                    setattr(info, key, value)
                archive.addfile(info)
            else:
                info.size = len(data_of(content))
                archive.addfile(info, io.BytesIO(data_of(content)))
    return data.getvalue()


def notebook(*cells):
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": cell} for cell in cells]})


def text_in(name, text):
    """What is taken from a file of this name with this text, which is one cell where that is a notebook."""
    return f"# ---- code cell 1 ----\n{text}" if name.endswith("ipynb") else text


def with_password(data):
    """A zip that says of its members that they are encrypted, which is what a reader sees first."""
    data = bytearray(data)
    for sign, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.find(sign)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(sign, place + 1)
    return bytes(data)


def said(got):
    return "\n".join(got.notes)
