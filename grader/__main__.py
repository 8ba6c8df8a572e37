"""`python -m grader …`: goes on in the Python of .venv, which is made on first use."""

import os
import sys

from grader import environment


def main():
    """Run the command here, or in the Python that has what it needs."""
    if environment.ready():
        from grader.cli import main as run

        return run()
    import subprocess

    try:
        python = environment.prepared()
        environ = dict(os.environ, PYTHONPATH=environment.ROOT)
        return subprocess.call([python, "-m", "grader"] + sys.argv[1:], env=environ)
    except environment.NotReady as problem:
        sys.stderr.write("%s\n" % problem)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
