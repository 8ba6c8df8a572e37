"""moodle.csv, a grading worksheet for Moodle, and moodle_feedback.zip, feedback files for it.

The worksheet is the one that was downloaded, and only its grades and its feedback comments are changed. The
files have the names by which "Upload multiple feedback files in a zip" finds their students.

Source: mod/assign/feedback/offline and mod/assign/feedback/file/importziplib.php of
https://github.com/moodle/moodle
"""

import html
import io
import re
import zipfile

from ..arguments import Refused
from ..grading.gradebook import feedback, full_mark
from .matching import Student, assigned, told
from .sheets import sheet

NEEDED = ("Identifier", "Grade", "Last modified (grade)")


def book(path):
    """The worksheet in this file, a Sheet. Raises Refused."""
    found = sheet(path)
    missing = [name for name in NEEDED if found.column(name) is None]
    if missing:
        raise Refused(
            f'{path} is no grading worksheet of Moodle: it has no column "{missing[0]}". '
            "Take the one that Moodle gives when it speaks English."
        )
    return found


def check(path, _settings):
    """Raise Refused where the points cannot be written."""
    book(path)


def written(rows, settings, path):
    """({"moodle.csv": bytes, "moodle_feedback.zip": bytes}, lines to tell)."""
    found = book(path)
    places, lost = assigned(rows, students(path), "moodle")
    lines = [_line(found, row, places.get(i), bool(lost), settings) for i, row in enumerate(found.rows)]
    files = {_file_name(found, found.rows[i]): feedback(row, settings) for i, row in places.items()}
    notes = [*_too_many(found, settings), *told(lost, len(places), len(found.rows) - len(places))]
    return {"moodle.csv": found.data(found.head, lines), "moodle_feedback.zip": _zip(files)}, notes


def students(path):
    """The Students in this worksheet. Raises Refused."""
    found = book(path)
    return [_student(found, row) for row in found.rows]


def _of(found, row, name):
    place = found.column(name)
    return "" if place is None else row[place].strip()


def _number(found, row):
    """The number of the participant, which Moodle takes from the end of the identifier."""
    number = re.search(r"\d+$", _of(found, row, "Identifier"))
    return number[0] if number else ""


def _student(found, row):
    logins = (_of(found, row, name) for name in ("Email address", "ID number", "Username"))
    return Student(_number(found, row), _of(found, row, "Full name"), tuple(filter(None, logins)))


def _line(found, row, graded, someone_is_lost, settings):
    """The row of the worksheet with its grade.

    Who has handed in nothing gets 0, unless there are submissions of which nobody knows whose they are.
    """
    new = list(row)
    if graded or not someone_is_lost:
        new[found.column("Grade")] = f"{graded.total if graded else 0:.2f}"
    comments = found.column("Feedback comments")
    if graded and comments is not None:
        new[comments] = f"<pre>{html.escape(feedback(graded, settings))}</pre>"
    return new


def _file_name(found, row):
    name = re.sub(r"[_/\\]", " ", _of(found, row, "Full name")) or "Participant"
    return f"{name}_{_number(found, row)}_assignsubmission_file_feedback.md"


def _zip(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode("utf-8", errors="replace"))
    return data.getvalue()


def _too_many(found, settings):
    """A line where Moodle would refuse full marks."""
    most = next((_of(found, row, "Maximum Grade") for row in found.rows), "")
    try:
        refused = bool(most) and float(most) < full_mark(settings)
    except ValueError:
        return []
    return [f"Moodle takes no more than {most} points, here {full_mark(settings):g}."] if refused else []
