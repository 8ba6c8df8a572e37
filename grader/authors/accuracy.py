"""How far the diagnoses can be trusted: checks for `make verify`, and a measurement for `make bench`.

Like those of verify.py, each check is a function that yields its problems; a Figure among them says
what was found, and is none.
"""

import random
import re
from dataclasses import replace
from functools import cache
from importlib import import_module

from tests.mutants import Rotten, mutants, mutated

from ..diagnosis.battery import NOT_ASKED, PROBES, answers
from ..diagnosis.recognition import diagnosed, known
from ..stages import ROOT, stages
from .bench import in_turn
from .fingerprints import LAST, UNASKED, batteries

ALTERNATIVES = ROOT / "tests" / "alternatives"
PAIRS, SEED = 300, 2017
AIM = 0.95  # of the pairs
OTHER_MAKES = 0.8  # of the faults in engines that are made in other ways than the solution
MISTAKEN = 0.05  # of the faults that are not in the table


class Figure(str):
    """What a check has found, beside its problems."""

    __slots__ = ()


@cache
def fresh():
    """(the answers of the solution now, those of each mutant by its id)."""
    tasks = {mutant.id: {mutant.file: mutated(mutant)} for mutant in mutants()}
    solution, *others = batteries([{}, *tasks.values()])
    return solution, dict(zip(tasks, others, strict=True))


def up_to(stage, found):
    """The answers to what is asked up to a stage."""
    return {probe.id: found[probe.id] for probe in PROBES if probe.stage <= stage}


def table_is_up_to_date():
    """Does the table of fingerprints hold what the solution and the mutants answer now?"""
    solution, found = fresh()
    told, fingerprints = known()
    kept = {name: {**told, **each.answers} for each in fingerprints for name in each.ids}
    stale = [name for name in {**found, **kept} if not _agree(kept.get(name, {}), found.get(name, {}))]
    if told != solution or stale:
        names = f" of {len(stale)} mutants, {min(stale)} among them," if stale else ""
        yield f"the answers{names} have changed. To write them: python -m grader fingerprints"


def _agree(kept, found):
    """Are these the same answers, as far as both were asked?"""
    return kept.keys() == found.keys() and all(
        kept[probe] == found[probe] or NOT_ASKED in (kept[probe], found[probe]) for probe in kept
    )


def mutants_are_diagnosed():
    """Is every mutant diagnosed as itself, or as one that behaves like it, at its stage and at the last?"""
    solution, found = fresh()
    right = alone = 0
    for mutant in mutants():
        if mutant.id in UNASKED:
            continue
        told = [diagnosed(up_to(stage, found[mutant.id]), stage) for stage in (mutant.stage, LAST)]
        itself = all(len(faults) == 1 and mutant.id in faults[0] for faults in told)
        right, alone = right + itself, alone + (itself and len(told[0][0]) == 1)
        if not itself:
            yield f"{mutant.id} is diagnosed as {_shown(told[0])}, and at the last stage as {_shown(told[1])}"
    for name in UNASKED:
        if found.get(name) != solution:
            yield f"{name} need not be left out: the battery tells it from the solution"
    yield Figure(f"{right} of {len(found) - len(UNASKED)}, {alone} of them as themselves alone")


def _shown(told):
    """A diagnosis for a reader: "this or that, and another"."""
    return ", and ".join(" or ".join(names) for names in told) or "nothing"


# -- two faults at once -----------------------------------------------------------------------------


def pairs():
    """(mutant, mutant, the files of a solution with both faults): drawn at random, always the same.

    They are in different operations of one stage or of neighbouring stages, and their edits do not meet.
    """
    draw, found = random.Random(SEED), []
    known = [mutant for mutant in mutants() if mutant.id not in UNASKED]
    while len(found) < PAIRS:
        one, other = draw.sample(known, 2)
        if abs(one.stage - other.stage) <= 1 and not _operations(one) & _operations(other):
            try:
                found.append((one, other, _with_both(one, other)))
            except (Rotten, SyntaxError):  # the edits meet
                continue
    return found


def _operations(mutant):
    """The definitions that it edits, and the functions of the table that stand in them."""
    edited = {edit.inside for edit in mutant.edits}
    return edited | {f.name for f in stages()[mutant.stage].functions if edited & {*f.inside} and not f.bonus}


def _with_both(one, other):
    if one.file == other.file:
        return {one.file: mutated(replace(one, edits=one.edits + other.edits))}
    return {one.file: mutated(one), other.file: mutated(other)}


def pairs_are_diagnosed():
    """Are two faults in different operations diagnosed as both, wherever both of them show?"""
    drawn = pairs()
    both = hidden = 0
    missed = []
    for (one, other, _), found in zip(drawn, batteries([files for *_, files in drawn]), strict=True):
        stage = max(one.stage, other.stage)
        asked = up_to(stage, found)
        told = diagnosed(asked, stage)
        if len(told) == 2 and any(one.id in a and other.id in b for a, b in (told, told[::-1])):
            both += 1
        elif any(asked == up_to(stage, fresh()[1][each.id]) for each in (one, other)):
            hidden += 1
        else:
            missed.append(f"{one.id} and {other.id} are diagnosed as {_shown(told)}")
    showing = PAIRS - hidden
    if both < AIM * showing:
        yield from missed
    yield Figure(f"{both / showing:.1%} of {showing}; of {hidden} more, one hides the other entirely")


def right_engines_are_not_diagnosed():
    """Is no right implementation diagnosed with anything?"""
    files = sorted(ALTERNATIVES.glob("*__*.py"))
    texts = [{f"{file.name.split('__')[0]}.py": file.read_text(encoding="utf-8")} for file in files]
    wrong = 0
    solution, *answered = batteries([{}, *texts])
    for file, found in zip(files, answered, strict=True):
        told = {stage.number: diagnosed(up_to(stage.number, found), stage.number) for stage in stages()}
        differing = [probe for probe, answer in found.items() if answer != solution[probe]]
        wrong += any(told.values())
        if any(told.values()) or differing:
            yield f"{file.name} is diagnosed as {_shown(told[LAST])}, and differs in {', '.join(differing)}"
    yield Figure(f"{wrong} of {len(files)}")


# -- faults that the table does not know ------------------------------------------------------------


def other_makes_are_diagnosed():
    """Is a gradient that overwrites recognised in engines that are made in other ways, too?"""
    tasks = []
    for file in sorted(ALTERNATIVES.glob("engine__*.py")):
        text = file.read_text(encoding="utf-8")
        for place in re.finditer(re.escape(".grad += "), text):
            task = f"{text[: place.start()]}.grad = {text[place.end() :]}"
            tasks.append((f"{file.name}:{text[: place.start()].count(chr(10)) + 1}", {"engine.py": task}))
    told = [diagnosed(found, LAST) for found in batteries([files for _, files in tasks])]
    seen = [any("overwrit" in name for names in faults for name in names) for faults in told]
    if sum(seen) < OTHER_MAKES * len(tasks):
        for (name, _), faults, right in zip(tasks, told, seen, strict=True):
            if not right:
                yield f"{name}, where a gradient overwrites, is diagnosed as {_shown(faults)}"
    yield Figure(f"{sum(seen)} of {len(tasks)}")


def unknown_faults_are_not_guessed():
    """Is a mutant that is taken out of the table hardly ever taken for another misconception?"""
    solution, fingerprints = known()
    behind = {mutant.id: mutant.misconception for mutant in mutants()}
    mistaken, asked = [], [each for each in fingerprints if each.answers]
    for one in asked:
        rest = solution, [each for each in fingerprints if each is not one]
        told = diagnosed(up_to(one.stage, {**solution, **one.answers}), one.stage, rest)
        named = {behind.get(name) for names in told for name in names}
        if named and not named & {behind.get(name) for name in one.ids}:
            mistaken.append(f"{one.ids[0]} is taken for {_shown(told)} where the table does not know it")
    if len(mistaken) > MISTAKEN * len(asked):
        yield from mistaken
    yield Figure(f"{len(mistaken)} of {len(asked)} are")


CHECKS = {
    "the table of fingerprints is what the mutants answer": table_is_up_to_date,
    "every mutant is diagnosed as itself or as one that behaves identically": mutants_are_diagnosed,
    "two faults in different operations are diagnosed as both": pairs_are_diagnosed,
    "right engines that are diagnosed with something": right_engines_are_not_diagnosed,
    "a fault is recognised in engines of another make": other_makes_are_diagnosed,
    "a fault that the table does not know is not taken for another": unknown_faults_are_not_guessed,
}


# -- speed ------------------------------------------------------------------------------------------


def battery():
    """Lines about the time that the battery takes on a right engine, for `make bench`."""

    def module_of(name):
        return import_module(f"solutions.{name}")

    answers(module_of, LAST)
    (taken,) = in_turn(lambda: answers(module_of, LAST))
    yield f"the battery, {len(PROBES)} probes of all stages  {1000 * taken:6.1f} ms (aim: under 50)"
