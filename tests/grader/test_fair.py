"""What right code may do besides, in either seat: it keeps its points."""

import os
import subprocess
import sys

import pytest

from grader.seats import runner
from grader.seats.prints import MOST_PRINTS, Prints
from grader.stages import ROOT

BESIDES = {
    "draws": (
        "import matplotlib.pyplot as plt\nfrom graphviz import Digraph\nfrom IPython.display import display\n"
        "figure, axes = plt.subplots(1, 2)\naxes[0].plot([1, 2])\nplt.show()\n"
        "dot = Digraph(format='svg')\ndot.node('a')\ndisplay(dot)\n"
        "with plt.style.context('dark'):\n    plt.rcParams['x'] = 1\n"
    ),
    "was a notebook": "get_ipython().run_line_magic('matplotlib', 'inline')\ndisplay(1)\nhelp(int)\n",
    "sets up its stdout": "import sys\nsys.stdout.reconfigure(encoding='utf-8')\n",
    "wraps its stdout": (
        "import io, sys\nsys.stdout.buffer.write('ä'.encode())\n"
        "sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')\nprint('ö', flush=True)\n"
    ),
    "sets its locale": "import locale\nlocale.setlocale(locale.LC_ALL, '')\n",
}


@pytest.fixture
def passed(tmp_path):
    """Does stage 0 pass, with this in front of the solution, in a seat?"""

    def passes(code, *how):
        solution = (ROOT / "solutions" / "derivative.py").read_text(encoding="utf-8")
        (tmp_path / "derivative.py").write_text(code + solution, encoding="utf-8")
        return all(each.passed for each in runner.run(tmp_path, [0], how=how))

    return passes


@pytest.mark.parametrize("how", [(), ("exam",)], ids=["practice", "exam"])
@pytest.mark.parametrize("code", BESIDES.values(), ids=BESIDES)
def test_what_right_code_does_besides_costs_nothing(passed, code, how):
    assert passed(code, *how)


def test_a_number_of_any_kind_is_a_number_in_the_exam_seat(tmp_path):
    solution = (ROOT / "solutions" / "derivative.py").read_text(encoding="utf-8")
    again = "\n\nfrom fractions import Fraction\nof_floats = f\nf = lambda x: Fraction(of_floats(x))\n"
    (tmp_path / "derivative.py").write_text(solution + again, encoding="utf-8")
    assert all(each.passed for each in runner.run(tmp_path, [0], how=["exam"]) if each.function == "f")


# Tells how much of an alarm is left whenever a report is made.
SPY = """
import signal
import pytest

@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    print("LEFT", call.when, signal.getitimer(signal.ITIMER_REAL)[0])
    return (yield)
"""


def test_no_alarm_rings_between_the_phases_of_a_test(tmp_path):
    (tmp_path / "spy.py").write_text(SPY)
    test = "tests/stage1_add_and_mul/test_examples.py::test_a_value_holds_its_number"
    command = [sys.executable, "-m", "pytest", "-s", "-p", "spy", test]  # on stubs, so that it fails
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
    )
    left = [line.split("LEFT ")[1] for line in done.stdout.splitlines() if "LEFT " in line]
    assert left == ["setup 0.0", "call 0.0", "teardown 0.0"]


def test_what_is_printed_beyond_what_is_kept_costs_no_call_of_ours():
    prints = Prints()
    print("a" * MOST_PRINTS, "b", file=prints)
    assert prints.write is len
    assert print("c", file=prints) is None and prints.taken() == "a" * MOST_PRINTS
    print("d", file=prints)
    assert prints.taken() == "d\n"
