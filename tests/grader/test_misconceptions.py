"""The misconceptions: each is one of some mutant, and says no more than a learner may read."""

import re
from collections import Counter

import pytest

from grader.diagnosis.misconceptions import TABLE, misconceptions
from grader.source import BEGIN, END, stub_files
from grader.stages import ROOT
from tests.mutants import mutants

LONGEST = 160  # characters of a sentence
SHORTEST = 6  # characters of code that says something
ENTRIES = misconceptions().values()
SENTENCE_ENDS = re.compile(r"[.?!](?=\s|$)")


def test_every_mutant_names_an_entry_and_every_entry_is_named():
    assert {each.misconception for each in mutants()} == set(misconceptions())


def test_a_mutant_says_in_one_sentence_what_is_wrong_with_it():
    for each in mutants():
        assert each.slip[0].isupper() and each.slip.endswith("."), each.id
        assert len(SENTENCE_ENDS.findall(each.slip)) == 1 and 15 < len(each.slip) <= LONGEST, each.id


@pytest.mark.parametrize("entry", ENTRIES, ids=misconceptions())
def test_an_entry_is_three_sentences(entry):
    assert re.fullmatch(r"[a-z]+(-([a-z]+|\d+))+", entry.id)
    assert entry.behaves[0].islower() or entry.behaves.startswith(("Value", "__", "^"))
    assert not SENTENCE_ENDS.search(entry.behaves)
    assert entry.thinks[0].isupper() and entry.thinks.endswith(".")
    assert len(SENTENCE_ENDS.findall(entry.thinks)) == 1
    assert entry.ask.endswith("?") and entry.ask.count("?") == 1
    assert max(map(len, sentences(entry))) <= LONGEST


def test_no_sentence_stands_in_two_entries():
    said = Counter(sentence for entry in ENTRIES for sentence in sentences(entry))
    assert [sentence for sentence, times in said.items() if times > 1] == []


def test_no_entry_gives_away_a_line_of_the_solution():
    code = {text for line in solution_lines() for text in (line, *parts(line)) if len(text) >= SHORTEST}
    given = squeezed("\n".join(stub_files().values()))  # a learner has read these
    entries = squeezed(TABLE.read_text(encoding="utf-8"))
    assert "(1-out.data**2)*out.grad" in code
    assert [text for text in code if text in entries and text not in given] == []


def sentences(entry):
    return entry.behaves, entry.thinks, entry.ask


def squeezed(text):
    """The text without spaces, since code can be set with and without."""
    return text.replace(" ", "")


def solution_lines():
    """What stands in solutions/ where the stubs have a gap, line by line and without spaces."""
    for file in (ROOT / "solutions").glob("*.py"):
        inside = False
        for line in file.read_text(encoding="utf-8").splitlines():
            if END in line or BEGIN in line:
                inside = BEGIN in line
            elif inside and not line.lstrip().startswith("#"):
                yield squeezed(line)


def parts(line):
    """What is returned or assigned on a squeezed line."""
    yield line.removeprefix("return")
    yield line.partition("=")[2]
