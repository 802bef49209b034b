"""Occurrences → iCalendar bytes, one feed per unit and per post.

icalendar builds and folds every distinct event once; units that owe the same share its bytes,
with only the unit's part of the UID put in. So a unit's name stands in its feed's name and in
no event.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from icalendar import Calendar, Timezone, TimezoneStandard, vDuration, vInt

from cadence.events import UNIT, clause_uri, events, notice
from cadence.model import Binding, Role, Rule, Unit, Window, unit_uid
from cadence.office import Policy

REFRESH = dt.timedelta(hours=4)
UNIT_COLOR, POST_COLOR = ("firebrick", "#B22222"), ("navy", "#000080")
END = b"END:VCALENDAR\r\n"
BEGIN_EVENT, END_EVENT = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
BEFORE_ANY = dt.date(2000, 1, 1)  # the stamp of a place without a pack
NOTHING_DATED = "【说明】暂无有日期的任务；长期、未定频次、由事件触发的任务见任务台账"
GONE = "【已停用】该单位已不在名册，本日历不再更新，请取消订阅"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One calendar to publish.

    Attributes:
        unit: whose it is.
        head: everything before the first event.
        body: the events, cut wherever the unit's part of a UID goes.
        count: how many events the body holds.
    """

    unit: Unit
    head: bytes
    body: tuple[bytes, ...]
    count: int

    def render(self) -> bytes:
        """Return the whole feed; one join, because this runs once per unit and is all it costs."""
        first, *middle, last = self.body
        return unit_uid(self.unit).encode().join((self.head + first, *middle, last + END))


@dataclass(frozen=True, slots=True)
class _View:
    """One rule as one kind of reader sees it; equal views give equal bytes."""

    key: str
    role: Role


def feeds(
    units: Iterable[Unit],
    bindings: Iterable[Binding],
    expand: Callable[[Rule], tuple[Window, ...]],
    policy: Policy,
    place: str,
) -> Iterator[Feed]:
    """Yield the feed of every unit and post of a roster, if only to say that nothing is dated.

    Args:
        units: the roster's units, in its order.
        bindings: of every pack of the place.
        expand: dates a rule; asked once per rule and role.
        policy: the office's own decisions.
        place: the place's name for people.
    """
    rules: dict[str, Rule] = {}
    # A dict for its order: what reaches a unit twice, itself and through its post, stands once.
    views: dict[str, dict[_View, None]] = {}
    for binding in bindings:
        rules[binding.rule.key] = binding.rule
        for unit_id in _readers(binding):
            views.setdefault(unit_id, {})[_View(binding.rule.key, binding.role)] = None

    @cache
    def rendered(view: _View) -> bytes:
        rule = rules[view.key]
        entries = (
            event for window in expand(rule) for event in events(rule, window, view.role, policy)
        )
        return b"".join(event.to_ical(sorted=False) for event in entries)

    @cache
    def body(chosen: tuple[_View, ...]) -> tuple[tuple[bytes, ...], int]:
        content = b"".join(map(rendered, chosen)) or nothing_dated
        return tuple(content.split(UNIT.encode())), whole_events(content)

    nothing_dated = _nothing_dated(rules.values(), policy)
    for unit in units:
        parts, count = body(tuple(views.get(unit.id, ())))
        yield Feed(unit=unit, head=head(unit, place, policy), body=parts, count=count)


def gone_feed(published: bytes, unit: Unit, now: dt.datetime, sequence: int) -> bytes:
    """Empty the feed of a unit that left the roster: its head stays, one notice is its body.

    Args:
        published: the feed so far.
        unit: whose it was.
        now: the moment of the build.
        sequence: what the notice is numbered with, so that no number goes back on a return.
    """
    name_lines = published.split(BEGIN_EVENT, 1)[0]
    event = notice(GONE, now.date(), now)
    event["SEQUENCE"] = vInt(sequence)
    body = bytes(event.to_ical(sorted=False))
    parts = tuple(body.split(UNIT.encode()))
    return Feed(unit=unit, head=name_lines, body=parts, count=1).render()


def is_gone(published: bytes) -> bool:
    """Tell whether a published feed already is the notice of a unit that left."""
    return published.count(BEGIN_EVENT) == 1 and GONE[:5].encode() in published


def head(unit: Unit, place: str, policy: Policy) -> bytes:
    """Return a feed's first lines, up to its first event (RFC 7986 section 5, no METHOD)."""
    name = f"{unit.name}安全生产任务（{place}）"
    color, hexadecimal = POST_COLOR if unit.kind == "post" else UNIT_COLOR
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//cadence//duties//ZH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("color", color)
    calendar.add("x-apple-calendar-color", hexadecimal)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    if policy.remind == "event":
        calendar.add_component(_shanghai())
    return bytes(calendar.to_ical(sorted=False)).removesuffix(END)


@cache
def _shanghai() -> Timezone:
    """Return the fixed VTIMEZONE: China has kept +08:00 without summer time since 1992."""
    zone = Timezone()
    zone.add("tzid", "Asia/Shanghai")
    standard = TimezoneStandard()
    standard.add("dtstart", dt.datetime(1992, 1, 1))  # noqa: DTZ001 - local by definition
    standard.add("tzoffsetfrom", dt.timedelta(hours=8))
    standard.add("tzoffsetto", dt.timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def whole_events(content: bytes) -> int:
    """Count the events of a feed or of its body; a full parse of every feed would be too slow.

    Raises:
        AssertionError: an event is not closed, or the last line is not.
    """
    begun, ended = content.count(BEGIN_EVENT), content.count(END_EVENT)
    if begun != ended or not content.endswith((END_EVENT, END_EVENT + END)):
        msg = f"a feed came out broken: {begun} events begin, {ended} end"
        raise AssertionError(msg)
    return begun


def _nothing_dated(rules: Iterable[Rule], policy: Policy) -> bytes:
    """Return the one entry of a feed without dates; it leads to the newest register."""
    newest = max(rules, key=lambda rule: rule.effective, default=None)
    revised = newest.document.revised if newest else BEFORE_ANY
    event = notice(NOTHING_DATED, revised, dt.datetime.combine(revised, dt.time(), dt.UTC))
    if newest:
        event.add("url", clause_uri(newest, policy).partition("#")[0])
    return bytes(event.to_ical(sorted=False))


def _readers(binding: Binding) -> Iterator[str]:
    """Name whose feeds show a binding: the unit's, and for a post's own duty its body's too."""
    yield binding.unit.id
    if binding.unit.of and binding.role == "owner":
        yield binding.unit.of
