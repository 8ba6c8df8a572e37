"""What every process needs that runs tests. The one that they are copied from has it loaded."""

import gc
from contextlib import suppress
from importlib import import_module

import hypothesis.strategies  # noqa: F401
import pytest_timeout  # noqa: F401

from . import server  # noqa: F401

with suppress(ModuleNotFoundError):  # a handout has no hidden tests
    import_module("tests.reference")
    import_module("tests.strategies")

gc.collect()
gc.freeze()  # whoever looks for garbage in a copy would write to all of it
