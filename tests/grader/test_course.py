"""course.toml: what it may say, what it is told where it is wrong, and how verdicts count in a course."""

import csv
import io
from dataclasses import replace
from datetime import datetime

import pytest

from grader.grading.counted import counted, lateness, share_kept
from grader.grading.course import ALL, Course, Late, Unusable, course
from grader.grading.gradebook import Row, feedback, full_mark, grades, gradescope
from grader.grading.verdict import Settings
from grader.lms.identity import Identity
from grader.stages import stages
from tests.grader.made import EXAMPLE, HIDDEN, identity, row, verdict

WHOLE = """
title = "Kata"
course = "CS 101"
due = 2026-12-18T23:59:00+01:00
stages = "0-3"

[points]
3 = 30
0 = 4.5

[late]
policy = "percent"
percent_a_day = 10

[feedback]
expected_values = false
hidden_tests = "hidden"
"""
DUE = datetime.fromisoformat("2026-12-18T23:59:00+01:00")


@pytest.fixture
def toml(tmp_path):
    """The Course in a file with this text."""

    def read(text, encoding="utf-8"):
        (tmp_path / "course.toml").write_text(text, encoding=encoding)
        return course(tmp_path / "course.toml")

    return read


def test_every_key_of_the_file_is_in_the_course(toml):
    late = Late("percent", 10)
    points = {stage.number: stage.points for stage in stages()} | {3: 30, 0: 4.5}
    assert toml(WHOLE) == Course("Kata", "CS 101", DUE, (0, 1, 2, 3), points, late, False, "hidden")


def test_a_file_of_notepad_which_begins_with_a_byte_order_mark_is_read(toml):
    assert toml(WHOLE, encoding="utf-8-sig") == toml(WHOLE)


def test_every_key_may_be_left_out(toml):
    assert toml("") == ALL
    assert ALL.stages == tuple(range(len(stages()))) and ALL.title == "micrograd kata" and ALL.expected_values


WRONG = {
    'tittle = "x"': 'there is no key "tittle"; did you mean "title"?',
    "Due = 1": 'there is no key "Due"; did you mean "due"?',
    "xyz = 1": 'there is no key "xyz"; allowed are title, course, due, stages, points, late, feedback.',
    "title = 3": '"title" must be a text.',
    'title = " "': '"title" must not be empty.',
    "course = true": '"course" must be a text.',
    "due = 2026-12-18T23:59:00": '"due" must be a date and a time with its offset',
    "due = 2026-12-18": '"due" must be a date and a time with its offset',
    'due = "2026-12-18T23:59:00Z"': '"due" must be a date and a time with its offset, without quotes',
    'stages = "0-9"': '"stages": There is no stage "0-9".',
    "stages = 3": '"stages" must be a text such as "0-5".',
    "points = 3": '"points" must be a table, which begins with the line [points].',
    "[points]\n9 = 3": 'there is no key "9" in [points]; allowed are 0, 1, 2, 3,',
    "[points]\n3 = nan": '"3" in [points] must be a number from 0.01 to 10000.',
    "[points]\n3 = -1": '"3" in [points] must be a number from 0.01 to 10000.',
    "[points]\n3 = true": '"3" must be a number.',
    "[late]\npolcy = 'none'": 'there is no key "polcy" in [late]; did you mean "policy"?',
    "[late]\npolicy = 'harsh'": '"policy" in [late] must be one of none, percent, cut-off, not "harsh".',
    "[late]\npolicy = 'percent'": '"policy" is "percent", which needs "percent_a_day" in [late].',
    "[late]\ndays = 2": 'there is no key "days" in [late]',
    "[late]\npolicy = 'percent'\npercent_a_day = 110": "must be a number from 0 to 100.",
    "[feedback]\nexpected_value = false": 'in [feedback]; did you mean "expected_values"?',
    "[feedback]\nexpected_values = 'no'": '"expected_values" must be true or false.',
    "[feedback]\nhidden_tests = 'never'": (
        '"hidden_tests" in [feedback] must be one of visible, after_due_date, after_published, hidden'
    ),
    "[feedback]\nhidden_tests = false": '"hidden_tests" must be a text.',
    'title = "x': "is not in the form of TOML:",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_told_in_one_line_with_the_file_and_what_is_allowed(toml, text):
    with pytest.raises(Unusable) as told:
        toml(text)
    assert "course.toml" in str(told.value) and "\n" not in str(told.value)
    assert WRONG[text] in str(told.value)


def test_a_file_that_is_not_there_or_not_in_utf_8_is_one_line(toml, tmp_path):
    with pytest.raises(Unusable, match=r"There is no .*nowhere.toml\. Name the course.toml"):
        course(tmp_path / "nowhere.toml")
    with pytest.raises(Unusable, match="is not in UTF-8"):
        toml('title = "Übung"', encoding="latin-1")


# -- points -----------------------------------------------------------------------------------------

HALF = Course(points={0: 80.0})  # the kata gives 8


def settings(of_course):
    return Settings((0,), course=of_course)


def test_the_share_that_was_earned_is_kept_where_a_stage_counts_otherwise():
    told = counted(verdict(points=6), HALF)
    assert told["points"] == {"0": 60} and told["functions"][0]["points"] == 60
    assert verdict(points=6)["points"] == {"0": 6}, "the store keeps what the kata gives"


def test_grades_results_and_feedback_show_the_points_of_the_course():
    ada = row(counted(verdict(points=6), HALF), course=HALF)
    assert full_mark(settings(HALF)) == 80
    (line,) = csv.DictReader(io.StringIO(grades([ada], settings(HALF))))
    assert (line["stage0"], line["total"], line["max"]) == ("60", "60", "80")
    assert "**60 of 80 points**" in feedback(ada, settings(HALF))
    assert "| 1 of 2 | 60 of 80 |" in feedback(ada, settings(HALF))
    results = gradescope(ada)
    entry = results["tests"][-1]
    assert (results["score"], entry["score"], entry["max_score"]) == (60, 60, 10)


# -- lateness ---------------------------------------------------------------------------------------

LATE = {  # the time of Gradescope's export is UTC
    "2026-12-18T22:58:59+00:00": (0, []),
    "2026-12-18T22:59:00+00:00": (0, []),
    "2026-12-18T22:59:30+00:00": (30, ["handed in 1 minute late: 10% off"]),
    "2026-12-19T22:59:00+00:00": (86400, ["handed in 1 day late: 10% off"]),
    "2026-12-20T01:00:00+00:00": (93660, ["handed in 1 day 2 hours 1 minute late: 20% off"]),
    "2027-12-20T01:00:00+00:00": (31629660, ["handed in 366 days 2 hours 1 minute late: 100% off"]),
}
TEN = Course(due=DUE, late=Late("percent", 10))


@pytest.mark.parametrize("submitted", LATE)
def test_each_day_begun_costs_its_percent(submitted):
    who = Identity("gradescope", submitted=submitted)
    assert lateness(who, TEN) == LATE[submitted][1]
    kept = share_kept(who, TEN)
    assert kept == pytest.approx(max(0, 1 - 0.1 * -(-LATE[submitted][0] // 86400)))
    assert row(verdict(points=6), identity=who, course=TEN).total == round(6 * kept, 1)


@pytest.mark.parametrize(
    "days, submitted, kept",
    [(2, "2026-12-20T22:59:00Z", 1), (2, "2026-12-20T22:59:01Z", 0), (0, "2026-12-18T22:59:01Z", 0)],
)
def test_after_the_cut_off_there_is_nothing(days, submitted, kept):
    who = Identity("gradescope", submitted=submitted)
    assert share_kept(who, Course(due=DUE, late=Late("cut-off", days=days))) == kept


def test_lateness_without_an_amount_is_told_and_costs_nothing():
    who = Identity("canvas", late=True)
    assert share_kept(who, TEN) == 1
    assert lateness(who, TEN) == ["handed in late (how late is not known, and nothing is taken off)"]
    assert lateness(who, replace(TEN, late=Late())) == ["handed in late"]


def test_without_a_policy_lateness_is_told_and_costs_nothing():
    who = Identity("gradescope", submitted="2026-12-20T01:00:00+00:00")
    assert lateness(who, Course(due=DUE)) == ["handed in 1 day 2 hours 1 minute late"]
    assert share_kept(who, Course(due=DUE)) == 1


def test_without_a_due_date_nobody_is_late():
    who = Identity("gradescope", submitted="2026-12-20T01:00:00+00:00")
    assert (lateness(who, ALL), share_kept(who, ALL)) == ([], 1)


def test_an_identity_comes_out_of_the_store_as_it_went_in():
    assert Identity.of(identity().as_dict()) == identity()


# -- feedback ---------------------------------------------------------------------------------------

SECRET = {"title": "t", "expected": "4711", "drawing": "4711 is right", "got": "12"}
DISCREET = Course(expected_values=False)


def texts(found_by, of_course):
    """All that a student reads."""
    told = counted(verdict(finding=SECRET, found_by=found_by), of_course)
    ada = Row("ada", "", "graded", (), told, course=of_course)
    return feedback(ada, settings(of_course)) + "".join(each["output"] for each in gradescope(ada)["tests"])


def test_a_course_may_keep_the_expected_values_of_hidden_tests_to_itself():
    assert "4711" in texts(HIDDEN, ALL)
    told = texts(HIDDEN, DISCREET)
    assert "4711" not in told and "your code  12" in told


def test_the_expected_values_of_examples_are_told_since_everyone_knows_them():
    assert "4711" in texts(EXAMPLE, DISCREET)
    assert "4711" in texts(f"{EXAMPLE}[3]", DISCREET)


def test_a_hidden_test_with_the_name_of_an_example_is_hidden():
    assert "4711" not in texts(f"{HIDDEN}[test_examples.py::test_t]", DISCREET)
