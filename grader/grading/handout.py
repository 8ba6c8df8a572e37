"""`python -m grader handout`: what students get, as a folder and as a .zip.

Stubs, example tests and the learner's half of the grader. No solutions, no hidden tests, no mutants. The
tables below say which files go along; what stands in neither half does not, and fails a test.
"""

import re
import shutil
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

from ..arguments import LEARNERS, Refused
from ..source import stub_files
from ..stages import ROOT, stages

# Files that go along as they are.
ALONG = (
    "LICENSE",
    ".gitignore",
    ".devcontainer/devcontainer.json",
    ".vscode/*.json",
    "tests/conftest.py",
    "tests/arrays.py",
    "tests/formulas.py",
    "tests/graphs.py",
    "tests/networks.py",
)

# The learner's half of the grader.
LEARNERS_HALF = (
    *("__init__.py", "__main__.py", "environment.py", "cli.py", "learning.py", "arguments.py"),
    *("stages.py", "source.py", "notebooks.py", "streams.py", "checks.py"),
    *("seats/*.py", "practice/*.py"),
    *("draw/*.py", "draw/page.html"),
    *("diagnosis/*.py", "diagnosis/misconceptions.toml"),
    "diagnosis/fingerprints.json",  # what wrong code answers, and which misunderstanding that is
    *("wall/__init__.py", "wall/errors.py", "wall/proxies.py"),  # the battery knows both seats
)

# The instructor's half: nothing in it is needed to practise. (stages.toml is made anew for the course.)
INSTRUCTORS_HALF = (
    *("stages.toml", "authoring.py", "kit.py"),
    *("authors/*.py", "grading/*", "lms/*.py"),
    *(
        "wall/calls.py",
        "wall/doctor.py",
        "wall/exam.py",
        "wall/judge.py",
        "wall/landlock.py",
        "wall/lower.py",
        "wall/rehearsal.py",
        "wall/sandbox.py",
        "wall/transcript.py",
        "wall/worker.py",
    ),
)


def write(folder, course, numbers):
    """Write the handout of these stages into `folder`, and folder.zip. Returns the exit status."""
    _check(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as place:  # half a handout is none
        made = Path(place, folder.name)
        for name, text in sorted(files(course, numbers).items()):
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, encoding="utf-8", newline="\n")
        archive = Path(shutil.make_archive(f"{made}", "zip", place, folder.name))
        if folder.exists():
            folder.rmdir()
        shutil.move(made, folder)
        shutil.move(archive, _archive(folder))
    print(f"Written: {folder} and {_archive(folder)}, with the stages {', '.join(map(str, numbers))}")
    return 0


def _check(folder):
    """Raises Refused where something would be overwritten."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is not empty. Name a folder that is, or that is not there yet.")
    if _archive(folder).exists():
        raise Refused(f"{_archive(folder)} is there already. Move it away, or name another folder.")


def _archive(folder):
    return folder.with_name(f"{folder.name}.zip")


def files(course, numbers):
    """The text of every file of the handout, by its path."""
    wanted = [stage for stage in stages() if stage.number in numbers]
    until = [stage for stage in stages() if stage.number <= wanted[-1].number]  # a network needs an engine
    stubs = {name: text for name, text in stub_files().items() if any(name in s.files for s in until)}
    paths = [path for pattern in ALONG for path in ROOT.glob(pattern)]
    paths += [path for pattern in LEARNERS_HALF for path in (ROOT / "grader").glob(pattern)]
    paths += [stage.tests / "test_examples.py" for stage in wanted]
    return {
        **{path.relative_to(ROOT).as_posix(): _text(path) for path in paths},
        **{path.relative_to(ROOT / "kit/handout").as_posix(): _text(path) for path in _templates()},
        **{f"exercises/{name}": text for name, text in stubs.items()},
        **{f"grader/stubs/{name}": text for name, text in stubs.items()},  # for `reset`
        "exercises/README.md": map_of(wanted),
        "grader/stages.toml": table_of(wanted, course.points),
        "Makefile": makefile(_text(ROOT / "Makefile")),
        "pyproject.toml": packages(_text(ROOT / "pyproject.toml")),
        "README.md": readme(course, wanted),
    }


def _templates():
    return [path for path in (ROOT / "kit/handout").rglob("*") if path.is_file()]


def _text(path):
    return path.read_text(encoding="utf-8")


# -- what is made for the course --------------------------------------------------------------------


def readme(course, wanted):
    """The README for students: the template in kit/handout, filled in."""
    rows = [
        f"| {stage.number} {stage.title} | {', '.join(f'`{file}`' for file in stage.files)} |"
        f" {_points_of(stage, course):g}{' (bonus)' if stage.bonus else ''} |"
        for stage in wanted
    ]
    facts = {
        "title": course.title,
        "course": f"{course.name}. " if course.name else "",
        "due": f"Hand in by {_shown(course.due)}." if course.due else "",
        "stages": "\n".join(rows),
        "points": f"{sum(_points_of(stage, course) for stage in wanted if not stage.bonus):g}",
        "first": wanted[0].number,
    }
    filled = Template(_text(ROOT / "kit/handout/README.md")).substitute(facts)
    return re.sub(r"\n{3,}", "\n\n", filled)


def _points_of(stage, course):
    return course.points.get(stage.number, stage.points)


def _shown(due):
    return f"{due:%A, %d %B %Y, %H:%M}" + (f" (UTC{due:%z})" if due.tzinfo else "")


def map_of(wanted):
    """The map of the stages, without the rows, paragraphs and entries about what is not there."""
    text = _text(ROOT / "exercises" / "README.md")
    for stage in stages():
        if stage not in wanted:
            text = re.sub(rf"^\| {stage.number} .*\n", "", text, flags=re.MULTILINE)
    if not any("train.py" in stage.files for stage in wanted):
        text = re.sub(r"\nAt the end, your own network.*?exercises\.train\n", "", text, flags=re.DOTALL)
    entry = re.compile(r"^- \*\*.*(?:\n  .*)*\n", re.MULTILINE)
    text = entry.sub(lambda found: "" if ABSENT.search(found[0]) else found[0], text)
    return text.replace("make stage0", f"make stage{wanted[0].number}")


ABSENT = re.compile(r"make (?:solution|catchup)")


def table_of(wanted, points):
    """The text of stages.toml with these stages alone, for the points of the course."""
    head, *rows = _text(ROOT / "grader" / "stages.toml").split("[[stage]]\n")
    kept = [_worth(row, stage, points) for stage, row in zip(stages(), rows, strict=True) if stage in wanted]
    return head + "".join(f"[[stage]]\n{row}" for row in kept)


def _worth(row, stage, points):
    """A row of the table whose stage is worth what the course says."""
    factor = points.get(stage.number, stage.points) / stage.points if stage.points else 1
    worth = lambda found: f"points = {float(found[1]) * factor:g}"
    return re.sub(r"^points = ([\d.]+)", worth, row, flags=re.MULTILINE)


def makefile(text):
    """The Makefile with the targets of learners alone, and with the variables that these use."""
    text = "\n\n".join(part for part in re.split(r"\n\n+", text) if _for_learners(part))
    text = re.sub(r" \(CODE=solutions:.*\)$", "", text, flags=re.MULTILINE)  # which are not there
    *lines, phony = [line for line in text.splitlines() if _is_used(line, text)]
    there = [word for word in phony.split() if not word[0].isalpha() or f"\n{word}:" in text]
    return "\n".join([*lines, " ".join(there)]) + "\n"


def _for_learners(part):
    """Is this part of the Makefile a target of learners, or none?"""
    target = re.match(r"([a-z-]+)%?:", part)
    return not target or (target[1] in ("help", "all", *LEARNERS) and "## authors: " not in part)


def _is_used(line, text):
    """Is this line anything but a variable that nothing uses?"""
    variable = re.fullmatch(r"([A-Z]+) \?=", line)
    return not variable or f"$({variable[1]})" in text


def packages(text):
    """The pyproject.toml with what learners need: the project, what draws, and the settings of pytest."""
    parts = {part.partition("\n")[0]: part for part in re.split(r"\n(?=\[)", text)}
    draw = re.search(
        r"^draw = \[\n.*?^\]\n", parts["[project.optional-dependencies]"], re.MULTILINE | re.DOTALL
    )
    extras = f"[project.optional-dependencies]\n{draw[0]}"
    return "\n".join([parts["[project]"], extras, parts["[tool.pytest.ini_options]"]])
