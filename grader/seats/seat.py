"""The practice seat: the code under test, imported in the same process as the tests.

Whatever its folder is called, it becomes the package `exercises`, so that `from .engine import …`,
`from exercises.engine import …` and `from engine import …` all mean the file beside it.

Each worker begins with this module and with trouble.py. So they import little: pathlib alone would take a
tenth of a worker's start.
"""

import builtins
import importlib
import os
import sys
import types
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location, spec_from_loader

from .trouble import Unloadable

PACKAGE = "exercises"
NOTEBOOK = "# ---- code cell "  # how the text of what was one begins
MODULES = ("derivative", "engine", "by_hand", "nn", "train", "tensor")


# What draws, and is needed by no test: something that does nothing stands in for it, installed or not.
DRAWING = ("matplotlib", "graphviz", "IPython")
JUPYTERS = ("display", "get_ipython", "help")  # names that are simply there in a notebook


def sit_down(folder):
    """Make `folder` the package `exercises` of this process."""
    package = types.ModuleType(PACKAGE)
    package.__path__ = [str(folder)]
    sys.modules[PACKAGE] = package
    sys.meta_path.insert(0, _Finder(str(folder)))
    sys.meta_path.append(_Beside(str(folder)))  # at the end: it stands in front of no other module


def draw_nothing():
    """Let code that draws run without a window: in this process, nothing else needs what draws."""
    sys.meta_path.insert(0, _NothingToDraw())
    for name in JUPYTERS:
        vars(builtins).setdefault(name, _Nothing())


def module(name):
    """The module `name` ("engine") of the code under test.

    Raises Unloadable where it cannot be imported, whatever the reason, sys.exit() among them.
    """
    try:
        return importlib.import_module(f"{PACKAGE}.{name}")
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise Unloadable(f"{name}.py") from error


def sow():
    """Let chance begin anew: a test must not depend on what was drawn in those before it."""
    for name in ("random", "numpy.random"):
        if name in sys.modules:
            sys.modules[name].seed(0)


def prepare():
    """Nothing is to be looked for before this seat is taken."""


def settle():
    """In this seat everything is done at once."""


def end_test(error):
    """Nothing is to be done after a test in this seat, whatever has ended it."""


def end():
    """Nor at the end of all tests."""


class _Finder:
    """Finds the modules in one folder by their full name, and those of the kata by their bare one, too."""

    def __init__(self, folder):
        self.folder = folder

    def find_spec(self, name, path=None, target=None):
        package, _, short = name.rpartition(".")
        known = getattr(sys.modules.get(package), "__name__", package)  # of helpers: exercises.helpers
        if known != package and known.partition(".")[0] == PACKAGE:
            return spec_from_loader(name, _Alias(f"{known}.{short}"))
        file = os.path.join(self.folder, f"{short}.py")
        if package == PACKAGE and os.path.isfile(file):
            return spec_from_file_location(name, file, loader=_FreshLoader(name, file))
        there = name in MODULES and os.path.isfile(file)
        return spec_from_loader(name, _Alias(f"{PACKAGE}.{name}")) if there else None


class _Beside:
    """Finds what lies beside the modules of the kata by its bare name, where nothing else has that name."""

    def __init__(self, folder):
        self.folder = folder

    def find_spec(self, name, path=None, target=None):
        place = os.path.join(self.folder, name)
        there = "." not in name and (os.path.isfile(f"{place}.py") or os.path.isdir(place))
        return spec_from_loader(name, _Alias(f"{PACKAGE}.{name}")) if there else None


class _FreshLoader(SourceFileLoader):
    """Compiles the file as it is now. (A cached .pyc may be stale: it knows seconds, not saves.)"""

    def get_code(self, fullname):
        try:
            return self.source_to_code(self.get_data(self.path), self.path)
        except SyntaxError as error:
            error.filename = error.filename or self.path  # of one about NUL characters, Python tells none
            raise

    def exec_module(self, module):
        data = self.get_data(self.path)
        if not data.startswith(NOTEBOOK.encode()):
            return super().exec_module(module)
        from .cells import run  # here, since hardly any worker needs it

        return run(data.decode(), self.path, vars(module))


class _Alias:
    """The module behind a bare name is the one behind the full name."""

    def __init__(self, full):
        self.full = full

    def create_module(self, spec):
        return importlib.import_module(self.full)

    def exec_module(self, module):
        pass


class _NothingToDraw:
    """Finds the modules that draw, empty."""

    def find_spec(self, name, path=None, target=None):
        return spec_from_loader(name, self, is_package=True) if name.split(".")[0] in DRAWING else None

    def create_module(self, spec):
        """None: as every other module is made."""

    def exec_module(self, module):
        module.__getattr__ = lambda name: _does_nothing(name)


def _does_nothing(name):
    """A function, a figure or a pair of these, of which nobody will ever see anything."""
    if name.startswith("__"):
        raise AttributeError(name)
    return _Nothing()


class _Nothing:
    """Whatever is asked of it, it does nothing."""

    def __call__(self, *_arguments, **_names):
        return self

    def __getattr__(self, name):
        return _does_nothing(name)

    def __getitem__(self, _key):
        return self

    def __setitem__(self, _key, _value):
        pass

    def __iter__(self):
        return iter((self, self))  # figure, axes = plt.subplots()

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return False
