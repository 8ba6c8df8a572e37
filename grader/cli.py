"""The commands: `python -m grader …`, or the make targets of the same names.

Exit status: 0 all passed, 1 something did not pass, 2 the command could not be carried out.
"""

import argparse
import sys

from . import environment, learning
from .arguments import LEARNERS, Refused
from .practice import workshop
from .stages import HANDOUT

A_NAME = "python -m grader draw exercises/by_hand.py:L"
SUCH = "For instance: python -m grader"
# What a command says that was told too little.
WANTED = {
    "grade": f"Grade what, and where do the grades go? {SUCH} grade submissions --out grades",
    "draw": f"Draw what? {SUCH} draw stage2, or {A_NAME}",
    "handout": f"Where does the handout go? {SUCH} handout micrograd-kata-students",
    "worker": f"Of which scheduler? {SUCH} worker tcp://10.0.0.1:8786",
    "gradescope": f"Which file shall it be? {SUCH} gradescope autograder.zip",
    "autograde": f"Grade what, into which file? {SUCH} autograde ada.zip --out ada.json",
}


class Parser(argparse.ArgumentParser):
    """An argparse parser whose errors are one line."""

    def error(self, message):
        if "required: " in message:
            from .practice.screen import command

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
    if HANDOUT and words and words[0][:1].isalpha() and words[0] not in LEARNERS:
        known = ", ".join(LEARNERS)
        raise Refused(
            f'"{words[0]}" is not in this handout. What is there: {known}. The rest is for instructors.'
        )


def parser():
    """The parser of all commands."""
    top = Parser(prog="python -m grader", description="Build micrograd yourself, stage by stage.")
    top.set_defaults(run=learning.progress, stage=None, json=False, markdown=False, code=None)
    commands = top.add_subparsers(metavar="COMMAND", parser_class=Parser)

    def add(run, summary, *options):
        name = run.__name__.rstrip("_").replace("_", "-")
        if HANDOUT and name not in LEARNERS:
            return
        command = commands.add_parser(name, help=summary, description=summary)
        command.set_defaults(run=run)
        for names, settings in options:
            command.add_argument(*names, **settings)

    learning.add_commands(add)
    if not HANDOUT:
        from . import authoring, kit

        kit.add_commands(add)
        authoring.add_commands(add)
    return top
