"""The lines of a ledger in one SQLite file beside rules/: durable when a transaction ends."""

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from cadence.core import (
    CadenceError,
    _,
    explained,
    is_remote,
    later,
    opened,
    readable,
    writing,
)
from cadence.ledger.hash_chain import Line
from cadence.ledger.keeping import BEFORE_ALL, ChainStore, Signs

FILE = "ledger.sqlite"
BATCH = 5000  # lines read at once
REFUSE = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
SCHEMA = {  # by the name of what each statement makes
    "entries": """CREATE TABLE IF NOT EXISTS entries (
        number INTEGER PRIMARY KEY,
        recorded TEXT NOT NULL,
        fact TEXT NOT NULL,
        chain TEXT NOT NULL
    )""",
    "no_update": f"CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON entries {REFUSE}",
    "no_delete": f"CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON entries {REFUSE}",
    # INSERT OR REPLACE deletes the line in its way without a word to the trigger above.
    "only_next": """CREATE TRIGGER IF NOT EXISTS only_next BEFORE INSERT ON entries
        WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM entries)
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
}
UNWRITABLE = later("{0} cannot be written; nothing was recorded; see that the folder is yours")
SELECT = "SELECT number, recorded, fact, chain FROM entries"


class FileStore:
    """The lines in an open file, or in a copy of one; use `open_file`. See keeping.Store."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        file: Path,
        journal: str,
        signs: Signs,
        *,
        is_copy: bool,
    ) -> None:
        self._connection = connection
        self._file = file
        self._journal = journal
        self._is_copy = is_copy
        self.name = str(file)
        self.signs = signs

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the file for one transaction: all of it is on disk at the end, or nothing.

        Raises:
            CadenceError: it is a copy, which goes when it is closed and takes along what it got.
        """
        if self._is_copy:
            raise CadenceError(_(UNWRITABLE).format(self._file))
        with explained(self._file, _message), writing(self._connection):
            yield

    def last(self) -> Line | None:
        """Return the last line; None: there is none yet."""
        return self._one(f"{SELECT} ORDER BY number DESC LIMIT 1")

    def line(self, number: int) -> Line | None:
        """Return the line of a number; None: there is none."""
        return self._one(f"{SELECT} WHERE number = ?", number)

    def lines(self, holding: Sequence[str] = (), after: int = BEFORE_ALL) -> Iterator[Line]:
        """Yield the lines after a number whose fact holds one of some texts, or all."""
        # LIKE takes four times as long as instr, and only a pattern needs it.
        terms = ("fact LIKE ?" if "_" in each else "instr(fact, ?)" for each in holding)
        where = " OR ".join(terms) or "1 = 1"
        query = f"{SELECT} WHERE number > ? AND ({where}) ORDER BY number"
        with explained(self._file, _message):
            asked = (f"%{each}%" if "_" in each else each for each in holding)
            cursor = self._connection.execute(query, [after, *asked])
            while batch := cursor.fetchmany(BATCH):
                yield from batch

    def add(self, lines: Iterable[Line]) -> None:
        """Add the next lines; inside `writing`."""
        self._connection.executemany(
            "INSERT INTO entries (number, recorded, fact, chain) VALUES (?, ?, ?, ?)", lines
        )

    def how(self) -> str:
        """Say which journal the disk allowed, and why."""
        if is_remote(self._file.parent):
            words = _("journal: {0}; the folder is a network share, where WAL cannot be used")
        elif self._journal.upper() == "WAL":
            words = _("journal: {0}; the folder is on this computer")
        else:
            words = _("journal: {0}; this file system does not allow WAL")
        return words.format(self._journal.upper())

    def damage(self) -> str:
        """Say whether SQLite finds the file's own structure broken."""
        with explained(self._file, _message):
            if self._connection.execute("PRAGMA quick_check").fetchone() == ("ok",):
                return ""
        return _("the file itself is damaged; copy it, and restore the last export")

    def chains(self) -> Iterator[tuple[str, ChainStore]]:
        """Yield the one chain of the file."""
        yield "ledger", self

    def left(self) -> Signs:
        """Return the signs of the file as it is now."""
        return signs_of(self._file)

    def _one(self, query: str, *values: int) -> Line | None:
        with explained(self._file, _message):
            found: Line | None = self._connection.execute(query, values).fetchone()
            return found


@contextlib.contextmanager
def open_file(file: Path) -> Iterator[FileStore]:
    """Open the file, made where there is none; on a disk that may only be read, a copy of it.

    Raises:
        CadenceError: it cannot be opened, or is no ledger; with what to do.
    """
    with contextlib.ExitStack() as stack:
        lying = stack.enter_context(readable(file)) if file.exists() else file
        signs = signs_of(file)
        connection, journal = stack.enter_context(opened(lying, _message))
        with explained(file, _message):
            _make(connection)
        yield FileStore(connection, file, journal, signs, is_copy=lying != file)


def copy_of(file: Path) -> bytes:
    """Copy the file as it is at one moment, whoever is writing into it.

    Raises:
        CadenceError: it cannot be read.
    """
    with tempfile.TemporaryDirectory() as beside, explained(file, _message):
        copy = Path(beside) / FILE
        with (
            readable(file) as lying,
            closing(sqlite3.connect(f"{lying.resolve().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        return copy.read_bytes()


def signs_of(file: Path) -> Signs:
    """Return by what it is seen that a ledger's files are as they were."""
    return tuple(_sign(each) for each in (file, file.with_name(f"{file.name}-wal")))


def _sign(file: Path) -> tuple[int, int] | None:
    """Return when and how long a file was written; an empty log comes and goes with who reads."""
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found.st_size else None


def _make(connection: sqlite3.Connection) -> None:
    """Make what is missing of the table and its triggers; a whole ledger is only looked at.

    A trigger that has its name and not its text is made anew: somebody has emptied it.
    """
    known = dict(connection.execute("SELECT name, sql FROM sqlite_master").fetchall())
    wanted = {name: text.replace(" IF NOT EXISTS", "") for name, text in SCHEMA.items()}
    if all(known.get(name) == text for name, text in wanted.items()):
        return
    with writing(connection):
        for name, statement in SCHEMA.items():
            if name in known and known[name] != wanted[name] and name != "entries":
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(statement)


def _message(file: Path, error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        message = _(
            "{0}: the disk is full or failed; nothing was recorded; make room and record it again"
        )
    elif name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        message = _("{0}: somebody else is writing; nothing was recorded; try again in a minute")
    elif name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        message = _(UNWRITABLE)
    elif name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        message = _(
            "{0} is damaged; rename it, keep it, and restore the last export: cadence ledger import"
        )
    else:
        message = _("{0}: nothing was recorded: {1}")
    return message.format(file, error)
