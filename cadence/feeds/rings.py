"""When a feed rings: once a duty, on a worked day, and never more than three times in one minute.

What would ring more often on one day is one entry that names them all (12月31日截止17项). Pure.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from cadence.core import SATURDAY, SHANGHAI, Advice, Policy, Rule, Season, Window

MOST = 3  # alarms of one day in one feed
LONGEST_LEAD = dt.timedelta(hours=2)  # a clock reminds halfway, and no earlier than this
A_DAY = dt.timedelta(days=1)
FARTHEST = 15  # days; no holiday lasts longer
Advise = Callable[[dt.date], Advice]


@dataclass(frozen=True, slots=True)
class Ring:
    """One duty's reminder: when; whether it is a clock's, which never waits for others."""

    at: dt.datetime
    is_clock: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestEntry:
    """What one entry reminds of at once: when, and each duty with its window."""

    at: dt.datetime
    duties: tuple[tuple[Rule, Window], ...]


def ring_of(rule: Rule, window: Window, policy: Policy, advise: Advise) -> Ring | None:
    """Return when to remind of a duty, in China's time; nothing where nobody is to be reminded.

    Never before its window opens, and on the last worked day that leaves the days that the office
    wants; a season is announced as it begins.
    """
    if window.due is None or rule.force != "must" or policy.remind == "none":
        return None
    if window.opens and window.closes:
        half = (window.closes - window.opens) / 2
        return Ring(window.closes - min(half, LONGEST_LEAD), is_clock=True)
    if is_announced(rule):
        day = _worked(window.start, window.start - A_DAY * FARTHEST, advise)
    else:
        wanted = min(window.advised or window.due, window.due) - A_DAY * policy.remind_days
        day = _worked(max(wanted, window.start), window.start, advise)
    return Ring(dt.datetime.combine(day, dt.time(*policy.remind_at), SHANGHAI))


def is_announced(rule: Rule) -> bool:
    """Tell a season, which is told of as it begins, from what is due by a day (汛前, too)."""
    return isinstance(rule.timing, Season) and rule.timing.when == "during"


def together(rings: Iterable[Ring]) -> frozenset[dt.date]:
    """Return the days on which so many duties would ring that one entry does for all."""
    counts: dict[dt.date, int] = {}
    for each in rings:
        counts[each.at.date()] = counts.get(each.at.date(), 0) + 1
    return frozenset(day for day, count in counts.items() if count > MOST)


def digests(
    rung: Mapping[tuple[Rule, Window], Ring], days: frozenset[dt.date], now: dt.datetime
) -> tuple[DigestEntry, ...]:
    """Return the entries that stand for what rings together, as far as it is still to come.

    Args:
        rung: what is still owed, each with its reminder.
        days: as together gives them.
        now: the moment of the build.
    """
    found: dict[dt.datetime, list[tuple[Rule, Window]]] = {}
    for duty, ring in rung.items():
        if ring.at.date() in days and not ring.is_clock and ring.at > now:
            found.setdefault(ring.at, []).append(duty)
    return tuple(DigestEntry(at=at, duties=tuple(found[at])) for at in sorted(found))


def _worked(day: dt.date, first: dt.date, advise: Advise) -> dt.date:
    """Return the last worked day up to a day; where that is before the first, the next one."""
    before = _before(day, advise)
    return before if before >= first else _after(day, advise)


def _before(day: dt.date, advise: Advise) -> dt.date:
    known = advise(day).day
    return known or day - A_DAY * max(day.weekday() - SATURDAY + 1, 0)


def _after(day: dt.date, advise: Advise) -> dt.date:
    known = advise(day).forward
    return known or day + A_DAY * (
        (SATURDAY + 2 - day.weekday()) if day.weekday() >= SATURDAY else 0
    )
