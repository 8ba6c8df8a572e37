"""What every process needs that runs tests. The one that they are copied from has it loaded."""

import gc
from importlib import import_module

for _name in ("pytest", "pytest_timeout", "hypothesis.strategies", "tests.reference", "tests.strategies"):
    import_module(_name)
for _name in ("child", "plugin", "server"):
    import_module(f".{_name}", __package__)

gc.collect()
gc.freeze()  # whoever looks for garbage in a copy would write to all of it
