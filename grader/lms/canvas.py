"""Canvas's "Download submissions": what its names say, and who is who.

    lovelaceada_LATE_12345_678901_engine.py     name, LATE where it was, the user, the attachment, the file
    anon_Ab3dE_678901_engine.py                 where grading is anonymous
    lovelaceada_12345_text.html                 what was typed in, or a link

The name is whatever the user calls themselves, in small letters, and the file whatever they call it. So a
name may imitate the numbers of somebody else: "lovelaceada_12345" is a name, too. Where there are two ways to
read one, nobody is taken at their word.

Source: lib/content_zipper.rb of https://github.com/instructure/canvas-lms
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from .identity import Found, Identity, Person

REST = re.compile(
    r"(?P<late>LATE_)?(?P<user>\d+|anon_[^\W_]+)_"
    r"(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<entry>(?:text|link)\.html))",
    re.DOTALL,
)
NAME = re.compile(r"\w*")
ATTEMPT = re.compile(r"(?P<stem>.+)-(?P<number>\d{1,4})(?P<end>(?:\.\w+)*)", re.DOTALL)


@dataclass(frozen=True)
class Reading:
    """One way to read the name of an entry."""

    name: str
    user: str
    late: bool
    attachment: int
    file: str


def fits(entry, is_folder):
    """Could Canvas have written this name?"""
    return not is_folder and bool(readings(entry))


def readings(entry):
    """All ways to read the name of an entry; the name of the user is shortest in the first."""
    ways, entry = [], unicodedata.normalize("NFC", entry)
    for cut in (0, *(found.end() for found in re.finditer("_", entry))):
        name, rest = entry[: max(cut - 1, 0)], REST.fullmatch(entry, cut)
        # Canvas writes names in small letters, so that LATE is never a part of one.
        if rest and NAME.fullmatch(name) and name == name.lower():
            file = rest["file"] or rest["entry"]
            ways.append(Reading(name, rest["user"], bool(rest["late"]), int(rest["attachment"] or 0), file))
    return ways


def found(entries, _view):
    """What was Found among the entries, all of which fit."""
    groups = defaultdict(list)
    for entry, _ in entries:
        ways = readings(entry)
        # Of an uncertain one the last reading: in it, whatever imitates numbers belongs to the name.
        groups[len(ways) == 1, ways[-1].name, ways[-1].user].append((entry, ways[-1]))
    return [_found(certain, files) for (certain, *_), files in groups.items()]


def _found(certain, files):
    first = files[0][1]
    last, remarks = _last_attempts(files)
    if not certain:
        remarks = [
            "whose it is can be read in two ways from the names of its files: see for yourself",
            *remarks,
        ]
    person = Person(first.name, first.user)
    late = any(reading.late for _, reading in files)
    identity = Identity("canvas", (person,), certain, late)
    label = "_".join(filter(None, (first.name, first.user)))
    parts = tuple((entry, reading.file) for entry, reading in last)
    return Found(label, parts, identity, tuple(remarks))


def _last_attempts(files):
    """Of each file that was handed in several times the last one, and remarks that say so."""
    attempts = defaultdict(list)
    for entry, reading in files:
        bare, number = _attempt(reading.file)
        attempts[bare].append((number, reading.attachment, entry, reading))
    last, remarks = [], []
    for bare, tries in attempts.items():
        *_, entry, reading = max(tries, key=lambda each: each[:2])
        last.append((entry, reading))
        if len(tries) > 1:
            remarks.append(f"{bare} was handed in {len(tries)} times; the last one is graded")
    return last, remarks


def _attempt(file):
    """(name without the number of the attempt, that number): "engine-2.py" is ("engine.py", 2)."""
    again = ATTEMPT.fullmatch(file)
    return (again["stem"] + again["end"], int(again["number"])) if again else (file, 0)
