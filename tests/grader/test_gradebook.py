"""The reports: whatever a name or a text of a submission says, it is shown there and does nothing."""

import csv
import io
import re

import pytest
from markdown_it import MarkdownIt

from grader.grading import gradebook
from grader.grading.counted import counted
from grader.grading.course import SHOWN, Course
from grader.grading.gradebook import BONUS, cell, escaped, feedback, grades, gradescope
from grader.grading.verdict import Settings
from tests.grader import made

STAGE_0 = Settings((0,))


def row(id="ada", notes=(), **finding):
    """The Row of someone whose f is wrong, with something in it that a submission has said."""
    return made.row(made.verdict(0.5, finding), id, notes)


# -- grades.csv -------------------------------------------------------------------------------------

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＠x", " =1", "\t=1", "\xa0=1", '"=1']


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_a_cell_that_would_be_a_formula_begins_with_an_apostrophe(text):
    assert cell(text).startswith("'")


@pytest.mark.parametrize("number, text", [(-1, "-1"), (-0.5, "-0.5"), (8.0, "8"), (0, "0")])
def test_numbers_of_ours_stay_numbers(number, text):
    assert cell(number) == text


SNEAKY = ["The file x;=1", "The file x\t=1", "The file x;\t@SUM(A1)", "x\n=1", 'x";"=1', "x\r\n;+1"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("text", SNEAKY + FORMULAS, ids=ascii)
def test_no_cell_is_a_formula_wherever_a_spreadsheet_separates_them(separator, text):
    table = grades([row(text, ("fine", text)), row("bob")], STAGE_0)
    lines = list(csv.reader(io.StringIO(table), delimiter=separator))
    assert len(lines) == 3, "a quotation mark has swallowed the next row"
    for value in (value for line in lines for value in line):
        assert not value.strip().startswith(tuple("=+-@＝＋－＠"))


def test_a_row_has_its_own_cells_and_no_more():
    table = grades([row("ada", ("not handed in: nn.py", "a;b\tc")), row("bob")], STAGE_0)
    head, ada, bob = csv.reader(io.StringIO(table))
    assert len(head) == len(ada) == len(bob)
    assert ada[-1] == "not handed in: nn.py; a,b c"


# -- feedback ---------------------------------------------------------------------------------------

LINKS = re.compile(  # what GitHub and others make links of in a text, also where it is escaped
    r"www\.\S|[a-z]:/|\w@\w|(?<!\w)@\w|\w#\d|(?<!\w)#\d|mailto:\S|xmpp:\S|\w\.(?:com|org|py)\b|:\w+:|\$\w",
    re.IGNORECASE,
)
TEXTS = r"""www.evil.com WWW.EVIL.COM https://evil.com http://evil.com/?a=b&c=d ftp://evil.com //evil.com
evil.com/x.py mailto:a@evil.com xmpp:a@evil.com/x a.b-c_d@evil.com @everyone (@everyone) #1 org/repo#1 :smile:
<https://evil.com> [a](https://evil.com) ![a](https://evil.com/a.png) ![][x] [^1] <!-- &lt;b&gt; <b>x</b> $x$
(www.evil.com) *www.evil.com* _www.evil.com_ ~www.evil.com~ |www.evil.com| ~~~www.evil.com www.a.com,www.b.com
`www.evil.com www.evil.com` ``www.evil.com` `x`www.evil.com` ```www.evil.com \`www.evil.com \www.evil.com
www\.evil.com (1).www.evil.com (www.evil.com)() ((www.evil.com www.evil.com(( [a](x)(www.evil.com)"""
ACTIVE = [
    *TEXTS.split(),
    "[a]: https://evil.com",
    "<img src=x>",
    "x\twww.evil.com",
    "@\xa0www.evil.com",
    "a `b",
    "``` x `",
]


def said_in(markdown):
    """(the texts outside of code, the kinds of all that is done), as a program reads Markdown."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inner = [each for token in tokens for each in token.children or ()]
    return [each.content for each in inner if each.type == "text"], {each.type for each in [*tokens, *inner]}


def test_the_readers_of_this_test_see_a_link_where_there_is_one():
    assert "link_open" in said_in("[a](b)")[1]
    assert LINKS.search("".join(said_in(r"the www\.evil\.com")[0]))


@pytest.mark.parametrize("text", ACTIVE, ids=ascii)
def test_nothing_in_the_feedback_is_a_link_an_image_html_or_a_mention(text):
    for each in (text, f"The file {text} is left out", f"{text} {text}", f"x `{text}"):
        told = feedback(row(each, (each,), got=each, prints=each, title=each), STAGE_0)
        texts, kinds = said_in(told)
        assert not [shown for shown in texts if LINKS.search(shown)]
        assert not kinds & {"link_open", "image", "html_inline", "html_block", "em_open", "s_open"}


@pytest.mark.parametrize(
    "text", [*ACTIVE, "- x", "1. x", "2) x", "+ x", "---", "# x", "> x", "===", "```", "a `b"]
)
def test_all_that_a_text_says_is_shown_and_makes_no_block_of_its_own(text):
    (paragraph,) = [t for t in MarkdownIt("commonmark").parse(escaped(text)) if t.type == "inline"]
    shown = "".join(each.content for each in paragraph.children)
    assert shown.split() == text.split()
    assert MarkdownIt("commonmark").parse(escaped(text))[0].type == "paragraph_open"


def test_words_that_do_nothing_stay_as_they_are():
    text = "The file a/engine.py is left out: it is damaged (found: a.py, b.py)"
    assert escaped(text) == "The file `a/engine.py` is left out: it is damaged (found: `a.py`, `b.py`)"


QUOTED = {
    "engine (1).py": "engine `(1).py`",
    "(engine (1).py)": "(engine `(1).py`)",
    "sys.exit(), or exit().": "`sys.exit()`, or exit().",
    "(see x.py), (sys.exit()); f(x.y):": "(see `x.py`), (`sys.exit()`); `f(x.y)`:",
    "(x.py (y.py z.py)).": "(`x.py` (`y.py` `z.py`)).",
    "x.y(f(g(": "`x.y(f(g(`",
}


@pytest.mark.parametrize("text", QUOTED)
def test_a_name_keeps_the_parentheses_that_are_its_own(text):
    assert escaped(text) == QUOTED[text]


def test_what_is_still_to_be_written_comes_after_what_is_wrong():
    told = made.verdict()
    told["functions"].append({**told["functions"][0], "function": "slope", "passed": 0, "stub": True})
    text = feedback(made.row(told), STAGE_0)
    assert "- `f`: 1 of 2\n- `slope`: 0 of 2, still to be written\n" in text


def test_a_class_of_another_name_is_told_and_not_called_an_empty_stage():
    found = {"kind": "todo", "got": "has no `Value` in engine.py", "ask": "There is a class Valeu in it."}
    told = made.verdict(finding=found)
    told["functions"][0]["passed"] = 0
    assert "There is a class Valeu in it." in feedback(made.row(told), STAGE_0)
    told["findings"]["0"]["ask"] = ""
    assert "Not begun" in feedback(made.row(told), STAGE_0)


def test_what_was_left_out_is_told_as_not_tried():
    told = made.verdict()
    f = told["functions"][0]
    told["functions"] = [
        {**f, "tests": 4, "untried": 2},
        {**f, "function": "slope", "tests": 3, "untried": 2, "examples_untried": 0},
    ]
    text = feedback(made.row(told), STAGE_0)
    assert "Not all tests pass yet for:\n\n- `f`: 1 of 4, 2 not tried\n\nNot tried, since" in text
    assert "the tests before took too long:\n\n- `slope`, 2 of 3 tests\n" in text
    hidden = gradescope(made.row(told | {"functions": [{**f, "function": "slope", "untried": 1}]}))["tests"][
        1
    ]
    assert hidden["output"] == "0 of 1 tests pass; 1 not tried, since the tests before took too long"


def test_a_stage_that_was_not_tried_is_not_called_passed():
    told = made.verdict() | {"findings": {}, "found_by": {}}
    told["functions"] = [{**told["functions"][0], "passed": 0, "untried": 2}]
    text = feedback(made.row(told), STAGE_0)
    assert "Not tried, since the tests before took too long:\n\n- `f`, 2 of 2 tests\n" in text
    assert "Everything passes" not in text


@pytest.mark.parametrize(
    "function, kind, told",
    [
        ("_backward of *", "failed", True),
        ("_backward of *", "todo", False),
        ("deep graphs", "failed", False),
    ],
)
def test_what_stands_on_a_stage_that_is_wrong_says_so_first(function, kind, told):
    stage = 4 if function == "deep graphs" else 2
    verdict = made.verdict(finding={"function": "Neuron.__call__", "stage": 5})
    function_of_5 = {**verdict["functions"][0], "stage": 5, "function": "Neuron.__call__"}
    earlier = {"kind": kind, "title": "t", "function": function, "stage": stage}
    told_of_both = verdict | {
        "functions": [function_of_5],
        "points": {"2": 1.0, "4": 1.0, "5": 1.0},
        "findings": {str(stage): earlier, "5": verdict["findings"]["0"]},
    }
    text = feedback(made.row(told_of_both), Settings((2, 4, 5)))
    assert text.count("stands on it") == told
    if told:
        about_5 = text.partition("## Stage 5")[2]
        assert about_5.index("Stage 2 is not right yet") < about_5.index("```")


@pytest.mark.parametrize("function, told", [("MLP.__call__", True), ("Linear.__call__", False)])
def test_of_the_arrays_only_what_is_compared_with_scalars_stands_on_the_engine(function, told):
    verdict = made.verdict(finding={"function": function, "stage": 7})
    earlier = {"kind": "failed", "title": "t", "function": "_backward of *", "stage": 2}
    told_of_both = verdict | {
        "functions": [{**verdict["functions"][0], "stage": 7, "function": function}],
        "points": {"2": 1.0, "7": 1.0},
        "findings": {"2": earlier, "7": verdict["findings"]["0"]},
    }
    assert feedback(made.row(told_of_both), Settings((2, 7))).count("stands on it") == told


@pytest.mark.parametrize("points, told", [(8, False), (8.5, True)])
def test_more_than_the_full_mark_is_explained(points, told):
    assert (BONUS in feedback(made.row(made.verdict(points)), STAGE_0)) == told


# -- results.json -----------------------------------------------------------------------------------

SECRET = {"got": "12", "expected": "4711"}


def entries(found_by, course=None):
    """The entries of Gradescope's results.json for f, of which such a test has found a fault."""
    course = course or Course()
    told = counted(made.verdict(0.5, SECRET, found_by), course)
    return gradescope(made.row(told, course=course))["tests"]


def test_a_function_has_an_entry_for_its_examples_and_one_for_its_hidden_tests():
    examples, hidden = entries(made.HIDDEN)
    assert (examples["name"], hidden["name"]) == ("stage 0: f, examples", "stage 0: f, hidden tests")
    assert (examples["status"], hidden["status"]) == ("passed", "failed")
    assert (examples["visibility"], hidden["visibility"]) == ("visible", "after_published")
    assert "score" not in examples, "examples alone earn nothing"
    assert (hidden["score"], hidden["max_score"]) == (0.5, 1)
    assert len({examples["number"], hidden["number"]}) == 2


def test_what_a_hidden_test_has_found_stands_with_the_hidden_tests_alone():
    examples, hidden = entries(made.HIDDEN)
    assert "12" in hidden["output"] and examples["output"] == "1 of 1 examples pass"
    examples, hidden = entries(made.EXAMPLE)
    assert "12" in examples["output"] and "4711" in examples["output"]
    assert hidden["output"] == "1 of 1 tests pass"


@pytest.mark.parametrize("shown", SHOWN)
def test_the_course_says_when_hidden_tests_are_shown(shown):
    examples, hidden = entries(made.HIDDEN, Course(hidden_tests=shown, expected_values=False))
    assert (examples["visibility"], hidden["visibility"]) == ("visible", shown)
    assert "12" in hidden["output"] and "4711" not in hidden["output"]


@pytest.mark.parametrize("examples, name", [(0, "stage 0: f, hidden tests"), (2, "stage 0: f, examples")])
def test_where_there_is_one_kind_of_tests_it_has_the_points(examples, name):
    told = made.verdict(0.5)
    told["functions"][0] |= {"examples": examples, "examples_passed": min(examples, 1)}
    (entry,) = gradescope(made.row(told))["tests"]
    assert (entry["name"], entry["score"]) == (name, 0.5)


# -- writing ----------------------------------------------------------------------------------------


def test_half_a_character_ends_no_run(tmp_path):
    odd = row("ada", ("x \ud800",), got="\udcff", prints="\ud83d")
    gradebook.write(tmp_path, [odd, row("bob")], STAGE_0)
    assert (tmp_path / "feedback" / "bob.md").exists()
    assert "x ?" in (tmp_path / "grades.csv").read_text(encoding="utf-8")
