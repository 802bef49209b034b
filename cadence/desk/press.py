"""The build behind the desk: one at a time, in a thread of its own, asked after by its page."""

import datetime as dt
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from cadence import publish  # by its parts: a sixth of the desk's start, for one room
from cadence.core import CadenceError, Span, spoken_in_chinese, week_before
from cadence.desk.office import Now, View
from cadence.ledger import ledger_fault, published_head, read_before
from cadence.serve import read_access

if TYPE_CHECKING:
    from cadence.publish import KeptFeed


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressing:
    """How a build stands.

    Attributes:
        begun: when; ended: None while it runs.
        made: files so far; name: of the one being made.
        words: what came of it, or why nothing did; failed: that nothing did.
        left: why a place was not built and stays as it was, a line for each.
        kept: the calendars that would lose much and stay as they were, until somebody has looked.
    """

    begun: dt.datetime
    ended: dt.datetime | None = None
    made: int = 0
    name: str = ""
    words: str = ""
    failed: bool = False
    left: tuple[str, ...] = ()
    kept: "tuple[KeptFeed, ...]" = ()


class Came(TypedDict, total=False):
    """What came of a build, as a Pressing says it."""

    words: str
    failed: bool
    left: tuple[str, ...]
    kept: "tuple[KeptFeed, ...]"


class Press:
    """Builds what the desk shows; for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.state: Pressing | None = None

    def start(
        self,
        view: View,
        clock: Now,
        *,
        force: bool = False,
        released: frozenset[str] = frozenset(),
    ) -> bool:
        """Begin a build of what a view holds.

        Args:
            view: rules and history.
            clock: tells the moment.
            force: publish even where calendars lose much.
            released: the keys of units whose calendars alone may, because somebody looked.

        Returns:
            Whether it was begun: not while another runs.
        """
        with self._lock:
            if self.state and self.state.ended is None:
                return False
            self.state = Pressing(begun=clock())
            self._thread = threading.Thread(target=self._run, args=(view, clock, force, released))
            self._thread.start()
        return True

    def wait(self) -> None:
        """Wait until the build that runs, if any, has ended."""
        if self._thread:
            self._thread.join()

    def _run(self, view: View, clock: Now, force: bool, released: frozenset[str]) -> None:
        with spoken_in_chinese():
            try:
                came = self._built(view, clock, force=force, released=released)
            except CadenceError as error:
                came = {"words": str(error), "failed": True}
            except BaseException as error:
                words = f"意外中断：{error!r}。已发布的文件都还完整。"
                self._end(clock, {"words": words, "failed": True})
                raise
        self._end(clock, came)

    def _built(self, view: View, clock: Now, *, force: bool, released: frozenset[str]) -> Came:
        if view.workspace is None:
            raise CadenceError(view.problem)
        year = view.today.year
        order = publish.Order(
            span=Span(dt.date(year, 1, 1), dt.date(year + 1, 12, 31)),
            now=clock(),
            force=force,
            released=released,
            history=view.history,
            private=read_access(view.folder).private,
            head=published_head(view.folder),
            fault=ledger_fault(view.folder),
            stale_days=view.workspace.stale_days,
            before=read_before(view.folder, week_before(clock())),
        )
        found, there = publish.build_everywhere(view.workspace, order, self._say)
        if not found.failed:
            publish.note_published(view.folder, clock(), view.workspace.stale_days)
        words = (
            f"日历{found.feeds}份、日程{found.events}条；"
            f"改动{found.written}个文件，{found.unchanged}个没有变化，去掉{found.removed}个。"
        )
        if there:
            words += f"对象存储：写入{there.written}个，{there.unchanged}个没有变化，"
            words += f"去掉{there.removed}个。"
        rosters = view.workspace.rosters
        left = tuple(f"{rosters[place].name}：{why}" for place, why in found.failed.items())
        return {"words": words, "left": left, "kept": found.kept}

    def _say(self, name: str) -> None:
        if self.state:
            self.state = replace(self.state, made=self.state.made + 1, name=name)

    def _end(self, clock: Now, came: Came) -> None:
        if self.state:
            self.state = replace(self.state, ended=clock(), **came)
