"""A workspace as the desk's pages read it: what was read is kept until it changes.

Reading the rules takes a second, dating and judging a county a tenth of one; so the rules are kept
by the sizes and times of their files, the history by the ledger's, and scenes by the minute. A line
that says how one occurrence stands renews that one alone.
"""

import contextlib
import datetime as dt
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from cadence.core import CadenceError, Entry, History, Span, grown, history
from cadence.ledger import ledger_signs, read_on
from cadence.occurrences import Asked, Scene, moved_on, renewed, scenes_of, stands_as
from cadence.rules import RULES, SETTINGS, Workspace, read_workspace

Signs = tuple[tuple[str, int, int], ...]  # names, times in nanoseconds, sizes
Now = Callable[[], dt.datetime]
Made = TypeVar("Made")
SETTLED = 100_000_000  # nanoseconds: ten times the coarsest tick of a file's time


@dataclass(frozen=True, kw_only=True)  # without slots: scenes are kept beside
class View:
    """The workspace at a moment; everything on one page comes from one View.

    Attributes:
        folder: the workspace.
        now: the moment judged from, kept to the minute.
        workspace: what rules/ says; None where it cannot be read.
        problem: why it cannot be read, in words with file, line and what to do.
        fault: what is wrong with the ledger; "" where nothing is.
        entries: the ledger's lines; history: what they come to.
    """

    folder: Path
    now: dt.datetime
    workspace: Workspace | None
    problem: str
    fault: str
    entries: tuple[Entry, ...]
    history: History
    _scenes: dict[Asked, Scene] = field(default_factory=dict)
    _made: dict[object, Any] = field(default_factory=dict)
    _settled: dict[object, Any] = field(default_factory=dict)
    _lasting: dict[object, Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def today(self) -> dt.date:
        """Return the day."""
        return self.now.date()

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Return every place that has units: its folder and its name."""
        rosters = self.workspace.rosters if self.workspace else {}
        return tuple((key, each.name) for key, each in sorted(rosters.items()))

    def scene(
        self, place: str, span: Span, unit: str | None = None, pack: str | None = None
    ) -> Scene:
        """Return a place over some days, dated and judged once however often it is asked for.

        Raises:
            CadenceError: there is no such place, unit or pack, or the rules cannot be read.
        """
        if self.workspace is None:
            raise CadenceError(self.problem)
        asked = Asked(span=span, place=place, unit=unit, pack=pack)
        with self._lock:  # who comes while it is judged waits, and does not judge it, too
            if asked not in self._scenes:
                found = scenes_of(self.workspace, self.history, asked, self.now)
                _ = found[0].judged
                self._scenes[asked] = found[0]
            return self._scenes[asked]

    def kept(self, key: object, make: Callable[[], Made]) -> Made:
        """Return what is made of this view alone: once, however often it is asked for."""
        if key not in self._made:
            self._made[key] = make()
        found: Made = self._made[key]
        return found

    def settled(self, key: object, make: Callable[[], Made]) -> Made:
        """Return what is made of how everything stands, whatever the minute: until that changes."""
        if key not in self._settled:
            self._settled[key] = make()
        found: Made = self._settled[key]
        return found

    def lasting(self, key: object, make: Callable[[], Made]) -> Made:
        """Return what is made of the rules and the day: nothing done changes it."""
        if key not in self._lasting:
            self._lasting[key] = make()
        found: Made = self._lasting[key]
        return found

    def resting(self, key: object, on: object, make: Callable[[], Made]) -> Made:
        """Return what was made before, as long as what it rests on is the same; else make it.

        Args:
            key: names it.
            on: what it is made of, compared by ==: a scene is equal to itself alone.
            make: makes it.
        """
        found = self._lasting.get(key)
        if found is None or found[0] != on:
            found = self._lasting[key] = (on, make())
        made: Made = found[1]
        return made

    def scenes(self) -> tuple[Scene, ...]:
        """Return every place today: a statute's clocks run in a place of their own."""
        return tuple(
            self.scene(place, Span(self.today, self.today)) for place, _name in self.places
        )

    def grown(self, entries: tuple[Entry, ...]) -> "View | None":
        """Return the same moment with more lines of the ledger, what they leave as it was kept.

        Args:
            entries: all of them, those of this view first.

        Returns:
            None where they say more than how single occurrences stand, or are other lines.
        """
        count = len(self.entries)
        if not count or len(entries) < count or entries[count - 1] is not self.entries[-1]:
            return None
        new = entries[count:]
        known = grown(self.history, new)
        if known is None:
            return None
        touched = {getattr(each.fact, "occurrence", "") for each in new}
        with self._lock:
            scenes = {each: renewed(found, known, touched) for each, found in self._scenes.items()}
        return replace(self, entries=entries, history=known, _scenes=scenes, _made={}, _settled={})

    def moved(self, now: dt.datetime) -> "View | None":
        """Return the same workspace at a later minute of the same day; None where it is no such.

        What was done since to the second counts only now: then it is None, too.
        """
        if now < self.now or now.date() != self.now.date() or self._is_fresh():
            return None
        with self._lock:
            scenes = {each: moved_on(found, now) for each, found in self._scenes.items()}
            before = dict(self._scenes)
        same = all(stands_as(each, scenes[asked]) for asked, each in before.items())
        settled = dict(self._settled) if same else {}
        return replace(self, now=now, _scenes=scenes, _made={}, _settled=settled)

    def _is_fresh(self) -> bool:
        """Tell whether something was done, to the second, after the minute judged from."""
        for each in reversed(self.entries):
            if each.recorded < self.now:
                return False
            on = getattr(each.fact, "on", None)
            if isinstance(on, dt.datetime) and on > self.now:
                return True
        return False


class Office:
    """The workspace behind the desk; for any number of threads."""

    def __init__(self, folder: Path, clock: Now) -> None:
        """Look at a workspace.

        Args:
            folder: the workspace.
            clock: tells the moment, with its zone.
        """
        self.folder = folder
        self.clock = clock
        self._lock = threading.Lock()
        self._rules, self._ledger = Watched(), Watched()
        self._workspace: Workspace | None = None
        self._problem = self._fault = ""
        self._entries: tuple[Entry, ...] = ()
        self._chain = ""
        self._view: View | None = None
        self._asked = 0.0

    def glimpse(self) -> View | None:
        """Return the view that was shown last; None where nobody has asked for any."""
        return self._view

    def is_alone(self, seconds: float) -> bool:
        """Tell whether nobody has asked for anything for so long."""
        return time.monotonic() - self._asked >= seconds

    def view(self) -> View:
        """Return the workspace as it is now.

        Raises:
            CadenceError: the ledger cannot be read.
        """
        self._asked = time.monotonic()
        with self._lock:
            now = self.clock().replace(second=0, microsecond=0)
            rules_changed, ledger_changed = self._read_rules(), self._read_ledger()
            view = self._view
            if view is None or rules_changed or view.fault != self._fault:
                view = None
            elif ledger_changed:
                view = view.grown(self._entries)
            if view is not None and view.now != now:
                view = view.moved(now)
            self._view = view or self._looked(now)
            return self._view

    def _looked(self, now: dt.datetime) -> View:
        known = self._view.history if self._view and self._view.entries is self._entries else None
        return View(
            folder=self.folder,
            now=now,
            workspace=self._workspace,
            problem=self._problem,
            fault=self._fault,
            entries=self._entries,
            history=known or history(self._entries),
        )

    def _read_rules(self) -> bool:
        """Read the rules if they changed, and tell whether they did."""
        # What holds for the whole workspace says where the ledger is.
        paths = (self.folder / RULES, self.folder / SETTINGS)
        if not self._rules.have_changed(signs_below(paths)):
            return False
        self._workspace, self._problem = None, ""
        try:
            self._workspace = read_workspace(self.folder)
        except CadenceError as error:
            self._problem = str(error)
        return True

    def _read_ledger(self) -> bool:
        """Read the ledger if it changed, and tell whether it did."""
        try:
            if not self._ledger.have_changed(ledger_signs(self.folder)):
                return False
            found = read_on(self.folder, self._entries, self._chain)
            self._entries, self._chain, self._fault = found
        except CadenceError:
            self._ledger = Watched()  # so that the next page tries again
            raise
        return True


class Watched:
    """Files whose changes show in their sizes and times; look before reading what they say."""

    def __init__(self) -> None:
        self._known: Signs | None = None

    def have_changed(self, found: Signs) -> bool:
        """Tell whether what has these signs may have changed since it was looked at."""
        newest = max((modified for _path, modified, _size in found), default=0)
        changed = found != self._known
        # Who writes again within the clock's tick leaves the same signs: such are not relied on.
        self._known = found if time.time_ns() - newest > SETTLED else None
        return changed


def signs_below(paths: Iterable[Path]) -> Signs:
    """Return the signs of files, and of any below folders."""
    return tuple(each for path in paths for each in _signs(path))


def _signs(path: Path) -> Iterator[tuple[str, int, int]]:
    """Yield what tells a file, or each file below a folder, from what it was before."""
    if path.is_dir():
        with os.scandir(path) as found:
            for each in sorted(found, key=lambda entry: entry.name):
                yield from _signs(Path(each.path))
        return
    with contextlib.suppress(FileNotFoundError):  # SQLite takes its log away when it is done
        stat = path.stat()
        yield str(path), stat.st_mtime_ns, stat.st_size
