"""Downloads of learning management systems: recognised by names, by which nobody becomes somebody else."""

import io
import unicodedata
import zipfile

import pytest

from grader import environment
from grader.grading.intake import NoSubmissions, taken
from grader.lms import canvas, gradescope
from grader.lms.absent import with_absent
from grader.lms.cohort import Cohort, cohort
from grader.lms.identity import Person
from grader.lms.matching import Student
from tests.grader.uploads import ENGINE, SLOPE, lay, notebook, said, zipped

CANVAS = {
    "lovelaceada_12345_678901_engine.py": ENGINE,
    "lovelaceada_12345_678902_derivative.py": SLOPE,
    "hoppergrace_LATE_777_678903_work.zip": zipped({"work/engine.py": ENGINE}),
    "müllerzoë_88_678904_engine.ipynb": notebook(ENGINE),
    "turingalan_99_text.html": "<p>sorry</p>",
    "_55_678905_engine.py": ENGINE,  # someone without a letter in their name
}
ANONYMOUS = {"anon_Ab3dE_1_engine.py": ENGINE, "LATE_anon_xY9_2_engine.py": ENGINE}
MOODLE = {
    "Ada Lovelace_12345_assignsubmission_file/engine.py": ENGINE,
    "Ada Lovelace_12345_assignsubmission_onlinetext/onlinetext.html": "<p>Hello</p>",
    "Grace Hopper_777_assignsubmission_file_/hw/derivative.py": SLOPE,
    "Participant_9_assignsubmission_file/work.zip": zipped({"engine.py": ENGINE}),
}
FLAT = {
    "Ada Lovelace_12345_assignsubmission_file_engine.py": ENGINE,
    "Ada Lovelace_12345_assignsubmission_file_derivative.py": SLOPE,
    "Grace Hopper_777_assignsubmission_file_work.zip": zipped({"derivative.py": SLOPE}),
    "Grace Hopper_777_assignsubmission_onlinetext_onlinetext.html": "<p>Hello</p>",
}
METADATA = """\
---
submission_101:
  :submitters:
  - :name: Ada Lovelace
    :sid: '12345'
    :email: ada@example.org
  - :name: "Grace \\"Amazing\\" Hopper: CS"
    :sid: '777'
    :email: grace@example.org
  :created_at: 2026-12-19 01:00:00.365935000 +01:00
  :score: 10.0
  :status: processed
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests:
    - !ruby/object:Object {name: x, output: ":name: Mallory"}
    - &a [1, 2]
    - *a
  :history:
  - :created_at: 2020-01-01 00:00:00.000000000 Z
    :submitters:
    - :name: Old
submission_102:
  :submitters:
  - :name: Alan Turing
    :sid:
    :email: alan@example.org
  :created_at: 2026-12-18 20:00:00.000000000 Z
"""
GRADESCOPE = {
    "submission_metadata.yml": METADATA,
    "submission_101/engine.py": ENGINE,
    "submission_102/src/derivative.py": SLOPE,
    "submission_103/engine.py": ENGINE,
}
CLONES = {
    f"kata-{login}/{file}": text
    for login in ("ada", "grace-h")
    for file, text in {".git/HEAD": "x", "exercises/engine.py": ENGINE, "grader/cli.py": ""}.items()
}
PLAIN = {"Ada Lovelace/engine.py": ENGINE, "Grace.zip": zipped({"engine.py": ENGINE})}


@pytest.fixture(params=["folder", "zip", "zip with a folder"])
def laid(request, tmp_path):
    """A function that makes a download of these files, unpacked or packed."""

    def make(files):
        if request.param == "folder":
            return lay(tmp_path / "download", files)
        above = "assignment_1_export/" if request.param == "zip with a folder" else ""
        noise = {"__MACOSX/._x": "", ".DS_Store": ""}
        path = tmp_path / "download.zip"
        path.write_bytes(zipped({above + name: content for name, content in files.items()} | noise))
        return path

    return make


def read(path, source=None):
    """What is handed in, by id: (the files that are graded, the Identity)."""
    found = cohort(path, source)
    return found.source, {each.id: (got(each), each.identity) for each in found.submissions}


def got(submission):
    return sorted(taken(submission.path, submission.items).files)


# -- each system ------------------------------------------------------------------------------------


def test_canvas_all_files_of_a_student_are_one_submission(laid):
    source, found = read(laid(CANVAS))
    assert source == "canvas"
    assert {id: files for id, (files, _) in found.items()} == {
        "lovelaceada_12345": ["derivative.py", "engine.py"],
        "hoppergrace_777": ["engine.py"],
        "müllerzoë_88": ["engine.py"],
        "turingalan_99": [],
        "55": ["engine.py"],
    }
    who = found["lovelaceada_12345"][1]
    assert (who.people, who.late, who.certain) == ((Person("lovelaceada", "12345"),), False, True)
    assert found["hoppergrace_777"][1].late


def test_canvas_anonymous_submissions_keep_their_numbers(laid):
    source, found = read(laid(ANONYMOUS))
    assert source == "canvas"
    assert {id: (who.people, who.late) for id, (_, who) in found.items()} == {
        "anon_Ab3dE": ((Person("", "anon_Ab3dE"),), False),
        "anon_xY9": ((Person("", "anon_xY9"),), True),
    }


def test_canvas_the_last_of_several_attempts_counts(laid):
    files = {
        "lovelaceada_1_10_engine.py": "class Value:\n    a = 0\n",
        "lovelaceada_1_12_engine-2.py": "class Value:\n    a = 2\n",
        "lovelaceada_1_11_engine-1.py": "class Value:\n    a = 1\n",
        "lovelaceada_1_13_derivative-1.py": SLOPE,
    }
    (ada,) = cohort(laid(files)).submissions
    files = taken(ada.path, ada.items).files
    assert "a = 2" in files["engine.py"] and files["derivative.py"] == SLOPE
    assert ada.remarks == ("engine.py was handed in 3 times; the last one is graded",)


def test_canvas_one_file_is_known_by_its_content_whatever_its_name(laid):
    _, found = read(laid({"lovelaceada_1_2_homework": zipped({"x/engine.py": ENGINE})}))
    assert found["lovelaceada_1"][0] == ["engine.py"]


def test_moodle_with_a_folder_for_each_student(laid):
    source, found = read(laid(MOODLE))
    assert source == "moodle"
    assert {id: (files, who.people) for id, (files, who) in found.items()} == {
        "Ada Lovelace_12345": (["engine.py"], (Person("Ada Lovelace", "12345"),)),
        "Grace Hopper_777": (["derivative.py"], (Person("Grace Hopper", "777"),)),
        "Participant_9": (["engine.py"], (Person("Participant", "9"),)),
    }


def test_moodle_with_all_files_in_one_folder(laid):
    source, found = read(laid(FLAT))
    assert source == "moodle"
    assert {id: files for id, (files, _) in found.items()} == {
        "Ada Lovelace_12345": ["derivative.py", "engine.py"],
        "Grace Hopper_777": ["derivative.py"],
    }


def test_moodle_those_in_no_team_are_nobody_in_particular(laid):
    _, found = read(laid({"Default group_assignsubmission_file/engine.py": ENGINE} | MOODLE))
    assert found["Default group"][0] == ["engine.py"] and not found["Default group"][1].certain


def test_gradescope_says_whose_and_when(laid):
    source, found = read(laid(GRADESCOPE))
    assert source == "gradescope"
    assert {id: files for id, (files, _) in found.items()} == {
        "Ada Lovelace_101": ["engine.py"],
        "Alan Turing_102": ["derivative.py"],
        "submission_103": ["engine.py"],
    }
    pair = found["Ada Lovelace_101"][1]
    assert pair.people == (
        Person("Ada Lovelace", "12345", email="ada@example.org"),
        Person('Grace "Amazing" Hopper: CS', "777", email="grace@example.org"),
    )
    assert pair.submitted == "2026-12-19T00:00:00+00:00"
    assert found["Alan Turing_102"][1].people == (Person("Alan Turing", "", email="alan@example.org"),)
    assert not found["submission_103"][1].certain


def test_clones_have_the_names_of_their_folders(tmp_path):
    source, found = read(lay(tmp_path / "clones", CLONES))
    assert source == "git"
    assert {id: (files, who.people[0].login) for id, (files, who) in found.items()} == {
        "kata-ada": (["engine.py"], "ada"),
        "kata-grace-h": (["engine.py"], "grace-h"),
    }


def test_what_logins_begin_with_by_chance_is_part_of_them(tmp_path):
    clones = {f"kata-{login}/.git/HEAD": "x" for login in ("ada", "adele")}
    _, found = read(lay(tmp_path / "clones", clones))
    assert [who.people[0].login for _, who in found.values()] == ["ada", "adele"]


def test_anything_else_is_a_plain_folder(tmp_path):
    source, found = read(lay(tmp_path / "plain", PLAIN))
    assert source == "plain"
    assert {id: (files, who.people) for id, (files, who) in found.items()} == {
        "Ada Lovelace": (["engine.py"], (Person("Ada Lovelace"),)),
        "Grace": (["engine.py"], (Person("Grace"),)),
    }


def test_one_zip_of_one_student_is_one_submission(tmp_path):
    (tmp_path / "ada.zip").write_bytes(zipped({"work/engine.py": ENGINE, "x.zip": "", "y/nn.py": ""}))
    found = cohort(tmp_path / "ada.zip")
    assert (found.source, [each.id for each in found.submissions]) == ("plain", ["ada"])


def test_a_zip_of_a_plain_folder_is_a_class_where_it_is_said_so(tmp_path):
    (tmp_path / "class.zip").write_bytes(zipped(PLAIN))
    _, found = read(tmp_path / "class.zip", "plain")
    assert {id: files for id, (files, _) in found.items()} == {
        "Ada Lovelace": ["engine.py"],
        "Grace": ["engine.py"],
    }


def test_what_it_was_read_as_is_one_line(tmp_path):
    assert cohort(lay(tmp_path / "a", CANVAS)).told == "Read as Canvas's download: 5 submissions."
    mixed = cohort(lay(tmp_path / "b", CANVAS | {"grades.csv": ""}))
    assert mixed.told == (
        "Read as a plain folder: 7 submissions. 6 of 7 names are Canvas's; --from canvas reads them so."
    )


def test_with_from_what_does_not_fit_has_a_row_of_its_own_and_belongs_to_nobody(tmp_path):
    path = lay(tmp_path / "a", CANVAS | {"lovelaceada_12345": "x", "Bob.py": ENGINE})
    source, found = read(path, "canvas")
    assert source == "canvas" and len(found) == 7 and found["Bob"][0] == ["engine.py"]
    assert [id for id, (_, who) in found.items() if not who.certain] == ["Bob", "lovelaceada_12345+"]


def test_from_a_system_whose_names_are_not_there_is_one_line(tmp_path):
    with pytest.raises(
        NoSubmissions, match=r"No name in .* is one of Moodle's download\. Leave --from out\."
    ):
        cohort(lay(tmp_path / "a", CANVAS), "moodle")
    with pytest.raises(NoSubmissions, match=r"There is no submission_metadata\.yml beside the folders\."):
        cohort(lay(tmp_path / "b", {"submission_1/engine.py": ""}), "gradescope")


def test_a_student_without_a_submission_never_gets_the_id_of_another(tmp_path):
    path = lay(tmp_path / "class", {"alan_3/engine.py": ENGINE, "Alan_3+/engine.py": ENGINE})
    students = [Student("1", "alan_3"), Student("2", "Alan_3+"), Student("3", "Alan"), Student("3", "ALAN")]
    found = with_absent(cohort(path), "canvas", students[:1] + students[2:])
    assert found.submissions == cohort(path).submissions, "one is not found"
    one = Cohort("plain", [each for each in cohort(path).submissions if each.id == "alan_3"])
    found = with_absent(one, "canvas", [Student("1", "alan_3"), *students[2:]])
    assert sorted(each.id for each in found.submissions) == ["ALAN_3++", "Alan_3+", "alan_3"]
    assert found.told.endswith("2 of the gradebook have handed in nothing.")
    alone = with_absent(one, "github", [Student("1", "alan_3"), Student("al@x.org", "al@x.org")])
    assert sorted(each.id for each in alone.submissions) == ["al@x.org", "alan_3"]


def test_a_damaged_zip_is_one_submission_and_its_row_says_so(tmp_path):
    (tmp_path / "class.zip").write_bytes(zipped(CANVAS).replace(b"PK\1\2", b"PK\1\3"))
    (only,) = cohort(tmp_path / "class.zip").submissions
    assert only.id == "class"
    assert taken(only.path, only.items).notes == ("The file class.zip cannot be read: it is damaged",)


def test_work_under_a_name_with_a_dot_before_it_is_told_of(tmp_path):
    hidden = {".ada/engine.py": ENGINE, ".bob.zip": zipped({"nn.py": ""})}
    tools = {
        ".vscode/x.json": "",
        ".venv/engine.py": "",
        ".git/nn.py": "",
        "._cyd.py": ENGINE,
        ".DS_Store": "",
    }
    path = lay(tmp_path / "class", PLAIN | hidden | tools)
    assert cohort(path).told == (
        "Read as a plain folder: 2 submissions. Left out, since a dot is before the name: .ada, .bob.zip."
    )
    assert ".ada" not in [each.id for each in cohort(path).submissions]
    assert not cohort(lay(tmp_path / "none", PLAIN | tools)).hint


def test_what_one_student_has_under_a_name_with_a_dot_is_their_own(tmp_path):
    found = cohort(lay(tmp_path / "ada", {"exercises/engine.py": ENGINE, ".old/engine.py": ENGINE}))
    assert (len(found.submissions), found.hint) == (1, "")


# -- one more folder around -------------------------------------------------------------------------

CLASS = {"ada/engine.py": ENGINE, "bob/src/engine.py": ENGINE, "cyd.zip": zipped({"nn.py": ""}), "x.csv": ""}
AROUND = {  # a class as it lies in one more folder: what it is read as, its ids
    "canvas": (CANVAS, "canvas", 5),
    "moodle": (MOODLE, "moodle", 3),
    "gradescope": (GRADESCOPE, "gradescope", 3),
    "clones": (CLONES, "git", 2),
    "folders": (CLASS, "plain", 4),
    "files": ({"ada.py": ENGINE, "bob.ipynb": notebook(ENGINE)}, "plain", 2),
    "archives": ({"ada.zip": zipped({"nn.py": ""}), "bob.zip": zipped({"nn.py": ""})}, "plain", 2),
    "one called like a part of the kata": (CLASS | {"solutions/engine.py": ENGINE}, "plain", 5),
}


@pytest.mark.parametrize("files, source, count", AROUND.values(), ids=AROUND)
def test_a_class_in_one_more_folder_is_read_as_it_is_without_it(tmp_path, files, source, count):
    lay(tmp_path / "2026", {"x": ""})
    lay(tmp_path / "2026" / "class", files)
    (tmp_path / "2026" / "x").unlink()
    assert read(tmp_path / "2026") == read(tmp_path / "2026" / "class")
    found = cohort(tmp_path / "2026")
    assert (found.source, len(found.submissions)) == (source, count)
    assert f" in class/: {count} submissions." in found.told


ONE = {  # what lies in the only folder of a class
    "a checkout": {"exercises/engine.py": ENGINE, "solutions/engine.py": ENGINE, "mine/engine.py": ENGINE},
    "an odd checkout": {"exercises/x": "", "a/engine.py": ENGINE, "b/engine.py": ENGINE},
    "a clone": {".git/HEAD": "", "a/engine.py": ENGINE, "b/engine.py": ENGINE},
    "files of the kata": {"engine.py": ENGINE, "a/nn.py": "", "b/nn.py": ""},
    "one folder": {"exercises/engine.py": ENGINE},
    "parts": {"first/derivative.py": SLOPE, "second/engine.py": ENGINE},
    "versions": {"v1/engine.py": ENGINE, "Final/engine.py": ENGINE, "old/engine.py": ENGINE},
    "files called like modules": {"ada_engine.py": ENGINE, "engine_final.py": ENGINE},
}


@pytest.mark.parametrize("files", ONE.values(), ids=ONE)
def test_the_work_of_one_student_stays_one_submission(tmp_path, files):
    lay(tmp_path / "class", {f"ada/{name}": content for name, content in files.items()})
    (only,) = cohort(tmp_path / "class").submissions
    assert only.id == "ada"


def test_the_folder_of_one_student_in_a_download_is_not_looked_through(tmp_path):
    files = {
        "Ada_1_assignsubmission_file/a/engine.py": ENGINE,
        "Ada_1_assignsubmission_file/b/engine.py": "b",
    }
    assert list(read(lay(tmp_path / "class", files))[1]) == ["Ada_1"]


@pytest.mark.parametrize("files", [CLASS, AROUND["files"][0], AROUND["archives"][0], CLONES])
def test_a_class_that_is_packed_as_one_zip_is_read_as_a_class(laid, files):
    names = {name.partition("/")[0] for name in files}
    assert {each.id for each in cohort(laid(files)).submissions} == {
        name if name.endswith("csv") else name.partition(".")[0] for name in names
    }


@pytest.mark.parametrize("files", ONE.values(), ids=ONE)
def test_the_work_of_one_student_that_is_packed_stays_one_submission(tmp_path, files):
    for above in ("", "hw/"):
        path = tmp_path / "ada.zip"
        path.write_bytes(zipped({f"{above}{name}": content for name, content in files.items()}))
        for each in (path, tmp_path):
            assert [each.id for each in cohort(each).submissions] == ["ada"]


@pytest.mark.parametrize("files, source, count", AROUND.values(), ids=AROUND)
def test_a_zip_that_is_alone_in_a_folder_is_read_as_what_it_holds(tmp_path, files, source, count):
    (tmp_path / "class.zip").write_bytes(zipped(files))
    found = cohort(tmp_path)
    assert found.told == cohort(tmp_path / "class.zip").told.replace(": ", " in class.zip: ", 1)
    assert (found.source, len(found.submissions)) == ("plain" if source == "git" else source, count)


def test_with_from_a_class_in_one_more_folder_is_read_so(tmp_path):
    path = lay(tmp_path / "a", {f"in/{name}": content for name, content in CANVAS.items()} | {"in/x.csv": ""})
    assert len(cohort(path, "canvas").submissions) == 6
    assert [each.id for each in cohort(path, "plain").submissions] == ["in"]


def test_a_link_to_a_class_is_not_looked_through(tmp_path):
    lay(tmp_path / "elsewhere", CLASS)
    (lay(tmp_path / "class", {}) / "in").symlink_to(tmp_path / "elsewhere")
    assert [each.id for each in cohort(tmp_path / "class").submissions] == ["in"]


def test_of_two_folders_none_is_looked_through_and_a_note_tells_of_the_doubt(tmp_path):
    files = {"secA/ada/engine.py": ENGINE, "secA/bob/engine.py": "b = 1", "secB/cyd/engine.py": ENGINE}
    found = {each.id: taken(each.path, each.items) for each in cohort(lay(tmp_path / "x", files)).submissions}
    assert (
        "It holds 2 folders with kata files of their own (ada, bob): "
        "if these are submissions, name the folder that they lie in" in found["secA"].notes
    )
    assert not found["secB"].notes


# -- names that imitate -----------------------------------------------------------------------------

VICTIM = {"lovelaceada_12345_678901_engine.py": ENGINE}
FORGED = [  # what Canvas makes of a name that Eve, user 777, has chosen, and of a file that she hands in
    "lovelaceada_12345_777_888_engine.py",  # Ada, user 12345, attachment 777, or …_12345, user 777?
    "lovelaceada_12345_99_777_888_engine.py",
    "lovelaceada_LATE_12345_1_777_888_engine.py".lower(),
    "12345_777_888_engine.py",
    "anon_ab3de_777_888_engine.py",
    "lovelaceada_12345_777_text.html",
]


@pytest.mark.parametrize("name", FORGED)
def test_a_name_with_numbers_in_it_makes_nobody_someone_else(laid, name):
    source, found = read(laid({name: ENGINE} | VICTIM))
    assert source == "canvas" and len(found) == 2
    assert found["lovelaceada_12345"] == (["engine.py"], found["lovelaceada_12345"][1])
    assert found["lovelaceada_12345"][1].certain
    assert [who.certain for _, who in found.values()].count(False) == 1


def test_one_id_under_two_names_is_two_submissions(laid):
    _, found = read(laid({"mallory_12345_1_derivative.py": SLOPE} | VICTIM))
    assert {id: files for id, (files, _) in found.items()} == {
        "lovelaceada_12345": ["engine.py"],
        "mallory_12345": ["derivative.py"],
    }


def test_two_uncertain_students_are_not_merged(laid):
    names = {"eve_1_777_888_a_engine.py": ENGINE, "eve_1_778_889_a_engine.py": ENGINE}
    assert len(read(laid(names))[1]) == 2


@pytest.mark.parametrize(
    "file", ["777_888_engine.py", "LATE_777_engine.py", "x_assignsubmission_file_engine.py"]
)
def test_a_file_name_changes_neither_the_student_nor_the_lateness(laid, file):
    _, found = read(laid({f"eve_777_888_{file}": ENGINE} | VICTIM))
    eve = next(who for id, (_, who) in found.items() if id != "lovelaceada_12345")
    assert not eve.late and (eve.people[0].name.startswith("eve"))
    assert len(found) == 2


@pytest.mark.parametrize("file", ["Mallory_1_assignsubmission_file_engine.py", "_2_assignsubmission_file_x"])
def test_moodle_a_file_name_makes_nobody_someone_else(laid, file):
    _, found = read(laid({f"Eve_777_assignsubmission_file_{file}": ENGINE} | FLAT))
    assert sorted(found) == ["Ada Lovelace_12345", "Eve_777", "Grace Hopper_777"]


@pytest.mark.parametrize("system", [CANVAS, FLAT, MOODLE, GRADESCOPE, CLONES], ids="CFMGK")
def test_one_name_of_a_system_does_not_change_how_the_others_are_read(tmp_path, system):
    entry = next(iter(system))
    path = lay(tmp_path / "class", {**PLAIN, "Bob/engine.py": ENGINE, entry: system[entry]})
    assert cohort(path).source == "plain" and len(cohort(path).submissions) == 4


def test_a_path_in_a_zip_leads_nowhere(tmp_path):
    files = {
        "Eve_1_assignsubmission_file/../Ada_2_assignsubmission_file/engine.py": ENGINE,
        "Ada_2_assignsubmission_file/derivative.py": SLOPE,
    }
    (tmp_path / "x.zip").write_bytes(zipped(files))
    found = {each.id: taken(each.path, each.items) for each in cohort(tmp_path / "x.zip").submissions}
    assert {id: list(got.files) for id, got in found.items()} == {"Eve_1": [], "Ada_2": ["derivative.py"]}
    assert "leads out of the archive" in said(found["Eve_1"])


def test_a_link_among_the_entries_is_not_followed(tmp_path):
    path = lay(tmp_path / "class", {"ada_1_2_engine.py": ENGINE})
    lay(tmp_path / "elsewhere", {"engine.py": ENGINE})
    (path / "eve_3_4_engine.py").symlink_to(path / "ada_1_2_engine.py")
    (path / "mallory_5_6_engine.py").symlink_to(tmp_path / "elsewhere")
    _, found = read(path)
    assert {id: files for id, (files, _) in found.items()} == {
        "ada_1": ["engine.py"],
        "eve_3": [],
        "mallory_5": [],
    }


def test_names_that_a_mac_has_taken_apart_are_names(tmp_path):
    name = unicodedata.normalize("NFD", "müllerzoë_88_1_engine.py")
    source, found = read(lay(tmp_path / "class", {name: ENGINE}))
    assert source == "canvas" and found["müllerzoë_88"][0] == ["engine.py"]


def test_names_in_utf_8_that_do_not_say_so_are_read_as_they_were(tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("m__llerzo___88_1_engine.py", ENGINE)
    raw = data.getvalue().replace(b"m__llerzo__", "müllerzoë".encode())
    (tmp_path / "x.zip").write_bytes(raw)
    (only,) = cohort(tmp_path / "x.zip").submissions
    assert unicodedata.normalize("NFC", only.identity.people[0].name) == "müllerzoë"


# -- Gradescope's metadata --------------------------------------------------------------------------


@pytest.mark.parametrize("odd", ["a link", "a large one", "a damaged one", "a large one in a zip"])
def test_metadata_that_cannot_be_opened_is_one_line(tmp_path, monkeypatch, odd):
    path = lay(tmp_path / "class", GRADESCOPE)
    if odd == "a link":
        (path / "submission_metadata.yml").rename(tmp_path / "elsewhere")
        (path / "submission_metadata.yml").symlink_to(tmp_path / "elsewhere")
    elif odd == "a large one":
        monkeypatch.setattr(gradescope, "LARGEST", 10)
    elif odd == "a large one in a zip":
        monkeypatch.setattr(gradescope, "LARGEST", 10)
        path = tmp_path / "export.zip"
        path.write_bytes(zipped(GRADESCOPE))
    else:
        path = tmp_path / "export.zip"
        data = zipped(GRADESCOPE)
        path.write_bytes(data.replace(data[60:80], b"x" * 20, 1))
    with pytest.raises(NoSubmissions, match=r"^submission_metadata\.yml cannot be read: it .*\.$"):
        cohort(path)


def test_metadata_in_a_zip_may_be_as_large_as_a_class_needs(tmp_path):
    large = {"submission_metadata.yml": METADATA + "# x" * 7_000_000}
    (tmp_path / "x.zip").write_bytes(zipped(GRADESCOPE | large))
    assert "Ada Lovelace_101" in [each.id for each in cohort(tmp_path / "x.zip").submissions]


def test_metadata_is_read_without_making_anything_of_it():
    told = gradescope.metadata(METADATA)
    assert set(told) == {"submission_101", "submission_102"}
    assert "Mallory" not in str(told) and "Old" not in str(told)


@pytest.mark.parametrize(
    "text",
    ["submission_1: {" + "[" * 5000, "a: *b", "a: 'x", "\t- :", "a: !!python/object/apply:os.system [x]"],
)
def test_metadata_that_is_damaged_or_odd_is_one_line_or_nothing(text):
    try:
        assert gradescope.metadata(text) == {"a": ([], "")} or gradescope.metadata(text) == {}
    except gradescope.Unreadable as problem:
        assert "\n" not in str(problem) and str(problem).startswith("submission_metadata.yml cannot be read")


def test_metadata_that_grows_without_end_stays_small():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    assert len(gradescope.metadata(bomb)) <= 10


@pytest.mark.parametrize(
    "time", ["2026-12-18 20:00:00 UTC", "2026-12-18T21:00:00.5+01:00", "2026-12-18 15:00:00.1 -0500"]
)
def test_times_are_read_with_their_zone(time):
    assert gradescope._time(time) == "2026-12-18T20:00:00+00:00"


@pytest.mark.parametrize("time", ["", "yesterday", "2026-13-45 20:00:00 Z"])
def test_what_is_no_time_is_not_known(time):
    assert gradescope._time(time) == ""


def test_what_reads_yaml_is_installed_when_it_is_needed(monkeypatch):
    asked = []
    monkeypatch.setattr(environment, "add_missing", lambda *what: asked.append(what))
    gradescope.metadata("a: 1")
    assert asked == [("grade", "yaml")]


def test_all_ways_to_read_a_name_are_found():
    ways = canvas.readings("eve_1_2_3_engine.py")
    assert [(way.name, way.user, way.file) for way in ways] == [
        ("eve", "1", "3_engine.py"),
        ("eve_1", "2", "engine.py"),
    ]
