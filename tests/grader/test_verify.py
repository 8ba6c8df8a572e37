"""`make verify` holds, check by check; and each check fails where it should."""

import io
from functools import cache

import pytest
from rich.console import Console

from grader.authors import accuracy, verify
from tests.mutants import Edit, Mutant, Rotten, mutants, mutated

ALL = {**verify.CHECKS}
# `make test` has ten minutes. To these `make verify` sees, which an author runs before it.
for title in (
    "every right alternative passes in the exam seat, too",
    "every mutant is caught in the exam seat, too",
    "a rehearsal changes no verdict on a mutant",
    "every mutant is diagnosed as itself or as one that behaves identically",
    "a stub left alone fails its stage, and is named",
    "what does nothing earns nothing",
    "the table of fingerprints is what the mutants answer",
    "two faults in different operations are diagnosed as both",
    "a fault is recognised in engines of another make",
):
    del ALL[title]


# Of some of them, a part is looked at here: each check with what it goes through, and in which steps.
PARTS = {
    "mutants are caught in the exam seat, too": (
        verify,
        "mutants",
        16,
        verify.mutants_are_caught_behind_the_wall,
    ),
    "a rehearsal changes no verdict": (verify, "mutants", 80, verify.a_rehearsal_changes_nothing),
    "mutants are diagnosed as themselves": (accuracy, "mutants", 6, accuracy.mutants_are_diagnosed),
    "a stub left alone is named": (verify, "single_stubs", 3, verify.every_stub_is_named),
    "what does nothing earns nothing": (verify, "single_stubs", 4, verify.doing_nothing_earns_nothing),
}


@pytest.mark.parametrize("where, name, step, check", PARTS.values(), ids=PARTS)
def test_verify_finds_no_problem_in_a_part(monkeypatch, where, name, step, check):
    every = getattr(where, name)
    unasked = {"mutants": accuracy.UNASKED}.get(name, ())
    part = lambda *file: [each for each in every(*file) if getattr(each, "id", "") not in unasked][::step]
    monkeypatch.setattr(where, name, part)
    monkeypatch.setattr(accuracy, "UNASKED", ())
    for module, remembers in ((accuracy, "fresh"), (verify, "kills")):  # all of them
        monkeypatch.setattr(module, remembers, cache(getattr(module, remembers).__wrapped__))
    assert [each for each in check() if not isinstance(each, verify.Figure)] == []


@pytest.mark.parametrize("check", ALL.values(), ids=ALL)
@pytest.mark.timeout(900)
def test_verify_finds_no_problem(check):
    assert [each for each in check() if not isinstance(each, verify.Figure)] == []


def mutant(inside="slope", old="f(x + h)", new="f(x + h) + 0", stage=0):
    """A mutant of derivative.py; as it stands it is none, since nothing differs."""
    return Mutant(
        "some-id", "derivative.py", stage, "some-misconception", "Some slip.", (Edit(inside, old, new),)
    )


@pytest.fixture
def fresh_kills():
    """No memory of earlier runs, before and after."""
    verify.kills.cache_clear()
    yield
    verify.kills.cache_clear()


def test_a_mutant_that_nobody_catches_is_told(monkeypatch, fresh_kills):
    monkeypatch.setattr(verify, "mutants", lambda: [mutant()])
    assert list(verify.mutants_are_caught()) == ["some-id passes stage 0: Some slip."]


def test_a_mutant_that_slips_through_the_wall_is_told(monkeypatch):
    test = "tests/stage0_derivative/test_examples.py::test_the_slope_of_the_parabola_at_3_is_14"
    monkeypatch.setattr(verify, "mutants", lambda: [mutant()])
    monkeypatch.setattr(verify, "kills", lambda: {mutant(): {test}})
    assert list(verify.mutants_are_caught_behind_the_wall()) == [f"some-id passes {test} in the exam seat"]


def test_a_test_that_catches_nothing_is_told(monkeypatch, fresh_kills):
    monkeypatch.setattr(verify, "mutants", lambda: [mutant(new="f(x - h)")])
    problems = list(verify.tests_catch_mutants())
    slope = "tests/stage0_derivative/test_examples.py::test_the_slope_of_the_parabola_at_3_is_14"
    assert f"{slope} catches no mutant" not in problems
    assert any("tests/stage1_add_and_mul/" in problem for problem in problems)


def test_a_wrong_alternative_is_told(monkeypatch, tmp_path):
    (tmp_path / "derivative__wrong.py").write_text(mutated(mutant(new="f(x - h)")))
    monkeypatch.setattr(verify, "ALTERNATIVES", tmp_path)
    (problem,) = verify.alternatives_pass()
    assert problem.startswith("derivative__wrong.py fails tests/stage0_derivative/")


def test_a_stub_that_is_out_of_date_is_told(monkeypatch):
    monkeypatch.setattr(verify, "stub_files", lambda: {"derivative.py": "something else"})
    assert list(verify.stubs_are_up_to_date()) == [
        "exercises/derivative.py differs. To write it: python -m grader stubs"
    ]


@pytest.mark.parametrize(
    "edit, reason",
    [
        ({"old": "not there"}, '"not there" stands 0 times in slope'),
        ({"old": "h"}, '"h" stands .* times in slope'),
        ({"inside": "no_such_function"}, "there is no no_such_function"),
    ],
)
def test_a_mutant_that_no_longer_applies_is_an_error(edit, reason):
    with pytest.raises(Rotten, match=reason):
        mutated(mutant(**edit))


def test_mutants_have_names_of_their_own():
    names = [each.id for each in mutants()]
    assert len(names) == len(set(names)) >= 150
    assert len({mutated(each) for each in mutants()}) == len(names)


@pytest.mark.parametrize("problems, status", [([], 0), (["something is wrong"], 1)])
def test_verify_says_what_holds_and_what_does_not(monkeypatch, problems, status):
    monkeypatch.setattr(verify, "CHECKS", {"all is well": lambda: [], "this, too": lambda: problems})
    out = Console(file=io.StringIO())
    assert verify.verify(out) == status
    assert out.file.getvalue().splitlines()[0] == "ok  all is well"
    assert ("NO  this, too\n      something is wrong" in out.file.getvalue()) == bool(problems)
