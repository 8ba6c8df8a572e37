"""The attacks on the grader, graded as one cohort: none earns a point, harms another, or stays."""

import contextlib
import csv
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader import cli
from grader.grading.intake import submissions
from grader.seats import runner
from grader.stages import ROOT, stages
from tests.grader.attacks import attacks, is_about_arrays, write_arrays, write_cohort
from tests.grader.attacks.made import MADE

STAGES = [f"stage{number}" for number in range(6)]
GRACE = 3  # seconds; the other seven are for machines that do something else besides
OURS = ("pytest-", "pymp-", "tmp")  # of those who run the tests, in /tmp
NAMES = [each.name for each in attacks() if not is_about_arrays(each)] + [f"made/{name}" for name in MADE]
ON_ARRAYS = [each.name for each in attacks() if is_about_arrays(each)]


def state(*folders):
    """What is in these folders: each file with its size and its time."""
    found = set()
    for folder in folders:
        for place, inside, files, at in os.fwalk(folder):
            inside[:] = [name for name in inside if name != "__pycache__"]
            for name in files:
                facts = os.stat(name, dir_fd=at, follow_symlinks=False)
                found.add((os.path.join(place, name), facts.st_mode, facts.st_size, facts.st_mtime_ns))
    return found


def processes():
    """The numbers of all processes that have something of a worker in their command."""
    found = set()
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if b"worker.py" in file.read_bytes() or b"/submission" in file.read_bytes():
                found.add(file.parent.name)
    return found


def listening():
    """The sockets of this machine that wait for someone."""
    tables = [
        Path(f"/proc/net/{name}").read_text().splitlines()[1:] for name in ("tcp", "tcp6", "udp", "udp6")
    ]
    return {tuple(line.split()[1:4]) for table in tables for line in table if line.split()[3] in ("0A", "07")}


def surroundings(*watched):
    """What must be the same after a run as it was before."""
    return {
        "files": state(*watched),
        "listening": listening(),
        "temporary": {
            name for name in os.listdir("/tmp") if not name.startswith(("pytest-", "pymp-", "tmp"))
        },
        "workers": processes(),
    }


@dataclass
class Graded:
    """The cohort of all attacks after it was graded."""

    status: int
    rows: dict  # of grades.csv, by the name of the attack
    entries: dict
    changed: dict  # what surrounds it and is not as it was
    out: Path

    def points(self, name):
        return [float(self.rows[name][stage]) for stage in STAGES]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    yield from all_graded(tmp_path_factory.mktemp("attacked"), write_cohort, "0-5")


@pytest.fixture(scope="module")
def arrays_graded(tmp_path_factory):
    yield from all_graded(tmp_path_factory.mktemp("arrays"), write_arrays, "7")


def all_graded(place, write, numbers):
    """The cohort that write() has made, after these stages of it were graded."""
    cohort, out = place / "cohort", place / "out"
    cohort.mkdir()
    entries = write(cohort)
    watched = [*(ROOT / name for name in ("tests", "solutions", "grader", "exercises")), cohort]
    before = surroundings(*watched)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "GRACE", GRACE)
        status = cli.main(["grade", str(cohort), "--out", str(out), "--stages", numbers])
    changed = {what: now ^ before[what] for what, now in surroundings(*watched).items()}
    ids = {each.path.name: each.id for each in submissions(cohort)}
    with open(out / "grades.csv", encoding="utf-8", newline="") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    by_name = {name: rows.pop(ids[entry.file]) for name, entry in entries.items()}
    assert not rows, "rows of nobody"
    yield Graded(status, by_name, entries, changed, out)
    shutil.rmtree(cohort)


@pytest.mark.timeout(900)
def test_the_run_ends_and_there_are_many_attacks(graded):
    assert graded.status == 0
    assert len(NAMES) >= 80
    wrapped = [each for each in graded.entries.values() if each.scores == "honest"]
    assert len(wrapped) >= len(NAMES) / 2


def test_who_finished_three_stages_honestly_has_their_points(graded):
    assert graded.points("honest/3") == [stage.points for stage in stages()[:3]] + [0, 0, 0]


@pytest.mark.parametrize("name", NAMES)
def test_an_attack_scores_what_its_honest_part_scores(graded, name):
    entry, row = graded.entries[name], graded.rows[name]
    got = graded.points(name)
    honest = graded.points(f"honest/{entry.honest}") if entry.honest else [0.0] * len(STAGES)
    if entry.scores == "less":
        assert all(x <= y for x, y in zip(got, honest, strict=True)), row
    else:
        assert got == (honest if entry.scores == "honest" else [0.0] * len(STAGES)), row
    assert "the fault is ours" not in row["note"]


@pytest.mark.parametrize("name", ON_ARRAYS)
@pytest.mark.timeout(300)
def test_an_attack_on_arrays_scores_what_its_honest_part_scores(arrays_graded, name):
    row = arrays_graded.rows[name]
    got, honest = (float(arrays_graded.rows[each]["stage7"]) for each in (name, "honest/8"))
    assert got <= honest if arrays_graded.entries[name].scores == "less" else got == honest > 20, row
    assert "the fault is ours" not in row["note"]
    assert arrays_graded.changed["files"] == set()


@pytest.mark.parametrize("what", ["files", "listening", "temporary", "workers"])
def test_nothing_is_changed_and_nothing_stays_behind(graded, what):
    assert graded.changed[what] == set()
    assert sorted(path.name for path in graded.out.iterdir()) == [
        "feedback",
        "grades.csv",
        "grades.sqlite3",
        "report.html",
        "results",
    ]


def test_every_report_can_be_read(graded):
    for file in [*(graded.out / "feedback").iterdir(), *(graded.out / "results").iterdir()]:
        assert "\x1b" not in file.read_text(encoding="utf-8")
