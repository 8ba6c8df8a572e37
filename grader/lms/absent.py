"""The students of a gradebook who have handed in nothing: each is a submission, too, without a file."""

from dataclasses import replace

from ..grading.intake import Submission, ids
from .identity import Identity, Person
from .matching import assigned


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
    hint = f"{found.hint} {len(added)} of the gradebook have handed in nothing."
    return replace(found, submissions=everyone, hint=hint)


def _own_id(student, used):
    """An id that is not used yet, and from now on is."""
    label = "_".join(dict.fromkeys((student.name, student.id)))  # a roster may know one of them alone
    (id,) = ids([(label, True)]).values()
    while id.casefold() in used:
        id += "+"
    used.add(id.casefold())
    return id


def _nothing(search):
    search.note("Nothing was handed in")
    return []
