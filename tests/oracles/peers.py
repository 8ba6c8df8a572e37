"""`make oracles PEERS=1`: the micrograds of PyPI, graded like submissions (docs/ORACLES.md).

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

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from grader import environment
from grader.seats.explain import Finding, as_text, misconceived
from grader.seats.runner import examine, run
from grader.stages import ROOT

TABLE = Path(__file__).parent / "peers.toml"
STAGES = (1, 2, 3, 4, 5, 6)
BESIDES = ("derivative.py", "by_hand.py", "train.py")
LACKS = re.compile(r"(?:has no|there is no|cannot import name) [`']?(\w+)")
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
    pip = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "download"]
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
    """Lines about a submission: how each stage went, what it lacks, what else fails, and the diagnosis."""
    results = run(folder, STAGES, how=HOW)
    for number in STAGES:
        mine = [each for each in results if each.stage == number]
        lacking = [found[1] for each in mine if each.finding and (found := LACKS.search(each.finding.got))]
        lacks = f", lacks {', '.join(dict.fromkeys(lacking))}" if lacking else ""
        left = sum(not each.ran for each in mine)
        more = f"; {left} were not run, since earlier ones took too long" if left else ""
        yield f"stage {number}: {sum(each.passed for each in mine)} of {len(mine)} tests{lacks}{more}"
        yield from dict.fromkeys(_told(each) for each in _others(mine))
    with TemporaryDirectory() as alone:
        shutil.copy(folder / "engine.py", alone)
        yield from _diagnosis(examine(alone, STAGES[-1], localise=True, foreign=True, how=HOW[:1]))


def _others(results):
    """The first failure of each function that is more than the lack of something."""
    failed = [each for each in results if each.finding and not LACKS.search(each.finding.got)]
    return {each.function: each for each in reversed(failed)}.values()


def _told(result):
    found = result.finding
    where = f"   {found.where}:  {found.code}" if found.where else ""
    if found.kind == "unreadable":
        return f"    {found.got}{where}"
    wanted = f": expected {found.expected}, got " if found.expected else " "
    return f"    {result.function}: {found.tried or found.title}{wanted}{found.got}{where}"


def _diagnosis(found):
    """Lines about what `make explain ENGINE=…` says to the engine."""
    if found["finding"]:
        yield "explained as"
        yield from (f"    {line}" for line in as_text(Finding(**found["finding"])).splitlines())
    yield from (f"    {line}" for line in misconceived(found["misconceptions"]).splitlines())
