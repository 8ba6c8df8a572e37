"""The part of `make bench` about report.html: how long a large class keeps an instructor waiting."""

import shutil
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from ..diagnosis.misconceptions import misconceptions
from ..grading import report
from ..grading.gradebook import Row
from ..grading.verdict import Settings
from ..stages import stages

CLASS, RUNS = 1000, 5  # submissions, openings
SETTINGS = Settings(tuple(stage.number for stage in stages()), "1")

# Milliseconds from the opening, or from a click, to the moment when all that changed has been drawn.
DRAWN = "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"
OPENED = f"() => {DRAWN}"
SORTED = f"""async () => {{
  const began = performance.now();
  document.querySelector("[data-column=total]").click();
  return await {DRAWN} - began;
}}"""
FILTERED = f"""async () => {{
  const began = performance.now(), field = document.getElementById("text");
  field.value = field.value ? "" : "7";
  field.dispatchEvent(new Event("input"));
  return await {DRAWN} - began;
}}"""


def report_page():
    """Lines about the report of a class: how long it takes to write, to open, to sort and to filter."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        yield "report.html was not measured: there is no Chromium"
        return
    with TemporaryDirectory() as folder:
        file = Path(folder, "report.html")
        began = time.perf_counter()
        report.write(file, [*map(row, range(CLASS))], SETTINGS)
        took = time.perf_counter() - began
        yield f"report.html of {CLASS} students   {took:6.1f} s to write, {file.stat().st_size / 1e6:.1f} MB"
        opened, ordered, filtered = in_browser(path, file)
    yield f"  to the first view              {opened:6.0f} ms (aim: at most 2000)"
    yield f"  to sort its table              {ordered:6.0f} ms"
    yield f"  to filter it                   {filtered:6.0f} ms"


def in_browser(path, file):
    """The median milliseconds to open, to sort and to filter."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        times = [in_page(browser.new_page(), file) for _ in range(RUNS)]
        browser.close()
    return [median(each) for each in zip(*times, strict=True)]


def in_page(page, file):
    """The milliseconds to open, to sort and to filter, in a new page."""
    page.goto(file.as_uri())
    times = [page.evaluate(measure) for measure in (OPENED, SORTED, FILTERED)]
    page.close()
    return times


def row(i):
    """The Row of a made-up student, who has got up to one function or another."""
    functions = [(stage, function) for stage in stages() for function in stage.functions]
    done = [
        {
            "stage": stage.number,
            "function": each.name,
            "points": 0,
            "tests": 5,
            "passed": 5 * (place < i % 60),
            "examples": 2,
            "examples_passed": 2 * (place < i % 60),
            "stub": False,
        }
        for place, (stage, each) in enumerate(functions)
    ]
    finding = {"kind": "failed", "title": "a test", "function": "f", "expected": "2", "got": "1"}
    verdict = {
        "points": {str(stage.number): stage.points * (i % 7) / 7 for stage in stages()},
        "functions": done,
        "findings": {str(stage.number): {**finding, "stage": stage.number} for stage in stages()},
        "found_by": {str(stage.number): "a test" for stage in stages()},
        "misconceptions": [{"names": [[*misconceptions()][i % len(misconceptions())]], "shows_in": []}],
        "seconds": 1,
    }
    return Row(f"Student, made up {i}", f"{i % 990:064}", "graded", ("not handed in: train.py",), verdict)
