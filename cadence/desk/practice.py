"""练习日期: a copy of the workspace for one session, on a day of its choosing, thrown away after.

What is done there is written there alone. The copy has neither users nor where messages go, so
nobody signs in by it and nothing is sent; what leaves the desk on paper or as a file is refused by
the entrances, for nobody could tell it from the real thing.
"""

import contextlib
import datetime as dt
import os
import secrets
import shutil
import sqlite3
import tempfile
import threading
import weakref
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from cadence.core import CadenceError, reason
from cadence.desk.office import Now, Office
from cadence.desk.press import Press
from cadence.ledger import ledger_copy, line_of, open_ledger
from cadence.rules import RULES

COPIED, LINKED = (RULES, "drafts"), ("evidence", "fonts")
CONTACTS = "contacts.yaml"
PREFIX, IN_USE = "cadence-practice-", ".in-use"  # locked as long as its desk lives
MOST = 8  # at once, each as large as the rules and the ledger


@dataclass(frozen=True, kw_only=True)  # without slots: its end is waited for
class Practice:
    """The copy that one session works in: read and built as a real workspace is.

    Attributes:
        key: part of what its forms carry, so that none of them is taken in earnest later.
        lock: tells other desks that the copy is in use.
    """

    day: dt.date
    key: str
    office: Office
    press: Press
    scratch: Path
    lock: FileLock


class Practices:
    """The copies in use, by session; for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.begun: dict[int, Practice] = {}

    def of(self, session: int) -> Practice | None:
        """Return the copy of a session; None where it works in earnest."""
        return self.begun.get(session)

    def begin(self, session: int, office: Office, day: dt.date) -> None:
        """Copy a workspace for a session, in place of the copy that it has.

        Args:
            session: its number.
            office: the real workspace.
            day: that is today in the copy; the time goes on as the clock tells.

        Raises:
            CadenceError: there are too many already, or the disk is full.
        """
        self.end(session)
        with self._lock:
            if len(self.begun) >= MOST:
                raise CadenceError("同时练习的人太多，等一会儿再来。")
            scratch = Path(tempfile.mkdtemp(prefix=PREFIX))
            lock = FileLock(scratch / IN_USE, thread_local=False)  # ended by whichever thread
            try:
                lock.acquire()
                _copy(office.folder, scratch)
            except (OSError, sqlite3.Error) as error:
                shutil.rmtree(scratch, ignore_errors=True)
                why = reason(error) if isinstance(error, OSError) else error
                raise CadenceError(f"做不成练习用的副本：{why}") from error
            made = Practice(
                day=day,
                key=secrets.token_hex(8),
                office=Office(scratch, _on(day, office.clock)),
                press=Press(),
                scratch=scratch,
                lock=lock,
            )
            weakref.finalize(made, shutil.rmtree, scratch, True)  # also when the desk stops
            self.begun[session] = made

    def end(self, session: int) -> None:
        """Throw the copy of a session away, if it has one."""
        with self._lock:
            practice = self.begun.pop(session, None)
        if practice:
            practice.press.wait()  # it would make its folder anew
            practice.lock.release()
            shutil.rmtree(practice.scratch, ignore_errors=True)


def sweep_practices() -> None:
    """Take away the copies of desks that were killed; those of desks that live stay."""
    for each in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{IN_USE}"):
        with contextlib.suppress(OSError, Timeout), FileLock(each, timeout=0):
            shutil.rmtree(each.parent, ignore_errors=True)


def _on(day: dt.date, clock: Now) -> Now:
    def told() -> dt.datetime:
        return dt.datetime.combine(day, clock().timetz())

    return told


def _copy(folder: Path, scratch: Path) -> None:
    for name in COPIED:
        if (folder / name).is_dir():
            shutil.copytree(folder / name, scratch / name, ignore=shutil.ignore_patterns(CONTACTS))
    for name in LINKED:
        if (folder / name).is_dir():
            shutil.copytree(folder / name, scratch / name, copy_function=_link)
    if copy := ledger_copy(folder):
        name, content = copy
        (scratch / name).write_bytes(content)
        if name.endswith(".jsonl"):  # out of a database: here it is a file, as of any one desk
            _restore(scratch, (scratch / name))


def _restore(scratch: Path, exported: Path) -> None:
    with open_ledger(scratch, restoring=True) as ledger, ledger.writing():
        for text in exported.read_text(encoding="utf-8").removesuffix("\n").split("\n"):
            ledger.restore(line_of(text))
    exported.unlink()


def _link(source: str, target: str) -> None:
    """Give a file a second name, for files of these folders are never changed in place."""
    with contextlib.suppress(OSError):
        os.link(source, target)
        return
    shutil.copyfile(source, target)  # another disk, or one that knows no links
