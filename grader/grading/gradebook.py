"""What a grading run leaves: grades.csv, results/ID.json, feedback/ID.md and report.html, from its store.

Whatever a submission says is data here. In Markdown it stands in a fence that it cannot close, or in words of
which none is a link, and a spreadsheet does not take it for a formula, wherever it separates its cells.

Sources: RFC 4180 (CSV); https://gradescope-autograders.readthedocs.io/en/latest/specs/ (results.json);
https://github.github.com/gfm/ (Markdown); https://owasp.org/www-community/attacks/CSV_Injection.
"""

import csv
import io
import json
import os
import re
import shutil
from dataclasses import dataclass

from ..lms.identity import NOBODY, Identity
from ..seats.explain import CONTROL, Finding, as_text, misconceived
from ..seats.score import is_example
from ..stages import stages
from .counted import counted, lateness, share_kept
from .course import ALL, Course

BONUS = "That is more than the full mark: bonuses count on top of it."
STANDS_ON = "Stage {} is not right yet, and this stage stands on it. What is wrong here may come from there."
TOO_LONG = "since the tests before took too long"
OPEN = "graded without a sandbox: nothing kept the code from changing its own grade"
LONGEST_OUTPUT = 100_000  # characters, where Gradescope cuts
SIGNS = tuple("=+-@＝＋－＠\u0022")  # how a formula begins; a quotation mark would swallow the next cells
# What encloses a word, and the word itself. Parentheses that it opens and closes are its own: exit(), (1).py
WORD = re.compile(r"(\(?)((?:\([^()]*\)|[^()])*?)([,;:.)]*)")
UNEVEN = re.compile(r"(\(?)(.*?)([,;:.)]*)")  # the same where they do not match
LINKING = re.compile(r"[.:/@#$!%&~^].")  # what links, mentions, emoji and mathematics have in them


@dataclass(frozen=True)
class Row:
    """One submission and what has come of it."""

    id: str
    sha256: str
    status: str
    notes: tuple[str, ...]
    verdict: dict | None  # as it counts in the course
    identity: Identity = NOBODY
    course: Course = ALL

    @property
    def points(self):
        """The points of each graded stage, by its number as a text."""
        return self.verdict["points"] if self.verdict else {}

    @property
    def total(self):
        """All points, bonuses included, and what lateness leaves of them."""
        return round(sum(self.points.values()) * share_kept(self.identity, self.course), 1)


class Rows:
    """The Rows of a Store, or of a Finished one, in order and each time anew."""

    def __init__(self, store, settings):
        self.store, self.settings = store, settings

    def __iter__(self):
        return rows(self.store, self.settings)

    def __len__(self):
        return len(self.store)


def rows(store, settings):
    """The Rows of all submissions, in order."""
    always = () if settings.sandboxed else (OPEN,)
    for name, sha256, status, notes, identity, verdict in store.submissions():
        late = lateness(identity, settings.course)
        notes = (*notes, *(verdict["notes"] if verdict else ()), *late, *always)
        status = verdict["status"] if verdict else status
        verdict = counted(verdict, settings.course) if verdict else None
        yield Row(name, sha256, status, notes, verdict, identity, settings.course)


def write(folder, rows, settings):
    """Write all files of these Rows into the folder. What an earlier run left is replaced."""
    for name in ("results", "feedback"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir()
    for row in rows:
        results = json.dumps(gradescope(row), indent=2, ensure_ascii=False)
        _write_text(folder / "results" / f"{row.id}.json", results)
        _write_text(folder / "feedback" / f"{row.id}.md", feedback(row, settings))
    unfinished = folder / "grades.csv.new"
    _write_text(unfinished, grades(rows, settings))
    os.replace(unfinished, folder / "grades.csv")
    from . import report

    unfinished = folder / "report.html.new"
    report.write(unfinished, rows, settings)
    os.replace(unfinished, folder / "report.html")


def _write_text(path, text):
    """Write a file. Half a character, which no file can hold, becomes a question mark."""
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")


def full_mark(settings):
    """The points of all graded stages, bonuses left out."""
    graded = [stages()[number] for number in settings.stages]
    return sum(settings.course.full(stage) for stage in graded if not stage.bonus)


# -- grades.csv -------------------------------------------------------------------------------------


def grades(every_row, settings):
    """The text of grades.csv. The columns of stages that were not graded are empty."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    numbers = [str(stage.number) for stage in stages()]
    columns = [f"stage{number}" for number in numbers]
    table.writerow(
        ["submission", *columns, "total", "max", "status", "seconds", "sha256", "note"],
    )
    for row in every_row:
        nothing = 0 if row.verdict is None else ""
        graded = [str(number) for number in settings.stages]
        points = [row.points.get(n, nothing if n in graded else "") for n in numbers]
        seconds = row.verdict["seconds"] if row.verdict else 0
        table.writerow(
            [
                *map(cell, (row.id, *points, row.total, full_mark(settings), row.status, seconds)),
                cell(row.sha256),
                "; ".join(map(cell, row.notes)),  # where a semicolon separates, each begins a cell
            ]
        )
    return text.getvalue()


def cell(value):
    """A value as the text of a cell, which no spreadsheet takes for a formula."""
    if isinstance(value, int | float):
        return f"{value:g}"
    text = CONTROL.sub("?", value).replace("\t", " ").replace(";", ",")
    return f"'{text}" if text.lstrip().startswith(SIGNS) else text


# -- results.json -----------------------------------------------------------------------------------


def gradescope(row):
    """The submission as Gradescope's results.json: for each function its examples, and its hidden tests."""
    seconds = row.verdict["seconds"] if row.verdict else 0
    functions = row.verdict["functions"] if row.verdict else ()
    return {
        "score": row.total,
        "execution_time": seconds,
        "output": _cut("\n".join(filter(None, [*row.notes, _beliefs(row)]))),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"status": row.status, "sha256": row.sha256},
        "tests": [test for each in functions for test in _tests(row, each)],
    }


def _tests(row, function):
    """The entries for one function. Its points are with the hidden tests: examples alone earn nothing."""
    examples, right, out = function["examples"], function["examples_passed"], left_out(function, "examples_")
    tests, passed, all_out = function["tests"], function["passed"], left_out(function)
    hidden = (tests - examples, passed - right, all_out - out)
    parts = [
        ("examples", examples, right, out, "visible"),
        ("hidden tests", *hidden, row.course.hidden_tests),
    ]
    entries = [_entry(row, function, *part) for part in parts if part[1]]
    stage = stages()[function["stage"]]
    most = stage.function(function["function"]).points * row.course.share(stage)
    entries[-1] |= {"score": function["points"], "max_score": round(most, 2)}
    return entries


def counted_in_words(right, tests, out, kind="tests"):
    """How many of these pass, and how many were left out."""
    return f"{right} of {tests} {kind} pass" + (f"; {out} not tried, {TOO_LONG}" if out else "")


def left_out(function, kind=""):
    """How many of its tests were left out, which grades of an earlier version do not tell."""
    return function.get(f"{kind}untried", 0)


def _entry(row, function, kind, tests, right, out, visibility):
    stage = stages()[function["stage"]]
    about = stage.function(function["function"])
    bonus = " (bonus)" if about.bonus or stage.bonus else ""
    counts = counted_in_words(right, tests, out, kind if kind == "examples" else "tests")
    found = _found(row, about, kind == "examples")
    return {
        "name": f"stage {stage.number}: {about.name}, {kind}{bonus}",
        "number": f"{stage.number}.{stage.functions.index(about) + 1}{kind[0]}",
        "status": "passed" if right == tests else "failed",
        "output": _cut(f"{counts}\n\n{found}" if found else counts),
        "output_format": "text",
        "tags": [f"stage{stage.number}"],
        "visibility": visibility,
    }


def _found(row, about, by_example):
    """The text of the stage's finding where it is about this function, and such a test has found it."""
    number = str(about.stage)
    finding = row.verdict["findings"].get(number)
    if not finding or finding["function"] != about.name:
        return ""
    return as_text(Finding(**finding)) if is_example(row.verdict["found_by"][number]) == by_example else ""


def _cut(text):
    return text.replace("\0", "?")[:LONGEST_OUTPUT]


# -- feedback ---------------------------------------------------------------------------------------


def feedback(row, settings):
    """What the student reads, in Markdown."""
    lines = [f"# {escaped(row.id)}", "", f"**{row.total:g} of {full_mark(settings):g} points**", ""]
    lines += [BONUS, ""] if row.total > full_mark(settings) else []
    lines += [f"- {escaped(note)}" for note in row.notes]
    lines += [""] if row.notes else []
    if row.verdict and row.verdict["functions"]:
        lines += ["| stage | tests that pass | points |", "|---|---|---|"]
        lines += [_table_line(row, stages()[number]) for number in settings.stages]
        beliefs = _beliefs(row)
        lines += ["", *fenced(beliefs)] if beliefs else []
        for number in settings.stages:
            lines += ["", *_stage_lines(row, stages()[number])]
    return "\n".join(lines).rstrip() + "\n"


def _beliefs(row):
    """The text about the misconceptions that fit all that the code does; empty where there are none."""
    return misconceived(row.verdict["misconceptions"]) if row.verdict else ""


def _of(row, stage):
    return [each for each in row.verdict["functions"] if each["stage"] == stage.number]


def _table_line(row, stage):
    passed, tests = (sum(each[name] for each in _of(row, stage)) for name in ("passed", "tests"))
    full = f"{row.course.full(stage):g}{', a bonus' if stage.bonus else ''}"
    points = f"{row.points[str(stage.number)]:g} of {full}"
    return f"| {stage.number} {stage.title} | {passed} of {tests} | {points} |"


def _stage_lines(row, stage):
    """What works, the first failure in full, what else does not pass, what is open, what to watch again."""
    lines = [f"## Stage {stage.number}: {stage.title}", ""]
    finding, mine = row.verdict["findings"].get(str(stage.number)), _of(row, stage)
    missed = [each for each in mine if each["passed"] < each["tests"]]
    untried = [each for each in missed if each["passed"] + left_out(each) == each["tests"]]
    if not finding and not untried:
        return [*lines, f"Everything passes. You have {stage.goal}."]
    if not finding:
        return [*lines, *_untried_lines(untried)]
    again = "; ".join(f"`{time}` {what}" for time, what in stage.lecture)
    watch = ["", f"To watch again, in the lecture: {again}."]
    begun = any(each["passed"] for each in mine) or finding.get("ask")  # which tells of a name that is close
    if finding["kind"] == "todo" and not begun:
        first = f"Not begun: {stage.goal}. The first thing to write is `{finding['function']}`."
        return [*lines, first, *watch]
    if shaky := _wrong_before(row, stage):
        lines += [STANDS_ON.format(shaky), ""]
    works = [f"`{each['function']}`" for each in mine if each["passed"] == each["tests"]]
    lines += [f"What works: {', '.join(works)}. The first thing to mend:", ""] if works else []
    lines += [*fenced(as_text(Finding(**finding))), "", "Not all tests pass yet for:", ""]
    lines += [_open_line(each, stage) for each in missed if each not in untried]
    lines += ["", *_untried_lines(untried)] if untried else []
    return lines + watch


def _wrong_before(row, stage):
    """The number of the first stage below what fails here in which something is wrong, too, or None."""
    findings = row.verdict["findings"]
    about = stage.function(findings[str(stage.number)]["function"]) or stage
    wrong = (n for n in about.stands_on if str(n) in findings and _counts(findings[str(n)]))
    return next(wrong, None)


def _counts(finding):
    """Is it about something that is written, wrong, and no bonus?"""
    about = stages()[finding["stage"]].function(finding["function"])
    return finding["kind"] != "todo" and not (about and about.bonus)


def _open_line(function, stage):
    bonus = ", a bonus" if stage.function(function["function"]).bonus else ""
    stub = ", still to be written" if function["stub"] else ""
    untried = f", {left_out(function)} not tried" if left_out(function) else ""
    return f"- `{function['function']}`: {function['passed']} of {function['tests']}{untried}{stub}{bonus}"


def _untried_lines(functions):
    """What was not tried: that is no failure, and earns nothing all the same."""
    counts = [(each["function"], left_out(each), each["tests"]) for each in functions]
    lines = [f"- `{name}`, {untried} of {tests} tests" for name, untried, tests in counts]
    return [f"Not tried, {TOO_LONG}:", "", *lines]


def fenced(text):
    """The text as lines of a code block, whatever is in it."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", text, fence]


def escaped(text):
    """The text, one line, as Markdown that shows it and does nothing else."""
    words = CONTROL.sub("?", text).replace("\t", " ").split(" ")
    line = " ".join(_harmless(*_parts(word)) for word in words)
    return re.sub(r"^( *\d*)([-+=.)])", r"\1\\\2", line)  # no list, no line under a heading


def _parts(word):
    return (WORD.fullmatch(word) or UNEVEN.fullmatch(word)).groups()


def _harmless(before, word, after):
    """A word as code where it may become a link: GitHub makes links of escaped words, too."""
    if not LINKING.search(word):
        return before + re.sub(r"([\\`*_{}\[\]<>#|~&:@])", r"\\\1", word) + after
    longest = max(map(len, re.findall("`+", word)), default=0)
    fence, space = "`" * (longest + 1), " " * ("`" in word)
    return f"{before}{fence}{space}{word}{space}{fence}{after}"
