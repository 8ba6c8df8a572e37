"""Which known mutants a battery of answers is that of: one, or several at once in different operations.

    diagnosed(answers, stage)  →  [["tanh-overwrites"], ["add-only-left", …]]

Each inner list is one fault: the mutants in it answer alike. A fault has a home, the group of probes in
which it first shows. There it must look exactly like the mutant. What follows from it in other groups
is the same, too, in an engine that is made like the solution; in others it may differ. Where something
wrong remains that no fault can have to do with, or where several explanations fit as well, the list is
empty: rather nothing than a guess.
"""

import json
from collections import Counter
from functools import cache
from math import prod
from pathlib import Path
from typing import NamedTuple

from ..stages import stages
from .battery import PROBES, TO_DO, UNKNOWN, function_of

TABLE = Path(__file__).parent / "fingerprints.json"
MOST_FAULTS = 4
MOST_NAMES = 2  # for one fault: with more of them, none says much
GROUPS = {probe.id: probe.group for probe in PROBES}
FUNCTIONS = {probe.group: str(stages()[probe.stage].function(function_of(probe))) for probe in PROBES}


class Fingerprint(NamedTuple):
    """The answers of a mutant, or of several that answer alike, where they are not the solution's."""

    ids: tuple[str, ...]
    stage: int
    answers: dict[str, str]


@cache
def _table():
    return json.loads(TABLE.read_text(encoding="utf-8"))


@cache
def known():
    """(the answers of the solution, all Fingerprints), from the table."""
    table = _table()
    probes = [*table["solution"]]
    return table["solution"], tuple(
        Fingerprint(tuple(row["ids"]), row["stage"], unfolded(row["answers"], probes))
        for row in table["mutants"]
    )


def unfolded(answers, probes):
    """Probe to answer, from answer to the places of the probes: {"0": "3 7-9"}."""
    places = {}
    for answer, spans in answers.items():
        for span in spans.split():
            first, _, last = span.partition("-")
            places |= dict.fromkeys(range(int(first), int(last or first) + 1), answer)
    return {probes[place]: places[place] for place in sorted(places)}


def folded(answers, probes):
    """The inverse of `unfolded`."""
    spans = {}
    for place, probe in enumerate(probes):
        if probe in answers:
            mine = spans.setdefault(answers[probe], [])
            if mine and mine[-1][1] == place - 1:
                mine[-1][1] = place
            else:
                mine.append([place, place])
    return {
        answer: " ".join(f"{first}-{last}" if last > first else str(first) for first, last in mine)
        for answer, mine in spans.items()
    }


def diagnosed(answers, stage, table=None):
    """The known faults that explain all answers other than the solution's: a list of lists of mutants.

    answers: probe id to text, of the probes up to this stage. What is not written yet does not count, and
    no fault has its home where something is still to do. Empty where the answers are those of the
    solution, and where they are those of nobody. table: another one than that of known().
    """
    return [names for _home, names in _located(answers, stage, table)]


def _located(answers, stage, table=None):
    """(home, mutants) for each fault, as `diagnosed` tells them."""
    solution, fingerprints = table or known()
    asked = {
        probe: answer for probe, answer in answers.items() if probe in solution and answer not in UNKNOWN
    }
    differing = {probe: answer for probe, answer in asked.items() if answer != solution[probe]}
    if not differing:
        return []
    wrong = _by_group(differing)
    akin = [each for each in fingerprints if each.stage <= stage and each.answers.items() & differing.items()]
    fits = [_fit(each, asked) for each in akin]
    begun = {GROUPS[probe] for probe, answer in answers.items() if answer == TO_DO}
    likely = [each for each in fits if each.groups and each.home not in begun and _seen(each, wrong, [])[0]]
    for strictly in (True, False):
        for size in range(1, MOST_FAULTS + 1):
            found = [*_explanations(likely, wrong, size, strictly)]
            if found:
                return _as_one(found, wrong)
    return []


def misconceptions_of(answers, stage):
    """The misconceptions behind all answers up to this stage: {"names": […], "shows_in": […]} for each fault.

    names: the identifiers that fit. Most often that is one; where mutants with two different ones cannot be
    told apart, it is both, and where there are more, that of none. shows_in: the functions in which it has
    its home, "tanh in engine.py".
    """
    behind = {name: says for row in _table()["mutants"] for name, says in row["ids"].items()}
    places = {}
    for home, mutants in _located(answers, stage):
        places.setdefault(_commonest(map(behind.get, mutants)), []).append(FUNCTIONS[home])
    return [
        {"names": [*names], "shows_in": [*dict.fromkeys(functions)]}
        for names, functions in places.items()
        if 0 < len(names) <= MOST_NAMES
    ]


def _commonest(names):
    """Those names that come most often."""
    counts = Counter(names)
    return tuple(name for name in counts if counts[name] == max(counts.values()))


class Fit(NamedTuple):
    """A Fingerprint, as far as its probes were asked."""

    ids: tuple[str, ...]
    groups: dict[str, dict[str, str]]  # its answers, by the group of the probe
    silent: frozenset[str]  # the probes that it was not asked itself

    @property
    def home(self):
        """The group in which it first differs from the solution."""
        return next(iter(self.groups))


def _fit(fingerprint, asked):
    mine = {probe: answer for probe, answer in fingerprint.answers.items() if probe in asked}
    silent = frozenset(probe for probe, answer in mine.items() if answer in UNKNOWN)
    told = {probe: answer for probe, answer in mine.items() if probe not in silent}
    return Fit(fingerprint.ids, _by_group(told), silent)


def _by_group(answers):
    groups = {}
    for probe, answer in answers.items():
        groups.setdefault(GROUPS[probe], {})[probe] = answer
    return groups


def _explanations(likely, wrong, size, strictly, chosen=()):
    """All sets of `size` Fits that together explain what is wrong, and each of which is needed."""
    left = next((group for group in wrong if not _explained(group, wrong, chosen, strictly)), None)
    if left is None:
        if len(chosen) == size and _sound(chosen, wrong, strictly):
            yield chosen
    elif len(chosen) < size:
        homes = {each.home for each in chosen}
        for each in likely:
            if left in each.groups and each.home not in homes:
                yield from _explanations(likely, wrong, size, strictly, (*chosen, each))


def _explained(group, wrong, chosen, strictly):
    """Does the group look as with the one fault that shows in it? Where several do, they may mix.

    Not strictly, that is asked for at home alone: how a fault shows elsewhere depends on how the other
    operations are made from the one that is wrong.
    """
    showing = [each for each in chosen if group in each.groups]
    if len(showing) != 1:
        return bool(showing)
    (one,) = showing
    there = wrong.get(group, {})
    exactly = one.groups[group] == {probe: there[probe] for probe in there if probe not in one.silent}
    return exactly or not (strictly or group == one.home)


def _sound(chosen, wrong, strictly):
    """Is every group explained in which one of these should show, and is each of them seen at home?"""
    if not all(_explained(group, wrong, chosen, strictly) for each in chosen for group in each.groups):
        return False
    for each in chosen:
        seen, missed = _seen(each, wrong, [other for other in chosen if other is not each])
        if seen <= missed:
            return False
    return True


def _seen(fit, wrong, others):
    """At its home: how many answers are those of this one alone, and how many should be, and are not?"""
    seen = missed = 0
    there = wrong.get(fit.home, {})
    for probe, answer in fit.groups[fit.home].items():
        theirs = [each.groups[fit.home][probe] for each in others if probe in each.groups.get(fit.home, ())]
        seen += there.get(probe) == answer and answer not in theirs
        missed += there.get(probe) != answer and not theirs
    return seen, missed


def _as_one(found, wrong):
    """(home, mutants) for each fault in that explanation which fits best.

    Empty where there are several such, unless they differ only in mutants that cannot be told apart.
    """
    scores = [_score(chosen, wrong) for chosen in found]
    best = [chosen for chosen, score in zip(found, scores, strict=True) if score == max(scores)]
    by_home = {}
    for fit in (fit for chosen in best for fit in chosen):
        by_home.setdefault(fit.home, {})[fit.ids] = None
    different = {frozenset(fit.ids for fit in chosen) for chosen in best}
    if len(by_home) != len(best[0]) or len(different) != prod(map(len, by_home.values())):
        return []
    return [(home, [name for ids in several for name in ids]) for home, several in by_home.items()]


def _score(chosen, wrong):
    """How many answers are the very answers of one of these, less those that should be, and are not."""
    there = {probe: answer for answers in wrong.values() for probe, answer in answers.items()}
    theirs = {}
    for fit in chosen:
        for answers in fit.groups.values():
            for probe, answer in answers.items():
                theirs.setdefault(probe, set()).add(answer)
    seen = sum(there.get(probe) in answers for probe, answers in theirs.items())
    missed = sum(len(answers) == 1 and there.get(probe) not in answers for probe, answers in theirs.items())
    return seen - missed
