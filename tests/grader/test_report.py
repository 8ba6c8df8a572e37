"""The report of a class: what it says is counted right, and it works in a real browser, for everyone.

The names of the class are what students call themselves: a name is shown as it is, and does nothing.
"""

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from grader.authors import bench_report
from grader.grading import gradebook, report
from grader.grading.course import ALL
from grader.grading.gradebook import OPEN, Row
from grader.grading.verdict import Settings
from grader.stages import stages
from tests.grader.browser import DESKTOP, LIGHT, PHONE, browser, contexts, open_file  # noqa: F401  fixtures

SETTINGS = Settings((0, 1), seed="1")
FUNCTIONS = report.functions(SETTINGS)
FULL = stages()[0].points + stages()[1].points  # 20

NASTY = {
    "script": "<script>alert(1)</script>",
    "end of script": "</script><script>alert(2)</script>",
    "image": "<img src=x onerror=alert(3)>",
    "comment": "<!--<script>",
    "quotes": "\"'`${alert(4)}{{ 7 * 7 }}{% raw %}",
    "entity": "&lt;b&gt; &amp;",
    "right to left": "ابن الهيثم",
    "long": "long " + "x" * 200,
    "wide": "陈景润 \U0001f600",
}
ORDINARY = ["Zoë Ångström", "Ada Lovelace", "Grace Hopper", "student 10", "student 9"]
NAMES = [*ORDINARY, *NASTY.values()]


def row(name="Ada", share=1.0, *, status="graded", notes=(), faults=(), sha256="", **finding):
    """The Row of someone with that share of all points, who has that share of all tests."""
    tests = {"tests": 4, "passed": int(4 * share), "examples": 0, "examples_passed": 0, "stub": False}
    verdict = {
        "status": status,
        "points": {str(n): round(share * stages()[n].points, 1) for n in SETTINGS.stages},
        "functions": [{"stage": x["stage"], "function": x["name"], "points": 0, **tests} for x in FUNCTIONS],
        "misconceptions": [{"names": list(each), "shows_in": []} for each in faults],
        "findings": {"0": {"kind": "failed", "title": "t", "function": "f", "stage": 0, **finding}}
        if finding
        else {},
        "found_by": {"0": "tests/stage0_derivative/test_examples.py::test_t"},
        "failed": [],
        "notes": [],
        "seconds": 1.0,
    }
    return Row(name, sha256, status, tuple(notes), verdict)


def nothing(name, status="missing", *notes):
    """The Row of someone for whom nothing was run."""
    return Row(name, "", status, notes, None)


def students(*rows):
    """What the page knows of them."""
    return [report.student(each, SETTINGS) for each in rows]


# -- what is counted --------------------------------------------------------------------------------


def test_a_student_has_points_and_tests_for_every_function():
    known = report.student(row("Ada", 0.5, notes=["odd"], sha256="12"), SETTINGS)
    assert known["name"] == "Ada" and known["points"] == [4, 6] and known["total"] == 10
    assert known["passed"] == [[2, 4]] * len(FUNCTIONS) and known["notes"] == ["odd"]


@pytest.mark.parametrize("share, above", [(1.0, 0), (1.1, 2)])
def test_who_has_more_than_the_full_mark_is_counted_and_it_is_said_why(share, above):
    rows = [row("Ada", share), row("Bob", share), row("Cem", 0.5)]
    assert report.summary(students(*rows), SETTINGS)["above"] == above
    text = report.page(students(*rows), [""] * 3, SETTINGS)
    assert ("2 above that, since bonuses count on top of it." in text) == bool(above)


def test_whoever_has_no_verdict_has_no_points_and_no_tests():
    known = report.student(nothing("Bob", "missing", "The folder is empty"), SETTINGS)
    assert (known["status"], known["points"], known["passed"]) == ("missing", [0, 0], [])


def test_a_function_that_was_not_run_is_not_taken_for_another():
    short = row("Ada", 1)
    del short.verdict["functions"][1]
    assert report.student(short, SETTINGS)["passed"][:3] == [[4, 4], [0, 0], [4, 4]]


def test_what_turns_the_line_around_is_no_part_of_a_name():
    assert report.student(row("a\u202eb\u2028c\nd"), SETTINGS)["name"] == "a?b?c?d"
    assert report.student(row("a\ud800"), SETTINGS)["name"] == "a?"


@pytest.mark.parametrize(
    "totals, full, bars",
    [
        ([0, 9.9, 10, 100, 123], 100, {0: 2, 10: 1, 100: 1, 120: 1}),
        ([0, 7.9, 8], 8, {0: 1, 7: 1, 8: 1}),
        ([3], 55, {0: 1}),
        ([0], 0, {0: 1}),
    ],
)
def test_each_total_is_in_the_bar_that_begins_below_it(totals, full, bars):
    found = report.histogram(totals, full)
    assert {bar["from"]: bar["count"] for bar in found if bar["count"]} == bars
    assert all(a["to"] == b["from"] for a, b in pairwise(found))
    assert found[-1]["to"] > max(*totals, full)


def test_a_stage_is_counted_by_nothing_under_half_half_or_more_and_all():
    class_ = students(nothing("a"), row("b", 0.25), row("c", 0.5), row("d", 0.75), row("e", 1))
    line = report.stage_line(class_, 0, stages()[0], ALL)
    assert line["counts"] == [1, 1, 2, 1] and line["mean"] == pytest.approx(4.0)


def test_a_function_is_counted_by_all_some_and_none():
    class_ = students(nothing("a"), row("b", 0), row("c", 0.5), row("d", 1), row("e", 1))
    line = report.function_line(class_, 0, FUNCTIONS[0])
    assert (line["all"], line["some"], line["none"]) == (2, 1, 2)


GRAD, LOOP, PRINTED = "gradient-overwritten", "return-inside-the-loop", "printed-instead-of-returned"


def test_misconceptions_are_counted_once_a_student_and_the_commonest_comes_first():
    rarer = "argument-ignored"  # which comes first in the table
    class_ = students(row("a", faults=[[GRAD], [GRAD]]), row("b", faults=[[GRAD], [rarer]]), nothing("c"))
    found = report.beliefs(class_)
    assert [(each["id"], each["sure"]) for each in found] == [(GRAD, [0, 1]), (rarer, [1])]
    assert found[0]["thinks"] and found[0]["ask"]


def test_a_misconception_among_several_that_fit_is_only_perhaps_there():
    class_ = students(row("a", faults=[[GRAD, LOOP]]), row("b", faults=[[LOOP, PRINTED], [LOOP]]))
    found = {each["id"]: (each["sure"], each["perhaps"]) for each in report.beliefs(class_)}
    assert found == {LOOP: ([1], [0]), GRAD: ([], [0]), PRINTED: ([], [1])}


def test_those_who_could_not_be_graded_stand_by_their_status():
    class_ = students(row("a"), nothing("b"), row("c", status="timeout"), nothing("d"))
    found = [(each["status"], each["students"]) for each in report.ungraded(class_)]
    assert found == [("missing", [1, 3]), ("timeout", [2])]


def test_every_status_of_the_readme_but_graded_has_its_sentence():
    assert {"missing", "unreadable", "crashed", "timeout"} == report.STATUSES.keys()


def test_identical_files_are_a_group_and_no_files_are_none():
    class_ = students(
        row("a", sha256="1"), row("b", sha256="2"), row("c", sha256="1"), nothing("d"), nothing("e")
    )
    assert report.identical(class_) == [{"students": [0, 2], "total": FULL}]


@pytest.mark.parametrize(
    "said, sign",
    [
        ("The file x.py is left out: it is a symbolic link", "holds links or devices"),
        ("ends the whole process: f", "ends its process"),
        ("did not end within 3 seconds: f", "did not end in time"),
        ("The file a.zip cannot be read: it unpacks to more than 100 MB", "is larger, deeper or slower"),
        ("the grader has failed, and the fault is ours: x", "grade it by hand"),
    ],
)
def test_what_a_note_tells_is_a_sign(said, sign):
    (found,) = report.signs(row(notes=[said]))
    assert sign in found


@pytest.mark.parametrize(
    "got, sign",
    [
        ("sent something that is no answer", "breaks off the conversation with the grader"),
        ("called a function that is no longer lent to it", "breaks off the conversation with the grader"),
        ("raises OSError: [Errno 30] Read-only file system: 'x'", "does what the sandbox refuses"),
        ("was still running after its time, and did not let itself be stopped", "runs on when it is told"),
    ],
)
def test_what_the_code_gave_is_a_sign(got, sign):
    assert sign in report.signs(row(got=got))[0]


def test_an_ordinary_mistake_is_no_sign():
    assert (
        report.signs(row(got="5", notes=["not handed in: nn.py", "SyntaxError: '(' was never closed"])) == []
    )


def test_the_numbers_that_stand_for_names_are_one_for_each_and_stay():
    class_ = students(*map(row, NAMES))
    numbers = {each["name"]: each["number"] for each in report.numbered(class_, "1")}
    again = {each["name"]: each["number"] for each in report.numbered(class_[::-1], "1")}
    assert sorted(numbers.values()) == [*range(1, len(NAMES) + 1)] and numbers == again
    assert numbers != {name: i for i, name in enumerate(sorted(NAMES), start=1)}


@pytest.mark.parametrize("text", ["<b>x</b>", "[a](https://evil.com)", "![a](x.png)", "https://evil.com"])
def test_the_feedback_as_html_has_no_link_no_picture_and_no_foreign_element(text):
    html = report.feedback_html(row(text, 0.5, notes=[text], got=text, title=text, prints=text), SETTINGS)
    tags = set(re.findall(r"<(\w+)", html))
    assert tags <= {
        "p",
        "strong",
        "ul",
        "li",
        "code",
        "pre",
        "h3",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert "your code" in html


@pytest.mark.parametrize("text", ["<b>x</b>", "[a](/b)", "![a](/b)", "<http://evil.com>", "[a]\n\n[a]: /b"])
def test_markdown_that_nobody_has_escaped_has_no_link_no_picture_and_no_html_either(text):
    assert set(re.findall(r"<(\w+)", report.MARKDOWN.render(text))) == {"p"}


def test_the_report_is_written_with_the_grades_and_again_with_the_next(tmp_path):
    for names in (["Ada"], ["Ada", "Grace"]):
        gradebook.write(tmp_path, [*map(row, names)], SETTINGS)
        assert f"{len(names)} submission" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not (tmp_path / "report.html.new").exists()


def test_a_report_that_cannot_be_finished_leaves_the_one_before(tmp_path, monkeypatch):
    gradebook.write(tmp_path, [row("Ada")], SETTINGS)

    def full(file, *_):
        file.write_text("<!DOCTYPE", encoding="utf-8")
        raise OSError("No space left on device")

    monkeypatch.setattr(report, "write", full)
    with pytest.raises(OSError):
        gradebook.write(tmp_path, [row("Ada"), row("Grace")], SETTINGS)
    assert "1 submission:" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_the_page_says_once_when_there_was_no_sandbox(tmp_path):
    open_ = replace(SETTINGS, sandboxed=False)
    assert report.student(row(notes=["odd", OPEN]), open_)["notes"] == ["odd"]
    assert OPEN.capitalize() in page_text(tmp_path, [row(notes=[OPEN])], open_)
    assert OPEN.capitalize() not in page_text(tmp_path, [row()], SETTINGS)


def page_text(folder, rows, settings):
    report.write(folder / "report.html", rows, settings)
    return (folder / "report.html").read_text(encoding="utf-8")


# -- in a browser -----------------------------------------------------------------------------------


def a_class():
    """Rows of students with all names, of every status, with points that differ in every column."""
    rows = [row(name, (i % 5) / 4, sha256=str(i)) for i, name in enumerate(NAMES)]
    rows[0] = row(NAMES[0], 0.5, faults=[[GRAD]], sha256="1", notes=[f"The file {NAMES[0]}.py is odd"])
    rows[1] = row(NAMES[1], 0.75, faults=[[GRAD], [LOOP, PRINTED]], sha256="1", got=NAMES[1], title="wrong")
    rows[2] = nothing(NAMES[2], "unreadable", f"The file {NAMES[2]}.zip cannot be read: it is damaged")
    rows[3] = row(NAMES[3], 0.25, status="crashed", notes=["ends the whole process: f"])
    return [*rows, *(row(f"plain {i}", i / 10, notes=[name]) for i, name in enumerate(NASTY.values()))]


@pytest.fixture
def open_report(open_file, tmp_path):  # noqa: F811
    """A function that opens the report on these Rows, those of a_class() unless told."""

    def open_report(rows=None, size=DESKTOP, **settings):
        file = tmp_path / "report.html"
        report.write(file, a_class() if rows is None else rows, SETTINGS)
        return open_file(file, size, **settings)

    return open_report


ROWS = """() => [...document.querySelectorAll("#table tbody tr:not([hidden])")].map(
  row => [...row.children].map(cell => cell.textContent))"""


def rows_of(page):
    """The texts of the rows that the table shows."""
    return page.evaluate(ROWS)


def column_head(page, column):
    return page.locator(f"#table [data-column='{column}']")


def test_the_table_has_a_row_for_each_with_name_status_points_and_notes(open_report):
    found = {cells[0]: cells[1:] for cells in rows_of(open_report())}
    assert len(found) == len(a_class())
    assert found["Ada Lovelace"] == ["graded", "6", "9", "15", ""]
    assert found["Grace Hopper"][0] == "unreadable"
    assert found["plain 0"][-1] == NASTY["script"]


@pytest.mark.parametrize("column, place", [("0", 2), ("1", 3), ("total", 4)])
def test_a_column_of_points_sorts_both_ways_the_most_first(open_report, column, place):
    page = open_report()
    for direction, most_first in (("descending", True), ("ascending", False)):
        column_head(page, column).click()
        numbers = [float(cells[place]) for cells in rows_of(page)]
        assert numbers == sorted(numbers, reverse=most_first) and len(set(numbers)) > 4
        assert page.locator("#table [aria-sort]").get_attribute("aria-sort") == direction


@pytest.mark.parametrize(
    "column, place, ends",
    [("status", 1, ("crashed", "unreadable")), ("note", 5, ("", NASTY["wide"]))],
)
def test_a_column_of_text_sorts_both_ways(open_report, column, place, ends):
    page = open_report()
    column_head(page, column).click()
    up = [cells[place] for cells in rows_of(page)]
    column_head(page, column).click()
    down = [cells[place] for cells in rows_of(page)]
    assert up == down[::-1] and len(set(up)) > 2
    assert (up[0], up[-1]) == ends


def test_names_sort_as_people_do_and_are_sorted_from_the_start(open_report):
    page = open_report([*map(row, ["Zoë", "Ångström", "ada", "student 10", "Bob", "student 9"])])
    names = [cells[0] for cells in rows_of(page)]
    assert names == ["ada", "Ångström", "Bob", "student 9", "student 10", "Zoë"]
    assert column_head(page, "name").locator("xpath=..").get_attribute("aria-sort") == "ascending"
    column_head(page, "name").focus()
    page.keyboard.press("Enter")
    assert [cells[0] for cells in rows_of(page)] == names[::-1]


def test_equal_points_stay_in_the_order_of_names(open_report):
    page = open_report([row("b", 0.5), row("c", 1), row("a", 0.5), row("d", 0.5)])
    column_head(page, "total").click()
    assert [cells[0] for cells in rows_of(page)] == ["c", "a", "b", "d"]


def test_the_table_filters_by_text_and_by_status(open_report):
    page = open_report()
    page.get_by_label("Find").fill("lovel")
    assert [cells[0] for cells in rows_of(page)] == ["Ada Lovelace"]
    assert page.locator("#shown").text_content() == f"1 of {len(a_class())} shown"
    page.get_by_label("Find").fill("")
    page.get_by_label("Status").select_option("crashed")
    assert [cells[0] for cells in rows_of(page)] == ["student 10"]
    page.get_by_label("Find").fill("lovel")
    assert rows_of(page) == []
    page.get_by_label("Status").select_option("")
    page.get_by_label("Find").fill("DAMAGED")
    assert [cells[0] for cells in rows_of(page)] == ["Grace Hopper"]
    column_head(page, "total").click()
    assert len(rows_of(page)) == 1


# -- a student --------------------------------------------------------------------------------------


def panel(page):
    """(name, feedback) in the panel, when it has opened."""
    page.locator("#panel[open]").wait_for()
    return page.locator("#panel-name").text_content(), page.locator("#panel-feedback").inner_text()


def leave(page):
    """Close the panel, and wait until it has closed."""
    page.keyboard.press("Escape")
    is_closed(page)


def is_closed(page):
    """Check that no panel is open, or soon will not be, and that the address has forgotten it."""
    page.wait_for_url(lambda url: "#student" not in url)
    page.locator("#panel").wait_for(state="hidden")


def test_a_student_opens_by_a_click_and_closes_by_escape(open_report):
    page = open_report()
    is_closed(page)
    page.locator("#table").get_by_role("link", name="Ada Lovelace").click()
    name, feedback = panel(page)
    assert name == "Ada Lovelace" and "15 of 20 points" in feedback and "your code  Ada Lovelace" in feedback
    leave(page)


def test_a_student_opens_by_the_keyboard_and_the_focus_comes_back(open_report):
    page = open_report()
    page.locator("#table").get_by_role("link", name="Zoë").focus()
    page.keyboard.press("Enter")
    assert panel(page)[0] == NAMES[0]
    page.keyboard.press("Enter")  # on the button that closes
    is_closed(page)
    assert page.evaluate("document.activeElement.textContent") == NAMES[0]


def test_a_misconception_leads_to_who_has_it(open_report):
    page = open_report()
    belief = page.locator("#misconceptions details").first
    assert belief.locator("summary b").text_content() == "2"
    belief.locator("summary").click()
    assert sorted(belief.get_by_role("link").all_text_contents()) == ["Ada Lovelace", "Zoë Ångström"]
    belief.get_by_role("link", name="Ada").click()
    assert panel(page)[0] == "Ada Lovelace"
    page.go_back()
    is_closed(page)


def test_what_to_look_at_leads_to_who_it_is(open_report):
    page = open_report()
    look = page.locator("#look")
    assert sorted(look.locator("h4").all_text_contents()) == sorted(
        ["1 unreadable", "1 crashed", "2 with 10 points", "1: ends its process"]
    )
    assert "Grace Hopper.zip cannot be read: it is damaged" in look.inner_text()
    look.get_by_role("link", name="Grace Hopper").click()
    assert panel(page)[0] == "Grace Hopper"


def test_the_map_tells_each_square_and_opens_its_student(open_report):
    page = open_report([row("best", 1), row("half", 0.5), nothing("none")])
    page.locator("#cells").focus()
    page.keyboard.press("ArrowDown")
    first, told = FUNCTIONS[0]["name"], page.locator("#readout")
    assert told.text_content() == f"best, stage 0, {first}: 4 of 4 tests pass"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert told.text_content() == f"half, stage 0, {FUNCTIONS[1]['name']}: 2 of 4 tests pass"
    page.keyboard.press("Enter")
    assert panel(page)[0] == "half"
    leave(page)
    box = page.locator("#cells").bounding_box()
    page.mouse.click(box["x"] + box["width"] - 2, box["y"] + box["height"] - 2)
    assert panel(page)[0] == "none"
    assert told.text_content() == f"none, stage 1, {FUNCTIONS[-1]['name']}: no test was run"


def test_a_square_has_the_colour_of_its_share(open_report):
    page = open_report([row("best", 1), row("half", 0.5), row("bad", 0), nothing("none")])
    strength = """() => { const canvas = document.getElementById("cells");
      const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      return [...Array(canvas.height).keys()].map(line => data[4 * line * canvas.width + 3]) }"""
    best, half, bad, none = page.evaluate(strength)
    assert best == 255 and none == 0 and best > half > bad > none


# -- names ------------------------------------------------------------------------------------------


def hide(page):
    page.get_by_role("button", name="Hide names").click()


def all_words(page):
    """All that a page holds: texts, attributes, and what is typed into it."""
    typed = page.evaluate("[...document.querySelectorAll('input')].map(each => each.value).join(' ')")
    return " ".join([page.content(), page.evaluate("document.documentElement.textContent"), typed, page.url])


def test_one_click_hides_every_name_wherever_it_stands(open_report):
    page = open_report()
    page.get_by_label("Find").fill("Lovelace")
    page.locator("#table").get_by_role("link", name="Ada Lovelace").click()
    leave(page)
    page.locator("#cells").focus()
    page.keyboard.press("ArrowDown")
    ada = page.locator("#table").get_by_role("link", name="Ada Lovelace").get_attribute("href")
    assert "Lovelace" in all_words(page) and "4 of 4 tests pass" in page.locator("#readout").text_content()
    hide(page)
    for each in page.locator("details summary").all():
        each.click()
    page.locator(f"#table a[href='{ada}']").click()
    assert panel(page)[0].startswith("Student ") and panel(page)[1].startswith("15 points.")
    left = all_words(page)
    parts = ["Lovelace", "Hopper", "Zoë", "Ångström", "student 10", "الهيثم", "alert", "xxxx", "plain", "景"]
    assert not [part for part in parts if part in left]


def test_a_student_keeps_the_number_and_the_number_leads_to_the_student(open_report):
    page = open_report()
    href = page.locator("#table").get_by_role("link", name="Ada Lovelace").get_attribute("href")
    hide(page)
    names = [cells[0] for cells in rows_of(page)]
    assert names == [f"Student {i}" for i in range(1, len(a_class()) + 1)]  # by number: no order of names
    assert page.locator(f"#table a[href='{href}']").text_content() == f"Student {href.split('-')[1]}"
    page.get_by_role("button", name="Show names").click()
    assert page.locator(f"#table a[href='{href}']").text_content() == "Ada Lovelace"
    assert "The file Zoë Ångström.py is odd" in page.locator("#table").inner_text()


def test_with_hidden_names_the_find_field_finds_no_name(open_report):
    page = open_report()
    hide(page)
    page.get_by_label("Find").fill("Lovelace")
    assert rows_of(page) == []
    page.get_by_label("Find").fill("student 12")
    assert [cells[0] for cells in rows_of(page)] == ["Student 12"]


def test_a_name_is_just_a_name_wherever_it_stands(open_report):
    said = {name: {"notes": [name], "got": name, "title": name, "prints": name} for name in NASTY.values()}
    page = open_report([row(name, 0.5, faults=[[GRAD]], **said[name]) for name in said])
    assert {(cells[0], cells[5]) for cells in rows_of(page)} == {(name, name) for name in said}
    assert {*page.locator("#lines li").all_text_contents()} == {*said}
    page.locator("#misconceptions summary").click()
    for link in page.locator("#misconceptions a").all():
        name = link.text_content()
        link.click()
        assert panel(page)[0] == name and name in said
        told = page.locator("#panel-feedback pre").last.text_content()
        assert f"your code  {name}\n" in told and f"printed\n    {name[:100]}\n" in told
        assert page.locator("#panel-feedback li").first.text_content() == name
        leave(page)
    assert page.locator("img, iframe, b b").count() == 0 and page.locator("script").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]


def test_u2028_in_what_a_submission_says_breaks_nothing(open_report):
    page = open_report([row("a\u2028b", 0.5, notes=["c\u2029d"], got="e\u2028f")])
    assert rows_of(page)[0][0] == "a?b"


def test_even_feedback_that_was_not_escaped_runs_nothing(contexts, tmp_path):  # noqa: F811
    """The policy of the page stands behind the escaping: no script but its own, and no request."""
    told = "<img src=https://evil.example/x onerror='document.title=1'><p onclick='document.title=1'>here</p>"
    file = tmp_path / "page.html"
    file.write_text(report.page(students(row("Ada")), [told], SETTINGS), encoding="utf-8")
    page, answered = contexts().new_page(), []
    page.on("response", lambda response: answered.append(response.url))
    page.goto(f"{file.as_uri()}#student-1")
    page.locator("#panel-feedback p").click()
    assert page.locator("#panel-feedback img").count() == 1
    assert page.title() == "micrograd kata: report of the class" and answered == [file.as_uri()]
    page.close()


# -- everyone ---------------------------------------------------------------------------------------


def test_one_page_is_one_file_that_asks_for_nothing():
    text = report.page(students(*a_class()), ["" for _ in a_class()], SETTINGS)
    outside = re.sub(r"<script type=.*?</script>", "", text)
    assert not re.search(r"https?:|\bsrc=|@import|url\(", outside)
    assert "default-src 'none'" in text and "'unsafe-inline'; script-src 'sha256-" in text


def test_a_text_that_the_template_shows_is_escaped():
    text = report.page([{**students(row())[0], "status": "<b>x"}], [""], SETTINGS)
    assert "1 &lt;b&gt;x" in text and "<b>x" not in text


def test_the_data_in_the_page_is_what_was_given():
    text = report.page(students(*a_class()), ["</script>"], SETTINGS)
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)[1]
    assert [each["name"] for each in json.loads(data)["students"]][: len(NAMES)] == NAMES


def test_at_phone_width_nothing_makes_the_page_scroll_sideways(open_file, tmp_path):  # noqa: F811
    every = Settings(tuple(stage.number for stage in stages()), "1")
    class_, told = [report.student(each, every) for each in a_class()], ["<pre>" + "x" * 200] * len(a_class())
    (tmp_path / "page.html").write_text(report.page(class_, told, every), encoding="utf-8")
    page = open_file(tmp_path / "page.html", PHONE)
    for each in page.locator("details summary").all():
        each.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("#table a").first.click()
    assert page.evaluate("document.getElementById('panel').scrollWidth") <= PHONE["width"]


CONTRAST = (
    "() => {"
    + LIGHT
    + """
  const behind = each => {
    for (let at = each; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (numbers(colour)[3] !== 0) return colour;
    }
  };
  const texts = [...document.querySelectorAll("body *")].filter(each =>
    each.checkVisibility() && !each.closest("script") &&
    [...each.childNodes].some(child => child.nodeType === 3 && child.textContent.trim()));
  return texts.map(each => {
    return [contrast(getComputedStyle(each).color, behind(each)), each.outerHTML.slice(0, 99)];
  });
}"""
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out(open_report, scheme):
    page = open_report(color_scheme=scheme)
    for each in page.locator("details summary").all():
        each.click()
    texts = page.evaluate(CONTRAST)
    page.locator("#table").get_by_role("link", name="Ada Lovelace").click()
    texts += page.evaluate(CONTRAST)
    assert len(texts) > 300 and not [each for each in texts if each[0] < 4.5]


def test_dark_mode_is_dark(open_report):
    def background(scheme):
        page = open_report(color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.querySelector('section')).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)))

    assert background("light") > 700 and background("dark") < 120


def test_every_part_of_the_page_has_its_heading_and_its_landmark(open_report):
    page = open_report()
    titles = ["Points", "To look at", "Misconceptions", "Functions", "Students"]
    assert page.get_by_role("heading", level=1).count() == 1 and page.locator("html[lang=en]").count() == 1
    assert page.locator("main h2").all_text_contents() == titles
    for title in titles:
        assert page.get_by_role("region", name=title, exact=True).count() == 1
        assert page.get_by_role("navigation").get_by_role("link", name=title).count() == 1
    names = [each.get_attribute("aria-label") for each in page.locator("canvas, [role=region]").all()]
    assert all(names)


FOCUSED = """() => {
  const each = document.activeElement, style = getComputedStyle(each);
  const name = each.id || each.dataset.column || each.textContent;
  return [name, style.outlineStyle, parseFloat(style.outlineWidth)];
}"""


def test_every_control_is_reached_by_the_tab_key_and_seen_there(open_report):
    page = open_report()
    reached = set()
    for _ in range(45):
        page.keyboard.press("Tab")
        name, style, width = page.evaluate(FOCUSED)
        if style == "solid" and width >= 2:
            reached.add(name)
    wanted = {"hide", "cells", "text", "status", "name", "0", "1", "total", "note", "Grace Hopper", "Points"}
    assert wanted <= reached


def test_the_bars_are_numbers_for_those_who_hear_them(open_report):
    page = open_report([row("a", 0), row("b", 0), row("c", 1)])
    bars = page.locator(".histogram li").all_text_contents()
    assert bars[0] == "2 with 0 to 2 points" and bars[-1] == "1 with 20 to 22 points"
    lines = page.locator(".stages tbody tr").first.locator("td").all_text_contents()
    assert [line.split() for line in lines] == [["2"], ["0"], ["0"], ["1"], ["2.7", "of", "8"]]


def test_printing_shows_the_charts_and_the_table_and_no_controls(open_report):
    page = open_report(color_scheme="dark")
    page.emulate_media(media="print")
    for shown in (".histogram", ".stages", "#table"):
        assert page.locator(shown).is_visible()
    for absent in ("#hide", "nav", ".filter", "#cells", "#misconceptions"):
        assert not page.locator(absent).is_visible()
    colours = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_an_empty_class_and_a_class_without_anything_odd_have_a_page(open_report):
    assert rows_of(open_report([])) == []
    page = open_report([row("a"), row("b")])
    assert "Nothing: all were graded" in page.locator("#look").inner_text()
    assert "None was recognised" in page.locator("#misconceptions").inner_text()


def test_a_thousand_students_are_all_there(open_file, tmp_path):  # noqa: F811
    names = [f"{NAMES[i % len(NAMES)]} {i}" for i in range(1000)]
    class_ = students(*(row(name, i % 11 / 10, faults=[[GRAD]]) for i, name in enumerate(names)))
    (tmp_path / "page.html").write_text(report.page(class_, names, SETTINGS), encoding="utf-8")
    page = open_file(tmp_path / "page.html")
    column_head(page, "total").click()
    totals = [float(cells[4]) for cells in rows_of(page)]
    assert len(totals) == 1000 and totals == sorted(totals, reverse=True)
    assert page.locator("#misconceptions summary b").text_content() == "1000"
    page.get_by_label("Find").fill("Lovelace 981")
    assert [cells[0] for cells in rows_of(page)] == ["Ada Lovelace 981"]
    assert page.evaluate("document.getElementById('cells').height") == 1000


def test_the_class_that_make_bench_makes_up_has_a_report(tmp_path):
    report.write(tmp_path / "report.html", [*map(bench_report.row, range(3))], bench_report.SETTINGS)
    assert "Student, made up 2" in (tmp_path / "report.html").read_text(encoding="utf-8")
