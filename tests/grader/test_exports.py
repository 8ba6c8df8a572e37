"""The exports: written from their specifications, and read back by somebody else's reader."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from junitparser import JUnitXml

from grader.arguments import Refused
from grader.grading import exports
from grader.grading.counted import counted
from grader.grading.course import Course, Late
from grader.grading.verdict import Settings
from grader.lms.identity import Identity, Person
from tests.grader.made import identity, row, verdict

STAGE_0 = Settings((0,))
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Essay (1),micrograd kata (987654),Final Score
,,,,,Manual Posting,,(read only)
    Points Possible,,,,,10,8,(read only)
"Lovelace, Ada",12345,S001,ada,"CS1 A, north",9.5,,88
"Hopper, Grace",777,S002,grace,CS1 A,,EX,
"Müller, Zoë",88,S003,zoe,CS1 A,,2,
"Turing, Alan",99,S004,alan,CS1 A,,3,
"Student, Test",100,,,CS1 A,,,
"""
HEAD = "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
MOODLE = f"""\
\ufeff{HEAD}Last modified (submission),Last modified (grade),Feedback comments
Participant 12345,Ada Lovelace,ada@x.org,Submitted for grading,,10.00,Yes,"Monday, 1 June 2026, 2:32 PM",-,
Participant 777,Grace Hopper,grace@x.org,Submitted for grading,3.00,10.00,Yes,-,-,old
Participant 99,Alan / Turing_,alan@x.org,No submission,,10.00,Yes,-,-,
"""


@pytest.fixture
def export(tmp_path):
    """A function that writes exports of these Rows: (the bytes by file, the lines told)."""

    def write(names, rows, book=None, settings=STAGE_0):
        path = None
        if book is not None:
            path = tmp_path / "book.csv"
            path.write_bytes(book if isinstance(book, bytes) else book.encode())
        exports.check(names, path, settings)
        (tmp_path / "out").mkdir(exist_ok=True)
        told = exports.write(tmp_path / "out", names, path, rows, settings)
        return {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}, told

    return write


def of(data, delimiter=","):
    """The rows of a CSV file."""
    return list(
        csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True)
    )


def ada(**changes):
    return row(verdict(points=6.5), "lovelaceada_12345", identity=identity(**changes))


# -- Canvas -----------------------------------------------------------------------------------------


def canvas_import(data):
    """The points by user id, by the rules of Canvas's own importer. Fails where it would refuse the file."""
    text = data.decode("utf-8-sig")
    first = text.splitlines()[:3]
    counts = {each: {len(next(csv.reader([line], delimiter=each))) for line in first} for each in ";,"}
    fields = {each: max(count) if len(count) == 1 else 0 for each, count in counts.items()}
    head, *rows = of(data, ";" if fields[";"] > fields[","] else ",")
    names = 2 if head[:2] == ["LastName", "FirstName"] else 1
    assert len(head) > names + 2 and ("Student" in head[0] or names == 2), "Invalid header row"
    assert "ID" in head[names], "Invalid header row"
    at = names + 1
    if "SIS Login ID" in head[at]:
        at += 1
    elif "SIS User ID" in head[at] and "SIS Login ID" in head[at + 1]:
        at += 2
        at += "Integration ID" in head[at]
        at += "Root Account" in head[at]
    assert "Section" in head[at], "Invalid header row"
    (column,) = range(at + 1, len(head))
    points = {}
    for line in rows:
        assert len(line) == len(head)
        if "Points Possible" in line[0] or all(re.fullmatch(r"\s*(Manual Posting.*)?\s*", x) for x in line):
            continue
        points[line[names]] = re.sub(r"^([0-9]+),([0-9]+)$", r"\1.\2", line[column])
    return head[column], points


def test_canvas_takes_the_points_into_its_assignment(export):
    zoe = row(verdict(points=4), "mullerzoe", identity=identity("canvas", "müllerzoë", "88"))
    files, told = export(["canvas"], [ada(), zoe], CANVAS)
    assert canvas_import(files["canvas.csv"]) == (
        "micrograd kata (987654)",
        {"12345": "6.5", "777": "EX", "88": "4", "99": "0", "100": ""},
    )
    assert "Points for 2 students; 0 submissions without one." in told
    assert "2 students without a submission: 0 points." in told


def test_canvas_key_columns_and_rows_are_as_they_were(export):
    files, _ = export(["canvas"], [ada()], CANVAS)
    assert [line[:5] for line in of(files["canvas.csv"])] == [line[:5] for line in of(CANVAS.encode())]
    assert [line[5] for line in of(files["canvas.csv"])][1:3] == ["", "8"]


def test_canvas_points_of_others_stay_where_someone_was_not_found(export):
    lost = row(verdict(), "Mallory", identity=identity("canvas", "mallory", "4711"))
    files, told = export(["canvas"], [ada(), lost], CANVAS)
    assert canvas_import(files["canvas.csv"])[1] == {
        "12345": "6.5",
        "777": "EX",
        "88": "2",
        "99": "3",
        "100": "",
    }
    assert "  Mallory: nobody in the gradebook has its id, login or name" in told
    assert told[-1].startswith("3 students without a submission: no points until it is clear")


def test_canvas_a_new_assignment_gets_its_title_and_its_full_mark(export):
    course = Course(title="Kata, again", points={0: 80})
    files, told = export(["canvas"], [ada()], CANVAS, Settings((0,), course=course))
    assert of(files["canvas.csv"])[0][-1] == "Kata, again" and of(files["canvas.csv"])[2][-1] == "80"
    assert 'Canvas will make a new assignment "Kata, again" of 80 points.' in told


def test_canvas_another_full_mark_is_told(export):
    _, told = export(["canvas"], [ada()], CANVAS.replace(",10,8,", ",10,100,"))
    assert "In Canvas the assignment has 100 points, here 8: see [points] in course.toml." in told
    assert not any("In Canvas" in line for line in export(["canvas"], [ada()], CANVAS)[1])


def test_canvas_with_semicolons_and_a_mark_stays_so(export):
    book = "\ufeff" + CANVAS.replace('"Lovelace, Ada"', "Lovelace").replace(",", ";")
    files, _ = export(["canvas"], [ada(name="lovelace")], book)
    assert files["canvas.csv"].startswith("\ufeffStudent;ID;".encode())
    assert ["Lovelace", "12345", "S001", "ada", "CS1 A; north", "6.5"] in of(files["canvas.csv"], ";")


HEADS = {  # how else Canvas writes its gradebook: (the head, Ada, Grace)
    "without SIS": (
        "Student,ID,SIS Login ID,Section",
        '"Lovelace, Ada",12345,ada,CS1 A',
        '"Hopper, Grace",777,grace,CS1 A',
    ),
    "with all ids": (
        "Student,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section",
        '"Lovelace, Ada",12345,S001,ada,i1,cs.example.org,"CS1 A and CS1 B"',
        '"Hopper, Grace",777,S002,grace,i2,cs.example.org,CS1 A',
    ),
    "last and first names apart": (
        "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section",
        "Lovelace,Ada,12345,S001,ada,CS1 A",
        "Hopper,Grace,777,S002,grace,CS1 A",
    ),
    "a name that is a formula": (
        "Student,ID,SIS Login ID,Section",
        '"=""Lovelace, Ada""",12345,ada,CS1 A',
        '"Hopper, Grace",777,grace,CS1 A',
    ),
}
BY = {
    "id": identity(),
    "login": identity("git", "kata-x", "", login="ada"),
    "name": identity("plain", "Ada Lovelace", ""),
}


@pytest.mark.parametrize("separator, mark", [(",", "."), (";", ",")], ids=["commas", "semicolons"])
@pytest.mark.parametrize("who", BY.values(), ids=BY)
@pytest.mark.parametrize("lines", HEADS.values(), ids=HEADS)
def test_canvas_in_other_forms_is_read_and_read_back(export, lines, who, separator, mark):
    head, *people = [next(csv.reader([line])) for line in lines]
    nobody = [""] * len(head)
    book = io.StringIO()
    csv.writer(book, delimiter=separator).writerows(
        [
            [*head, "Notes", "micrograd kata (987654)", "Final Score"],
            [*nobody, "", "Manual Posting (scores hidden from instructors)", ""],
            ["    Points Possible", *nobody[1:], "(read only)", f"8{mark}00", "(read only)"],
            [*people[0], "", f"1{mark}25", f"88{mark}1"],
            [*people[1], "", "N/A", ""],
        ]
    )
    files, told = export(["canvas"], [row(verdict(points=6.5), identity=who)], book.getvalue())
    kept = len(head)
    lines = of(files["canvas.csv"], separator)
    assert [line[:kept] for line in lines] == [
        line[:kept] for line in of(book.getvalue().encode(), separator)
    ]
    assert canvas_import(files["canvas.csv"]) == (
        "micrograd kata (987654)",
        {"12345": "6.5", "777": "N/A"},
    )
    assert not any("In Canvas" in line for line in told)


# -- who is who -------------------------------------------------------------------------------------

FOUND = {
    "by Canvas's id": identity(),
    "by login": identity("git", "kata-x", "", login="ada"),
    "by login in capitals": identity("git", "kata-x", "", login="ADA"),
    "by Gradescope's SID": identity("gradescope", "A. L.", "S001"),
    "by e-mail as a login": identity("gradescope", "A. L.", "", email="ada"),
    "by name": identity("plain", "Ada Lovelace", ""),
    "by name as in the gradebook": identity("plain", "Lovelace, Ada", ""),
    "as one of a group": Identity("gradescope", (Person("x"), Person("Ada Lovelace"))),
}
LOST = {
    "whose it is was not certain": (identity(certain=False), "it is not certain whose it is"),
    "an id of another": (
        identity(name="mallory"),
        "its id is that of Lovelace, Ada, and its name is another",
    ),
    "a participant of Moodle's": (identity("moodle", "x", "12345"), "nobody in the gradebook has its id"),
    "nobody's": (Identity("plain"), "it is not certain whose it is"),
}


@pytest.mark.parametrize("who", FOUND.values(), ids=FOUND)
def test_a_student_is_found(export, who):
    files, _ = export(["canvas"], [row(verdict(points=6.5), identity=who)], CANVAS)
    assert canvas_import(files["canvas.csv"])[1]["12345"] == "6.5"


@pytest.mark.parametrize("who, why", LOST.values(), ids=LOST)
def test_where_there_is_doubt_nobody_gets_the_points(export, who, why):
    files, told = export(["canvas"], [row(verdict(points=6.5), "some id", identity=who)], CANVAS)
    assert "6.5" not in canvas_import(files["canvas.csv"])[1].values()
    assert any(line.startswith(f"  some id: {why}") for line in told)


def test_two_submissions_that_claim_one_student_are_both_left_out(export):
    second = row(verdict(points=8), "other", identity=identity("git", "x", "", login="ada"))
    files, told = export(["canvas"], [ada(), second], CANVAS)
    assert canvas_import(files["canvas.csv"])[1]["12345"] == ""
    assert "  other: another submission is Lovelace, Ada's, too" in told
    assert "  lovelaceada_12345: another submission is Lovelace, Ada's, too" in told


def test_a_name_that_two_students_have_finds_neither(export):
    book = CANVAS + '"Lovelace, Ada",555,S005,ada2,CS1 A,,,\n'
    files, told = export(["canvas"], [row(verdict(points=6.5), identity=FOUND["by name"])], book)
    assert "6.5" not in canvas_import(files["canvas.csv"])[1].values()
    assert "  ada: 2 students have the same name" in told


def test_of_a_group_it_is_told_who_was_not_found(export):
    pair = Identity("gradescope", (Person("Ada Lovelace"), Person("Mal\x1b[2Jlory")))
    files, told = export(["canvas"], [row(verdict(points=6.5), "Ada_101", identity=pair)], CANVAS)
    assert "  Ada_101 (Mal?[2Jlory): nobody in the gradebook has its id, login or name" in told
    assert canvas_import(files["canvas.csv"])[1]["12345"] == "6.5"


def test_of_many_that_were_not_found_the_first_are_told(export):
    rows = [row(verdict(), f"x{i}", identity=identity("plain", f"x{i}", "")) for i in range(30)]
    _, told = export(["canvas"], rows, CANVAS)
    assert told[-2] == "  and 10 more" and len(told) == 24


# -- Moodle -----------------------------------------------------------------------------------------


def moodle_import(data):
    """{participant: (grade, comment)} by the rules of Moodle's offline grading worksheet."""
    head, *rows = of(data)
    at = {
        name: head.index(name)
        for name in ("Identifier", "Grade", "Last modified (grade)", "Feedback comments")
    }
    grades = {}
    for line in rows:
        number = line[at["Identifier"]].removeprefix("Participant ")
        grades[int(number)] = line[at["Grade"]] and float(line[at["Grade"]]), line[at["Feedback comments"]]
    return grades


def participant(path):
    """The participant and the file's name that Moodle finds in a path of the zip of feedback."""
    _name, number, subtype, plugin, *rest = path.split("/")[0].split("_", 4)
    assert number.isdigit() and (subtype, plugin) == ("assignsubmission", "file") and rest
    return int(number), rest[0]


def test_moodle_takes_grades_comments_and_feedback_files(export):
    found = row(verdict(points=6.5), "Ada", identity=identity("moodle", "Ada Lovelace", "12345"))
    alan = row(verdict(points=2), "Alan", identity=identity("moodle", "Alan / Turing ", "99"))
    files, told = export(["moodle"], [found, alan], MOODLE)
    grades = moodle_import(files["moodle.csv"])
    assert {number: grade for number, (grade, _) in grades.items()} == {12345: 6.5, 777: 0.0, 99: 2.0}
    assert "6.5 of 8 points" in grades[12345][1] and grades[777][1] == "old"
    with zipfile.ZipFile(io.BytesIO(files["moodle_feedback.zip"])) as archive:
        texts = {participant(name): archive.read(name).decode() for name in archive.namelist()}
    assert texts.keys() == {(12345, "feedback.md"), (99, "feedback.md")}
    assert "6.5 of 8 points" in texts[12345, "feedback.md"]
    assert "1 student without a submission: 0 points." in told


def test_moodle_changes_only_the_grade_and_the_comments(export):
    files, _ = export(
        ["moodle"], [row(verdict(), identity=identity("moodle", "Ada Lovelace", "12345"))], MOODLE
    )
    assert files["moodle.csv"].startswith(b"\xef\xbb\xbf")
    same = [i for i in range(10) if i not in (4, 9)]
    kept = [[line[i] for i in same] for line in of(files["moodle.csv"])]
    assert kept == [[line[i] for i in same] for line in of(MOODLE.encode())]


def test_moodle_a_comment_is_html_in_which_nothing_happens(export):
    mean = {"got": "<script>alert(1)</script>"}
    who = identity("moodle", "Ada Lovelace", "12345")
    files, _ = export(["moodle"], [row(verdict(finding=mean), identity=who)], MOODLE)
    comment = moodle_import(files["moodle.csv"])[12345][1]
    assert comment.startswith("<pre>") and "<script" not in comment and "&lt;script&gt;" in comment


def test_moodle_participants_without_names_are_found_by_their_numbers(export):
    book = f"Identifier,{HEAD.partition('address,')[2]}Last modified (grade)\nParticipant 9,x,,10.00,Yes,-\n"
    who = identity("moodle", "Participant", "9")
    files, _ = export(["moodle"], [row(verdict(points=6.5), identity=who)], book)
    assert of(files["moodle.csv"])[1] == ["Participant 9", "x", "6.50", "10.00", "Yes", "-"]
    with zipfile.ZipFile(io.BytesIO(files["moodle_feedback.zip"])) as archive:
        assert [participant(name) for name in archive.namelist()] == [(9, "feedback.md")]


def test_moodle_more_points_than_it_takes_are_told(export):
    course = Course(points={0: 20})
    _, told = export(["moodle"], [], MOODLE, Settings((0,), course=course))
    assert "Moodle takes no more than 10.00 points, here 20." in told


ABROAD = {  # what Moodle writes when it speaks another language
    "German": (
        "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,"
        "Zuletzt geändert (Abgabe),Texteingabe online,Zuletzt geändert (Bewertung),Feedback als Kommentar",
        'Teilnehmer/in12345,Ada Lovelace,ada@x.org,Zur Bewertung abgegeben,"3,00","10,00",Ja,-,"7,00",-,alt',
        'Teilnehmer/in777,Grace Hopper,,Keine Abgabe,,"10,00",Ja,-,,-,',
    ),
    "French": (
        "Identifiant,Nom complet,Adresse de courriel,Statut,Groupe,Note,Note maximale,"
        "La note peut être modifiée,Dernière modification (travail remis),Dernière modification (note),"
        "Feedback par commentaires",
        'Participant12345,Ada Lovelace,ada@x.org,Remis pour évaluation,gr@ce,,"10,00",Oui,-,-,',
        'Participant777,Grace Hopper,grace@x.org,Aucun devoir remis,ada@x.org,,"10,00",Oui,-,-,',
    ),
    "Spanish": (
        '"Identificador","Nombre completo","Estado","Calificación","Calificación máxima",'
        '"La calificación puede ser cambiada","Última modificación (entrega)",'
        '"Última modificación (calificación)","Comentarios de retroalimentación"',
        '"Participante 12345","Ada Lovelace","Enviado para calificar","","10,00","Sí","-","-",""',
        '"Participante 777","Grace Hopper","Sin entrega","","10,00","Sí","-","-",""',
    ),
    "Japanese, without comments": (
        "ID,フルネーム,ステータス,評点,最大評点,評点変更可,最終更新日時 (提出),最終更新日時 (評定)",
        "参加者12345,Ada Lovelace,評定のために提出済み,,10.00,Yes,-,-",
        "参加者777,Grace Hopper,未提出,1.5,10.00,Yes,-,-",
    ),
}


@pytest.mark.parametrize("lines", ABROAD.values(), ids=ABROAD)
def test_moodle_in_another_language_is_filled_in_at_the_same_places(export, lines):
    book = "\r\n".join([*lines, ""])
    who = identity("moodle", "Ada Lovelace", "12345")
    files, told = export(["moodle"], [row(verdict(points=6.5), identity=who)], book)
    before, after = of(book.encode()), of(files["moodle.csv"])
    highest = next(place for place, cell in enumerate(before[1]) if cell in ("10,00", "10.00"))
    mark = before[1][highest][2]
    assert [line[highest - 1] for line in after[1:]] == [f"6{mark}50", f"0{mark}00"]
    comments = None if len(before[0]) == 8 else len(before[0]) - 1
    assert comments is None or "6.5 of 8 points" in after[1][comments]
    for old, new in zip(before, after, strict=True):
        changed = [place for place, cell in enumerate(old) if new[place] != cell]
        assert set(changed) <= {highest - 1, comments}
    assert "1 student without a submission: 0 points." in told


def test_moodle_knows_people_by_their_e_mail_and_by_no_group(export):
    who = identity("gradescope", "A. L.", "S1", email="ada@x.org")
    files, _ = export(["moodle"], [row(verdict(points=6.5), identity=who)], "\r\n".join(ABROAD["French"]))
    assert [line[5] for line in of(files["moodle.csv"])[1:]] == ["6,50", "0,00"]


def test_moodle_anonymous_teams_are_found_by_their_numbers(export):
    book = "ID,Status,Gruppe,Bewertung,Bestwertung,x\nTeilnehmer/in9,Zur Bewertung abgegeben,A,,10,Ja\n"
    files, _ = export(
        ["moodle"], [row(verdict(points=6.5), identity=identity("moodle", "Teilnehmer", "9"))], book
    )
    assert of(files["moodle.csv"])[1][3] == "6.50"


def test_moodle_numbers_of_students_are_no_grades(export):
    head = HEAD.replace("Email address", "ID number,Username")
    line = "Participant 9,Ada Lovelace,123,456,Submitted for grading,,10.00,Yes,-,-"
    who = identity("moodle", "Ada Lovelace", "9")
    book = f"{head}Last modified (submission),Last modified (grade)\n{line}\n"
    files, _ = export(["moodle"], [row(verdict(points=6.5), identity=who)], book)
    assert of(files["moodle.csv"])[1][2:7] == ["123", "456", "Submitted for grading", "6.50", "10.00"]


def test_moodle_takes_no_bonus_above_its_highest_grade(export):
    who = identity("moodle", "Ada Lovelace", "12345")
    files, told = export(["moodle"], [row(verdict(points=10.5), identity=who)], MOODLE)
    assert moodle_import(files["moodle.csv"])[12345][0] == 10
    assert "Moodle takes no more than 10.00 points: 1 with a bonus get just these." in told


# -- GitHub Classroom -------------------------------------------------------------------------------

ROSTER = """\
"identifier","github_username","github_id","name"
"ada@x.org","ada-l","1","Ada Lovelace"
"grace@x.org","ghopper","2",""
"alan@x.org","","",""
"""


def test_the_roster_of_github_classroom_joins_repositories_to_its_identifiers(export):
    clones = [
        row(verdict(points=6.5), "kata-ada-l", identity=identity("git", "kata-ada-l", "", login="Ada-L")),
        row(verdict(points=2), "kata-ghopper", identity=identity("git", "kata-ghopper", "", login="ghopper")),
    ]
    files, told = export(["github"], clones, ROSTER)
    assert of(files["github.csv"]) == [
        ["identifier", "github_username", "github_id", "name", "points", "of"],
        ["ada@x.org", "ada-l", "1", "Ada Lovelace", "6.5", "8"],
        ["grace@x.org", "ghopper", "2", "", "2", "8"],
        ["alan@x.org", "", "", "", "0", "8"],
    ]
    assert told[-2:] == [
        "Points for 2 students; 0 submissions without one.",
        "1 student without a submission: 0 points.",
    ]


def test_while_a_repository_is_nobody_s_the_others_of_the_roster_have_no_points_yet(export):
    stray = row(verdict(), "kata-eve", identity=identity("git", "kata-eve", "", login="eve"))
    files, told = export(["github"], [stray], ROSTER)
    assert [line[4] for line in of(files["github.csv"])[1:]] == ["", "", ""]
    assert "  kata-eve: nobody in the gradebook has its id, login or name" in told


# -- the others -------------------------------------------------------------------------------------


def test_gradescope_has_a_line_for_each_student_of_a_group(export):
    pair = Identity(
        "gradescope", (Person("Ada", "S1", email="a@x.org"), Person("=cmd()", "S2", email="g@x.org"))
    )
    files, _ = export(["gradescope"], [row(verdict(points=6.5), "Ada_101", identity=pair)])
    assert of(files["gradescope.csv"]) == [
        ["Name", "SID", "Email", "Total Score", "Max Points", "Submission ID"],
        ["Ada", "S1", "a@x.org", "6.5", "8", "Ada_101"],
        ["'=cmd()", "S2", "g@x.org", "6.5", "8", "Ada_101"],
    ]


def test_the_plain_table_has_a_line_for_each_function(export):
    course = Course(points={0: 80})
    rows = [row(counted(verdict(points=6), course), course=course), row(None, "nobody", status="missing")]
    files, _ = export(["csv"], rows, settings=Settings((0,), course=course))
    assert list(csv.DictReader(io.StringIO(files["functions.csv"].decode()))) == [
        {
            "submission": "ada",
            "stage": "0",
            "function": "f",
            "points": "60",
            "of": "10",
            "passed": "1",
            "tests": "2",
        }
    ]


NASTY = "\x00\x1b[31m\ud800\ufffe]]> & <failure>"


def test_junit_is_read_by_others_and_has_unique_cases(export):
    fine = verdict()
    fine["functions"] = [{**fine["functions"][0], "passed": 2}]
    slow = verdict()
    slow["functions"] = [{**slow["functions"][0], "untried": 1}]
    rows = [
        row(verdict(finding={"got": NASTY}), "ada"),
        row(slow, "ada_2"),
        row(fine, "grace"),
        row(None, NASTY, (NASTY,), status="unreadable"),
    ]
    files, _ = export(["junit"], rows)
    suites = list(JUnitXml.fromstring(files["junit.xml"]))
    assert [(suite.tests, suite.failures, suite.errors) for suite in suites] == [
        (1, 1, 0),
        (1, 1, 0),
        (1, 0, 0),
        (1, 0, 1),
    ]
    cases = [case for suite in suites for case in suite]
    assert len({(case.classname, case.name) for case in cases}) == 4
    assert [case.is_passed for case in cases] == [False, False, True, False]
    assert cases[0].result[0].message == "1 of 2 tests pass"
    assert cases[1].result[0].message.startswith("1 of 2 tests pass; 1 not tried, since")
    text = "".join(ElementTree.fromstring(files["junit.xml"]).itertext())
    assert "]]> & <failure>" in text and "\x1b" not in text


# -- what cannot be done ----------------------------------------------------------------------------

REFUSED = {
    "no gradebook": (
        ["canvas"],
        None,
        "--export canvas needs --gradebook FILE: what Canvas gives under Grades",
    ),
    "no worksheet": (["moodle"], None, "--export moodle needs --gradebook FILE: the grading worksheet"),
    "a gradebook for nothing": (
        ["csv"],
        CANVAS,
        "--gradebook is for --export canvas, moodle or github.",
    ),
    "another system's": (
        ["canvas"],
        MOODLE,
        "is no gradebook of Canvas: its columns must begin with Student, ID",
    ),
    "and the other way round": (
        ["moodle"],
        CANVAS,
        "is no grading worksheet of Moodle: its first column must name participants, such as",
    ),
    "no roster": (["github"], CANVAS, 'is no roster of GitHub Classroom: it has no column "identifier"'),
    "a scale": (["moodle"], MOODLE.replace(",10.00,", ",poor good,"), "the grades must be points."),
    "no participants": (["moodle"], MOODLE.replace("Participant 99,", ","), "must name participants"),
    "empty": (["canvas"], "", "is no spreadsheet (CSV)"),
    "a picture": (["canvas"], b"\x89PNG\r\n", "is not in UTF-8."),
    "a quotation mark without end": (["canvas"], CANVAS + '"x', "is no spreadsheet (CSV)"),
    "two of one title": (
        ["canvas"],
        CANVAS.replace("Essay (1)", "micrograd kata (2)"),
        "2 assignments in",
    ),
}


@pytest.mark.parametrize("names, book, why", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_exported_is_one_line(export, tmp_path, names, book, why):
    with pytest.raises(Refused) as told:
        export(names, [ada()], book)
    assert why in str(told.value) and "\n" not in str(told.value)
    assert not (tmp_path / "out").exists(), "it is told before anything is written"


def test_a_gradebook_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(Refused, match="There is no gradebook"):
        exports.check(["canvas"], tmp_path / "nowhere.csv", STAGE_0)


def test_the_gradebook_itself_is_never_overwritten(tmp_path):
    book = tmp_path / "canvas.csv"
    book.write_text(CANVAS)
    with pytest.raises(Refused, match="would be overwritten"):
        exports.write(tmp_path, ["canvas"], book, [ada()], STAGE_0)
    assert book.read_text() == CANVAS


def test_an_export_that_is_stopped_leaves_the_one_of_before(export, tmp_path, monkeypatch):
    export(["csv"], [ada()])
    before = (tmp_path / "out" / "functions.csv").read_bytes()

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(exports.os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        exports.write(tmp_path / "out", ["csv"], None, [ada(), replace(ada(), id="b")], STAGE_0)
    assert (tmp_path / "out" / "functions.csv").read_bytes() == before


def test_lateness_is_in_what_is_exported(export):
    course = Course(due=datetime(2026, 12, 18, tzinfo=UTC), late=Late("percent", 10))
    late = identity("gradescope", "Ada Lovelace", "S001", submitted="2026-12-18T01:00:00+00:00")
    rows = [row(verdict(points=6), identity=late, course=course)]
    files, _ = export(["canvas", "gradescope"], rows, CANVAS, Settings((0,), course=course))
    assert canvas_import(files["canvas.csv"])[1]["12345"] == "5.4"
    assert of(files["gradescope.csv"])[1][3] == "5.4"
