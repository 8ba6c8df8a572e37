"""What `make watch` shows: a State in, lines out."""

from dataclasses import dataclass, replace

from ..seats import score
from ..seats.explain import as_text
from ..seats.runner import Result
from ..stages import Stage, stages
from . import screen

MOST_NAMED = 3  # of the tests that pass or fail since the last run
KEYS = {"n": "next stage", "h": "hint", "d": "draw", "a": "run everything", "q": "quit"}


@dataclass(frozen=True)
class State:
    """What there is to show."""

    stage: Stage
    results: tuple[Result, ...] = ()
    before: tuple[Result, ...] = ()  # those of the run before
    faults: tuple[tuple[str, ...], ...] = ()  # the misconceptions that fit, fault by fault
    shaky: Stage | None = None  # the first of those that this one stands on and that do not pass
    problem: str = ""  # why there are no results
    note: str = ""  # what a key has asked for

    @property
    def passed(self):
        """Does the stage pass?"""
        return bool(self.results) and score.passed(self.stage, self.results)

    @property
    def failure(self):
        """The first Result that does not pass, or None."""
        return score.first_failure(self.stage, self.results)

    @property
    def following(self):
        """The next stage, or None."""
        return next((each for each in stages() if each.number == self.stage.number + 1), None)


def show(out, state, with_keys, brief=False):
    """Print everything about a state. brief: what is asked for with a key comes instead of the rest."""
    if state.problem:
        out.print(f"Stage {state.stage.number}: {state.stage.title}\n\n{state.problem}", markup=False)
    elif state.results and brief and state.note:
        screen.show_headline(out, state.stage, state.results)
    elif state.results:
        _show_results(out, state, with_keys, brief)
    if state.note:
        out.print(f"\n{state.note}", markup=False)
    if with_keys:
        out.print("\n" + "   ".join(f"{key} {what}" for key, what in KEYS.items()), style="dim")


def _show_results(out, state, with_keys, brief):
    screen.show_headline(out, state.stage, state.results)
    if state.failure:
        found = state.failure.finding
        out.print()
        out.print(screen.coloured(as_text(replace(found, drawing="") if brief else found)))
    screen.show_beliefs(out, state.faults)
    out.print()
    if state.passed:
        _show_passed(out, state, with_keys)
    else:
        for line in screen.counted(state.results, state.failure):
            out.print(line)
    for line in changed(state.before, state.results):
        out.print(line)
    if state.shaky:
        show_shaky(out, state.shaky)


def _show_passed(out, state, with_keys):
    screen.show_done(out, state.stage, state.failure, state.results)
    if state.following and with_keys:
        out.print(f"Press n for stage {state.following.number}: {state.following.title}.")
    elif state.following:
        screen.show_next(out, state.following)


def show_shaky(out, earlier):
    """Print the line about a stage that does not pass, and that this one stands on."""
    way = screen.command(f"stage {earlier.number}")
    out.print(f"Stage {earlier.number} does not pass, and this one stands on it: {way}", style="yellow")


def changed(before, results):
    """Lines about the tests that pass now and did not in the last run, and the other way round."""
    passed = {each.test: each.passed for each in before}
    for words, now in (("newly passing", True), ("newly failing", False)):
        titles = [x.title for x in results if x.passed is now and passed.get(x.test, now) is not now]
        if titles:
            more = [f"and {len(titles) - MOST_NAMED} more"] if len(titles) > MOST_NAMED else []
            yield f"{len(titles)} {words}: {'; '.join(titles[:MOST_NAMED] + more)}"
