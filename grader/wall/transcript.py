"""What a test says to a worker of the solution, and what it answers, kept to be said to other workers.

A test asks, and goes by nothing but the answers. So code that answers all that it asks as the solution did,
to the last byte, passes it as the solution did: nothing of the test has to run for that, and many questions
go with one message. Where an answer is another one, the test is run on the answers that are there already,
and goes on from these: nothing is asked twice, so that nobody has a second try.

Only what depends on no answer is asked before that answer is there: a submission must not be able to read
in a later question what the solution has answered to an earlier one. Each example begins with what was
drawn for it, so the first questions of several examples go together, and what comes after them goes alone.
So does everything in a test in which the worker asks, too: what it is told depends on what it has asked.
"""

import hashlib
import json
from dataclasses import dataclass, field

from .errors import Lost
from .judge import ENCODED

EXAMPLE = ENCODED("an example begins")  # on a tape, among what is said
ANEW = ENCODED([0, "anew"])
BARE = {"import", "get"}  # operations that tell the worker no more than names


@dataclass
class Tape:
    """What a test has said, as texts, and what it has heard, as bytes.

    asked: has the worker asked something, too?
    """

    said: list = field(default_factory=list)
    heard: list = field(default_factory=list)
    asked: bool = False

    def begin_an_example(self):
        """Keep that the test begins with its next example."""
        self.said.append(EXAMPLE)

    def keep(self, message):
        """Keep what is said."""
        self.said.append(ENCODED(message))  # as lists of numbers, a long one would take many megabytes
        self.asked |= message[1] != "do"


@dataclass(frozen=True)
class Transcript:
    """The messages of one test, and the digests of the answers of the solution to them."""

    messages: tuple[bytes, ...]
    digests: tuple[bytes, ...]

    def known(self, wall):
        """What this worker answers, up to the first message to which the solution has answered otherwise.

        (text, answer) for all that was said, as Wall.recall takes them; None where nothing differs. Raises
        Lost where there is no answer.
        """
        heard = []
        for message, digest in zip(self.messages, self.digests, strict=True):
            wall.say(message)
            heard.append(wall.heard())
            if digest_of(heard[-1]) != digest:
                return [pair for each in zip(self.messages, heard, strict=False) for pair in _pairs(*each)]
        return None


def transcript(tape, wall):
    """The Transcript of a test from its Tape, after it was said once more, to another worker of the solution.

    None where that does not answer as the first one did: something in it is left to chance. Raises Lost.
    """
    messages, heard = one_by_one(tape) if tape.asked else together(tape), []
    for each in messages:
        wall.say(each)
        heard.append(wall.heard())
    pairs = [pair for each in zip(messages, heard, strict=True) for pair in _pairs(*each)]
    if [ENCODED(answer).encode() for _, answer in pairs] != tape.heard:
        return None
    return Transcript(tuple(messages), tuple(map(digest_of, heard)))


def one_by_one(tape):
    """All that a test says, each in a message of its own."""
    return [each.encode() for each in (ANEW, *tape.said) if each != EXAMPLE]


def together(tape):
    """The same in as few messages as possible."""
    batches, is_first = [[json.loads(ANEW)]], True
    for each in tape.said:
        if each == EXAMPLE:
            is_first = True
            continue
        if not is_first:
            batches.append([])
        batches[-1].append(json.loads(each))
        is_first = is_first and _is_bare(batches[-1][-1])
    return [ENCODED([0, "all", batch]).encode() for batch in batches]


def _is_bare(message):
    _, _, steps, *ahead = message
    return not ahead and all(operation in BARE for _, operation, *_ in steps)


def digest_of(data):
    """So much of what was said as is needed to know it again."""
    return hashlib.sha256(data).digest()


def _pairs(message, heard):
    """(text, answer) for all that is said in a message, as far as a worker has answered. Raises Lost."""
    number, kind, *content = json.loads(message)
    try:
        answer = json.loads(heard.decode())
        if kind != "all":
            pairs = [(message.decode(), answer)]
        else:
            done, answered, answers = answer
            pairs = [(ENCODED(each), one) for each, one in zip(*content, answers, strict=False)]
            ended = len(answers) == len(*content) or answers[-1][0] == "raised"
            if (done, answered, ended) != ("done", number, True):
                raise ValueError("no answer to all of them")
    except (ValueError, TypeError, LookupError, RecursionError):
        raise Lost("sent something that is no answer") from None
    return [pair for pair in pairs if pair[0] != ANEW]
