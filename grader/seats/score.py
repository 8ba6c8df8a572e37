"""What the Results of a stage amount to: passed or not, points, and the first failure."""

# How a Finding begins where there is nothing to ask: a misspelt name, or code that cannot be stopped.
UNASKABLE = ("has no `", "raises NameError", "raises UnboundLocalError", "was still running after its time")


def required(stage, results):
    """The Results that count for passing the stage: all but those of bonus functions."""
    return [
        each for each in results if each.stage == stage.number and not stage.function(each.function).bonus
    ]


def passed(stage, results):
    """Do all tests that count pass?"""
    return all(each.passed for each in required(stage, results))


def points(stage, results):
    """The points earned in a stage, bonuses included."""
    return round(sum(earned(function, results) for function in stage.functions), 1)


def earned(function, results):
    """The points earned with one function: by the share of its tests that pass.

    Tests with fixed numbers earn nothing alone: a table can know these. One that draws must pass, too.
    """
    mine = [each for each in results if (each.stage, each.function) == (function.stage, function.name)]
    random = [each for each in mine if each.random]
    if not mine or (random and not any(each.passed for each in random)):
        return 0.0
    return function.points * sum(each.passed for each in mine) / len(mine)


def first_failure(stage, results):
    """The Result that is told: the first that keeps the stage from passing, else the first bonus, or None.

    What is written and wrong comes before what is still to be written: it can be mended at once.
    """
    missed = [each for each in results if each.stage == stage.number and each.finding]
    needed = [each for each in missed if not stage.function(each.function).bonus]
    unwritten = stubs(results)
    wrong = [each for each in needed if _is_written(each.finding) and _about(each) not in unwritten]
    return next(iter(wrong + needed + missed), None)


def stubs(results):
    """(stage, function) for each function whose own tests have found that it is still to be written."""
    found = [each for each in results if each.finding and each.finding.kind == "todo"]
    return {_about(x) for x in found if x.finding.function == x.function and not x.finding.ask}


def _about(result):
    return result.stage, result.function


def _is_written(finding):
    """Is it about code that is there, be it under another name? What it lacks, an earlier stub may be for."""
    if finding.kind == "todo":
        return bool(finding.ask)
    return not finding.got.startswith("has no `")


def is_example(test):
    """Is the test of this name an example, whose numbers everyone knows?"""
    return test.partition("::")[0].endswith("/test_examples.py")


def is_wrong(finding):
    """Does the code do something else than it should, which its answers to other questions may explain?"""
    return finding.kind in ("failed", "timeout", "crashed") and not finding.got.startswith(UNASKABLE)


def summary(wanted, results):
    """Everything about these stages as plain data, for `progress --json`."""
    rows = [_row(stage, results) for stage in wanted]
    todo = next((stage for stage in wanted if not passed(stage, results)), None)
    return {
        "stages": rows,
        "points": round(sum(row["points"] for row in rows), 1),
        "full_mark": sum(stage.points for stage in wanted if not stage.bonus),
        "next": first_failure(todo, results).finding.as_dict() if todo else None,
    }


def _row(stage, results):
    mine = [each for each in results if each.stage == stage.number]
    return {
        "stage": stage.number,
        "title": stage.title,
        "tests": len(mine),
        "passed": sum(each.passed for each in mine),
        "points": points(stage, mine),
        "max": stage.points,
        "bonus": stage.bonus,
        "done": passed(stage, mine),
    }
