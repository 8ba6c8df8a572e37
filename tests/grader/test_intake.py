"""The intake: whose submissions there are, and what is graded of each, whatever lies there."""

import builtins
import hashlib
import itertools
import os
import random
import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.grading import archives, choice, intake, modules
from grader.grading.intake import NoSubmissions, submissions, taken
from grader.source import stub_files
from grader.stages import ROOT
from tests.grader.uploads import (
    ENGINE,
    FILES,
    LINKS,
    NEUTRAL,
    SLOPE,
    lay,
    notebook,
    posix,
    said,
    tarred,
    text_in,
    zipped,
)

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
    assert intake.ids([(name, True)]) == {name: name}


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
    ((_, id),) = intake.ids([(name, True)]).items()
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
    assert sorted(intake.ids(entries).values()) == ALIKE[names]


def test_ids_that_stay_alike_get_a_hash():
    found = intake.ids([("ada", True), ("Ada", True)])
    assert found["ada"].startswith("ada-") and found["Ada"].startswith("Ada-")


def test_a_folder_has_no_suffix():
    assert intake.ids([("v1.zip", True)]) == {"v1.zip": "v1.zip"}


def test_names_with_hashes_that_begin_alike_get_the_whole_hash():
    seen = {}
    for odd in itertools.product('<>:"|?*', repeat=5):
        name = "".join(odd)
        twin = seen.setdefault(hashlib.sha256(name.encode()).hexdigest()[:6], name)
        if twin != name:
            break
    found = intake.ids([(name, True), (twin, True)])
    assert len(set(found.values())) == 2 and all(len(id) == 70 for id in found.values())


def test_names_that_imitate_another_ones_hash_do_not_get_its_id():
    victim = intake.ids([("ada?", True)])["ada?"]
    found = intake.ids([("ada?", True), (victim, True)])
    assert len({id.casefold() for id in found.values()}) == 2


NAMES = st.text(st.sampled_from("aA.=-? \u202eé\udc80李/".replace("/", "")), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(NAMES, st.booleans()), min_size=1, max_size=8, unique_by=lambda each: each[0]))
def test_ids_are_unique_and_know_no_order(entries):
    found = intake.ids(entries)
    assert len({id.casefold() for id in found.values()}) == len(entries)
    assert found == intake.ids(entries[::-1])
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


@pytest.mark.parametrize("name", ["engine.pyc", "еngine.py", "engines.py", "engine.txt"])
def test_another_name_is_another_file(take, name):
    assert "engine.py" not in take({name: ENGINE, "nn.py": ""}).files


STUB = stub_files()["engine.py"]
ALIKE_FILES = ["engine_final.py", "my_engine.py", "ada engine.py", "Copy of engine.py", "hw/Engine v2.ipynb"]


@pytest.mark.parametrize("name", ALIKE_FILES)
@pytest.mark.parametrize("others", [{"nn.py": "n"}, {"Ada derivative.py": SLOPE}, {"engine.py": STUB}])
def test_a_file_with_a_modules_name_in_its_own_that_defines_it_is_taken(take, name, others):
    got = take({name: notebook(ENGINE) if "ipynb" in name else ENGINE, "test_engine.py": "x = 1"} | others)
    assert got.files["engine.py"] == text_in(name, ENGINE)
    assert f"engine.py is taken from {name}" in said(got)


def test_what_a_taken_file_imports_is_looked_for_beside_it(take):
    got = take({"hw/my_engine.py": "import utils\n" + ENGINE, "hw/utils.py": "", "nn.py": "n"})
    assert got.files.keys() == {"engine.py", "nn.py", "utils.py"}


NOT_ALIKE = {  # what lies beside nn.py: what a note says of it
    ("engine_final.py", "class Other: pass\n"): "Nothing is called engine.py (found: engine_final.py); give",
    ("engine_final.py", STUB): "Nothing is called engine.py (found: engine_final.py); give",
    ("engine_final.py", "\0"): "Nothing is called engine.py (found: engine_final.py); give",
    ("final.py", ENGINE): "",
    ("tests/my_engine.py", ENGINE): "",
    ("engine_and_train.py", ENGINE): "",
}


@pytest.mark.parametrize("name, text", NOT_ALIKE, ids=ascii)
def test_a_file_that_is_not_sure_to_be_the_module_is_not_taken_but_named(take, name, text):
    got = take({name: text, "nn.py": "n"})
    assert got.files == {"nn.py": "n"}
    assert NOT_ALIKE[name, text] in said(got) and bool(got.notes) == bool(NOT_ALIKE[name, text])


def test_of_two_that_may_be_a_module_none_is_taken(take):
    got = take({"my_engine.py": ENGINE, "engine_old.py": ENGINE + "x = 1\n", "nn.py": "n"})
    assert got.notes == (
        "Nothing is called engine.py (found: engine_old.py, my_engine.py); "
        "give the file that is meant this name",
    )
    got = take({"my_engine.py": ENGINE, "engine_old.py": ENGINE, "nn.py": "n"}, "bob")
    assert got.files["engine.py"] == ENGINE, "they are equal"


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


LEFT_BY_TOOLS = {
    ".history/engine_20260101120000.py": "old",
    ".ipynb_checkpoints/engine.py": "old",
    ".vscode/settings.json": "{}",
    ".git/engine.py": "old",
}


@pytest.mark.parametrize("kind", [dict, zipped], ids=["folder", "zip"])
@pytest.mark.parametrize("name", ["engine.py", "ada.py", "deep/down/engine.py"])
def test_what_tools_leave_under_a_dot_is_passed_over_without_a_word(take, kind, name):
    files = {f"hw/{each}": text for each, text in LEFT_BY_TOOLS.items()}
    if name == "ada.py":
        files = {f"hw/.history/ada_{i}.py": ENGINE for i in range(2)}
    got = take(kind(files | {f"hw/{name}": ENGINE}), "ada" if kind is dict else "ada.zip")
    assert got.files == {"engine.py": ENGINE}
    assert "/." not in said(got) and "files are called" not in said(got)


def test_what_is_nowhere_else_is_taken_from_under_a_dot_and_that_is_said(take):
    got = take({".work/engine.py": ENGINE, "nn.py": "n"})
    assert got.files == {"engine.py": ENGINE, "nn.py": "n"}
    assert got.notes == ("engine.py is taken from .work/engine.py",)


def test_the_folder_with_more_of_the_kata_is_the_better_one(take):
    got = take({"a/engine.py": "a", "b/engine.py": "b", "b/nn.py": "n"})
    assert got.files["engine.py"] == "b"


def test_a_note_says_which_of_two_files_is_graded(take):
    got = take({"engine.py": "a", "b/engine.py": "b"})
    assert got.notes == ("2 files are called engine.py; engine.py is graded, not b/engine.py",)


BESIDE_STUBS = {  # the names of a stub, and of what is graded
    "engine.py": ["engine (1).py", "engine.ipynb", "deep/down/engine.py", "backups/engine.py"],
    "a/engine.py": ["b/engine.py"],
    "exercises/engine.py": ["work/engine.py.txt"],
}


@pytest.mark.parametrize(
    "stub, written", [(stub, name) for stub, names in BESIDE_STUBS.items() for name in names]
)
def test_a_stub_is_passed_over_for_what_is_written(take, stub, written):
    content = notebook(ENGINE) if "ipynb" in written else ENGINE
    got = take({stub: STUB.replace("\n", " \r\n") + "\n\n", written: content})
    assert got.files == {"engine.py": text_in(written, ENGINE)}
    assert f"The file {stub} is the stub as it was handed out: {written} is graded" in got.notes
    assert "files are called" not in said(got)


def test_the_best_of_what_is_written_is_graded_and_the_others_are_told_of(take):
    got = take({"engine.py": STUB, "b/engine.py": ENGINE, "c/engine.py": SLOPE, "d/engine.py": STUB})
    assert got.files == {"engine.py": ENGINE}
    assert "3 files are called engine.py; b/engine.py is graded, not c/engine.py and 1 other" in got.notes


@pytest.mark.parametrize("name", ["solutions/engine.py", "tests/engine.py", "x/grader/engine.py"])
def test_nothing_of_a_checkout_stands_in_for_a_stub(take, name):
    assert take({"exercises/engine.py": STUB, name: ENGINE}).files == {"engine.py": STUB}


def test_a_stub_alone_is_graded_without_a_word(take):
    assert take({"engine.py": STUB}) == intake.Taken({"engine.py": STUB}, (), "taken")
    assert take({"engine.py": STUB, "b/engine.py": STUB}, "bob").notes == ()


def test_a_stub_is_passed_over_only_for_what_can_be_read(take):
    assert take({"engine.py": STUB, "b/engine.py": b"\0"}).files == {"engine.py": STUB}


def test_equal_files_need_no_note_whatever_their_line_ends(take):
    assert take({"engine.py": "a\nb\n", "b/engine.py": "a\r\nb\r\n"}).notes == ()


def test_where_the_best_cannot_be_read_the_next_is(take):
    got = take({"engine.py": b"a\0", "b/engine.py": ENGINE})
    assert got.files == {"engine.py": ENGINE}
    assert "engine.py is left out: it holds NUL" in said(got)


def test_only_so_many_files_of_one_name_are_compared(take, monkeypatch):
    monkeypatch.setattr(choice, "COMPARED", 3)
    read = []
    monkeypatch.setattr(choice, "text_of", lambda item, _: (read.append(item) or str(len(read)), ()))
    got = take({f"{i}/engine.py": "" for i in range(9)})
    assert len(read) == 4
    assert "9 files are called engine.py; 0/engine.py is graded, not 1/engine.py and 7 others" in said(got)


SKIPPED = [".git", "__pycache__", "__MACOSX", ".venv", "venv", "lib/site-packages", "node_modules"]


DOUBTS = {  # files: the folders that may be submissions
    ("ada/engine.py", "bob/nn.py"): "(ada, bob)",
    ("a/ada/engine.py", "a/bob/exercises/engine.py", "a/bob/solutions/nn.py"): "(ada, bob)",
    ("ada/engine.py", "v2/engine.py"): "",
    ("hw1/derivative.py", "hw2/engine.py"): "",
    ("nn.py", "ada/engine.py", "bob/engine.py"): "(ada, bob)",  # one of a class may have handed in nn.py
    ("exercises/x.py", "ada/engine.py", "bob/engine.py"): "(ada, bob)",
    ("nn.py", "more/engine.py"): "",
    ("exercises/engine.py", "mine/engine.py", "solutions/engine.py", "tests/engine.py"): "",
}


@pytest.mark.parametrize("names", DOUBTS, ids=" ".join)
@pytest.mark.parametrize("pack", [dict, zipped])
def test_folders_that_may_be_submissions_are_told_of(take, names, pack):
    got = take(pack(dict.fromkeys(names, ENGINE)), "ada" if pack is dict else "ada.zip")
    assert (
        f"It holds 2 folders with kata files of their own {DOUBTS[names]}" in said(got) or not DOUBTS[names]
    )
    assert DOUBTS[names] or "It holds" not in said(got)


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
    ({".gitkeep": "", ".vscode/settings.json": ""}, "folder ada is empty"),
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


TOO_LARGE = b"#" * 1_000_001


@pytest.mark.parametrize("files", [{"engine.py": TOO_LARGE}, {"x/ada.py": TOO_LARGE}, {"nn.py": b"\0"}])
@pytest.mark.parametrize("pack", [dict, zipped, tarred])
def test_where_the_only_file_of_the_kata_is_left_out_the_submission_is_unreadable(take, files, pack):
    got = take(pack(files), "ada" if pack is dict else "ada.bin")
    assert (got.files, got.status) == ({}, "unreadable") and "is left out" in said(got)
    assert take(pack(files | {"engine.py": ENGINE}), "bob" if pack is dict else "bob.bin").status == "taken"


def test_notes_are_harmless_single_lines_that_begin_with_our_words(take):
    got = take({f"=a\n\x1b[31m\u202e{'x' * 90}/engine.py": b"\0", "=b/engine.py": b"\0"})
    assert len(got.notes) == 2
    for note in got.notes:
        assert note.startswith("The ") and note.isprintable() and len(note) < 140


def test_notes_come_to_an_end(take):
    got = take(zipped({f"../{i}/engine.py": "" for i in range(1_000)}), "ada.zip")
    assert (len(got.notes) == 21 and "980 more" in got.notes[-1]) or "981 more" in got.notes[-1]


# -- one file alone ---------------------------------------------------------------------------------

NAMED = ["engine.py", "ada_engine.py", "engine_final.py", "ada-engine2.py", "Ada Engine.py", "Engine.ipynb"]


@pytest.mark.parametrize("name", NAMED)
def test_a_single_file_is_known_by_a_word_of_its_name(take, name):
    content = "x = 1\n" if name.endswith(".py") else notebook("x = 1")
    assert take(content, name).files == {"engine.py": text_in(name, "x = 1\n")}
    assert take({f"deep/{name}": content, "essay.pdf": "", "deep/__init__.py": ""}).files == {
        "engine.py": text_in(name, "x = 1\n")
    }


DEFINING = {  # text of ada.py: the modules in it
    ENGINE: ["engine.py"],
    SLOPE: ["derivative.py"],
    "class Neuron(Module): pass\n": ["nn.py"],
    "async def nudge(): pass\n": ["by_hand.py"],
    SLOPE + ENGINE: ["engine.py", "derivative.py"],
    "class MLP: pass\n" + SLOPE: ["derivative.py", "nn.py"],
    "class Linear: pass\n" + ENGINE: ["engine.py", "tensor.py"],
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
            assert got.status == "missing" and "defines none of Layer, Linear, MLP, " in said(got)


def test_all_in_one_file_counts_for_every_module(take):
    got = take("".join(f"class {name}: pass\n" for name in ("Neuron", "Value")), "ada.py")
    assert got.files["nn.py"] == "from exercises.engine import *\n"
    assert "What ada.py defines is also graded as nn.py" in said(got)


def test_a_name_with_two_modules_in_it_decides_nothing(take):
    assert list(take(ENGINE, "engine_and_nn.py").files) == ["engine.py"]
    assert list(take("class MLP: pass\n", "engine_and_nn.py").files) == ["nn.py"]


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
    modules.is_stub("engine.py", "")  # for which our own files are read and parsed, once
    for each in submissions(tmp_path):  # Python loads encodings when they are needed
        taken(each.path)
    for module, names in {builtins: ("compile", "eval", "exec", "open"), os: ("mkdir", "system")}.items():
        for name in names:
            monkeypatch.setattr(module, name, refuse)
    monkeypatch.setattr(os, "open", opened)
    got = [taken(each.path).status for each in submissions(tmp_path)]
    monkeypatch.undo()
    assert got == ["taken"] * len(SEEDS)
    assert sorted(os.listdir(tmp_path)) == sorted(SEEDS)
