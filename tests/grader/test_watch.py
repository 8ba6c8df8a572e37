"""make watch, driven as a person would: in a terminal, where files are saved and keys are pressed."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import termios
import time
import uuid
from pathlib import Path

import pexpect
import pyte
import pytest

from grader.practice import workshop
from grader.practice.rerun import Began, Run, Shaky
from grader.source import filled, stub_files
from grader.stages import ROOT, stages

PATIENCE = 60  # seconds; what is waited for comes within one
# The command, with the memory of hints in a folder of the test's own.
START = """
import sys
from pathlib import Path
from grader import cli
from grader.practice import hints
hints.SEEN = Path(sys.argv[1], "hints.json")
sys.exit(cli.main(sys.argv[2:]))
"""
ENDLESS = "\nwhile True:\n    pass\n"


class Terminal:
    """A terminal in which `watch` runs on a folder, and its screen."""

    def __init__(self, folder, *arguments):
        self.folder, self.mark = folder, f"KATA_TEST={uuid.uuid4()}"
        name, _, value = self.mark.partition("=")
        command = ["-c", START, str(folder.parent), "watch", *arguments, "--code", str(folder)]
        environ = {**os.environ, name: value, "TERM": "xterm"}
        self.process = pexpect.spawn(
            sys.executable, command, cwd=str(ROOT), env=environ, dimensions=(50, 100)
        )
        self.screen = pyte.Screen(100, 50)
        self.stream = pyte.ByteStream(self.screen)

    @property
    def text(self):
        """What is to be seen."""
        return "\n".join(line.rstrip() for line in self.screen.display).strip()

    def until(self, *wanted, without=()):
        """What is to be seen as soon as all these are there, and none of those."""
        end = time.monotonic() + PATIENCE
        while not all(each in self.text for each in wanted) or any(each in self.text for each in without):
            assert time.monotonic() < end, f"waited for {wanted} without {without}, and saw:\n{self.text}"
            try:
                self.stream.feed(self.process.read_nonblocking(65536, timeout=1))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                pytest.fail(f"it ended, and had shown:\n{self.text}")
        return self.text

    def press(self, key):
        """Press a key."""
        self.process.send(key)

    def save(self, name, text):
        """Save a file as most editors do: another one, moved into its place."""
        aside = self.folder / f"{name}.tmp"
        aside.write_text(text, encoding="utf-8")
        aside.replace(self.folder / name)

    def modes(self):
        """Does the terminal show what is typed, and wait for Enter?"""
        modes = termios.tcgetattr(self.process.child_fd)[3]
        return bool(modes & termios.ECHO), bool(modes & termios.ICANON)

    def has_left(self):
        """The processes that are still there, of all that this has started."""
        return [pid for pid in _pids() if self.mark.encode() in _environment(pid) and _state(pid) != "Z"]

    def end(self):
        self.process.close(force=True)


def _pids():
    return [each.name for each in Path("/proc").iterdir() if each.name.isdecimal()]


def _environment(pid):
    try:
        return Path("/proc", pid, "environ").read_bytes()
    except OSError:
        return b""


def _state(pid):
    try:
        return Path("/proc", str(pid), "stat").read_text().rpartition(") ")[2][:1]
    except OSError:
        return "Z"


def eventually(condition):
    """Wait until it is so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def headline(number, right):
    """How the screen begins for so many tests of a stage: `right` is a number or "all"."""
    count = {0: 21, 1: 26}[number]
    return f"{count if right == 'all' else right} of {count} tests"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("mein Käta")


@pytest.fixture
def folder(tmp_path):
    """Stubs."""
    return filled_folder(tmp_path / "exercises", 0)


def filled_folder(folder, before):
    folder.mkdir(exist_ok=True)
    for name, text in stub_files(before).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def opened(place):
    """A terminal for stage 1 that the tests of this file share."""
    terminal = Terminal(filled_folder(place / "exercises", 9), "1")
    terminal.until(headline(1, "all"))
    yield terminal
    terminal.end()


@pytest.fixture
def terminal(opened):
    """The same, with stage 1 solved."""
    yield opened
    opened.folder.mkdir(exist_ok=True)
    opened.save("engine.py", RIGHT)
    opened.until(headline(1, "all"), "Press n", without=("undo the change",))


RIGHT = filled("engine.py", 9)
STUB = stub_files(1)["engine.py"]
SUM = "Value(self.data + other.data"
CUT = RIGHT.replace("self.data = data", "self.data = int(data)")


def test_a_stage_from_stub_to_pass(folder):
    terminal = Terminal(folder)
    try:
        shown = terminal.until("q quit")
        assert shown.startswith(
            "Stage 0: derivative      ........................  0 of 21 tests, 0 of 8 points"
        )
        assert "To do: f, in derivative.py" in shown and "20 more tests wait for stubs." in shown
        one = workshop.grafted(stub_files(0)["derivative.py"], filled("derivative.py", 9), ["f"])
        terminal.save("derivative.py", one.replace("+ 5", "+ 6"))
        shown = terminal.until("your code  21")
        assert "newly" not in shown
        terminal.save("derivative.py", one)
        shown = terminal.until("To do: slope", "3 newly passing: at 3 the parabola is 20;")
        terminal.save("derivative.py", filled("derivative.py", 9))
        shown = terminal.until("Stage 0 is done.", "18 newly passing:", "Press n for stage 1: add and mul.")
        assert "Stage 1: add" not in shown and "To do" not in shown
        terminal.press("n")
        terminal.until("Stage 1: add and mul", "To do: __init__", without=("Stage 0",))
    finally:
        terminal.end()


# -- saves ------------------------------------------------------------------------------------------


def test_an_endless_loop_shows_that_it_runs_and_the_next_save_ends_it(terminal):
    terminal.save("engine.py", RIGHT + ENDLESS)
    terminal.until("Running: a value holds its number")
    terminal.save("engine.py", STUB)
    terminal.until(headline(1, 0), "26 newly failing:", without=("Running",))


def test_an_endless_loop_that_is_left_alone_is_a_verdict(terminal):
    terminal.save("engine.py", RIGHT.replace(SUM, "[x for x in iter(int, 1)] or " + SUM))
    terminal.until("was still running after", without=("Running",))


def test_a_syntax_error_is_shown_with_its_line(terminal):
    terminal.save("engine.py", "class Value\n")
    shown = terminal.until("SyntaxError: expected ':'", "engine.py, line 1")
    assert headline(1, 0) in shown


def test_the_misconception_comes_after_the_verdict(terminal):
    terminal.save("engine.py", CUT)
    terminal.until("newly failing: ", "more tests fail", "Your code behaves exactly like one in which")


def test_a_save_that_breaks_an_earlier_stage_says_so(folder):
    terminal = Terminal(filled_folder(folder, 3), "2")
    try:
        terminal.until("Stage 2 is done", without=("stands on",))
        terminal.save("engine.py", RIGHT.replace('return f"Value(data={self.data})"', 'return "Value"'))
        line = "Stage 1 does not pass, and this one stands on it: "
        assert "Stage 2 is done" in terminal.until(line)
        terminal.save("engine.py", RIGHT)
        terminal.until("Stage 2 is done", without=("stands on",))
    finally:
        terminal.end()


def test_what_an_earlier_stage_runs_is_not_told_as_running(folder):
    events, two = [], stages()[2]
    Run(filled_folder(folder, 3), [two], None, events.append)
    eventually(lambda: any(isinstance(each, Shaky) for each in events))
    titles = [each.test for each in events if isinstance(each, Began)]
    assert titles and "the text of a value shows its number" not in titles
    assert events[-1].stage is None


def test_code_that_ends_its_parent_ends_nothing_else(terminal):
    start = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n"
    for _ in range(2):
        terminal.save("engine.py", start + STUB)
        terminal.until(headline(1, 0))
        terminal.save("engine.py", RIGHT)
        terminal.until(headline(1, "all"))


def test_code_that_ends_its_process_is_a_verdict(terminal):
    terminal.save("engine.py", "import os\nos._exit(0)\n")
    terminal.until("ended the whole Python process")


def test_a_deleted_file_is_missed_until_it_is_there_again(terminal):
    (terminal.folder / "engine.py").unlink()
    terminal.until("There is no engine.py in ", "You can also undo the change, in your editor or with git.")
    terminal.save("engine.py", STUB)
    terminal.until(headline(1, 0), without=("There is no",))


def test_a_deleted_folder_is_missed_until_it_is_there_again(terminal):
    shutil.rmtree(terminal.folder)
    terminal.until("There is no folder ")
    filled_folder(terminal.folder, 1)
    terminal.until(headline(1, 0), without=("There is no",))
    terminal.save("engine.py", RIGHT)  # the new folder is followed, too
    terminal.until(headline(1, "all"))


# -- keys -------------------------------------------------------------------------------------------


def test_the_next_stage_waits_until_this_one_passes(terminal):
    terminal.save("engine.py", STUB)
    terminal.until(headline(1, 0))
    terminal.press("n")
    terminal.until("Stage 1 does not pass yet. To work on another one: make watch STAGE=2")


def test_hints_come_one_at_a_time_and_go_with_the_next_verdict(terminal):
    terminal.save("engine.py", STUB)
    terminal.until(headline(1, 0))
    terminal.press("h")
    first, second = stages()[1].functions[0].hints[:2]
    shown = terminal.until("hint 1 of 3", first[:40])
    assert second[:40] not in shown
    terminal.press("h")
    terminal.until("hint 2 of 3", first[:40], second[:40])
    terminal.save("engine.py", RIGHT)
    terminal.until(headline(1, "all"), without=("hint 2 of 3",))


def test_everything_is_a_bar_for_each_stage(terminal):
    terminal.press("a")
    shown = terminal.until("the full mark is 100.")
    assert re.search(r"^4 backward      #+", shown, re.MULTILINE)
    assert headline(1, "all") in shown


def test_the_expression_of_the_stage_is_drawn_where_none_fails(terminal):
    terminal.press("d")
    terminal.until("L = d * f", "data -8")


def test_ctrl_z_gives_the_terminal_back_until_it_goes_on(terminal):
    assert terminal.modes() == (False, False)
    os.kill(terminal.process.pid, signal.SIGTSTP)
    eventually(lambda: _state(terminal.process.pid) == "T")
    assert terminal.modes() == (True, True)
    os.kill(terminal.process.pid, signal.SIGCONT)
    eventually(lambda: terminal.modes() == (False, False))


def test_forty_columns_are_enough(terminal):
    terminal.save("engine.py", CUT)
    terminal.until("Your code behaves exactly like one")
    terminal.screen.resize(50, 40)
    terminal.process.setwinsize(50, 40)
    words = "Your code behaves exactly like one in\nwhich"
    shown = terminal.until("Stage 1: add and mul     ####", words)
    assert "q quit" in shown
    terminal.screen.resize(50, 100)
    terminal.process.setwinsize(50, 100)


def test_a_low_terminal_shows_the_beginning_and_leaves_the_rest_to_keys(terminal):
    terminal.save("engine.py", STUB)
    terminal.until(headline(1, 0))
    terminal.press("h")
    terminal.until("To do: __init__", " of 3")
    terminal.screen.resize(13, 100)
    terminal.process.setwinsize(13, 100)
    terminal.until("Stage 1: add and mul", "of 3", "q quit", without=("To do",))
    terminal.screen.resize(50, 100)
    terminal.process.setwinsize(50, 100)


# -- the end ----------------------------------------------------------------------------------------


def quit_by_key(key):
    return lambda terminal: terminal.press(key)


def end_by(number):
    return lambda terminal: os.kill(terminal.process.pid, number)


ENDS = {
    "q": (quit_by_key("q"), 0),
    "Ctrl-C": (quit_by_key("\x03"), 0),
    "Ctrl-D": (quit_by_key("\x04"), 0),
    "SIGTERM": (end_by(signal.SIGTERM), 128 + signal.SIGTERM),
}


@pytest.mark.parametrize("end, status", ENDS.values(), ids=ENDS)
def test_however_it_ends_the_terminal_is_as_before_and_no_process_is_left(folder, end, status):
    filled_folder(folder, 1)
    terminal = Terminal(folder, "1")
    terminal.until(headline(1, 0))
    terminal.save("engine.py", RIGHT + ENDLESS)
    terminal.until("Running: ")
    end(terminal)
    eventually(lambda: not terminal.process.isalive())
    assert (terminal.process.exitstatus, terminal.modes()) == (status, (True, True))
    eventually(lambda: not terminal.has_left())
    terminal.end()


def test_a_watcher_that_is_killed_leaves_no_process(folder):
    terminal = Terminal(folder, "1")
    terminal.until(headline(1, 0))
    terminal.save("engine.py", RIGHT)
    terminal.until(headline(1, "all"))
    terminal.save("engine.py", RIGHT + ENDLESS)
    terminal.until("Running: ")
    os.kill(terminal.process.pid, signal.SIGKILL)
    eventually(lambda: not terminal.has_left())
    terminal.end()


def test_a_full_disk_ends_nothing(folder):
    terminal = Terminal(folder, "1")
    terminal.until(headline(1, 0))
    for pid in terminal.has_left():
        resource.prlimit(int(pid), resource.RLIMIT_FSIZE, (0, 0))  # nothing can be written any more
    terminal.press("h")
    terminal.until("hint 1 of 3")
    terminal.press("h")
    terminal.until("hint 1 of 3")  # since it could not be remembered
    terminal.save("engine.py", RIGHT)
    terminal.until(headline(1, "all"))
    terminal.end()


def test_without_a_terminal_one_plain_verdict_comes_after_the_other(folder):
    command = [sys.executable, "-u", "-m", "grader", "watch", "1", "--code", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE) as process:
        shown = b""
        while b"26 tests, 0 of" not in shown:
            shown += os.read(process.stdout.fileno(), 65536)
        (folder / "engine.py").write_text(RIGHT, encoding="utf-8")
        while b"Next:" not in shown:
            shown += os.read(process.stdout.fileno(), 65536)
        process.terminate()
    assert shown.count(b"Stage 1: add and mul") == 2
    assert b"\x1b" not in shown and b"q quit" not in shown


def test_a_stage_that_does_not_exist_is_refused(kata):
    outcome = kata.run("watch", 9)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith('There is no stage "9".')
