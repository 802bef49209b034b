"""Scene of one unit or post → the tasks of its list, each an iCalendar of one VTODO (RFC 4791).

One per occurrence that it owes, never an RRULE: clients disagree on which one a tick answers.
Titles, words, ring days and uids are those of its feed; the due day is inclusive in a VTODO.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from icalendar import Alarm, Calendar
from icalendar import Todo as VTodo

from cadence.core import CATEGORIES, SHANGHAI, Window, rule_uid, unit_uid
from cadence.feeds.entry_words import description, digest_title, summary, word_of
from cadence.feeds.rings import DigestEntry, Ring, ring_of, together
from cadence.feeds.vevents import clause_uri, extended, stamp_of
from cadence.occurrences import Judged, Mark, Scene

NOT_TAKEN = "【未登记】"
NOON = dt.time(12)
LISTED = {
    "open",
    "claimed",
    "due_soon",
    "extended",
    "upcoming",
    "overdue",
    "done",
    "late",
    "waived",
}
TICKED = {"done", "late", "claimed"}
RINGING = {"open", "due_soon", "extended", "upcoming"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One task of a list.

    Attributes:
        uid: the last part of its address, too; it outlives corrections of dates.
        judged: the occurrence and how it stands.
        body: its iCalendar.
    """

    uid: str
    judged: Judged
    body: bytes

    @property
    def is_ticked(self) -> bool:
        """Tell whether it shows as done."""
        return self.judged.judgement.status in TICKED


@dataclass(frozen=True, slots=True)
class _Slot:
    """A task before its body is made."""

    uid: str
    judged: Judged
    mark: Mark | None
    shown: Window
    ring: Ring | None


def todos(scene: Scene, notes: Mapping[str, str]) -> Iterator[Todo]:
    """Yield the tasks of a list: what the scene's unit owes, and what it missed before.

    Args:
        scene: of one unit or post.
        notes: by uid, why what was ticked was not taken; it stands on top of the description.
    """
    slots = tuple(_slots(scene))
    days = together(each.ring for each in slots if each.ring)
    alarms = {each.uid: alarm for each, alarm in _alarms(slots, days, scene.as_of.date())}
    for each in slots:
        body = _body(each, scene, alarms.get(each.uid), notes.get(each.uid, ""))
        yield Todo(uid=each.uid, judged=each.judged, body=body)


def _slots(scene: Scene) -> Iterator[_Slot]:
    seen: set[str] = set()
    for judged in (*scene.carried, *scene.judged):
        binding, window = judged.occurrence.binding, judged.occurrence.window
        uid = f"{rule_uid(binding.rule, window)}-t.{unit_uid(binding.unit)}"
        if judged.judgement.status not in LISTED or uid in seen:
            continue
        seen.add(uid)
        mark = scene.standings.mark([binding], window)
        shown = extended(window, mark)
        is_rung = judged.judgement.status in RINGING
        ring = ring_of(binding.rule, shown, scene.policy, scene.advise) if is_rung else None
        yield _Slot(uid, judged, mark, shown, ring)


def _alarms(
    slots: Iterable[_Slot], days: frozenset[dt.date], today: dt.date
) -> Iterator[tuple[_Slot, Alarm]]:
    """Ring once a task, and once a day for all where too many would; never for what is past."""
    waiting: dict[dt.datetime, list[_Slot]] = {}
    for each in slots:
        if each.ring is None or each.ring.at.date() < today:
            continue  # by the day, so that no tag changes as a minute passes
        if each.ring.at.date() in days and not each.ring.is_clock:
            waiting.setdefault(each.ring.at, []).append(each)
        else:
            yield each, _alarm(each.uid, each.ring.at, each.judged.occurrence.binding.rule.act)
    for at, found in sorted(waiting.items()):
        duties = tuple((each.judged.occurrence.binding.rule, each.shown) for each in found)
        yield found[0], _alarm(found[0].uid, at, digest_title(DigestEntry(at=at, duties=duties)))


def _alarm(uid: str, at: dt.datetime, words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("uid", f"a-{uid}")
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", at.astimezone(dt.UTC), parameters={"VALUE": "DATE-TIME"})
    return alarm


def _body(slot: _Slot, scene: Scene, alarm: Alarm | None, note: str) -> bytes:
    binding = slot.judged.occurrence.binding
    rule, window = binding.rule, slot.judged.occurrence.window
    stamp = stamp_of(rule, window)
    todo = VTodo()
    todo.add("uid", slot.uid)
    todo.add("dtstamp", stamp)
    todo.add("last-modified", stamp)
    todo.add("summary", summary(rule, window, binding.role, word_of(rule, window), slot.mark))
    todo.add("description", "\n".join((*_above(note), description(rule, window, slot.mark))))
    todo.add("categories", [CATEGORIES[rule.category]])
    todo.add("url", clause_uri(rule, scene.policy))
    _dated(todo, slot.shown)
    _standing(todo, slot.judged)
    if alarm:
        todo.add_component(alarm)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//cadence//duties//ZH")
    calendar.add_component(todo)
    return bytes(calendar.to_ical(sorted=False))


def _above(note: str) -> Sequence[str]:
    return [f"{NOT_TAKEN}{note}", ""] if note else []


def _dated(todo: VTodo, shown: Window) -> None:
    """Say from when until when: DUE has to lie after DTSTART (RFC 5545, 3.8.2.3)."""
    if shown.opens and shown.closes:
        todo.add("dtstart", shown.opens.astimezone(dt.UTC))
        todo.add("due", shown.closes.astimezone(dt.UTC))
        return
    if shown.due is None or shown.start < shown.due:
        todo.add("dtstart", shown.start)
    if shown.due is not None:
        todo.add("due", shown.due)


def _standing(todo: VTodo, judged: Judged) -> None:
    judgement = judged.judgement
    said = judgement.past.claim if judgement.status == "claimed" else judgement.past.done
    if judgement.status in TICKED and said:
        todo.add("status", "COMPLETED")
        todo.add("percent-complete", 100)
        todo.add("completed", _moment(said.on).astimezone(dt.UTC))
    else:
        todo.add("status", "CANCELLED" if judgement.status == "waived" else "NEEDS-ACTION")


def _moment(on: dt.date | dt.datetime) -> dt.datetime:
    """Return a moment that is that day in China and in UTC alike."""
    return on if isinstance(on, dt.datetime) else dt.datetime.combine(on, NOON, SHANGHAI)
