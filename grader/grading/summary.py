"""The end of a grading run on the screen: the points, the tests most often failed, what to look at."""

from collections import Counter
from dataclasses import replace

from rich.table import Table

from ..seats.explain import sentence
from ..stages import stages
from .gradebook import full_mark

MOST_TESTS = 5
MOST_ROWS = 20  # of those that need a look


def show_summary(out, every_row, settings, folder):
    """Show what has come of a cohort."""
    failed, rows = Counter(), []
    for row in every_row:
        failed.update(row.verdict["failed"] if row.verdict else ())
        rows.append(replace(row, verdict=row.verdict and {"points": row.points}))
    statuses = Counter(row.status for row in rows)
    counts = ", ".join(f"{number} {status}" for status, number in statuses.most_common())
    mean = sum(row.total for row in rows) / len(rows)
    out.print(f"{len(rows)} submissions: {counts}. Mean {mean:.1f} of {full_mark(settings):g} points.\n")
    out.print(_distribution(rows, settings))
    _show_failed(out, failed)
    _show_to_look_at(out, rows)
    out.print(f"\nWritten to {folder}: grades.csv, report.html, feedback/, results/", markup=False)
    out.print(f"The random examples are those of --seed {settings.seed}", markup=False)
    if not settings.sandboxed:
        out.print("Graded without a sandbox: the code could have changed its own grade.")


def _distribution(rows, settings):
    table = Table(box=None, pad_edge=False)
    table.add_column("stage")
    for title in ("nothing", "under half", "half or more", "all", "mean", "of"):
        table.add_column(title, justify="right")
    for number in settings.stages:
        stage = stages()[number]
        points = [row.points.get(str(number), 0) for row in rows]
        full = settings.course.full(stage)
        shares = Counter(_share(each, full) for each in points)
        mean = f"{sum(points) / len(points):.1f}"
        name = f"{number} {stage.title}{' (bonus)' if stage.bonus else ''}"
        table.add_row(name, *(str(shares[i]) for i in range(4)), mean, f"{full:g}")
    return table


def _share(points, full):
    """0 for nothing, 1 for less than half, 2 for half and more, 3 for everything."""
    return 0 if points == 0 else 3 if points >= full else 2 if points >= full / 2 else 1


def _show_failed(out, failed):
    if failed:
        out.print("\nThe tests most often failed:")
    for test, number in failed.most_common(MOST_TESTS):
        place, _, name = test.rpartition("::")
        out.print(f"  {number:4}  {sentence(name)}  ({place.split('/')[1]})", markup=False)


def _show_to_look_at(out, rows):
    wanting = [row for row in rows if row.status != "graded"]
    if wanting:
        out.print("\nWhat needs a look:")
    for row in wanting[:MOST_ROWS]:
        out.print(f"  {row.id}: {row.status}; {'; '.join(row.notes) or 'see its feedback'}", markup=False)
    if len(wanting) > MOST_ROWS:
        out.print(f"  and {len(wanting) - MOST_ROWS} more, in grades.csv")
