"""The commands of those who work on the kata itself."""

import sys

from . import environment
from .arguments import Refused
from .kit import CLUSTERS_WITH, GRADES_WITH
from .stages import ROOT

ATTACKS = "tests/grader/test_attacks.py"


def add_commands(add):
    """Add the commands by `add` of grader/cli.py."""
    add(fingerprints, "write the table of what each mutant answers to the battery")
    add(verify, "prove that solutions pass, stubs fail and mutants are caught")
    add(
        mutants,
        "change the solutions in every way that cosmic-ray knows, and see which test notices",
        (["files"], {"metavar": "FILE", "nargs": "*", "help": "such as engine.py (default: all)"}),
    )
    add(test, "run the project's own tests")
    add(doctor, "tell what this machine has, and how to get what is missing")
    add(bench, "measure the speed of the stage command and of the solution")
    add(bench_peers, "measure how many submissions a minute, beside otter-grader and nbgrader")
    add(bench_scale, "measure what one machine does for all others of a cluster")
    add(
        soak,
        "grade a large class while processes are killed, the disk fills up and the clock jumps",
        (["--seed"], {"metavar": "S", "help": "of the class and of what is done to it (default: a new one)"}),
    )
    add(
        oracles,
        "compare the solutions with engines that we did not write",
        (["--peers"], {"action": "store_true", "help": "grade micrograds from PyPI instead"}),
    )


def fingerprints(_options):
    """Write the table of fingerprints."""
    from .authors.fingerprints import write

    return write()


def verify(_options):
    """Prove that the solutions pass, the stubs fail, and the mutants are caught."""
    from .authors.verify import verify
    from .practice import screen

    return verify(screen.console())


def mutants(options):
    """Change the solutions in every way that cosmic-ray knows."""
    from tests.mutants import cosmic

    from .practice import screen

    wrong = [file for file in options.files if not (ROOT / "solutions" / file).is_file()]
    if wrong:
        raise Refused(
            f"There is no {wrong[0]} in solutions. For instance: python -m grader mutants engine.py"
        )
    return cosmic.report(screen.console(), options.files)


def test(_options):
    """Run the project's own tests: the attacks alone, for they look at the whole machine; then the others."""
    import subprocess

    environment.add_sandbox()
    modules = ("xdist", "junitparser", "playwright", "pexpect", "pyte", "cryptography")
    environment.add_missing("test", *modules)
    environment.add_missing("draw", "matplotlib")
    environment.add_missing("oracles", "autograd")
    environment.add_missing("grade", *GRADES_WITH, "yaml")
    environment.add_missing("cluster", *CLUSTERS_WITH)
    pytest = [sys.executable, "-m", "pytest", f"--code={ROOT / 'solutions'}"]
    in_order = ["--dist", "loadfile", "--no-loadscope-reorder"]  # that of tests/grader/conftest.py
    runs = ([ATTACKS], [f"--ignore={ATTACKS}", "-n", "2", *in_order])
    return max(min(subprocess.call([*pytest, *run], cwd=ROOT), 1) for run in runs)


def doctor(_options):
    """Examine this machine."""
    from .practice import screen
    from .wall.doctor import examine

    return examine(screen.console())


def bench(_options):
    """Measure."""
    from .authors import bench
    from .practice import screen

    return bench.bench(screen.console())


def bench_scale(_options):
    """Measure what is not shared out in a cluster."""
    from .authors import bench
    from .practice import screen

    return bench.scale(screen.console())


def bench_peers(_options):
    """Measure, beside others."""
    from .authors.bench_peers import bench_peers
    from .practice import screen

    return bench_peers(screen.console())


def soak(options):
    """Disturb a run in every way."""
    from .authors.soak import soak
    from .practice import screen

    return soak(screen.console(), options.seed)


def oracles(options):
    """Compare the solutions with other engines, or have other engines graded."""
    from tests import oracles
    from tests.oracles import peers

    from .practice import screen

    return (peers if options.peers else oracles).report(screen.console())
