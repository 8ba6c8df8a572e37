"""What is drawn, found in the learner's code. This runs in a process of its own, see grader/seats/runner.py.

The answer is plain data: {"refused": a line}, or {"nodes": …, "title": …, "remarks": [lines]}.
"""

import ast
import gc
import inspect
import math
import random
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType

from ..checks import article, is_number, shown
from ..diagnosis.gradients import through_the_graph
from ..diagnosis.graph import Graph, Node, NotAGraph, clean, graph_of, is_value, ordered
from ..practice.demo import not_there_yet
from ..seats import seat
from ..seats.exceptions import syntax_error
from ..seats.trouble import Unloadable, trouble

MOST_NAMES = 12  # in a line that says which there are
LONGEST = 300  # characters of what an exception says
KNOWN = ("engine", "by_hand", "nn")  # whose names an expression may use


class Refused(Exception):
    """There is nothing to draw. The text says why, in one line."""


def drawn(code, file, source, text, instead):
    """The graph of the Value that `text` gives, in plain data.

    code: the folder of the learner's code; file: the path of a file whose names `text` may use, and its
    source; or None, None, where it may use those of the kata; instead: what to draw where the file has no
    such name, or None.
    """
    seat.sit_down(Path(code))
    place = Path(file).name if file else "your code"
    what = place if file else _it(text)
    try:
        names = _names_of(file, source) if file else _kata()
        what = _it(text)
        root = _value(text if text in names or not instead else instead, names, place)
        gc.disable()  # it would walk through a large graph again and again
        graph, remarks = _after_backward(root, _named(names))
    except (Refused, NotAGraph) as why:
        return {"refused": str(why)}
    except BaseException as error:  # exit() is one
        return {"refused": _told(error, what, Path(code), Path(file or code).parent)}
    return {"nodes": [*map(_row, graph.nodes)], "title": graph.title, "remarks": remarks}


def _row(node):
    return [node.name, node.op, node.data, node.grad, node.right, node.operands, node.locals]


def graph_from(answer):
    """The Graph in an answer."""
    rows = answer["nodes"]
    return Graph(tuple(Node(*row[:5], *map(tuple, row[5:])) for row in rows), answer["title"])


# -- the Value --------------------------------------------------------------------------------------


def _kata():
    """The names that an expression may use."""
    names = {"math": math, "random": random, **vars(seat.module("engine"))}
    for module in KNOWN[1:]:
        with suppress(Unloadable):
            names |= vars(seat.module(module))
    return {name: thing for name, thing in names.items() if not name.startswith("_")}


def _names_of(file, source):
    """The names that a file has defined after it was run, as a module of the kata or a script beside it."""
    name = f"{seat.PACKAGE}.{Path(file).stem}"
    module = sys.modules[name] = ModuleType(name)
    module.__file__, module.__package__ = file, seat.PACKAGE
    sys.path.insert(0, str(Path(file).parent))
    exec(compile(source, file, "exec"), vars(module))
    return vars(module)


def _value(text, names, place):
    """The Value that the text gives: an expression, or several statements of which the last gives it."""
    if not text:
        raise Refused(f"Which Value of {place}? {_values_among(names, place)}")
    thing = _result(text, names, place)
    if callable(thing) and not isinstance(thing, type) and not is_value(thing):
        thing = _called(thing, text)
    if not is_value(thing):
        raise Refused(f"{_it(text)} is {_described(thing)}, and no Value. {_values_among(names, place)}")
    return thing


def _result(text, names, place):
    try:
        *before, last = ast.parse(text.strip()).body or [None]
    except (SyntaxError, ValueError) as error:
        raise Refused(f"{_it(text)} is no Python: {getattr(error, 'msg', error)}.") from None
    if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
        name = ast.Name(last.targets[0].id, ast.Load())
        before, last = [*before, last], ast.copy_location(ast.Expr(ast.copy_location(name, last)), last)
    if not isinstance(last, ast.Expr):
        raise Refused(f"{_it(text)} ends without a Value. Its last part says what to draw.")
    try:
        exec(compile(ast.Module(before, []), "<expression>", "exec"), names)
        return eval(compile(ast.Expression(last.value), "<expression>", "eval"), names)
    except NameError as error:
        if error.__traceback__.tb_next and error.__traceback__.tb_next.tb_next is None:
            raise Refused(f"There is no {error.name} in {place}. {_values_among(names, place)}") from None
        raise


def _called(function, text):
    """What a function without arguments returns."""
    try:
        inspect.signature(function).bind()
    except (TypeError, ValueError):
        raise Refused(
            f"{_it(text)} is a function that takes arguments. Call it: {clean(text)}(Value(2.0), …)"
        ) from None
    return function()


def _it(text):
    return clean(text) if text.isidentifier() else f'"{clean(text)}"'


def _described(thing):
    if is_number(thing):
        return f"{article(type(thing).__name__)}, {shown(thing)}"
    if isinstance(thing, type):
        return "a class"
    return "None" if thing is None else f"{article(clean(type(thing).__name__))}"


def _values_among(names, place):
    """A sentence on which names are Values."""
    found = [name for name, thing in names.items() if not name.startswith("_") and is_value(thing)]
    module = names.get("__name__")
    found += [f"{name}()" for name, thing in names.items() if _may_give_one(name, thing, module)]
    if not found:
        return 'Try: python -m grader draw "a = Value(2.0); b = a * a; b"'
    rest = ", …" if len(found) > MOST_NAMES else ""
    return f"Here is what can be drawn of {place}: {', '.join(found[:MOST_NAMES])}{rest}."


def _may_give_one(name, thing, module):
    """Is it a function of that module, which takes no arguments?"""
    own = inspect.isfunction(thing) and thing.__module__ == module and not name.startswith("_")
    return own and not inspect.signature(thing).parameters


def _named(names):
    """{id of a Value: its name}, also of the Values in a list."""
    found = {}
    for name, thing in [*names.items()]:
        if name.startswith("_"):
            continue
        if is_value(thing):
            found.setdefault(id(thing), name)
        elif isinstance(thing, list | tuple):
            for i, each in enumerate(thing[:1000]):
                if is_value(each):
                    found.setdefault(id(each), f"{name}[{i}]")
    return found


# -- its gradients ----------------------------------------------------------------------------------


def _after_backward(root, names):
    """(the Graph, remarks) after a backward pass, if there was none yet."""
    ordered(root, names)  # what cannot be drawn is refused before its backward pass runs for ever
    grad = getattr(root, "grad", None)
    if is_number(grad) and grad != 0:
        return graph_of(root, names), []
    done, remarks = _run_backward(root)
    return graph_of(root, names, upstream=1.0 if done else None), remarks


def _run_backward(root):
    """(was the backward pass done?, remarks on it)."""
    if hasattr(root, "backward"):
        try:
            root.backward()
            return True, []
        except NotImplementedError:  # that is a stage to come
            pass
        except Exception as error:
            return False, [f"backward() {_raises(error)}."]
    before = getattr(root, "grad", None)
    try:
        through_the_graph({"": root}, "")
        return True, ["There is no backward yet: here each _backward was called, in the right order."]
    except NotImplementedError as stub:
        remarks = [f"No backward pass: {clean(str(stub), LONGEST)} is still a stub."]
    except Exception:  # this engine has nothing of all that yet
        remarks = []
    _put_back(root, before)
    return False, remarks


def _put_back(root, grad):
    with suppress(Exception):
        if grad is None:
            del root.grad
        else:
            root.grad = grad


# -- what went wrong --------------------------------------------------------------------------------


def _told(error, what, code, folder):
    """One line about an exception that the learner's code, or the text of the target, has raised."""
    if isinstance(error, NotImplementedError | Unloadable):
        return not_there_yet(error, code)
    if isinstance(error, SystemExit):
        return f"{what} ends the program: exit() or sys.exit()."
    if isinstance(error, SyntaxError):
        found = syntax_error(trouble(error, folder), what)
        return f"{found['where']}: {error.msg}." if "where" in found else found["got"]
    where = trouble(error, folder)["where"] or trouble(error, code)["where"]
    place = f" ({where[0]}, line {where[1]})" if where else ""
    return f"{what} {_raises(error)}{place}."


def _raises(error):
    said = trouble(error, "")
    return clean(f"raises {said['type']}: {said['text']}".rstrip(": "), LONGEST)
