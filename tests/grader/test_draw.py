"""`python -m grader draw`, as a learner gives it, and draw_dot, as a notebook does."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from grader.diagnosis.graph import NotAGraph, graph_of
from grader.draw import command, dot, draw_dot, words
from grader.draw.tree import tree
from grader.seats import runner
from grader.stages import ROOT
from solutions.engine import Value
from tests.mutants import mutants, mutated

L_TEXT = "e = a * b; d = e + c; L = d * f"


@pytest.fixture
def drawings(tmp_path, monkeypatch):
    """Where the pictures go."""
    monkeypatch.setattr(command, "DRAWINGS", tmp_path / "drawings")
    return tmp_path / "drawings"


@pytest.fixture
def no_dot(monkeypatch):
    """A machine without Graphviz."""
    monkeypatch.setattr(dot.shutil, "which", lambda name: None)


def overwriting(kata):
    """A learner whose + overwrites gradients."""
    kata.fill(7)
    kata.write("engine.py", mutated(next(each for each in mutants() if each.id == "add-overwrites")))


def lectures_L():
    """The lecture's first expression after its backward pass."""
    a, b, c, f = (Value(x, label=n) for x, n in ((2.0, "a"), (-3.0, "b"), (10.0, "c"), (-2.0, "f")))
    L = (a * b + c) * f
    L.label = "L"
    L.backward()
    return L


def texts_in(svg):
    """All texts in an SVG."""
    return [text.text for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


# -- the picture ------------------------------------------------------------------------------------


def test_the_picture_has_a_box_for_each_value_and_a_circle_for_each_operation():
    texts = texts_in(draw_dot(lectures_L())._repr_svg_())
    assert [texts.count(each) for each in ("*", "+", "L", "a")] == [2, 1, 1, 1]
    assert {"data -8.0000", "grad 6.0000", "L = (a * b + c) * f"} <= {*texts}
    assert not [text for text in texts if "right" in text]


def test_edges_lead_from_the_operands_to_the_operation_and_on_to_the_result():
    lines = [line.strip() for line in draw_dot(Value(2.0) * Value(3.0)).source.splitlines()]
    assert {"n0 -> o2", "n1 -> o2", "o2 -> n2"} <= {*lines}
    assert "rankdir=LR" in draw_dot(Value(2.0)).source


def test_a_wrong_gradient_is_red_with_the_right_number_beside_it():
    L = lectures_L()
    next(iter(L._prev))._prev[1].grad = 1.0
    svg = draw_dot(L)._repr_svg_()
    wrong = [
        t for t in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text") if "right" in t.text
    ]
    assert [(text.text, text.get("fill")) for text in wrong] == [("grad 1.0000, right: -2.0000", dot.RED)]


LABELS = [
    'say "hi"',
    "{a|b}",
    "<b>&amp;",
    "back\\slash\\",
    "two\nlines",
    "größe 😀",
    "\x1b\x00",
    "x" * 10_000,
]


@pytest.mark.parametrize("label", LABELS, ids=range(len(LABELS)))
def test_a_label_of_any_kind_is_drawn_as_it_reads(label):
    drawing = draw_dot(Value(1.0, label=label) + Value(2.0))
    name = drawing.graph.nodes[0].name
    assert name in [" ".join(text.split()) for text in texts_in(drawing._repr_svg_())]


@pytest.mark.parametrize(
    "number, text",
    {2.0: "2.0000", 0.0: "0.0000", 1.5e-7: "1.5e-07", -2.5e9: "-2.5e+09", float("inf"): "inf"}.items(),
)
def test_numbers_stay_readable(number, text):
    assert words.number(number) == text


def test_gradients_that_differ_after_four_decimals_are_told_apart():
    a = Value(2.0)
    b = a * 1
    b.backward()
    a.grad = 1.00001
    assert words.got_and_right(graph_of(b).nodes[0]) == ("1.00001", "1")


# -- the tree ---------------------------------------------------------------------------------------


def test_the_tree_marks_wrong_gradients_and_draws_each_node_once():
    a = Value(3.0, label="a")
    b = a + a
    b.label = "b"
    b.backward()
    a.grad = 1.0
    assert str(draw_dot(b)).splitlines() == [
        "b = a + a     data 6.0000  grad 1.0000",
        "├─ a          data 3.0000  grad 1.0000  <-- right: 2.0000",
        "└─ a (above)",
        "The first that is wrong: a.grad is 1.0000; 2.0000 is right.",
        "  b = a + a: local derivative 1.0000 times b.grad = 1.0000 is 1.0000",
        "  b = a + a: local derivative 1.0000 times b.grad = 1.0000 is 1.0000",
    ]


def test_in_forty_columns_the_numbers_go_below_the_names():
    x = lectures_L()
    for _ in range(9):
        x = x * 2
    lines = tree(graph_of(x), 40)
    assert max(map(len, lines)) <= 40
    below = next(i for i, line in enumerate(lines) if "L = " in line)
    assert lines[below].endswith("├─ L = (a * b + c) * f")
    assert lines[below + 1].endswith("│  data -8.0000  grad 1.0000")


def test_of_a_large_graph_a_part_is_drawn_and_the_rest_counted():
    x = Value(1.0, label="x")
    for _ in range(400):
        x = x * 2
    x.label = "last"
    part, line = words.part(graph_of(x), 300)
    assert line == "801 nodes (401 leaves, 400 *). Here are 30 around last; … and 771 more."
    assert len(part.nodes) == 31
    edges = sum(node.operands.count(0) for node in part.nodes)
    assert draw_dot(x).source.count('label="…"') == edges > 0


def test_where_something_is_wrong_in_a_large_graph_that_part_is_drawn():
    x = first = Value(1.0, label="first")
    for _ in range(400):
        x = x * 1
    x.backward()
    first.grad = 5.0
    part, line = words.part(graph_of(x), 300)
    assert [node.name for node in part.nodes if node.wrong] == ["first"]
    assert "around the first wrong gradient, first.grad" in line


# -- notebooks --------------------------------------------------------------------------------------


def test_without_graphviz_a_notebook_shows_the_tree_and_how_to_get_it(no_dot):
    drawing = draw_dot(lectures_L())
    assert drawing._repr_svg_() is None
    assert repr(drawing).startswith("L = (a * b + c) * f  data -8.0000")
    assert repr(drawing).splitlines()[-1].startswith("For a picture, get Graphviz: ")


def test_a_notebook_is_told_what_is_no_value():
    with pytest.raises(NotAGraph, match=r"This is 3, which is an int, and no Value\."):
        draw_dot(3)


def test_drawing_in_a_notebook_needs_no_package_but_pythons_own():
    code = "import sys; sys.path[:0] = [sys.argv[1]]; import grader.draw"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code, str(ROOT)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


# -- the command ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stage, title", {"stage2": "L = (a * b + c) * f", "4": "f = a * b * (a + b)"}.items()
)
def test_the_key_expression_of_a_stage_is_drawn(kata, drawings, stage, title):
    kata.fill(7)
    outcome = kata.run("draw", stage)
    path = drawings / f"stage{stage[-1]}.svg"
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == f"{title} is drawn in {path}\nEvery gradient is right.\n"
    assert title in texts_in(path.read_text(encoding="utf-8"))


def test_every_stage_from_1_to_5_has_an_expression(kata):
    for number in (1, 2, 3, 4, 5):
        text = command.drawn(ROOT / "solutions", f"stage{number}")
        assert text.endswith("\nEvery gradient is right.")
        assert len(text.splitlines()) > 5


@pytest.mark.parametrize(
    "before, line",
    {
        2: "No backward pass: stage 2: _backward of * is still a stub.\nThere are no gradients yet.",
        3: "There is no backward yet: here each _backward was called, in the right order.\n"
        "Every gradient is right.",
    }.items(),
)
def test_before_backward_is_written_there_is_a_drawing_all_the_same(kata, before, line):
    kata.fill(before)
    text = command.drawn(kata.exercises, "stage2")
    assert text.endswith(line)
    assert ("grad" in text.splitlines()[0]) == (before == 3)


def test_a_wrong_gradient_is_told_in_words_and_the_status_is_1(kata, drawings, no_dot):
    overwriting(kata)
    outcome = kata.run("draw", "a = Value(2.0); b = a + a; b")
    assert outcome.status == 1
    assert "├─ a          data 2.0000  grad 1.0000  <-- right: 2.0000\n" in outcome.out
    assert "The first that is wrong: a.grad is 1.0000; 2.0000 is right.\n" in outcome.out
    assert "For a picture, get Graphviz: " in outcome.out


def test_dot_prints_the_text_for_graphviz_and_nothing_else(kata):
    kata.fill(7)
    outcome = kata.run("draw", "stage2", "--dot")
    assert outcome.out.startswith("digraph {\n") and outcome.out.endswith("\n}\n")
    assert outcome.err == "Every gradient is right.\n"


@pytest.mark.parametrize(
    "kind, start", {"png": b"\x89PNG", "pdf": b"%PDF", "dot": b"digraph", "svg": b"<?xml"}.items()
)
def test_out_says_where_and_as_what(kata, tmp_path, kind, start):
    kata.fill(7)
    assert kata.run("draw", "Value(2.0) * 3", "--out", tmp_path / f"x.{kind}").status == 0
    assert (tmp_path / f"x.{kind}").read_bytes().startswith(start)


def test_html_writes_the_page_of_that_graph(kata, tmp_path, monkeypatch):
    page = SimpleNamespace(page=lambda graph: f"<p>{graph.title} {len(graph.nodes)}")
    monkeypatch.setitem(sys.modules, "grader.draw.page", page)
    kata.fill(7)
    assert kata.run("draw", "stage2", "--html", tmp_path / "x.html").status == 0
    assert (tmp_path / "x.html").read_text() == "<p>L = (a * b + c) * f 7"


FILE = """
from engine import Value
print("hello" * 1000)
a = Value(2.0)
L = a * a
x = 4.0
pair = [a, L]
def made(): return a + a
def needs(x): return x
def no_value(): return 7
def _hidden(): return a
"""


@pytest.mark.parametrize("name, title", {"L": "L = a * a", "made": "a + a", "pair[1] * L": "L * L"}.items())
def test_a_value_of_a_file_is_drawn(kata, name, title):
    kata.fill(7)
    kata.write("mine.py", FILE)
    text = command.drawn(kata.exercises, f"{kata.exercises / 'mine.py'}:{name}")
    assert text.endswith("Every gradient is right.")
    assert text.startswith(title)


def test_a_backward_pass_that_was_run_is_left_as_it_is(kata):
    kata.fill(7)
    kata.write("mine.py", FILE + "L.backward()\na.grad = 1.0\n")
    assert "a.grad is 1.0000; 4.0000 is right." in command.drawn(
        kata.exercises, f"{kata.exercises}/mine.py:L"
    )


def test_by_hand_is_about_L(kata):
    kata.fill(7)
    text = command.drawn(kata.exercises, f"{kata.exercises / 'by_hand.py'}:L")
    assert text.startswith("L = d * f")


@pytest.mark.parametrize(
    "engine, line",
    {
        "class Value:\n    pass\n".encode("utf-16"): "engine.py is not saved as UTF-8 text. "
        "Save it again with that encoding.",
        b"class Value:\n    def f(:\n": "engine.py, line 2: invalid syntax.",
    }.items(),
    ids=["utf-16", "no Python"],
)
def test_the_file_that_cannot_be_read_is_named_and_not_that_which_imports_it(kata, engine, line):
    kata.fill(7)
    (kata.exercises / "engine.py").write_bytes(engine)
    assert command.drawn(kata.exercises, f"{kata.exercises / 'by_hand.py'}:L") == line
    finding = next(each.finding for each in runner.run(kata.exercises, [5]) if not each.passed)
    assert "engine.py" in finding.got + finding.where and "nn.py" not in finding.got


def test_a_value_of_a_notebook_is_drawn(kata):
    kata.fill(7)
    cells = ["%matplotlib inline\nfrom exercises.engine import Value", "a = Value(2.0)\nL = a * a"]
    notebook = {"nbformat": 4, "cells": [{"cell_type": "code", "source": cell} for cell in cells]}
    kata.write("mine.ipynb", json.dumps(notebook))
    assert command.drawn(kata.exercises, f"{kata.exercises / 'mine.ipynb'}:L").startswith("L = a * a")


def test_a_class_of_another_name_beside_the_kata_is_drawn(kata, tmp_path):
    kata.fill(7)
    text = kata.read("engine.py").replace("Value", "Scalar") + "\na = Scalar(2.0)\nL = a * a\n"
    (tmp_path / "other.py").write_text(text, encoding="utf-8")
    assert command.drawn(kata.exercises, f"{tmp_path / 'other.py'}:L").startswith("L = a * a")


def test_a_windows_path_is_a_file_and_a_name():
    file, name, _short = command.meant(r"C:\kata\exercises\by_hand.py:L")
    assert (str(file), name) == (r"C:\kata\exercises\by_hand.py", "L")


def test_a_hundred_thousand_nodes_are_counted_and_a_part_is_drawn(kata, drawings, monkeypatch):
    monkeypatch.setattr(command, "PATIENCE", 300)
    kata.fill(7)
    kata.write("mine.py", "from engine import Value\nx = Value(1.0)\nfor _ in range(50_000): x = x + 1\n")
    outcome = kata.run("draw", f"{kata.exercises / 'mine.py'}:x")
    assert outcome.status == 0
    assert (
        "100,001 nodes (50,001 leaves, 50,000 +). Here are 30 around x; … and 99,971 more.\n" in outcome.out
    )
    assert (drawings / "mine-x.svg").stat().st_size < 100_000


# -- what cannot be drawn ---------------------------------------------------------------------------

ENDLESS = "any(False for _ in iter(int, 1))"

# target (of mine.py where it begins with a colon): what the one line must say
REFUSED = {
    ":nope": "There is no nope in mine.py. Here is what can be drawn of mine.py: a, L, made(), no_value().",
    ":x": "x is a float, 4, and no Value. Here is what can be drawn of mine.py: a, L,",
    ":pair": "pair is a list, and no Value.",
    ":needs": "needs is a function that takes arguments. Call it: needs(Value(2.0), …)",
    ":no_value": "no_value is an int, 7, and no Value.",
    ":Value": "Value is a class, and no Value.",
    "": "Draw what? Say stage2, or FILE:NAME",
    ":": "Which Value of mine.py? Here is what can be drawn of mine.py: a, L,",
    "missing.py:L": "There is no file missing.py.",
    "stage9": "There is nothing to draw for stage 9. Stages 1 to 5 have a drawing.",
    "Value(2.0) *": '"Value(2.0) *" is no Python: invalid syntax.',
    "import os": '"import os" ends without a Value.',
    "foo": "There is no foo in your code. Try: python -m grader draw",
    "3 + 4": '"3 + 4" is an int, 7, and no Value.',
    "Value(2.0) / 0": '"Value(2.0) / 0" raises ZeroDivisionError',
    "exit()": '"exit()" ends the program',
    "math.os if 0 else __import__('os')._exit(0)": "ended the whole Python process.",
    f"a = Value(1.0); a._prev = (a,); Value.backward = lambda a: {ENDLESS}; a": "in a circle: a is among",
    "a = Value(1.0); a._prev = 3; a": "The _prev of a is 3, which is an int. It should be a tuple of Values.",
}


@pytest.mark.parametrize("target, line", REFUSED.items())
def test_what_cannot_be_drawn_is_one_line(kata, target, line):
    kata.fill(7)
    kata.write("mine.py", FILE)
    target = f"{kata.exercises / 'mine.py'}{target}" if target.startswith(":") else target
    outcome = kata.run("draw", target)
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert line in outcome.err


FILES = {
    "raises": ("x = 1\nraise ValueError('no\\nway')", "mine.py raises ValueError: no way (mine.py, line 2)."),
    "exits": ("import sys\nsys.exit()", "mine.py ends the program: exit() or sys.exit()."),
    "syntax": ("def f(:", "mine.py, line 1: invalid syntax."),
    "stub": ("from engine import Value\nValue(1.0)", "stage 1: __init__ is still a stub. First: "),
    "asks": ("input()", "mine.py raises EOFError"),
}


@pytest.mark.parametrize("text, line", FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_run_is_one_line(kata, text, line):
    kata.fill(1)
    kata.write("mine.py", text)
    outcome = kata.run("draw", f"{kata.exercises / 'mine.py'}:L")
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert line in outcome.err


def test_code_without_an_end_is_ended(kata, monkeypatch):
    monkeypatch.setattr(command, "PATIENCE", 1)
    kata.fill(7)
    outcome = kata.run("draw", ENDLESS)
    assert (outcome.status, outcome.err) == (
        2,
        f"{ENDLESS} was still running after 1 seconds. Which loop never ends?\n",
    )


OUTS = {
    "x.gif": "x.gif should end in .svg, .png, .pdf or .dot.",
    "nowhere/x.svg": "There is no folder nowhere.",
    ".": ". is a folder. Name a file in it, such as graph.svg",
    "full.svg": "full.svg cannot be written: No space left on device.",
}


@pytest.mark.parametrize("out, line", OUTS.items())
def test_a_place_that_cannot_be_written_is_one_line(kata, tmp_path, monkeypatch, out, line):
    kata.fill(7)
    monkeypatch.chdir(tmp_path)
    os.symlink("/dev/full", tmp_path / "full.svg")
    outcome = kata.run("draw", "Value(2.0)", "--out", out)
    assert (outcome.status, outcome.err) == (2, f"{line}\n")


def test_a_folder_is_no_target(kata):
    outcome = kata.run("draw", kata.exercises)
    assert (outcome.status, outcome.err.count("\n")) == (2, 1)
    assert "is a folder. Say stage2, or FILE:NAME" in outcome.err
