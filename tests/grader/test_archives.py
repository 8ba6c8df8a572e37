"""Archives: what is found in them, what is left out, and what none of them can cost."""

import io
import random
import stat
import struct
import subprocess
import sys
import tarfile
import tracemalloc
import zipfile
import zlib

import pytest

from grader.grading import archives, intake
from grader.grading.intake import taken
from grader.stages import ROOT
from tests.grader.uploads import ENGINE, FILES, LINKS, notebook, posix, said, tarred, with_password, zipped

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
    got = take(PACKED[name]({"./hw/engine.py": ENGINE, "hw/nn.py": b"n\r\n", "essay.pdf": "%PDF"}), name)
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
from grader.grading.intake import taken
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
