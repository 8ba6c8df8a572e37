"""`make oracles PEERS=1`: the micrograds of PyPI, graded like submissions. docs/ORACLES.md says what came of it.

peers.toml beside this file names the packages. Each is downloaded into a folder that is removed again, and
nothing of it is installed: it runs in the sandbox alone.

    [[peer]]
    package = "micrograd"                  # of which there is a wheel: then the download runs nothing of it
    version = "0.1.0"
    engine = "micrograd/engine.py"         # where in the wheel
    nn = "micrograd/nn.py"                 # "" where it has none
    edits = [["from micrograd.engine", "from .engine"]]   # what a student would change: imports, a name

What a package does not have, by_hand.py for instance, comes from solutions/.
"""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from grader import environment
from grader.diagnosis.misconceptions import misconceptions
from grader.runner import examine, run
from grader.stages import ROOT, stages

TABLE = Path(__file__).parent / "peers.toml"
STAGES = (1, 2, 3, 4, 5, 6)
BESIDES = ("derivative.py", "by_hand.py", "train.py")
HOW = ("exam", "seed=1", "verdicts")


class Peer(NamedTuple):
    """A package that offers micrograd's interface, and which of its files are the submission."""

    package: str
    version: str
    engine: str
    nn: str = ""
    edits: tuple = ()


def peers():
    """All Peers of the table."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["peer"]
    return [Peer(**row) for row in rows]


def report(out):
    """Grade all of them, and print what was found. Returns the exit status."""
    environment.add_sandbox()
    with TemporaryDirectory() as place:
        for peer in peers():
            folder = Path(place, peer.package)
            _write(folder, files(peer, wheel(peer, place)))
            out.print(f"\n{peer.package} {peer.version}", style="bold")
            for line in judged(folder):
                out.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
    return 0


def wheel(peer, place):
    """The path of a package's wheel, downloaded to `place`. Raises NotReady."""
    wanted = f"{peer.package}=={peer.version}"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download"]
    options = ["--no-deps", "--only-binary", ":all:", "--dest", f"{place}/{wanted}"]
    done = subprocess.run([*pip, *options, wanted], stdout=sys.stderr)
    if done.returncode:
        raise environment.NotReady(f"{wanted} could not be downloaded. Is there a connection?")
    return next(Path(place, wanted).glob("*.whl"))


def files(peer, wheel):
    """The submission (name: text) made of a package."""
    with zipfile.ZipFile(wheel) as archive:
        texts = {"engine.py": archive.read(peer.engine).decode()}
        if peer.nn:
            texts["nn.py"] = archive.read(peer.nn).decode()
    for old, new in peer.edits:
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    return {**{name: (ROOT / "solutions" / name).read_text(encoding="utf-8") for name in BESIDES}, **texts}


def _write(folder, texts):
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def judged(folder):
    """Lines about a submission: how each stage went, what it lacks, what is wrong, and the diagnosis."""
    results = run(folder, STAGES, how=HOW)
    for number in STAGES:
        mine = [each for each in results if each.stage == number]
        yield f"stage {number}: {sum(each.passed for each in mine)} of {len(mine)} tests"
        for function in dict.fromkeys(each.function for each in mine):
            yield from _about(function, [each.finding for each in mine if each.function == function])
    found = examine(folder, STAGES[-1], localise=True, foreign=True, how=HOW[:1])
    if found["finding"]:
        yield f"first wrong: {found['finding']}"
    for names in found["misconceptions"]:
        yield f"like one in which {' or '.join(misconceptions()[name].behaves for name in names)}"


def _about(function, findings):
    """Lines about the failures of one function."""
    failed = [each for each in findings if each]
    if failed:
        first = next((each for each in failed if each.kind != "todo"), failed[0])
        yield f"    {function}: {len(failed)} of {len(findings)} fail: {first.title}"
        yield f"        {first.tried} | expected {first.expected} | {first.got} | {first.where} {first.code}"
