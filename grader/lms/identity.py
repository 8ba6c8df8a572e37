"""Whose a submission is, and when it was handed in, as far as the system says that it came from.

All texts in here come from students' names or from names of files: they are data.
"""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """One student, or one team. What the system does not say is empty."""

    name: str = ""
    id: str = ""  # in the system: Canvas's user, Moodle's participant, Gradescope's SID
    login: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who has handed in a submission."""

    source: str = "plain"  # a key of grader.lms.SOURCES
    people: tuple[Person, ...] = ()
    certain: bool = True  # False: who it is can be read in two ways, and nobody is given these points
    late: bool = False  # what the system says
    submitted: str = ""  # ISO 8601 with its offset, where it is known

    def as_dict(self):
        """Plain data, for the store."""
        return asdict(self)

    @classmethod
    def of(cls, data):
        """The Identity that was kept as this data."""
        return cls(**data | {"people": tuple(Person(**each) for each in data["people"])})


NOBODY = Identity()


@dataclass(frozen=True, slots=True)
class Found:
    """A submission in a download: the entries that it is made of, each with its name before the download."""

    label: str  # its id is made of this
    parts: tuple[tuple[str, str], ...]  # (entry, name)
    identity: Identity
    remarks: tuple[str, ...] = ()
    is_folder: bool = True  # False: the label is a file's name, and has a suffix
