"""The store of a grading run: a SQLite file from which a killed run goes on.

Every verdict is committed as it comes. Verdicts belong to files, not to submissions: who handed in the
same files has the same verdict.
"""

import json
import sqlite3
from contextlib import closing
from urllib.parse import quote

from ..lms.identity import Identity

SCHEMA = """
create table if not exists settings (text text);
create table if not exists code (sha256 text primary key, files text);
create table if not exists submission (
    id text primary key, sha256 text, status text, notes text, identity text
);
create table if not exists verdict (sha256 text primary key, verdict text);
"""


class Busy(Exception):
    """Another run is at work in this store."""


class Other(Exception):
    """The store belongs to a run with other settings. The text names them."""


def kept_settings(file):
    """The settings of the run in this file; none where there is no such run."""
    if not file.is_file():
        return {}
    try:
        with closing(_to_read(file)) as connection:
            return dict(json.loads(connection.execute("select text from settings").fetchone()[0]))
    except (sqlite3.Error, TypeError, ValueError):  # it is told when the store is opened
        return {}


def _to_read(file):
    return sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True, timeout=1)


class Finished:
    """The submissions of a run that is over, read anew each time: all verdicts together are large."""

    def __init__(self, file):
        self.file = file

    def submissions(self):
        """As of a Store."""
        with closing(_to_read(self.file)) as connection:
            yield from _submissions(connection)

    def __len__(self):
        with closing(_to_read(self.file)) as connection:
            return connection.execute("select count(*) from submission").fetchone()[0]


class Store:
    """The store in one file. Raises Busy, Other, or sqlite3.Error where it cannot be read or written."""

    def __init__(self, file, settings):
        self.connection = sqlite3.connect(file, timeout=1)
        self.connection.execute("pragma locking_mode = exclusive")
        try:
            self.connection.executescript(f"begin exclusive; {SCHEMA} commit;")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise Busy from None
            raise
        self._settle(json.dumps(settings))

    def _settle(self, settings):
        """Keep the settings of this run, or find that they are those of the run that was begun here."""
        kept = self.connection.execute("select text from settings").fetchone()
        if kept is None:
            with self.connection:
                self.connection.execute("insert into settings values (?)", (settings,))
        elif kept[0] != settings:
            self.close()
            raise Other(_difference(json.loads(kept[0]), json.loads(settings)))

    def take(self, submissions):
        """Keep all submissions of a run in the place of earlier ones.

        Each is (id, sha256, files, status, notes, Identity).
        """
        with self.connection:
            self.connection.execute("delete from submission")
            for name, sha256, files, status, notes, identity in submissions:
                row = (name, sha256, status, json.dumps(notes), json.dumps(identity.as_dict()))
                self.connection.execute("insert into submission values (?, ?, ?, ?, ?)", row)
                if files:
                    code = (sha256, json.dumps(files))
                    self.connection.execute("insert or ignore into code values (?, ?)", code)

    def waiting(self):
        """The sha256 of all files that have no verdict yet, in the order of the submissions."""
        rows = self.connection.execute(
            "select sha256 from submission join code using (sha256)"
            " where sha256 not in (select sha256 from verdict) group by sha256 order by min(id)"
        )
        return [sha256 for (sha256,) in rows]

    def files(self, sha256):
        """The files, name to text, with this sha256."""
        query = "select files from code where sha256 = ?"
        return json.loads(self.connection.execute(query, (sha256,)).fetchone()[0])

    def has(self, sha256):
        """Is there a verdict on these files?"""
        query = "select 1 from verdict where sha256 = ?"
        return self.connection.execute(query, (sha256,)).fetchone() is not None

    def keep(self, verdicts):
        """Keep verdicts, by the sha256 of the files, for good: all of them or, where that fails, none."""
        rows = [(sha256, json.dumps(verdict)) for sha256, verdict in verdicts.items()]
        with self.connection:
            self.connection.executemany("insert into verdict values (?, ?)", rows)

    def submissions(self):
        """(id, sha256, status, notes, Identity, verdict or None) of each submission, in order of id."""
        return _submissions(self.connection)

    def close(self):
        """Close the file."""
        self.connection.close()


def _submissions(connection):
    rows = connection.execute(
        "select id, sha256, status, notes, identity, verdict"
        " from submission left join verdict using (sha256) order by id"
    )
    for name, sha256, status, notes, identity, verdict in rows:
        who = Identity.of(json.loads(identity))
        yield name, sha256, status, json.loads(notes), who, json.loads(verdict) if verdict else None


def _difference(kept, wanted):
    return ", ".join(f"{name} was {kept.get(name)}" for name in wanted if kept.get(name) != wanted[name])
