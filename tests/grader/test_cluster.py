"""`grade --scheduler`: a real scheduler and real workers, each a process of its own on this machine.

Some of them are killed, come late, or have no sandbox. The grades are those of one machine all the same.
"""

import csv
import os
import re
import signal
import socket
import socketserver
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest
import yaml
from distributed.security import Security

from grader import cli
from grader.grading import cluster, grade, member
from grader.stages import ROOT

RIGHT = (ROOT / "solutions" / "derivative.py").read_text(encoding="utf-8")
SIZE = 6  # submissions; the last two are the same
ENOUGH = 120  # seconds for anything to happen, on a machine that is very busy
KEPT = "What is graded is kept; go on with --resume (make: RESUME=1)"


def until(happens):
    """What `happens` returns, once that is true."""
    end = time.monotonic() + ENOUGH
    while not (seen := happens()):
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.05)
    return seen


class Machines:
    """A scheduler and its workers, of which each writes into a log."""

    def __init__(self, folder, scheme="tcp", **environment):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"{scheme}://127.0.0.1:{self.port}"
        self.folder, self.environment, self.all = folder, os.environ | environment, []
        self.scheduler = self.start("scheduler", "--", "--host", "127.0.0.1", "--port", str(self.port))

    def start(self, *arguments, **environment):
        """A command of the grader, in a process group of its own."""
        with open(self.folder / "log.txt", "ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "grader", *arguments],
                cwd=ROOT,
                env=self.environment | environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.all.append(process)
        return process

    def worker(self, *more, **environment):
        """A worker that grades one submission at a time."""
        own = ("--host", "127.0.0.1", "--no-nanny", *more)
        return self.start("worker", "--jobs", "1", self.address, "--", *own, **environment)

    def ready(self, number=1):
        """Wait until so many workers have come."""
        client = until(self._client)
        until(lambda: len(client.run_on_scheduler(member.offers)) == number)
        client.close()

    def _client(self):
        try:
            return cluster._client(self.address)
        except cluster.Unfit:  # it is still starting
            return None

    def end(self):
        for process in self.all:
            kill(process)


def kill(process):
    """Kill a command, and all that it has started."""
    with suppress(ProcessLookupError):  # it is dead already
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    """A scheduler without a worker."""
    made = Machines(tmp_path_factory.mktemp("machines"))
    yield made
    made.end()


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """A class in which everyone has something else wrong."""
    folder = tmp_path_factory.mktemp("class")
    for i in range(SIZE):
        (folder / f"s{i}").mkdir()
        text = RIGHT.replace("3 * x**2", f"{min(i, SIZE - 2)} * x**2")
        (folder / f"s{i}" / "derivative.py").write_text(text, encoding="utf-8")
    return folder


def command(cohort, out, *more):
    return ["grade", str(cohort), "--stages", "0", "--seed", "1", "--out", str(out), *more]


@pytest.fixture(scope="module")
def alone(cohort, tmp_path_factory):
    """What is written on one machine."""
    out = tmp_path_factory.mktemp("alone") / "out"
    assert cli.main(command(cohort, out)) == 0
    return written(out)


def written(out):
    """All that a run has written but for the seconds: the rows of the grades, and the feedback."""
    with open(out / "grades.csv", encoding="utf-8", newline="") as file:
        rows = [{**row, "seconds": ""} for row in csv.DictReader(file)]
    return rows, {path.name: path.read_text(encoding="utf-8") for path in (out / "feedback").iterdir()}


def verdicts(out):
    """What the store of a run holds by now: sha256 to the text of the verdict, with its seconds."""
    try:
        with sqlite3.connect(f"file:{out / grade.STORE}?mode=ro&immutable=1", uri=True) as store:
            return dict(store.execute("select sha256, verdict from verdict"))
    except sqlite3.Error:  # it is not made yet, or being written
        return {}


class Run:
    """`grade` in a process of its own."""

    def __init__(self, cohort, out, machines, *more):
        self.out = out
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", *command(cohort, out, "--scheduler", machines.address, *more)],
            cwd=ROOT,
            env=machines.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ended(self):
        """(exit status, stdout, stderr)."""
        out, err = self.process.communicate(timeout=ENOUGH)
        return self.process.returncode, out, err


def refusal(capsys, cohort, out, address, *more):
    """The one line that says why nothing was graded."""
    capsys.readouterr()
    status = cli.main(command(cohort, out, "--scheduler", address, *more))
    said = capsys.readouterr()
    assert status == 2 and not out.exists()
    (line,) = said.err.splitlines()
    return line


# -- what cannot be graded on -----------------------------------------------------------------------


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "http://10.0.0.1:80", "tcp://10.0.0.1:port"])
def test_what_is_no_address_is_named(capsys, cohort, tmp_path, address):
    line = refusal(capsys, cohort, tmp_path / "out", address)
    assert line.startswith(f"{address} is no address of a scheduler (") and "one is tcp://" in line


def test_where_nobody_answers_it_is_said_at_once_and_how_to_start_a_scheduler(capsys, cohort, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # and nobody listens
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        line = refusal(capsys, cohort, tmp_path / "out", address)
    assert line == f"There is no scheduler at {address}: Connection refused. Start one with: make scheduler"


def test_where_something_else_answers_nobody_waits_for_long(capsys, cohort, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as other:
        line = refusal(capsys, cohort, tmp_path / "out", f"tcp://127.0.0.1:{other.getsockname()[1]}")
    assert "it does not speak like one" in line


def test_where_a_server_of_another_kind_greets_it_is_said_in_one_line(capsys, cohort, tmp_path):
    class Greets(socketserver.BaseRequestHandler):
        def handle(self):
            self.request.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Greets) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        line = refusal(capsys, cohort, tmp_path / "out", f"tcp://127.0.0.1:{other.server_address[1]}")
        other.shutdown()
    assert "it does not speak like one" in line


@pytest.mark.parametrize("address", ["", " "])
def test_an_address_that_is_empty_is_refused(capsys, cohort, tmp_path, address):
    line = refusal(capsys, cohort, tmp_path / "out", address)
    assert line == "--scheduler needs the address of a scheduler, such as tcp://10.0.0.1:8786"


def of_command(capsys, *arguments):
    """The one line that one of Dask's commands ends with."""
    assert cli.main([*arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


@pytest.mark.parametrize("form", ["--port {}", "--port={}", "--host 127.0.0.1 --port {} --no-show"])
def test_a_scheduler_on_a_port_that_is_taken_says_so_in_one_line(capsys, form):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        line = of_command(capsys, "scheduler", "--", *form.format(port).split())
    assert line == f"Port {port} cannot be used: Address already in use. Choose another one: … -- --port 8790"


def test_a_scheduler_looks_at_the_port_that_dask_has_without_an_option(capsys, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setitem(member.PORTS, "scheduler", ("--port", port))
        assert of_command(capsys, "scheduler").startswith(f"Port {port} cannot be used")


def test_a_worker_says_in_one_line_what_is_in_its_way(capsys, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        line = of_command(capsys, "worker", f"tcp://127.0.0.1:{port}")
        assert line.startswith(f"There is no scheduler at tcp://127.0.0.1:{port}: it does not speak like one")
        line = of_command(capsys, "worker", "tcp://127.0.0.1:1", "--", "--worker-port", str(port))
        assert line.startswith(f"Port {port} cannot be used: ") and line.endswith(" -- --worker-port 8790")
    assert "foo is no address of a scheduler" in of_command(capsys, "worker", "foo")


def test_an_address_that_needs_certificates_says_so(capsys, cohort, tmp_path, machines):
    until(machines._client).close()
    line = refusal(capsys, cohort, tmp_path / "out", machines.address.replace("tcp", "tls"))
    assert line.endswith("needs certificates, and Dask's settings name none.")


def test_how_many_at_a_time_is_the_matter_of_each_worker(capsys, cohort, tmp_path):
    line = refusal(capsys, cohort, tmp_path / "out", "tcp://127.0.0.1:1", "--jobs", "2")
    assert line == "--jobs is for this machine. On a cluster, each worker says it: make worker JOBS=4"


def test_a_scheduler_of_another_python_is_refused(capsys, cohort, tmp_path, machines, monkeypatch):
    until(machines._client).close()
    here = member.facts()
    monkeypatch.setattr(member, "facts", lambda: here | {"Python": "3.99"})
    line = refusal(capsys, cohort, tmp_path / "out", machines.address)
    assert line.endswith(f"Python is {here['Python']} there, and 3.99 here. Install the same on both.")


def test_a_scheduler_without_workers_says_how_to_start_one(capsys, cohort, tmp_path, machines):
    until(machines._client).close()
    line = refusal(capsys, cohort, tmp_path / "out", machines.address)
    start = f"start one with: make worker SCHEDULER={machines.address}"
    assert line == f"No worker of {machines.address} can grade; {start}"


@pytest.mark.parametrize("name", member.facts())
def test_whatever_differs_makes_another_offer(name):
    here = member.facts()
    there = here | {name: "other"}
    assert member.offer(there, True) != member.offer(here, True) != member.offer(here, False)
    assert member.difference(there) == f"{name} is {here[name]} there, and other here"


def test_the_recipe_for_kubernetes_calls_the_commands_as_they_are():
    recipe = yaml.safe_load((ROOT / "kit" / "cluster" / "kubernetes.yaml").read_text(encoding="utf-8"))
    for part in ("scheduler", "worker"):
        (container,) = recipe["spec"][part]["spec"]["containers"]
        python, dash, module, *arguments = container["args"]
        assert (python, dash, module) == (".venv/bin/python", "-m", "grader")
        options = cli.parser().parse_args(arguments)
        assert options.run.__name__ == part and options.more[0] in ("--host", "--name")
    assert (options.address, options.jobs) == ("$(DASK_SCHEDULER_ADDRESS)", 4)


def test_the_recipe_for_slurm_calls_the_worker_as_it_is():
    text = (ROOT / "kit" / "cluster" / "slurm.py").read_text(encoding="utf-8")
    command = re.search(r'worker_command=f"grader (.*)"', text)[1].replace("{CORES}", "16")
    added = "tcp://10.0.0.1:8786 --name kata-0 --nthreads 16 --death-timeout 60"  # by dask-jobqueue
    options = cli.parser().parse_args([*command.split(), *added.split()])
    assert (options.address, options.jobs, options.more[:2]) == (
        "tcp://10.0.0.1:8786",
        16,
        ["--name", "kata-0"],
    )


# -- with workers -----------------------------------------------------------------------------------


def test_workers_that_would_grade_otherwise_get_nothing_and_it_is_said_why(
    capsys, cohort, tmp_path, machines, alone, monkeypatch
):
    (tmp_path / "bwrap").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    without = machines.worker(PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    machines.ready(1)
    address = f"--scheduler {machines.address}".split()
    assert cli.main(command(cohort, tmp_path / "refused", *address)) == 2
    said = capsys.readouterr()
    assert "gets no submissions: No worker answers from inside a sandbox" in said.out
    assert said.err.startswith(f"No worker of {machines.address} can grade;")
    good = machines.worker()
    machines.ready(2)
    assert cli.main(command(cohort, tmp_path / "out", *address)) == 0
    assert capsys.readouterr().out.count("gets no submissions") == 1
    assert written(tmp_path / "out") == alone
    here = member.facts()
    monkeypatch.setattr(member, "facts", lambda: here | {"numpy": "0"})
    assert cli.main(command(cohort, tmp_path / "other", *address)) == 2
    said = capsys.readouterr()
    assert said.out.count(f"gets no submissions: numpy is {here['numpy']} there, and 0 here") == 2
    kill(without)
    kill(good)
    machines.ready(0)


def test_a_worker_that_is_killed_and_one_that_comes_late_change_nothing(cohort, tmp_path, machines, alone):
    first = machines.worker()
    machines.ready(1)
    run = Run(cohort, tmp_path / "out", machines)
    until(lambda: verdicts(run.out))
    os.killpg(first.pid, signal.SIGSTOP)  # so that it cannot be done too soon
    kept = verdicts(run.out)
    assert len(kept) < SIZE - 1
    machines.worker()
    machines.ready(2)
    kill(first)
    assert run.ended()[0] == 0
    assert written(run.out) == alone
    assert kept.items() <= verdicts(run.out).items(), "a verdict was given twice"
    assert len(verdicts(run.out)) == SIZE - 1


def test_a_scheduler_that_goes_ends_the_run_and_the_next_one_goes_on(cohort, tmp_path, machines, alone):
    machines.ready(1)
    (worker,) = [each for each in machines.all if each.poll() is None and each is not machines.scheduler]
    run = Run(cohort, tmp_path / "out", machines)
    until(lambda: verdicts(run.out))
    os.killpg(worker.pid, signal.SIGSTOP)
    kill(machines.scheduler)
    status, _, err = run.ended()
    assert (status, err.strip()) == (2, f"The scheduler at {machines.address} has gone. {KEPT}")
    kept = verdicts(run.out)
    assert 0 < len(kept) < SIZE - 1
    os.killpg(worker.pid, signal.SIGCONT)
    machines.scheduler = machines.start(
        "scheduler", "--", "--host", "127.0.0.1", "--port", str(machines.port)
    )
    machines.ready(1)  # the worker has come back by itself
    assert Run(cohort, run.out, machines, "--resume").ended()[0] == 0
    assert written(run.out) == alone
    assert kept.items() <= verdicts(run.out).items()


def test_certificates_are_those_of_dasks_settings(capsys, cohort, tmp_path, alone):
    made = Security.temporary()
    texts = {"ca-file": made.tls_ca_file}
    for name in ("scheduler", "worker", "client"):
        texts |= {f"{name}__{kind}": getattr(made, f"tls_{name}_{kind}") for kind in ("cert", "key")}
    settings = {"DASK_DISTRIBUTED__COMM__DEFAULT_SCHEME": "tls"}
    for name, text in texts.items():
        file = tmp_path / f"{name}.pem"
        file.write_text(text)
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{name.upper().replace('-', '_')}"] = str(file)
    machines = Machines(tmp_path, "tls", **settings)
    try:
        machines.worker()
        until(lambda: "Registered to" in (tmp_path / "log.txt").read_text())
        run = Run(cohort, tmp_path / "out", machines)
        assert run.ended()[::2] == (0, "")
        assert written(run.out) == alone
        line = refusal(capsys, cohort, tmp_path / "other", machines.address.replace("tls", "tcp"))
        assert line.startswith("There is no scheduler at tcp://")
    finally:
        machines.end()
