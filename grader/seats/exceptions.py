"""What an exception that ended a test says to the learner: its kind, what the code gave, a question.

`facts` gives the parts of a Finding (explain.py) that depend on the exception alone.
"""

import re

from ..checks import article, shown
from ..stages import stages
from .trouble import TimedOut

A_VALUE = (
    "Here something plain has met code for Values. Was a Value meant, or was a number meant on the other "
    "side, too: the data or the grad of a Value?"
)
A_COMMA = "A comma makes a tuple, with or without parentheses. Where does this tuple come from?"
OF_A_VALUE = ("data", "grad", "_prev", "_backward", "backward")
LONGEST_LINE = 300  # characters of what an exception says
# The methods of what has entries.
OF_ENTRIES = "|".join(name for kind in (list, dict, set) for name in dir(kind) if name[0] != "_")

# What "file: exception" looks like, and the question that leads on, better than that of any test.
QUESTIONS = {
    r"'NoneType' object is not callable": "None stands where a function is meant. Was one called where it "
    "should be stored, or does an attribute hide a method?",
    "was still running": "Which loop, or which call of a function by itself, never ends?",
    "RecursionError": "Does a function call itself without end? Or is the graph too deep for calls in calls?",
    r"the function that was handed in (is missing|takes)": "How many arguments does it take, and how many "
    "does your call hand over? (A list is one.)",
    r"missing \d+ required positional argument: 'self'": "Only a method is given self, and only where it is "
    "called on an object. Is this one, or a function inside one?",
    r"missing \d+ required positional arguments?": "Which call hands over fewer arguments than the def line "
    "asks for? Does the call lack one, or has the def line one too many?",
    r"takes (from \d+ to )?\d+ positional arguments? but \d+ (was|were) given": "Which call hands over more "
    "than the def line takes? Where that is a method's: what comes first in it?",
    r"cannot be imported: NotImplementedError: stage": "Which line outside all functions needs what is "
    'still a stub? Does it belong under `if __name__ == "__main__"`?',
    r"raises SystemExit": "What ends the program here: exit(), quit() or sys.exit()?",
    rf"'NoneType' object is not iterable|None, which has no ({OF_ENTRIES})$": "None has no entries. Where "
    "does it come from: does that function return a list, or does it change one in place?",
    r"must be real number, not Value": "The module math knows numbers only. Which part of a Value is one?",
    r"engine\.py[^:]*: raises TypeError: '\w+' object is not iterable": "Value takes its operands as one "
    "collection. What makes a tuple: the parentheses, or the comma?",
    r"unsupported operand type.*'tuple'": A_COMMA,
    r"Read-only file system|No usable temporary directory": "While it is graded, code can write no file. "
    'Does the writing belong under `if __name__ == "__main__"`?',
    r"can't start new thread|fork_exec|Operation not permitted": "While it is graded, code is alone: it "
    "starts no thread and no program. Is there a way without?",
    r"No module named '(?!exercises)": "While it is graded, there are the files of the kata, what they "
    "import of those beside them, Python's own library and NumPy. Is a file of yours missing?",
    r"raises (NameError|UnboundLocalError)": "Where should that name come from: a parameter, an import, a "
    "line above, or an attribute of self?",
    r"'(function|method|builtin_function_or_method)' object has no attribute": "Without parentheses a "
    "function is named and not called. Which call is meant?",
    r"unhashable type": "Does your class define __eq__, or has @dataclass done it? What does that do to "
    "sets and dictionaries?",
    r"\w+\(\) takes no arguments": "Is the method's name exactly __init__, two underscores on either side?",
}
# The same, where the test has no question of its own.
ELSE = {
    r"unsupported operand type.*'Value'": "Which method does Python look for here? Is its name exact, or was "
    "a number meant in its place?",
}


def facts(error, said, stage, ask):
    """The facts of a Finding: kind, got, ask, and what else the exception knows.

    said: what the exception says as plain data, see trouble.py; ask: the test's own question, or "".
    """
    found = _facts(error, said, stage)
    told = f"{said['where'][0] if said['where'] else ''}: {found['got']}"
    if found["kind"] in ("failed", "timeout", "crashed") and "ask" not in found:
        found["ask"] = _question(QUESTIONS, told) or ask or _question(ELSE, told)
    return found


def _question(table, told):
    return next((question for pattern, question in table.items() if re.search(pattern, told)), "")


def _facts(error, said, stage):
    if said["unloadable"]:
        return _unloadable(error, said)
    if isinstance(error, TimedOut):
        return {"kind": "timeout", "got": f"was still running after {said['text']} seconds"}
    if said["type"] == "NotImplementedError" and (stub := re.fullmatch(r"stage (\d): (.+)", said["text"])):
        return _stub(int(stub[1]), stub[2], said, stage)
    if said["owner"]:
        return _missing_name(said, stage)
    if said["instead"]:
        return _wrong_type(said)
    if hasattr(error, "got"):
        return {"kind": getattr(error, "kind", "failed"), "got": error.got, "where": "", "code": ""}
    if not said["where"] and (kind := re.search(NOT_A_LIST, said["text"])):
        return _instead_of_a_list(kind[1] or kind[2])
    if said["type"].startswith("Flaky"):
        got = "differs between two runs on the same numbers"
        return {"kind": "failed", "got": got, "where": "", "code": ""}
    if said["type"] == "RecursionError":
        got = "raises RecursionError: more calls inside each other than Python allows"
        return {"kind": "failed", "got": got}
    return {"kind": "failed", "got": f"raises {said['type']}: {_first_line(said['text'])}".rstrip(": ")}


def _first_line(text):
    """The first line of what an exception says, up to the last word that has room."""
    line = next(iter(text.strip().splitlines()), "")
    begun = line[:LONGEST_LINE]
    return line if line == begun else (begun.rpartition(" ")[0] or begun) + " …"


def _stub(number, name, said, stage):
    """A stub reads as work to do; one of a later stage as a line that does something else than it should."""
    if number <= stage.number:
        todo = {"stage": number, "function": name, "got": "is still a stub", "ask": "", "via": ""}
        return {"kind": "todo", **todo}
    file, line, code = said["via"] or ("", 0, "")
    return {
        "kind": "failed",
        "got": f"calls `{name}`, which comes in stage {number}; stage {stage.number} does without",
        "where": f"{file}, line {line}" if file else "",
        "code": code,
        "via": "",
        "ask": "What meets here: Values, or numbers, such as the data or the grad of one? Is the name exact?",
    }


# -- names that are missing -------------------------------------------------------------------------


def _missing_name(said, stage):
    """A name that the code lacks: work to do where it stands in the table, else perhaps misspelt."""
    name = said["lacks"]
    got = f"has no `{name}` in {said['owner']}"
    table = {f.name.rpartition(".")[2] for each in stages() for f in each.functions}
    if said["where"] or (name not in table and not said["owner"].endswith(".py")):
        return {"kind": "failed", "got": got, "ask": _about_name(name, name in table, said)}
    known = {inside.partition(".")[0] for each in stages() for f in each.functions for inside in f.inside}
    similar = _about_class(name, said["similar"]) if {said["similar"]} - known - {""} else ""
    found = {"kind": "todo", "where": "", "code": "", "via": "", "ask": similar, "got": got}
    return {**found, "function": name} if name in [f.name for f in stage.functions] else found


def _about_class(name, similar):
    """The question about a class that is there under another name."""
    return f"There is a class {similar} in it, and the tests look for {name}. Is that the one?"


def _about_name(name, in_table, said):
    """The question about a name that is looked for in the wrong place, or not kept."""
    if name in OF_A_VALUE and said["owner"] != "class Value":
        return "That is no Value yet. Which call makes one of it?"
    if in_table:
        return "Is it there under that name, and as what: a method of the class, or a function beside it?"
    if said["where"]:
        return "Is that name exact, and does __init__ keep it, as an attribute of self?"
    return "Does __init__ keep it, as an attribute of self, under exactly this name?"


# What Python says where the test goes through an answer that has no entries.
NOT_A_LIST = r"'(\w+)' object is not (?:iterable|subscriptable)|object of type '(\w+)' has no len\(\)"


def _instead_of_a_list(kind):
    """Something else than the list that a test has asked for."""
    if kind == "NoneType":
        ask = "Does every function return what it made?"
        return {"kind": "failed", "got": "None (no return?)", "ask": ask}
    return {"kind": "failed", "got": f"{article(kind)}, which has no entries"}


def _wrong_type(said):
    """Something plain, such as a number, where the code needs a Value or another object of its own."""
    name, (kind, text) = said["lacks"], said["instead"]
    if kind == "NoneType":
        got = f"None, which has no {name}"
        ask = _question(QUESTIONS, got) or "Does every function return what it made?"
        return {"kind": "failed", "got": got, "ask": ask}
    it = (
        f"{_as_number(text) if kind == 'float' else text[:200]}, which is {article(kind)} and"
        if text
        else (f"{article(kind)}, which")
    )
    found = {"kind": "failed", "got": f"{it} has no {name}"}
    if kind == "tuple":
        return {**found, "ask": A_COMMA}
    return {**found, "ask": A_VALUE} if name in OF_A_VALUE or not text else found


def _as_number(text):
    try:
        return shown(float(text))
    except ValueError:  # in the exam seat, it may be anything
        return text[:200]


# -- files that cannot be imported ------------------------------------------------------------------


def _unloadable(error, said):
    file = said["unloadable"]
    found = {"kind": "unreadable", "tried": "", "expected": "", "ask": "", "function": ""}
    found |= {} if _is_call(said["via"]) else {"via": ""}
    if said["type"] == "TimedOut":
        got = f"{file} was still running after {said['text']} seconds of import"
        return {**found, "kind": "timeout", "title": "", "got": got}
    if said["syntax"]:
        return {**found, **syntax_error(said, file)}
    if said["type"] == "SystemExit":
        return {**found, "got": f"{file} ends the program when it is imported: sys.exit() or exit()"}
    if said["absent"] == f"exercises.{file[:-3]}":
        return {**found, "got": f"there is no {file}"}
    reason = re.sub(r" \([^()]*\.py\)$", "", said["text"])  # Python adds where the other file lies
    got = f"{file} cannot be imported: {said['type']}: {_first_line(reason)}".rstrip(": ")
    return {**found, "got": got, "ask": _question(QUESTIONS, got)}


def _is_call(via):
    """Is it a call, and not the import in a neighbour, that has led to the line of an error?"""
    return bool(via) and not via[2].startswith(("from ", "import "))


QUOTES = (
    "Python 3.12 takes the same quotes inside the braces of an f-string as around it, and this older Python "
    "does not. Which quotes stand where?"
)


def syntax_error(said, file):
    """The facts of a SyntaxError: got, and where it has a place, that. file: for one that names none."""
    message, name, line, code = said["syntax"]
    encoding = ("unicode error", "codec can't decode", "null bytes", "unknown encoding", "encoding problem")
    if any(word in message for word in encoding):
        return {"got": f"{name or file} is not saved as UTF-8 text. Save it again with that encoding."}
    ask = QUOTES if message.startswith("f-string: expecting") else ""
    return {
        "got": f"{said['type']}: {message}",
        "where": f"{name or file}, line {line}",
        "code": code,
        "via": "",
        "ask": ask,
    }
