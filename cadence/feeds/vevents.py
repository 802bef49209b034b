"""Windows → VEVENTs: what one dated rule looks like in a calendar (RFC 5545, 7986, 9074, 9253).

Everything that matters stands in SUMMARY and DESCRIPTION, because half the clients drop the rest.
The inclusive due day becomes the exclusive DTEND in _all_day and nowhere else.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from icalendar import Alarm, Event, vText, vUri

from cadence.core import (
    CATEGORIES,
    ROLES,
    SHANGHAI,
    STATUSES,
    Phase,
    Policy,
    Role,
    Rule,
    Season,
    Threshold,
    Trigger,
    Window,
    day_or_minute,
    day_words,
    rule_uid,
    short_day,
    span_words,
)
from cadence.feeds.rings import Digest
from cadence.occurrences import Mark

# Stands for the unit's part of a UID, 16 octets like it, so that no line folds elsewhere.
UNIT = "~~unit~~~~unit~~"
A_DAY = dt.timedelta(days=1)
SETTLED = {"done", "late", "overdue", "waived"}  # nothing is to be rung for any more
BEFORE_A_MINUTE = dt.timedelta(minutes=30)  # that a clock's entry takes up before its last minute
A_WEEK = 7  # days; the first day of a shorter window needs no entry of its own
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
        main["description"] = vText(f"{_merged_words(merged)}\n{main['description']}")
    yield main
    if ring and policy.remind == "event":
        yield _reminder(rule, extended(window, mark), role, policy, ring)
    if window.due is None or rule.force == "must_not" or mark:
        return
    length = (window.due - window.start).days + 1
    if policy.show_start and not window.closes and length >= A_WEEK and not _is_span(rule):
        yield _first_day(rule, window, role, policy)


def digest(found: Digest, policy: Policy) -> Event:
    """Build the one entry that reminds of many duties at once."""
    event = Event()
    revised = max(rule.document.revised for rule, _window in found.duties)
    stamp = dt.datetime.combine(revised, dt.time(), dt.UTC)
    stamped(event, f"digest-{found.at:%Y%m%d}.{UNIT}", stamp)
    event.add("summary", _digest_title(found))
    lines = [f"{rule.act}：{due_words(window)}" for rule, window in found.duties]
    event.add("description", "\n".join(lines))
    event.add("transp", "TRANSPARENT")
    begins = found.at.astimezone(dt.UTC)
    event.add("dtstart", begins)
    event.add("dtend", begins + REMINDER_LENGTH)
    if policy.remind == "alarm":
        alarm = Alarm()
        alarm.add("uid", f"digest-{found.at:%Y%m%d}-a.{UNIT}")
        alarm.add("action", "DISPLAY")
        alarm.add("description", _digest_title(found))
        alarm.add("trigger", dt.timedelta())
        event.add_component(alarm)
    return event


def _digest_title(found: Digest) -> str:
    days = sorted({window.due or window.start for _rule, window in found.duties})
    shown = short_day(days[0]) if len(days) == 1 else f"{short_day(days[0])}至{short_day(days[-1])}"
    return f"{shown}截止{len(found.duties)}项"


def notice(summary: str, day: dt.date, stamp: dt.datetime) -> Event:
    """Build the one entry of a feed that would otherwise be empty (RFC 5545 section 3.6)."""
    event = Event()
    stamped(event, f"notice.{UNIT}", stamp)
    event.add("summary", summary)
    _all_day(event, day, day)
    event.add("transp", "TRANSPARENT")
    return event


def _merged_words(merged: tuple[Rule, ...]) -> str:
    named = "、".join(f"“{each.act}”（{each.document.name} {each.clause}）" for each in merged)
    return f"可与{named}合并召开，一次办理同时落实"


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
    _described(event, rule, window, role, policy, _word(rule, window), "", mark)
    shown = extended(window, mark)
    first = shown.start if _is_span(rule) else shown.due or shown.start
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


def _is_span(rule: Rule) -> bool:
    """Tell whether a window is shown from its first day to its last, and not on its due day."""
    return isinstance(rule.timing, Phase | Season) or rule.force == "must_not"


def _word(rule: Rule, window: Window) -> str:
    if rule.force == "must_not":
        return "不得"
    if isinstance(rule.timing, Phase):
        return "阶段"
    if isinstance(rule.timing, Season):
        return "时段"
    return "截止" if window.due else "开始"


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
    alarm.add("uid", f"{rule_uid(rule, window)}-a.{UNIT}")
    alarm.add("action", "DISPLAY")
    minute = f" {window.closes:%H:%M}" if window.closes else ""
    season = isinstance(rule.timing, Season)
    says = (
        f"{short_day(window.start)}开始"
        if season
        else f"截止{short_day(window.due or window.start)}"
    )
    alarm.add("description", f"{rule.act}（{says}{minute}）")
    at = ring.replace(tzinfo=None)
    if window.closes:
        end = window.closes.replace(tzinfo=None)
        alarm.add("trigger", at - end, parameters={"RELATED": "END"})
    elif _is_span(rule) and not season:
        end = dt.datetime.combine((window.due or window.start) + A_DAY, dt.time())
        alarm.add("trigger", at - end, parameters={"RELATED": "END"})
    else:
        first = window.start if season else window.due or window.start
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
    stamp = dt.datetime.combine(rule.document.revised, dt.time(), dt.UTC)
    stamped(event, f"{rule_uid(rule, window)}{suffix}.{UNIT}", stamp)
    event.add("summary", _summary(rule, window, role, word, mark))
    event.add("description", _description(rule, window, mark))
    event.add("categories", [CATEGORIES[rule.category]])
    event.add("transp", "TRANSPARENT")
    uri = clause_uri(rule, policy)
    event.add("url", uri)
    event.add("link", vUri(uri), parameters={"LINKREL": "describedby", "VALUE": "URI"})
    event.add("concept", vUri(uri))


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


def _summary(rule: Rule, window: Window, role: Role, word: str, mark: Mark | None) -> str:
    """Put the duty first and the reader's role last: a month's view shows five to twelve signs."""
    counted = window.of > 1 and not isinstance(rule.timing, Trigger | Threshold)
    which = f"（{window.nth}/{window.of}）" if counted else ""
    closes = window.closes if mark is None or mark.until is None else None
    moment = f"{closes.day}日{closes:%H:%M}前" if closes and word != "提醒" else ""
    whose = "" if role == "owner" else f"·{ROLES[role]}"
    if word == "提醒" and window.due:
        return f"{rule.act}{which}·提醒（截止{short_day(window.due)}）{whose}"
    sign, told = _mark_words(mark, window.due)
    beside = told or (_beside(window) if word == "截止" else "")
    # One word too many is one that a phone cuts off: what is said otherwise goes without 截止.
    plain = "" if beside or moment or (whose and word == "截止") else f"·{word}"
    return f"{sign}{moment}{rule.act}{which}{plain}{beside}{whose}"


def _mark_words(mark: Mark | None, due: dt.date | None) -> tuple[str, str]:
    """Say how an entry stands, before the act and after it; told apart without any colour."""
    if mark is None:
        return "", ""
    of_many = f"（完成{mark.fulfilled}/{mark.owed}）" if mark.owed else ""
    done = f"{_short_moment(mark.done_on, due)}完成" if mark.done_on else ""
    match mark.status:
        case "done":
            return "✔", of_many or f"（{done}）"
        case "late":
            late = f"迟{span_words(mark.late_by)}" if mark.late_by else f"迟{mark.days_late}日"
            return "✔", f"（{late}，{done}）"
        case "overdue":
            return (
                "✕",
                f"（逾期{mark.days_late}日）{of_many}" if mark.days_late else f"（逾期）{of_many}",
            )
        case "waived":
            return "", "（免办）"
        case _ if mark.until:
            return "⏳", f"（延至{short_day(mark.until)}）"
        case _:
            return "", of_many


def _short_moment(on: dt.date | dt.datetime, due: dt.date | None) -> str:
    """Name a day by its number alone where its month goes without saying."""
    day = on.astimezone(SHANGHAI) if isinstance(on, dt.datetime) else on
    minute = f"{day:%H:%M}" if isinstance(day, dt.datetime) else ""
    same = due is not None and (day.year, day.month) == (due.year, due.month)
    return f"{day.day}日{minute}" if same else f"{short_day(day)}{minute}"


def _beside(window: Window) -> str:
    """Put the working day beside the text's due day, where the two differ."""
    if window.due is None or window.advised in {None, window.due}:
        return ""
    same = (window.advised.year, window.advised.month) == (window.due.year, window.due.month)
    day = f"{window.advised.day}日" if same else short_day(window.advised)
    return f"·顺延至{day}" if window.advised > window.due else f"·宜{day}前"


def due_words(window: Window) -> str:
    """Say until when, and by which working day."""
    if window.due is None:
        return f"{day_words(window.start)}起"
    if window.closes:
        return f"最迟{day_words(window.due)}{window.closes:%H:%M}"
    if window.advised and window.advised > window.due:
        return f"{day_words(window.due)}届满，为休息日，顺延至{day_words(window.advised)}"
    if window.advised and window.advised != window.due:
        return f"建议{day_words(window.advised)}前，最迟{day_words(window.due)}"
    return f"最迟{day_words(window.due)}"


def _barred_words(window: Window) -> str:
    """Say from when until when a bar holds: it is nothing to be done by a day."""
    until = f"至{day_words(window.due)}止" if window.due else "起"
    return f"{day_words(window.start)}{until}"


def _long_words(mark: Mark, due: dt.date | None) -> str:
    """Say how an entry stands where there is room for it."""
    if mark.owed:
        return f"（{mark.owed}个单位已完成{mark.fulfilled}个）"
    late = f"迟{span_words(mark.late_by)}" if mark.late_by else ""
    late = late or (f"逾{mark.days_late}日" if mark.days_late else "")
    done = f"{day_or_minute(mark.done_on)}完成" if mark.done_on else ""
    first = due or mark.until
    moved = f"原定{short_day(first)}，延至{short_day(mark.until)}" if mark.until and first else ""
    said = "，".join(filter(None, (moved, late, done)))
    return f"（{said}）" if said else ""


def _description(rule: Rule, window: Window, mark: Mark | None) -> str:
    people = (("责任主体", rule.bodies), ("牵头", rule.lead), ("配合", rule.assist))
    lines = [
        _barred_words(window) if rule.force == "must_not" else due_words(window),
        *([f"状态：{STATUSES[mark.status]}{_long_words(mark, window.due)}"] if mark else []),
        *(f"批准：{words}" for words in (mark.approvals if mark else ())),
        *(f"{word}：{'、'.join(names)}" for word, names in people if names),
        *([f"监管对象：{'、'.join(rule.outside)}"] if rule.outside else []),
        *([f"条件：{rule.condition}"] if rule.condition else []),
        *([f"佐证：{rule.evidence}"] if rule.evidence else []),
        "",
        *window.trace,
        f"编号：{rule.key}:{window.tag}",
    ]
    return "\n".join(lines)
