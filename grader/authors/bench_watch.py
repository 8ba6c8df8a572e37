"""For `make bench`: from the end of a save to the verdict of `make watch`, in a terminal of its own.

Of each stage, the stub, a wrong implementation and the solution are saved in turn, and after each of these
pytest is started afresh on the same tests.
"""

import os
import pty
import re
import select
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.mutants import mutants, mutated

from ..source import stub_files
from ..stages import ROOT, stages

RUNS = 3  # of each file, after one that does not count
VERDICT = re.compile(rb"\d+ of \d+ tests,")


def saves():
    """Lines about the stages 0 to 4."""
    ours, fresh = [], []
    yield "from the end of a save to the verdict of make watch, and pytest afresh on the same tests"
    for stage in stages()[:5]:
        watched, started = _measured(stage)
        ours, fresh = ours + watched, fresh + started
        yield f"  stage {stage.number}  {_both(watched, started)}"
    yield f"  all      {_both(ours, fresh)} (aims: at most 150, at least 8)"


def _both(ours, fresh):
    ratio = median(fresh) / median(ours)
    return f"{median(ours) * 1000:5.0f} ms  {median(fresh) * 1000:6.0f} ms  {ratio:5.1f} times as fast"


def _measured(stage):
    """The seconds from save to verdict, and those of pytest, for all saves of a stage."""
    ours, fresh = [], []
    wrong = next(each for each in mutants() if each.stage == stage.number)
    before, after = stub_files(stage.number), stub_files(stage.number + 1)
    versions = [before[wrong.file], mutated(wrong), after[wrong.file]]
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in after.items():
            (folder / file).write_text(text, encoding="utf-8")
        with _watching(folder, stage) as verdict:
            for _ in range(1 + RUNS):
                for text in versions:
                    ours.append(verdict(folder / wrong.file, text))
                    fresh.append(_seconds(lambda: _pytest(folder, stage)))
    return ours[len(versions) :], fresh[len(versions) :]


def _seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _pytest(folder, stage):
    command = [sys.executable, "-m", "pytest", "-q", str(stage.tests), f"--code={folder}"]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)


@contextmanager
def _watching(folder, stage):
    """A function that saves a file, and returns the seconds from there to the verdict of a watcher."""
    terminal, theirs = pty.openpty()
    command = [sys.executable, "-m", "grader", "watch", str(stage.number), "--code", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs)

    def verdict(file, text):
        while select.select([terminal], [], [], 0)[0]:  # what has come since the last one
            os.read(terminal, 65536)
        file.write_text(text, encoding="utf-8")
        return _seconds(shown)

    def shown():
        text = b""
        while not VERDICT.search(text):
            text += os.read(terminal, 65536)

    try:
        shown()
        yield verdict
    finally:
        os.write(terminal, b"q")
        process.wait()
        os.close(terminal)
        os.close(theirs)
