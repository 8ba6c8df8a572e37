"""One source: the stubs, and every half-finished state between them and the solutions.

In solutions/, what a learner writes stands between `### BEGIN SOLUTION` and `### END SOLUTION`, the
markers of nbgrader. A stub has `raise NotImplementedError("stage 3: tanh")` there instead, or what
the block's own `### STUB` lines say. Such a line may name the block's stage, where that is not the
stage of the function around it, and may use {lines}, the number of lines in the block.
"""

import ast
import re
from dataclasses import dataclass

from .stages import HANDOUT, ROOT, STUBS, function_inside, stages

SOURCE = STUBS if HANDOUT else ROOT / "solutions"  # where nothing is solved, all of it is stub
BEGIN, END, STUB = "### BEGIN SOLUTION", "### END SOLUTION", "### STUB"


@dataclass(frozen=True)
class Block:
    """The lines between two markers, and what a stub has in their place."""

    inside: str | None  # the definition around it
    stage: int
    solution: list[str]
    stub: list[str]


def stub_files(before=0):
    """The text of every exercise file, by name, with all stages from `before` on still to do.

    stub_files() are the stubs; stub_files(4) is what someone has who has just finished stage 3.
    """
    names = dict.fromkeys(file for stage in stages() for file in stage.files)
    return {name: filled(name, before) for name in names}


def filled(name, before):
    """The text of solutions/NAME with the blocks of stages before `before` kept, the rest as stubs."""
    return _with_blocks(name, lambda block: block.solution if block.stage < before else block.stub)


def single_stubs(name):
    """(Block, text) for every stub of solutions/NAME: the text with this one alone still to do."""
    parts = _parts(name, (SOURCE / name).read_text(encoding="utf-8"))
    for empty in (part for part in parts if isinstance(part, Block) and part.stub):
        yield empty, _with_blocks(name, lambda b, e=empty: b.stub if b == e else b.solution)


def _with_blocks(name, lines_of):
    text = (SOURCE / name).read_text(encoding="utf-8")
    lines = []
    for part in _parts(name, text):
        lines += lines_of(part) if isinstance(part, Block) else [part]
    return "\n".join(lines) + "\n"


def _parts(name, text):
    """The lines of a solution in order, with a Block in the place of every marked region."""
    definitions = definition_lines(text)
    inside = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() == BEGIN:
            inside, start = [], number
        elif line.strip() == END:
            yield _block(name, innermost(definitions, start), inside)
            inside = None
        elif inside is not None:
            inside.append(line)
        else:
            yield line


def _block(name, definition, lines):
    indent = re.match(" *", lines[0]).group()
    said = [line.strip().removeprefix(STUB).strip() for line in lines if line.strip().startswith(STUB)]
    solution = [line for line in lines if not line.strip().startswith(STUB)]
    size = sum(1 for line in solution if line.strip() and not line.strip().startswith("#"))
    stage = re.search(r"stage (\d)", " ".join(said), re.IGNORECASE)
    function = function_inside(name, definition) if definition else None
    if not said:
        said = [f'raise NotImplementedError("stage {function.stage}: {function.name}")']
    stub = [_sized(line, size) for line in said if line]
    number = int(stage.group(1)) if stage else function.stage if function else 0
    return Block(definition, number, solution, [indent + line for line in stub])


def _sized(line, size):
    """A stub's line with the size of what it stands for."""
    line = line.replace("{lines} lines", _lines(size))
    return f"{line}  # about {_lines(size)}" if line.startswith("raise ") else line


def _lines(size):
    return "1 line" if size == 1 else f"{size} lines"


def definition_lines(text):
    """(name, first line, last line) of every function and class, "Value.tanh" for a method.

    A decorator belongs to what it decorates. Raises SyntaxError where text is not Python.
    """

    def walk(node, prefix):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = prefix + child.name
                first = min([child.lineno, *(each.lineno for each in child.decorator_list)])
                yield name, first, child.end_lineno
                if isinstance(child, ast.ClassDef):
                    yield from walk(child, name + ".")

    return list(walk(ast.parse(text), ""))


def innermost(definitions, line):
    """The name of the smallest definition around a line, or None."""
    around = [(last - first, name) for name, first, last in definitions if first <= line <= last]
    return min(around)[1] if around else None


def grafted(text, donor, names):
    """`text` with the definitions called `names` replaced by those of the text `donor`.

    A definition that `text` lacks goes to the end of its class, or of the file. Imports that only
    donor has are added, so that what was grafted can run. Raises SyntaxError where text is not Python.
    """
    for name in names:
        text = _graft(text, donor, name)
    missing = [line for line in _imports(donor) if line not in _imports(text)]
    if not missing:
        return text
    lines = lines_of(text)
    at = _after_header(text)
    return "\n".join(lines[:at] + missing + lines[at:]) + "\n"


def _graft(text, donor, name):
    wanted = {each: (first, last) for each, first, last in definition_lines(donor)}[name]
    piece = lines_of(donor)[wanted[0] - 1 : wanted[1]]
    lines, places = lines_of(text), definition_lines(text)
    found = {each: (first, last) for each, first, last in places}
    owner = name.rpartition(".")[0]
    if name in found:
        first, last = found[name]
        lines[first - 1 : last] = piece
    elif owner in found:
        lines[found[owner][1] : found[owner][1]] = ["", *piece]
    elif owner:
        return _graft(text, donor, owner)  # no such class: bring all of it
    else:
        lines += ["", "", *piece]
    return "\n".join(lines) + "\n"


def _imports(text):
    return [
        ast.unparse(node) for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def lines_of(text):
    """The lines as Python counts them: a form feed, say, ends none."""
    return text.removesuffix("\n").split("\n")


def _after_header(text):
    """The number of lines that must stay at the top: comments, the docstring, imports from the future."""
    comments = next((i for i, line in enumerate(lines_of(text)) if not line.startswith("#")), 0)
    tree = ast.parse(text)
    top = tree.body[:1] if ast.get_docstring(tree) else []
    top += [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    return max([comments, *(node.end_lineno for node in top)])
