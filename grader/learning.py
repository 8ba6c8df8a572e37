"""The commands that a learner gives."""

import sys
from pathlib import Path

from .arguments import Refused, code_from, one_stage_from, stages_from, text_of
from .practice import workshop
from .stages import HANDOUT, ROOT, stages


def add_commands(add):
    """Add the commands by `add` of grader/cli.py."""
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
    add(stubs, "write all of exercises/ anew as stubs, after a backup")
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


def results_of(folder, wanted):
    """The Results of these stages. Raises Refused where the fault is ours."""
    from .seats.runner import Broken, run

    try:
        return run(folder, [stage.number for stage in wanted])
    except Broken as broken:
        raise Refused(f"The tests could not be run, and the fault is ours, not yours.\n{broken}") from None


def beliefs(folder, stage, results):
    """The misconceptions that fit the code, fault by fault, where it fails and is not just unfinished."""
    from .seats.runner import misconceptions
    from .seats.score import first_failure, is_wrong

    failure = first_failure(stage, results)
    if failure is None or not is_wrong(failure.finding):
        return []
    return misconceptions(folder, stage.number)


def status_of(wanted, results):
    """The exit status for these stages."""
    from .seats.score import passed

    if any(each.finding and each.finding.kind == "error" for each in results):
        return 2
    return 0 if all(passed(stage, results) for stage in wanted) else 1


def progress(options):
    """Show how far the code is, over all stages or within one."""
    wanted = [one_stage_from(options.stage)] if options.stage else list(stages())
    results = results_of(code_from(options.code, wanted), wanted)
    if options.json:
        import json

        from .seats.score import summary

        print(json.dumps(summary(wanted, results), indent=2))
    elif options.markdown:
        from .practice.markdown import progress_in_markdown

        print(progress_in_markdown(wanted, results))
    elif options.stage:
        from .practice import screen

        screen.show_tests(screen.console(), wanted[0], results)
    else:
        from .practice import journal, screen

        screen.show_progress(screen.console(), results, {} if options.code else journal.work())
    return status_of([stage for stage in wanted if options.stage or not stage.bonus], results)


def stage(options):
    """Run the tests of some stages, show each, and explain the first failure."""
    wanted = stages_from(options.stage)
    folder = code_from(options.code, wanted)
    results = results_of(folder, wanted)
    from .practice import journal, screen
    from .seats.score import passed

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
    from .practice import journal
    from .practice.watch import watch

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


def hint(options):
    """Show the next hint for the first failing test."""
    from .practice import hints, screen

    wanted = [one_stage_from(options.stage)] if options.stage else list(stages())
    folder = code_from(None, wanted)
    return hints.show(screen.console(), wanted, lambda stage: results_of(folder, [stage]))


def explain(options):
    """Say what the code gets wrong first, and which misunderstanding fits it."""
    from tempfile import TemporaryDirectory

    if options.engine is None:
        return _explain(
            code_from(options.code, [each for each in stages() if each.number == 1]), "", options.json
        )
    with TemporaryDirectory() as folder:
        Path(folder, "engine.py").write_text(text_of(Path(options.engine)), encoding="utf-8")
        return _explain(folder, Path(options.engine).name, options.json)


def _explain(folder, foreign, as_json):
    """foreign: the name of an engine that need not be of this kata, and lies there as engine.py."""
    from .practice import screen
    from .seats.runner import Broken, examine

    try:
        found = examine(folder, stages()[-1].number, localise=True, foreign=bool(foreign))
    except Broken as broken:
        raise Refused(f"This could not be explained, and the fault is ours, not yours.\n{broken}") from None
    found = _renamed(found, foreign) if foreign else found
    if as_json:
        import json

        print(json.dumps(found, indent=2))
    else:
        screen.show_examined(screen.console(), found)
    return 1 if any(found.values()) else 0


def _renamed(found, name):
    """The same plain data, in which engine.py has that name."""
    if isinstance(found, dict):
        return {key: _renamed(value, name) for key, value in found.items()}
    if isinstance(found, list):
        return [_renamed(each, name) for each in found]
    return found.replace("engine.py", name) if isinstance(found, str) else found


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
    from .practice import screen
    from .seats.score import passed

    wanted = one_stage_from(options.stage)
    if not options.anyway and not passed(wanted, results_of(code_from(None, [wanted]), [wanted])):
        print(
            f"Stage {wanted.number} does not pass yet. Its solution opens when it does; or now: "
            f"python -m grader solution {wanted.number} --anyway",
            file=sys.stderr,
        )
        return 1
    return workshop.show_solution(screen.console(), wanted)


def stubs(_options):
    """Write exercises/ anew."""
    return workshop.write_stubs()


def demo(options):
    """Show what the learner will have built."""
    from .practice import screen
    from .practice.demo import demo

    own = options.code or HANDOUT
    folder = code_from(options.code, stages()[1:]) if own else ROOT / "solutions"
    return demo(folder, screen.console())


def draw(options):
    """Draw the graph behind a Value."""
    from .draw.command import draw

    return draw(options)


def plot(options):
    """Plot what the lecture plots."""
    from .draw.plots import plot

    return plot(options.name, options.out, options.code)
