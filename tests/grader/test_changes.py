"""Which saves are noticed: editors have many ways of saving, and exercises/ may go and come back."""

import shutil
import threading

import pytest

from grader.practice import changes

PATIENCE = 20  # seconds


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "exercises"
    folder.mkdir()
    (folder / "engine.py").write_text("old")
    return folder


def in_place(folder):
    (folder / "engine.py").write_text("new")


def renamed_into_place(folder):
    (folder / "4913").write_text("")  # vim tries whether it may write
    (folder / "4913").unlink()
    (folder / "engine.py").rename(folder / "engine.py~")
    (folder / "engine.py.tmp").write_text("new")
    (folder / "engine.py.tmp").rename(folder / "engine.py")


def deleted(folder):
    (folder / "engine.py").unlink()


def another_file(folder):
    (folder / "helpers.py").write_text("new")


def folder_gone(folder):
    shutil.rmtree(folder)


def folder_made_again(folder):
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "engine.py").write_text("new")


WAYS = (in_place, renamed_into_place, deleted, another_file, folder_gone, folder_made_again)


@pytest.mark.parametrize("looking", ["", "1"], ids=["told", "looking"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_way_of_saving_is_noticed(folder, way, looking, monkeypatch):
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", looking)
    before, begun, noticed = changes.texts(folder), threading.Event(), threading.Event()

    def tell():
        begun.set()
        if changes.texts(folder) != before:
            noticed.set()

    with changes.followed(folder, tell):
        assert begun.wait(PATIENCE)
        way(folder)
        assert noticed.wait(PATIENCE)


def test_two_saves_within_a_second_are_noticed_by_looking(folder, monkeypatch):
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "1")
    seen, wanted = set(), threading.Event()

    def tell():
        seen.add((folder / "engine.py").read_text())
        wanted.set()

    with changes.followed(folder, tell):
        assert wanted.wait(PATIENCE)
        for text in ("a", "b", "c"):
            wanted.clear()
            (folder / "engine.py").write_text(text)
            assert wanted.wait(PATIENCE)
    assert {"a", "b", "c"} <= seen


def test_backups_and_what_python_keeps_do_not_count(folder):
    before = changes.texts(folder)
    for name in ("engine.py~", ".engine.py.swp", "4913", "engine.py.bak", "notes.txt"):
        (folder / name).write_text("x")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "engine.py").write_text("x")
    (folder / "engine.py").touch()
    assert changes.texts(folder) == before


MOUNTS = """/dev/sda1 / ext4 rw 0 0
C:\\134 /mnt/c 9p rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/ada/fast ext4 rw 0 0
ada@host: /media/my\\040disk fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    "path, kind",
    {
        "/tmp/exercises": "ext4",
        "/mnt/c/kata/exercises": "9p",
        "/home/ada/kata": "nfs4",
        "/home/ada/fast/kata": "ext4",
        "/home2/kata": "ext4",
        "/media/my disk/kata": "fuse.sshfs",
    }.items(),
)
def test_the_file_system_of_a_path(path, kind):
    assert changes.file_system(changes.Path(path), MOUNTS) == kind
