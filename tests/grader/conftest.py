"""What the grader's own tests share: a kata in a folder of its own, and commands as a learner gives them."""

import os
from dataclasses import dataclass

import pytest

from grader import cli
from grader.grading.intake import taken
from grader.practice import hints, journal, workshop
from grader.source import stub_files
from tests.grader.uploads import data_of, lay

CALLERS = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "KATA_STARTED", "COLUMNS", "LINES")

# The files that take longest. `make test` begins with them: what begins last should be done soon.
LONGEST = (
    *(
        "test_verify",
        "test_soak",
        "test_grade",
        "test_page",
        "test_commands",
        "test_cluster",
        "test_messages",
    ),
    *("test_report", "test_kills", "test_autograde", "test_watch"),
)


def pytest_collection_modifyitems(items):
    """Put the longest files first, and leave the others in their order."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


@pytest.fixture(scope="session", autouse=True)
def nobody_has_called_us():
    """Forget what make, the launcher and a terminal have told us: no process of a test is to know it."""
    for name in CALLERS:
        os.environ.pop(name, None)


@dataclass
class Outcome:
    """How a command ended: its exit status and what it said."""

    status: int
    out: str
    err: str


class Kata:
    """A checkout of somebody's: its exercises, its backups, its commands."""

    def __init__(self, folder, capsys):
        self.exercises, self.backups = folder / "exercises", folder / "backups"
        self.exercises.mkdir()
        self._capsys = capsys

    def fill(self, before=0):
        """Write the exercises of someone who has finished all stages before that one."""
        for name, text in stub_files(before).items():
            (self.exercises / name).write_text(text, encoding="utf-8")

    def write(self, name, text, encoding="utf-8"):
        """Write one file of the exercises, as a whole."""
        (self.exercises / name).write_text(text, encoding=encoding)

    def edit(self, name, old, new):
        """Change one place in a file of the exercises."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def read(self, name):
        """The text of a file of the exercises."""
        return (self.exercises / name).read_text(encoding="utf-8")

    def run(self, *arguments):
        """What `python -m grader ARGUMENTS` does."""
        self._capsys.readouterr()
        status = cli.main([str(each) for each in arguments])
        said = self._capsys.readouterr()
        return Outcome(status, said.out, said.err)


@pytest.fixture
def kata(tmp_path, monkeypatch, capsys):
    """Stubs in a folder with a space and an umlaut, and all commands pointed at it."""
    folder = tmp_path / "mein Käta"
    folder.mkdir()
    kata = Kata(folder, capsys)
    monkeypatch.setattr(workshop, "EXERCISES", kata.exercises)
    monkeypatch.setattr(workshop, "BACKUPS", kata.backups)
    monkeypatch.setattr(hints, "SEEN", folder / ".kata" / "hints.json")
    monkeypatch.setattr(journal, "JOURNAL", folder / ".kata" / "journal.txt")
    kata.fill()
    return kata


@pytest.fixture
def take(tmp_path):
    """What is Taken from a folder with these files, or from one file with this content."""

    def take(files, name="ada"):
        path = tmp_path / name
        if isinstance(files, dict):
            return taken(lay(path, files))
        path.write_bytes(data_of(files))
        return taken(path)

    return take
