"""Spreadsheets of learning management systems, as they were exported.

Source: RFC 4180 (CSV), with the separators that these systems use.
"""

import csv
import io
from dataclasses import dataclass

from ..arguments import Refused


@dataclass(frozen=True)
class Sheet:
    """A spreadsheet: its rows, as they are, and how they were written."""

    head: list[str]
    rows: list[list[str]]
    separator: str
    mark: str  # the byte order mark, where there is one

    def column(self, name):
        """The place of a column, or None."""
        return self.head.index(name) if name in self.head else None

    def data(self, head, rows):
        """The bytes of a sheet that is written as this one was."""
        text = io.StringIO(self.mark, newline="")
        text.seek(len(self.mark))
        csv.writer(text, delimiter=self.separator, lineterminator="\r\n").writerows([head, *rows])
        return text.getvalue().encode("utf-8", errors="replace")


def sheet(path):
    """The Sheet in a file. Raises Refused."""
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise Refused(f"There is no gradebook {path}.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path} is not in UTF-8. Name the file as it was exported, not a copy.") from None
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    first = text.removeprefix(mark).split("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        lines = csv.reader(io.StringIO(text.removeprefix(mark), newline=""), delimiter=separator, strict=True)
        head, *rows = [row for row in lines if row]
    except (csv.Error, ValueError):
        raise Refused(f"{path} is no spreadsheet (CSV). Name the file as it was exported.") from None
    return Sheet(head, [row + [""] * (len(head) - len(row)) for row in rows], separator, mark)
