"""Where submissions come from: the downloads of learning management systems, clones, or a plain folder.

A download is recognised by its names, and only where all of them are those that the system writes: one name
that a student has chosen decides nothing for the others.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from pathlib import Path

from ..intake import NoSubmissions, Submission, ids, submissions
from . import canvas, gradescope, moodle
from .downloads import Folder, download
from .identity import Found, Identity, Person
from .matching import assigned

SYSTEMS = {"canvas": canvas, "moodle": moodle, "gradescope": gradescope}
SOURCES = {
    "canvas": "Canvas's download",
    "moodle": "Moodle's download",
    "gradescope": "Gradescope's export",
    "git": "a folder of git clones",
    "plain": "a plain folder",
}


@dataclass(frozen=True)
class Cohort:
    """The submissions of a class, and where they come from."""

    source: str
    submissions: list[Submission]

    hint: str = ""

    @property
    def told(self):
        """What they were taken for, in one line."""
        count = len(self.submissions)
        return f"Read as {SOURCES[self.source]}: {count} submission{'s' if count != 1 else ''}.{self.hint}"


def cohort(path, wanted=None):
    """The Cohort under a path, of this source or of that which fits. Raises NoSubmissions."""
    try:
        view = download(Path(path))
        entries = view.entries() if view else []
    except OSError:
        view, entries = None, []  # which is told below
    source = wanted or _source(entries, view)
    if source == "plain" and not (wanted and view and not isinstance(view, Folder)):
        return Cohort("plain", [_plain(each) for each in submissions(path)], _hint(entries, wanted))
    if not entries:
        raise NoSubmissions(f"There are no submissions in {path}. Name the folder that they lie in.")
    return Cohort(source, _submissions(source, entries, view))


def with_absent(found, system, students):
    """The Cohort, and besides it the students of a gradebook who have handed in nothing.

    As long as it is not clear whose all submissions are, it is not clear either who has handed in nothing.
    """
    places, lost = assigned(found.submissions, students, system)
    if lost or len(places) == len(students):
        return found
    absent = [each for place, each in enumerate(students) if place not in places]
    used = {each.id.casefold() for each in found.submissions}
    path = found.submissions[0].path
    added = [
        Submission(_own_id(each, used), path, Identity(system, (Person(each.name, each.id),)), (), _nothing)
        for each in absent
    ]
    everyone = sorted([*found.submissions, *added], key=lambda each: each.id)
    hint = f" {len(added)} of the gradebook have handed in nothing."
    return replace(found, submissions=everyone, hint=hint)


def _own_id(student, used):
    """An id that is not used yet, and from now on is."""
    (id,) = ids([(f"{student.name}_{student.id}", True)]).values()
    while id.casefold() in used:
        id += "+"
    used.add(id.casefold())
    return id


def _nothing(search):
    search.note("Nothing was handed in")
    return []


def _source(entries, view):
    for name, system in SYSTEMS.items():
        if entries and all(system.fits(*entry) for entry in entries):
            return name
    folders = [name for name, is_folder in entries if is_folder]
    clones = isinstance(view, Folder) and len(folders) > 0 and len(folders) == len(entries)
    return "git" if clones and all(view.holds(name, ".git") for name in folders) else "plain"


def _hint(entries, wanted):
    """Where most names are those of a system, and some are not, how to read them so."""
    for name, system in {} if wanted else SYSTEMS.items():
        fitting = sum(system.fits(*entry) for entry in entries)
        if 2 * fitting > len(entries):
            what = SOURCES[name].split("'")[0]
            return f" {fitting} of {len(entries)} names are {what}'s; --from {name} reads them so."
    return ""


def _plain(submission):
    """A submission of a plain folder: its name is all that is known."""
    return Submission(submission.id, submission.path, Identity("plain", (Person(submission.id),)))


def _submissions(source, entries, view):
    """The Submissions among these entries, in order of their ids. What does not fit is one of its own."""
    system = SYSTEMS.get(source)
    fitting = [entry for entry in entries if system and system.fits(*entry)]
    if system and not fitting:
        raise NoSubmissions(f"No name in {view.path} is one of {SOURCES[source]}. Leave --from out.")
    try:
        found = system.found(fitting, view) if system else []
    except gradescope.Unreadable as problem:
        raise NoSubmissions(str(problem)) from None
    prefix = _prefix([name for name, _ in entries]) if source == "git" else ""
    others = [entry for entry in entries if entry not in fitting]
    found += [_lone(source, *entry, prefix) for entry in others]
    labels = _unique(found)
    named = ids([(label, each.is_folder) for label, each in labels.items()])
    made = [
        Submission(
            named[label], Path(view.path), each.identity, each.remarks, partial(_items, view, each.parts)
        )
        for label, each in labels.items()
    ]
    return sorted(made, key=lambda each: each.id)


def _lone(source, entry, is_folder, prefix):
    """An entry that is a submission of its own."""
    person = Person(entry, login=entry.removeprefix(prefix) if source == "git" else "")
    certain = source in ("git", "plain")
    remarks = () if certain else (f"its name is none of {SOURCES[source]}: see for yourself whose it is",)
    return Found(entry, ((entry, entry),), Identity(source, (person,), certain), remarks, is_folder)


def _prefix(names):
    """What all clones begin with, up to a dash: GitHub Classroom puts the assignment before the login."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    common = "".join(letters[0] for letters in same) if len(names) > 1 else ""
    return common[: common.rfind("-") + 1]


def _unique(found):
    """The Found by their labels, of which one that is taken gets a plus."""
    labels = {}
    for each in found:
        label = each.label
        while label in labels:
            label += "+"
        labels[label] = each
    return labels


def _items(view, parts, search):
    """The Items of a submission that is made of these parts."""
    called = Counter(name for _, name in parts)
    return [
        item
        for entry, name in parts
        for item in view.items(entry, name if called[name] == 1 else entry, search)
    ]
