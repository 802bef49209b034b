"""A workspace as the desk's pages read it: what was read is kept until it changes.

Reading the rules takes a second, dating a county a twentieth of one; so the rules are kept by the
sizes and times of their files, the history by the ledger's, and scenes by the minute.
"""

import datetime as dt
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cadence.core import CadenceError, Entry, History, Span, history
from cadence.ledger import FILE as LEDGER
from cadence.ledger import read_entries
from cadence.occurrences import Asked, Scene, scenes_of
from cadence.rules import RULES, Workspace, read_workspace

Signs = tuple[tuple[str, int, int], ...]  # path, time and size of files


@dataclass(frozen=True, kw_only=True)  # without slots: scenes are kept beside
class View:
    """The workspace at a moment; everything on one page comes from one View.

    Attributes:
        folder: the workspace.
        now: the moment judged from, kept to the minute.
        workspace: what rules/ says; None where it cannot be read.
        problem: why it cannot be read, in words with file, line and what to do.
        entries: the ledger's lines; history: what they come to.
    """

    folder: Path
    now: dt.datetime
    workspace: Workspace | None
    problem: str
    entries: tuple[Entry, ...]
    history: History
    _scenes: dict[Asked, Scene] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        """Return the day."""
        return self.now.date()

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Return every place that has units: its folder and its name."""
        rosters = self.workspace.rosters if self.workspace else {}
        return tuple((key, each.name) for key, each in sorted(rosters.items()))

    def scene(self, place: str, span: Span, unit: str | None = None) -> Scene:
        """Return a place over some days, dated and judged once however often it is asked for.

        Raises:
            CadenceError: there is no such place or unit, or the rules cannot be read.
        """
        if self.workspace is None:
            raise CadenceError(self.problem)
        asked = Asked(span=span, place=place, unit=unit)
        if asked not in self._scenes:
            found = scenes_of(self.workspace, self.history, asked, self.now)
            self._scenes[asked] = found[0]
        return self._scenes[asked]


class Office:
    """The workspace behind the desk; for any number of threads."""

    def __init__(self, folder: Path, clock: Callable[[], dt.datetime]) -> None:
        """Look at a workspace.

        Args:
            folder: the workspace.
            clock: tells the moment, with its zone.
        """
        self.folder = folder
        self.clock = clock
        self._lock = threading.Lock()
        self._rules: tuple[Signs, Workspace | None, str] | None = None
        self._ledger: tuple[Signs, tuple[Entry, ...], History] | None = None
        self._view: tuple[tuple[object, ...], View] | None = None

    def view(self) -> View:
        """Return the workspace as it is now.

        Raises:
            CadenceError: the ledger cannot be read.
        """
        with self._lock:
            now = self.clock().replace(second=0, microsecond=0)
            rules, ledger = self._read_rules(), self._read_ledger()
            key = (now, rules[0], ledger[0])
            if self._view is None or self._view[0] != key:
                self._view = (
                    key,
                    View(
                        folder=self.folder,
                        now=now,
                        workspace=rules[1],
                        problem=rules[2],
                        entries=ledger[1],
                        history=ledger[2],
                    ),
                )
            return self._view[1]

    def _read_rules(self) -> tuple[Signs, Workspace | None, str]:
        signs = tuple(_signs(self.folder / RULES))
        if self._rules is None or self._rules[0] != signs:
            try:
                self._rules = (signs, read_workspace(self.folder), "")
            except CadenceError as error:
                self._rules = (signs, None, str(error))
        return self._rules

    def _read_ledger(self) -> tuple[Signs, tuple[Entry, ...], History]:
        # What is written goes to the file's log first.
        names = (LEDGER, f"{LEDGER}-wal")
        signs = tuple(each for name in names for each in _signs(self.folder / name))
        if self._ledger is None or self._ledger[0] != signs:
            entries = tuple(read_entries(self.folder))
            self._ledger = (signs, entries, history(entries))
        return self._ledger


def _signs(path: Path) -> Iterator[tuple[str, int, int]]:
    """Yield what tells a file, or each file below a folder, from what it was before."""
    if path.is_dir():
        with os.scandir(path) as found:
            for each in sorted(found, key=lambda entry: entry.name):
                yield from _signs(Path(each.path))
    elif path.exists():
        stat = path.stat()
        yield str(path), stat.st_mtime_ns, stat.st_size
