"""Moodle's "Download all submissions": what its names say.

    Ada Lovelace_12345_assignsubmission_file/engine.py     a folder for each student (older: file_/)
    Ada Lovelace_12345_assignsubmission_file_engine.py     all files in one folder
    Ada Lovelace_12345_assignsubmission_onlinetext/…       what was typed in

The number is the participant's in this assignment. Moodle makes a space of each "_" in a name, so that nobody
can imitate a number.

Source: mod/assign/classes/downloader.php of https://github.com/moodle/moodle
"""

import re
from collections import defaultdict

from .identity import Found, Identity, Person

ENTRY = re.compile(
    r"(?P<name>[^_]+)(?:_(?P<id>\d+))?_assignsubmission_(?P<kind>file|onlinetext)(?:_(?P<file>.*))?",
    re.DOTALL,
)


def fits(entry, is_folder):
    """Could Moodle have written this name?"""
    named = ENTRY.fullmatch(entry)
    return bool(named) and bool(named["file"]) != is_folder


def found(entries, _view):
    """What was Found among the entries, all of which fit."""
    groups = defaultdict(list)
    for entry, _ in entries:
        named = ENTRY.fullmatch(entry)
        groups[named["name"], named["id"] or ""].append((entry, named["file"] or named["kind"]))
    return [_found(Person(*who), parts) for who, parts in groups.items()]


def _found(person, parts):
    label = "_".join(filter(None, (person.name, person.id)))
    # Those in no team are one team without a number.
    return Found(label, tuple(parts), Identity("moodle", (person,), certain=bool(person.id)))
