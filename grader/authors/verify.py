"""`make verify`: the tests can be trusted both ways, and the stubs are what they should be.

Each check is a function that yields its problems, one line each; none means that it holds. Those of
accuracy.py are about the diagnoses, and yield a Figure as well.
"""

import os
import re
import shutil
from functools import cache, partial
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutants import mutants, mutated

from ..practice.workshop import STUB
from ..seats.runner import run, side_by_side
from ..seats.score import earned, passed
from ..seats.warm import judge
from ..source import single_stubs, stub_files
from ..stages import ROOT, function_inside, stages
from . import accuracy
from .accuracy import Figure

NUMBERS = [stage.number for stage in stages()]
JUNK = ("return None", "return 0.0", "return 1.0", "return []")  # instead of what a function should do
SOLUTIONS = ROOT / "solutions"
REPORT = ROOT / "reports" / "mutants.txt"
ALTERNATIVES = ROOT / "tests" / "alternatives"


def verify(out):
    """Run every check and print what it finds. Returns the exit status."""
    problems = {}
    for title, check in CHECKS.items():
        with out.status(title):
            found = list(check())
        problems[title] = [each for each in found if not isinstance(each, Figure)]
        figures = "".join(f": {each}" for each in found if isinstance(each, Figure))
        out.print(f"{'NO  ' if problems[title] else 'ok  '}{title}{figures}")
        for problem in problems[title]:
            out.print(f"      {problem}")
    return 1 if any(problems.values()) else 0


def results_with(files, numbers, leave_out=(), how=(), rehearse=False):
    """The Results of some stages on solutions/ with these files (name: text) in the place of its own.

    rehearse: as in grader/seats/warm.py.
    """
    with TemporaryDirectory() as folder:
        for file in SOLUTIONS.glob("*.py"):
            shutil.copy(file, folder)
        for name, text in files.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        return run(folder, numbers, leave_out, how, start=judge(NUMBERS, how, rehearse))


def in_parallel(work, tasks):
    """work(task) for all tasks, in order, as many at a time as there are cores."""
    with side_by_side(os.cpu_count()) as pool:
        yield from zip(tasks, pool.map(work, tasks), strict=True)


@cache
def _drawn():
    """(the folder of the random examples, the Results on the solutions, with which they were drawn)."""
    folder = TemporaryDirectory()
    return folder, run(SOLUTIONS, NUMBERS, how=[f"record={folder.name}/examples"])


def on_solutions():
    """The Results of all tests on the solutions."""
    return _drawn()[1]


def same_examples():
    """The option of a run that meets the examples which the solutions have met: it draws none."""
    return f"replay={_drawn()[0].name}/examples"


# -- stubs and solutions ----------------------------------------------------------------------------


def stubs_are_up_to_date():
    """Does exercises/ hold what solutions/ gives?"""
    for name, text in stub_files().items():
        file = ROOT / "exercises" / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            yield f"exercises/{name} differs. To write it: python -m grader stubs"


def solutions_pass():
    """Do all tests pass on the solutions, those of bonuses included?"""
    for result in on_solutions():
        if not result.passed:
            yield f"{result.test} fails on the solution"


def solutions_pass_behind_the_wall():
    """Do they pass in the exam seat, too?"""
    for result in run(SOLUTIONS, NUMBERS, how=["exam"]):
        if not result.passed:
            yield f"{result.test} fails on the solution in the exam seat"


def later_stages_may_wait():
    """Does every stage pass while all later ones are stubs, and is each test of the next one to do?"""

    def half_finished(number):
        how = ["verdicts", same_examples()]
        return results_with(stub_files(number), NUMBERS[: number + 1], how=how)

    on_solutions()
    for number, results in in_parallel(half_finished, NUMBERS):
        stubs = {name for text in stub_files(number).values() for _, name in STUB.findall(text)}
        for result in results:
            if result.stage < number and not result.passed:
                yield f"{result.test} fails while stage {number} and later ones are stubs"
            if result.stage == number and result.passed:
                yield f"{result.test} passes with nothing but stubs in stage {number}"
            if result.stage == number and result.function in stubs and not _is_to_do(result):
                yield f"{result.test} does not say what is still to do"


def _is_to_do(result):
    return result.finding.kind == "todo" and result.finding.stage == result.stage


def every_stub_is_named():
    """Where a single stub is left, does its stage fail, and does the first failure name it?"""
    files = dict.fromkeys(file for stage in stages() for file in stage.files)
    left = [(file, block, text) for file in files for block, text in single_stubs(file)]

    def first_failure(task):
        file, block, text = task
        results = results_with({file: text}, [block.stage], how=["verdicts", same_examples()])
        return next((result.finding for result in results if result.finding), None)

    on_solutions()
    for (file, block, _text), failure in in_parallel(first_failure, left):
        name = STUB.search(block.stub[0])
        if failure is None:
            yield f"{file}: nothing fails without {block.inside}"
        elif name and (failure.kind, str(failure.stage), failure.function) != ("todo", *name.groups()):
            yield f"{file}: without {name[2]} the first failure is about {failure.function}"


def doing_nothing_earns_nothing():
    """Where a function does next to nothing, do its tests give no points?"""
    files = dict.fromkeys(file for stage in stages() for file in stage.files)
    stubs = [(file, block, text) for file in files for block, text in single_stubs(file) if block.inside]

    def earns(task):
        (file, block, text), junk = task
        function = function_inside(file, block.inside, block.stage)
        indent = " " * (len(block.stub[0]) - len(block.stub[0].lstrip()))
        text = text.replace("\n".join(block.stub), indent + junk)
        others = [result.test for result in on_solutions() if result.function != function.name]
        how = {"leave_out": others, "how": ["verdicts", same_examples()]}
        return earned(function, results_with({file: text}, [block.stage], **how))

    on_solutions()
    for ((_file, block, _text), junk), points in in_parallel(earns, list(product(stubs, JUNK))):
        if points:
            yield f"{block.inside} of stage {block.stage} earns {points:g} points with: {junk}"


# -- right and wrong implementations ----------------------------------------------------------------


def alternatives_pass():
    """Does every right implementation pass, however it is written?"""
    files = sorted(ALTERNATIVES.glob("*__*.py"))
    on_solutions()  # before several threads ask for it
    for file, results in in_parallel(_results_of_alternative, files):
        for stage in stages():
            mine = [each for each in results if each.stage == stage.number]
            if mine and not passed(stage, mine):
                failed = [each.test for each in mine if not each.passed]
                yield f"{file.name} fails {', '.join(failed)}"


def alternatives_pass_behind_the_wall():
    """Do the tests of what is written in a right implementation pass in the exam seat, too?"""

    def results_behind_the_wall(file):
        module = _module_of(file)
        numbers = [stage.number for stage in stages() if module in stage.files]
        others = [x.test for x in on_solutions() if stages()[x.stage].function(x.function).file != module]
        files, how = {module: file.read_text(encoding="utf-8")}, ["verdicts", "exam", same_examples()]
        return results_with(files, numbers, leave_out=[*of_bonuses(), *others], how=how)

    on_solutions()
    for file, results in in_parallel(results_behind_the_wall, sorted(ALTERNATIVES.glob("*__*.py"))):
        for result in results:
            if result.finding:
                yield f"{file.name} fails {result.test} in the exam seat"


def _module_of(file):
    return re.match(r"(\w+?)__", file.name)[1] + ".py"


def _results_of_alternative(file):
    module = _module_of(file)
    first = min(stage.number for stage in stages() if module in stage.files)
    later = [stage.number for stage in stages() if stage.number >= first and _uses(stage, module)]
    files = {module: file.read_text(encoding="utf-8")}
    return results_with(files, later, leave_out=of_bonuses(), how=[same_examples()])


def of_bonuses():
    """The names of the tests of bonus functions, which a right answer need not pass."""
    return [x.test for x in on_solutions() if stages()[x.stage].function(x.function).bonus]


def _uses(stage, module):
    """Can a change of this file change what the stage's tests see? (6 sees all of a network that 7 does.)"""
    return module in stage.files or (module in ("engine.py", "nn.py") and stage.number in (5, 6))


@cache
def kills():
    """For each Mutant, the names of the tests that do not pass on it.

    First those about the function that it spoils; where they pass, all tests of its stage.
    """

    on_solutions()  # it draws the random examples, before several threads ask for them

    def killers(mutant):
        return _killers(mutant, _others(mutant)) or _killers(mutant, [])

    return dict(in_parallel(killers, mutants()))


def _killers(mutant, leave_out):
    files = {mutant.file: mutated(mutant)}
    results = results_with(files, [mutant.stage], leave_out=leave_out, how=["verdicts", same_examples()])
    return {result.test for result in results if result.finding}


def _others(mutant):
    """The tests about other functions than the mutant's; none where it spoils no function of its stage."""
    spoiled = {edit.inside for edit in mutant.edits}
    own = {f.name for f in stages()[mutant.stage].functions if spoiled & {*f.inside}}
    return [result.test for result in on_solutions() if own and result.function not in own]


def mutants_are_caught():
    """Is every mutant caught by the stage that claims it?"""
    for mutant, killers in kills().items():
        if not killers:
            yield f"{mutant.id} passes stage {mutant.stage}: {mutant.slip}"


def mutants_are_caught_behind_the_wall():
    """Is every mutant caught in the exam seat, too, by a test that catches it in practice?"""
    all_tests = {result.test for result in on_solutions()}
    known = kills()  # before several threads ask for them

    def is_caught(mutant):
        killer = min(known[mutant], default=None)
        how = {"leave_out": sorted(all_tests - {killer}), "how": ["verdicts", "exam", same_examples()]}
        results = results_with({mutant.file: mutated(mutant)}, [mutant.stage], **how)
        return killer is None or any(result.finding for result in results)

    for mutant, caught in in_parallel(is_caught, mutants()):
        if not caught:
            yield f"{mutant.id} passes {min(known[mutant])} in the exam seat"


def a_rehearsal_changes_nothing():
    """Is the verdict on every mutant in the exam seat the same with a rehearsal and without?"""

    def failed(rehearse, mutant):
        files, how = {mutant.file: mutated(mutant)}, ["verdicts", "exam", same_examples()]
        return [x.test for x in results_with(files, [mutant.stage], how=how, rehearse=rehearse) if x.finding]

    on_solutions()
    without = dict(in_parallel(partial(failed, False), mutants()))
    for mutant, found in in_parallel(partial(failed, True), mutants()):
        if found != without[mutant]:
            yield f"{mutant.id} fails {len(found)} tests with a rehearsal, and {len(without[mutant])} without"


def tests_catch_mutants():
    """Does every test of a stage catch a mutant?"""
    useful = set().union(*kills().values())
    for result in on_solutions():
        if result.test not in useful:
            yield f"{result.test} catches no mutant"


def who_catches_whom():
    """Which tests catch which mutant, and which mutants are caught by the same? A file tells all of it."""
    caught_by = {}
    for mutant, killers in kills().items():
        caught_by.setdefault((mutant.stage, *sorted(killers)), []).append(mutant.id)
    alike = {tests: names for tests, names in caught_by.items() if len(names) > 1}
    lines = [
        f"{', '.join(names)}\n" + "".join(f"    {x}\n" for x in tests)
        for (_, *tests), names in caught_by.items()
    ]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("".join(lines), encoding="utf-8")
    number = sum(map(len, alike.values()))
    yield Figure(
        f"{number}, in {len(alike)} groups; {REPORT.relative_to(ROOT)} tells which tests catch which mutant"
    )


CHECKS = {
    "exercises/ is what solutions/ gives": stubs_are_up_to_date,
    "the solutions pass every test": solutions_pass,
    "the solutions pass every test in the exam seat, too": solutions_pass_behind_the_wall,
    "each stage passes while later ones are stubs, and the next one is to do": later_stages_may_wait,
    "a stub left alone fails its stage, and is named": every_stub_is_named,
    "what does nothing earns nothing": doing_nothing_earns_nothing,
    "every right alternative passes": alternatives_pass,
    "every right alternative passes in the exam seat, too": alternatives_pass_behind_the_wall,
    "every mutant is caught by its stage": mutants_are_caught,
    "every mutant is caught in the exam seat, too": mutants_are_caught_behind_the_wall,
    "a rehearsal changes no verdict on a mutant": a_rehearsal_changes_nothing,
    "every test catches a mutant": tests_catch_mutants,
    "mutants that no test tells apart": who_catches_whom,
    **accuracy.CHECKS,
}
