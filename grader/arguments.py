"""What the commands are told: text in, stages, folders and numbers out, or one clear line."""

import argparse
from pathlib import Path

from .practice import workshop
from .stages import stages

# The commands that a handout has, too.
LEARNERS = ("progress", "stage", "watch", "hint", "explain", "draw", "plot", "reset", "stubs", "demo")


class Refused(Exception):
    """The command cannot be carried out. The text says why and what to do, in one line."""


def stages_from(text):
    """The stages that "3", "0-3" or "all" names. Raises Refused where there are none."""
    numbers = [stage.number for stage in stages()]
    first, dash, last = text.partition("-")
    if text == "all":
        first, last = str(numbers[0]), str(numbers[-1])
    try:
        wanted = range(int(first), min(int(last if dash or text == "all" else first), 99) + 1)
    except ValueError:
        wanted = ()
    if not wanted or not set(wanted) <= set(numbers):
        raise Refused(
            f'There is no stage "{text}". The stages are {numbers[0]} to {numbers[-1]}; or say 0-3, or all.'
        )
    return [stage for stage in stages() if stage.number in wanted]


def one_stage_from(text):
    """The one stage that `text` names. Raises Refused for several."""
    wanted = stages_from(text)
    if len(wanted) > 1:
        raise Refused("This works on one stage at a time.")
    return wanted[0]


def code_from(text, wanted):
    """The folder of the code under test. Raises Refused where the files of the stages are not in it."""
    try:
        folder = Path(text).expanduser() if text else workshop.EXERCISES
    except RuntimeError:  # no such user
        raise Refused(f"There is no folder {text}.") from None
    shown = text or "exercises"
    if folder.is_file():
        raise Refused(f"{shown} is a file. Name the folder that it is in.")
    if not folder.is_dir():
        raise Refused(f"There is no folder {shown}.")
    for file in dict.fromkeys(file for stage in wanted for file in stage.files):
        if not (folder / file).is_file():
            raise Refused(_no_file(folder, shown, file))
    return folder.resolve()


def _no_file(folder, shown, file):
    inner = next((each for each in sorted(folder.glob("*/")) if (each / file).is_file()), None)
    if inner:
        return f'There is no {file} in {shown}, but in {inner}. Try: --code "{inner}"'
    if folder == workshop.EXERCISES:
        first = next(stage.number for stage in stages() if file in stage.files)
        return f"There is no {file} in exercises. To write it anew: python -m grader reset {first}"
    if not any(folder.iterdir()):
        return f"The folder {shown} is empty. It should hold {file}."
    return f"There is no {file} in {shown}."


def count(text):
    """A number from 1 up."""
    if not text.isdecimal() or not 0 < int(text) < 1000:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number from 1 to 999')
    return int(text)


def text_of(file):
    """The text of a Python file or a notebook. Raises Refused where it has none."""
    from .notebooks import code_text
    from .streams import Left

    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    try:
        return code_text(file.read_bytes())[0]
    except Left as why:
        raise Refused(f"{file} {why}.") from None
