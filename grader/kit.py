"""The commands that bring the kata into a course: `handout`, `gradescope` and `autograde`."""

from pathlib import Path

from . import environment
from .arguments import Refused, stages_from
from .stages import ROOT

COURSE = ROOT / "kit" / "course.toml"  # where nobody names another: everything as it is


def add_commands(add):
    """Add the commands by `add` of grader/cli.py."""
    course = (["--course"], {"metavar": "FILE", "default": COURSE, "help": "the course.toml of your course"})
    some = (["--stages"], {"metavar": "0-5", "help": "which stages (default: those of the course)"})
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


def handout(options):
    """Write what students get."""
    from .handout import write

    course = _course(options)
    return write(Path(options.folder).expanduser(), course, _numbers(options, course))


def gradescope(options):
    """Write the autograder for Gradescope, with a course.toml that can be used."""
    from .gradescope import write

    _course(options)
    return write(Path(options.file).expanduser(), Path(options.course).expanduser())


def autograde(options):
    """Grade one submission where it was handed in."""
    from .autograde import autograde
    from .grade import CannotGrade

    numbers = _numbers(options, _course(options))
    environment.add_sandbox()
    try:
        return autograde(Path(options.submission), Path(options.out), numbers)
    except CannotGrade as problem:
        raise Refused(problem) from None


def _course(options):
    from .course import Unusable, course

    try:
        return course(Path(options.course).expanduser())
    except Unusable as problem:
        raise Refused(problem) from None


def _numbers(options, course):
    """The numbers of the stages that the option names, or else the course."""
    return tuple(stage.number for stage in stages_from(options.stages)) if options.stages else course.stages
