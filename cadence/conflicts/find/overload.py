"""Too much at once, for one unit or one leading post, on a day or in a week."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.free_days import Eased, FreeDays, monday
from cadence.conflicts.find.merges import Together, common_days, meetings
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.core import Phase, Season, Unit

# What is to come about, and not what is to be done.
OUTCOME = re.compile(
    r"(?:坚决|有效|全力|力争)*(?:杜绝|遏制|避免|防止)|(?:实现|确保).*(?:下降|为零|零事故)"
)


def is_movable(demand: Demand) -> bool:
    """Tell whether somebody could do it on another day: no season, stage or outcome is done on one.

    A stage ends when its document says so, and 杜绝重特大事故 is no piece of work for a day.
    """
    rule = demand.rule
    return not isinstance(rule.timing, Phase | Season) and not OUTCOME.match(rule.act)


def find_overloads(demands: Iterable[Demand], ground: Ground) -> Iterator[Conflict]:
    """Find one unit's days and weeks with more due than the office allows; a merge counts once."""
    listed = [each for each in demands if is_movable(each)]
    if listed:
        limits = ground.policy.limits
        held = meetings(listed, ground.merges) if ground.merges else ((each,) for each in listed)
        yield from _crowded(listed[0].units, held, (limits.unit_day, limits.unit_week), ground)


def find_post_overloads(led: Mapping[Unit, Iterable[Demand]], ground: Ground) -> Iterator[Conflict]:
    """Find the same for those who lead: a duty of many units is led once.

    Args:
        led: by post, one demand per window of each rule that it leads.
        ground: the place.
    """
    limits = ground.policy.limits
    for post, demands in led.items():
        held = meetings(filter(is_movable, demands), ground.merges)
        yield from _crowded((post,), held, (limits.post_day, limits.post_week), ground)


def _crowded(
    units: tuple[Unit, ...], held: Iterable[Together], limits: tuple[int, int], ground: Ground
) -> Iterator[Conflict]:
    days: dict[dt.date, list[Together]] = {}
    for each in held:
        day = common_days(each)[1] if len(each) > 1 else each[0].day
        if day and day != dt.date.max and not each[0].is_past:
            days.setdefault(day, []).append(each)
    weeks: dict[dt.date, list[dt.date]] = {}
    for day in days:
        weeks.setdefault(monday(day), []).append(day)
    free = FreeDays(((day, len(listed)) for day, listed in days.items()), limits, ground)
    for begin in sorted(weeks):
        own = sorted(weeks[begin])
        full = [day for day in own if len(days[day]) > limits[0]]
        moved = 0
        for day in full:
            eased = free.ease(days[day], day, len(days[day]) - limits[0])
            yield _conflict(units, days[day], (day, day), limits[0], eased)
            moved += eased.placed
        week = [each for day in own for each in days[day]]
        if len(week) > limits[1] and not (full and len(own) == 1):
            # What its days were told to move is out of the week already.
            left = max(0, len(week) - limits[1] - moved)
            more = free.ease(week, own[0], left)
            eased = more._replace(placed=min(moved + more.placed, len(week) - limits[1]))
            yield _conflict(units, week, (own[0], own[-1]), limits[1], eased)


def _conflict(
    units: tuple[Unit, ...],
    crowd: list[Together],
    span: tuple[dt.date, dt.date],
    limit: int,
    eased: Eased,
) -> Conflict:
    first, last = span
    return Conflict(
        code="overload",
        severity="warning",
        units=units,
        day=last if first == last else first,
        until=last,
        demands=tuple(demand for each in crowd for demand in each),
        days=eased.days,
        count=len(crowd),
        number=limit,
        placed=eased.placed,
        scope="day" if first == last else "week",
        why=eased.why,
    )
