"""`make bench-scale`: what one machine does for all others when a class is graded on a cluster.

The machine that grades takes the submissions in, sends them, keeps the verdicts, and writes the grades;
Dask's scheduler hands the work out. However many workers there are, a run is no faster than these two.
"""

import json
import pickle
import time
from collections import deque
from pathlib import Path
from tempfile import TemporaryDirectory

from dask import config
from distributed import Client, LocalCluster
from rich.progress import Progress

from ..grading import cluster, grade, gradebook, member
from ..grading.store import Store
from ..grading.verdict import Settings, drawn, verdict
from ..lms.cohort import cohort
from ..source import stub_files
from ..stages import stages

SIZE = 2000  # submissions
SETTINGS = Settings(tuple(stage.number for stage in stages()), "1")


def scale():
    """Lines about what is sent, and how many submissions a second each step that is not shared can do."""
    with TemporaryDirectory() as place:
        place = Path(place)
        files, told, examples = _graded_once(place)
        yield f"the random examples, once for a worker  {len(examples) / 1e3:9.1f} kB"
        yield f"sent for one submission                 {_size((files, SETTINGS)) / 1e3:9.1f} kB"
        yield f"sent back                               {_size(told) / 1e3:9.1f} kB"
        yield from _one_machine(place, files, told)
        yield from _scheduler(_several(files), _several(told))


def _size(data):
    return len(pickle.dumps(data))


def _several(data):
    """As much of this as is sent together, of which no two share anything."""
    return {str(i): json.loads(json.dumps(data)) for i in range(grade.MOST_AT_ONCE)}


def _graded_once(place):
    """(the files of a submission that is half done, its verdict, the random examples of all stages)."""
    files = {**grade._solution(), **stub_files(4)}
    _, examples = drawn(SETTINGS, place)
    return files, verdict(files, SETTINGS, place, examples), examples


def _one_machine(place, files, told):
    """Lines about taking in, keeping and writing a cohort in which everyone has handed in such files."""
    for i in range(SIZE):
        (place / "cohort" / f"s{i:05}").mkdir(parents=True)
        for name, text in files.items():
            (place / "cohort" / f"s{i:05}" / name).write_text(f"{text}# {i}\n", encoding="utf-8")
    store = Store(place / "store", grade.kept(SETTINGS))
    yield _rate("taken in", lambda: _take(store, place / "cohort"))
    waiting = store.waiting()
    yield _rate("read, to be sent", lambda: deque(map(store.files, waiting), 0))
    yield _rate("kept", lambda: _keep(store, waiting, told))
    out = place / "out"
    out.mkdir()
    rows = gradebook.Rows(store, SETTINGS)
    yield _rate("written, with report.html", lambda: gradebook.write(out, rows, SETTINGS))
    yield f"the store, for one submission           {(place / 'store').stat().st_size / SIZE / 1e3:9.1f} kB"
    store.close()


def _take(store, folder):
    with Progress(disable=True) as bar:
        grade._take(store, cohort(folder, "plain").submissions, SETTINGS, bar)


def _keep(store, waiting, told):
    for i in range(0, len(waiting), grade.MOST_AT_ONCE):
        store.keep(dict.fromkeys(waiting[i : i + grade.MOST_AT_ONCE], told))


def _scheduler(chunk, answers):
    """A line about a scheduler whose two workers answer at once, all in processes of their own."""
    offer = {member.offer(member.facts(), True): member.PLENTY}
    quiet = {"distributed.worker.daemon": False}
    with (
        config.set(quiet),
        LocalCluster(2, threads_per_worker=1, resources=offer, dashboard_address=":0") as local,
        Client(local) as client,
    ):
        pool = cluster.Cluster(client, local.scheduler_address, True, print)
        pool.submit(_answered, chunk, answers).result()
        yield _rate("through the scheduler", lambda: _through(pool, chunk, answers))


def _through(pool, chunk, answers):
    """Send as much as it is, and have as much sent back."""
    running = deque()
    for _ in range(SIZE // len(chunk)):
        running.append(pool.submit(_answered, chunk, answers))
        if len(running) > 2 * grade.AHEAD:
            running.popleft().result()
    for each in running:
        each.result()


def _answered(_chunk, answers):
    return answers


def _rate(what, work):
    """A line: how many submissions a second, and what each costs this process, however busy others are."""
    began, used = time.perf_counter(), time.process_time()
    work()
    rate, cost = SIZE / (time.perf_counter() - began), (time.process_time() - used) / SIZE
    return f"{what:38}  {rate:9.0f} a second, {cost * 1e3:5.2f} ms of the processor each"
