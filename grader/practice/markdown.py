"""The progress as Markdown, for the page that GitHub shows about a run (`$GITHUB_STEP_SUMMARY`).

What the code says stands in an indented block, which nothing in it ends. Source:
https://github.github.com/gfm/.
"""

from textwrap import indent

from ..seats.explain import as_text
from ..seats.score import first_failure, passed, points
from .screen import bar


def progress_in_markdown(wanted, results):
    """A bar for each of these stages, and the first failure."""
    lines = ["| stage | | tests that pass | points |", "|---|---|---|---|"]
    lines += [_row(stage, [each for each in results if each.stage == stage.number]) for stage in wanted]
    todo = next((stage for stage in wanted if not passed(stage, results)), None)
    if todo is None:
        return "\n".join([*lines, "", "Everything is done."])
    failure = as_text(first_failure(todo, results).finding)
    title = f"First in stage {todo.number}, {todo.title}:"
    return "\n".join([*lines, "", title, "", indent(failure, "    ", lambda line: True)])


def _row(stage, mine):
    right, tests = sum(each.passed for each in mine), len(mine)
    name = f"{stage.number} {stage.title}{' (bonus)' if stage.bonus else ''}"
    share = f"{points(stage, mine):g} of {stage.points:g}"
    return f"| {name} | `{bar(right / tests)}` | {right} of {tests} | {share} |"
