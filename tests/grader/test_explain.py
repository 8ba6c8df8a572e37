"""What learners are told of the misunderstanding behind their code: by `explain`, `stage`, and in a grade."""

import json
from dataclasses import replace

import pytest

from grader import cli
from grader.diagnosis.misconceptions import misconceptions
from grader.grading.verdict import Settings, drawn, verdict
from grader.seats import runner
from grader.source import stub_files
from grader.stages import ROOT
from tests.mutants import mutants, mutated

SOLUTIONS = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "solutions").glob("*.py")}
OVERWRITTEN = "Your code behaves exactly like one in which a gradient is overwritten instead of added up."


@pytest.fixture
def explain(tmp_path, capsys):
    """A function that explains a folder with the solutions, and these files (name: text) in their place."""

    def explained(files, *options):
        for name, text in {**SOLUTIONS, **files}.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        capsys.readouterr()
        status = cli.main(["explain", "--code", str(tmp_path), *options])
        return status, capsys.readouterr().out

    return explained


@pytest.fixture
def engine(tmp_path, capsys):
    """A function that explains an engine of anyone's, given as text or bytes."""

    def explained(text):
        file = tmp_path / "my micrograd.py"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        capsys.readouterr()
        status = cli.main(["explain", "--engine", str(file)])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err and "engine.py" not in said.out + said.err
        return status, said.out + said.err

    return explained


def mutant(*names):
    """The file (name: text) of a solution with the faults of these mutants."""
    chosen = [next(each for each in mutants() if each.id == name) for name in names]
    edits = tuple(edit for each in chosen for edit in each.edits)
    return {chosen[0].file: mutated(replace(chosen[0], edits=edits))}


# -- explain ----------------------------------------------------------------------------------------


def test_the_first_wrong_expression_and_the_misconception_are_told(explain):
    status, out = explain(mutant("add-overwrites"))
    assert status == 1
    assert (
        "  a.grad after b.backward()   in b = a + a   at a = 2\n    expected   2\n    your code  1\n" in out
    )
    assert f"\n{OVERWRITTEN}\n  b = a + a: how often is a used" in out


@pytest.mark.parametrize("side, node", [("left", "a"), ("right", "b")])
@pytest.mark.parametrize("operation, e", [("add", "a + b"), ("mul", "a * b")])
def test_an_upstream_gradient_that_is_left_out_on_one_side_shows_in_a_small_expression(
    explain, operation, e, side, node
):
    _status, out = explain(mutant(f"{operation}-no-upstream-{side}"))
    assert f"  {node}.grad after L.backward()   in e = {e}; L = e * f   at a = 2, b = -3, f = -2\n" in out
    assert "\n  e.grad is -2 here. Where does it come in?\n" in out
    assert "like one in which a local derivative is passed on alone" in out


def test_two_misconceptions_at_once_are_told_as_two(explain):
    _status, out = explain(mutant("add-overwrites", "tanh-slope-at-input"))
    assert OVERWRITTEN in out
    assert "\nBesides, it is like one in which a local derivative is computed from the input" in out


def test_the_right_answer_is_told_in_one_line(explain):
    assert explain({}) == (
        0,
        "Every small expression that was tried comes out right, in value and gradient.\n"
        "Whether networks and training do, the tests say: make progress\n",
    )


def test_what_fits_no_known_mistake_is_not_guessed_at(explain):
    odd = {
        "engine.py": SOLUTIONS["engine.py"].replace(
            "self.data * other.data", "self.data * other.data + 0.125"
        )
    }
    assert odd["engine.py"] != SOLUTIONS["engine.py"]
    status, out = explain(odd)
    assert (status, "behaves exactly" in out) == (1, False)
    assert "    expected   -6\n    your code  -5.875\n" in out


def test_a_misconception_is_told_with_the_functions_in_which_it_shows(explain):
    _status, out = explain(mutant("tanh-overwrites", "pow-overwrites"))
    assert out.count("which a gradient is overwritten instead of added up.") == 1
    assert "\n  Where it shows first: __pow__ in engine.py, tanh in engine.py\n" in out


def test_programs_get_the_same_as_json(explain):
    _status, out = explain(mutant("mul-overwrites"), "--json")
    told = json.loads(out)
    assert told["misconceptions"] == [
        {"names": ["gradient-overwritten"], "shows_in": ["_backward of * in engine.py"]}
    ]
    assert told["finding"]["expected"] == "4"
    assert "local derivative" in told["finding"]["drawing"]


COMMON = {
    "backward-no-start": "the root starts",
    "backward-not-reversed": "opposite direction",
    "mul-no-upstream": "without the gradient of the operation's result",
    "tanh-of-value": "a Value is handed to something that computes with plain numbers only",
    "mul-like-add": "",
    "init-children-dropped": "",
}


@pytest.mark.parametrize("name", COMMON)
def test_the_misconception_of_a_common_mistake_is_among_those_that_are_named(name, tmp_path):
    for file, text in {**SOLUTIONS, **mutant(name)}.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    known = next(each for each in mutants() if each.id == name)
    (fault,) = runner.examine(tmp_path, known.stage)["misconceptions"]
    assert known.misconception in fault["names"] and len(fault["names"]) <= 2
    assert COMMON[name] in misconceptions()[known.misconception].behaves


def test_a_misspelt_name_is_no_misconception(explain):
    text = SOLUTIONS["engine.py"]
    line = 'Value(self.data + other.data, (self, other), "+")'
    assert text.count(line) == 1
    _status, out = explain({"engine.py": text.replace(line, line.replace("other.data", "other.dta"))})
    assert "has no `dta`" in out and "behaves exactly" not in out


def test_plain_numbers_are_no_mistake_before_their_stage_is_begun(explain):
    status, out = explain(stub_files(3))
    assert (status, "behaves exactly" in out, "a + 2" in out) == (0, False, False)


def test_code_that_is_not_begun_reads_as_work_to_do(kata):
    outcome = kata.run("explain")
    assert outcome.out.startswith("To do: __init__, in engine.py")
    assert "behaves exactly" not in outcome.out


# -- engines of anyone's ----------------------------------------------------------------------------

VALUE = (ROOT / "tests/alternatives/engine__karpathy_micrograd_style.py").read_text(encoding="utf-8")
ADD = "self.grad += out.grad\n            other.grad += out.grad\n"
DIVISION = (
    "    def __truediv__(self, other): return self * other**-1\n"
    "    def __rtruediv__(self, other): return other * self**-1\n"
)
WALK = "        build_topo(self)\n"
ENGINES = {
    # what stands there, what stands there instead, what must be read
    "right": ("", "", "Every small expression that was tried comes out right"),
    "without division": (DIVISION, "", "Every small expression"),
    "overwrites": (ADD, ADD.replace("+=", "="), OVERWRITTEN),
    "without _prev": ("        self._prev = set(_children)\n", "", "has no `_prev`"),
    "with a cycle": ("set(_children)", "{self, *_children}", "Every small expression"),
    "endless": (WALK, "        while True:\n            pass\n", "was still running after 5 seconds"),
    "a text as grad": ("self.grad = 0\n", 'self.grad = "0"\n', "raises TypeError"),
    "a text after backward": (
        "            v._backward()\n",
        '            v.grad = "1"\n',
        "'1', which is a str",
    ),
    "arrays": ("self.data = data\n", 'self.data = __import__("numpy").array([data])\n', "which is a ndarray"),
    "ends the process": ("import math\n", "import math, os; os._exit(0)\n", "ended the whole Python process"),
    "a syntax error": ("class Value:", "class Value", "SyntaxError: expected ':'"),
    "another name": (
        "class Value:",
        "class Tensor:",
        "class Tensor in it, and the tests look for Value.",
    ),
    "recursion": (WALK, "        self.backward()\n", "raises RecursionError"),
}


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_of_any_kind_yields_a_message(engine, name):
    old, new, says = ENGINES[name]
    assert not old or VALUE.count(old) == 1
    status, out = engine(VALUE.replace(old, new) if old else VALUE)
    assert says in out
    assert status == (0 if says.startswith("Every") else 1)


def test_what_an_engine_does_without_says_nothing_about_the_rest(engine):
    assert OVERWRITTEN in engine(VALUE.replace(ADD, ADD.replace("+=", "=")).replace(DIVISION, ""))[1]


def test_an_engine_is_read_however_it_was_saved(engine, tmp_path, capsys):
    assert engine(VALUE.encode("utf-16"))[0] == 0
    assert cli.main(["explain", "--engine", str(tmp_path / "none.py")]) == 2
    assert capsys.readouterr().err == f"There is no file {tmp_path / 'none.py'}.\n"


# -- stage and grade --------------------------------------------------------------------------------


def test_the_stage_command_names_it_where_the_stage_fails(kata, tmp_path, capsys):
    for name, text in {**SOLUTIONS, **mutant("mul-overwrites")}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["stage", "2", "--code", str(tmp_path)]) == 1
    assert OVERWRITTEN in capsys.readouterr().out


def test_a_stage_that_is_only_unfinished_is_not_examined(kata, monkeypatch):
    monkeypatch.setattr(runner, "misconceptions", lambda *_arguments, **_options: 1 / 0)
    assert kata.run("stage", 1).status == 1


def test_an_examination_that_fails_costs_nothing_else(tmp_path, monkeypatch, capsys):
    def breaks(*_arguments, **_options):
        raise runner.Broken("ours")

    for name, text in {**SOLUTIONS, **mutant("mul-overwrites")}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(runner, "examine", breaks)
    assert cli.main(["stage", "2", "--code", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "<-- the first that is wrong" in out and "behaves exactly" not in out
    settings = Settings((1, 2), "1")
    files = mutant("mul-overwrites") | {"by_hand.py": SOLUTIONS["by_hand.py"]}
    given = verdict(files, settings, tmp_path, drawn(settings, tmp_path)[1])
    assert (given["status"], given["misconceptions"]) == ("graded", [])
    assert given["points"]["1"] > 0


def test_feedback_and_results_name_it_in_both_kinds_of_grading(tmp_path, capsys):
    wrong = {**SOLUTIONS, **mutant("mul-overwrites")}
    (tmp_path / "cohort" / "Ada").mkdir(parents=True)
    for name, text in wrong.items():
        (tmp_path / "cohort" / "Ada" / name).write_text(text, encoding="utf-8")
    for out, more in (("walled", []), ("open", ["--no-sandbox"])):
        command = ["grade", str(tmp_path / "cohort"), "--out", str(tmp_path / out), "--stages", "1-2", *more]
        assert cli.main(command) == 0
        feedback = (tmp_path / out / "feedback" / "Ada.md").read_text(encoding="utf-8")
        assert f"```text\n{OVERWRITTEN}\n" in feedback
        results = json.loads((tmp_path / out / "results" / "Ada.json").read_text(encoding="utf-8"))
        assert OVERWRITTEN in results["output"]
