"""The commands that write into exercises/: never without a backup, and never half a file."""

import ast
import os
import re
import shutil
import textwrap
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ..seats import score
from ..source import definition_lines, filled, grafted, stub_files
from ..stages import ROOT, stages
from .hints import function_behind

EXERCISES, BACKUPS = ROOT / "exercises", ROOT / "backups"
STUB = re.compile(r"""NotImplementedError\(["']stage (\d): (.+?)["']\)""")
ANEW = "or write all of exercises/ anew, which keeps a backup: python -m grader stubs"
NOT_UTF8 = "is not saved as UTF-8 text"


class Unreadable(Exception):
    """A file of the learner's that is not Python, so that no function in it can be found."""


def write_stubs():
    """Write exercises/ anew from solutions/. Returns the exit status."""
    _write(stub_files())
    return 0


def reset(stage):
    """Put the stubs of one stage back, and leave everything else as it is. Returns the exit status."""
    wanted = [(f.file, name) for f in stage.functions for name in f.inside]
    texts = {file: _text(file) or filled(file, stage.number) for file in stage.files}
    if _write(texts | _with_definitions(wanted, stage.number, texts)):
        for file, name, others in _shared(stage):
            print(f"{name} in {file} is also part of {others}: look at it again there.")
    return 0


def _shared(stage):
    """(file, definition, "stage 1 and stage 3") for the definitions of a stage that others fill in, too."""
    for file, name in dict.fromkeys((f.file, name) for f in stage.functions for name in f.inside):
        others = [
            f"stage {each.number}"
            for each in stages()
            if each is not stage and any(f.file == file and name in f.inside for f in each.functions)
        ]
        if others:
            yield file, name, " and ".join(others)


def catch_up(before, run):
    """Fill in what does not pass in the stages `before`; run(folder) gives their Results.

    It is tried out on a copy, and written at the end, at once. Returns the exit status.
    """
    number = before[-1].number + 1
    texts = {file: _text(file) or filled(file, number) for stage in stages() for file in stage.files}
    wanted, replaced = _empty_stubs(before, texts), set()
    with TemporaryDirectory() as copy:
        if EXERCISES.is_dir():  # what the learner has put beside the files of the kata
            shutil.copytree(EXERCISES, copy, dirs_exist_ok=True, ignore_dangling_symlinks=True)
        while not _passes(before, results := run(_written(Path(copy), texts, wanted, number))):
            replaced |= wanted
            wanted = _first_fault(before, results) - replaced
            if not wanted:  # it is not in a function of the table: a class of another name, an import
                texts |= {file: filled(file, number) for stage in before for file in stage.files}
                print("The fault is in no single function: the files of these stages are written anew.")
                break
    _write(texts)
    print(f"Stages 0 to {number - 1} pass." if number > 1 else "Stage 0 passes.")
    return 0


def _passes(before, results):
    return all(score.passed(stage, results) for stage in before)


def _written(folder, texts, wanted, number):
    """The folder, after the definitions `wanted` were brought into the texts, and all were written."""
    texts |= _with_definitions(sorted(wanted), number, texts)
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def _empty_stubs(before, texts):
    """(file, definition) for every stub of these stages that still says so."""
    found = set()
    for function in (f for stage in before for f in stage.functions):
        if (str(function.stage), function.name) in STUB.findall(texts[function.file]):
            found |= {(function.file, definition) for definition in function.inside}
    return found


def _first_fault(before, results):
    """(file, definition) for the function behind the first failure in these stages."""
    for stage in before:
        failure = score.first_failure(stage, results)
        if failure and not stage.function(failure.function).bonus:
            function = function_behind(failure.finding) or stage.function(failure.function)
            return {(function.file, definition) for definition in function.inside}
    return set()


def _with_definitions(wanted, number, texts):
    """These texts with the (file, definition) of `wanted` as they are before stage `number` is begun.

    Raises Unreadable.
    """
    changed = {}
    for file in dict.fromkeys(file for file, _ in wanted):
        names = dict.fromkeys(name for f, name in wanted if f == file)
        changed[file] = _grafted(file, texts[file], filled(file, number), names)
    return changed


def _grafted(file, text, donor, names):
    if text == NOT_UTF8 or "\0" in text:
        raise Unreadable(f"exercises/{file} {NOT_UTF8}. Save it again with that encoding; {ANEW}")
    try:
        ast.parse(text)
    except (SyntaxError, ValueError) as error:
        raise Unreadable(
            f"exercises/{file} cannot be read as Python ({error}). Mend that first; {ANEW}"
        ) from None
    try:
        changed = grafted(text, donor, names)
        ast.parse(changed)
        return changed
    except SyntaxError:
        raise Unreadable(
            f"exercises/{file} is not indented by four spaces, so nothing fits into it. Indent it so; {ANEW}"
        ) from None


def _text(file):
    """The learner's file, or nothing where there is none, or NOT_UTF8, which is no Python, either."""
    try:
        return (EXERCISES / file).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        return NOT_UTF8


def _write(texts):
    """Write these files of exercises/, each as a whole, after a backup. Returns whether any differed."""
    changed = {file: text for file, text in texts.items() if _text(file) != text}
    kept = [file for file in changed if (EXERCISES / file).exists()]
    if kept:
        backup = _new_backup_folder()
        for file in kept:
            shutil.copy2(EXERCISES / file, backup / file)
        print(f"Your {', '.join(kept)} as before: {backup.relative_to(BACKUPS.parent).as_posix()}/")
    EXERCISES.mkdir(exist_ok=True)
    for file, text in changed.items():
        unfinished = EXERCISES / f".{file}.new"
        unfinished.write_text(text, encoding="utf-8", newline=_line_end(EXERCISES / file))
        os.replace(unfinished, EXERCISES / file)
        print(f"Written: exercises/{file}")
    if not changed:
        print("Nothing to change: exercises/ is like that already.")
    return bool(changed)


def _line_end(path):
    """What ends the lines of a file, or None where there is none, for what this system ends them with."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        return "\r\n" if file.readline().endswith(b"\r\n") else "\n"


def _new_backup_folder():
    """A folder of this second that was not there before: a backup is never overwritten."""
    name = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    for suffix in ("", *(f"_{i}" for i in range(2, 1000))):
        folder = BACKUPS / (name + suffix)
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(BACKUPS / name)


def solution_of(stage):
    """(file, text) for each file of a stage: its definitions as they are when the stage is done."""
    for file in stage.files:
        text = filled(file, stage.number + 1)
        names = {name for f in stage.functions if f.file == file for name in f.inside}
        places = [(first, last) for name, first, last in definition_lines(text) if name in names]
        lines = text.splitlines()
        yield file, "\n\n".join(textwrap.dedent("\n".join(lines[a - 1 : b])) for a, b in places)


def show_solution(out, stage):
    """Show the solution of a stage. Returns the exit status."""
    from rich.syntax import Syntax

    for file, text in solution_of(stage):
        out.print(f"# {file}")
        out.print(Syntax(text, "python") if out.is_terminal else text, markup=False)
    return 0
