"""`grade --scheduler ADDRESS`: the machines of a Dask cluster as an Executor of concurrent.futures.

What is large and the same for many, the random examples, is sent once and then fetched from a worker to
the next. Dask gives the work of a lost worker to another; when the scheduler is lost, all work is
cancelled, and the run can be gone on with. Security is that of Dask's own settings, as they are in its
files or in the environment. Source: https://distributed.dask.org/en/stable/, "Futures", "TLS/SSL".
"""

import asyncio
import logging
import socket
import time
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager

from distributed import Client, Security
from distributed.comm import connect
from distributed.comm.addressing import parse_address, parse_host_port
from distributed.scheduler import KilledWorker, NoValidWorkerError

from . import member

LARGE = 10_000  # bytes; what is larger is sent once
PATIENCE = 5  # seconds until somebody answers at an address, and until that is a scheduler
READS_WITH = ("Python", "distributed")  # what a scheduler reads what it is sent with
LOOK = 2  # seconds between two looks at which workers there are
START = "start one with: make worker SCHEDULER="


class Unfit(Exception):
    """There is no cluster that could grade. The text says why and what to do."""


class Gone(Exception):
    """The cluster is lost in the middle of its work. The text says what of it."""


class Cluster(Executor):
    """The workers of a scheduler, as many as there are at any time."""

    lost = KilledWorker  # what a Future raises where each worker that took on the work was lost

    def __init__(self, client, address, sandboxed, tell):
        self.client, self.address, self.sandboxed, self.tell = client, address, sandboxed, tell
        self.facts = member.facts()
        self.offer = member.offer(self.facts, sandboxed)
        self.pool = client.get_executor(resources={self.offer: 1}, pure=False)
        self.sent, self.told, self.threads, self.looked = {}, set(), 0, 0.0

    @property
    def jobs(self):
        """How many submissions can be graded at a time, now."""
        if time.monotonic() - self.looked > LOOK:
            self.look()
        return max(self.threads, 1)

    def look(self):
        """Count the threads of the workers that can grade, and tell about each that cannot, once."""
        try:
            workers = self.client.run_on_scheduler(member.offers)
        except OSError:  # its connection is closed
            raise CancelledError from None
        self.threads = sum(threads for threads, names in workers.values() if self.offer in names)
        unfit = {address for address, (_, names) in workers.items() if self.offer not in names}
        for address, why in self._reasons(unfit - self.told).items():
            self.tell(f"The worker {address} gets no submissions: {why}")
        self.told, self.looked = self.told | unfit, time.monotonic()

    def _reasons(self, addresses):
        """Why the workers at these addresses cannot grade."""
        if not addresses:
            return {}
        asked = self.client.run(
            member.problem, self.facts, self.sandboxed, workers=[*addresses], on_error="return"
        )
        foreign = f"it does not know this kata as it is here; {START}{self.address}"
        return {address: why if why and isinstance(why, str) else foreign for address, why in asked.items()}

    def submit(self, function, *arguments):
        """A Future of function(*arguments), which a worker that can grade works out."""
        return self.pool.submit(member.at_a_worker, function, *map(self._once, arguments))

    def _once(self, argument):
        """The argument, or Dask's name for it where it is large: from the second time on, it is there."""
        if not (isinstance(argument, bytes) and len(argument) > LARGE):
            return argument
        if argument not in self.sent:
            self.sent[argument] = self.client.submit(bytes, argument, resources={self.offer: 1}, pure=False)
        return self.sent[argument]

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Let go of the cluster. What is being graded there is dropped."""
        self.client.close()


@contextmanager
def cluster(address, sandboxed, tell):
    """The Cluster of the scheduler at this address, until the end of the block. Raises Unfit.

    tell: called with a line about each worker that cannot grade.
    """
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what goes wrong is told in our words
    client = _client(address)
    pool = Cluster(client, address, sandboxed, tell)
    try:
        _check(client, address, pool.facts)
        pool.look()
        if not pool.threads:
            raise Unfit(f"No worker of {address} can grade; {START}{address}")
        yield pool
    except CancelledError:
        raise Gone(f"The scheduler at {address} has gone.") from None
    except NoValidWorkerError:
        raise Gone(f"No worker of {address} is left that can grade.") from None
    except KilledWorker:
        raise Gone(f"The workers of {address} are lost as soon as they grade the solution.") from None
    finally:
        pool.shutdown()


def _client(address):
    """Dask's Client of the scheduler at this address. Raises Unfit."""
    with _unfit(address):
        _connect(address)
        asyncio.run(asyncio.wait_for(_greeted(address, "client"), PATIENCE))
        return Client(address, timeout=PATIENCE, set_as_default=False)


def check_for_worker(address):
    """Raises Unfit where somebody is at this address who is no scheduler. Where nobody is, one may come."""
    with _unfit(address):
        try:
            _connect(address)
        except (ConnectionError, TimeoutError):
            return
        asyncio.run(asyncio.wait_for(_greeted(address, "worker"), PATIENCE))


def _connect(address):
    socket.create_connection(parse_host_port(parse_address(address)[1]), PATIENCE).close()


@contextmanager
def _unfit(address):
    """Raise Unfit for what goes wrong at the first words with a scheduler."""
    try:
        yield
    except ValueError as error:
        raise Unfit(f"{address} is no address of a scheduler ({error}); one is tcp://10.0.0.1:8786") from None
    except TypeError:
        raise Unfit(f"{address} needs certificates, and Dask's settings name none.") from None
    except (OSError, MemoryError) as error:  # another server's first words are taken for a length
        why = getattr(error, "strerror", None) or "it does not speak like one; or not with these certificates"
        raise Unfit(f"There is no scheduler at {address}: {why}. Start one with: make scheduler") from None


async def _greeted(address, role):
    """Exchange Dask's first words with whoever is at this address: its Client waits for them without end."""
    comm = await connect(address, PATIENCE, **Security().get_connection_args(role))
    comm.abort()


def _check(client, address, wanted):
    """Raises Unfit where the scheduler could not read what it is sent."""
    try:
        differs = client.run_on_scheduler(member.difference, {name: wanted[name] for name in READS_WITH})
    except Exception as error:
        raise Unfit(
            f"The scheduler at {address} knows nothing of this kata ({error}). Start one with: make scheduler"
        ) from None
    if differs:
        raise Unfit(f"The scheduler at {address} cannot be used: {differs}. Install the same on both.")
