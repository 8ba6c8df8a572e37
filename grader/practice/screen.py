"""What the commands show: Rich in a terminal, plain text elsewhere; no colour where NO_COLOR is set."""

import shutil
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.text import Text

from .. import environment
from ..seats import score
from ..seats.explain import Finding, as_text, misconceived
from ..stages import stages

BAR, LEAST = 24, 6  # characters
WATCH_IT = f"Now watch it learn: {Path(environment.PYTHON).relative_to(environment.ROOT)} -m exercises.train"
COLOURS = {"expected": "green", "your code": "yellow"}  # of the labels in a failure


def console(wrap=False):
    """A console for stdout that never fails on a character. wrap: it wraps lines, between words."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    return Console(highlight=False, soft_wrap=not wrap)


def command(words):
    """How the reader's machine spells a command, "stage 3": with make where there is one."""
    if not shutil.which("make"):
        return f"python -m grader {words}"
    name, _, rest = words.partition(" ")
    return f"make stage{rest}" if name == "stage" else f"make {name} STAGE={rest}" if rest else f"make {name}"


def bar(share, length=BAR):
    """A bar of plain characters, for any console; `share` of it is full."""
    full = int(share * length)
    return "#" * full + "." * (length - full)


def show_stage(out, stage, results, beliefs=()):
    """The outcome of one stage: a headline, then the first failure or the way on.

    beliefs: for each fault, the misconceptions that fit all that the code does.
    """
    mine = [each for each in results if each.stage == stage.number]
    show_headline(out, stage, mine)
    failure = score.first_failure(stage, mine)
    if failure:
        out.print()
        out.print(coloured(as_text(failure.finding)))
    show_beliefs(out, beliefs)
    out.print()
    if score.passed(stage, mine):
        _show_passed(out, stage, failure, mine)
    else:
        out.print(_the_rest(mine, failure))


def show_headline(out, stage, results):
    """One line: how many tests pass, and the points for that."""
    right, tests = sum(each.passed for each in results), len(results)
    colour = "green" if score.passed(stage, results) else "yellow"
    title = f"Stage {stage.number}: {stage.title:<14}  "
    words = f"  {right} of {tests} tests, {score.points(stage, results):g} of {stage.points:g} points"
    drawn = bar(right / tests, BAR if out.soft_wrap else _room(out.width, title, words))
    out.print(Text(f"{title}{drawn}{words}", style=colour))


def _room(width, title, words):
    """The length of a bar between these: all on one line where that can be, else the words on the next."""
    between = width - len(title) - len(words)
    return max(LEAST, min(BAR, between if between >= LEAST else width - len(title)))


def coloured(text):
    """A failure with its labels in colour."""
    rich = Text(text)
    for label, colour in COLOURS.items():
        rich.highlight_regex(rf"(?m)^    {label} .*$", colour)
    rich.highlight_regex(r"\A.*", "bold")
    return rich


def show_beliefs(out, beliefs):
    """The misunderstandings that fit, each with the question that leads out of it."""
    if beliefs:
        out.print("\n" + misconceived(beliefs))


def show_examined(out, found):
    """What was found in code that was examined."""
    beliefs = found["misconceptions"]
    finding = found["finding"] and Finding(**found["finding"])
    if finding:
        out.print(coloured(as_text(finding)))
    show_beliefs(out, beliefs)
    if not finding and not beliefs:
        out.print("Every small expression that was tried comes out right, in value and gradient.")
        out.print(f"Whether networks and training do, the tests say: {command('progress')}")


def _show_passed(out, stage, bonus_left, results):
    show_done(out, stage, bonus_left, results)
    following = next((each for each in stages() if each.number == stage.number + 1), None)
    if following:
        show_next(out, following)


def show_done(out, stage, bonus_left, results):
    """That a stage passes, what one has now, what its tests have measured, and what there is to see."""
    if bonus_left:
        out.print(f"That was a bonus. Everything else of stage {stage.number} passes.")
    out.print(Text(f"Stage {stage.number} is done. You have {stage.goal}.", style="bold green"))
    for line in [each.told for each in results if each.told]:
        out.print(line)
    if "train.py" in stage.files:
        out.print(WATCH_IT)


def show_next(out, stage):
    """The stage that comes next, where it is written, and the part of the lecture for it."""
    files = ", ".join(f"exercises/{name}" for name in stage.files)
    out.print(f"Next: {command(f'stage {stage.number}')}   {stage.goal} ({files})")
    for time, what in stage.lecture:
        out.print(f"  lecture {time}  {what}")


def _the_rest(results, failure):
    """The other failures as a count, and the way to a hint."""
    hint = [f"A hint: {command(f'hint {failure.stage}')}"] if failure.finding.function else []
    return " ".join(counted(results, failure) + hint)


def counted(results, failure):
    """The other failures as a count: one sentence, or none."""
    others = [each for each in results if not each.passed and each is not failure]
    kinds = Counter(_kind(each) for each in others)
    counts = [
        f"{number} more {text if number > 1 else single}"
        for kind, (single, text) in REST.items()
        if (number := kinds[kind])
    ]
    return [f"{', '.join(counts)}."] if counts else []


REST = {
    "failed": ("test fails", "tests fail"),
    "timeout": ("test did not end in time", "tests did not end in time"),
    "crashed": ("test ends the process", "tests end the process"),
    "todo": ("test waits for a stub", "tests wait for stubs"),
    "unreadable": ("test waits for this file", "tests wait for this file"),
    "error": ("test is broken", "tests are broken"),
    "not run": ("test was not run", "tests were not run"),
}


def _kind(result):
    return result.finding.kind if result.finding else "not run"


def show_progress(out, results, work):
    """A bar for each stage, the points in all, and the next thing to do.

    work: what went into the stages so far, by their numbers, as grader/practice/journal.py tells it.
    """
    for stage in stages():
        line = _progress_line(stage, [each for each in results if each.stage == stage.number])
        out.print(line.append(f"; {work[stage.number]}") if stage.number in work else line)
    points = sum(score.points(stage, results) for stage in stages())
    full = sum(stage.points for stage in stages() if not stage.bonus)
    out.print(f"\n{points:g} points; the full mark is {full:g}.")
    todo = next((stage for stage in stages() if not score.passed(stage, results)), None)
    if todo:
        out.print(f"Next: {command(f'stage {todo.number}')}   {todo.goal}")
        out.print(f"  {as_text(score.first_failure(todo, results).finding).splitlines()[0]}")
    else:
        trains = any("train.py" in stage.files for stage in stages())
        out.print(Text("Everything is done." + (f" {WATCH_IT}" if trains else ""), style="bold green"))


def show_tests(out, stage, results):
    """All tests of one stage, function by function, each with how it ended."""
    show_headline(out, stage, results)
    for function in stage.functions:
        out.print(f"\n{function}" + (", a bonus" if function.bonus else ""))
        for each in results:
            if each.function == function.name:
                mark, colour = ENDED["passed" if each.passed else _kind(each)]
                out.print(Text(f"  {mark:<9}").append(each.title, style=colour))


# How a test ended: its mark and its colour, in the list of all tests.
ENDED = {
    "passed": ("ok", "green"),
    "failed": ("fails", "yellow"),
    "timeout": ("no end", "yellow"),
    "crashed": ("crashes", "yellow"),
    "todo": ("to do", "dim"),
    "unreadable": ("no file", "yellow"),
    "error": ("our fault", "red"),
    "not run": ("not run", "dim"),
}


def _progress_line(stage, results):
    right, tests = sum(each.passed for each in results), len(results)
    done = score.passed(stage, results)
    line = Text(f"{stage.number} {stage.title:<13} ")
    line.append(bar(right / tests), style="green" if done else "yellow")
    line.append(
        f" {right:3} of {tests:2} tests, {score.points(stage, results):4g} of {stage.points:g} points"
    )
    return line.append(", done" if done else ", a bonus" if stage.bonus else "")
