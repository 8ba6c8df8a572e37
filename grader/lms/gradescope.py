"""Gradescope's export: folders submission_N, and submission_metadata.yml, which says whose they are.

The metadata is YAML as Ruby writes it, with all results in it. It is read as a stream of events: no tag is
followed, no alias resolved, no object made, and however deep something is nested, it is passed over.

Source: the export itself; https://yaml.org/spec/1.1/
"""

import re
from contextlib import suppress
from datetime import UTC, datetime

from .. import environment
from ..streams import MB, Left
from .identity import Found, Identity, Person

METADATA = "submission_metadata.yml"
LARGEST = 200 * MB
ENTRY = re.compile(r"submission_(\d+)")
DEEPEST = 4  # submission_1: :submitters: a number: :name
TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)? ?(Z|UTC|[-+]\d\d:?\d\d)?")


class Unreadable(Exception):
    """The metadata cannot be read. The text says why."""


def fits(entry, is_folder):
    """Could Gradescope have written this name?"""
    return bool(ENTRY.fullmatch(entry)) if is_folder else entry == METADATA


def found(entries, view):
    """What was Found among the entries, all of which fit. Raises Unreadable."""
    if (METADATA, False) not in entries:
        raise Unreadable(f"There is no {METADATA} beside the folders. Name the whole export.")
    try:
        known = metadata(view.text(METADATA, LARGEST))
    except Left as why:
        raise Unreadable(f"{METADATA} cannot be read: it {why}.") from None
    return [_found(entry, known.get(entry)) for entry, is_folder in entries if is_folder]


def _found(entry, told):
    people, submitted = told or ([], "")
    name = people[0].name if people else ""
    remarks = () if people else (f"{METADATA} does not say whose it is",)
    identity = Identity("gradescope", tuple(people), bool(people), submitted=submitted)
    label = f"{name}_{ENTRY.fullmatch(entry)[1]}" if name else entry
    return Found(label, ((entry, entry),), identity, remarks)


def metadata(text):
    """{"submission_1": (its Persons, when it was handed in)} of this text. Raises Unreadable."""
    told = {}
    for path, value in _scalars(text):
        people, about = told.setdefault(path[0], ({}, {}))
        match path[1:]:
            case (":created_at",):
                about["submitted"] = _time(value)
            case (":submitters", int(place), ":name" | ":sid" | ":email" as key):
                people.setdefault(place, {})[key] = value
    return {
        entry: ([_person(people[place]) for place in sorted(people)], about.get("submitted", ""))
        for entry, (people, about) in told.items()
    }


def _person(said):
    return Person(said.get(":name", ""), said.get(":sid", ""), email=said.get(":email", ""))


def _time(text):
    """A time as Ruby writes it, in ISO 8601; empty where it is none."""
    parts = TIME.fullmatch(text.strip())
    with suppress(TypeError, ValueError):
        zone = "+00:00" if parts[3] in (None, "Z", "UTC") else parts[3]
        return datetime.fromisoformat(f"{parts[1]}T{parts[2]}{zone}").astimezone(UTC).isoformat()
    return ""


def _scalars(text):
    """(path, text) for each scalar that is not too deep; a path is of keys, and of places in lists."""
    environment.add_missing("grade", "yaml")
    import yaml

    try:
        yield from _walk(yaml, yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable(f"{METADATA} cannot be read: {' '.join(str(error).split())[:200]}") from None


def _walk(yaml, events):
    around = []  # of each mapping and list that we are in: [is it a list, its place or key]
    for event in events:
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            is_list = isinstance(event, yaml.SequenceStartEvent)
            around.append([is_list, 0 if is_list else None])
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            around.pop()
            _go_on(around, "")
        elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            value = getattr(event, "value", "")
            if len(around) <= DEEPEST and around and around[-1][1] is not None:
                yield tuple(place for _, place in around), value
            _go_on(around, value)


def _go_on(around, value):
    """After a value comes the next place of a list, or a key; after a key comes its value."""
    if around:
        is_list, place = around[-1]
        around[-1][1] = place + 1 if is_list else value if place is None else None
