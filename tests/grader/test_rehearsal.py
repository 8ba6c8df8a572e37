"""The rehearsal: what a test says, in how few messages it is said, and who answers as the solution did."""

import json
import pickle

import pytest

from grader.seats import runner
from grader.seats.patience import Exam as Patience
from grader.seats.warm import Ready
from grader.source import stub_files
from grader.stages import ROOT
from grader.wall import rehearsal
from grader.wall.exam import Exam
from grader.wall.proxies import read_ahead
from grader.wall.transcript import EXAMPLE, Tape, together, transcript
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


def a_step(engine, tape):
    """Two examples in which a second question follows from the first answer."""
    for number in (2.0, 3.5):
        tape.begin_an_example()
        a = engine.Value(number)
        read_ahead([a], "grad")
        square = (a * a).data
        assert (engine.Value(square * 10) + a).data == square * 10 + number


def slopes(derivative, tape):
    """Two examples in which the worker asks, too."""
    for number in (1.0, -2.0):
        tape.begin_an_example()
        assert derivative.slope(lambda x: x * x, number) == pytest.approx(2 * number, abs=1e-3)


def symmetric_slopes(derivative, tape):
    """An example in which the worker asks, too."""
    tape.begin_an_example()
    assert derivative.symmetric_slope(lambda x: x * x, 1.0) == pytest.approx(2.0)


# -- what is said -----------------------------------------------------------------------------------


def test_the_first_questions_of_all_examples_go_together(seat):
    (message,) = together(tape_of(seat(engine=ENGINE), sums))
    _, kind, batch = message
    assert kind == "all" and [each[1] for each in batch] == ["anew", "do", "do", "do", "do"]


def test_what_follows_from_an_answer_is_not_said_before_it_is_there(seat):
    tape = tape_of(seat(engine=ENGINE), a_step)
    messages = together(tape)
    for number in (2.0, 3.5):
        answered = next(i for i, each in enumerate(messages) if f"[{number}]" in json.dumps(each))
        follows = next(i for i, each in enumerate(messages) if f"[{number**2 * 10}]" in json.dumps(each))
        assert follows > answered
    assert len(messages) == 3  # the last question of an example and the first one of the next go together


def test_all_that_is_said_is_said_once_and_in_order(seat):
    tape = tape_of(seat(engine=ENGINE), a_step)
    said = [each[2:] for message in together(tape) for each in message[2] if each[1] == "do"]
    assert said == [each[2:] for each in map(json.loads, tape.said) if each != EXAMPLE]


def test_a_question_within_a_question_waits_for_each_answer():
    tape = Tape()
    for each, depth in (([1, "do", [[None, "import", "engine"]]], 0), ([2, "do", [[1, "make"]]], 0)):
        tape.keep(each, depth)
    tape.keep([3, "do", [[2, "make"]]], 1)
    tape.keep([0, "told", 5, []], 1)
    tape.begin_an_example()
    tape.keep([4, "do", [[3, "make"]]], 0)
    kinds = [
        [each[1] for each in message[2]] if message[1] == "all" else message[1] for message in together(tape)
    ]
    assert kinds == [["anew", "do", "do"], ["do"], "told", ["do"]]


# -- who answers as the solution did ----------------------------------------------------------------

PRINTS = ENGINE.replace("        self.data = data\n", "        print(data)\n        self.data = data\n", 1)


@pytest.mark.parametrize("test", [sums, a_step])
@pytest.mark.parametrize(
    "text", [ENGINE, PRINTS, f"{ENGINE}\n# mine\n"], ids=["the same", "prints", "a comment"]
)
def test_who_answers_the_same_has_no_difference_each_time(seat, test, text):
    known, worker = transcript_of(test), seat(engine=text).worker()
    assert [known.difference(worker) for _ in range(3)] == [None] * 3


OTHERS = {
    "one number off": ENGINE.replace("self.data + other.data", "self.data + other.data * (1 + 1e-15)"),
    "a stub": stub_files(1)["engine.py"],
    "not Python": "def f(x)\n",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_who_answers_something_else_has_a_difference(seat, text):
    assert transcript_of(sums).difference(seat(engine=text).worker()) is not None


def test_after_the_first_error_nothing_more_of_a_message_is_done(seat):
    difference = transcript_of(sums).difference(seat(engine=OTHERS["a stub"]).worker())
    _done, _number, answers = json.loads(difference)
    assert [kind for kind, *_ in answers] == ["done", "done", "done", "raised"]


def test_a_worker_that_asks_is_answered_as_the_solution_was(seat):
    known = transcript_of(slopes, "derivative")
    assert len(known.messages) > 2
    assert known.difference(seat(derivative=DERIVATIVE).worker()) is None
    other = DERIVATIVE.replace("h=1e-6", "h=2e-6")
    assert other != DERIVATIVE
    assert known.difference(seat(derivative=other).worker()) is not None


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


# -- the tests that need not be run -----------------------------------------------------------------


class Told:
    """Takes note of what is told of the tests, as a Reporter does."""

    def __init__(self, names):
        self.tests = {name: {"stage": 1, "function": name, "seconds": 3} for name in names}
        self.patience, self.begun, self.passed = Patience(), [], []

    def pytest_runtest_logstart(self, test):
        self.begun.append(test)

    def ended(self, test):
        self.passed.append(test)


def fitting(seat, **known):
    """Which of these tests need not be run, and which were told as passed."""
    told = Told(known)
    found = rehearsal.fitting({name: pickle.dumps(each) for name, each in known.items()}, told, seat)
    assert found == {*told.passed}
    return found, told


def test_the_tests_in_which_something_differs_are_left(seat):
    wrong = ENGINE.replace("self.data * other.data", "self.data * other.data + 1e-9")
    assert wrong != ENGINE
    right = seat(engine=wrong)
    found, told = fitting(right, sums=transcript_of(sums), a_step=transcript_of(a_step))
    assert found == {"sums"} and {*told.begun} == {"sums", "a_step"}
    assert right.wall is None  # the tests that are run begin with a worker of their own


HANGS = "\nclass Value:\n    def __init__(self, data):\n        while True:\n            pass\n"


@pytest.mark.parametrize("ending", [HANGS, "\nimport os\nos._exit(0)\n"], ids=["hangs", "ends"])
def test_where_a_worker_is_lost_the_rest_is_left(seat, ending, monkeypatch):
    monkeypatch.setattr(rehearsal, "PATIENCE", 0.2)
    found, told = fitting(
        seat(engine=ENGINE + ending), sums=transcript_of(sums), a_step=transcript_of(a_step)
    )
    assert not found and len(told.begun) == 1


def test_a_worker_that_still_waits_for_an_answer_is_there_for_the_next_test(seat):
    other = DERIVATIVE.replace("f(x + h) - f(x)", "f(x + 2 * h) - f(x)")
    assert other != DERIVATIVE
    two = {name: transcript_of(slopes, "derivative") for name in ("one", "another")}
    found, told = fitting(seat(derivative=other), **two, right=transcript_of(symmetric_slopes, "derivative"))
    assert found == {"right"} and len(told.begun) == 3


def test_there_is_a_limit_for_all_tests_together(seat, monkeypatch):
    monkeypatch.setattr(rehearsal, "ALTOGETHER", 0)
    found, told = fitting(seat(engine=ENGINE), sums=transcript_of(sums))
    assert not found and not told.begun


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


@pytest.mark.parametrize("files", [pytest.param(files, id=name) for name, files in versions()])
def test_the_verdict_is_the_same_with_a_rehearsal_and_without(tmp_path, how, starts, files):
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with_one, without = (runner.run(tmp_path, NUMBERS, how=how, start=start) for start in starts)
    assert with_one == without


def test_nearly_all_tests_of_the_solution_need_not_be_run(how, starts):
    task = {"code": str(SOLUTIONS), "stages": NUMBERS, "how": how, "core": None, "spent": 0.0}
    process, events = starts[0]({**task, "skip": [], "past": []}), []
    while (event := process.next_event(runner.START)) is not None:
        events.append(event)
    process.end()
    planned = [test["test"] for test in events[0]["tests"]]
    ended = [event["end"] for event in events if "end" in event]
    assert sorted(ended) == sorted(planned)
    run = 0  # those that are run come last, in the order of the stages; the others begin with the longest
    while planned.index(ended[-run - 2]) < planned.index(ended[-run - 1]):
        run += 1
    assert run < len(planned) / 10
