"""`grade` as an instructor runs it on a download: the course, the exports, and grading anew.

The verdicts are made here, without tests and sandbox: what code earns is the matter of test_grade.py.
"""

import csv
import json
import sqlite3

import pytest

from grader import cli, environment, kit
from grader.grading import course, exports, grade, regrade
from grader.lms import cohort
from grader.seats import replay
from tests.grader.made import verdict
from tests.grader.uploads import lay

CLASS = {
    "lovelaceada_1_10_derivative.py": "points = 6\n",
    "hoppergrace_LATE_2_11_derivative.py": "points = 4\n",
}
BOOK = """\
Student,ID,SIS User ID,SIS Login ID,Section,micrograd kata (3)
    Points Possible,,,,,8
"Lovelace, Ada",1,,ada,A,
"Hopper, Grace",2,,grace,A,
"Turing, Alan",3,,alan,A,
"""


class Class:
    """A class of two, and its grades."""

    def __init__(self, folder, capsys):
        self.folder, self.out, self.bonus, self._capsys = folder, folder / "out", 0, capsys
        lay(folder / "class", CLASS)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name

    def verdict(self, files, *_):
        """The verdict on code: as many points as it says, and as many more as the tests give by now."""
        if not files["derivative.py"].startswith("points = "):
            return verdict(8)  # on the solution
        return verdict(int(files["derivative.py"].split()[-1]) + self.bonus)

    def run(self, *options):
        """(exit status, what was said) of `grade`."""
        self._capsys.readouterr()
        arguments = ["grade", self.folder / "class", "--out", self.out, "--stages", "0", *options]
        status = cli.main([str(each) for each in arguments])
        said = self._capsys.readouterr()
        return status, said.out + said.err

    @property
    def rows(self):
        with open(self.out / "grades.csv", encoding="utf-8", newline="") as file:
            return {row["submission"]: row for row in csv.DictReader(file)}

    @property
    def totals(self):
        return [row["total"] for row in self.rows.values()]

    def files(self, folder=None):
        """Everything in OUT, or in a folder of it, but for the store: {path: bytes}."""
        top = folder or self.out
        paths = (path for path in top.rglob("*") if path.is_file() and path.name != "grades.sqlite3")
        return {path.relative_to(top).as_posix(): path.read_bytes() for path in paths}

    def mend_the_tests(self, monkeypatch, bonus=1):
        """What an author does: from now on, all code has more points."""
        self.bonus = bonus
        kept = grade.kept
        changed = {"the version of the tests and the grader": f"mended {bonus}"}
        for module in (grade, regrade):
            monkeypatch.setattr(module, "kept", lambda settings: kept(settings) | changed)


@pytest.fixture
def two(tmp_path, monkeypatch, capsys):
    """A Class whose verdicts take no time."""
    made = Class(tmp_path, capsys)
    monkeypatch.setattr(grade, "verdict", made.verdict)
    monkeypatch.setattr(grade, "drawn", lambda *_: ([], replay.joined([])))
    monkeypatch.setattr(grade, "_check_sandbox", lambda settings: None)
    monkeypatch.setattr(environment, "add_sandbox", lambda: None)
    monkeypatch.setattr(course, "FILE", tmp_path / "course.toml")
    return made


# -- a download, a course, an export ----------------------------------------------------------------


def test_from_a_download_to_a_gradebook(two):
    book = two.write("book.csv", BOOK)
    status, said = two.run("--export", "canvas", "--export", "junit", "--gradebook", book)
    assert status == 0
    assert "Read as Canvas's download: 3 submissions. 1 of the gradebook have handed in nothing." in said
    assert two.rows["hoppergrace_2"]["note"] == "handed in late"
    lines = (two.out / "canvas.csv").read_text().splitlines()
    assert lines[-3:] == [
        '"Lovelace, Ada",1,,ada,A,6',
        '"Hopper, Grace",2,,grace,A,4',
        '"Turing, Alan",3,,alan,A,0',
    ]
    alan = two.rows["Turing, Alan_3"]
    assert (alan["status"], alan["total"], alan["note"]) == ("missing", "0", "Nothing was handed in")
    assert f"Written to {two.out}: canvas.csv" in said and (two.out / "junit.xml").exists()


def test_the_course_beside_the_makefile_counts_unless_another_is_named(two):
    two.write("course.toml", "[points]\n0 = 80\n")
    other = two.write("other.toml", "[points]\n0 = 16\n")
    assert two.run()[0] == 0 and two.totals == ["40", "60"]
    assert two.rows["lovelaceada_1"]["max"] == "80"
    assert two.run("--resume", "--course", other)[0] == 0 and two.totals == ["8", "12"]


def test_a_course_that_changes_is_applied_by_resume_and_nothing_is_graded_anew(two, monkeypatch):
    two.run()
    two.write("course.toml", "[points]\n0 = 80\n")
    monkeypatch.setattr(grade, "verdict", None)
    assert two.run("--resume")[0] == 0 and two.totals == ["40", "60"]
    results = json.loads((two.out / "results" / "lovelaceada_1.json").read_text())
    assert (results["score"], results["tests"][-1]["max_score"]) == (60, 10)


def test_the_options_name_all_that_there_is():
    assert set(kit.SOURCES) == set(cohort.SOURCES) and set(kit.EXPORTS) == set(exports.EXPORTS)


def test_the_stages_of_the_course_are_graded_unless_others_are_named(two):
    two.write("course.toml", 'stages = "0-1"')
    options = cli.parser().parse_args(["grade", "x", "--out", "y"])
    assert kit._settings(options).stages == (0, 1)
    options = cli.parser().parse_args(["grade", "x", "--out", "y", "--stages", "2"])
    assert kit._settings(options).stages == (2,)


def test_a_folder_with_the_grades_of_another_course_is_left_alone(two):
    two.write("course.toml", 'course = "CS 101"')
    two.run()
    two.write("course.toml", 'course = "CS 102"')
    before = two.files()
    status, said = two.run("--resume")
    assert status == 2 and "was begun differently (the course was CS 101)" in said
    status, said = two.run("--regrade", "--yes")
    assert status == 2 and "are of another course (CS 101)" in said
    assert two.files() == before and not (two.out / grade.WORK).exists()


def test_a_run_that_is_refused_leaves_the_work_of_the_other_alone(two):
    two.run()
    (two.out / grade.WORK).mkdir()
    (two.out / grade.WORK / "examples").write_text("drawn")
    with sqlite3.connect(two.out / "grades.sqlite3") as other:
        other.execute("begin exclusive")
        assert "Another run is writing to" in two.run("--resume")[1]
    assert (two.out / grade.WORK / "examples").read_text() == "drawn"


WRONG = {
    "a typo": (["--course", "typo.toml"], 'typo.toml: there is no key "tilte"; did you mean "title"?'),
    "no course": (["--course", "nowhere.toml"], "There is no nowhere.toml."),
    "no gradebook": (["--export", "canvas"], "--export canvas needs --gradebook FILE"),
    "no such gradebook": (["--export", "canvas", "--gradebook", "x.csv"], "There is no gradebook x.csv."),
    "another system": (["--from", "moodle"], "No name in "),
    "no system": (["--from", "blackboard"], "invalid choice: 'blackboard'"),
    "no format": (["--export", "pdf"], "invalid choice: 'pdf'"),
    "yes to nothing": (["--yes"], "--yes is for --regrade."),
    "nothing to compare with": (["--regrade"], "There are no grades in "),
}


@pytest.mark.parametrize("options, why", WRONG.values(), ids=WRONG)
def test_what_cannot_be_done_is_one_line_before_anything_is_graded(two, monkeypatch, options, why):
    monkeypatch.chdir(two.folder)
    two.write("typo.toml", 'tilte = "x"')
    status, said = two.run(*options)
    assert status == 2 and why in said and said.count("\n") == 1
    assert not two.out.exists()


def test_while_it_is_not_clear_whose_a_submission_is_nobody_has_handed_in_nothing(two):
    lay(two.folder / "class", {"eve_3_4_5_derivative.py": "points = 1\n"})
    two.run("--export", "canvas", "--gradebook", two.write("book.csv", BOOK))
    assert sorted(two.rows) == ["eve_3_4", "hoppergrace_2", "lovelaceada_1"]
    assert (two.out / "canvas.csv").read_text().endswith('"Turing, Alan",3,,alan,A,\n')


# -- grading anew -----------------------------------------------------------------------------------


def test_nothing_is_written_before_someone_agrees(two, monkeypatch):
    two.run()
    before = two.files()
    two.mend_the_tests(monkeypatch)
    status, said = two.run("--regrade")
    assert status == 0
    assert "hoppergrace_2: stage 0 4 → 5, total 4 → 5" in said
    assert "lovelaceada_1: stage 0 6 → 7, total 6 → 7" in said
    assert "2 of 2 submissions changed." in said and "Nothing is written yet." in said
    assert {name: data for name, data in two.files().items() if not name.startswith("regraded/")} == before


def test_with_yes_the_new_grades_are_written_and_the_old_ones_kept_beside(two, monkeypatch):
    book = two.write("book.csv", BOOK)
    two.run("--export", "canvas", "--gradebook", book)
    before = two.files()
    two.mend_the_tests(monkeypatch)
    assert two.run("--regrade")[0] == 0
    status, said = two.run("--regrade", "--yes")
    assert status == 0 and two.totals == ["5", "7"]
    (kept,) = two.out.glob("before *")
    assert two.files(kept) == before
    assert (kept / "grades.sqlite3").exists() and str(kept) in said
    assert not (two.out / "canvas.csv").exists(), "it holds the old points"
    assert not (two.out / "regraded").exists()
    assert two.run("--resume")[0] == 0 and two.totals == ["5", "7"]


def test_with_yes_the_exports_have_the_new_points(two, monkeypatch):
    book = two.write("book.csv", BOOK)
    two.run()
    two.mend_the_tests(monkeypatch)
    two.run("--regrade", "--yes", "--export", "canvas", "--gradebook", book)
    assert '"Lovelace, Ada",1,,ada,A,7' in (two.out / "canvas.csv").read_text()


def test_a_run_that_goes_on_after_the_tests_were_mended_is_told_of_regrade(two, monkeypatch):
    two.run()
    two.mend_the_tests(monkeypatch)
    status, said = two.run("--resume")
    assert status == 2 and "(the version of the tests and the grader was " in said
    assert said.endswith("Grade anew with --regrade (make: REGRADE=1), or name another folder.\n")


@pytest.mark.parametrize("why", ["other stages", "no grades to compare with"])
def test_of_regrade_it_is_told_only_where_that_would_help(two, monkeypatch, why):
    two.run()
    two.mend_the_tests(monkeypatch)
    if why == "no grades to compare with":
        (two.out / "grades.csv").unlink()
    _, said = two.run("--resume", *(["--stages", "0-1"] if why == "other stages" else []))
    assert said.endswith("Go on in that way, or name another folder.\n")


def test_what_was_graded_anew_is_not_graded_a_third_time(two, monkeypatch):
    two.run()
    two.mend_the_tests(monkeypatch)
    two.run("--regrade")
    monkeypatch.setattr(grade, "verdict", None)
    assert two.run("--regrade", "--yes")[0] == 0 and two.totals == ["5", "7"]


def test_after_the_tests_were_mended_again_the_side_begins_anew(two, monkeypatch):
    two.run()
    two.mend_the_tests(monkeypatch)
    two.run("--regrade")
    two.mend_the_tests(monkeypatch, bonus=2)
    two.run("--regrade", "--yes")
    assert two.totals == ["6", "8"]


@pytest.mark.parametrize("answer, written", [("y", True), ("yes", True), ("", False), ("n", False)])
def test_at_a_terminal_it_is_asked(two, monkeypatch, answer, written):
    two.run()
    two.mend_the_tests(monkeypatch)
    monkeypatch.setattr(regrade.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: answer)
    two.run("--regrade")
    assert two.totals == (["5", "7"] if written else ["4", "6"])


def test_the_same_random_examples_are_used_again(two, monkeypatch):
    two.run("--seed", "7")
    seeds = []
    seen = lambda files, settings, *_: seeds.append(settings.seed) or two.verdict(files)
    monkeypatch.setattr(grade, "verdict", seen)
    two.mend_the_tests(monkeypatch)
    two.run("--regrade")
    assert set(seeds) == {"7"}


def test_who_is_new_and_who_is_gone_is_told(two, monkeypatch):
    two.run()
    (two.folder / "class" / "lovelaceada_1_10_derivative.py").unlink()
    lay(two.folder / "class", {"turingalan_3_12_derivative.py": "points = 2\n"})
    two.mend_the_tests(monkeypatch, bonus=0)
    _, said = two.run("--regrade")
    assert "lovelaceada_1: no longer among the submissions, total was 6" in said
    assert "turingalan_3: new, total 2" in said and "hoppergrace" not in said
    assert "\nNo points have changed; 1 new; 1 no longer among them.\n" in said


def test_who_is_new_is_not_counted_among_the_changed(two, monkeypatch):
    two.run()
    lay(two.folder / "class", {"turingalan_3_12_derivative.py": "points = 2\n"})
    two.mend_the_tests(monkeypatch)
    assert "\n2 of 2 submissions changed; 1 new.\n" in two.run("--regrade")[1]


def test_where_nothing_changed_it_says_so(two, monkeypatch):
    two.run()
    two.mend_the_tests(monkeypatch, bonus=0)
    assert "No points have changed." in two.run("--regrade")[1]
