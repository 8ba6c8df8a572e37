"""`make mutants`: cosmic-ray changes solutions/ in every way it knows, and a test catches each change.

The mutants beside this folder are mistakes that people make. These are all the others that are one step
away from the solution: another operator, another number, a loop that does not run. What no test catches
stands in equivalent.toml beside this file, with the reason why none can or should:

    [[equivalent]]
    file = "engine.py"
    inside = "topological_order"          # the definition that is changed ("" outside of any)
    old = "if node is None:"              # the line, without its indent
    new = ["if node == None:"]            # what it becomes; several where the reason is the same
    why = "…"

The changes are cosmic-ray's, and so is their making; the runs are ours, in warm processes, since there are
more than a thousand. Code that no learner writes (the moons) is judged by tests/grader/test_moons.py.
"""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from grader import environment
from grader.authors.verify import (
    NUMBERS,
    SOLUTIONS,
    in_parallel,
    on_solutions,
    results_with,
    same_examples,
)
from grader.source import definition_lines, innermost
from grader.stages import ROOT, stages

TABLE = Path(__file__).parent / "equivalent.toml"
MOONS = ROOT / "tests" / "grader" / "test_moons.py"
ENDLESS = 60  # seconds for the moons' tests, which take about six
FIGURES = ("made", "killed", "equivalent", "surviving")


@dataclass(frozen=True)
class Change:
    """One line of a solution that reads otherwise. Two are equal where a reader sees no difference."""

    file: str
    inside: str
    old: str
    new: str
    text: str = field(compare=False, default="")  # of the whole file

    def __str__(self):
        return f"{self.file}, {self.inside or 'at the top'}: {self.old}  ->  {self.new}"


def report(out, files=()):
    """Judge the changes of these files, or of all, and print what was found. Returns the exit status."""
    environment.add_missing("dev", "cosmic_ray")
    files = [*files] or [file.name for file in sorted(SOLUTIONS.glob("*.py"))]
    known = {*equivalents()}
    problems, total = [], Counter(dict.fromkeys(FIGURES, 0))
    on_solutions()  # draws the random examples, before several threads ask for them
    for file in files:
        made = changes(file)
        with out.status(f"{file}: {len(made)} changes"):
            survivors = {change for change, killer in in_parallel(killer_of, made) if not killer}
        counts = (len(made), len(made) - len(survivors), len(survivors & known), len(survivors - known))
        total.update(dict(zip(FIGURES, counts, strict=True)))
        out.print(_line(file, counts))
        problems += [f"survives: {change}" for change in made if change in survivors - known]
        problems += [f"is caught: {change}" for change in made if change in known - survivors]
        gone = [each for each in equivalents() if each.file == file and each not in made]
        problems += [f"no longer made: {each}" for each in gone]
    out.print(_line("all", total.values()))
    for problem in problems:
        out.print(problem, markup=False, highlight=False, soft_wrap=True)
    return 1 if problems else 0


def _line(name, counts):
    figures = (f"{count:5} {word}" for count, word in zip(counts, FIGURES, strict=True))
    return f"{name:14}{'  '.join(figures)}"


def equivalents():
    """The Changes in the table."""
    return [Change(row["file"], row["inside"], row["old"], new) for row in rows() for new in row["new"]]


def rows():
    """The rows of the table, as they stand there."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))["equivalent"]


# -- what cosmic-ray makes --------------------------------------------------------------------------


def changes(file):
    """All Changes that cosmic-ray makes in a file of solutions/, without those that are no other program."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code

    text = (SOLUTIONS / file).read_text(encoding="utf-8")
    nodes, seen, made = [*ast_nodes(get_ast(text))], {_program(text), None}, []
    for operator in _operators():
        positions = sum(len([*operator.mutation_positions(node)]) for node in nodes)
        for occurrence in range(positions):
            new = mutate_code(text, operator, occurrence)
            if _program(new) not in seen:
                seen.add(_program(new))
                made.append(_change(file, text, new))
    return made


def _operators():
    """Those of cosmic-ray that need no arguments; the two that do draw numbers by chance."""
    from cosmic_ray.plugins import get_operator, operator_names

    return [get_operator(name)() for name in operator_names() if not get_operator(name).arguments()]


def _program(text):
    """What is left of a text without its spaces and parentheses; None where it is not Python."""
    try:
        return ast.dump(ast.parse(text))
    except SyntaxError:
        return None


def _change(file, before, after):
    old, new = before.splitlines(), after.splitlines()
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])  # counted from the end
    inside = innermost(definition_lines(before), first + 1) or ""
    lines = (" ".join(" ".join(text[first : len(text) - last]).split()) for text in (old, new))
    return Change(file, inside, *lines, after)


def _alike(old, new):
    """How many lines are the same in both, from the start."""
    return next((n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(new))


# -- who catches it ---------------------------------------------------------------------------------


def killer_of(change):
    """The name of a test that does not pass on a Change, or None: first those about what is changed."""
    functions = [function for stage in stages() for function in stage.functions]
    own = [each for each in functions if each.file == change.file and change.inside in each.inside]
    if not own:
        return _killer_of_what_is_given(change)
    about = {(function.stage, function.name) for function in own}
    others = [result.test for result in on_solutions() if (result.stage, result.function) not in about]
    numbers = sorted({function.stage for function in own})
    return _killer(change, numbers, others) or _killer(change, [n for n in NUMBERS if n >= numbers[0]], [])


def _killer(change, numbers, leave_out):
    files = {change.file: change.text}
    results = results_with(files, numbers, leave_out=leave_out, how=["verdicts", same_examples()])
    return next((result.test for result in results if result.finding), None)


def _killer_of_what_is_given(change):
    """The same for code that no learner writes, and so no stage tests."""
    with TemporaryDirectory() as folder:
        shutil.copytree(SOLUTIONS, Path(folder, "solutions"), ignore=shutil.ignore_patterns("__pycache__"))
        Path(folder, "solutions", change.file).write_text(change.text, encoding="utf-8")
        shutil.copy(MOONS, folder)
        Path(folder, "nothing.ini").touch()
        command = [sys.executable, "-m", "pytest", "-qx", "-c", "nothing.ini", "--rootdir", folder]
        try:
            run = subprocess.run([*command, MOONS.name], cwd=folder, capture_output=True, timeout=ENDLESS)
        except subprocess.TimeoutExpired:
            return MOONS.name
    return MOONS.name if run.returncode else None
