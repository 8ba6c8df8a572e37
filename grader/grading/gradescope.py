"""`python -m grader gradescope`: the autograder.zip for Gradescope: the grader, the tests and the solutions.

Gradescope unpacks it into /autograder/source, runs setup.sh once, and run_autograder for each submission.
Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/.
"""

import os
import zipfile

from ..arguments import Refused
from ..stages import ROOT

# What judges a submission, as it lies in this project.
ALONG = (
    *("LICENSE", "pyproject.toml", "grader/**/*.py", "grader/**/*.toml", "grader/**/*.json"),
    *("solutions/*.py", "tests/*.py", "tests/stage*/*.py"),
)
SCRIPTS = ROOT / "kit" / "gradescope"  # setup.sh and run_autograder


def write(file, course):
    """Write the .zip, with the course.toml of that path. Returns the exit status."""
    if file.exists():
        raise Refused(f"{file} is there already. Move it away, or name another file.")
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.new")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted({path for pattern in ALONG for path in ROOT.glob(pattern)}):
            archive.write(path, path.relative_to(ROOT))
        for path in sorted(SCRIPTS.iterdir()):
            archive.write(path, path.name)
        archive.write(course, "course.toml")
    os.replace(unfinished, file)
    print(f"Written: {file}. On Gradescope: the assignment's Configure Autograder, Zip file upload.")
    return 0
