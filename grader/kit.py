"""The commands of a course: `grade`, its cluster, `handout`, `gradescope` and `autograde`."""

from importlib import import_module
from pathlib import Path

from . import environment
from .arguments import Refused, count, stages_from
from .stages import ROOT

SOURCES = ("canvas", "moodle", "gradescope", "git", "plain")
EXPORTS = ("canvas", "moodle", "github", "gradescope", "csv", "junit")
GRADES_WITH = ("jinja2", "markdown_it")
CLUSTERS_WITH = ("distributed",)
SAMPLE = ROOT / "kit" / "course.toml"  # where nobody has a course.toml: everything as it is


def add_commands(add):
    """Add the commands by `add` of grader/cli.py."""
    course = (["--course"], {"metavar": "FILE", "help": "the course.toml of your course"})
    some = (["--stages"], {"metavar": "0-5", "help": "which stages (default: those of the course)"})
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
        (
            ["--scheduler"],
            {"metavar": "ADDRESS", "help": "grade on a cluster, such as tcp://10.0.0.1:8786: docs/SCALE.md"},
        ),
    )
    more = {"metavar": "-- OPTION", "nargs": "*", "help": "options of Dask's own command"}
    add(scheduler, "lead a cluster that grades: docs/SCALE.md", (["more"], more))
    add(
        worker,
        "let this machine grade for a cluster",
        (["address"], {"metavar": "ADDRESS", "help": "of the scheduler, such as tcp://10.0.0.1:8786"}),
        (["--jobs"], {"metavar": "N", "type": count, "help": "how many at a time (default: the cores)"}),
        (["more"], more),
    )
    add(
        handout,
        "write what students get, as a folder and as a .zip beside it",
        (["folder"], {"metavar": "DIR", "help": "the folder, which is not there yet"}),
        some,
        course,
    )
    add(
        gradescope,
        "write the autograder.zip for Gradescope",
        (["file"], {"metavar": "FILE", "help": "the .zip, which is not there yet"}),
        course,
    )
    add(
        autograde,
        "grade one submission where it was handed in: on Gradescope, on Autolab",
        (["submission"], {"metavar": "PATH", "help": "a folder, a .zip, or a .py"}),
        (["--out"], {"metavar": "FILE", "required": True, "help": "where results.json goes"}),
        some,
        course,
    )


def grade(options):
    """Grade every submission under a path, in the exam seat."""
    from .grading import exports
    from .grading.grade import RESUME, CannotGrade, Task, default_jobs, grade
    from .grading.regrade import regrade
    from .practice import screen
    from .seats import runner

    environment.add_missing("grade", *GRADES_WITH)
    if options.scheduler is not None:
        environment.add_missing("cluster", *CLUSTERS_WITH)
        if not options.scheduler.strip():
            raise Refused("--scheduler needs the address of a scheduler, such as tcp://10.0.0.1:8786")
        if options.jobs:
            raise Refused("--jobs is for this machine. On a cluster, each worker says it: make worker JOBS=4")
    settings = _settings(options)
    exports.check(options.export, options.gradebook, settings)
    if not (options.no_sandbox or options.scheduler):
        environment.add_sandbox()
    runner.load_later()
    path, out = Path(options.path).expanduser(), Path(options.out).expanduser()
    system, students = exports.students(options.export, options.gradebook)
    jobs = options.jobs or default_jobs()
    scheduler = options.scheduler or ""
    task = Task(path, settings, jobs, scheduler, options.source, system, tuple(students))
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
    from .grading.course import Unusable, course
    from .grading.verdict import Settings

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


def scheduler(options):
    """Lead a cluster."""
    from .grading import member

    environment.add_missing("cluster", *CLUSTERS_WITH)
    return member.scheduler(options.more)


def worker(options):
    """Let this machine grade for a cluster."""
    from .grading import member
    from .grading.grade import default_jobs

    environment.add_missing("grade", *GRADES_WITH)
    environment.add_missing("cluster", *CLUSTERS_WITH)
    environment.add_sandbox()
    cluster = import_module(".grading.cluster", __package__)  # needs distributed, which is an extra
    try:
        cluster.check_for_worker(options.address)
    except cluster.Unfit as problem:
        raise Refused(problem) from None
    return member.worker(options.address, options.jobs or default_jobs(), options.more)


def handout(options):
    """Write what students get."""
    from .grading.handout import write

    course = _course(options)
    return write(Path(options.folder).expanduser(), course, _numbers(options, course))


def gradescope(options):
    """Write the autograder for Gradescope, with a course.toml that can be used."""
    from .grading.gradescope import write

    _course(options)
    return write(Path(options.file).expanduser(), _file(options))


def autograde(options):
    """Grade one submission where it was handed in."""
    from .grading.autograde import autograde
    from .grading.grade import CannotGrade

    course = _course(options)
    environment.add_sandbox()
    try:
        return autograde(Path(options.submission), Path(options.out), course, _numbers(options, course))
    except CannotGrade as problem:
        raise Refused(problem) from None


def _file(options):
    """The course.toml that is named, that which lies beside the Makefile, or the sample."""
    from .grading.course import FILE

    named = Path(options.course).expanduser() if options.course else FILE
    return named if options.course or named.is_file() else SAMPLE


def _course(options):
    from .grading.course import Unusable, course

    try:
        return course(_file(options))
    except Unusable as problem:
        raise Refused(problem) from None


def _numbers(options, course):
    """The numbers of the stages that the option names, or else the course."""
    return tuple(stage.number for stage in stages_from(options.stages)) if options.stages else course.stages
