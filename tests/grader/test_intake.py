"""The intake: whose submissions there are, and what is graded of each, whatever lies there."""

import builtins
import codecs
import hashlib
import io
import itertools
import json
import os
import random
import socket
import stat
import struct
import subprocess
import sys
import tarfile
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader import archives, intake, notebooks
from grader.intake import NoSubmissions, submissions, taken
from grader.stages import ROOT, stages

ENGINE = "class Value:\n    pass\n"
SLOPE = "def slope(f, x, h=1e-6):\n    pass\n"
FILES = list(dict.fromkeys(file for stage in stages() for file in stage.files))
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


def with_password(data):
    """A zip that says of its members that they are encrypted, which is what a reader sees first."""
    data = bytearray(data)
    for sign, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.find(sign)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(sign, place + 1)
    return bytes(data)


@pytest.fixture
def take(tmp_path):
    """What is Taken from a folder with these files, or from one file with this content."""

    def take(files, name="ada"):
        path = tmp_path / name
        if isinstance(files, dict):
            return taken(lay(path, files))
        path.write_bytes(data_of(files))
        return taken(path)

    return take


def said(got):
    return "\n".join(got.notes)


# -- whose submissions there are --------------------------------------------------------------------


def ids(folder, **options):
    return [each.id for each in submissions(folder, **options)]


def test_every_entry_of_a_folder_is_a_submission_in_order(tmp_path):
    names = ("cem/x.txt", "bob.zip", "ada.tar.gz", "dan.tgz", "eve.tar", "fay.py", "gus.ipynb", "hal.pdf")
    lay(tmp_path, dict.fromkeys(names, ""))
    assert ids(tmp_path) == ["ada", "bob", "cem", "dan", "eve", "fay", "gus", "hal.pdf"]
    assert [each.path.name for each in submissions(tmp_path)][:3] == ["ada.tar.gz", "bob.zip", "cem"]


def test_what_systems_leave_behind_is_no_submission(tmp_path):
    names = (".DS_Store", ".git/x", "__MACOSX/x", "__pycache__/x", "Thumbs.db", "desktop.ini", "ada/x")
    lay(tmp_path, dict.fromkeys(names, ""))
    assert ids(tmp_path) == ["ada"]


CHECKOUT = """exercises/engine.py exercises/README.md solutions/nn.py tests/stage0/x.py grader/cli.py docs/x
.venv/x.py .git/x .ci/x .gitignore .kata/x backups/engine.py reports/x CHANGELOG.md CONTRIBUTING.md LICENSE
Makefile README.md pyproject.toml __pycache__/x"""


@pytest.mark.parametrize(
    "names",
    [
        ["engine.py"],
        ["engine.py", "nn.py", "README.md", "notes.txt"],
        ["exercises/train.py"],
        CHECKOUT.split(),
    ],
)
def test_a_folder_with_files_of_the_kata_is_one_submission(tmp_path, names):
    top = lay(tmp_path / "ada", dict.fromkeys(names, ENGINE))
    assert [(each.id, each.path) for each in submissions(top)] == [("ada", top)]


def test_this_project_is_one_submission():
    assert len(submissions(ROOT)) == 1


COHORTS = [  # entries of a cohort, one of them called like a part of the kata
    "alice/x.py bob/x.py exercises/engine.py",
    "alice.py bob.py engine.py",
    "alice.zip engine.py",
    "alice.ipynb engine.py",
    "alice.py.txt engine.py",
    "alice.rar engine.py",
    "alice engine.py",  # a file without a suffix may be an archive
    "alice/x.py engine.py exercises/engine.py docs/x",
    "engine.py engine-1.py engine-2.py",
    "engine.py Engine.py",
    "engine.py engine.ipynb",
]


@pytest.mark.parametrize("names", COHORTS)
def test_no_name_makes_one_submission_of_a_cohort(tmp_path, names):
    lay(tmp_path, dict.fromkeys(names.split(), ENGINE))
    assert len(submissions(tmp_path)) == len(names.split())


def test_an_exercises_folder_that_cannot_be_read_costs_nobody_else(tmp_path, monkeypatch):
    lay(tmp_path, {"exercises/engine.py": ENGINE})
    monkeypatch.setattr(os, "listdir", lambda path: (_ for _ in ()).throw(PermissionError(13, "denied")))
    assert ids(tmp_path) == ["exercises"]


def test_a_file_is_one_submission(tmp_path, monkeypatch):
    lay(tmp_path, {"ada.tar.gz": "", "bob/engine.py": ENGINE})
    assert ids(tmp_path / "ada.tar.gz") == ["ada"]
    monkeypatch.chdir(tmp_path / "bob")
    assert ids(".") == ["bob"]


@posix
def test_a_link_that_the_instructor_names_is_followed(tmp_path):
    lay(tmp_path, {"bob/engine.py": ENGINE})
    (tmp_path / "ada").symlink_to(tmp_path / "bob")
    (only,) = submissions(tmp_path / "ada")
    assert only.id == "ada" and taken(only.path).status == "taken"


@pytest.mark.parametrize(
    "name, why", [("nowhere", "There is no"), ("empty", "no submissions"), ("\0", "read")]
)
def test_where_there_is_nothing_one_line_says_so(tmp_path, name, why):
    lay(tmp_path, {"empty/.hidden": ""})
    with pytest.raises(NoSubmissions, match=why) as raised:
        submissions(tmp_path / name)
    assert len(str(raised.value).splitlines()) == 1


def test_a_folder_that_may_not_be_read_is_no_exception_of_another_kind(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "scandir", lambda path: (_ for _ in ()).throw(PermissionError(13, "denied")))
    with pytest.raises(NoSubmissions, match="denied"):
        submissions(tmp_path)


PLAIN_NAMES = ["Ada Lovelace", "李雷", "Мария", "ada_12345_assignsubmission_file", "Zoë O'Neil", "john.smith"]


@pytest.mark.parametrize("name", PLAIN_NAMES)
def test_an_id_is_the_name_where_that_does_no_harm(name):
    assert intake._ids([(name, True)]) == {name: name}


ODD_NAMES = [  # name, id without the hash
    ("=HYPERLINK(1)", "_HYPERLINK(1)"),  # formulas
    ("+1", "_1"),
    ("@SUM", "_SUM"),
    ("＝1", "_1"),
    ("-rf", "_rf"),  # options
    ("--help", "__help"),
    ("~root", "_root"),
    (" ada", "_ada"),
    ("..", "__"),
    ("ada.", "ada_"),  # what Windows drops
    ("ada ", "ada_"),
    ('a<b>:"|?*\\c', "a_b_______c"),
    ("a\nb\tc\x7f", "a_b_c_"),
    ("a;=1", "a_=1"),  # where semicolons separate cells
    ("ada\u202egpj", "ada_gpj"),  # right to left
    ("a\u200bb", "a_b"),
    ("bad\udcff", "bad_"),  # bytes that are no text
    ("CON", "CON_"),  # devices
    ("nul.txt", "nul_.txt"),
    ("Com1", "Com1_"),
    ("Zoe\u0308", "Zoë"),  # composed
    ("x" * 300, "x" * 73),
    ("李" * 200, "李" * 57),
]


@pytest.mark.parametrize("name, start", ODD_NAMES, ids=[ascii(name)[:20] for name, _ in ODD_NAMES])
def test_an_odd_name_becomes_a_harmless_id_with_a_hash(name, start):
    ((_, id),) = intake._ids([(name, True)]).items()
    assert id[:-7] == start
    assert id[-7] == "-" and int(id[-6:], 16) >= 0
    assert len(id) <= 80 and len(id.encode()) <= 180


ALIKE = {  # names of files, and folders with a /: their ids
    ("ada.zip", "ada.py"): ["ada.py", "ada.zip"],
    ("ada/", "ada.zip"): ["ada", "ada.zip"],
    ("ada.zip", "ADA.PY", "bob.py"): ["ADA.PY", "ada.zip", "bob"],
}


@pytest.mark.parametrize("names", ALIKE, ids=" ".join)
def test_two_alike_ids_keep_their_suffixes(names):
    entries = [(name.rstrip("/"), name.endswith("/")) for name in names]
    assert sorted(intake._ids(entries).values()) == ALIKE[names]


def test_ids_that_stay_alike_get_a_hash():
    found = intake._ids([("ada", True), ("Ada", True)])
    assert found["ada"].startswith("ada-") and found["Ada"].startswith("Ada-")


def test_a_folder_has_no_suffix():
    assert intake._ids([("v1.zip", True)]) == {"v1.zip": "v1.zip"}


def test_names_with_hashes_that_begin_alike_get_the_whole_hash():
    seen = {}
    for odd in itertools.product('<>:"|?*', repeat=5):
        name = "".join(odd)
        twin = seen.setdefault(hashlib.sha256(name.encode()).hexdigest()[:6], name)
        if twin != name:
            break
    found = intake._ids([(name, True), (twin, True)])
    assert len(set(found.values())) == 2 and all(len(id) == 70 for id in found.values())


def test_names_that_imitate_another_ones_hash_do_not_get_its_id():
    victim = intake._ids([("ada?", True)])["ada?"]
    found = intake._ids([("ada?", True), (victim, True)])
    assert len({id.casefold() for id in found.values()}) == 2


NAMES = st.text(st.sampled_from("aA.=-? \u202eé\udc80李/".replace("/", "")), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(NAMES, st.booleans()), min_size=1, max_size=8, unique_by=lambda each: each[0]))
def test_ids_are_unique_and_know_no_order(entries):
    found = intake._ids(entries)
    assert len({id.casefold() for id in found.values()}) == len(entries)
    assert found == intake._ids(entries[::-1])
    assert not [id for id in found.values() if id[0] in "=+-@.~ " or id[-1] in ". " or "?" in id]


# -- which file is which module ---------------------------------------------------------------------


@pytest.mark.parametrize("place", ["", "exercises/", "a/b/c/"])
def test_all_modules_are_found_at_any_depth(take, place):
    got = take({f"{place}{file}": f"# {file}\n" for file in FILES})
    assert got == intake.Taken({file: f"# {file}\n" for file in FILES}, (), "taken")


NEARLY = """Engine.py  ENGINE.PY  engine (1).py  engine(2).py  engine-1.py  engine_1.py  engine copy.py
engine copy 2.py  engine - Copy.py  engine - Copy (2).py  engine.py.txt  engine.py.py""".replace("\n", "  ")


@pytest.mark.parametrize("name", NEARLY.split("  "))
def test_the_name_of_a_copy_is_the_name_of_the_module(take, name):
    assert take({name: ENGINE}).files == {"engine.py": ENGINE}
    assert take({name: SLOPE, "engine.py": ENGINE}, "bob").files == {"engine.py": ENGINE}


@pytest.mark.parametrize("name", ["my engine.py", "engine.pyc", "еngine.py", "engines.py", "engine.txt"])
def test_another_name_is_another_file(take, name):
    assert "engine.py" not in take({name: ENGINE, "nn.py": ""}).files


BETTER_FIRST = [  # each beats those after it
    ["engine.py", "a/engine.py", "a/b/engine.py", "engine (1).py", "backups/engine.py"],
    ["a/engine.py", "tests/engine.py"],
    ["b/engine.py", "a/Engine.py", "a/engine copy.py", "a/engine.py.txt", "a/engine.ipynb"],
    ["a/engine.py", "b/engine.py"],
]


@pytest.mark.parametrize("names", BETTER_FIRST, ids=" ".join)
def test_the_best_of_several_files_is_graded(take, names):
    for first in range(len(names) - 1):
        files = {name: notebook("x") if "ipynb" in name else f"# {name}\n" for name in names[first:]}
        got = take(files, f"from {first}")
        assert got.files == {"engine.py": f"# {names[first]}\n"}
        assert f"{len(names) - first} files are called engine.py; {names[first]} is graded, not " in said(got)


def test_the_folder_with_more_of_the_kata_is_the_better_one(take):
    got = take({"a/engine.py": "a", "b/engine.py": "b", "b/nn.py": "n"})
    assert got.files["engine.py"] == "b"


def test_a_note_says_which_of_two_files_is_graded(take):
    got = take({"a/engine.py": "a", "b/engine.py": "b"})
    assert got.notes == ("2 files are called engine.py; a/engine.py is graded, not b/engine.py",)


def test_equal_files_need_no_note_whatever_their_line_ends(take):
    assert take({"a/engine.py": "a\nb\n", "b/engine.py": "a\r\nb\r\n"}).notes == ()


def test_where_the_best_cannot_be_read_the_next_is(take):
    got = take({"engine.py": b"a\0", "b/engine.py": ENGINE})
    assert got.files == {"engine.py": ENGINE}
    assert "engine.py is left out: it holds NUL" in said(got)


def test_only_so_many_files_of_one_name_are_compared(take, monkeypatch):
    monkeypatch.setattr(intake, "COMPARED", 3)
    read = []
    monkeypatch.setattr(intake, "_text", lambda item, _: (read.append(item) or str(len(read)), ()))
    got = take({f"{i}/engine.py": "" for i in range(9)})
    assert len(read) == 4
    assert "9 files are called engine.py; 0/engine.py is graded, not 1/engine.py and 7 others" in said(got)


SKIPPED = [".git", "__pycache__", "__MACOSX", ".venv", "venv", "lib/site-packages", "node_modules"]


@pytest.mark.parametrize("folder", SKIPPED)
def test_folders_of_tools_are_not_searched(take, folder):
    files = {f"{folder}/engine.py": ENGINE, "._nn.py": ENGINE}
    assert take(files).files == {}
    assert take(zipped(files), "a.zip").files == take(tarred(files), "a.tar.gz").files == {}


# -- odd files --------------------------------------------------------------------------------------


@posix
def test_links_pipes_and_sockets_are_never_opened(tmp_path):
    lay(tmp_path, {"secret.py": ENGINE, "ada/nn.py": "n"})
    (tmp_path / "ada/engine.py").symlink_to(tmp_path / "secret.py")
    (tmp_path / "ada/more").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "ada/train.py")
    got = taken(tmp_path / "ada")
    assert got.files == {"nn.py": "n"}
    assert "engine.py is left out: it is a symbolic link" in said(got)
    assert "more is left out: it is a symbolic link" in said(got)
    assert "train.py is left out: it is no plain file" in said(got)


@posix
def test_an_entry_that_is_no_file_is_unreadable(tmp_path, monkeypatch):
    lay(tmp_path, {"there/engine.py": ENGINE})
    (tmp_path / "link").symlink_to(tmp_path / "there")
    os.mkfifo(tmp_path / "pipe.py")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.zip")
        for each in submissions(tmp_path):
            got = taken(each.path)
            assert got.status == ("taken" if each.id == "there" else "unreadable")
            assert each.id != "link" or "symbolic link" in said(got)


@posix
def test_a_file_that_turns_into_a_link_or_a_pipe_is_not_opened(tmp_path):
    lay(tmp_path, {"x": "x"})
    (tmp_path / "link").symlink_to(tmp_path / "x")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe"):
        with pytest.raises(archives.Left):
            archives.file_item(tmp_path / name, name).read(10)


def test_a_file_without_permission_is_left_out(take, monkeypatch):
    def opened(path, *rest, really=os.open):
        if str(path).endswith("engine.py"):
            raise PermissionError(13, "Permission denied")
        return really(path, *rest)

    monkeypatch.setattr(os, "open", opened)
    got = take({"engine.py": ENGINE, "nn.py": "n"})
    assert got.files == {"nn.py": "n"}
    assert "engine.py is left out: it cannot be opened (Permission denied)" in said(got)


def test_a_huge_file_is_left_out_with_its_size(take):
    got = take({"engine.py": b"#" * 1_000_001, "nn.py": b"#" * 1_000_000})
    assert list(got.files) == ["nn.py"]
    assert "engine.py is left out: it is larger than 1 MB (1,000,001 bytes)" in said(got)


@pytest.mark.parametrize("kind", ["folder", "zip", "tar.gz"])
def test_after_too_many_entries_what_was_found_is_graded(take, monkeypatch, kind):
    monkeypatch.setattr(archives, "ENTRIES", 50)
    files = {"engine.py": ENGINE} | {f"x/{i}": "" for i in range(100)}
    pack = {"folder": dict, "zip": zipped, "tar.gz": tarred}[kind]
    got = take(pack(files), f"ada.{kind}")
    assert got.files == {"engine.py": ENGINE}
    assert "There are more than 50 files" in said(got) or "There are more than 20,000" in said(got)


def test_after_too_much_time_the_search_ends(take, monkeypatch):
    monkeypatch.setattr(archives, "SECONDS", -1)
    got = take(tarred({"engine.py": ENGINE}), "ada.tar.gz")
    assert got.status == "unreadable" and "takes longer than" in said(got)


def test_whatever_else_happens_is_no_exception(take, monkeypatch):
    for error in (MemoryError, RecursionError, UnicodeError, OSError):
        monkeypatch.setattr(intake, "_files", lambda *_, error=error: (_ for _ in ()).throw(error()))
        assert take(ENGINE, "ada.py").status == "unreadable"


def test_what_is_not_there_is_unreadable(tmp_path):
    assert taken(tmp_path / "gone").status == "unreadable"
    assert taken(tmp_path / "a\0b").status == "unreadable"


NOTHING = [  # what is handed in, a note
    ({}, "folder ada is empty"),
    ({".gitkeep": ""}, "folder ada is empty"),
    ({"essay.pdf": "%PDF"}, "holds no file of the kata (found: essay.pdf)"),
    ({f"{i}.txt": "" for i in range(9)}, "(found: 0.txt, 1.txt, 2.txt and 6 more)"),
    ({"work.rar": "Rar!"}, "(found: work.rar); hand in a .zip"),
    ({"a.py": ENGINE, "b.py": ENGINE}, "(found: a.py, b.py)"),
]


@pytest.mark.parametrize("files, note", NOTHING, ids=[note for _, note in NOTHING])
def test_nothing_of_the_kata_is_missing(take, files, note):
    got = take(files)
    assert (got.files, got.status) == ({}, "missing")
    assert note in said(got)


def test_notes_are_harmless_single_lines_that_begin_with_our_words(take):
    got = take({f"=a\n\x1b[31m\u202e{'x' * 90}/engine.py": b"\0", "=b/engine.py": b"\0"})
    assert len(got.notes) == 2
    for note in got.notes:
        assert note.startswith("The ") and note.isprintable() and len(note) < 140


def test_notes_come_to_an_end(take):
    got = take(zipped({f"../{i}/engine.py": "" for i in range(1_000)}), "ada.zip")
    assert (len(got.notes) == 21 and "980 more" in got.notes[-1]) or "981 more" in got.notes[-1]


# -- archives ---------------------------------------------------------------------------------------

PACKED = {
    "ada.zip": zipped,
    "ada.tar": lambda files: tarred(files, "w"),
    "ada.tar.gz": tarred,
    "ada.tgz": tarred,
    "ADA.ZIP": zipped,
}


@pytest.mark.parametrize("name", PACKED)
def test_an_archive_is_like_a_folder(take, name):
    got = take(PACKED[name]({"./work/engine.py": ENGINE, "work/nn.py": b"n\r\n", "essay.pdf": "%PDF"}), name)
    assert got == intake.Taken({"engine.py": ENGINE, "nn.py": "n\n"}, (), "taken")


@pytest.mark.parametrize("name", ["ada.zip", "ada.tar.gz"])
def test_an_empty_archive_is_missing(take, name):
    got = take(PACKED[name]({}), name)
    assert (got.status, got.notes) == ("missing", (f"The archive {name} is empty",))


@pytest.mark.parametrize(
    "name", ["../engine.py", "a/../../engine.py", "/engine.py", "C:/engine.py", "..\\engine.py"]
)
@pytest.mark.parametrize("suffix", ["ada.zip", "ada.tar.gz"])
def test_a_member_that_leads_out_is_left_out(take, name, suffix):
    got = take(PACKED[suffix]({name: ENGINE, "nn.py": "n"}), suffix)
    assert got.files == {"nn.py": "n"}
    assert "leads out of the archive" in said(got)


def test_backslashes_in_a_zip_are_separators(take):
    assert take(zipped({"work\\engine.py": ENGINE}), "ada.zip").files == {"engine.py": ENGINE}


def test_of_two_members_of_one_name_the_last_is_graded(take):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("engine.py", "first")
        archive.writestr("engine.py", "second")
    got = take(data.getvalue(), "ada.zip")
    assert got.files == {"engine.py": "second"}
    assert "2 files are called engine.py; the last one is graded" in said(got)


LINKS = {
    "is a symbolic link": {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
    "is a link to another file": {"type": tarfile.LNKTYPE, "linkname": "nn.py"},
    "is no plain file": {"type": tarfile.CHRTYPE, "devmajor": 1, "devminor": 3},
}


@pytest.mark.parametrize("why", LINKS)
def test_links_and_devices_in_a_tar_are_left_out(take, why):
    got = take(tarred({"engine.py": LINKS[why], "nn.py": "n"}), "ada.tar.gz")
    assert got.files == {"nn.py": "n"}
    assert f"engine.py is left out: it {why}" in said(got)


def test_holes_and_folders_in_a_tar(take):
    hole, folder = {"type": tarfile.GNUTYPE_SPARSE}, {"type": tarfile.DIRTYPE}
    got = take(tarred({"a": folder, "a/engine.py": hole, "a/nn.py": "n"}), "ada.tar.gz")
    assert got.files == {"nn.py": "n"}
    assert got.notes == ("The file ada.tar.gz/a/engine.py is left out: it is no plain file",)


@pytest.mark.parametrize(
    "mode, why", [(stat.S_IFLNK, "is a symbolic link"), (stat.S_IFIFO, "is no plain file")]
)
def test_links_and_devices_in_a_zip_are_left_out(take, mode, why):
    info = zipfile.ZipInfo("engine.py")
    info.external_attr = (mode | 0o777) << 16
    got = take(zipped({info: "/etc/passwd", "nn.py": "n"}), "ada.zip")
    assert got.files == {"nn.py": "n"}
    assert f"engine.py is left out: it {why}" in said(got)


def test_a_zip_with_a_password_is_unreadable(take):
    got = take(with_password(zipped({"engine.py": ENGINE})), "ada.zip")
    assert got.status == "unreadable"
    assert "has a password; hand it in without one" in said(got)


def test_a_zip_with_a_password_is_unreadable_whatever_is_in_it(take):
    assert take(with_password(zipped({"a.txt": "", "b.txt": ""})), "ada.zip").status == "unreadable"


@pytest.mark.parametrize("other, status", [("nn.py", "taken"), ("essay.txt", "unreadable")])
def test_a_member_with_a_password_is_left_out(take, other, status):
    data = zipped({other: "n", "engine.py": ENGINE})
    at = data.index(b"PK\1\2", data.index(b"PK\1\2") + 1)
    got = take(data[: at + 8] + b"\1" + data[at + 9 :], "ada.zip")
    assert got.status == status and "engine.py" not in got.files
    assert "engine.py is left out: it has a password" in said(got)


@pytest.mark.parametrize("name", ["ada.zip", "ada.tar.gz", "ada.tar"])
def test_a_damaged_archive_is_unreadable(take, name):
    data = PACKED[name]({"engine.py": random.Random(1).randbytes(5_000)})
    for broken in (data[: len(data) // 2], b"\1\2\3", b""):
        got = take(broken, name)
        assert got.status == "unreadable"
        assert f"{name} cannot be read: it is damaged" in said(got)


def test_what_comes_before_the_damage_of_a_tar_is_graded(take):
    data = tarred({"engine.py": ENGINE, "nn.py": random.Random(1).randbytes(50_000).hex()})
    got = take(data[:30_000], "ada.tar.gz")
    assert got.files == {"engine.py": ENGINE}
    assert "is damaged" in said(got)


def test_a_single_damaged_member_is_left_out(take):
    data = zipped({"nn.py": "n", "engine.py": ENGINE})
    at = data.index(zlib.compress(ENGINE.encode(), wbits=-15))
    got = take(data[:at] + b"\xff" + data[at + 1 :], "ada.zip")
    assert got.files == {"nn.py": "n"}
    assert "engine.py is left out: it is damaged" in said(got)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_know_no_bound_are_left_out(take, method):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        archive.writestr("engine.py", ENGINE)
    got = take(data.getvalue(), "ada.zip")
    assert got.files == {} and "hand in a .zip of the usual kind" in said(got)


def test_an_archive_in_a_folder_or_in_an_archive_is_searched(take):
    inner = zipped({"engine.py": ENGINE})
    for name, files in {"a": {"work.zip": inner}, "b.zip": zipped({"x/work.zip": inner})}.items():
        assert take(files, name).files == {"engine.py": ENGINE}
    assert take(zipped({"work.tar.gz": tarred({"engine.py": ENGINE})}), "c.zip").files == {
        "engine.py": ENGINE
    }
    assert take(tarred({"work.zip": inner}), "d.tar.gz").files == {"engine.py": ENGINE}


def test_an_archive_beside_files_of_the_kata_is_not_searched(take):
    assert take({"work.zip": zipped({"engine.py": ENGINE}), "nn.py": "n"}).files == {"nn.py": "n"}


def test_archives_are_searched_three_deep(take):
    data = zipped({"engine.py": ENGINE})
    for depth in range(1, 4):
        got = take(data, f"{depth}.zip")
        assert got.files == {"engine.py": ENGINE}
        data = zipped({"inner.zip": data})
    got = take(data, "4.zip")
    assert got.status == "missing" and "an archive in an archive, 3 deep" in said(got)


def test_a_long_name_in_a_tar_is_no_bomb(take):
    name = f"{'a/' * 300}engine.py"
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        data = io.BytesIO()
        with tarfile.open(fileobj=data, mode="w:gz", format=form) as archive:
            archive.addfile(tarfile.TarInfo(name))
        assert take(data.getvalue(), f"{form}.tar.gz").files == {"engine.py": ""}


# -- bombs ------------------------------------------------------------------------------------------


def zeros(size):
    """That many NULs as a gzip file, made without holding them."""
    deflate = zlib.compressobj(wbits=31)
    block = bytes(1_000_000)
    return b"".join([deflate.compress(block) for _ in range(size // len(block))]) + deflate.flush()


def gzipped(*pieces):
    deflate = zlib.compressobj(wbits=31)
    return b"".join(deflate.compress(piece) for piece in pieces) + deflate.flush()


def header(name, size, kind=tarfile.REGTYPE):
    info = tarfile.TarInfo(name)
    info.size, info.type = size, kind
    return info.tobuf(tarfile.GNU_FORMAT)


def one_big_member():
    block = bytes(1_000_000)
    return gzipped(header("x", 400_000_000), *([block] * 400), header("engine.py", 0))


def a_header_without_end():
    """A tar whose first member says 100 MB about itself."""
    first = header("x", 0) + header("pax", 100_000_000, tarfile.XHDTYPE)
    return gzipped(first, *([b"1" * 1_000_000] * 100))


def many_talkative_members():
    said = (b"30000 comment=" + b"a" * 29_985 + b"\n").ljust(30_208, b"\0")
    return gzipped(*[header("pax", 30_000, tarfile.XHDTYPE) + said + header("x", 0)] * 1_500)


def many_headers():
    return gzipped(*[header("x", 500, tarfile.GNUTYPE_LONGNAME) + b"a" * 512] * 5_000)


def a_sparse_map_without_end():
    info = bytearray(header("engine.py", 0, tarfile.GNUTYPE_SPARSE))
    info[482] = 1  # more of the map follows
    info[148:156] = b"%06o\0 " % tarfile.calc_chksums(bytes(info))[0]
    block = (b"00000000001\0" * 42)[:504] + b"\1" + bytes(7)
    return gzipped(bytes(info), *[block] * 20_000)


BOMBS = {  # name: (content, what a note says)
    "member.zip": (lambda: zipped({"engine.py": bytes(60_000_000)}), "larger than 1 MB (60,000,000 bytes)"),
    "inner.zip": (lambda: zipped({"inner.zip": bytes(60_000_000)}), "larger than 20 MB"),
    "inner.tar.gz": (lambda: tarred({"inner.zip": bytes(60_000_000)}), "larger than 20 MB"),
    "big.tar.gz": (one_big_member, "unpacks to more than 300 MB"),
    "zeros.tar.gz": (lambda: zeros(60_000_000), ""),
    "pax.tar.gz": (a_header_without_end, "header in it is too long"),
    "comments.tar.gz": (many_talkative_members, "holds no file of the kata"),
    "names.tar.gz": (many_headers, "header in it is too long"),
    "sparse.tar.gz": (a_sparse_map_without_end, "header in it is too long"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_not_go_off(tmp_path, name):
    make, note = BOMBS[name]
    (tmp_path / name).write_bytes(make())
    tracemalloc.start()
    try:
        got = taken(tmp_path / name)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert got.files == {}
    assert note in said(got)
    assert most < 30_000_000


def test_a_table_of_contents_without_end_is_not_read(take, monkeypatch):
    monkeypatch.setattr(archives, "TABLES", 1_000)
    got = take(zipped({f"{i}": "" for i in range(100)}), "ada.zip")
    assert got.status == "unreadable" and "holds too many files" in said(got)


def table_of(*members, extra=b""):
    """A zip that is a table of contents, as small as it can be, of files that are not there."""
    entry = struct.Struct("<4s4B4HL2L5H2L")
    first = (b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0)
    each = [entry.pack(*first, len(m), len(extra), 0, 0, 0, 0, 0) + m + extra for m in members]
    table, before = b"".join(each), zipped({"x": ""})[:31]
    count = min(len(members), 65_535)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(table), len(before), 0)
    return before + table + end


def zips_of_skipped_members():
    """2.5 GB of memory and 25 seconds, once: each inner archive stays open, for one file in it."""
    inner = table_of(b"x.txt", *[b"._"] * 40_000)
    return zipped({f"{i}.zip": inner for i in range(100)})


def zips_that_say_much():
    """30 seconds, once: zipfile looks at each four bytes of what is said beside a name."""
    inner = table_of(*[b"x.txt"] * 30, extra=struct.pack("<HH", 0x9999, 0) * 16_000)
    return zipped({f"{i}.zip": inner for i in range(100)})


def large_inner_zips():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:  # not compressed
        archive.writestr("x.txt", bytes(19_000_000))
    return zipped({f"{i}.zip": data.getvalue() for i in range(10)})


def skipped_members_of_a_tar():
    return gzipped(*[header("__pycache__/x", 0)] * 400_000)


def folders_in_a_tar():
    return gzipped(*[header("x", 0, tarfile.DIRTYPE)] * 400_000)


def many_lines_about_members():
    """30 seconds, once."""
    said = (b"5 a=\n" * 6_000).ljust(30_208, b"\0")
    return gzipped(*[header("pax", 30_000, tarfile.XHDTYPE) + said + header("x", 0)] * 4_000)


def long_paths():
    """300 MB of memory, once."""
    name = ("😀" * 60 + "/") * 120
    return gzipped(
        *[header("l", 30_000, tarfile.GNUTYPE_LONGNAME) + name.encode().ljust(30_208, b"\0") + header("x", 0)]
        * 8_000
    )


def notebooks_of(content):
    """Notebooks enough to be read for a minute."""
    return zipped({f"{i}/{file[:-3]}.ipynb": content for i in range(10) for file in FILES})


def objects(unit):
    return f'{{"cells": [{{"cell_type": "code", "source": "x"}}], "x": [{unit * (4_900_000 // len(unit))}0]}}'


HOSTILE = {  # name: what makes it; each has cost more than 200 MB, or more than 3 seconds
    "skipped.zip": zips_of_skipped_members,
    "talkative.zip": zips_that_say_much,
    "large.zip": large_inner_zips,
    "skipped.tar.gz": skipped_members_of_a_tar,
    "folders.tar.gz": folders_in_a_tar,
    "lines.tar.gz": many_lines_about_members,
    "paths.tar.gz": long_paths,
    "objects.zip": lambda: notebooks_of(objects('{"":0},')),
    "lists.zip": lambda: notebooks_of(objects("[],")),
    "magics.zip": lambda: notebooks_of(notebook("%a\n" * 1_200_000)),
}
MEASURE = """
import re, resource, sys
from grader.intake import taken
taken(sys.argv[1])
try:  # since this program began; getrusage remembers the one that has started it, too
    most = int(re.search(r"VmHWM:[^0-9]*([0-9]+)", open("/proc/self/status").read())[1])
except OSError:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(most // 1024)
"""


@posix
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(60)
def test_no_archive_costs_much_memory_or_ends_never(tmp_path, name):
    (tmp_path / name).write_bytes(HOSTILE[name]())
    command = [sys.executable, "-c", MEASURE, str(tmp_path / name)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert int(said) < 150  # MB


def test_members_that_are_skipped_are_counted(take, monkeypatch):
    monkeypatch.setattr(archives, "ENTRIES", 50)
    files = {f"__pycache__/{i}": "" for i in range(60)} | {"engine.py": ENGINE}
    for name, pack in {"a.zip": zipped, "b.tar.gz": tarred}.items():
        assert "more than 50 files" in said(take(pack(files), name))


def test_all_tables_of_contents_count_together(take, monkeypatch):
    monkeypatch.setattr(archives, "TABLES", 1_000)
    inner = zipped(dict.fromkeys("abcdef", ""))
    got = take(zipped({f"{i}.zip": inner for i in range(5)}), "ada.zip")
    assert "4.zip cannot be read: it holds too many files" in said(got)
    assert "0.zip cannot" not in said(got)


def test_only_so_many_archives_are_opened(take, monkeypatch):
    monkeypatch.setattr(archives, "OPENED", 3)
    names = [f"{i}.zip" for i in range(9)]
    got = take(dict.fromkeys(names, zipped({"x.txt": ""})) | {"2.zip": zipped({"engine.py": ENGINE})})
    assert got.files == {"engine.py": ENGINE}
    assert got.notes == ("There are more than 3 archives; the rest was not opened",)


def test_archives_in_a_zip_stay_in_memory_and_are_counted(take, monkeypatch):
    monkeypatch.setattr(archives, "KEPT", 250)
    got = take(zipped({f"{i}.zip": zipped({"x.txt": ""}) for i in range(9)}), "ada.zip")
    assert "2.zip cannot be read: it lies behind the first" in said(got)


def test_a_path_without_end_is_left_out(take):
    got = take(tarred({"a/" * 600 + "engine.py": ENGINE, "nn.py": "n"}), "ada.tar.gz")
    assert got.files == {"nn.py": "n"} and "engine.py is left out: it has a path that is too long" in said(
        got
    )


def test_what_is_read_of_modules_is_limited_and_comparisons_take_nothing_from_it(take, monkeypatch):
    monkeypatch.setattr(archives, "MODULES", 1_000)
    got = take({"derivative.py": "#" * 900, "x/derivative.py": "#" * 901, "engine.py": ENGINE, "nn.py": "n"})
    assert list(got.files) == ["derivative.py", "engine.py", "nn.py"]
    got = take({"derivative.py": "#" * 1_001, "nn.py": "n"}, "bob")
    assert "nn.py is left out: it lies behind the first 1,000 bytes of code" in said(got)


def test_what_overlaps_is_counted_as_often_as_it_is_read(take, monkeypatch):
    monkeypatch.setattr(archives, "UNPACKED", 2_500_000)
    got = take(zipped({f"{i}/engine.py": b"\0" * 900_000 for i in range(9)}), "ada.zip")
    assert got.files == {} and "unpacks to more than 2 MB" in said(got)


def test_what_a_tar_may_keep_in_memory_is_limited(take, monkeypatch):
    monkeypatch.setattr(archives, "KEPT", 1_000)
    got = take(tarred({"engine.py": ENGINE, "nn.py": "#" * 990, "train.py": ""}), "ada.tar.gz")
    assert list(got.files) == ["engine.py", "train.py"]
    assert "nn.py is left out: it lies behind the first" in said(got)


def test_a_large_archive_is_not_read(take, monkeypatch):
    monkeypatch.setattr(archives, "ARCHIVE", 100)
    got = take(zipped({"engine.py": ENGINE}), "ada.zip")
    assert got.status == "unreadable" and "is larger than 100 bytes" in said(got)


def test_a_zip_that_holds_itself_comes_to_an_end(take, monkeypatch):
    data = zipped({"a.zip": zipped({f"{i}.zip": zipped({"x.zip": zipped({})}) for i in range(50)})})
    assert take(data, "ada.zip").status == "missing"


def test_a_negative_size_in_a_tar_is_damage(take):
    info = bytearray(header("engine.py", 0))
    info[124:136] = b"\xff" * 11 + b"\0"
    info[148:156] = b"%06o\0 " % tarfile.calc_chksums(bytes(info))[0]
    got = take(gzipped(bytes(info) * 3), "ada.tar.gz")
    assert "is damaged" in said(got)


# -- wrong suffixes ---------------------------------------------------------------------------------

DISGUISED = {  # name: (content, what a note says)
    "ada.zip": (tarred({"engine.py": ENGINE}), "in truth a compressed tar archive"),
    "bob.zip": (tarred({"engine.py": ENGINE}, "w"), "in truth a tar archive"),
    "cem.py": (zipped({"engine.py": ENGINE}), "in truth a zip archive"),
    "dan.ipynb": (zipped({"engine.py": ENGINE}), "in truth a zip archive"),
    "eve.tar.gz": (zipped({"engine.py": ENGINE}), "in truth a zip archive"),
    "fay.zip": (ENGINE, "in truth a Python file"),
    "gus.tgz": (ENGINE, "in truth a Python file"),
    "hal.rar": (zipped({"engine.py": ENGINE}), "in truth a zip archive"),
    "ian": (zipped({"engine.py": ENGINE}), ""),
}


@pytest.mark.parametrize("name", DISGUISED)
def test_the_content_counts_and_not_the_suffix(take, name):
    content, note = DISGUISED[name]
    got = take(content, name)
    assert got.files == {"engine.py": ENGINE}
    assert note in said(got)


FOREIGN = {
    "ada.rar": (b"Rar!\x1a\x07", "unreadable", "hand in a .zip"),
    "ada.7z": (b"7z\xbc\xaf\x27\x1c", "unreadable", "hand in a .zip"),
    "ada.zip": (b"Rar!\x1a\x07", "unreadable", "hand in a .zip"),
    "ada.docx": (zipped({"[Content_Types].xml": ""}), "unreadable", "a .zip of them"),
    "Report.pdf": (b"%PDF", "missing", "Report.pdf is left out: it is no Python file, archive or folder"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_other_kinds_of_files_are_not_read(take, name):
    content, status, note = FOREIGN[name]
    got = take(content, name)
    assert (got.files, got.status) == ({}, status)
    assert note in said(got)


# -- one file alone ---------------------------------------------------------------------------------

NAMED = ["engine.py", "ada_engine.py", "engine_final.py", "ada-engine2.py", "Ada Engine.py", "Engine.ipynb"]


@pytest.mark.parametrize("name", NAMED)
def test_a_single_file_is_known_by_a_word_of_its_name(take, name):
    content = "x = 1\n" if name.endswith(".py") else notebook("x = 1")
    assert take(content, name).files == {"engine.py": "x = 1\n"}
    assert take({f"deep/{name}": content, "essay.pdf": "", "deep/__init__.py": ""}).files == {
        "engine.py": "x = 1\n"
    }


DEFINING = {  # text of ada.py: the modules in it
    ENGINE: ["engine.py"],
    SLOPE: ["derivative.py"],
    "class Neuron(Module): pass\n": ["nn.py"],
    "async def nudge(): pass\n": ["by_hand.py"],
    SLOPE + ENGINE: ["engine.py", "derivative.py"],
    "class MLP: pass\n" + SLOPE: ["derivative.py", "nn.py"],
    "class Other:\n    def slope(self): pass\n": [],
    "class Values: pass\n": [],
    "": [],
}


@pytest.mark.parametrize("text", DEFINING, ids=map(repr, DEFINING))
def test_a_single_file_is_known_by_what_it_defines(take, text):
    modules = DEFINING[text]
    for got in (take(text, "ada.py"), take(zipped({"x/ada.py": text}), "bob.zip")):
        assert list(got.files) == modules
        if not modules:
            assert got.status == "missing" and "defines none of Layer, MLP, " in said(got)


def test_all_in_one_file_counts_for_every_module(take):
    got = take("".join(f"class {name}: pass\n" for name in ("Neuron", "Value")), "ada.py")
    assert got.files["nn.py"] == "from exercises.engine import *\n"
    assert "What ada.py defines is also graded as nn.py" in said(got)


def test_a_name_with_two_modules_in_it_decides_nothing(take):
    assert list(take(ENGINE, "engine_and_nn.py").files) == ["engine.py"]
    assert list(take("class MLP: pass\n", "engine_and_nn.py").files) == ["nn.py"]


# -- notebooks --------------------------------------------------------------------------------------


def test_a_notebook_is_its_code_cells(take):
    cells = [
        {"cell_type": "markdown", "source": ["# def slope"]},
        {"cell_type": "code", "source": ["class Value:\n", "    pass"], "outputs": [{"text": "no"}]},
        {"cell_type": "code", "source": "x = 1\n"},
        {"cell_type": "raw", "source": "no"},
    ]
    got = take({"engine.ipynb": json.dumps({"cells": cells, "nbformat": 4})})
    assert got.files == {"engine.py": "class Value:\n    pass\n\nx = 1\n"}
    assert got.notes == ("engine.py is taken from the code cells of engine.ipynb",)


def test_a_notebook_of_the_old_format_is_read(take):
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = ", "1"]}]}]}
    assert take({"engine.ipynb": json.dumps(old)}).files == {"engine.py": "x = 1\n"}


def test_a_notebook_that_is_called_py_is_one(take):
    assert take({"engine.py": notebook("x = 1")}).files == {"engine.py": "x = 1\n"}


MAGICS = {  # a cell, and what is left of it
    "%matplotlib inline\nx = 1": "pass  # %matplotlib inline\nx = 1",
    "if x:\n    !pip install numpy\ny = 1": "if x:\n    pass  # !pip install numpy\ny = 1",
    "!pip \\\n  numpy\nx = 1": "pass  # !pip \\\npass  # numpy\nx = 1",
    "?Value\nValue?\nValue.tanh??": "pass  # ?Value\npass  # Value?\npass  # Value.tanh??",
    "files = !ls\nt = %timeit -o f()": "pass  # files = !ls\npass  # t = %timeit -o f()",
    "%%time\nx = 1": "# %%time\nx = 1",
    "\n%%capture out\nx = 1": "# %%capture out\nx = 1",
    "x = [1,  # why?\n  2]": "x = [1,  # why?\n  2]",
    "x = (7\n  % 2\n  != 1)": "x = (7\n  % 2\n  != 1)",
    '"""Why is it so?"""': '"""Why is it so?"""',
    "x = 7 \\\n    % y": "x = 7 \\\n    % y",
}


@pytest.mark.parametrize("cell", MAGICS, ids=map(repr, MAGICS))
def test_lines_of_ipython_become_comments(take, cell):
    got = take({"engine.ipynb": notebook(cell)})
    assert got.files == {"engine.py": MAGICS[cell] + "\n"}
    compile(got.files["engine.py"], "engine.py", "exec")


def test_a_cell_in_another_language_is_left_out(take):
    assert take({"engine.ipynb": notebook("%%bash\nrm x", "x = 1")}).files == {"engine.py": "x = 1\n"}


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
    assert take({"engine.ipynb": json.dumps({"cells": [picture, code]})}).files == {"engine.py": "x = 1\n"}
    got = take({"engine.ipynb": notebook("#" * 1_000_000)}, "bob")
    assert "engine.ipynb is left out: it holds more than 1 MB of code" in said(got)


def test_half_a_character_in_a_notebook_can_still_be_written(take):
    got = take({"engine.ipynb": r'{"cells": [{"cell_type": "code", "source": "x = \"\ud800\""}]}'})
    assert got.files["engine.py"].encode() == 'x = "\ufffd"\n'.encode()


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


NEUTRAL = "# (an encoding was declared here)\n"
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
    assert got.files == {"engine.py": f"{NEUTRAL}x = 1\n"}


@pytest.mark.parametrize("name", sorted(notebooks.DECLARABLE))
def test_encodings_that_may_be_declared_are_those_of_texts(name):
    assert codecs.lookup(name)._is_text_encoding
    assert "é".encode(name, "replace").decode(name)


@pytest.mark.parametrize("data", [b"x = 1\0\n", "x\0".encode("utf-16"), codecs.BOM_UTF16_LE + b"\0\xd8"])
def test_what_is_no_text_is_left_out(take, data):
    got = take({"engine.py": data, "nn.py": "n"})
    assert got.files == {"nn.py": "n"}
    assert "engine.py is left out: it " in said(got)


# -- anything at all --------------------------------------------------------------------------------

SEEDS = {
    "ada.zip": zipped(
        {"engine.py": ENGINE, "a/nn.ipynb": notebook("x = 1"), "b.zip": zipped({"nn.py": "n"})}
    ),
    "ada.tar": tarred({"engine.py": ENGINE, f"{'a' * 200}/nn.py": "n", "b.zip": zipped({"nn.py": "n"})}, "w"),
    "ada.tar.gz": tarred({"engine.py": ENGINE, "train.py": LINKS["is a symbolic link"]}),
    "ada.ipynb": notebook("class Value: pass", "%%time\nx = 1", "?x").encode(),
    "ada.py": (NEUTRAL + ENGINE).encode("utf-16"),
}
often = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def is_sound(got):
    """Whether this is something that can be graded, written down and shown."""
    for file, text in got.files.items():
        assert file in FILES and text.encode() and not {"\r", "\0"} & set(text)
    assert all(note.isprintable() for note in got.notes)
    assert (got.status == "taken") == bool(got.files)
    return bool(got.files or got.notes)


@pytest.mark.parametrize("name", SEEDS)
@often
@given(data=st.binary(max_size=600))
def test_random_bytes_raise_nothing(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert is_sound(taken(tmp_path / name))


@pytest.mark.parametrize("name", SEEDS)
@often
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 6))
def test_random_changes_raise_nothing(tmp_path, name, seed, changes):
    chance, data = random.Random(seed), bytearray(SEEDS[name])
    for _ in range(changes):
        place = chance.randrange(len(data))
        data[place : place + chance.choice((0, 1, 1, 1, 40))] = chance.randbytes(chance.choice((0, 1, 1, 4)))
    (tmp_path / name).write_bytes(data)
    assert is_sound(taken(tmp_path / name))


def test_nothing_is_written_or_run(tmp_path, monkeypatch):
    def refuse(*_):
        raise AssertionError("this is never called")

    def opened(path, flags, *rest, really=os.open):
        assert not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        return really(path, flags, *rest)

    lay(tmp_path, SEEDS)
    for module, names in {builtins: ("compile", "eval", "exec", "open"), os: ("mkdir", "system")}.items():
        for name in names:
            monkeypatch.setattr(module, name, refuse)
    monkeypatch.setattr(os, "open", opened)
    got = [taken(each.path).status for each in submissions(tmp_path)]
    monkeypatch.undo()
    assert got == ["taken"] * len(SEEDS)
    assert sorted(os.listdir(tmp_path)) == sorted(SEEDS)
