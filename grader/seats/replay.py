"""The random examples of a cohort, drawn once: the first run records them, all others replay them.

To draw an example costs more than to test it. And who meets the same examples is graded alike. Each is
used once in a process, so that it does not matter what a test does to it. The right answers are worked out
in that first run, too, and kept with the examples.
"""

import gc
import pickle
import zlib
from functools import wraps
from importlib import import_module
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
            item.obj = on(examples[item.nodeid], item.obj)


def on(examples, test, begin=lambda: None):
    """The test on these examples. `begin` is called before each of them."""
    inner = test.hypothesis.inner_test

    @wraps(test)
    def replayed(**fixtures):
        for example in examples:
            begin()
            inner(**fixtures, **example)

    return replayed


def write(examples, file):
    """Write examples and answers into a file, for us alone: no submission sees them, or writes them."""
    answers = pickle.dumps(import_module("tests.reference").ANSWERS)
    Path(file).write_bytes(_packed(examples, [answers]))


def joined(parts):
    """What is in these bytes, each of which `write` has written, in the same form."""
    examples, answers = {}, []
    for more_examples, more_answers in map(_unpacked, parts):
        examples |= more_examples
        answers += more_answers
    return _packed(examples, answers)


def read(file):
    """The examples in a file that `write` has written."""
    examples, _ = _unpacked(Path(file).read_bytes())
    return loaded(examples)


def know(file):
    """From here on, let the tests know the right answers in a file that `write` has written."""
    _, several = _unpacked(Path(file).read_bytes())
    for answers in several:
        import_module("tests.reference").know(pickle.loads(answers))


def _packed(examples, answers):
    return zlib.compress(pickle.dumps((examples, answers)))


def _unpacked(data):
    return pickle.loads(zlib.decompress(data))


def loaded(examples):
    """The examples that `record` has kept, as the arguments of the tests."""
    return {test: [pickle.loads(each) for each in kept] for test, kept in examples.items()}
