"""Grade a class on a Slurm cluster: the workers are jobs, which end with the run.

Run it in the folder of this project, which all nodes must see, where jobs can be handed in:

    .venv/bin/python -m pip install dask-jobqueue distributed
    .venv/bin/python kit/cluster/slurm.py submissions --out grades

What follows goes to `grade`. Source: https://jobqueue.dask.org, "SLURMCluster".
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the scheduler, which runs here, has to know the grader

from grader.grading import member  # noqa: E402

os.environ.update(member.SCHEDULER)  # before Dask reads its settings

from dask_jobqueue import SLURMCluster  # noqa: E402
from distributed import Client  # noqa: E402

NODES, CORES = 10, 16  # how many jobs, and the cores of each
NODE = {
    "memory": "32GB",
    "walltime": "02:00:00",
}  # of each job; queue="…" and account="…" where you need them


def main():
    """Start the jobs, wait for the first of them, and grade."""
    with SLURMCluster(
        cores=CORES,
        processes=1,
        **NODE,
        python=str(ROOT / ".venv" / "bin" / "python"),
        worker_command=f"grader worker --jobs {CORES} --",
        job_script_prologue=[f'cd "{ROOT}"'],
    ) as cluster:
        cluster.scale(jobs=NODES)
        with Client(cluster) as client:
            client.wait_for_workers(1)
        command = [sys.executable, "-m", "grader", "grade", *sys.argv[1:]]
        return subprocess.call([*command, "--scheduler", cluster.scheduler_address])


if __name__ == "__main__":
    sys.exit(main())
