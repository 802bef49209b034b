"""Too much at once, for one unit or one leading post, on a day or in a week."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.merges import Together, common_days, meetings
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.core import Phase, Season, Unit

A_DAY = dt.timedelta(days=1)
A_WEEK = 7
# What is to come about, and not what is to be done.
OUTCOME = re.compile(
    r"(?:坚决|有效|全力|力争)*(?:杜绝|遏制|避免|防止)|(?:实现|确保).*(?:下降|为零|零事故)"
)
SHOWN = 5  # free days named in an advice
LOOKED = 62  # days back in which a free one is looked for


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
        weeks.setdefault(day - A_DAY * day.weekday(), []).append(day)
    for monday in sorted(weeks):
        own = sorted(weeks[monday])
        full = [day for day in own if len(days[day]) > limits[0]]
        for day in full:
            yield _conflict(units, days[day], (day, day), limits[0], days, limits[0], ground)
        week = [each for day in own for each in days[day]]
        if len(week) > limits[1] and not (full and len(own) == 1):
            span = (own[0], own[-1])
            yield _conflict(units, week, span, limits[1], days, limits[0], ground)


def _conflict(  # noqa: PLR0913, PLR0917 - a crowd, where it is, and what is free around it
    units: tuple[Unit, ...],
    crowd: list[Together],
    span: tuple[dt.date, dt.date],
    limit: int,
    days: Mapping[dt.date, list[Together]],
    fits: int,
    ground: Ground,
) -> Conflict:
    first, last = span
    free, why = _free_days(crowd, first, limit, days, fits, ground)
    return Conflict(
        code="overload",
        severity="warning",
        units=units,
        day=last if first == last else first,
        until=last,
        demands=tuple(demand for each in crowd for demand in each),
        days=free,
        count=len(crowd),
        number=limit,
        scope="day" if first == last else "week",
        why=why,
    )


def _free_days(  # noqa: PLR0913, PLR0917 - see _conflict
    crowd: list[Together],
    before: dt.date,
    limit: int,
    days: Mapping[dt.date, list[Together]],
    fits: int,
    ground: Ground,
) -> tuple[tuple[dt.date, ...], str]:
    """Return the last few working days before a crowd on which what is too much is lawful.

    Returns:
        The days still to come; without any, why (Conflict.why).
    """
    surplus = len(crowd) - limit
    starts = sorted(common_days(each)[0] for each in crowd)
    lawful = max(starts[surplus - 1], before - A_DAY * LOOKED)
    earliest = max(lawful, ground.today)
    found: list[dt.date] = []
    unannounced = False
    day = before - A_DAY
    while day >= earliest and len(found) < SHOWN:
        if len(days.get(day, ())) < fits:
            working = ground.advise(day).day
            unannounced |= working is None
            if working == day:
                found.append(day)
        day -= A_DAY
    if found:
        return tuple(reversed(found)), ""
    gone = lawful < before <= ground.today
    return (), "unannounced" if unannounced else "gone" if gone else ""
