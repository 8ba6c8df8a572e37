"""`make mutants` without cosmic-ray: what it says of changes that are caught, listed, or neither."""

import io

import pytest
from rich.console import Console

from grader.authors.verify import SOLUTIONS
from tests.mutants import cosmic

TEXT = (SOLUTIONS / "derivative.py").read_text(encoding="utf-8")
SLOPE = "return (f(x + h) - f(x)) / h"


def change(new):
    """The Change of the line in slope that divides by h."""
    return cosmic._change("derivative.py", TEXT, TEXT.replace(SLOPE, new))


SAME, WRONG = change("return (f(x + h) - f(x)) / (h)"), change("return (f(x - h) - f(x)) / h")


@pytest.fixture
def told(monkeypatch):
    """A function of the changes made and of the table: (the exit status, what is printed)."""
    monkeypatch.setattr(cosmic.environment, "add_missing", lambda extra, module: None)

    def told(made, table):
        monkeypatch.setattr(cosmic, "changes", lambda file: made)
        monkeypatch.setattr(cosmic, "equivalents", lambda: table)
        out = Console(file=io.StringIO(), width=200)
        status = cosmic.report(out, ["derivative.py"])
        return status, out.file.getvalue().splitlines()

    return told


def test_what_is_caught_and_what_is_listed_is_fine(told):
    status, lines = told([SAME, WRONG], [SAME])
    assert (status, lines) == (
        0,
        [
            "derivative.py     2 made      1 killed      1 equivalent      0 surviving",
            "all               2 made      1 killed      1 equivalent      0 surviving",
        ],
    )


def test_what_survives_and_is_not_listed_is_told(told):
    status, lines = told([SAME, WRONG], [])
    assert (status, lines[2:]) == (
        1,
        [f"survives: derivative.py, slope: {SLOPE}  ->  return (f(x + h) - f(x)) / (h)"],
    )


def test_a_row_that_is_caught_after_all_is_told(told):
    status, lines = told([WRONG], [WRONG])
    assert (status, lines[2:]) == (1, [f"is caught: {WRONG}"])


def test_a_row_that_is_no_longer_made_is_told(told):
    status, lines = told([WRONG], [SAME])
    assert (status, lines[2:]) == (1, [f"no longer made: {SAME}"])


def test_a_change_over_two_lines_is_one_line():
    text = TEXT.replace(SLOPE, "return (\n        f(x + h) - f(x)) / h")
    assert (change("return (\n        f(x + h) - f(x)) / h").new, SAME.inside) == (
        "return ( f(x + h) - f(x)) / h",
        "slope",
    )
    assert cosmic._change("derivative.py", text, TEXT).old == "return ( f(x + h) - f(x)) / h"


def test_the_table_gives_a_reason_for_each_row_of_its_own():
    table = [*cosmic.equivalents()]
    assert len(table) == len(set(table))
    for row in cosmic.rows():
        assert row["why"].endswith(".") and 30 < len(row["why"]) <= 160
        assert row["file"] in {file.name for file in SOLUTIONS.glob("*.py")}
