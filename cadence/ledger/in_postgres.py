"""The lines of a ledger as one chain in a PostgreSQL database that many offices share.

Whoever writes holds the chain's advisory lock; other chains do not wait. Where the connection is
lost while a transaction is being ended, nobody knows what became of it: the next connection takes
the lock, which waits for whatever is left of the lost one, and asks for the transaction's key.
"""

import contextlib
import hashlib
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from cadence.core import CadenceError, _
from cadence.ledger.connections import PATIENCE, source_of
from cadence.ledger.hanging import hung_up
from cadence.ledger.hash_chain import Line
from cadence.ledger.keeping import BEFORE_ALL, NO_SIGNS, ChainStore, Signs
from cadence.ledger.postgres_schema import CHAINS, GUARDS, MAY_CHANGE, STANDING, STATE
from cadence.ledger.postgres_session import PostgresSession
from cadence.ledger.postgres_setup import make
from cadence.ledger.postgres_words import overtaken, unknown, without_password

BATCH = 5000  # lines read at once
TOGETHER = 1000  # lines sent at once
PAUSE = 0.2  # seconds between two tries to reach a server that was lost
SELECT = "SELECT number, recorded, fact, hash FROM cadence.entries WHERE chain = %s"
LAST = """
SELECT number, recorded, fact, hash FROM cadence.entries WHERE chain = {}
ORDER BY number DESC LIMIT 1
"""
INSERT = """
INSERT INTO cadence.entries (chain, number, recorded, fact, hash, written)
SELECT %s, number, recorded, fact, hash, %s
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS t (number, recorded, fact, hash)
ORDER BY number
"""
STANDBY = {"25006", "55P03"}  # not to be written yet, and held by what was lost


class PostgresStore:
    """The lines of one chain in an open database; use `open_chain`. See keeping.Store."""

    def __init__(self, session: PostgresSession, chain: str) -> None:
        self._session = session
        self._chain = chain
        self._lock = int.from_bytes(hashlib.sha256(chain.encode()).digest()[:8], signed=True)
        self.name = f"{session.name} [{chain}]"
        self._latest: Line | None = None
        self._added: list[Line] = []
        self._sent = 0
        self._key = uuid.uuid4()
        self.signs = self._state()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the chain for one transaction: all of it is kept at the end, or nothing."""
        with self._explained():
            if self.signs == NO_SIGNS:
                make(self._session.connection)
                self.signs = self._state()
            self._key, self._added, self._sent = uuid.uuid4(), [], 0
            try:
                self._begin_patiently()
                yield
                self._commit()
            finally:
                self._session.roll_back()

    def last(self) -> Line | None:
        """Return the last line; None: there is none yet."""
        return self._latest if self._session.is_holding else self._find_last()

    def line(self, number: int) -> Line | None:
        """Return the line of a number; None: there is none."""
        if self.signs == NO_SIGNS:
            return None
        self._send()
        found = self._rows(f"{SELECT} AND number = %s", self._chain, number)
        return found[0] if found else None

    def lines(self, holding: Sequence[str] = (), after: int = BEFORE_ALL) -> Iterator[Line]:
        """Yield the lines after a number whose fact holds one of some texts, or all."""
        self._send()
        last = self.last()
        if last is None:
            return
        where = " OR ".join(["fact LIKE %s ESCAPE ''"] * len(holding)) or "true"
        query = f"{SELECT} AND number > %s AND number <= %s AND ({where}) ORDER BY number LIMIT %s"
        texts = [f"%{each}%" for each in holding]
        while True:
            batch = self._rows(query, self._chain, after, last[0], *texts, BATCH)
            yield from batch
            if len(batch) < BATCH:
                return
            after = batch[-1][0]

    def add(self, lines: Iterable[Line]) -> None:
        """Add the next lines; inside `writing`."""
        for line in lines:
            self._added.append(line)
            self._latest = line
            if len(self._added) - self._sent >= TOGETHER:
                self._send()

    def how(self) -> str:
        """Say which server keeps the lines, and whether this role could change any."""
        if self.signs == NO_SIGNS:
            return _("kept by PostgreSQL, where nothing is made ready yet")
        ((role, version, may_change),) = self._rows(MAY_CHANGE)
        words = _("kept by PostgreSQL {0}; the role {1} may add lines and change none")
        if may_change:
            words = _(
                "kept by PostgreSQL {0}; the role {1} owns the table and could take its guards"
                " away: let the office use another (cadence ledger prepare)"
            )
        return words.format(version, role)

    def damage(self) -> str:
        """Say whether the triggers that refuse every change are no longer there."""
        if self.signs == NO_SIGNS:
            return ""
        ((standing,),) = self._rows(STANDING)
        if set(GUARDS) <= set(standing or ()):
            return ""
        return _("the guards of the table were taken away; run cadence ledger prepare again")

    def chains(self) -> Iterator[tuple[str, ChainStore]]:
        """Yield every chain of the database, by its name."""
        found = self._rows(CHAINS) if self.signs != NO_SIGNS else []
        for (chain,) in found:
            yield chain, PostgresStore(self._session, chain)

    def left(self) -> Signs:
        """Return the signs as they were: who else changed something is found out next time."""
        return self.signs

    def _state(self) -> Signs:
        with self._explained():
            ((lies, changes, encoding),) = self._rows(STATE)
        if encoding != "UTF8":
            message = _("{0} is kept in {1}; make a database with encoding UTF8 for the ledgers")
            raise CadenceError(message.format(self.name, encoding))
        return NO_SIGNS if lies is None else ((lies, changes), None)

    def _find_last(self) -> Line | None:
        if self.signs == NO_SIGNS:
            return None
        found = self._rows(f"{SELECT} ORDER BY number DESC LIMIT 1", self._chain)
        return found[0] if found else None

    def _rows(self, query: LiteralString, *values: object) -> list[Any]:
        with self._explained():
            return self._session.rows(query, *values)

    def _explained(self) -> contextlib.AbstractContextManager[None]:
        return self._session.explained(self.name)

    def _send(self) -> None:
        """Send the lines that were added and have not been sent; outside of `writing` none."""
        while self._session.is_holding and (
            waiting := self._added[self._sent : self._sent + TOGETHER]
        ):
            columns = [list(each) for each in zip(*waiting, strict=True)]
            self._session.execute(INSERT, self._chain, self._key, *columns)
            self._sent += len(waiting)

    def _begin(self) -> None:
        # In one message, so that it takes one way there and back; each statement of it sees what
        # was there when the lock was had.
        text = f"BEGIN; SELECT pg_advisory_xact_lock({{}}); {LAST}"
        query = sql.SQL(text).format(sql.Literal(self._lock), sql.Literal(self._chain))
        self._session.is_holding = True
        with hung_up(self._session.connection):
            told = self._session.connection.execute(query)
        while told.nextset():
            pass
        self._latest = told.fetchone()

    def _begin_patiently(self) -> None:
        try:
            self._begin()
        except psycopg.Error as error:
            self._session.roll_back()
            if not self._session.is_lost(error):
                raise
            self._session.renew()
            self._begin()

    def _commit(self) -> None:
        try:
            done = self._end()
        except psycopg.Error as error:
            self._session.roll_back()
            if not self._session.is_lost(error):
                raise
            if self._added:
                self._settle()
            return
        if done != "COMMIT":  # a statement had failed, and somebody passed over it
            raise CadenceError(_("{0}: nothing was recorded: {1}").format(self.name, done))

    def _end(self) -> str | None:
        """Send what is left and end the transaction, in one way there and back."""
        connection = self._session.connection
        with hung_up(connection), connection.pipeline():
            self._send()
            done = connection.execute("COMMIT")
        self._session.is_holding = False
        return done.statusmessage

    def _settle(self) -> None:
        """Find out what became of a transaction whose end was lost, and end it where it was not.

        Raises:
            CadenceError: it was not recorded and others have written meanwhile; or the server
                has not come back, and nobody knows.
        """
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                self._session.renew()
                self._begin()
                self._end_again()
            except psycopg.Error as error:
                self._session.roll_back()
                if not self._session.is_lost(error) and error.sqlstate not in STANDBY:
                    raise
                if time.monotonic() > ends:
                    message = unknown(self.name, self._added[0][0], self._added[-1][0])
                    raise CadenceError(message) from error
            else:
                return
            time.sleep(PAUSE)

    def _end_again(self) -> None:
        """Leave the lines where they stand by their key, or write them where nobody else did."""
        first = self._added[0][0]
        query = "SELECT written FROM cadence.entries WHERE chain = %s AND number = %s"
        found = self._session.execute(query, self._chain, first).fetchone()
        if found == (self._key,):
            self._session.roll_back()
            return
        if (self._latest[0] if self._latest else 0) != first - 1:
            self._session.roll_back()
            raise CadenceError(overtaken(self.name))
        self._sent = 0
        self._end()


@contextlib.contextmanager
def open_chain(address: str, chain: str) -> Iterator[PostgresStore]:
    """Open a chain; what is missing in the database is made with the first line, or is said.

    Raises:
        CadenceError: the database cannot be reached or used; with what to do.
    """
    session = PostgresSession(source_of(address), without_password(address))
    try:
        yield PostgresStore(session, chain)
    finally:
        session.close()
