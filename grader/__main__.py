"""`python -m grader …`: goes on in the Python of .venv, which is made on first use."""

import os
import sys

from grader import environment

STARTED = "KATA_STARTED"  # set where the Python of .venv was started: it does not start itself again
DAMAGED = "The folder .venv is damaged. Remove it, and it is made anew."


def main():
    """Run the command here, or in the Python that has what it needs."""
    if environment.ready():
        os.environ.pop(STARTED, None)  # whoever is started from here on begins anew
        from grader.cli import main as run

        try:
            return run()
        except ModuleNotFoundError as error:  # of a package of ours; those of the learner's are findings
            sys.stderr.write("%s (%s)\n" % (DAMAGED, error))
            return 2
    try:
        if os.environ.get(STARTED):
            raise environment.NotReady(DAMAGED)
        python = environment.prepared()
    except environment.NotReady as problem:
        sys.stderr.write("%s\n" % problem)
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The set-up begins anew next time.\n")
        return 2
    return _there(python)


def _there(python):
    """Run the command in another Python, which also says what is to be said on Ctrl-C."""
    import subprocess

    environ = dict(os.environ, PYTHONPATH=environment.ROOT)
    if python == environment.PYTHON:  # another one may be needed first, to make that
        environ[STARTED] = "1"
    try:
        return subprocess.call([python, "-m", "grader"] + sys.argv[1:], env=environ)
    except OSError:
        sys.stderr.write("%s\n" % DAMAGED)
        return 2
    except KeyboardInterrupt:
        return 2


if __name__ == "__main__":
    sys.exit(main())
