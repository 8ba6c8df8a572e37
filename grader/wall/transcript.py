"""What a test says to a worker of the solution, and what it answers, kept to be said to other workers.

A test asks, and goes by nothing but the answers. So code that answers all that it asks as the solution did,
to the last byte, passes it as the solution did: nothing of the test has to run for that, and many questions
go with one message.

Only what depends on no answer is asked before that answer is there: a submission must not be able to read
in a later question what the solution has answered to an earlier one. Each example begins with what was
drawn for it, so the first questions of several examples go together, and what comes after them goes alone.
"""

import hashlib
import json
from dataclasses import dataclass, field

from .judge import ENCODED

EXAMPLE = "an example begins"  # on a tape, among what is said
BARE = {"import", "get"}  # operations that tell the worker no more than names


@dataclass
class Tape:
    """What a test has said, as texts, and what it has heard, as bytes.

    is_nested: has it asked something while the worker was asking? Then it waits for each answer.
    """

    said: list = field(default_factory=list)
    heard: list = field(default_factory=list)
    is_nested: bool = False

    def begin_an_example(self):
        """Keep that the test begins with its next example."""
        self.said.append(ENCODED(EXAMPLE))

    def keep(self, message, depth):
        """Keep what is said, `depth` questions of the worker deep."""
        self.said.append(ENCODED(message))  # as lists of numbers, a long one would take many megabytes
        self.is_nested |= depth > 0 and message[1] == "do"


@dataclass(frozen=True)
class Transcript:
    """The messages of one test, and the digests of the answers of the solution to them."""

    messages: tuple[bytes, ...]
    digests: tuple[bytes, ...]

    def difference(self, wall):
        """The first answer of this worker that is not that of the solution, as bytes, or None.

        Raises Lost where there is none.
        """
        answers = zip(_answers(wall, self.messages), self.digests, strict=True)
        return next((each for each, known in answers if digest(each) != known), None)


def transcript(tape, wall):
    """The Transcript of a test from its Tape, after it was said once more, to another worker of the solution.

    None where that does not answer as the first one did: something in it is left to chance. Raises Lost.
    """
    messages = tuple(ENCODED(each).encode() for each in together(tape))
    heard = [*_answers(wall, messages)]
    asked, (_, *answered) = _told(heard)  # the first one tells that it has begun anew
    if (asked, answered) != _told(tape.heard):
        return None
    return Transcript(messages, tuple(map(digest, heard)))


def together(tape):
    """What is said in a test, in as few messages as possible."""
    messages, batch, told, is_first = [], [[0, "anew"]], [], True
    for each in map(json.loads, tape.said):
        if each == EXAMPLE:
            is_first = not tape.is_nested
        elif each[1] == "do":
            if not is_first:
                messages += [[0, "all", batch], *told]
                batch, told = [], []
            batch.append([0, *each[1:]])
            is_first = is_first and _is_bare(each)
        elif each[1] in ("told", "refused"):  # the answer to a question of the worker, in between
            told.append(each)
    return [*messages, [0, "all", batch], *told]


def _is_bare(message):
    _, _, steps, *ahead = message
    return not ahead and all(operation in BARE for _, operation, *_ in steps)


def digest(data):
    """So much of what was said as is needed to know it again."""
    return hashlib.sha256(data).digest()


def _answers(wall, messages):
    """What a worker says to each of these messages, one after the other."""
    for each in messages:
        wall.say(each)
        yield wall.heard()


def _told(heard):
    """(what the worker has asked, what it has answered), without numbers of messages, as texts."""
    asked, answered = [], []
    for kind, number, *content in map(json.loads, heard):
        if kind == "ask":
            asked.append(ENCODED([number, *content]))
        elif kind == "done" and _are_answers(content[0]):
            answered += [ENCODED([kind, *rest]) for kind, _, *rest in content[0]]
        else:
            answered.append(ENCODED([kind, *content]))
    return asked, answered


def _are_answers(value):
    """Is it what answers several messages? All else that is a list begins with a text."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], list)
