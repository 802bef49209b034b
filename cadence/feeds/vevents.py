"""Windows → VEVENTs: what one dated rule looks like in a calendar (RFC 5545, 7986, 9253).

Everything that matters stands in SUMMARY and DESCRIPTION, because half the clients drop the rest.
The inclusive due day becomes the exclusive DTEND in _all_day and nowhere else.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from icalendar import Alarm, Event, vText

from cadence.core import (
    CATEGORIES,
    SHANGHAI,
    Policy,
    Role,
    Rule,
    Window,
    rule_uid,
)
from cadence.feeds.entry_words import (
    description,
    digest_line,
    digest_title,
    is_span,
    merged_words,
    reminded_of,
    summary,
    word_of,
)  # fmt: skip
from cadence.feeds.rings import DigestEntry, is_announced
from cadence.occurrences import Mark

# Stands for the unit's part of a UID, 16 octets like it, so that no line folds elsewhere.
UNIT = "~~unit~~~~unit~~"
A_DAY = dt.timedelta(days=1)
STARTED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")  # the label of what an event started
BEFORE_A_MINUTE = dt.timedelta(minutes=30)  # that a clock's entry takes up before its last minute
A_WEEK = 7  # days; the first day of a window of no more needs no entry of its own
REMINDER_LENGTH = dt.timedelta(minutes=30)


def events(  # noqa: PLR0913, PLR0917 - an entry is made of all of these
    rule: Rule,
    window: Window,
    role: Role,
    policy: Policy,
    mark: Mark | None = None,
    merged: tuple[Rule, ...] = (),
    ring: dt.datetime | None = None,
) -> Iterator[Event]:
    """Yield the calendar entries of one window for one kind of reader.

    Args:
        rule: the rule.
        window: one of its windows.
        role: how the reader is concerned: owner, lead, assist or supervise.
        policy: whether first days and reminders are entries of their own.
        mark: how it stands, where the calendar alone doesn't say it.
        merged: the other rules that one meeting with it discharges.
        ring: when to remind; None: no entry of its own does.
    """
    main = _main(rule, window, role, policy, mark, ring)
    if merged:
        main["description"] = vText(f"{merged_words(merged)}\n{main['description']}")
    yield main
    if ring and policy.remind == "event":
        yield _reminder(rule, extended(window, mark), role, policy, ring)
    if window.due is None or rule.force != "must" or mark:
        return
    length = (window.due - window.start).days + 1
    if policy.show_start and not window.closes and length > A_WEEK and not is_span(rule):
        yield _first_day(rule, window, role, policy)


def digest(found: DigestEntry, policy: Policy) -> Event:
    """Build the one entry that reminds of many duties at once."""
    event = Event()
    stamp = max(stamp_of(rule, window) for rule, window in found.duties)
    stamped(event, f"digest-{found.at:%Y%m%d}.{UNIT}", stamp)
    event.add("summary", digest_title(found))
    lines = (digest_line(rule, window) for rule, window in found.duties)
    event.add("description", "\n".join(lines))
    event.add("transp", "TRANSPARENT")
    begins = found.at.astimezone(dt.UTC)
    event.add("dtstart", begins)
    event.add("dtend", begins + REMINDER_LENGTH)
    if policy.remind == "alarm":
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", digest_title(found))
        alarm.add("trigger", dt.timedelta())
        event.add_component(alarm)
    return event


def notice(summary: str, day: dt.date, stamp: dt.datetime) -> Event:
    """Build the one entry of a feed that would otherwise be empty (RFC 5545 section 3.6)."""
    event = Event()
    stamped(event, f"notice.{UNIT}", stamp)
    event.add("summary", summary)
    _all_day(event, day, day)
    event.add("transp", "TRANSPARENT")
    return event


def clause_uri(rule: Rule, policy: Policy) -> str:
    """Return the address of the rule's clause on the published register of its document.

    The anchor is the rule's id: some clients break on the percent signs of a Chinese one.
    """
    return f"{policy.address}register/{quote(rule.pack)}.html#{rule.id}"


def _main(  # noqa: PLR0913, PLR0917 - as of events
    rule: Rule,
    window: Window,
    role: Role,
    policy: Policy,
    mark: Mark | None,
    ring: dt.datetime | None,
) -> Event:
    """Build the due-day entry, or the span of a stage; what is settled reminds nobody."""
    event = Event()
    _described(event, rule, window, role, policy, word_of(rule, window), "", mark)
    shown = extended(window, mark)
    first = shown.start if is_span(rule) else shown.due or shown.start
    if shown.closes:
        _by_the_minute(event, shown.closes - BEFORE_A_MINUTE, shown.closes)
    else:
        _all_day(event, first, shown.due)
    if ring and policy.remind == "alarm":
        event.add_component(_alarm(rule, shown, ring))
    return event


def extended(window: Window, mark: Mark | None) -> Window:
    """Move an entry to the day that its duty was extended to; its words keep the first one."""
    if mark is None or mark.until is None or window.due is None:
        return window
    return replace(window, due=mark.until, advised=None, opens=None, closes=None)


def _first_day(rule: Rule, window: Window, role: Role, policy: Policy) -> Event:
    event = Event()
    _described(event, rule, window, role, policy, "开始", "-s")
    _all_day(event, window.start, window.start)
    return event


def _reminder(rule: Rule, window: Window, role: Role, policy: Policy, ring: dt.datetime) -> Event:
    event = Event()
    _described(event, rule, window, role, policy, "提醒", "-r")
    event.add("dtstart", ring.astimezone(dt.UTC))
    event.add("dtend", ring.astimezone(dt.UTC) + REMINDER_LENGTH)
    return event


def _alarm(rule: Rule, window: Window, ring: dt.datetime) -> Alarm:
    """Build the one alert; an all-day entry's alert counts from 00:00 (RFC 5545, 3.8.6.3)."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    minute = f" {window.closes:%H:%M}" if window.closes else ""
    alarm.add("description", f"{rule.act}（{reminded_of(rule, window)}{minute}）")
    at = ring.replace(tzinfo=None)
    if window.closes:
        end = window.closes.replace(tzinfo=None)
        alarm.add("trigger", at - end, parameters={"RELATED": "END"})
    elif is_span(rule) and not is_announced(rule):
        end = dt.datetime.combine((window.due or window.start) + A_DAY, dt.time())
        alarm.add("trigger", at - end, parameters={"RELATED": "END"})
    else:
        first = window.start if is_announced(rule) else window.due or window.start
        alarm.add("trigger", at - dt.datetime.combine(first, dt.time()))
    return alarm


def _described(  # noqa: PLR0913, PLR0917 - an entry says all of this
    event: Event,
    rule: Rule,
    window: Window,
    role: Role,
    policy: Policy,
    word: str,
    suffix: str,
    mark: Mark | None = None,
) -> None:
    """Add what all entries of a window share; the stamps come first, see revisions."""
    stamped(event, f"{rule_uid(rule, window)}{suffix}.{UNIT}", stamp_of(rule, window))
    event.add("summary", summary(rule, window, role, word, mark))
    event.add("description", description(rule, window, mark))
    event.add("categories", [CATEGORIES[rule.category]])
    event.add("transp", "TRANSPARENT")
    event.add("url", clause_uri(rule, policy))
    event.add("refid", rule.key)
    if STARTED.fullmatch(window.label):
        # All steps that one event started, whatever their rules, by the event's own minute.
        event.add("refid", f"{rule.pack.partition('/')[0]}:{window.label}")
    if suffix:
        event.add(
            "related-to", f"{rule_uid(rule, window)}.{UNIT}", parameters={"RELTYPE": "PARENT"}
        )


def stamp_of(rule: Rule, window: Window) -> dt.datetime:
    """Return when an entry was made: with its pack, and never before the event that started it."""
    revised = dt.datetime.combine(rule.document.revised, dt.time(), dt.UTC)
    if not STARTED.fullmatch(window.label):
        return revised
    started = dt.datetime.fromisoformat(window.label[: len("2026-11-26T08:30")])
    return max(revised, started.replace(tzinfo=SHANGHAI).astimezone(dt.UTC))


def stamped(event: Event, uid: str, stamp: dt.datetime) -> None:
    """Add what comes first in every entry, see revisions."""
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", 0)


def _all_day(event: Event, first: dt.date, last: dt.date | None) -> None:
    event.add("dtstart", first)
    event.add("dtend", (last or first) + A_DAY)


def _by_the_minute(event: Event, opens: dt.datetime, closes: dt.datetime) -> None:
    """Show a clock from minute to minute, in UTC: no client has to know China's zone."""
    event.add("dtstart", opens.astimezone(dt.UTC))
    event.add("dtend", closes.astimezone(dt.UTC))
