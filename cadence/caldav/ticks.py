"""A PUT of a task → a claim in the ledger, or the reason above the task why it is none.

Nothing of what a client sends is kept but that it is ticked, and the day that it says: programs
rewrite bodies as they like. A tick adds a line to the ledger and overwrites nothing, so that it is
taken once however often it comes, from whichever phone, and whatever version the phone had seen:
who refused an old version would lose what somebody did (docs/caldav.md).
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from cadence.caldav.lists import ListedTodo, Lists, TaskList
from cadence.caldav.memory import open_memory
from cadence.caldav.multistatus import refused
from cadence.caldav.xml import element
from cadence.core import SHANGHAI, Claimed, day_of_moment
from cadence.desk import AppPassword
from cadence.ledger import Claim, write_down

if TYPE_CHECKING:
    from icalendar import Todo as VTodo

WHOLE = 100  # percent
ERASES = "取消勾选不会抹去已经报的办结；确实报错了，请安委办在“记录”里撤销。"
WAIVES = "免办要有批准文件；请报安委办登记。"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a client sends: a body, and which version it thinks to replace."""

    body: bytes
    match: str | None
    none_match: str | None


class Pen:
    """Writes down what was ticked."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def take(self, own: TaskList, entry: ListedTodo, sent: Sent, user: AppPassword) -> Response:
        """Answer a PUT of a task that is there.

        Returns:
            204 without a tag, as always where what is kept is not what was sent (RFC 4791, 5.3.4):
            the client has to fetch the task again.

        Raises:
            CadenceError: the ledger cannot be written; nothing was.
        """
        todo = _todo_of(sent.body, entry.todo.uid)
        if isinstance(todo, Response):
            return todo
        if sent.none_match is not None:  # it is there; who makes a new one has made it elsewhere
            return Response(status_code=412)
        now = self._lists.office.clock()
        is_stale = not _fits(sent.match, entry.etag)
        if _is_ticked(todo):
            if not entry.todo.is_ticked:
                self._claim(own, entry, _on(todo, entry, now), user, now)
        elif is_stale:
            return Response(status_code=412)
        elif entry.todo.is_ticked and sent.match is not None:
            self._refuse(own, entry, ERASES, now)
        elif str(todo.get("STATUS", "")).upper() == "CANCELLED":
            self._refuse(own, entry, WAIVES, now)
        return Response(status_code=204)

    def _claim(
        self,
        own: TaskList,
        entry: ListedTodo,
        on: dt.date | dt.datetime,
        user: AppPassword,
        now: dt.datetime,
    ) -> None:
        occurrence = entry.todo.judged.occurrence
        if entry.todo.judged.judgement.status == "waived":
            return
        by = f"{own.unit.name}（{user.label or '手机任务'}）"
        fact = Claimed(occurrence=occurrence.id, on=on, by=by)
        written = write_down(self._lists.office.folder, [Claim(occurrence, fact)], now)
        (outcome,) = written.outcomes
        if outcome.refusal:
            self._refuse(own, entry, f"{outcome.refusal.chinese}。", now)
        else:
            with open_memory(self._lists.office.folder) as memory:
                memory.forgive(own.unit.key, entry.todo.uid)
            self._lists.notes += 1

    def _refuse(self, own: TaskList, entry: ListedTodo, reason: str, now: dt.datetime) -> None:
        with open_memory(self._lists.office.folder) as memory:
            memory.refuse(own.unit.key, entry.todo.uid, reason, now)
        self._lists.notes += 1


def _todo_of(body: bytes, uid: str) -> "VTodo | Response":
    """Return the task that was sent, or the refusal of what is none, or another."""
    from icalendar import Calendar  # noqa: PLC0415 - the desk starts without it
    from icalendar import Todo as SentTodo  # noqa: PLC0415

    try:
        found = Calendar.from_ical(body)
    except (ValueError, KeyError, IndexError, TypeError):
        return refused(403, element("C:valid-calendar-data"))
    if found.name != "VCALENDAR":
        return refused(403, element("C:valid-calendar-data"))
    inside = [each for each in found.subcomponents if each.name != "VTIMEZONE"]
    todos = [each for each in inside if isinstance(each, SentTodo)]
    if len(todos) < len(inside):
        return refused(403, element("C:supported-calendar-component"))
    if len(todos) != 1:
        return refused(403, element("C:valid-calendar-object-resource"))
    if str(todos[0].get("UID", "")) != uid:
        return refused(403, element("C:no-uid-conflict"))
    return todos[0]


def _fits(match: str | None, etag: str) -> bool:
    return match is None or bool({each.strip() for each in match.split(",")} & {etag, "*"})


def _is_ticked(todo: "VTodo") -> bool:
    """Tell whether a program shows the task as done; some say it only by one of the two."""
    status = str(todo.get("STATUS", "")).upper()
    return status == "COMPLETED" or (
        status != "CANCELLED" and str(todo.get("PERCENT-COMPLETE", "")) == str(WHOLE)
    )


def _on(todo: "VTodo", entry: ListedTodo, now: dt.datetime) -> dt.date | dt.datetime:
    """Return the day on which it was ticked, or the minute where hours count.

    A clock that runs ahead is not believed; without COMPLETED it was ticked now.
    """
    said = getattr(todo.get("COMPLETED"), "dt", now)
    if isinstance(said, dt.datetime):
        said = said if said.tzinfo else said.replace(tzinfo=SHANGHAI)
        said = min(said, now).astimezone(SHANGHAI).replace(second=0, microsecond=0)
        return said if entry.todo.judged.occurrence.window.closes else day_of_moment(said)
    return said if isinstance(said, dt.date) else now.astimezone(SHANGHAI).date()
