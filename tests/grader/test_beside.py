"""Files beside those of the kata: they come along where they are imported, and stand in front of nothing."""

import pytest

from grader.grading import beside
from grader.grading.beside import imported
from grader.grading.grade import draw
from grader.grading.verdict import Settings, verdict
from grader.seats import runner
from grader.stages import ROOT
from grader.wall import lower
from tests.grader.uploads import ENGINE, SLOPE, lay, notebook, said, tarred, zipped

IMPORTS = {
    "import utils": ["utils"],
    "import utils as u, more": ["utils", "more"],
    "import exercises.utils as u": ["utils"],
    "import utils.inner": ["utils"],
    "from utils import a": ["utils"],
    "from .utils import a, b": ["utils"],
    "from exercises.utils import (a,\n    b)": ["utils"],
    "from . import utils, more as m": ["utils", "more"],
    "from exercises import utils": ["utils"],
    "    from utils import *  # where it is needed": ["utils"],
    "import math; from utils import x": ["utils", "math"],
    "x = 1;import utils": ["utils"],
    "try: from .utils import x": ["utils"],
    "if x: import utils": ["utils"],
    "from.utils import x": ["utils"],
    "from .import utils": ["utils"],
    "from . import (  # what helps\n    utils,  # a\n    more as m,\n)": ["utils", "more"],
    "from . import \\\n    utils": ["utils"],
    "import utils, \\\n    more": ["utils", "more"],
    "from .mylib.utils import x": ["mylib"],
    "from exercises.mylib.utils import x": ["mylib"],
    "x = {1: important}": [],
    "important = 1": [],
    "# import utils": [],
    "from exercises_2 import a": ["exercises_2"],
    "import": [],
    "from . import (": [],
}


@pytest.mark.parametrize("line", IMPORTS, ids=ascii)
def test_what_a_text_imports_is_seen_in_its_lines(line):
    assert [*imported(f"x = 1\n{line}\ny = 2\n")] == IMPORTS[line]


USES = f"from utils import helper\n{ENGINE}"
WORK = {"hw/engine.py": USES, "hw/utils.py": "from .more import helper\n", "hw/more.py": "helper = 1\n"}


@pytest.mark.parametrize("kind", [dict, zipped, tarred], ids=["folder", "zip", "tar"])
def test_a_file_that_is_imported_comes_along_and_so_does_what_it_imports(take, kind):
    got = take(kind(WORK), "ada" if kind is dict else "ada.bin")
    assert got.files == {"engine.py": USES, "utils.py": WORK["hw/utils.py"], "more.py": WORK["hw/more.py"]}
    assert "utils.py is taken along, since engine.py imports it" in got.notes
    assert "more.py is taken along, since utils.py imports it" in got.notes


@pytest.mark.timeout(60)
def test_parentheses_that_are_left_open_do_no_harm():
    assert not imported("from . import (\n" * 60_000)


LIBRARY = {"mylib/__init__.py": "", "mylib/utils.py": "import more\n", "mylib/a/b.py": "", "mylib/x.txt": ""}


@pytest.mark.parametrize("line", ["from .mylib.utils import x", "from mylib import x", "import mylib.utils"])
@pytest.mark.parametrize("kind", [dict, zipped, tarred], ids=["folder", "zip", "tar"])
def test_a_folder_that_is_imported_comes_along_and_so_does_what_it_imports(take, line, kind):
    files = {"engine.py": f"{line}\n{ENGINE}", "more.py": "x = 1\n", **LIBRARY}
    got = take(
        kind({f"hw/{name}": text for name, text in files.items()}), "ada" if kind is dict else "ada.bin"
    )
    assert got.files == {name: text for name, text in files.items() if not name.endswith("txt")}
    assert got.notes == (
        "The folder mylib/ is taken along, since engine.py imports it",
        "more.py is taken along, since mylib/utils.py imports it",
    )


@pytest.mark.parametrize(
    "files", [{"mylib/x.txt": ""}, {"a/mylib/x.py": ""}, {"mylib/-.py": ""}, {"mylib/a/b/c/d.py": ""}]
)
def test_a_folder_that_is_not_what_is_imported_stays_behind(take, files):
    assert take({"engine.py": f"import mylib\n{ENGINE}"} | files).files.keys() == {"engine.py"}


def test_of_a_file_and_a_folder_the_file_comes_along(take):
    got = take({"engine.py": f"import mylib\n{ENGINE}", "mylib.py": "", "mylib/x.py": ""})
    assert got.files.keys() == {"engine.py", "mylib.py"}


def test_of_a_large_folder_no_more_files_come_along_than_of_others(take):
    files = {f"mylib/part{i}.py": "" for i in range(beside.MOST + 5)}
    got = take({"engine.py": f"import mylib\n{ENGINE}", **files})
    assert len(got.files) == 1 + beside.MOST
    assert f"There are more than {beside.MOST} files beside those of the kata" in said(got)


@pytest.mark.timeout(60)  # where each import looked through all files, it would take minutes
def test_many_imports_among_many_files_do_no_harm(take):
    lines = "".join(f"import part{i}\n" for i in range(50_000))
    got = take(zipped({"engine.py": lines + ENGINE, **{f"x{i}.py": "" for i in range(15_000)}}), "ada.zip")
    assert got.files.keys() == {"engine.py"}


def test_a_folder_with_the_name_of_another_module_stays_behind(take):
    got = take({"engine.py": f"import numpy\n{ENGINE}", "numpy/x.py": ""})
    assert got.files.keys() == {"engine.py"} and not got.notes


LEFT = {
    "that nobody imports": {"engine.py": ENGINE, "utils.py": ""},
    "in another folder": {"engine.py": USES, "other/utils.py": ""},
    "with another ending": {"engine.py": USES, "utils.txt": ""},
    "that is a notebook": {"engine.py": USES, "utils.ipynb": notebook("helper = 1")},
    "of another spelling": {"engine.py": USES, "Utils.py": ""},
}


@pytest.mark.parametrize("files", LEFT.values(), ids=LEFT)
def test_a_file_stays_behind(take, files):
    assert take(files).files.keys() == {"engine.py"}


@pytest.mark.parametrize("name", ["random", "numpy", "json", "os", "tests", "solutions", "grader"])
def test_a_file_with_the_name_of_another_module_stays_behind_and_it_is_said_why(take, name):
    got = take({"engine.py": f"import {name}\n{ENGINE}", f"{name}.py": "raise SystemExit\n"})
    assert got.files.keys() == {"engine.py"}
    assert f"The file {name}.py is left out: it has the name of a module that is there already" in said(got)


def test_one_file_of_the_kata_that_imports_another_is_no_file_beside(take):
    got = take({"engine.py": ENGINE, "nn.py": "from engine import Value\n", "derivative.py": SLOPE})
    assert len(got.files) == 3 and not got.notes


def test_of_very_many_files_the_first_come_along(take):
    names = [f"part{i}" for i in range(beside.MOST + 5)]
    lines = "".join(f"import {name}\n" for name in names)
    got = take({"engine.py": lines + ENGINE, **{f"{name}.py": "" for name in names}})
    assert len(got.files) == 1 + beside.MOST
    assert f"There are more than {beside.MOST} files beside those of the kata" in said(got)


def test_files_that_import_each_other_end(take):
    got = take({"engine.py": "import a\n" + ENGINE, "a.py": "import b\n", "b.py": "import a, engine\n"})
    assert got.files.keys() == {"engine.py", "a.py", "b.py"}


def test_a_file_that_cannot_be_read_stays_behind(take):
    got = take({"engine.py": USES, "utils.py": b"\0\xff"})
    assert got.files.keys() == {"engine.py"} and "The file utils.py" in said(got)


RIGHT = (ROOT / "solutions" / "derivative.py").read_text(encoding="utf-8")
BESIDE = """\
import colorsys  # of which nobody else has made use yet
from . import utils
from exercises.utils import times
import utils as same
assert same is utils and colorsys.rgb_to_hsv
"""


@pytest.mark.parametrize("how", [[], ["exam"]], ids=["practice", "exam"])
def test_in_both_seats_files_are_found_beside_those_of_the_kata_and_in_front_of_no_module(tmp_path, how):
    wanted = "return times(3, x**2) - 4 * x + 5"
    text = RIGHT.replace("return 3 * x**2 - 4 * x + 5", wanted)
    assert wanted in text
    lay(
        tmp_path / "ada",
        {
            "derivative.py": BESIDE + text,
            "utils.py": "def times(a, b):\n    return a * b\n",
            "colorsys.py": "raise SystemExit\n",
        },
    )
    results = runner.run(tmp_path / "ada", [0], how=how)
    assert results and [each.finding for each in results if not each.passed] == []


PACKAGE = """\
import helpers, helpers.deep.more as more
from helpers.product import times
from .helpers import times as first
from exercises.helpers.product import times as second
assert times is first is second is helpers.product.times and more.there
"""


@pytest.mark.parametrize("how", [[], ["exam"]], ids=["practice", "exam"])
def test_in_both_seats_a_folder_is_found_beside_the_files_and_is_there_once(tmp_path, how):
    text = RIGHT.replace("return 3 * x**2 - 4 * x + 5", "return times(3, x**2) - 4 * x + 5")
    files = {
        "derivative.py": PACKAGE + text,
        "helpers/__init__.py": "from .product import times\n",
        "helpers/product.py": "def times(a, b):\n    return a * b\n",
        "helpers/deep/more.py": "there = True\n",
    }
    results = runner.run(lay(tmp_path / "ada", files), [0], how=how)
    assert results and [each.finding for each in results if not each.passed] == []
    (tmp_path / "ada" / "helpers" / "product.py").write_text("def times(a, b):\n    return a / 0\n")
    finding = next(x.finding for x in runner.run(tmp_path / "ada", [0], how=how) if not x.passed)
    assert (finding.where, finding.code) == ("helpers/product.py, line 2", "return a / 0")


def test_a_folder_in_which_all_of_the_kata_lies_may_be_imported_by_its_name(take, tmp_path):
    solution = {
        name: (ROOT / "solutions" / name).read_text(encoding="utf-8") for name in ("engine.py", "nn.py")
    }
    absolute = solution["nn.py"].replace("from .engine import", "from micrograd.engine import")
    assert absolute != solution["nn.py"]
    got = take({"x/micrograd/engine.py": solution["engine.py"], "x/micrograd/nn.py": absolute})
    assert got.files["micrograd/engine.py"] == "from exercises.engine import *\n"
    results = runner.run(lay(tmp_path / "taken", got.files), [5], how=["exam"])
    assert results and [each.finding for each in results if not each.passed] == []


def test_a_folder_that_comes_along_lies_beside_the_rest_when_that_is_graded(tmp_path):
    settings = Settings((0,), seed="1")
    files = {"derivative.py": f"import helpers.more\n{RIGHT}", "helpers/more.py": ""}
    found = verdict(files, settings, tmp_path, draw(settings, tmp_path))
    assert (found["status"], found["failed"]) == ("graded", [])


def test_a_user_of_lower_rights_can_read_a_folder_that_comes_along(tmp_path):
    lay(tmp_path / "ada", {"engine.py": "", "helpers/more.py": ""})
    lower._show(tmp_path / "ada")
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "ada").rglob("*")}
    assert modes == {"engine.py": 0o644, "helpers": 0o755, "more.py": 0o644}
