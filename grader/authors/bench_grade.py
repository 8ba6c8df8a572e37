"""The part of `make bench` about grading a class: rate, memory, and what the wall costs."""

import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.grader.attacks import attacks
from tests.mutants import mutants, mutated

from ..grading.grade import default_jobs
from ..seats import runner
from ..seats.replay import read
from ..source import stub_files
from ..stages import ROOT, stages
from ..wall.exam import Exam

MB = 1e6
SOLUTIONS = ROOT / "solutions"
STAGES = [stage.number for stage in stages()]
CLASS = 100  # submissions
CLASSES = (100, 1_000, 10_000)  # submissions, with stage 0 alone: else the largest would take hours
MOST_MEMORY = 300  # MB, of all processes with two jobs
STARTS, BATCHES = 15, 200
ENOUGH = 60  # seconds for a pytest of its own: a hostile submission may never let it end


def worker():
    """Lines about one worker: its start, and a batch of operations."""
    starts, batches, seat = [], [], None
    for _ in range(STARTS):
        began, seat = time.perf_counter(), Exam(SOLUTIONS)
        engine = seat.module("engine")
        starts.append(time.perf_counter() - began)
        for _ in range(BATCHES // STARTS):
            began = time.perf_counter()
            nodes = [engine.Value(2.0)]
            while len(nodes) < 30:
                nodes.append(nodes[-1] * nodes[0] if len(nodes) % 2 else nodes[-1] + nodes[0])
            assert all(isinstance(node.data, float) for node in nodes[-5:])
            batches.append(time.perf_counter() - began)
        seat.end_test(None)
        seat.end()
    yield f"a worker starts in its sandbox   {median(starts) * 1e3:6.1f} ms (aim: at most 50)"
    yield f"30 operations and 5 reads of it  {median(batches) * 1e3:6.2f} ms (aim: at most 1)"


def a_class():
    """Lines about a class of right, wrong and hostile submissions, graded in three ways."""
    jobs = default_jobs()
    with TemporaryDirectory() as place:
        cohort, out = Path(place, "cohort"), Path(place, "out")
        hostile = write_class(cohort, CLASS)
        took, whole, judge = graded(cohort, out, "all")
        folders = sorted(cohort.iterdir())
        examples = drawn(place)
        inside = side_by_side(jobs, lambda folder: in_practice(folder, examples), folders)
        apart = side_by_side(jobs, in_a_pytest, folders)
    yield f"a class of {CLASS} ({hostile} of them hostile), all stages, {jobs} at a time"
    yield f"  grade                            {took:6.1f} s, {CLASS / took * 60:.0f} a minute"
    yield f"    at most {whole / MB:.0f} MB in all processes (aim: at most {MOST_MEMORY} with two jobs)"
    yield f"    {judge / MB:.0f} MB of them in the first"
    yield f"  the same tests without isolation {inside:6.1f} s, in a fresh process for each submission"
    yield f"    ratio {took / inside:.2f} (aims: at most 2.5, later at most 1.5)"
    yield f"  one pytest for each submission   {apart:6.1f} s"
    yield f"    {apart / took:.2f} times as long (aim: at least 4)"


def growth():
    """Lines about classes of several sizes: the time for each, and the memory of all, should not grow."""
    wholes = []
    for size in CLASSES:
        with TemporaryDirectory() as place:
            write_class(Path(place, "cohort"), size)
            took, whole, judge = graded(Path(place, "cohort"), Path(place, "out"), "0")
        wholes.append(whole)
        yield (
            f"{size:6,} submissions, stage 0  {took:6.1f} s, {took / size * 1e3:4.0f} ms each, "
            f"{whole / MB:.0f} MB, {judge / MB:.0f} MB in the first process"
        )
    grown = wholes[-1] / wholes[0]
    yield f"  {grown:.2f} times the memory for {CLASSES[-1] // CLASSES[0]} times the submissions (aim: 1)"


# -- the class --------------------------------------------------------------------------------------


def write_class(folder, size):
    """Write `size` submissions, no two the same: right, wrong and unfinished ones, and attacks.

    They are of a hundred kinds, which come again and again: a larger class differs in its size alone. (One
    that imports NumPy in stage 0 takes 10 MB more than another; a class of 100 would know of none.) Returns
    how many attacks are among them.
    """
    wrong = mutants()
    hostile = [each for each in attacks() if each.name.startswith(("lying", "framework", "knowing"))]
    for i in range(size):
        files = {file.name: file.read_text(encoding="utf-8") for file in SOLUTIONS.glob("*.py")}
        kind = i % CLASS
        if kind % 10 == 9:
            files = hostile[kind // 10 % len(hostile)].files
        elif kind % 3 == 0:
            mutant = wrong[kind * 37 % len(wrong)]
            files[mutant.file] = mutated(mutant)
        elif kind % 3 == 1:
            files = stub_files(1 + kind % 7)
        for name, text in files.items():
            file = folder / f"s{i:04}" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{text}\n# {i}\n", encoding="utf-8")
    return size // 10


# -- three ways to grade ----------------------------------------------------------------------------


def graded(cohort, out, numbers):
    """(seconds, most bytes of all processes together, most bytes of the first) of `grade`."""
    command = [sys.executable, "-m", "grader", "grade", cohort, "--out", out, "--stages", numbers]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    most = {"whole": 0, "first": 0}
    watcher = threading.Thread(target=watch, args=(process, most))
    watcher.start()
    assert process.wait() == 0
    took = time.perf_counter() - began
    watcher.join()
    return took, most["whole"], most["first"]


def watch(process, most):
    """Keep the most memory that a process, and all below it, have at any time."""
    while process.poll() is None:
        sizes = [memory(pid) for pid in family(process.pid)]
        most["whole"] = max(most["whole"], sum(sizes))
        most["first"] = max(most["first"], sizes[0])
        time.sleep(0.1)


def family(first):
    """The numbers of a process and of all below it."""
    parents = {pid: parent(pid) for pid in (int(each.name) for each in Path("/proc").glob("[0-9]*"))}
    found = [first]
    for pid in found:
        found += [child for child, above in parents.items() if above == pid]
    return found


def parent(pid):
    """The number of the process that has started a process, or None where it has ended."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def memory(pid):
    """The bytes of a process, with its share of what it shares with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def drawn(place):
    """A file with the random examples."""
    file = f"{place}/examples"
    runner.run(SOLUTIONS, STAGES, how=["verdicts", f"record={file}"])
    assert read(file)
    return file


def side_by_side(jobs, work, folders):
    """The seconds of work(folder) for all folders, that many at a time."""
    began = time.perf_counter()
    with runner.side_by_side(jobs) as pool:
        list(pool.map(work, folders))
    return time.perf_counter() - began


def in_practice(folder, examples):
    """Grade in the practice seat: the same tests on the same examples, and nothing between."""
    runner.run(folder, STAGES, how=["verdicts", f"replay={examples}"])


def in_a_pytest(folder):
    """Grade with a pytest of its own."""
    tests = [str(stage.tests) for stage in stages()]
    command = [sys.executable, "-m", "pytest", "-q", f"--code={folder}", "-p", "no:cacheprovider", *tests]
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=ENOUGH
        )
