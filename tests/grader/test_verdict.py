"""The verdict on a submission: what is told first, what is still open, and which tests are examples."""

from dataclasses import replace

import pytest

from grader.grading import verdict
from grader.seats.exceptions import facts
from grader.seats.explain import Finding
from grader.seats.runner import Result
from grader.stages import stages

ONE = stages()[1]


def result(function, kind="", of="", ask="", file="test_examples.py"):
    """A Result of stage 1 about a function, which has found this kind of fault in that function, or none."""
    test = f"tests/{ONE.folder}/{file}::test_{function}{kind}"
    got = "has no `Value` in engine.py" if ask else ""
    found = Finding(kind, "t", of or function, 1, got=got, ask=ask) if kind else None
    return Result(test, 1, function, "t", random="against" in file, finding=found)


def told(*results):
    """The function that is told first, and how it is told."""
    (first,) = verdict._firsts(results, verdict.Settings((1,)))
    return first.function, first.finding.kind


def test_what_is_written_and_wrong_is_told_before_a_stub():
    results = result("__add__", "todo"), result("__mul__", "todo", "__add__"), result("__mul__", "failed")
    assert told(*results) == ("__mul__", "failed")


def test_a_stub_that_fails_some_tests_in_another_way_is_a_stub():
    results = result("__init__", "todo"), result("__add__", "failed"), result("__add__", "todo")
    assert told(*results) == ("__init__", "todo")


def test_where_nothing_is_written_the_first_stub_is_told():
    assert told(result("__add__", "todo"), result("__mul__", "todo")) == ("__add__", "todo")


def test_what_lacks_a_name_may_be_waiting_for_an_earlier_stub():
    lacking = result("__mul__", "failed")
    lacking = replace(lacking, finding=replace(lacking.finding, got="has no `label` in class Value"))
    assert told(result("__init__", "todo"), lacking) == ("__init__", "todo")


def test_a_file_that_cannot_be_imported_is_no_stub():
    assert told(result("__add__", "unreadable"), result("__mul__", "failed")) == ("__add__", "unreadable")


@pytest.mark.parametrize("kind", ["failed", "todo"])
def test_a_bonus_comes_after_what_is_needed(kind):
    four = stages()[4]
    (bonus,) = [each.name for each in four.functions if each.bonus]
    found = {name: Finding(kind, "t", name, 4) for name, kind in ((bonus, "failed"), ("backward", kind))}
    results = [Result(f"t_{name}", 4, name, "t", False, found[name]) for name in found]
    (first,) = verdict._firsts(results, verdict.Settings((4,)))
    assert first.function == "backward"


def test_examples_and_hidden_tests_are_counted_apart():
    hidden = {"file": "test_against_solution.py"}
    results = [
        result("__add__"),
        result("__add__", "failed"),
        result("__add__", **hidden),
        result("__mul__", "todo", **hidden),
        result("__repr__", "todo", "__init__"),
    ]
    of = {x.name: verdict._of_function(x, results) for x in ONE.functions}
    counts = [of["__add__"][key] for key in ("tests", "passed", "examples", "examples_passed", "stub")]
    assert counts == [3, 2, 2, 1, False]
    assert (of["__mul__"]["examples"], of["__mul__"]["stub"]) == (0, True)
    assert not of["__repr__"]["stub"], "it is another function that is still to be written"


def test_tests_that_were_left_out_are_counted():
    late = replace(result("__add__"), ran=False)
    hidden = replace(result("__add__", file="test_against_solution.py"), ran=False)
    told = verdict._of_function(ONE.function("__add__"), [result("__add__"), late, hidden])
    assert (told["tests"], told["passed"], told["untried"], told["examples_untried"]) == (3, 1, 2, 1)


def test_a_class_of_another_name_is_noted_once_and_no_function_is_called_a_stub():
    ask = "There is a class Valeu in it."
    results = [result("__init__", "todo", ask=ask), result("__add__", "todo", "__init__", ask=ask)]
    assert [*verdict._about_names(results)] == [
        "your code has no `Value` in engine.py. There is a class Valeu in it."
    ]
    assert not verdict._of_function(ONE.functions[0], results)["stub"]


def test_a_class_that_is_another_one_of_the_kata_is_not_taken_for_a_misspelt_one():
    said = {
        "unloadable": "",
        "type": "AttributeError",
        "text": "",
        "where": [],
        "lacks": "MLP",
        "owner": "nn.py",
    }
    asks = [facts(None, said | {"similar": name}, stages()[5], "")["ask"] for name in ("Neuron", "", "Mlp")]
    assert asks[:2] == ["", ""] and asks[2].startswith("There is a class Mlp in it")


def test_the_note_on_what_was_stopped_tells_the_seconds_and_each_limit_once():
    gots = {
        "__add__": "still running after 3 seconds",
        "__mul__": "engine.py was still running after 3 seconds of import",
    }
    found = [
        Result(f"t_{name}", 1, name, "t", False, Finding("timeout", "t", name, 1, got=got))
        for name, got in gots.items()
    ]
    found += [
        result("label", "crashed"),
        Result("t_8", 1, "trace", "t", False, Finding("timeout", "t", got="still running after 10 seconds")),
    ]
    assert [*verdict._about_ends([*found, *found])] == [
        "did not end within 3 seconds: __add__, __mul__",
        "ends the whole process: label",
        "did not end within 10 seconds: trace",
    ]
