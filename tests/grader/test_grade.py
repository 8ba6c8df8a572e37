"""`grade`: a cohort in, grades out; kills, odd folders and full disks among the ways."""

import csv
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Executor, Future
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader import cli
from grader.grading import grade, gradebook, verdict
from grader.grading.gradebook import Row, cell, escaped, feedback, fenced, grades, gradescope
from grader.grading.verdict import Settings
from grader.seats import replay, runner
from grader.seats.patience import Exam
from grader.source import filled, stub_files
from grader.stages import ROOT, stages
from grader.wall import doctor
from tests.grader import made

DERIVATIVE = (ROOT / "solutions" / "derivative.py").read_text(encoding="utf-8")
STAGE_0 = stages()[0].points


@dataclass
class Outcome:
    status: int
    out: str
    err: str
    folder: Path

    @property
    def rows(self):
        """The rows of grades.csv, by submission."""
        with open(self.folder / "grades.csv", encoding="utf-8", newline="") as file:
            return {row["submission"]: row for row in csv.DictReader(file)}

    def feedback(self, name):
        return (self.folder / "feedback" / f"{name}.md").read_text(encoding="utf-8")

    def results(self, name):
        return json.loads((self.folder / "results" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def cohort(tmp_path):
    """A folder of submissions, in a path with a space and an umlaut, and a way to add to it."""
    folder = tmp_path / "Abgaben Übung 1"
    folder.mkdir()

    class Cohort:
        path = folder

        def add(self, name, **files):
            (folder / name).mkdir()
            for module, text in files.items():
                (folder / name / f"{module}.py").write_text(text, encoding="utf-8")

        def finished(self, number):
            """What is in the files of someone who has finished all stages before that one."""
            return {name.removesuffix(".py"): text for name, text in stub_files(number).items()}

    return Cohort()


@pytest.fixture
def run(cohort, tmp_path, capsys):
    """A function that grades the cohort, in this process."""

    def graded(*options, out="out", path=cohort.path):
        capsys.readouterr()
        folder = tmp_path / out
        status = cli.main(["grade", str(path), "--out", str(folder), *options])
        said = capsys.readouterr()
        return Outcome(status, said.out, said.err, folder)

    return graded


# -- the files --------------------------------------------------------------------------------------


def test_a_cohort_gets_its_grades_its_feedback_and_its_results(cohort, run):
    cohort.add("Ada", derivative=DERIVATIVE)
    cohort.add("Grace", derivative=DERIVATIVE.replace("3 * x**2", "2 * x**2"))
    cohort.add("Nobody")
    outcome = run("--stages", "0")
    assert outcome.status == 0
    rows = outcome.rows
    numbers = [f"stage{stage.number}" for stage in stages()]
    head = ["submission", *numbers, "total", "max", "status", "seconds", "sha256", "note"]
    assert list(rows["Ada"]) == head
    assert [(x["stage0"], x["stage1"], x["total"], x["max"], x["status"]) for x in rows.values()] == [
        ("8", "", "8", "8", "graded"),
        ("7", "", "7", "8", "graded"),
        ("0", "", "0", "8", "missing"),
    ]
    assert rows["Nobody"]["note"] == "The folder Nobody is empty"
    assert "Everything passes." in outcome.feedback("Ada")
    assert "At 3 the parabola is 20\n  f(3.0)\n    expected   20\n    your code  11\n" in outcome.feedback(
        "Grace"
    )
    assert "- `f`: 0 of 3" in outcome.feedback("Grace")
    assert "What works: `slope`" in outcome.feedback("Grace")
    assert "To watch again, in the lecture: `0:08:08`" in outcome.feedback("Grace")
    results = outcome.results("Grace")
    statuses = [entry["status"] for entry in results["tests"]]
    assert (results["score"], statuses[:3]) == (7.0, ["failed", "failed", "passed"])
    assert "your code  11" in results["tests"][0]["output"]
    assert sum(test.get("max_score", 0) for test in results["tests"]) == STAGE_0
    assert "3 submissions: 2 graded, 1 missing. Mean 5.0 of 8 points." in outcome.out
    assert "Nobody: missing; The folder Nobody is empty" in outcome.out


def test_each_way_to_end_has_its_status_and_its_note(cohort, run):
    cohort.add("crash", derivative="import os\n\ndef f(x):\n    os._exit(0)\n")
    cohort.add("endless", derivative=DERIVATIVE.replace("return 3 * x**2", "while True: pass\n    return 3"))
    cohort.add("syntax", derivative="def f(x:\n")
    cohort.add("package", derivative="import torch\n")
    cohort.add("partly", **cohort.finished(3) | {"engine": "x = (\n"})
    cohort.add("other", nn="x = 1\n")
    rows = run("--stages", "0-1").rows
    assert {name: (row["status"], row["stage0"], row["note"]) for name, row in rows.items()} == {
        "crash": ("crashed", "0", "not handed in: engine.py; ends the whole process: f"),
        "endless": ("timeout", "7", "not handed in: engine.py; did not end within 3 seconds: f"),
        "syntax": (
            "unreadable",
            "0",
            "not handed in: engine.py; SyntaxError: '(' was never closed (derivative.py, line 1)",
        ),
        "package": (
            "unreadable",
            "0",
            "not handed in: engine.py; derivative.py cannot be imported: "
            "ModuleNotFoundError: No module named 'torch' (derivative.py, line 1)",
        ),
        "partly": ("unreadable", "8", "SyntaxError: '(' was never closed (engine.py, line 1)"),
        "other": ("missing", "0", ""),
    }


@pytest.mark.parametrize("out", ["grades", "", "Ada/grades"])
def test_grades_do_not_lie_where_students_put_things(cohort, run, out):
    cohort.add("Ada", derivative=DERIVATIVE)
    outcome = run(out=cohort.path / out)
    assert outcome.status == 2
    assert outcome.err.startswith(f"{outcome.folder} lies among the submissions. Name a folder")
    assert not (outcome.folder / "grades.sqlite3").exists()


def test_after_a_timeout_the_next_function_is_tested_as_ever(tmp_path):
    engine = stub_files(4)["engine.py"]
    head = "        self.data = data\n"
    assert engine.count(head) == 1
    hanging = "        while data == 0.25:\n            pass\n"  # which no example has
    (tmp_path / "engine.py").write_text(engine.replace(head, head + hanging), encoding="utf-8")
    every = runner.run(ROOT / "solutions", [1], how=["verdicts"])
    others = [each.test for each in every if each.function not in ("__init__", "__repr__")]
    results = runner.run(tmp_path, [1], leave_out=others, how=["exam", "verdicts"])
    of = {name: [x for x in results if x.function == name] for name in ("__init__", "__repr__")}
    assert [each.finding.kind for each in of["__init__"] if each.finding] == ["timeout"]
    assert not all(each.ran for each in of["__init__"])
    assert all(each.passed for each in of["__repr__"])


def test_what_has_timed_out_is_not_tried_again_by_the_next_process(tmp_path):
    (tmp_path / "derivative.py").write_text("def f(x):\n    while True:\n        pass\n")
    (tmp_path / "engine.py").write_text("import os\nos._exit(0)\n")
    kinds = [each.finding.kind for each in runner.run(tmp_path, [0, 1]) if each.finding]
    assert kinds.count("timeout") == 1
    assert kinds.count("crashed") == runner.MOST_DEATHS + 1


def test_the_time_of_all_stages_together_has_an_end():
    patience = Exam()
    tests = [{"stage": stage, "function": str(stage), "seconds": 30} for stage in (0, 1, 2)]
    for test in tests[:2]:
        patience.ended(test, 59.0, timed_out=False)
        assert not patience.has_ended(tests[2])
    patience.ended(tests[0], 3.0, timed_out=False)
    assert patience.has_ended(tests[2])


def test_a_fault_of_ours_in_one_verdict_is_told_and_stays_there(cohort, run, monkeypatch):
    def one_fails(results):
        if any(not each.passed for each in results):
            raise UnicodeError("odd")
        return "graded"

    monkeypatch.setattr(verdict, "_status", one_fails)
    cohort.add("Ada", derivative=DERIVATIVE)
    cohort.add("Grace", derivative=DERIVATIVE.replace("3 * x**2", "2 * x**2"))
    rows = run("--stages", "0").rows
    assert (rows["Ada"]["status"], rows["Ada"]["stage0"]) == ("graded", "8")
    assert (rows["Grace"]["status"], rows["Grace"]["stage0"]) == ("crashed", "0")
    assert rows["Grace"]["note"] == "the grader has failed, and the fault is ours: odd"


def test_a_later_stage_alone_is_graded_with_the_files_that_it_builds_on(cohort, run):
    cohort.add("Ada", **cohort.finished(6))
    assert run("--stages", "5").rows["Ada"]["stage5"] == "21"


def test_the_first_failure_is_shown_on_its_smallest_example(cohort, run):
    wrong = DERIVATIVE.replace(
        "return (f(x + h) - f(x)) / h", "return (f(x + h) - f(x)) / (h if h > 0.3 else 1)"
    )
    assert wrong != DERIVATIVE
    cohort.add("Ada", derivative=wrong)
    outcome = run("--stages", "0")
    assert outcome.rows["Ada"]["status"] == "graded"
    assert "expected" in outcome.feedback("Ada")


def test_what_a_test_prints_is_in_the_feedback(cohort, run):
    cohort.add("Ada", derivative="def f(x):\n    print('ten passed', x)\n    return 1\n")
    assert "  your code printed\n    ten passed 3.0\n" in run("--stages", "0").feedback("Ada")


def test_identical_submissions_are_graded_once(cohort, run, monkeypatch):
    files, verdict = [], grade.verdict
    monkeypatch.setattr(grade, "verdict", lambda f, *rest: files.append(f) or verdict(f, *rest))
    for name in ("a", "b", "c"):
        cohort.add(name, derivative=DERIVATIVE + "# mine\n")
    outcome = run("--stages", "0")
    assert sum("# mine" in each["derivative.py"] for each in files) == 1
    assert len({(row["total"], row["sha256"]) for row in outcome.rows.values()}) == 1


def test_the_order_in_which_submissions_are_done_changes_nothing(cohort, run, monkeypatch):
    for i in range(6):
        cohort.add(f"s{i}", derivative=DERIVATIVE.replace("3 * x**2", f"{i} * x**2"))
    alone = run("--stages", "0", "--jobs", "1", out="alone")
    verdict, rng = grade.verdict, random.Random(1)

    def slow(files, *rest):
        time.sleep(rng.random())
        return verdict(files, *rest)

    monkeypatch.setattr(grade, "verdict", slow)
    assert without_seconds(run("--stages", "0", "--jobs", "4", out="four")) == without_seconds(alone)


def without_seconds(outcome):
    """The lines of grades.csv but for the one column that may differ."""
    return [{**row, "seconds": ""} for row in outcome.rows.values()]


def test_nobody_knows_the_examples_before_the_run_and_whoever_goes_on_with_it_has_the_same(cohort, run):
    cohort.add("Ada", derivative=DERIVATIVE)
    said = [run("--stages", "0", out=out).out for out in ("one", "other")]
    seeds = [re.search(r"those of --seed (\w+)\n", text)[1] for text in said]
    assert seeds[0] != seeds[1]
    again = run("--stages", "0", "--resume", out="one")
    assert (again.status, f"--seed {seeds[0]}\n" in again.out) == (0, True)


def test_a_seed_changes_the_examples_and_not_the_grade_of_what_is_right(cohort, run):
    cohort.add("Ada", derivative=DERIVATIVE)
    assert {run("--stages", "0", "--seed", seed, out=seed).rows["Ada"]["total"] for seed in "123"} == {"8"}


class Losing(Executor):
    """Somebody who grades at once, and is lost with each piece of work in which something is deadly."""

    jobs, lost = 1, ChildProcessError

    def __init__(self):
        self.sent = []

    def submit(self, function, submissions, *rest):
        future = Future()
        self.sent.append(submissions if isinstance(submissions, dict) else {})
        if any("# deadly" in files["derivative.py"] for files in self.sent[-1].values()):
            future.set_exception(ChildProcessError())
        else:
            future.set_result(function(submissions, *rest))
        return future


def test_a_submission_with_which_each_machine_is_lost_costs_nobody_else_anything(cohort, run, monkeypatch):
    for i in range(12):
        cohort.add(f"s{i:02}", derivative=f"{DERIVATIVE}# {'deadly' if i == 2 else i}\n")
    losing = Losing()
    monkeypatch.setattr(runner.THREAD, "place", None, raising=False)
    monkeypatch.setattr(grade, "_pool", lambda *_: nullcontext(losing))
    monkeypatch.setattr(grade, "_draw", lambda settings: replay.joined([]))
    monkeypatch.setattr(grade, "_check", lambda *_: None)
    monkeypatch.setattr(grade, "verdict", lambda *_: made.verdict(8.0))
    rows = run("--stages", "0").rows
    assert [name for name, row in rows.items() if row["total"] != "8"] == ["s02"]
    assert (rows["s02"]["status"], rows["s02"]["note"]) == (
        "crashed",
        "the grader has failed, and the fault is ours: each machine that graded it was lost",
    )
    assert [len(each) for each in losing.sent if "# deadly" in str(each)] == [3, 1]


def test_where_each_machine_is_lost_with_the_solution_the_run_ends_with_one_line(cohort, run, monkeypatch):
    class AllLost(Losing):
        """Somebody who is lost with whatever is sent."""

        def submit(self, *_):
            future = Future()
            future.set_exception(ChildProcessError())
            return future

    cohort.add("Ada", derivative=DERIVATIVE)
    monkeypatch.setattr(grade, "_pool", lambda *_: nullcontext(AllLost()))
    outcome = run("--stages", "0")
    assert outcome.status == 2
    assert outcome.err.startswith("Each worker that ran the solution was lost.")


# -- going on ---------------------------------------------------------------------------------------


def test_a_run_that_is_killed_at_any_moment_goes_on_and_ends_with_the_same_grades(cohort, tmp_path, run):
    for i in range(6):
        cohort.add(f"s{i}", derivative=DERIVATIVE.replace("3 * x**2", f"{i} * x**2"))
    cohort.add("t", derivative=DERIVATIVE.replace("3 * x**2", "1 * x**2"))  # the same as s1
    undisturbed = without_seconds(run("--stages", "0", out="undisturbed"))
    command = [
        sys.executable,
        "-m",
        "grader",
        "grade",
        str(cohort.path),
        "--stages",
        "0",
        "--resume",
        "--out",
    ]
    rng, kills = random.Random(3), Counter()
    for attempt in range(2):
        out, kept = tmp_path / f"killed {attempt}", {}
        while True:
            process = subprocess.Popen([*command, str(out)], cwd=ROOT, stdout=subprocess.DEVNULL)
            moment = rng.uniform(0.5, 2.5) * 1.4 ** kills[attempt]  # a busy machine gets on, too
            try:
                assert process.wait(moment) == 0
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills[attempt] += 1
            now = verdicts(out)
            assert kept.items() <= now.items(), "a verdict was given twice"
            kept = now
        assert kept.items() <= verdicts(out).items()
        assert without_seconds(Outcome(0, "", "", out)) == undisturbed
        assert sorted(p.name for p in out.iterdir()) == [
            "feedback",
            "grades.csv",
            "grades.sqlite3",
            "report.html",
            "results",
        ]
    assert sum(kills.values()) >= 2


def verdicts(out):
    """What a store holds: sha256 to the text of the verdict, with its seconds."""
    if not (out / "grades.sqlite3").exists():
        return {}
    with sqlite3.connect(out / "grades.sqlite3") as store:
        try:
            return dict(store.execute("select sha256, verdict from verdict"))
        except sqlite3.OperationalError:  # killed before the tables were made
            return {}


def test_ctrl_c_keeps_what_is_graded_and_says_how_to_go_on(cohort, run, monkeypatch):
    cohort.add("Ada", derivative=DERIVATIVE)
    cohort.add("Grace", derivative=DERIVATIVE + "\n")
    verdict = grade.verdict

    def interrupted(files, *rest):
        if files["derivative.py"] == DERIVATIVE + "\n":
            raise KeyboardInterrupt
        return verdict(files, *rest)

    monkeypatch.setattr(grade, "verdict", interrupted)
    first = run("--stages", "0", "--jobs", "1")
    assert (first.status, first.err.strip()) == (
        2,
        "Stopped. What is graded is kept; go on with --resume (make: RESUME=1)",
    )
    monkeypatch.setattr(grade, "verdict", verdict)
    assert [row["total"] for row in run("--stages", "0", "--resume").rows.values()] == ["8", "8"]


# -- what cannot be done ----------------------------------------------------------------------------


def refusal(outcome):
    """The one line that says why nothing was graded."""
    assert (outcome.status, outcome.out.strip()) == (2, "")
    (line,) = outcome.err.splitlines()
    return line


def test_grades_that_are_there_are_never_overwritten(cohort, run):
    cohort.add("Ada", derivative=DERIVATIVE)
    run("--stages", "0")
    assert refusal(run("--stages", "0")).endswith(
        "Go on with --resume (make: RESUME=1), or name another folder."
    )


def test_a_run_goes_on_with_the_settings_that_it_was_begun_with(cohort, run):
    cohort.add("Ada", derivative=DERIVATIVE)
    run("--stages", "0", "--seed", "3")
    line = refusal(run("--stages", "0", "--seed", "4", "--resume"))
    assert "was begun differently (--seed was 3)" in line


def test_a_folder_with_something_else_in_it_is_left_alone(cohort, run, tmp_path):
    cohort.add("Ada", derivative=DERIVATIVE)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.tex").write_text("x")
    assert "is not empty. Name a folder that is" in refusal(run())


def test_a_file_in_the_place_of_the_folder_is_named(cohort, run, tmp_path):
    cohort.add("Ada", derivative=DERIVATIVE)
    (tmp_path / "out").write_text("x")
    assert "cannot be used as the folder of the grades" in refusal(run())


def test_two_runs_in_one_folder_keep_out_of_each_others_way(cohort, run, tmp_path):
    cohort.add("Ada", derivative=DERIVATIVE)
    run("--stages", "0")
    with sqlite3.connect(tmp_path / "out" / "grades.sqlite3") as other:
        other.execute("begin exclusive")
        assert "Another run is writing to" in refusal(run("--stages", "0", "--resume"))


@pytest.mark.parametrize(
    "options, says",
    [
        (["--jobs", "0"], '"0" is not a number from 1 to 999'),
        (["--jobs", "two"], '"two" is not a number from 1 to 999'),
        (["--stages", "9"], 'There is no stage "9".'),
    ],
)
def test_options_that_make_no_sense_are_one_line(cohort, run, options, says):
    cohort.add("Ada", derivative=DERIVATIVE)
    assert says in refusal(run(*options))


def test_a_path_that_is_not_there_and_an_empty_one_are_one_line(run, tmp_path):
    assert "nowhere" in refusal(run(path=tmp_path / "nowhere"))
    (tmp_path / "empty").mkdir()
    refusal(run(path=tmp_path / "empty"))


def test_a_disk_that_fills_up_stops_the_run_with_one_line_and_loses_nothing(cohort, tmp_path):
    for i in range(13):  # long ones: with half of the verdicts, the store has the size that is left
        cohort.add(f"s{i}", derivative=f"{DERIVATIVE}# {i} {'x' * 9_300}\n")

    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))

    out = str(tmp_path / "out")
    command = [sys.executable, "-m", "grader", "grade", str(cohort.path), "--out", out, "--stages", "0"]
    full = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=small_disk)
    assert full.returncode == 2
    assert full.stderr.count("\n") == 1 and "make room, and go on with --resume" in full.stderr
    kept = verdicts(tmp_path / "out")
    assert 0 < len(kept) < 13
    assert subprocess.run([*command, "--resume"], cwd=ROOT, stdout=subprocess.DEVNULL).returncode == 0
    assert kept.items() <= verdicts(tmp_path / "out").items()
    assert len(Outcome(0, "", "", tmp_path / "out").rows) == 13


def test_without_a_sandbox_nothing_is_graded_but_on_request_and_every_report_says_so(
    cohort, run, monkeypatch
):
    cohort.add("Ada", derivative=DERIVATIVE)
    monkeypatch.setattr(doctor, "sandbox_problem", lambda: "There is no bwrap.")
    line = refusal(run("--stages", "0"))
    assert line == "There is no bwrap. For code that you trust, and no other: --no-sandbox"
    outcome = run("--stages", "0", "--no-sandbox")
    assert outcome.rows["Ada"]["total"] == "8"
    for report in (
        outcome.out,
        outcome.rows["Ada"]["note"],
        outcome.feedback("Ada"),
        outcome.results("Ada")["output"],
    ):
        assert "raded without a sandbox" in report


def test_a_machine_on_which_the_solution_fails_grades_nobody(cohort, run, monkeypatch):
    cohort.add("Ada", derivative="def f(x):\n    return 0\n")
    monkeypatch.setattr(grade, "_solution", lambda: {"derivative.py": DERIVATIVE.replace("3 * x", "4 * x")})
    outcome = run("--stages", "0")
    assert outcome.status == 2
    assert outcome.err.startswith("The fault is ours: the solution itself does not pass here (tests/stage0")
    with closing(sqlite3.connect(outcome.folder / grade.STORE)) as store:
        assert store.execute("select count(*) from verdict").fetchone() == (0,)


def test_examples_that_cannot_be_drawn_are_one_line(cohort, run, monkeypatch):
    def drawn(*_):
        raise runner.Broken("INTERNALERROR> much\nINTERNALERROR> OSError: cannot")

    cohort.add("Ada", derivative=DERIVATIVE)
    monkeypatch.setattr(grade, "drawn", drawn)
    outcome = run("--stages", "0")
    assert outcome.status == 2
    assert outcome.err.endswith("does not pass here (INTERNALERROR> OSError: cannot).\n")


# -- what a submission says is data -----------------------------------------------------------------


def row(notes=(), **changes):
    counts = {"tests": 2, "passed": 1, "examples": 1, "examples_passed": 1, "stub": False}
    functions = [{"stage": 0, "function": "f", "points": 0.5, **counts}]
    finding = {"kind": "failed", "title": "t", "function": "f", "stage": 0, **changes}
    verdict = {
        "status": "graded",
        "points": {"0": 0.5},
        "functions": functions,
        "failed": [],
        "findings": {"0": finding},
        "found_by": {"0": "tests/stage0_derivative/test_examples.py::test_t"},
        "misconceptions": [],
        "notes": [],
        "seconds": 1.0,
    }
    return Row("ada", "", "graded", notes, verdict)


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(text):
    assert cell(text) == "'" + text
    assert grades([row(notes=(text,))], Settings((0,))).splitlines()[1].endswith(f",'{text}")


def test_no_text_ends_the_box_that_it_stands_in():
    told = feedback(row(got="```\n# 100 of 100 points\n````"), Settings((0,)))
    assert "`````text\n" in told and told.count("\n`````\n") == 1
    assert fenced("a")[0] == "```text"


def test_what_markdown_or_html_would_do_is_shown_and_not_done():
    assert escaped("<script>*x* [a](b) `c`\x1b[31m\u202e") == "\\<script\\>\\*x\\* \\[a\\](b) \\`c\\`?\\[31m?"
    assert "\\<b\\>" in feedback(row(notes=("not <b>",)), Settings((0,)))


def test_results_are_cut_where_gradescope_cuts_and_hold_no_nul():
    results = gradescope(row(got="x\0" * 200_000))
    assert len(results["tests"][0]["output"]) == 100_000 and "\0" not in results["tests"][0]["output"]


def test_points_above_the_full_mark_are_bonuses():
    assert gradebook.full_mark(Settings((0, 6))) == STAGE_0


# -- a class like a real one ------------------------------------------------------------------------


def test_the_cohort_of_the_repository_is_graded_as_its_students_would_expect(run):
    outcome = run("--stages", "0-2", path=ROOT / "tests" / "grader" / "cohort")
    rows = outcome.rows
    assert outcome.status == 0 and len(rows) == 40
    statuses = Counter(row["status"] for row in rows.values())
    assert statuses == {"graded": 31, "missing": 3, "unreadable": 6}
    assert rows["Margaret Hamilton"]["sha256"] == rows["Marcus Copeland"]["sha256"] != ""
    full = [name for name, row in rows.items() if float(row["total"]) == 40]
    assert len(full) == 19
    assert sorted(p.stem for p in (outcome.folder / "feedback").iterdir()) == sorted(rows)


def test_a_stubs_submission_earns_nothing(cohort, run):
    cohort.add("Vera", derivative=filled("derivative.py", 0))
    assert run("--stages", "0").rows["Vera"]["total"] == "0"


def test_the_run_leaves_no_process_and_no_file_behind(cohort, run, tmp_path):
    cohort.add(
        "Ada", derivative="import os\n\ndef f(x):\n    open('/tmp/left-behind', 'w').close()\n    return 20\n"
    )
    before = set(os.listdir("/tmp"))
    run("--stages", "0")
    assert "left-behind" not in set(os.listdir("/tmp")) - before
    assert not (tmp_path / "out" / "unfinished").exists()
    shutil.rmtree(tmp_path / "out")
