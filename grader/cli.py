"""The commands: `python -m grader …`, or the make targets of the same names.

Exit status: 0 all passed, 1 something did not pass, 2 the command could not be carried out.
"""

import argparse
import sys
from pathlib import Path

from . import environment, workshop
from .arguments import LEARNERS, Refused, code_from, count, one_stage_from, stages_from, text_of
from .stages import HANDOUT, ROOT, stages

ATTACKS = "tests/grader/test_attacks.py"
SUCH = "For instance: python -m grader"
# What a command says that was told too little.
WANTED = {
    "grade": f"Grade what, and where do the grades go? {SUCH} grade submissions --out grades",
    "handout": f"Where does the handout go? {SUCH} handout micrograd-kata-students",
    "gradescope": f"Which file shall it be? {SUCH} gradescope autograder.zip",
    "autograde": f"Grade what, into which file? {SUCH} autograde ada.zip --out ada.json",
}


class Parser(argparse.ArgumentParser):
    """An argparse parser whose errors are one line."""

    def error(self, message):
        if "required: " in message:
            from .screen import command

            name = self.prog.split()[-1]
            if name in WANTED:
                raise Refused(WANTED[name])
            raise Refused(f"Which stage? For instance: {command(name + ' 3')}")
        raise Refused(f"{message}. See: python -m grader --help")


def main(arguments=None):
    """Run one command. Returns the exit status."""
    try:
        _check_handout(sys.argv[1:] if arguments is None else arguments)
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


def _check_handout(words):
    """Raises Refused where someone with a handout asks for what is not in it."""
    if HANDOUT and words and words[0].isidentifier() and words[0] not in LEARNERS:
        known = ", ".join(LEARNERS)
        raise Refused(
            f'"{words[0]}" is not in this handout. What is there: {known}. The rest is for instructors.'
        )


def parser():
    """The parser of all commands."""
    top = Parser(prog="python -m grader", description="Build micrograd yourself, stage by stage.")
    top.set_defaults(run=progress, stage=None, json=False, markdown=False, code=None)
    commands = top.add_subparsers(metavar="COMMAND", parser_class=Parser)

    def add(run, summary, *options):
        name = run.__name__.rstrip("_")
        if HANDOUT and name not in LEARNERS:
            return
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
        (["--markdown"], {"action": "store_true", "help": "as Markdown, for a page of GitHub's"}),
        code,
    )
    add(
        stage,
        "run the tests of a stage and explain the first failure",
        (["stage"], {"metavar": "STAGE", "help": "a number, several (0-3), or all"}),
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
        grade,
        "grade every submission under a path, in a sandbox",
        (["path"], {"metavar": "PATH", "help": "a folder of submissions, or a single one"}),
        (["--out"], {"metavar": "DIR", "required": True, "help": "where the grades go"}),
        (["--jobs"], {"metavar": "N", "type": count, "help": "how many at a time (default: the cores)"}),
        (["--stages"], {"metavar": "0-5", "default": "all", "help": "which stages (default: all)"}),
        (
            ["--seed"],
            {"metavar": "S", "help": "the random examples of another run (default: new ones)"},
        ),
        (["--resume"], {"action": "store_true", "help": "go on with a run that was stopped"}),
        (["--no-sandbox"], {"action": "store_true", "help": "for code that is trusted"}),
    )
    add(stubs, "write all of exercises/ anew as stubs, after a backup")
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
    if not HANDOUT:
        from . import kit

        kit.add_commands(add)
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


def progress(options):
    """Show how far the code is, over all stages or within one."""
    wanted = [one_stage_from(options.stage)] if options.stage else list(stages())
    results = results_of(code_from(options.code, wanted), wanted)
    if options.json:
        import json

        from .score import summary

        print(json.dumps(summary(wanted, results), indent=2))
    elif options.markdown:
        from .markdown import progress_in_markdown

        print(progress_in_markdown(wanted, results))
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
        return _explain(
            code_from(options.code, [each for each in stages() if each.number == 1]), False, options.json
        )
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
    from . import screen
    from .grade import RESUME, CannotGrade, default_jobs, grade
    from .verdict import Settings

    if not options.no_sandbox:
        environment.add_sandbox()
    numbers = tuple(stage.number for stage in stages_from(options.stages))
    settings = Settings(numbers, options.seed, sandboxed=not options.no_sandbox)
    path, out = Path(options.path).expanduser(), Path(options.out).expanduser()
    try:
        jobs = options.jobs or default_jobs()
        return grade(path, out, settings, jobs, options.resume, screen.console())
    except CannotGrade as problem:
        raise Refused(problem) from None
    except KeyboardInterrupt:
        raise Refused(f"\nStopped. What is graded is kept; go on with {RESUME}") from None


def stubs(_options):
    """Write exercises/ anew."""
    return workshop.write_stubs()


def fingerprints(_options):
    """Write the table of fingerprints."""
    from .fingerprints import write

    return write()


def demo(options):
    """Show what the learner will have built."""
    from . import screen
    from .demo import demo

    own = options.code or HANDOUT
    folder = code_from(options.code, stages()[1:]) if own else ROOT / "solutions"
    return demo(folder, screen.console())


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

    environment.add_sandbox()
    environment.add_missing("test", "xdist", "playwright", "yaml")
    pytest = [sys.executable, "-m", "pytest", f"--code={ROOT / 'solutions'}"]
    runs = ([ATTACKS], [f"--ignore={ATTACKS}", "-n", "2", "--dist", "loadfile"])
    return max(min(subprocess.call([*pytest, *run], cwd=ROOT), 1) for run in runs)


def doctor(_options):
    """Examine this machine."""
    from . import screen
    from .doctor import examine

    return examine(screen.console())


def bench(_options):
    """Measure."""
    from . import bench, screen

    return bench.bench(screen.console())
