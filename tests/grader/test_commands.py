"""The commands as a learner gives them: what they show, what they write, and with which exit status."""

import json
import re
import subprocess
import sys

import pytest

from grader.practice import workshop
from grader.source import filled, stub_files
from grader.stages import ROOT, stages


def solve(kata, file, definition):
    """Fill in one definition, as a learner would."""
    donor = filled(file, 9)
    kata.write(file, workshop.grafted(kata.read(file), donor, [definition]))


# -- stage, progress, hint --------------------------------------------------------------------------


def test_the_first_failing_stage_is_explained_and_the_others_are_a_line_each(kata):
    kata.fill(2)
    outcome = kata.run("stage", "0-3")
    assert outcome.status == 1
    assert re.findall(r"Stage (\d)", outcome.out) == ["0", "1", "3", "2"]
    assert outcome.out.count("To do:") == 1
    assert outcome.out.index("Stage 3") < outcome.out.index("To do: grad, in Value.__init__")


def test_a_stage_that_passes_leads_on_to_the_next(kata):
    kata.fill(2)
    outcome = kata.run("stage", 1)
    assert outcome.status == 0
    assert "Stage 1 is done." in outcome.out
    assert stages()[2].goal in outcome.out
    for time, _what in stages()[2].lecture:
        assert time in outcome.out


def test_the_stage_of_training_leads_on_to_the_moons(kata):
    kata.fill(7)
    out = kata.run("stage", 6).out
    assert "Now watch it learn: .venv/bin/python -m exercises.train" in out
    assert stages()[7].goal in out


def test_the_stage_of_arrays_tells_how_much_faster_they_are(kata):
    kata.fill(8)
    out = kata.run("stage", 7).out
    told = r"^One pass of the moons .*: your arrays are \d+ times as fast as your scalars\.$"
    assert re.search(told, out, re.MULTILINE)
    assert "exercises.train" not in out


def test_a_missing_bonus_fails_nothing(kata):
    kata.fill(7)
    kata.edit("nn.py", ", strict=True", "")
    outcome = kata.run("stage", 5)
    assert outcome.status == 0
    assert "That was a bonus. Everything else of stage 5 passes." in outcome.out


def test_progress_counts_points_and_names_what_comes_next(kata):
    kata.fill(1)
    solve(kata, "engine.py", "Value.__init__")
    outcome = kata.run("progress")
    assert outcome.status == 1
    assert outcome.out.count("\n") == 12
    assert re.match(
        r"0 derivative    #{24}  (\d+) of \1 tests,    8 of 8 points, done\n1 add and mul", outcome.out
    )
    assert "the full mark is 100." in outcome.out
    assert re.search(r"\n  To do: __repr__, in engine.py, line \d+\n$", outcome.out)


def test_progress_is_what_comes_without_a_command(kata):
    assert kata.run().out == kata.run("progress").out


def test_progress_as_json(kata):
    kata.fill(1)
    outcome = kata.run("progress", "--json")
    report = json.loads(outcome.out)
    assert outcome.status == 1
    assert [row["stage"] for row in report["stages"]] == [*range(8)]
    assert report["stages"][0] == {
        "stage": 0,
        "title": "derivative",
        "tests": report["stages"][0]["passed"],
        "passed": report["stages"][0]["tests"],
        "points": 8,
        "max": 8,
        "bonus": False,
        "done": True,
    }
    assert (report["points"], report["full_mark"]) == (8, 100)
    assert (report["next"]["function"], report["next"]["kind"]) == ("__init__", "todo")


def test_the_whole_kata_done_is_the_full_mark_and_more(kata):
    kata.fill(8)
    report = json.loads(kata.run("progress", "--json").out)
    assert report["points"] > report["full_mark"] == 100
    assert report["next"] is None
    assert all(row["done"] for row in report["stages"])


def test_hints_come_one_at_a_time_and_stay(kata):
    first, second = stages()[0].functions[0].hints[:2]
    outcome = kata.run("hint")
    assert (outcome.status, first in outcome.out, second in outcome.out) == (0, True, False)
    outcome = kata.run("hint")
    assert (outcome.status, first in outcome.out, second in outcome.out) == (0, True, True)
    kata.run("hint")
    assert "hint 3 of 3" in kata.run("hint").out


def test_after_the_last_hint_it_says_so(kata):
    for _ in range(3):
        assert "There are no more." not in kata.run("hint").out
    assert kata.run("hint").out.endswith("There are no more.\n")


def test_a_missing_bonus_does_not_keep_the_hints_from_the_next_stage(kata):
    kata.fill(6)
    kata.edit("nn.py", ", strict=True", "")
    assert "Stage 6: mean_squared_error in train.py, hint 1 of 3" in kata.run("hint").out


def test_a_hint_is_for_the_stage_that_is_asked_for(kata):
    assert "Stage 1: __init__ in engine.py, hint 1 of 3" in kata.run("hint", 1).out


def test_a_hint_for_what_passes_is_not_needed(kata):
    kata.fill(1)
    assert kata.run("hint", 0).out == "All of these tests pass. There is nothing to hint at.\n"


def test_there_is_no_hint_for_a_file_that_cannot_be_read(kata):
    kata.write("derivative.py", "def f(x)\n")
    outcome = kata.run("hint", 0)
    assert outcome.status == 1
    assert "No hint for this one. First:\nSyntaxError: expected ':'" in outcome.out


@pytest.mark.parametrize("content", ["", "[1, 2]", '{"0 f": "x"}', "\0"])
def test_a_damaged_memory_of_hints_is_begun_anew(kata, content, monkeypatch):
    from grader.practice import hints

    hints.SEEN.parent.mkdir()
    hints.SEEN.write_text(content)
    assert "hint 1 of 3" in kata.run("hint", 0).out


# -- what writes ------------------------------------------------------------------------------------


def backups_of(kata, file):
    """The texts of all backups of a file, oldest first."""
    return [each.read_text(encoding="utf-8") for each in sorted(kata.backups.glob(f"*/{file}"))]


def test_reset_puts_the_stubs_of_one_stage_back_and_keeps_the_rest(kata):
    kata.fill(4)
    kata.edit("engine.py", "import math\n", "import math\nMINE = 'kept'\n")
    mine = kata.read("engine.py")
    assert kata.run("reset", 3).status == 0
    assert backups_of(kata, "engine.py") == [mine]
    assert "MINE = 'kept'" in kata.read("engine.py")
    assert kata.run("stage", "0-2").status == 0
    assert 'NotImplementedError("stage 3: tanh")' in kata.read("engine.py")


def test_reset_of_a_file_with_a_header_of_its_own_leaves_it_importable(kata):
    kata.fill(4)
    text = kata.read("engine.py").replace("import math\n", "from math import exp, log, tanh\n")
    head = "#!/usr/bin/env python\n# mine\nfrom __future__ import annotations\n"
    body = text.partition('"""\n\n')[2].replace("math.", "")
    kata.write("engine.py", head + body.replace("a number", "a \x0c number"))
    assert kata.run("reset", 3).status == 0
    assert kata.read("engine.py").startswith(head)
    assert kata.run("stage", "1-2").status == 0


def test_catchup_changes_nothing_where_code_with_helpers_of_its_own_passes(kata):
    kata.fill(7)
    kata.write("helpers.py", "def plus(x, y):\n    return x + y\n")
    kata.edit("engine.py", "import math\n", "import math\n\nfrom .helpers import plus\n")
    kata.edit("engine.py", "self.data + other.data", "plus(self.data, other.data)")
    assert "Nothing to change" in kata.run("catchup", 3).out


def test_a_file_that_is_indented_otherwise_is_left_alone(kata):
    kata.fill(4)
    kata.write("engine.py", kata.read("engine.py").replace("    ", "  "))
    before = kata.read("engine.py")
    outcome = kata.run("reset", 1)
    assert outcome.status == 2
    assert "is not indented by four spaces" in outcome.err
    assert kata.read("engine.py") == before


@pytest.mark.parametrize("command", [("reset", 3), ("stubs",)], ids=str)
@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_lines_end_after_a_command_as_they_did_before(kata, command, end):
    kata.fill(5)
    path = kata.exercises / "engine.py"
    path.write_bytes(path.read_bytes().replace(b"\n", end))
    assert kata.run(*command).status == 0
    written = path.read_bytes()
    assert b"stage 3: tanh" in written and written.count(b"\n") == written.count(end)


def test_reset_of_untouched_stubs_changes_nothing(kata):
    outcome = kata.run("reset", 1)
    assert outcome.out == "Nothing to change: exercises/ is like that already.\n"
    assert not kata.backups.exists()


def test_reset_of_a_broken_file_says_what_to_do_and_changes_nothing(kata):
    kata.write("engine.py", "class Value\n")
    outcome = kata.run("reset", 1)
    assert outcome.status == 2
    assert "exercises/engine.py cannot be read as Python" in outcome.err
    assert "python -m grader stubs" in outcome.err
    assert kata.read("engine.py") == "class Value\n"


@pytest.mark.parametrize("number", [1, 3, 6])
def test_catchup_makes_every_stage_before_pass(kata, number):
    outcome = kata.run("catchup", number)
    assert outcome.out.endswith("Stage 0 passes.\n" if number == 1 else f"Stages 0 to {number - 1} pass.\n")
    assert kata.run("stage", f"0-{number - 1}").status == 0
    assert kata.run("stage", number).status == 1


def test_catchup_keeps_what_the_learner_has_written_and_passes(kata):
    kata.fill(1)
    kata.edit("derivative.py", "return (f(x + h) - f(x)) / h", "rise = f(x + h) - f(x)\n    return rise / h")
    kata.run("catchup", 2)
    assert "return rise / h" in kata.read("derivative.py")


def test_catchup_mends_what_is_wrong_and_keeps_a_backup(kata):
    kata.fill(2)
    kata.edit("engine.py", "self.data * other.data", "self.data + other.data")
    wrong = kata.read("engine.py")
    kata.run("catchup", 2)
    assert kata.run("stage", 1).status == 0
    assert backups_of(kata, "engine.py") == [wrong]


def test_catchup_helps_who_has_called_the_class_something_else(kata):
    kata.write("engine.py", kata.read("engine.py").replace("class Value", "class Scalar"))
    assert kata.run("catchup", 2).status == 0
    assert kata.run("stage", 1).status == 0


def test_two_backups_within_a_second_are_both_kept(kata):
    texts = []
    for number in range(3):
        kata.fill(2)
        kata.write("engine.py", f"# {number}\n" + kata.read("engine.py"))
        texts.append(kata.read("engine.py"))
        kata.run("reset", 1)
    assert sorted(backups_of(kata, "engine.py")) == texts


def test_stubs_writes_the_exercises_anew_after_a_backup(kata):
    kata.write("engine.py", "mine = 1\n")
    kata.write("notes.txt", "mine, too\n")
    outcome = kata.run("stubs")
    assert {name: kata.read(name) for name in stub_files()} == stub_files()
    assert backups_of(kata, "engine.py") == ["mine = 1\n"]
    assert kata.read("notes.txt") == "mine, too\n"
    assert re.match(r"Your engine.py as before: backups/\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d/\n", outcome.out)


def test_a_file_of_another_encoding_is_backed_up_byte_by_byte(kata):
    (kata.exercises / "engine.py").write_bytes("größe = 1\n".encode("utf-16"))
    kata.run("stubs")
    assert next(kata.backups.glob("*/engine.py")).read_bytes() == "größe = 1\n".encode("utf-16")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
@pytest.mark.parametrize("command, stage", [("reset", 1), ("catchup", 2)])
def test_nothing_is_put_into_a_file_of_another_encoding(kata, command, stage, encoding):
    text = kata.read("engine.py").encode(encoding)
    (kata.exercises / "engine.py").write_bytes(text)
    outcome = kata.run(command, stage)
    assert outcome.status == 2
    assert (
        "exercises/engine.py is not saved as UTF-8 text. Save it again with that encoding; or" in outcome.err
    )
    assert (kata.exercises / "engine.py").read_bytes() == text


def test_a_solution_opens_once_the_stage_passes(kata):
    outcome = kata.run("solution", 0)
    assert (outcome.status, outcome.out) == (1, "")
    now = "python -m grader solution 0 --anyway"
    assert outcome.err == f"Stage 0 does not pass yet. Its solution opens when it does; or now: {now}\n"
    assert "return 3 * x**2 - 4 * x + 5" in kata.run("solution", 0, "--anyway").out
    kata.fill(1)
    outcome = kata.run("solution", 0)
    assert outcome.status == 0
    assert "return 3 * x**2 - 4 * x + 5" in outcome.out


# -- the terminal -----------------------------------------------------------------------------------


def said(*arguments, **environment):
    """What a command prints in a process of its own, as bytes."""
    start = "import sys; from grader.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", start, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, env={"PATH": "", **environment}).stdout


def test_without_a_terminal_there_are_no_colours():
    assert b"\x1b" not in said("stage", "0", "--code", "solutions")


def test_no_color_is_honoured_where_colours_are_forced():
    assert b"\x1b[" in said("stage", "0", "--code", "solutions", FORCE_COLOR="1")
    assert b"\x1b[3" not in said("stage", "0", "--code", "solutions", FORCE_COLOR="1", NO_COLOR="1")


def test_a_windows_console_can_print_everything(tmp_path):
    for name, text in stub_files(1).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = said("progress", "--code", str(tmp_path), PYTHONIOENCODING="cp1252")
    assert b"#####" in out
    assert out.decode("cp1252").isascii()


def test_without_make_the_commands_are_spelled_out():
    assert b"Next: python -m grader stage 1" in said("stage", "0", "--code", "solutions")
