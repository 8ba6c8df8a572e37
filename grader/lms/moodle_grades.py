"""moodle.csv, a grading worksheet for Moodle, and moodle_feedback.zip, feedback files for it.

The worksheet is the one that was downloaded, and only its grades and its feedback comments are changed. The
files have the names by which "Upload multiple feedback files in a zip" finds their students. Moodle writes
headings in the language of whoever downloads them: the columns are found by what stands in them, and where.

Source: mod/assign/feedback/offline, mod/assign/gradingtable.php, mod/assign/feedback/file/importziplib.php of
https://github.com/moodle/moodle, and its language packs.
"""

import html
import io
import re
import zipfile
from dataclasses import dataclass

from ..arguments import Refused
from ..grading.gradebook import feedback, full_mark
from .matching import Student, assigned, told
from .sheets import Sheet, sheet

PARTICIPANT = re.compile(r"\D+(\d+)")  # "Participant 123", "Teilnehmer/in123"
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
LOGINS = ("ID number", "Username")
STATUS = {"Status", "Statut", "Estado", "Stato", "Situação"}  # comes first where grading is anonymous
COMMENTS = {  # in English, German, French, Spanish, Italian, Dutch and Portuguese
    *("Feedback comments", "Feedback als Kommentar", "Feedback par commentaires"),
    *("Comentarios de retroalimentación", "Commenti", "Feedback opmerkingen", "Comentários de feedback"),
}


@dataclass(frozen=True)
class Worksheet:
    """A grading worksheet, and the places of what matters in it. The identifier comes first."""

    sheet: Sheet
    grade: int  # the next one is the highest grade
    name: int | None  # None where students have no names here
    logins: tuple[int, ...]  # and e-mails
    comments: int | None

    @property
    def most(self):
        """The highest grade that Moodle takes, as it is written there."""
        return next((row[self.grade + 1].strip() for row in self.sheet.rows), "")


def book(path):
    """The Worksheet in this file. Raises Refused."""
    found = sheet(path)
    highest = _column_of_highest(found)
    if highest is None or not all(PARTICIPANT.fullmatch(row[0].strip()) for row in found.rows):
        raise Refused(
            f"{path} is no grading worksheet of Moodle: its first column must name participants, such as "
            '"Participant 123", and beside the grades must stand the highest one. Name the file as it was '
            "downloaded; the grades must be points."
        )
    name = None if highest == 3 or found.head[1] in STATUS else 1
    comments = next((place for place, name in enumerate(found.head) if name in COMMENTS), None)
    return Worksheet(found, highest - 1, name, _logins(found, highest - 1), comments)


def _logins(found, end):
    """The places of the columns, up to the grades, that hold e-mails or logins. A group is neither."""
    cells = {place: [row[place] for row in found.rows if row[place].strip()] for place in range(1, end)}
    mails = [place for place, each in cells.items() if each and all("@" in cell for cell in each)]
    return (*mails[:1], *(place for place in map(found.column, LOGINS) if place is not None))


def _column_of_highest(found):
    """The place of the column with the highest grade: the same number for all, after the grades up to it."""
    for place in range(len(found.head) - 1, 1, -1):
        highest = {row[place].strip() for row in found.rows}
        grades = {row[place - 1].strip() for row in found.rows} - {"", "-"}
        if len(highest) == 1 and all(map(NUMBER.fullmatch, highest | grades)):
            return place
    return None


def check(path, _settings):
    """Raise Refused where the points cannot be written."""
    book(path)


def written(rows, settings, path):
    """({"moodle.csv": bytes, "moodle_feedback.zip": bytes}, lines to tell)."""
    found = book(path)
    people = found.sheet.rows
    places, lost = assigned(rows, students(path), "moodle")
    lines = [_line(found, row, places.get(i), bool(lost), settings) for i, row in enumerate(people)]
    files = {_file_name(found, people[i]): feedback(row, settings) for i, row in places.items()}
    notes = [
        *_too_many(found, places.values(), settings),
        *told(lost, len(places), len(people) - len(places)),
    ]
    table = found.sheet.data(found.sheet.head, lines)
    return {"moodle.csv": table, "moodle_feedback.zip": _zip(files)}, notes


def students(path):
    """The Students in this worksheet. Raises Refused."""
    found = book(path)
    return [_student(found, row) for row in found.sheet.rows]


def _number(row):
    """The number of the participant, which Moodle takes from the end of the identifier."""
    return PARTICIPANT.fullmatch(row[0].strip())[1]


def _name(found, row):
    return "" if found.name is None else row[found.name].strip()


def _student(found, row):
    logins = (row[place].strip() for place in found.logins)
    return Student(_number(row), _name(found, row), tuple(filter(None, logins)))


def _line(found, row, graded, someone_is_lost, settings):
    """The row of the worksheet with its grade.

    Who has handed in nothing gets 0, unless there are submissions of which nobody knows whose they are.
    """
    new = list(row)
    if graded or not someone_is_lost:
        grade = min(graded.total if graded else 0, _float(found.most))
        new[found.grade] = f"{grade:.2f}".replace(".", "," if "," in found.most else ".")
    if graded and found.comments is not None:
        new[found.comments] = f"<pre>{html.escape(feedback(graded, settings))}</pre>"
    return new


def _file_name(found, row):
    name = re.sub(r"[_/\\]", " ", _name(found, row)) or "Participant"
    return f"{name}_{_number(row)}_assignsubmission_file_feedback.md"


def _zip(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode("utf-8", errors="replace"))
    return data.getvalue()


def _float(text):
    return float(text.replace(",", "."))


def _too_many(found, rows, settings):
    """A line where Moodle would refuse points, and does not get them."""
    if not found.most:
        return []
    above = sum(row.total > _float(found.most) for row in rows)
    if _float(found.most) < full_mark(settings):
        return [f"Moodle takes no more than {found.most} points, here {full_mark(settings):g}."]
    if above:
        return [f"Moodle takes no more than {found.most} points: {above} with a bonus get just these."]
    return []
