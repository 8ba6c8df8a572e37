"""`python -m grader fingerprints`: what every mutant answers to the battery, as a table.

The table (grader/diagnosis/fingerprints.json) holds the answers of the solution, and of each mutant
those that differ. The batteries run in child processes: a mutant may hang, or end its process.
"""

import json
import os
import subprocess
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import ModuleType

from ..diagnosis import battery
from ..diagnosis.battery import HANGS, PROBES, answers
from ..diagnosis.recognition import TABLE, folded
from ..seats import seat
from ..seats.trouble import Unloadable
from ..stages import ROOT, stages

LAST = max(stage.number for stage in stages())
# Mutants that answer as the solution does: the text of the stages lets right engines do without a bonus.
UNASKED = (
    "order-recursive",
    "order-visited-in-a-list",
    "neuron-call-zip-cuts",
    "neuron-call-too-many-inputs",
    "neuron-call-too-few-inputs",
    "neuron-returns-the-error",
    "neuron-asserts-the-count",
)
MOST_SECONDS = 30  # for one battery, which ends itself before that where it can
# No mutant hangs, but the machine may be busy: seconds for a probe, and for all of them.
PATIENCE, ALTOGETHER = 5.0, 25.0
MOST_MEMORY = 4_000_000_000  # bytes of address space


def write():
    """Write the table anew. Returns the exit status."""
    TABLE.write_text(as_text(table()), encoding="utf-8")
    return 0


def table():
    """The table as it should be: {"solution": answers, "mutants": [{"ids", "stage", "answers"}, …]}.

    ids: the mutants that answer alike, each with its misconception.
    """
    from tests.mutants import mutants, mutated

    known = mutants()
    solution, *others = batteries([{}, *({mutant.file: mutated(mutant)} for mutant in known)])
    entries = {}
    for mutant, found in zip(known, others, strict=True):
        differing = {probe: answer for probe, answer in found.items() if answer != solution[probe]}
        entries.setdefault((mutant.stage, json.dumps(differing)), {})[mutant.id] = mutant.misconception
    return {
        "solution": solution,
        "mutants": [
            {
                "ids": dict(sorted(ids.items())),
                "stage": stage,
                "answers": folded(json.loads(differing), [*solution]),
            }
            for (stage, differing), ids in entries.items()
        ],
    }


def as_text(table):
    """The table as JSON, an entry a line."""

    def line(thing):
        return json.dumps(thing, ensure_ascii=False)

    solution = ",\n".join(f"{line(probe)}: {line(answer)}" for probe, answer in table["solution"].items())
    rows = sorted(table["mutants"], key=lambda each: (each["stage"], [*each["ids"]]))
    mutants = ",\n".join(map(line, rows))
    return f'{{"solution": {{\n{solution}}},\n"mutants": [\n{mutants}]}}\n'


# -- many batteries ---------------------------------------------------------------------------------


def batteries(tasks, stage=LAST):
    """For each task the answers of the solutions with these files (name: text) in the place of their own.

    They run in child processes, as many as there are cores. Where one is lost, its battery is tried
    again alone; where it is lost again, its answer is HANGS throughout.
    """
    shares = [tasks[i :: os.cpu_count()] for i in range(os.cpu_count())]
    with ThreadPoolExecutor(len(shares)) as pool:
        done = [iter(share) for share in pool.map(lambda share: _share(share, stage), shares)]
    return [next(done[i % len(shares)]) for i in range(len(tasks))]


def _share(tasks, stage):
    found = []
    while len(found) < len(tasks):
        found += _in_child(tasks[len(found) :], stage)
        if len(found) < len(tasks):
            again = _in_child(tasks[len(found) : len(found) + 1], stage)
            found += again or [{probe.id: HANGS for probe in PROBES if probe.stage <= stage}]
    return found


def _in_child(tasks, stage):
    """The answers to these tasks, up to the first in which the child is lost."""
    command = [sys.executable, "-c", "from grader.authors.fingerprints import serve; serve()"]
    child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    found = []
    for task in tasks:
        watch = threading.Timer(MOST_SECONDS, child.kill)
        watch.start()
        try:
            child.stdin.write(json.dumps([task, stage]) + "\n")
            child.stdin.flush()
            found.append(json.loads(child.stdout.readline()))
        except (OSError, ValueError):  # it has ended
            break
        finally:
            watch.cancel()
    child.kill()
    child.communicate()
    return found


def serve():
    """The child: for every task that comes in as a line, its answers go out as a line."""
    out, sys.stdout = os.fdopen(os.dup(1), "w"), open(os.devnull, "w")  # noqa: SIM115  what mutants print
    os.dup2(sys.stdout.fileno(), 1)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.RLIM_INFINITY))
    tasks, sys.stdin = sys.stdin, open(os.devnull)  # noqa: SIM115
    battery.PATIENCE, battery.ALTOGETHER = PATIENCE, ALTOGETHER
    for line in tasks:
        task, stage = json.loads(line)
        print(json.dumps(answers(modules(task), stage)), file=out, flush=True)


# -- modules from texts -----------------------------------------------------------------------------


def modules(files):
    """A function from a name ("nn") to that module: from `files` (name: text), or else as in solutions/.

    Together they are the package `exercises`, until the next call. The function raises Unloadable.
    """
    package, loaded = ModuleType(seat.PACKAGE), {}
    package.__path__ = []
    sys.modules[seat.PACKAGE] = package
    for name in seat.MODULES:  # each after those that it imports
        module = ModuleType(f"{seat.PACKAGE}.{name}")
        sys.modules[name] = sys.modules[module.__name__] = module
        try:
            exec(_compiled(files.get(f"{name}.py") or _solution(name), f"{name}.py"), vars(module))
            loaded[name] = module
        except Exception as error:
            del sys.modules[name], sys.modules[module.__name__]
            loaded[name] = error

    def module_of(name):
        if isinstance(loaded[name], Exception):
            raise Unloadable(f"{name}.py") from loaded[name]
        return loaded[name]

    return module_of


@cache
def _solution(name):
    return Path(ROOT, "solutions", f"{name}.py").read_text(encoding="utf-8")


@cache
def _compiled(text, name):
    with warnings.catch_warnings(action="ignore"):
        return compile(text, name, "exec")
