"""A unit's key → its list as it is at this minute: tasks, their tags, the token of that state."""

import datetime as dt
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cadence.caldav.memory import open_memory
from cadence.core import CadenceError, Span, Unit
from cadence.desk import Office, View

if TYPE_CHECKING:
    from cadence.feeds import Todo

BACK = dt.timedelta(days=62)  # what was settled stays listed
AHEAD = dt.timedelta(days=92)
SHOWN = dt.timedelta(days=14)  # how long a reason stays above a task
KEPT = 300  # lists


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTodo:
    """One task with its tag, which changes with every octet of its body."""

    todo: "Todo"
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList:
    """One unit's list.

    Attributes:
        place: the place's name; entries: by uid; token: of this state.
    """

    unit: Unit
    place: str
    entries: Mapping[str, ListedTodo]
    token: str


class Lists:
    """The lists of all units; for any number of threads."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.notes = 0  # counts the reasons that were written above tasks
        self._lock = threading.Lock()
        self._made: dict[str, tuple[View, int, TaskList]] = {}

    def of(self, key: str) -> TaskList | None:
        """Return a unit's list; None where no unit has this key.

        Raises:
            CadenceError: the rules or the ledger cannot be read, and never could be.
        """
        with self._lock:
            view, noted, made = self._made.get(key, (None, -1, None))
            try:
                current = self.office.view()
                notes = self.notes
                if view is current and noted == notes:
                    return made
                found = self._listing(current, key)
            except CadenceError:
                if made is None:
                    raise
                return made  # the last whole one: a client that hears of trouble may give up
            if found:
                if len(self._made) >= KEPT:
                    self._made.pop(next(iter(self._made)))
                self._made[key] = (current, notes, found)
            return found

    def _listing(self, view: View, key: str) -> TaskList | None:
        if view.workspace is None:
            raise CadenceError(view.problem)
        place = key.partition("/")[0]
        roster = view.workspace.rosters.get(place)
        unit = next((each for each in roster.units if each.key == key), None) if roster else None
        if roster is None or unit is None:
            return None
        from cadence.feeds import todos  # noqa: PLC0415 - the desk starts without icalendar

        span = Span(view.today - BACK, view.today + AHEAD)
        with open_memory(view.folder) as memory:
            notes = memory.refusals(key, view.now - SHOWN)
            found = {
                each.uid: ListedTodo(todo=each, etag=_tag(each.body))
                for each in todos(view.scene(place, span, key), notes)
            }
            token = memory.settle(key, {uid: each.etag for uid, each in found.items()})
        return TaskList(unit=unit, place=roster.name, entries=found, token=token)


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:24]}"'
