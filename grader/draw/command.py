"""`python -m grader draw TARGET`: finds what is meant, has it drawn, and says what is wrong in it."""

import re
import shutil
import sys
from pathlib import Path

from rich.text import Text

from ..arguments import Refused, code_from, text_of
from ..practice.screen import console
from ..seats.runner import Broken, Lost, ask
from ..stages import ROOT, stages
from . import dot, learner, words
from .tree import tree

PATIENCE = 30  # seconds for the learner's code and 100,000 nodes
DRAWINGS = ROOT / "drawings"
KINDS = ("svg", "png", "pdf", "dot")
MOST_STEPS = 300  # nodes of a page that goes through them one by one

# The key expression of each stage. The names of the variables become those of the nodes.
EXPRESSIONS = {
    1: "a, b, c, f = Value(2.0), Value(-3.0), Value(10.0), Value(-2.0)\ne = a * b\nd = e + c\nL = d * f\nL",
    3: "x1, x2, w1, w2 = Value(2.0), Value(0.0), Value(-3.0), Value(1.0)\nb = Value(6.8813735870195432)\n"
    "x1w1 = x1 * w1\nx2w2 = x2 * w2\nn = x1w1 + x2w2 + b\no = n.tanh()\no",
    4: "a, b = Value(-2.0), Value(3.0)\nd = a * b\ne = a + b\nf = d * e\nf",
    5: "random.seed(1337)\nx1, x2 = Value(1.0), Value(-2.0)\nmodel = MLP(2, [2, 1])\n"
    "p = [*model.parameters()]\no = model([x1, x2])\no",
}
EXPRESSIONS[2] = EXPRESSIONS[1]
BY_HAND = {"L": 2, "o": 3}  # what by_hand.py is about, and the stage of it

STAGE = re.compile(r"(?:stage\s*)?(\d+)")
FILE = re.compile(r"(.+\.(?:py|ipynb))(?::(.*))?", re.DOTALL)  # C:\x.py:L, too
FORMS = 'Say stage2, or FILE:NAME as in exercises/by_hand.py:L, or Python as in "Value(2.0) * 3".'


def draw(options):
    """Draw what the options name. Returns the exit status: 1 where something in it is wrong."""
    graph, remarks, name = _graph(options.target, options.code)
    lines = [*remarks, *words.verdict(graph)]
    if options.dot:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")  # as Graphviz reads it
        print(dot.source(graph), end="")
        print(*lines, sep="\n", file=sys.stderr)
    elif options.html:
        _write(Path(options.html).expanduser(), _page(graph))
        _show([*lines, f"To go through it step by step, open {options.html}"])
    else:
        _show([*_picture(graph, name, options.out), *lines])
    return 1 if words.is_wrong(graph) else 0


def drawn(code, target):
    """The tree of a target over the code in a folder, and what is wrong in it; or why there is none."""
    try:
        graph, remarks, _name = _graph(target, str(code))
    except Refused as why:
        return str(why)
    return "\n".join([*tree(graph, _columns()), *remarks, *words.verdict(graph)])


def _show(lines):
    out = console()
    for line in lines:
        text = Text(line)
        text.highlight_regex(r"<-- .*|^The first that is wrong.*", "red")
        out.print(text)


def _columns():
    return shutil.get_terminal_size((100, 24)).columns


# -- what is meant ----------------------------------------------------------------------------------


def _graph(target, code):
    """(the Graph, remarks, a name for a file). Raises Refused."""
    file, text, name = meant(target)
    near = str(file.parent) if file and (file.parent / "engine.py").is_file() else None
    folder = code_from(code or near, stages()[1:2])
    source = text_of(file) if file else None
    instead = EXPRESSIONS.get(BY_HAND.get(text)) if file and file.name == "by_hand.py" else None
    path = file and str(file.resolve())
    answer = _answer(target, code=str(folder), file=path, source=source, text=text, instead=instead)
    if "refused" in answer:
        raise Refused(answer["refused"])
    return learner.graph_from(answer), answer["remarks"], name


def meant(target):
    """(file or None, the text of an expression, a name) that a target stands for. Raises Refused."""
    if stage := STAGE.fullmatch(target.strip()):
        if int(stage[1]) not in EXPRESSIONS:
            raise Refused(f"There is nothing to draw for stage {stage[1]}. Stages 1 to 5 have a drawing.")
        return None, EXPRESSIONS[int(stage[1])], f"stage{stage[1]}"
    if found := FILE.fullmatch(target):
        file = Path(found[1]).expanduser()
        if file.is_dir():
            raise Refused(f"{found[1]} is a folder, and no file. {FORMS}")
        return file, (found[2] or "").strip(), f"{file.stem}-{found[2]}"
    if not target.strip():
        raise Refused(f"Draw what? {FORMS}")
    if _is_folder(target.rpartition(":")[0] or target):
        raise Refused(f"{target} is a folder. {FORMS}")
    return None, target, "expression"


def _is_folder(text):
    try:
        return Path(text).is_dir()
    except (OSError, ValueError):  # too long for a path, or with a NUL
        return False


def _answer(target, **arguments):
    it = target if len(target) <= 40 else "This"
    try:
        return ask("grader.draw.learner:drawn", PATIENCE, **arguments)
    except TimeoutError:
        raise Refused(f"{it} was still running after {PATIENCE} seconds. Which loop never ends?") from None
    except Lost:
        raise Refused(
            f"{it} ended the whole Python process. Is there an exit(), or a recursion without an end?"
        ) from None
    except Broken as broken:
        raise Refused(f"This could not be drawn, and the fault is ours, not yours.\n{broken}") from None


# -- what is shown ----------------------------------------------------------------------------------


def _picture(graph, name, out):
    """Lines: where the picture is, or the tree where there can be none."""
    path = Path(out).expanduser() if out else DRAWINGS / f"{_file_name(name)}.svg"
    kind = path.suffix[1:].lower()
    if path.is_dir():
        raise Refused(f"{out} is a folder. Name a file in it, such as {path / 'graph.svg'}")
    if kind not in KINDS:
        raise Refused(f"{out} should end in .svg, .png, .pdf or .dot.")
    try:
        picture = dot.source(graph).encode() if kind == "dot" else dot.rendered(graph, kind)
    except dot.NoPicture as why:
        if out:
            raise Refused(f"{why} (or: --out {path.with_suffix('.dot')})") from None
        return [*tree(graph, _columns()), "", str(why), ""]
    if not out:
        DRAWINGS.mkdir(exist_ok=True)
    _write(path, picture)
    left_out = words.part(graph, dot.MOST)[1]
    return [f"{graph.title or name} is drawn in {_short(path)}", *([left_out] if left_out else [])]


def _write(path, content):
    """Write a file. Raises Refused where there is no place for it."""
    if path.is_dir():
        raise Refused(f"{path} is a folder. Name a file in it.")
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}.")
    try:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None


def _page(graph):
    from .page import page

    if len(graph.nodes) > MOST_STEPS:
        raise Refused(
            f"This graph has {len(graph.nodes):,} nodes, and the page goes through {MOST_STEPS} at most. "
            "Name a Value nearer to its leaves."
        )
    return page(graph)


def _file_name(name):
    return re.sub(r"[^\w.-]+", "_", name)[:60]


def _short(path):
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
