"""Occurrences → iCalendar bytes, one feed per unit and per post.

icalendar builds and folds every distinct event once; units that owe the same share its bytes,
with only the unit's part of the UID put in. So a unit's name stands in its feed's name and in
no event.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from icalendar import Calendar, vDuration, vInt, vUri

from cadence.conflicts import Sitting, merge_of, partners, sittings
from cadence.core import OWED, Binding, Policy, Role, Rule, Unit, feed_address, unit_uid
from cadence.feeds.bodies import Bodies, RuleView
from cadence.feeds.meeting_vevents import meeting
from cadence.feeds.vevents import UNIT, clause_uri, notice
from cadence.occurrences import Scene, Standings, readers

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


def feeds(scene: Scene, *, private: bool = False) -> Iterator[Feed]:
    """Yield the feed of every unit and post of a roster, if only to say that nothing is dated.

    A binding is dated once per rule and role, and for each unit of which something is known.

    Args:
        scene: the place.
        private: tokens are on, so the public address refreshes no calendar.
    """
    policy, standings, meetings = scene.policy, scene.standings, sittings(scene)
    seen = _seen_by(scene.bindings)
    shown: dict[RuleView, tuple[Binding, ...]] = {}
    views: dict[str, tuple[RuleView, ...]] = {}
    merges = merge_of(policy.merges)
    for unit_id, concerned in seen.items():
        owed = [rule for rule, role in concerned if role in OWED]
        ordered = {
            _view(
                each, standings, partners(each[0].rule.key, owed, merges), _after(each, concerned)
            ): tuple(each)
            for each in concerned.values()
        }
        shown |= {view: found for view, found in ordered.items() if view not in shown}
        views[unit_id] = tuple(ordered)
    rules = {view.key: found[0].rule for view, found in shown.items()}
    nothing_dated = _nothing_dated(rules.values(), policy)
    bodies = Bodies(scene, shown)

    @cache
    def body(chosen: tuple[RuleView, ...]) -> tuple[tuple[bytes, ...], int]:
        content = bodies.of(chosen) or nothing_dated
        return tuple(content.split(UNIT.encode())), whole_events(content)

    for unit in scene.roster.units:
        parts, count = body(views.get(unit.id, ()))
        held = meetings.get(unit.id, ())
        if held:
            parts = _with_meetings(parts, held, unit, policy)
        above = head(unit, scene.roster.name, "" if private else policy.address)
        yield Feed(unit=unit, head=above, body=parts, count=count + len(held))


def _with_meetings(
    parts: tuple[bytes, ...], held: Iterable[Sitting], reader: Unit, policy: Policy
) -> tuple[bytes, ...]:
    """Add the meetings whose hour was chosen to what else a calendar holds."""
    timed = (meeting(each, reader, policy).to_ical(sorted=False) for each in held)
    return tuple(b"".join((UNIT.encode().join(parts), *timed)).split(UNIT.encode()))


def _seen_by(bindings: Iterable[Binding]) -> dict[str, dict[tuple[str, Role], list[Binding]]]:
    """Gather what each feed shows; what reaches it twice, itself and by a post, stands once."""
    seen: dict[str, dict[tuple[str, Role], list[Binding]]] = {}
    for binding in bindings:
        for unit_id in readers(binding):
            concerned = seen.setdefault(unit_id, {})
            concerned.setdefault((binding.rule.key, binding.role), []).append(binding)
    return seen


def _after(
    bindings: list[Binding], concerned: Mapping[tuple[str, Role], list[Binding]]
) -> tuple[str, ...]:
    """Return the rules of the same calendar whose outcome a rule acts on."""
    rule = bindings[0].rule
    if not rule.after:
        return ()
    shown = {key for key, _role in concerned}
    return tuple(key for each in rule.after if (key := f"{rule.pack}:{each}") in shown)


def _view(
    bindings: list[Binding],
    standings: Standings,
    merged: tuple[str, ...],
    after: tuple[str, ...],
) -> RuleView:
    known = standings.is_known(bindings)
    units = tuple(each.unit.key for each in bindings) if known else ()
    role = bindings[0].role
    return RuleView(bindings[0].rule.key, role, units, merged if role in OWED else (), after)


def gone_feed(published: bytes, unit: Unit, now: dt.datetime, sequence: int) -> bytes:
    """Empty the feed of a unit that left the roster: its head stays, one notice is its body.

    Args:
        published: the feed so far.
        unit: whose it was.
        now: the moment of the build.
        sequence: what the notice is numbered with, so that no number goes back on a return.
    """
    name_lines = published.split(b"\r\n" + BEGIN_EVENT, 1)[0] + b"\r\n"
    event = notice(GONE, now.date(), now)
    event["SEQUENCE"] = vInt(sequence)
    body = bytes(event.to_ical(sorted=False))
    parts = tuple(body.split(UNIT.encode()))
    return Feed(unit=unit, head=name_lines, body=parts, count=1).render()


def is_gone(published: bytes) -> bool:
    """Tell whether a published feed already is the notice of a unit that left."""
    said = b"\r\nSUMMARY:" + GONE[:5].encode()
    return count_lines(published, BEGIN_EVENT) == 1 and said in published


def head(unit: Unit, place: str, address: str = "") -> bytes:
    """Return a feed's first lines, up to its first event (RFC 7986 section 5, no METHOD).

    Nothing here changes with what is asked or done: vdirsyncer writes every entry anew with it.

    Args:
        unit: whose it is.
        place: the place's name for people.
        address: where out/ is published; SOURCE leads there. The default leads nobody anywhere.
    """
    name = f"{unit.name}安全生产任务（{place}）"
    color, hexadecimal = POST_COLOR if unit.kind == "post" else UNIT_COLOR
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//cadence//duties//ZH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    if address not in {"", Policy().address}:
        source = feed_address(address, unit.place, unit.id)
        calendar.add("source", vUri(source), parameters={"VALUE": "URI"})
    calendar.add("color", color)
    calendar.add("x-apple-calendar-color", hexadecimal)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    return bytes(calendar.to_ical(sorted=False)).removesuffix(END)


def count_lines(content: bytes, line: bytes) -> int:
    """Count the lines that say just this; one that a long text was folded into begins blank."""
    return content.count(b"\r\n" + line) + content.startswith(line)


def whole_events(content: bytes) -> int:
    """Count the events of a feed or of its body; a full parse of every feed would be too slow.

    Raises:
        AssertionError: an event is not closed, or the last line is not.
    """
    begun, ended = count_lines(content, BEGIN_EVENT), count_lines(content, END_EVENT)
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
