"""The random examples of a cohort, drawn once: the first run records them, all others replay them.

To draw an example costs more than to test it. And who meets the same examples is graded alike. Each is
used once in a process, so that it does not matter what a test does to it.
"""

import gc
import pickle
from functools import wraps
from pathlib import Path


def record(items):
    """Have the tests keep the examples that they draw. Returns where: the name of a test to its examples."""
    from hypothesis import is_hypothesis_test  # here, since whoever only joins examples does without

    examples = {item.nodeid: [] for item in items if is_hypothesis_test(item.function)}
    for item in items:
        if item.nodeid in examples:
            handle, kept = item.function.hypothesis, examples[item.nodeid]
            handle.inner_test = _recording(handle.inner_test, item._fixtureinfo.argnames, kept)
    return examples


def _recording(test, fixtures, kept):
    @wraps(test)
    def recorded(**arguments):
        kept.append(pickle.dumps({name: x for name, x in arguments.items() if name not in fixtures}))
        test(**arguments)
        tidy_up()

    return recorded


def tidy_up():
    """Let go of a large graph, which is full of cycles: else it would stand beside the next one."""
    if gc.get_count()[1] > 2:
        gc.collect(1)


def replay(items, examples):
    """Have the tests run on these examples, and draw none."""
    for item in items:
        if item.nodeid in examples:
            item.obj = _replaying(item.obj, examples[item.nodeid])


def _replaying(test, examples):
    inner = test.hypothesis.inner_test

    @wraps(test)
    def replayed(**fixtures):
        for example in examples:
            inner(**fixtures, **example)

    return replayed


def write(examples, file):
    """Write examples into a file, for us alone: no submission is shown it, and none has written it."""
    Path(file).write_bytes(pickle.dumps(examples))


def joined(parts):
    """The examples in these bytes, each of which `write` has written, in the same form."""
    return pickle.dumps({test: kept for part in parts for test, kept in pickle.loads(part).items()})


def read(file):
    """The examples in a file that `write` has written."""
    return loaded(pickle.loads(Path(file).read_bytes()))


def loaded(examples):
    """The examples that `record` has kept, as the arguments of the tests."""
    return {test: [pickle.loads(each) for each in kept] for test, kept in examples.items()}
