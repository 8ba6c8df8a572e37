"""Where submissions come from: the downloads of learning management systems, clones, or a plain folder.

A download is recognised by its names, and only where all of them are those that the system writes: one name
that a student has chosen decides nothing for the others.
"""

from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from pathlib import Path

from ..grading.archives import shown
from ..grading.choice import some
from ..grading.intake import NoSubmissions, Submission, ids, submissions, taken
from . import canvas, gradescope, moodle
from .downloads import Folder, download
from .identity import Found, Identity, Person
from .wrapping import is_class, unwrapped

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
    inside: str = ""  # "2026/" or "class.zip": the one thing in what was named, which they lie in

    @property
    def told(self):
        """What they were taken for, in one line."""
        count = len(self.submissions)
        what = SOURCES[self.source] + (f" in {shown(self.inside)}" if self.inside else "")
        return f"Read as {what}: {count} submission{'s' if count != 1 else ''}.{self.hint}"


def cohort(path, wanted=None):
    """The Cohort under a path, of this source or of that which fits. Raises NoSubmissions."""
    inner = _inner(Path(path), wanted)
    inside = f"{inner.name}/" if inner and inner.is_dir() else inner.name if inner else ""
    found = replace(_cohort(inner or path, wanted), inside=inside)
    return replace(found, hint=found.hint + _hidden(inner or Path(path), found))


def _inner(path, wanted):
    """The path of the one folder or zip that the class lies in, or None: --from plain looks into none."""
    try:
        inner = unwrapped(Folder(path), partial(_is_download, wanted)) if path.is_dir() else None
    except OSError:
        return None  # which is told by who reads it
    return inner.path if inner and wanted != "plain" else None


def _is_download(wanted, entries):
    """Whether entries are those of a system, or where it is said of which, some of them."""
    if wanted in SYSTEMS:
        return any(SYSTEMS[wanted].fits(*entry) for entry in entries)
    return any(all(system.fits(*entry) for entry in entries) for system in SYSTEMS.values())


def _cohort(path, wanted):
    try:
        view = download(Path(path))
        entries = view.entries() if view else []
    except OSError:
        view, entries = None, []  # which is told below
    source = wanted or _source(entries, view)
    packed = view and not isinstance(view, Folder)
    if source == "plain" and not (packed and (wanted or is_class(view, entries))):
        return Cohort("plain", [_plain(each) for each in submissions(path)], _hint(entries, wanted))
    if not entries:
        raise NoSubmissions(f"There are no submissions in {path}. Name the folder that they lie in.")
    return Cohort(source, _submissions(source, entries, view))


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


def _hidden(path, found):
    """What of the kata lies under names that begin with a dot, and therefore has no row."""
    if not path.is_dir() or [each.path for each in found.submissions if not each.items] == [path.resolve()]:
        return ""
    names = [name for name in Folder(path).hidden() if taken(path / name).files]
    return f" Left out, since a dot is before the name: {some(names)}." if names else ""


def _plain(submission):
    """A submission of a plain folder: its name is all that is known."""
    return Submission(submission.id, submission.path, Identity("plain", (Person(submission.id),)))


def _submissions(source, entries, view):
    """The Submissions among these entries, in order of their ids."""
    labels = _unique(_found(source, entries, view))
    named = ids([(label, each.is_folder) for label, each in labels.items()])
    made = []
    for label, each in labels.items():
        items = partial(_items, view, each.parts)
        made.append(Submission(named[label], Path(view.path), each.identity, each.remarks, items))
    return sorted(made, key=lambda each: each.id)


def _found(source, entries, view):
    """What was Found among these entries. One that does not fit is a submission of its own."""
    system = SYSTEMS.get(source)
    if not system:
        prefix = _prefix([name for name, _ in entries]) if source == "git" else ""
        return [_lone(*entry, _named(source, entry[0], prefix)) for entry in entries]
    fitting = [entry for entry in entries if system.fits(*entry)]
    if not fitting:
        raise NoSubmissions(f"No name in {view.path} is one of {SOURCES[source]}. Leave --from out.")
    try:
        found = system.found(fitting, view)
    except gradescope.Unreadable as problem:
        raise NoSubmissions(str(problem)) from None
    stray = Identity(source, certain=False)
    remark = f"its name is none of {SOURCES[source]}: see for yourself whose it is"
    return found + [_lone(*entry, stray, (remark,)) for entry in entries if not system.fits(*entry)]


def _lone(entry, is_folder, identity, remarks=()):
    """An entry that is a submission of its own."""
    return Found(entry, ((entry, entry),), identity, remarks, is_folder)


def _named(source, entry, prefix):
    """The Identity of an entry whose name is all that is known."""
    login = entry.removeprefix(prefix) if source == "git" else ""
    return Identity(source, (Person(entry, login=login),))


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
    return [item for entry, name in parts for item in view.items(entry, name, search)]
