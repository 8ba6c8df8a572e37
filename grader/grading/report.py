"""The report of a class: report.html, one page for the instructor, which loads nothing from anywhere.

Here the gradebook's Rows become plain data. report.html (Jinja2) lays it out, report.css and report.js go
into it. A name stands nowhere but in that data, so that the page can take all of them back when they are
to be hidden. What a submission says is text: it is escaped by Jinja2, set as text by the script, or, in the
feedback, Markdown without links, pictures and HTML.

Sources: https://www.w3.org/TR/CSP3/ (what the page may load and run: its own script and nothing else).
"""

import hashlib
import re
from base64 import b64encode
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean, median

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt

from ..diagnosis.misconceptions import misconceptions
from ..seats.explain import CONTROL
from ..stages import stages
from .gradebook import OPEN, feedback, full_mark

HERE = Path(__file__).parent
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
MARKDOWN.disable(["link", "image", "autolink", "reference"])
WIDTHS = [a * b for b in (1, 10, 100, 1000, 10_000) for a in (1, 2, 5)]  # of the bars, in points
BARS = 10  # at most, up to the full mark

# What each status but "graded" says about a submission.
STATUSES = {
    "missing": "Nothing in it has the name of a file of the kata.",
    "unreadable": "A file or the archive cannot be read or imported; the other files count.",
    "crashed": "Some of the code ends its process; all other tests count.",
    "timeout": "Some of the code did not end in time; all other tests count.",
}

# What in a note, or in what the code gave, deserves a look: often a slip, at times an attempt.
SIGNS = {
    r"is a (symbolic )?link|is no plain file": "holds links or devices",
    r"unpacks to more|takes longer than|says too much|too many files|more than .* (files|archives)": (
        "is larger, deeper or slower to read than a submission needs to be"
    ),
    r"Read-only file system|[Pp]ermission denied|not permitted": "does what the sandbox refuses",
    r"sent something|sent too much|called back|no longer lent": "breaks off the conversation with the grader",
    r"did not let itself be stopped": "runs on when it is told to stop",
    r"ended the whole|ends the whole|ends the program": "ends its process",
    r"still running|did not end": "did not end in time",
    r"the grader has failed": "has made the grader fail: grade it by hand",
}


def write(file, rows, settings):
    """Write the report on these Rows, which are gone through twice: no text of a feedback is kept."""
    students = [student(row, settings) for row in rows]
    told = (feedback_html(row, settings) for row in rows)
    streamed(students, told, settings).dump(str(file), encoding="utf-8")


def page(students, told, settings):
    """The text of the page about these students, with the feedback that was told to each, as HTML."""
    return "".join(streamed(students, told, settings))


def streamed(students, told, settings):
    """The same, piece by piece: as one text, that of a large class would take hundreds of megabytes."""
    script = (HERE / "report.js").read_text(encoding="utf-8")
    template = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    ).get_template("report.html")
    return template.stream(
        style=(HERE / "report.css").read_text(encoding="utf-8"),
        script=script,
        script_hash=b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        data={"students": numbered(students, settings.seed), "functions": functions(settings)},
        told=told,
        **summary(students, settings),
    )


def summary(students, settings):
    """What the page says about the class as a whole."""
    totals = [each["total"] for each in students] or [0]
    return {
        "title": ", ".join(filter(None, [settings.course.title, settings.course.name])),
        "count": len(students),
        "statuses": Counter(each["status"] for each in students),
        "mean": mean(totals),
        "median": median(totals),
        "full": full_mark(settings),
        "above": sum(each > full_mark(settings) for each in totals),
        "unsafe": "" if settings.sandboxed else OPEN,
        "bars": histogram(totals, full_mark(settings)),
        "stages": [
            stage_line(students, i, stages()[n], settings.course) for i, n in enumerate(settings.stages)
        ],
        "functions": [function_line(students, i, each) for i, each in enumerate(functions(settings))],
        "beliefs": beliefs(students),
        "ungraded": ungraded(students),
        "identical": identical(students),
        "signs": suspicious(students),
    }


# -- a student --------------------------------------------------------------------------------------


def student(row, settings):
    """What the page knows of one submission."""
    return {
        "name": plain(row.id),
        "status": row.status,
        "total": row.total,
        "points": [row.points.get(str(number), 0) for number in settings.stages],
        "passed": passed(row, settings),
        "notes": [plain(note) for note in row.notes if note != OPEN],
        "faults": row.verdict["misconceptions"] if row.verdict else [],
        "signs": signs(row),
        "sha256": row.sha256,
    }


def plain(text):
    """The text without what could turn the line around or hide in it."""
    return CONTROL.sub("?", text.encode("utf-8", "replace").decode())


def passed(row, settings):
    """How many tests pass and how many there are for each function, in order; empty where none was run."""
    done = row.verdict["functions"] if row.verdict else ()
    of = {(each["stage"], each["function"]): [each["passed"], each["tests"]] for each in done}
    return [of.get((each["stage"], each["name"]), [0, 0]) for each in functions(settings)] if of else []


def signs(row):
    """What deserves a look in this submission, in the order of the table."""
    findings = row.verdict["findings"].values() if row.verdict else ()
    said = "\n".join([*row.notes, *(each.get("got", "") for each in findings)])
    return [meaning for pattern, meaning in SIGNS.items() if re.search(pattern, said)]


def numbered(students, seed):
    """The students, each with a number that tells nothing of the name and stays the same within a run."""
    digests = [hashlib.sha256(f"{seed} {each['name']}".encode()).digest() for each in students]
    ranks = {i: rank for rank, i in enumerate(sorted(range(len(students)), key=digests.__getitem__), start=1)}
    return [{**each, "number": ranks[i]} for i, each in enumerate(students)]


def feedback_html(row, settings):
    """The student's feedback without its heading, as HTML without links, pictures and scripts."""
    text = feedback(row, settings).partition("\n")[2]
    return re.sub(r"(</?h)2>", r"\g<1>3>", MARKDOWN.render(text))  # the name is the heading above


# -- the class --------------------------------------------------------------------------------------


def functions(settings):
    """All functions of the graded stages, in order."""
    return [{"stage": n, "name": each.name} for n in settings.stages for each in stages()[n].functions]


def histogram(totals, full):
    """The bars of a chart: from (included) and to (not included) how many points, and how many have these."""
    width = next(each for each in WIDTHS if each * BARS >= full)
    counts = Counter(int(total // width) for total in totals)
    return [
        {"from": i * width, "to": (i + 1) * width, "count": counts[i]}
        for i in range(max(*counts, int(full // width)) + 1)
    ]


def stage_line(students, i, stage, course):
    """How many have nothing, less than half, half or more, and all points of the stage, and the mean."""
    points, full = [each["points"][i] for each in students], course.full(stage)
    counts = Counter(share(each, full) for each in points)
    return {
        "number": stage.number,
        "title": stage.title,
        "bonus": stage.bonus,
        "of": full,
        "counts": [counts[i] for i in range(4)],
        "mean": mean(points or [0]),
    }


def share(points, full):
    """0 for nothing, 1 for less than half, 2 for half and more, 3 for everything."""
    return 0 if points == 0 else 3 if points >= full else 2 if points >= full / 2 else 1


def function_line(students, i, function):
    """How many pass all tests of a function, some, and none."""
    pairs = [each["passed"][i] if each["passed"] else [0, 0] for each in students]
    every, some = sum(a == b > 0 for a, b in pairs), sum(0 < a < b for a, b in pairs)
    return {**function, "all": every, "some": some, "none": len(students) - every - some}


def beliefs(students):
    """The misconceptions, the commonest first: who has each, and who perhaps, as another fits as well."""
    sure, perhaps = defaultdict(set), defaultdict(set)
    for i, each in enumerate(students):
        for names in (fault["names"] for fault in each["faults"]):
            for name in names:
                (sure if len(names) == 1 else perhaps)[name].add(i)
    found = [
        {
            **vars(misconceptions()[name]),
            "sure": sorted(sure[name]),
            "perhaps": sorted(perhaps[name] - sure[name]),
        }
        for name in misconceptions()
        if sure[name] | perhaps[name]
    ]
    return sorted(found, key=lambda each: (-len(each["sure"]), -len(each["perhaps"])))


def ungraded(students):
    """Those who were not graded as they should be, by status: what it means, and who they are."""
    of = [(status, [i for i, x in enumerate(students) if x["status"] == status]) for status in STATUSES]
    return [{"status": status, "means": STATUSES[status], "students": who} for status, who in of if who]


def identical(students):
    """The groups of those who handed in the same files, the largest first."""
    groups = defaultdict(list)
    for i, each in enumerate(students):
        if each["sha256"]:
            groups[each["sha256"]].append(i)
    found = [{"students": who, "total": students[who[0]]["total"]} for who in groups.values() if len(who) > 1]
    return sorted(found, key=lambda each: (-len(each["students"]), -each["total"]))


def suspicious(students):
    """For each sign: who shows it."""
    of = [(sign, [i for i, each in enumerate(students) if sign in each["signs"]]) for sign in SIGNS.values()]
    return [{"sign": sign, "students": who} for sign, who in of if who]
