"""Which student of a gradebook has handed in which submission.

By the id in the system itself, else by login or e-mail, else by name. Where there is doubt, nobody gets the
points, and it is said why: a name or a login may be chosen by whoever hands in.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from ..seats.explain import CONTROL

MOST_TOLD = 20


@dataclass(frozen=True)
class Student:
    """Someone in a gradebook."""

    id: str
    name: str
    logins: tuple[str, ...] = ()  # and e-mails


def assigned(rows, students, system):
    """({place among the students: Row}, lines about the Rows that nobody was found for)."""
    index = _index(students)
    claims, lost = defaultdict(list), []
    for row in rows:
        if not row.identity.certain or not row.identity.people:
            lost.append(f"{row.id}: it is not certain whose it is")
            continue
        for person in row.identity.people:
            place, why = _place(person, row.identity.source == system, students, index)
            if why:
                who = f"{row.id} ({person.name})" if len(row.identity.people) > 1 else row.id
                lost.append(f"{who}: {why}")
            else:
                claims[place].append(row)
    for place, claiming in claims.items():
        if len(claiming) > 1:
            who = students[place].name or students[place].id
            lost += [f"{row.id}: another submission is {who}'s, too" for row in claiming]
    return {place: claiming[0] for place, claiming in claims.items() if len(claiming) == 1}, lost


def told(lost, given, absent):
    """What is said about an export: how many have points, and who was not found."""
    lines = [f"Points for {_counted(given, 'student')}; {_counted(len(lost), 'submission')} without one."]
    lines += [f"  {CONTROL.sub('?', line)}" for line in lost[:MOST_TOLD]]
    lines += [f"  and {len(lost) - MOST_TOLD} more"] if len(lost) > MOST_TOLD else []
    if absent and lost:
        left = "no points until it is clear whose all others are"
        lines.append(f"{_counted(absent, 'student')} without a submission: {left}.")
    elif absent:
        lines.append(f"{_counted(absent, 'student')} without a submission: 0 points.")
    return lines


def _counted(number, what):
    return f"{number} {what}{'' if number == 1 else 's'}"


def _index(students):
    """{(kind, text): places} for each way to find a student."""
    index = defaultdict(list)
    for place, student in enumerate(students):
        keys = {("id", student.id), ("name", _words(student.name))}
        for key in keys | {("login", login.casefold()) for login in student.logins}:
            if key[1]:
                index[key].append(place)
    return index


def _place(person, own, students, index):
    """(the place of a person's student, why there is none)."""
    ids = [("id", person.id)] if own else [("login", person.id.casefold())]
    logins = [("login", login.casefold()) for login in (person.login, person.email)]
    for kind, text in (*ids, *logins, ("name", _words(person.name))):
        places = index.get((kind, text), ()) if text else ()
        if len(places) > 1:
            return None, f"{len(places)} students have the same {kind}"
        if places and kind == "id" and not _may_be(person.name, students[places[0]].name):
            return None, f"its id is that of {students[places[0]].name}, and its name is another"
        if places:
            return places[0], ""
    return None, "nobody in the gradebook has its id, login or name"


def _words(name):
    """The words of a name, whatever their order: "Lovelace, Ada" is "Ada Lovelace"."""
    return " ".join(sorted(re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())))


def _may_be(name, other):
    """May these be one name, of which one has lost all that is no letter? A name that is not known may."""
    letters = [re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", each).casefold()) for each in (name, other)]
    return not all(letters) or letters[0] == letters[1]
