"""github.csv: the roster of GitHub Classroom, with the points of each student.

The roster is what joins a repository, which knows a login of GitHub's alone, to whom the course knows. Its
identifier is what the instructor has put there: an e-mail, or a number of the university's.

Source: the file that Classroom's "Download" of a roster gives: identifier, github_username, github_id, name.
"""

from ..arguments import Refused
from ..grading.gradebook import full_mark
from .matching import Student, assigned, told
from .sheets import sheet

NEEDED = ("identifier", "github_username")


def book(path):
    """The roster in this file, a Sheet. Raises Refused."""
    found = sheet(path)
    missing = [name for name in NEEDED if found.column(name) is None]
    if missing:
        raise Refused(
            f'{path} is no roster of GitHub Classroom: it has no column "{missing[0]}". '
            "Take the one that the classroom gives under Students, Download."
        )
    return found


def check(path, _settings):
    """Raise Refused where the points cannot be written."""
    book(path)


def students(path):
    """The Students in this roster. Raises Refused."""
    found = book(path)
    return [_student(found, row) for row in found.rows]


def _student(found, row):
    """A Student, whose name may be missing. Who has not joined the classroom has no login."""
    identifier, login = (row[found.column(name)].strip() for name in NEEDED)
    named = found.column("name")
    name = "" if named is None else row[named].strip()
    return Student(identifier, name or identifier, tuple(filter(None, (login, identifier))))


def written(rows, settings, path):
    """({"github.csv": bytes}, lines to tell)."""
    found = book(path)
    places, lost = assigned(rows, students(path), "github")
    none = "" if lost else "0"
    points = [f"{places[i].total:g}" if i in places else none for i in range(len(found.rows))]
    full = f"{full_mark(settings):g}"
    lines = [[*row, each, full] for row, each in zip(found.rows, points, strict=True)]
    table = found.data([*found.head, "points", "of"], lines)
    return {"github.csv": table}, told(lost, len(places), len(found.rows) - len(places))
