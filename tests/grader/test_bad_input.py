"""What real people hand over: each gets a clear line, and nothing of theirs is lost."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.seats import runner
from grader.stages import ROOT

VALUE = "class Value:\n    def __init__(self, data):\n        self.data = data\n"

GONE = "ends the program when it is imported"

# what is wrong: (the text of engine.py, its encoding, lines that the learner must read)
FILES = {
    "no colon": (
        VALUE.replace("data):", "data)"),
        "utf-8",
        ["expected ':'", "engine.py, line 2"],
    ),
    "tabs and spaces": (VALUE + "\tx = 1\n", "utf-8", ["TabError", "engine.py, line 4"]),
    "no indent": ("class Value:\nx = 1\n", "utf-8", ["IndentationError", "engine.py, line 2"]),
    "curly quotes": ("x = “a”\n", "utf-8", ["invalid character '“' (U+201C)", "x = “a”"]),
    "hard space": ("if True:\n\u00a0   x = 1\n", "utf-8", ["U+00A0", "engine.py, line 2"]),
    "UTF-16": (VALUE, "utf-16", ["engine.py is not saved as UTF-8 text. Save it again with that encoding."]),
    "UTF-16 without a mark": (VALUE, "utf-16-le", ["engine.py is not saved as UTF-8 text."]),
    "Latin-1": ("x = 'größe'\n", "latin-1", ["engine.py is not saved as UTF-8 text."]),
    "a picture": ("\x89PNG\r\n\x1a\n\x00\x01", "latin-1", ["engine.py is not saved as UTF-8 text."]),
    "no such module": ("import torhc\n", "utf-8", ["No module named 'torhc'", "import torhc"]),
    "an error at import": (
        "x = 1 / 0\n",
        "utf-8",
        ["ZeroDivisionError: division", "engine.py, line 1"],
    ),
    "sys.exit at import": (
        "import sys\nsys.exit()\n",
        "utf-8",
        [GONE, "line 2"],
    ),
    "quit at import": ("quit()\n", "utf-8", [GONE]),
    "os._exit at import": ("import os\nos._exit(0)\n", "utf-8", ["ended the whole Python process"]),
    "endless loop at import": ("while True:\n    pass\n", "utf-8", ["still running after", "while True:"]),
    "asks for input": ("x = input()\n", "utf-8", ["EOFError", "x = input()"]),
    "breakpoint": (VALUE + "breakpoint()\n", "utf-8", ["breakpoint() has no keyboard here"]),
    "nothing in it": ("", "utf-8", ["To do: __init__", "has no `Value` in engine.py"]),
    "another class": (
        VALUE.replace("Value", "Scalar"),
        "utf-8",
        ["There is a class Scalar in it, and the tests look for Value."],
    ),
    "a list for a class": ("Value = [1]\n", "utf-8", ["'list' object is not callable"]),
    "print flood": (VALUE.replace("self.", "print('x' * 9_999_999) or self."), "utf-8", ["SyntaxError"]),
}


@pytest.mark.parametrize("text, encoding, lines", FILES.values(), ids=FILES)
def test_a_bad_file_is_one_clear_message(kata, text, encoding, lines):
    kata.write("engine.py", text, encoding)
    outcome = kata.run("stage", 1)
    assert outcome.status == 1
    for line in lines:
        assert line in outcome.out
    for ours in ("grader/", "tests/stage", "site-packages", "Traceback"):
        assert ours not in outcome.out
    assert (kata.exercises / "engine.py").read_bytes() == text.encode(encoding)


def test_a_syntax_error_is_three_lines(kata):
    kata.write("engine.py", VALUE.replace("data):", "data)"))
    message = kata.run("stage", 1).out.split("\n\n")[1]
    assert message.splitlines() == [
        "SyntaxError: expected ':'",
        "  engine.py, line 2",
        "    def __init__(self, data)",
    ]


def test_a_byte_order_mark_does_no_harm(kata):
    kata.fill(2)
    kata.write("engine.py", kata.read("engine.py"), "utf-8-sig")
    assert kata.run("stage", 1).status == 0


def test_windows_line_ends_do_no_harm(kata):
    kata.fill(2)
    kata.write("engine.py", kata.read("engine.py").replace("\n", "\r\n"))
    assert kata.run("stage", 1).status == 0


def test_a_flood_of_prints_is_cut_and_the_verdict_stands(kata):
    kata.fill(1)
    kata.edit("derivative.py", "return 3 * x**2", "[print('x' * 9_999) for _ in range(999)]; return 4 * x**2")
    outcome = kata.run("stage", 0)
    assert "your code printed" in outcome.out
    assert len(outcome.out) < 3_000


@pytest.mark.parametrize(
    "does",
    [
        "raise KeyboardInterrupt",
        "__import__('pytest').exit('x')",
        "__import__('os')._exit(0)",
        "__import__('builtins').len = lambda x: 0",
    ],
)
def test_whatever_ends_the_process_is_a_failure_and_no_pass(kata, does):
    kata.fill(1)
    kata.edit("derivative.py", "return 3 * x**2", f"{does}; return 3 * x**2")
    outcome = kata.run("stage", 0)
    assert outcome.status in (1, 2) and "Traceback" not in outcome.err
    assert "Stage 0 is done" not in outcome.out


def test_a_conftest_beside_the_code_is_not_run(kata):
    kata.fill(1)
    kata.write("conftest.py", "raise SystemExit('this was run')\n")
    assert kata.run("stage", 0).status == 0


def test_escape_sequences_do_not_reach_the_terminal(kata):
    kata.fill(1)
    kata.edit("derivative.py", "return 3 * x**2", "print('\\x1b[2Jgone'); return 2 * x**2")
    out = kata.run("stage", 0).out
    assert "\x1b" not in out and "?[2Jgone" in out


def test_one_missing_name_fails_only_the_tests_that_need_it(kata):
    kata.fill(1)
    kata.edit("derivative.py", "def best_step", "def my_best_step")
    outcome = kata.run("stage", 0)
    assert "To do: best_step, in derivative.py" in outcome.out
    assert "has no `best_step` in derivative.py" in outcome.out
    assert outcome.out.startswith("Stage 0: derivative      #################")


def test_a_file_that_is_gone_costs_its_own_tests_only(kata):
    kata.fill(3)
    (kata.exercises / "nn.py").unlink()
    assert kata.run("stage", "0-2").status == 0


def test_an_endless_loop_is_called_a_timeout(kata):
    kata.fill(1)
    kata.edit("derivative.py", "    return 3 * x**2", "    while True:\n        pass\n    return 3 * x**2")
    outcome = kata.run("stage", 0)
    assert "was still running after 3 seconds" in outcome.out
    assert "f(3.0)" in outcome.out
    assert "derivative.py, line 1" in outcome.out
    assert "20 more tests were not run" in outcome.out
    assert outcome.status == 1


LEVELS = """

def topological_order(root):
    order = [root]
    for node in order:
        for operand in node._prev:
            if operand not in order:
                order.append(operand)
    return order[::-1]
"""


def test_a_timeout_in_a_bonus_leaves_the_first_failure_first(kata):
    kata.fill(5)
    kata.write("engine.py", kata.read("engine.py") + LEVELS)  # right for trees alone, and slow
    outcome = kata.run("stage", 4)
    assert (outcome.status, outcome.err) == (1, "")
    assert "topological_order(L)   in " in outcome.out
    assert "stands after it" in outcome.out


STUBBORN = """
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
"""


def test_a_loop_that_swallows_every_exception_is_ended_too(kata, monkeypatch):
    monkeypatch.setattr(runner, "GRACE", 1)
    kata.fill(1)
    kata.edit("derivative.py", "    return 3 * x**2", STUBBORN + "    return 3 * x**2")
    outcome = kata.run("stage", 0)
    assert "did not let itself be stopped" in outcome.out
    assert outcome.status == 1


# -- the command line -------------------------------------------------------------------------------

COMMANDS = {
    ("stage", "9"): 'There is no stage "9". The stages are 0 to 7; or say 0-3, or all.',
    ("stage", "one"): 'There is no stage "one".',
    ("stage", "3-1"): 'There is no stage "3-1".',
    ("stage",): "Which stage? For instance: make stage3",
    ("stag", "1"): "See: python -m grader --help",
    ("reset", "0-2"): "This works on one stage at a time.",
    ("catchup", "0"): "Nothing comes before stage 0.",
    ("stage", "1", "--code", "/no/such folder"): "There is no folder /no/such folder.",
    ("stage", "1", "--code", __file__): "is a file. Name the folder that it is in.",
}


@pytest.mark.parametrize("arguments, line", COMMANDS.items(), ids=" ".join)
def test_a_command_that_cannot_be_carried_out_says_why_in_one_line(kata, arguments, line):
    outcome = kata.run(*arguments)
    assert outcome.status == 2
    assert line in outcome.err
    assert outcome.err.count("\n") == 1
    assert outcome.out == ""


def test_an_empty_folder_is_named(kata, tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    assert (
        kata.run("stage", 1, "--code", folder).err
        == f"The folder {folder} is empty. It should hold engine.py.\n"
    )


def test_a_folder_around_the_right_one_points_to_it(kata):
    err = kata.run("stage", 1, "--code", kata.exercises.parent).err
    assert f'Try: --code "{kata.exercises}"' in err


def test_a_folder_without_the_file_is_told_which_file(kata):
    (kata.exercises / "engine.py").unlink()
    err = kata.run("stage", 1).err
    assert err == "There is no engine.py in exercises. To write it anew: python -m grader reset 1\n"


def test_code_lies_in_any_folder_of_any_name(kata, tmp_path):
    kata.fill(3)
    folder = tmp_path / "für später (2)"
    kata.exercises.rename(folder)
    assert kata.run("stage", "0-2", "--code", folder).status == 0


def test_a_folder_that_cannot_be_written_is_one_line(kata, monkeypatch):
    def refuse(path, *_arguments, **_options):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    before = kata.read("engine.py")
    kata.write("engine.py", before + "# mine\n")
    outcome = kata.run("reset", 1)
    assert outcome.status == 2
    assert "cannot be written: Permission denied" in outcome.err
    assert kata.read("engine.py") == before + "# mine\n"


def test_ctrl_c_stops_at_once_and_leaves_no_process_behind(kata):
    kata.fill(1)
    kata.edit("derivative.py", "    return 3 * x**2", "    while True:\n        pass\n    return 3 * x**2")
    start = "import sys; from grader.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", start, "stage", "0", "--code", str(kata.exercises)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    started = _wait_for(lambda: _descendants(process.pid)[2:])  # the servant processes, then the child
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=10)[1] == "\nStopped. Nothing was changed.\n"
    assert process.returncode == 2
    assert _wait_for(lambda: not any(Path(f"/proc/{each}").exists() for each in started))


def _descendants(number):
    """The numbers of all processes that a process has started, and that these have started."""
    found = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    return found + [each for child in found for each in _descendants(child)]


def _wait_for(condition):
    """What condition() gives as soon as it gives something, within ten seconds."""
    for _ in range(500):
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("nothing came of it")
