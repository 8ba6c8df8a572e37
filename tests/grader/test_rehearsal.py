"""The rehearsal: what a test says, in how few messages it is said, and who answers as the solution did."""

import json
import pickle
from collections import Counter

import pytest

from grader.seats import runner
from grader.seats.patience import Exam as Patience
from grader.seats.trouble import TimedOut
from grader.seats.warm import Ready
from grader.source import stub_files
from grader.stages import ROOT
from grader.wall import rehearsal
from grader.wall.errors import Lost
from grader.wall.exam import Exam
from grader.wall.proxies import read_ahead
from grader.wall.rehearsal import Rehearsed
from grader.wall.transcript import EXAMPLE, Tape, one_by_one, together, transcript
from grader.wall.worker import Worker
from tests.mutants import mutants, mutated

SOLUTIONS = ROOT / "solutions"
ENGINE = (SOLUTIONS / "engine.py").read_text(encoding="utf-8")
DERIVATIVE = (SOLUTIONS / "derivative.py").read_text(encoding="utf-8")


@pytest.fixture
def seat(tmp_path):
    """A function that puts files (name: text) into a sandbox and gives the seat."""
    seats = []

    def sit(**files):
        folder = tmp_path / f"submission {len(seats)}"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
        seats.append(Exam(folder))
        return seats[-1]

    yield sit
    for each in seats:
        each.end()


def tape_of(seat, test, module="engine"):
    """What a test says to the code of this seat, and what it hears."""
    seat.tape = Tape()
    test(seat.module(module), seat.tape)
    seat.settle()
    seat.tape = None
    return seat.wall.tape


def transcript_of(test, module="engine"):
    """The Transcript of a test that the solution passes."""
    first, second = Exam(SOLUTIONS), Exam(SOLUTIONS)
    try:
        return transcript(tape_of(first, test, module), second.worker())
    finally:
        first.end()
        second.end()


def sums(engine, tape):
    """Two examples of a test, with one question each."""
    for number in (2.0, 3.5):
        tape.begin_an_example()
        assert (engine.Value(number) + engine.Value(1.0)).data == number + 1.0


def operands(engine, tape):
    """Two examples with one question each, about numbers and objects."""
    for number in (2.0, 3.5):
        tape.begin_an_example()
        a, b = engine.Value(number), engine.Value(1.0)
        c = a + b
        read_ahead([c], "_prev")
        assert c.data == number + 1.0
        assert {*c._prev} == {a, b}


def a_step(engine, tape):
    """Two examples in which a second question follows from the first answer."""
    for number in (2.0, 3.5):
        tape.begin_an_example()
        a = engine.Value(number)
        read_ahead([a], "grad")
        square = (a * a).data
        assert (engine.Value(square * 10) + a).data == pytest.approx(square * 10 + number)


def slopes(derivative, tape):
    """Two examples in which the worker asks, too."""
    for number in (1.0, -2.0):
        tape.begin_an_example()
        assert derivative.slope(lambda x: x * x, number) == pytest.approx(2 * number, abs=1e-3)


# -- what is said -----------------------------------------------------------------------------------


def test_the_first_questions_of_all_examples_go_together(seat):
    (batch,) = map(json.loads, together(tape_of(seat(engine=ENGINE), sums)))
    assert [each[1] for each in batch[2]] == ["anew", "do", "do", "do", "do"]


def test_what_follows_from_an_answer_is_not_said_before_it_is_there(seat):
    batches = [each.decode() for each in together(tape_of(seat(engine=ENGINE), a_step))]
    for number in (2.0, 3.5):
        answered = next(i for i, each in enumerate(batches) if f"[{number}]" in each)
        follows = next(i for i, each in enumerate(batches) if f"[{number**2 * 10}]" in each)
        assert follows > answered
    assert len(batches) == 3  # the last question of an example and the first one of the next go together


def test_all_that_is_said_is_said_once_and_in_order(seat):
    tape = tape_of(seat(engine=ENGINE), a_step)
    said = [each for batch in together(tape) for each in json.loads(batch)[2] if each[1] == "do"]
    assert said == [json.loads(each) for each in tape.said if each != EXAMPLE]


def test_where_the_worker_asks_too_everything_is_said_as_it_was(seat):
    tape = tape_of(seat(derivative=DERIVATIVE), slopes, "derivative")
    _anew, *messages = (each.decode() for each in one_by_one(tape))
    assert messages == [each for each in tape.said if each != EXAMPLE]
    assert sum('"told"' in each for each in messages) == 4  # two for each slope


# -- who answers as the solution did ----------------------------------------------------------------

PRINTS = ENGINE.replace("        self.data = data\n", "        print(data)\n        self.data = data\n", 1)


@pytest.mark.parametrize("test", [sums, a_step])
@pytest.mark.parametrize(
    "text", [ENGINE, PRINTS, f"{ENGINE}\n# mine\n"], ids=["the same", "prints", "a comment"]
)
def test_of_who_answers_the_same_nothing_else_is_known_each_time(seat, test, text):
    script, worker = transcript_of(test), seat(engine=text).worker()
    assert [script.known(worker) for _ in range(3)] == [None] * 3


def test_who_asks_the_same_and_answers_the_same_is_known_each_time(seat):
    script, worker = transcript_of(slopes, "derivative"), seat(derivative=f"{DERIVATIVE}\n# mine\n").worker()
    assert [script.known(worker) for _ in range(3)] == [None] * 3


OTHERS = {
    "one number off": ENGINE.replace("self.data + other.data", "self.data + other.data * (1 + 1e-12)"),
    "a stub": stub_files(1)["engine.py"],
    "not Python": "def f(x)\n",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_of_who_answers_something_else_the_answers_are_known(seat, text):
    assert transcript_of(sums).known(seat(engine=text).worker())


def test_after_the_first_error_nothing_more_of_a_message_is_done(seat):
    known = transcript_of(sums).known(seat(engine=OTHERS["a stub"]).worker())
    assert [kind for _question, (kind, *_) in known] == ["done", "done", "raised"]


def test_there_is_no_transcript_of_what_is_left_to_chance(seat):
    text = ENGINE + "\nimport os\ndef topological_order(root):\n    return int.from_bytes(os.urandom(6))\n"

    def test(engine, _tape):
        assert engine.topological_order(None) is not None

    first, second = seat(engine=text), seat(engine=text)
    assert transcript(tape_of(first, test), second.worker()) is None


def test_a_set_is_told_in_the_same_order_each_time(seat):
    sets = "{str(i) for i in range(50)}, {(root, i) for i in range(9)}"
    text = f"{ENGINE}\ndef topological_order(root):\n    return {sets}\n"

    def test(engine, _tape):
        engine.topological_order(engine.Value(1.0))

    first, second = seat(engine=text), seat(engine=text)
    assert transcript(tape_of(first, test), second.worker()) is not None


CHANNEL = """
import gc
worker = next(each for each in gc.get_objects() if type(each).__name__ == "Worker")
send = worker.send
worker.send = lambda message: send(["done", 0, ANSWERS])
"""
NONSENSE = {
    "no list": "5",
    "a list of numbers": "[5, 6, 7, 8, 9]",
    "empty lists": "[[], [], [], [], []]",
    "no answer": "[]",
    "too few": "[['done', 0, None]]",
    "an answer to a question": "['done', 0, 5]",
}


@pytest.mark.parametrize("answers", NONSENSE.values(), ids=NONSENSE)
def test_what_makes_no_sense_costs_the_worker(seat, answers):
    sitting = seat(engine=f"{ENGINE}{CHANNEL.replace('ANSWERS', answers)}")
    with pytest.raises(Lost):
        sitting.worker().recall(transcript_of(sums).known(sitting.worker()))
        sums(sitting.module("engine"), Tape())


def test_code_can_call_itself_as_often_as_where_it_is_asked_by_itself(seat):
    depth = "def topological_order(root):\n    return len([*walk_stack(None)])\n"
    text = f"{ENGINE}\nfrom traceback import walk_stack\n{depth}"

    def test(engine, _tape):
        assert engine.topological_order(engine.Value(1.0)) > 1

    first, second = seat(engine=text), seat(engine=text)
    assert transcript(tape_of(first, test), second.worker()) is not None


# -- on the answers that are there ------------------------------------------------------------------

COUNTS = "\nasked = []\nadd = Value.__add__\nValue.__add__ = lambda a, b: asked.append(1) or add(a, b)\n"


def test_a_test_that_is_run_asks_nothing_again_that_was_answered(seat):
    sitting = seat(engine=OTHERS["one number off"] + COUNTS)
    sitting.module("engine")
    sitting.worker().recall(transcript_of(sums).known(sitting.worker()))
    engine = sitting.module("engine")
    assert (engine.Value(2.0) + engine.Value(1.0)).data == 2.0 + 1.0 * (1 + 1e-12)
    assert (engine.Value(3.5) + engine.Value(1.0)).data == 3.5 + 1.0 * (1 + 1e-12)
    sitting.end_test(None)
    assert sitting.wall.do("len", sitting.wall.attribute(sitting.wall.module("engine"), "asked")) == 2


def test_a_test_goes_on_from_the_answers_that_are_there(seat):
    sitting = seat(engine=OTHERS["one number off"])
    sitting.worker().recall(transcript_of(a_step).known(sitting.worker()))
    a_step(sitting.module("engine"), Tape())
    sitting.settle()


TOO_WIDE = DERIVATIVE.replace("(f(x + h) - f(x)) / h", "(f(x + h) - f(x - h)) / h")


def test_a_test_goes_on_in_the_middle_of_a_question(seat):
    sitting, asked = seat(derivative=TOO_WIDE), []
    known = transcript_of(slopes, "derivative").known(sitting.worker())
    assert known[-1][1][0] == "ask"
    sitting.worker().recall(known)
    derivative = sitting.module("derivative")
    assert derivative.slope(lambda x: asked.append(x) or x * x, 1.0) == pytest.approx(4.0)
    assert asked == [1.0 + 1e-6, 1.0 - 1e-6]
    assert derivative.slope(lambda x: x * x, -2.0) == pytest.approx(-8.0)
    sitting.end_test(None)
    assert sitting.wall.process.poll() is None


@pytest.mark.parametrize("test", [sums, operands])
def test_a_test_that_asks_something_else_goes_its_own_way(seat, test):
    sitting = seat(engine=OTHERS["one number off"])
    sitting.worker().recall(transcript_of(test).known(sitting.worker()))
    engine = sitting.module("engine")
    assert (engine.Value(2.0) + engine.Value(1.0)).data != 3.0
    for number in range(20):  # in the place of what was made for the second example
        a, b = engine.Value(2.0), engine.Value(number)
        c = a * b
        assert c.data == 2.0 * number
        assert {*c._prev} == {a, b}  # each object has one proxy
        assert sorted(each.data for each in c._prev) == sorted((2.0, number))


def test_what_was_made_ahead_has_no_number_any_more():
    worker, things = Worker(None, None, None, None, None), [object() for _ in range(4)]
    for number, thing in enumerate(things, start=1):
        worker.keep(number, thing)
    assert [worker.number(thing) for thing in things] == [1, 2, 3, 4]
    worker.keep(3, things[3])
    assert [worker.number(thing) for thing in things] == [1, 2, -1, 3]


# -- the tests that need not be run -----------------------------------------------------------------


class Told:
    """Takes note of what is told of the tests, as a Reporter does."""

    def __init__(self, names):
        self.tests = {name: {"stage": 1, "function": name, "seconds": 0.5} for name in names}
        self.patience, self.begun, self.passed = Patience(), [], []

    def pytest_runtest_logstart(self, test):
        self.begun.append(test)

    def ended(self, test):
        self.passed.append(test)


class Item:
    """A test, as pytest knows it: as much of it as is needed here."""

    def __init__(self, name):
        self.nodeid, self.session = name, self
        self._setupstate, self.teardown_exact = self, lambda following: None


def left(seat, **scripts):
    """Which of these tests are run, and what was told of the others."""
    told = Told(scripts)
    plugin = Rehearsed({name: pickle.dumps(each) for name, each in scripts.items() if each}, told, seat)
    return [name for name in scripts if not plugin.pytest_runtest_protocol(Item(name), None)], told


def test_the_tests_in_which_something_differs_are_left(seat):
    wrong = ENGINE.replace("self.data * other.data", "self.data * other.data + 1e-9")
    assert wrong != ENGINE
    tests, told = left(seat(engine=wrong), a_step=transcript_of(a_step), sums=transcript_of(sums))
    assert (tests, told.passed, told.begun) == (["a_step"], ["sums"], ["a_step", "sums"])


def test_a_test_without_a_transcript_begins_with_a_worker_that_knows_nothing(seat):
    sitting = seat(engine=PRINTS)
    tests, _ = left(sitting, sums=transcript_of(sums), slopes=None)
    assert tests == ["slopes"]
    assert not sitting.wall.forget()  # all that was printed is
    a, b = (sitting.module("engine").Value(x) for x in (2.0, -8.0))
    assert {*(a * b)._prev} == {a, b}


HANGS = "\nclass Value:\n    def __init__(self, data):\n        while True:\n            pass\n"


@pytest.mark.parametrize("ending", [HANGS, "\nimport os\nos._exit(0)\n"], ids=["hangs", "ends"])
def test_where_a_worker_is_lost_the_tests_are_run_by_another(seat, ending):
    sitting = seat(engine=ENGINE + ending)
    tests, told = left(sitting, sums=transcript_of(sums), a_step=transcript_of(a_step))
    assert tests == ["sums", "a_step"] and told.begun == ["sums"]  # then, nothing more is asked ahead
    assert not sitting.worker().known


def test_where_a_module_hangs_the_tests_are_run(seat):
    sitting = seat(engine=ENGINE)
    sitting.hanging["by_hand"] = TimedOut("3")
    tests, told = left(sitting, sums=transcript_of(sums))
    assert tests == ["sums"] and not told.begun


def test_there_is_a_limit_for_all_tests_together(seat, monkeypatch):
    monkeypatch.setattr(rehearsal, "ALTOGETHER", -1)
    tests, told = left(seat(engine=ENGINE), sums=transcript_of(sums))
    assert tests == ["sums"] and not told.begun


# -- the whole --------------------------------------------------------------------------------------

NUMBERS = [0, 1, 2]


@pytest.fixture(scope="module")
def how(tmp_path_factory):
    """The options of the runs, and among them where the examples are."""
    file, options = tmp_path_factory.mktemp("examples") / "examples", ["exam", "seed=5"]
    runner.run(SOLUTIONS, NUMBERS, how=[*options, "verdicts", f"record={file}"])
    return [*options, "verdicts", f"replay={file}"]


@pytest.fixture(scope="module")
def starts(how):
    """What begins a run: with a rehearsal, and without."""
    ready = [
        Ready(ROOT, NUMBERS, [x for x in how if x != "verdicts"], rehearse) for rehearse in (True, False)
    ]
    assert all(each.is_ready_within(runner.START) for each in ready)
    yield ready
    for each in ready:
        each.end()


WEARS_OUT = """
made, init = [], Value.__init__
def __init__(self, data, *more, **named):
    made.append(1)
    init(self, data + 1e-3 if len(made) > 3000 else data, *more, **named)
Value.__init__ = __init__
"""
HANGS_WITH_SOME = """
add = Value.__add__
def __add__(self, other):
    while self._op == other._op == "+" and self.data > 8:
        pass
    return add(self, other)
Value.__add__ = __add__
"""
# Two engines, one for who is asked ahead, and one for whom the tests run, if the code can tell.
TWO = """
import sys
def is_asked_ahead():
    frame = sys._getframe()
    while frame and frame.f_locals.get("kind") != "all":
        frame = frame.f_back
    return bool(frame)
FIRST = ONE_ALONE or is_asked_ahead()
add, mul = Value.__add__, Value.__mul__
Value.__add__ = lambda a, b: add(a, b) if FIRST else mul(a, b)
Value.__mul__ = lambda a, b: add(a, b) if FIRST else mul(a, b)
"""


def versions():
    """Files of all kinds: right, wrong, unfinished, and such that do not end as they should."""
    right = {file.name: file.read_text(encoding="utf-8") for file in SOLUTIONS.glob("*.py")}
    wrong = [each for each in mutants() if each.stage in NUMBERS]
    yield "right", right
    for mutant in wrong[:: len(wrong) // 8]:
        yield mutant.id, {**right, mutant.file: mutated(mutant)}
    yield "stage 2 is still to come", {**right, **stub_files(2)}
    yield (
        "ends in the middle",
        {**right, "engine.py": f"{ENGINE}\nimport os\nValue.__add__ = lambda *_: os._exit(0)\n"},
    )
    yield "begins slowly", {**right, "derivative.py": f"{DERIVATIVE}\nimport time\ntime.sleep(2.2)\n"}
    yield "wears out", {**right, "engine.py": f"{ENGINE}{WEARS_OUT}"}
    yield "hangs in one place", {**right, "engine.py": f"{ENGINE}{HANGS_WITH_SOME}"}


@pytest.mark.parametrize("files", [pytest.param(files, id=name) for name, files in versions()])
def test_the_verdict_is_the_same_with_a_rehearsal_and_without(tmp_path, how, starts, files):
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with_one, without = (runner.run(tmp_path, NUMBERS, how=how, start=start) for start in starts)
    assert with_one == without


def begun(start, folder, how):
    """How often each test begins: twice, where it was asked ahead and is run all the same."""
    task = {"code": str(folder), "stages": NUMBERS, "how": how, "core": None, "spent": 0.0}
    process, found = start({**task, "skip": [], "past": []}), Counter()
    while (event := process.next_event(runner.START)) is not None:
        found.update([event["start"]] if "start" in event else [])
    process.end()
    return found


def test_of_what_is_asked_ahead_nothing_has_to_be_run_where_the_solution_answers(tmp_path, how, starts):
    for name, text in stub_files(0).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with_stubs, right = (begun(starts[0], folder, how) for folder in (tmp_path, SOLUTIONS))
    asked = [test for test, times in with_stubs.items() if times == 2]
    assert len(asked) > len(with_stubs) / 2
    assert {*right.values()} == {1} and right.keys() == with_stubs.keys()


def test_who_has_two_engines_passes_with_one(tmp_path, how, starts):
    found = []
    for alone in (False, True):
        text = TWO.replace("ONE_ALONE", str(alone))
        (tmp_path / "engine.py").write_text(f"{ENGINE}{text}", encoding="utf-8")
        found.append({x.test for x in runner.run(tmp_path, [1], how=how, start=starts[0]) if x.passed})
    assert found[0] and found[0] <= found[1]
