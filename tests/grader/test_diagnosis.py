"""The battery gets an answer out of any code; known mutants are recognised by theirs, alone and mixed."""

import json
import random
import shutil
from importlib import import_module
from types import ModuleType

import pytest

from grader import cli
from grader.authors import accuracy, fingerprints
from grader.authors.accuracy import Figure
from grader.authors.fingerprints import LAST, UNASKED, batteries
from grader.diagnosis import battery, recognition
from grader.diagnosis.battery import HANGS, MOST_HANGS, NOT_ASKED, PROBES, TO_DO, _in_order, answers, told
from grader.diagnosis.probes import Word
from grader.diagnosis.recognition import diagnosed, folded, known, unfolded
from grader.seats.trouble import Unloadable
from grader.source import single_stubs, stub_files
from grader.stages import ROOT, stages
from grader.wall.exam import Exam
from tests.mutants import mutants, mutated

SOLUTIONS = ROOT / "solutions"
BY_ID = {each.id: each for each in mutants()}
ENGINE = (SOLUTIONS / "engine.py").read_text(encoding="utf-8")


def right(name):
    """The modules of the solution."""
    return import_module(f"solutions.{name}")


def with_engine(text, old="", new=""):
    """The modules of the solution, with another engine for what asks the engine itself."""
    assert not old or text.count(old) == 1
    engine = ModuleType("engine")
    exec(text.replace(old, new) if old else text, vars(engine))
    return lambda name: engine if name == "engine" else right(name)


def of(name):
    """The answers of a mutant to all probes, from the table."""
    solution, prints = known()
    return {**solution, **next(each.answers for each in prints if name in each.ids)}


# -- the probes -------------------------------------------------------------------------------------


def test_probes_have_names_of_their_own_and_are_about_functions_of_the_table_at_their_stage():
    functions = {(f.name, stage.number): f.file for stage in stages() for f in stage.functions}
    assert len({probe.id for probe in PROBES}) == len(PROBES)
    for probe in PROBES:
        assert functions[probe.group.partition(",")[0], probe.stage] == f"{probe.module}.py", probe.id


def test_every_function_that_is_no_bonus_is_asked():
    asked = {probe.group.partition(",")[0] for probe in PROBES}
    assert asked == {f.name for stage in stages() for f in stage.functions if not f.bonus}


def test_probes_of_functions_that_are_not_there_are_left_out():
    elsewhere = PROBES[0]._replace(stage=LAST + 1)
    assert _in_order([elsewhere, *PROBES]) == PROBES


def test_stage_by_stage_more_is_asked():
    numbers = [probe.stage for probe in PROBES]
    assert numbers == sorted(numbers)
    for stage in range(LAST + 1):
        assert len(answers(right, stage)) == sum(number <= stage for number in numbers)


def test_two_batteries_of_the_same_code_give_the_same_answers():
    assert answers(right, LAST) == answers(right, LAST) == known()[0]


def test_make_bench_tells_how_long_the_battery_of_a_right_engine_takes():
    (line,) = accuracy.battery()
    assert f"{len(PROBES)} probes" in line and "ms" in line


# -- what is told of an answer ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "thing, text",
    [
        (2, "2"),
        (1 / 3, "0.333333"),
        (-0.0, "0"),
        (1e-12, "0"),
        (float("-inf"), "-inf"),
        (float("nan"), "nan"),
        (10**400, "inf"),
        (True, "True"),
        (None, "None"),
        ("2", "a str"),
        (Word("a b"), "a b"),
        ([1.0, (2.0, "x")], "[1, [2, a str]]"),
        (list(range(20)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …]"),
        ([[[[1]]]], "[[[a deep list]]]"),
        ({1}, "a set"),
        ({1: 2}, "a dict"),
        (object(), "an object"),
        (1j, "an object"),
    ],
)
def test_an_answer_is_a_short_text(thing, text):
    assert told(thing) == text


def test_arrays_are_lists():
    numpy = import_module("numpy")
    assert told(numpy.array([1.0, 2.0])) == "[1, 2]"
    assert told(numpy.float32(0.5)) == told(numpy.array(0.5)) == "0.5"


# -- code of any kind -------------------------------------------------------------------------------


def engines():
    """Engines that are wrong as a whole: (a text, what stands in its place, an answer that it gives)."""
    grad, prev = "self.grad = 0.0", "self._prev = _children"
    return {
        "nothing has _prev": (prev, "pass", ("__init__: no operands", "raises AttributeError: of a Value")),
        "_prev is a cycle": (prev, "self._prev = (self,)", ("__init__: no operands", "1")),
        "grad is a text": (grad, "self.grad = '0'", ("grad: at first", "a str")),
        "it raises": (
            'return f"Value(data={self.data})"',
            "return 1 / 0",
            ("__repr__: shows", "raises ZeroDivisionError"),
        ),
        "data are arrays": (
            "self.data = data",
            "import numpy; self.data = numpy.array([data, data])",
            ("__init__: data", "[2.5, 2.5]"),
        ),
        "it ends the program": (
            'return f"Value(data={self.data})"',
            "raise SystemExit",
            ("__repr__: shows", "raises SystemExit"),
        ),
        "it fails without end": (
            'return f"Value(data={self.data})"',
            "return repr(self)",
            ("__repr__: shows", "raises RecursionError"),
        ),
        "it is nonsense": ("self.data = data", "self.data = lambda: data", ("__init__: data", "an object")),
    }


SLOTS = '__slots__ = ("_backward", "_op", "_prev", "data", "grad", "label")'


@pytest.mark.parametrize("old, new, answer", engines().values(), ids=engines())
def test_any_engine_gives_an_answer_to_every_probe(old, new, answer):
    found = answers(with_engine(ENGINE.replace(SLOTS, ""), old, new), LAST)
    assert [*found] == [probe.id for probe in PROBES]
    assert all(isinstance(text, str) and len(text) <= battery.LONGEST for text in found.values())
    probe, text = answer
    assert found[probe] == text
    diagnosed(found, LAST)


def test_after_three_probes_that_hang_the_rest_is_not_asked(monkeypatch):
    monkeypatch.setattr(battery, "PATIENCE", 0.05)
    module_of, errors = with_engine(ENGINE, "        self.grad = 1.0\n", "        while True: pass\n"), []
    found = answers(module_of, LAST, errors.append)
    hanging = [probe for probe, text in found.items() if text == HANGS]
    assert hanging == [probe.id for probe in PROBES if probe.group == "backward"][:MOST_HANGS]
    assert len(errors) == MOST_HANGS
    later = [*found][[*found].index(hanging[-1]) + 1 :]
    assert later and {found[probe] for probe in later} == {NOT_ASKED}


def test_what_takes_long_altogether_is_not_asked_to_the_end(monkeypatch):
    monkeypatch.setattr(battery, "ALTOGETHER", -1.0)
    assert set(answers(right, LAST).values()) == {NOT_ASKED}


def test_a_module_that_cannot_be_imported_is_still_to_do():
    def module_of(name):
        if name == "engine":
            raise Unloadable("engine.py") from SyntaxError("x")
        return right(name)

    found = answers(module_of, LAST)
    assert {found[probe.id] for probe in PROBES if probe.module == "engine"} == {TO_DO}
    assert found["slope: step"] == "15.5"
    assert diagnosed(found, LAST) == []


def test_functions_and_methods_that_are_not_there_are_still_to_do():
    found = answers(with_engine(ENGINE, "    def tanh(self)", "    def hyperbolic(self)"), 3)
    assert found["a.tanh() at 0.5: data"] == TO_DO
    assert diagnosed({probe: found[probe] for probe in found if "tanh" in probe}, 3) == []
    assert answers(with_engine(""), 1)["trace: how many"] == TO_DO


@pytest.mark.parametrize("stage", range(LAST))
def test_stubs_are_no_faults(stage):
    (found,) = batteries([stub_files(stage)], stage)
    assert TO_DO in found.values()
    assert diagnosed(found, stage) == []


# -- recognising ------------------------------------------------------------------------------------


def test_the_solution_has_no_fault():
    assert diagnosed(known()[0], LAST) == []


def test_a_mutant_is_recognised():
    assert diagnosed(of("tanh-overwrites"), LAST) == [["tanh-overwrites"]]


def test_what_nobody_answers_is_not_guessed():
    assert diagnosed({**known()[0], "a.tanh() at 0.5: data": "0.1234"}, LAST) == []
    assert diagnosed({**of("tanh-overwrites"), "a.exp() at 1: data": "0.1234"}, LAST) == []
    assert diagnosed({**of("tanh-overwrites"), "a.tanh() at 0.5: data": "0.1234"}, LAST) == []


def test_a_mutant_with_one_right_answer_too_many_is_nobody():
    solution, faulty = known()[0], of("tanh-overwrites")
    probe = next(each for each in faulty if faulty[each] != solution[each])
    assert diagnosed({**faulty, probe: solution[probe]}, LAST) == []


def test_two_faults_are_told_apart_and_what_both_change_may_be_anything():
    solution, one, other = known()[0], of("tanh-overwrites"), of("exp-no-upstream")
    mixed = {
        probe: one[probe] if one[probe] != answer else other[probe] for probe, answer in solution.items()
    }
    assert sorted(diagnosed(mixed, LAST)) == [["exp-no-upstream"], ["tanh-overwrites"]]


def test_four_faults_are_told_apart_but_not_five():
    names = ["f-doubles", "slope-swapped", "repr-rounded", "trace-edges-first", "nudge-downhill"]
    solution = known()[0]
    for count, told_apart in ((4, True), (5, False)):
        mixed = dict(solution)
        for name in names[:count]:
            mixed |= {probe: answer for probe, answer in of(name).items() if answer != solution[probe]}
        assert (sorted(diagnosed(mixed, LAST)) == sorted([name] for name in names[:count])) == told_apart
        assert told_apart or diagnosed(mixed, LAST) == []


def test_what_a_fault_does_elsewhere_may_differ_but_not_at_home():
    solution, faulty = known()[0], of("mul-no-upstream")
    elsewhere, home = "neuron: gradients", "_backward of *: left up"
    assert faulty[elsewhere] != solution[elsewhere] and faulty[home] != solution[home]
    assert diagnosed({**faulty, elsewhere: "[1]"}, LAST) == [["mul-no-upstream"]]
    assert diagnosed({**faulty, elsewhere: solution[elsewhere]}, LAST) == [["mul-no-upstream"]]
    assert diagnosed({**faulty, home: "[1]"}, LAST) == []
    assert diagnosed({**faulty, home: solution[home]}, LAST) == []
    assert diagnosed({**faulty, "f: at 3": "1"}, LAST) == []


def test_a_mutant_of_a_later_stage_is_not_named():
    found = accuracy.up_to(1, of("add-isinstance-crossed"))
    assert "add-isinstance-crossed" not in str(diagnosed(found, 1))
    (names,) = diagnosed(of("add-isinstance-crossed"), LAST)
    assert "add-isinstance-crossed" in names


def test_what_was_not_asked_does_not_count():
    found = {
        probe: NOT_ASKED if "tanh_from_exp" in probe else answer
        for probe, answer in of("tanh-from-exp-sigmoid").items()
    }
    assert diagnosed(found, LAST) == []
    found = {probe: NOT_ASKED if "log" in probe else text for probe, text in of("tanh-overwrites").items()}
    assert diagnosed(found, LAST) == [["tanh-overwrites"]]


# -- the exam seat ----------------------------------------------------------------------------------


@pytest.fixture
def examined(tmp_path):
    """A function: the answers of the solution with these files (name: text) in the exam seat."""

    def ask(files):
        folder = tmp_path / f"submission {random.random()}"
        folder.mkdir()
        for file in SOLUTIONS.glob("*.py"):
            shutil.copy(file, folder)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        exam = Exam(folder)
        try:
            return answers(exam.module, LAST, exam.end_test)
        finally:
            exam.end()

    return ask


IN_EXAM = (
    "f-prints",
    "numerical-takes-numbers",
    "add-in-place",
    "add-no-return",
    "add-gives-a-float",
    "neg-calls-itself",
    "relu-gives-self-back",
    "order-of-numbers",
    "neuron-bias-in-a-list",
    "train-generator",
    "tensor-unbroadcast-first-copy",
    "tensor-init-array-not-made",
    "tensor-transpose-shares-the-gradient",
)


def test_the_solution_answers_the_same_in_the_exam_seat(examined):
    assert examined({}) == known()[0]


@pytest.mark.parametrize("name", IN_EXAM)
def test_a_mutant_answers_the_same_in_the_exam_seat(examined, name):
    mutant = BY_ID[name]
    assert examined({mutant.file: mutated(mutant)}) == of(name)


def test_a_worker_that_hangs_or_dies_is_replaced(examined, monkeypatch):
    monkeypatch.setattr(battery, "PATIENCE", 0.3)
    hanging = ENGINE.replace('return f"Value(data={self.data})"', "while True: pass")
    found = examined({"engine.py": hanging})
    assert found == {**known()[0], "__repr__: shows": HANGS}
    dying = ENGINE.replace('return f"Value(data={self.data})"', "import os; os._exit(1)")
    assert examined({"engine.py": dying}) == found


# -- the table, and the checks of `make verify` -----------------------------------------------------


def test_places_of_probes_are_folded_into_spans():
    probes = ["a", "b", "c", "d", "e"]
    found = {"a": "1", "b": "1", "c": "1", "d": "x", "e": "1"}
    assert folded(found, probes) == {"1": "0-2 4", "x": "3"}
    assert unfolded(folded(found, probes), probes) == found


def test_the_table_holds_no_code():
    text = recognition.TABLE.read_text(encoding="utf-8")
    for file in SOLUTIONS.glob("*.py"):
        for block, _text in single_stubs(file.name):
            for line in block.solution:
                assert len(line.strip()) < 12 or line.strip() not in text


def test_a_battery_whose_process_ends_hangs_throughout_and_the_others_are_answered():
    dying = {"engine.py": f"{ENGINE}\n\nimport os\n\nValue.__init__ = lambda *_given: os._exit(1)\n"}
    first, second, third = batteries([{}, dying, {}], 1)
    assert first == third == accuracy.up_to(1, known()[0])
    assert set(second.values()) == {HANGS}


def test_the_command_writes_the_table(monkeypatch, tmp_path):
    monkeypatch.setattr(fingerprints, "TABLE", tmp_path / "fingerprints.json")
    monkeypatch.setattr("tests.mutants.mutants", lambda: [BY_ID["f-prints"], BY_ID["f-no-return"]])
    assert cli.main(["fingerprints"]) == 0
    solution, (row,) = json.loads((tmp_path / "fingerprints.json").read_text(encoding="utf-8")).values()
    assert solution == known()[0]
    told = {"None": "0", "[None, None, None]": "1"}
    ids = {"f-no-return": "result-not-returned", "f-prints": "printed-instead-of-returned"}
    assert row == {"ids": ids, "stage": 0, "answers": told}


@pytest.fixture
def few(monkeypatch):
    """A function that makes these the only mutants, with the answers of these mutants."""

    def make(**names):
        monkeypatch.setattr(accuracy, "mutants", lambda: [BY_ID[name] for name in names])
        monkeypatch.setattr(accuracy, "UNASKED", ())
        monkeypatch.setattr(
            accuracy, "fresh", lambda: (known()[0], {name: of(other) for name, other in names.items()})
        )

    return make


def problems(check):
    return [each for each in check() if not isinstance(each, Figure)]


def test_a_table_that_is_out_of_date_is_told(few):
    assert few(**{"tanh-overwrites": "exp-overwrites"}) is None
    (problem,) = problems(accuracy.table_is_up_to_date)
    assert problem.endswith("have changed. To write them: python -m grader fingerprints")


def test_a_mutant_that_is_taken_for_another_is_told(few):
    few(**{"tanh-overwrites": "tanh-overwrites", "exp-overwrites": "tanh-overwrites"})
    assert [*accuracy.mutants_are_diagnosed()] == [
        "exp-overwrites is diagnosed as tanh-overwrites, and at the last stage as tanh-overwrites",
        "1 of 2, 1 of them as themselves alone",
    ]


def test_a_mutant_that_is_left_out_without_need_is_told(few, monkeypatch):
    few(**{"tanh-overwrites": "tanh-overwrites"})
    monkeypatch.setattr(accuracy, "UNASKED", ("tanh-overwrites",))
    assert problems(accuracy.mutants_are_diagnosed) == [
        "tanh-overwrites need not be left out: the battery tells it from the solution"
    ]


def test_pairs_that_are_not_recognised_are_told(few, monkeypatch):
    few(**{name: name for name in ("tanh-overwrites", "exp-overwrites")})
    monkeypatch.setattr(accuracy, "PAIRS", 1)
    assert [*accuracy.pairs_are_diagnosed()] == ["100.0% of 1; of 0 more, one hides the other entirely"]
    monkeypatch.setattr(accuracy, "diagnosed", lambda found, stage: [])
    problem, figure = accuracy.pairs_are_diagnosed()
    assert problem.endswith("are diagnosed as nothing") and figure.startswith("0.0% of 1")


def test_a_pair_is_never_in_one_operation():
    for one, other, _ in accuracy.pairs():
        assert not {edit.inside for edit in one.edits} & {edit.inside for edit in other.edits}
        assert abs(one.stage - other.stage) <= 1
        assert not {one.id, other.id} & {*UNASKED}


def test_a_fault_in_another_make_that_is_not_recognised_is_told(monkeypatch, tmp_path):
    (tmp_path / "engine__other.py").write_text(ENGINE, encoding="utf-8")
    monkeypatch.setattr(accuracy, "ALTERNATIVES", tmp_path)
    assert [*accuracy.other_makes_are_diagnosed()] == [
        f"{ENGINE.count('.grad += ')} of {ENGINE.count('.grad += ')}"
    ]
    monkeypatch.setattr(accuracy, "diagnosed", lambda found, stage: [["f-doubles"]])
    first, *_, figure = accuracy.other_makes_are_diagnosed()
    assert first.startswith("engine__other.py:") and first.endswith("is diagnosed as f-doubles")
    assert figure.startswith("0 of")


def test_unknown_faults_that_are_taken_for_others_are_told(monkeypatch):
    monkeypatch.setattr(accuracy, "diagnosed", lambda found, stage, table: [["f-doubles"]])
    first, *_, figure = accuracy.unknown_faults_are_not_guessed()
    assert first.endswith("is taken for f-doubles where the table does not know it")
    assert int(figure.split()[0]) > 600


def test_a_right_engine_that_is_diagnosed_is_told(monkeypatch, tmp_path):
    mutant = BY_ID["tanh-overwrites"]
    (tmp_path / "engine__wrong.py").write_text(mutated(mutant), encoding="utf-8")
    monkeypatch.setattr(accuracy, "ALTERNATIVES", tmp_path)
    monkeypatch.setattr(accuracy, "fresh", lambda: (known()[0], {}))
    problem, figure = accuracy.right_engines_are_not_diagnosed()
    assert problem.startswith("engine__wrong.py is diagnosed as tanh-overwrites, and differs in a.tanh()")
    assert figure == "1 of 1"
