"""canvas.csv: the points, for Canvas's "Import" of grades.

The key columns and the rows are those of the gradebook that was exported, and one column has the points. A
student who is excused stays so.

Source: lib/gradebook_importer.rb and gradebook_exporter.rb of https://github.com/instructure/canvas-lms
"""

import re

from ..arguments import Refused
from ..grading.gradebook import full_mark
from .matching import Student, assigned, told
from .sheets import sheet

KEPT = ("EX", "N/A")  # who is excused, and whom the assignment is not for
TEST_STUDENT = ("Student, Test", "Student Test")
HEADS = (["Student", "ID"], ["LastName", "FirstName", "ID"])  # the second where the course asks for it


def book(path):
    """The gradebook in this file: a Sheet, and how many columns say who is who. Raises Refused."""
    found = sheet(path)
    if not any(found.head[: len(head)] == head for head in HEADS) or "Section" not in found.head:
        raise Refused(
            f"{path} is no gradebook of Canvas: its columns must begin with Student, ID and end with Section "
            "before the assignments. Take the file that Grades, Export gives."
        )
    return found, found.head.index("Section") + 1


def written(rows, settings, path):
    """({"canvas.csv": bytes}, lines to tell)."""
    found, keys = book(path)
    column = _column(found.head, settings.course.title, keys, path)
    head = [*found.head[:keys], settings.course.title if column is None else found.head[column]]
    people = [row for row in found.rows if _is_student(found, row)]
    places, lost = assigned(rows, students(path), "canvas")
    points = {id(people[place]): f"{row.total:g}" for place, row in places.items()}
    lines = []
    for row in found.rows:
        old = "" if column is None else row[column].strip()
        if "Points Possible" in row[0]:
            new = old or f"{full_mark(settings):g}"
        elif not _is_student(found, row) or old.upper() in KEPT:
            new = old
        else:
            new = points.get(id(row), old if lost else "0")
        lines.append([*row[:keys], new])
    notes = [*_differing(found, column, settings), *told(lost, len(places), len(people) - len(places))]
    return {"canvas.csv": found.data(head, lines)}, notes


def check(path, settings):
    """Raise Refused where the points cannot be written."""
    found, keys = book(path)
    _column(found.head, settings.course.title, keys, path)


def students(path):
    """The Students in this gradebook. Raises Refused."""
    found, _ = book(path)
    return [_student(found, row) for row in found.rows if _is_student(found, row)]


def _column(head, title, keys, path):
    """The place of the assignment's column; None where Canvas does not know it yet. Raises Refused."""
    named = [
        place
        for place, name in enumerate(head)
        if place >= keys and re.sub(r" \(\d+\)$", "", name).strip().casefold() == title.casefold()
    ]
    if len(named) > 1:
        raise Refused(f"{len(named)} assignments in {path} are called {title}. Rename one in Canvas.")
    return named[0] if named else None


def _is_student(found, row):
    return bool(_id(found, row)) and _name(found, row) not in ("", *TEST_STUDENT)


def _id(found, row):
    return row[found.column("ID")].strip()


def _name(found, row):
    """The name in a row. Canvas writes one that could be a formula as ="name"."""
    names = [cell.strip() for cell in row[: found.column("ID")]]
    return " ".join(re.sub(r'^="(.*)"$', r"\1", name) for name in names).strip()


def _student(found, row):
    logins = (found.column(name) for name in ("SIS Login ID", "SIS User ID"))
    logins = tuple(row[place].strip() for place in logins if place is not None)
    return Student(_id(found, row), _name(found, row), logins)


def _differing(found, column, settings):
    """A line where the assignment has another full mark than the course, or is not known yet."""
    full = f"{full_mark(settings):g}"
    if column is None:
        return [f'Canvas will make a new assignment "{settings.course.title}" of {full} points.']
    possible = next((row[column].strip() for row in found.rows if "Points Possible" in row[0]), "")
    try:
        same = float(possible.replace(",", ".")) == float(full)
    except ValueError:
        same = not possible
    if same:
        return []
    return [f"In Canvas the assignment has {possible} points, here {full}: see [points] in course.toml."]
