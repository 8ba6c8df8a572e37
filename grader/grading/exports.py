"""`grade --export`: the grades as other programs take them.

Each file is written beside grades.csv, and is there as a whole or not at all.

Sources: RFC 4180 (CSV); the schema of JUnit's XML in Jenkins's xUnit plugin (junit-10.xsd), and as pytest
writes it (xunit2); those of the LMS's files are named in grader/lms/.
"""

import csv
import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

from ..arguments import Refused
from ..lms import canvas_grades, github_grades, moodle_grades
from ..seats.explain import Finding, as_text
from ..stages import stages
from .gradebook import cell, counted_in_words, full_mark, left_out

# What XML 1.0 cannot hold, https://www.w3.org/TR/xml/#charsets
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Export:
    """One way to write the grades."""

    files: tuple[str, ...]
    written: Callable  # of the Rows, the Settings and the gradebook: ({file: bytes}, lines to tell)
    check: Callable | None = None  # of the gradebook and the Settings, where one is needed
    gradebook: str = ""  # what that is
    students: Callable | None = None  # those in it


def check(names, gradebook, settings):
    """Raise Refused where one of these exports cannot be written, before hours are spent on grading."""
    needing = [name for name in names if EXPORTS[name].check]
    if gradebook and not needing:
        raise Refused("--gradebook is for --export canvas, moodle or github.")
    for name in needing:
        if not gradebook:
            raise Refused(f"--export {name} needs --gradebook FILE: {EXPORTS[name].gradebook}.")
        EXPORTS[name].check(gradebook, settings)


def students(names, gradebook):
    """(the system of the gradebook, the Students in it); none where no gradebook is needed."""
    needing = [name for name in names if EXPORTS[name].students]
    return (needing[0], EXPORTS[needing[0]].students(gradebook)) if needing else ("", [])


def write(folder, names, gradebook, rows, settings):
    """Write these exports into the folder. Returns lines to tell. Raises Refused and OSError."""
    lines = []
    for name in dict.fromkeys(names):
        files, told = EXPORTS[name].written(rows, settings, gradebook)
        for file, data in files.items():
            _write(folder / file, data, gradebook)
        lines += [f"Written to {folder}: {', '.join(files)}", *told]
    return lines


def _write(path, data, gradebook):
    if gradebook and path.exists() and path.samefile(gradebook):
        raise Refused(f"{gradebook} would be overwritten. Put the gradebook elsewhere.")
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.write_bytes(data)
    os.replace(unfinished, path)


# -- csv --------------------------------------------------------------------------------------------


def _csv(rows, _settings, _gradebook):
    """A line for each function of each submission."""
    head = ("submission", "stage", "function", "points", "of", "passed", "tests")
    lines = [
        (
            row.id,
            each["stage"],
            each["function"],
            each["points"],
            _worth(row, each),
            each["passed"],
            each["tests"],
        )
        for row in rows
        for each in _functions(row)
    ]
    return {"functions.csv": _table(head, lines)}, []


def _gradescope(rows, settings, _gradebook):
    """A line for each student, in the columns of Gradescope's own table of scores."""
    head = ("Name", "SID", "Email", "Total Score", "Max Points", "Submission ID")
    lines = [
        (person.name, person.id, person.email, row.total, full_mark(settings), row.id)
        for row in rows
        for person in row.identity.people
    ]
    return {"gradescope.csv": _table(head, lines)}, []


def _functions(row):
    return row.verdict["functions"] if row.verdict else ()


def _worth(row, each):
    stage = stages()[each["stage"]]
    return round(stage.function(each["function"]).points * row.course.share(stage), 2)


def _table(head, lines):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *(map(cell, line) for line in lines)])
    return text.getvalue().encode("utf-8", errors="replace")


# -- junit ------------------------------------------------------------------------------------------


def _junit(rows, settings, _gradebook):
    """A suite for each submission, and in it a case for each function. Their names are unique."""
    top = ElementTree.Element("testsuites", name=_xml(settings.course.title))
    for row in rows:
        cases = [_case(row, each) for each in _functions(row)] or [_no_case(row)]
        counts = {kind: str(sum(case.find(kind[:-1]) is not None for case in cases)) for kind in KINDS}
        seconds = f"{row.verdict['seconds'] if row.verdict else 0:.3f}"
        suite = ElementTree.SubElement(
            top, "testsuite", name=_xml(row.id), tests=str(len(cases)), skipped="0", time=seconds, **counts
        )
        suite.extend(cases)
    return {"junit.xml": ElementTree.tostring(top, encoding="utf-8", xml_declaration=True)}, []


KINDS = ("failures", "errors")


def _case(row, each):
    stage = stages()[each["stage"]]
    name = f"{_xml(row.id)}.stage{stage.number}"
    case = ElementTree.Element("testcase", classname=name, name=each["function"], time="0.000")
    if each["passed"] < each["tests"] or not each["tests"]:
        finding = row.verdict["findings"].get(str(stage.number))
        first = finding and finding["function"] == each["function"]
        counts = counted_in_words(each["passed"], each["tests"], left_out(each))
        failure = ElementTree.SubElement(case, "failure", message=counts, type="failed")
        failure.text = _xml(as_text(Finding(**finding))) if first else counts
    return case


def _no_case(row):
    """What stands for a submission of which nothing could be tested."""
    case = ElementTree.Element("testcase", classname=_xml(row.id), name="the submission", time="0.000")
    error = ElementTree.SubElement(case, "error", message=row.status, type=row.status)
    error.text = _xml("\n".join(row.notes))
    return case


def _xml(text):
    return NOT_XML.sub("?", text)


EXPORTS = {
    "canvas": Export(
        ("canvas.csv",),
        canvas_grades.written,
        canvas_grades.check,
        "what Canvas gives under Grades, Export",
        canvas_grades.students,
    ),
    "moodle": Export(
        ("moodle.csv", "moodle_feedback.zip"),
        moodle_grades.written,
        moodle_grades.check,
        "the grading worksheet that Moodle gives under the assignment's grading actions",
        moodle_grades.students,
    ),
    "github": Export(
        ("github.csv",),
        github_grades.written,
        github_grades.check,
        "the roster that GitHub Classroom gives under Students, Download",
        github_grades.students,
    ),
    "gradescope": Export(("gradescope.csv",), _gradescope),
    "csv": Export(("functions.csv",), _csv),
    "junit": Export(("junit.xml",), _junit),
}
