"""Too much at once, for one unit or one leading post, on a day or in a week."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Literal, NamedTuple

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.free_days import A_WEEK, Eased, FreeDays, Worked, week_of
from cadence.conflicts.find.merges import Together, common_days, meetings
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.core import Phase, Rule, Season, Unit

# What is to come about, and not what is to be done.
OUTCOME = re.compile(
    r"(?:坚决|有效|全力|力争)*(?:杜绝|遏制|避免|防止)|(?:实现|确保).*(?:下降|为零|零事故)"
)
Held = tuple[int, int, Together]  # its day and the first on which it may be done, as numbers
START = itemgetter(1)


class Crowd(NamedTuple):
    """More than a day or week may hold.

    first, last: its days, as numbers; limit: how many they may hold; eased: the way out.
    """

    first: int
    last: int
    held: list[Held]
    limit: int
    eased: Eased

    @property
    def scope(self) -> Literal["day", "week"]:
        """Tell what is too full."""
        return "day" if self.first == self.last else "week"

    @property
    def demands(self) -> Together:
        """Return what crowds together."""
        return tuple(chain.from_iterable(map(itemgetter(2), self.held)))


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """What a day and a week may hold, and which days are worked."""

    limits: tuple[int, int]
    ground: Ground
    worked: Worked


@dataclass(frozen=True, slots=True, eq=False)
class Crowded:
    """The days and weeks on which too much is due for units that are alike.

    They are found anew for whoever reads them, for a large county has half a million.

    Attributes:
        parts: what they hold, series by series, and what they hold together.
        own: their own demands by identity, where those of a wider group are among them.
        since: the day from which crowds are told, as a number.
    """

    units: tuple[Unit, ...]
    parts: tuple[tuple[Held, ...], ...]
    calendar: Calendar
    own: frozenset[int] = frozenset()
    since: int = 0

    def crowds(self) -> Iterator[Crowd]:
        """Yield them in order."""
        found = crowds(chain.from_iterable(self.parts), self.calendar)
        if not self.own and self.since <= 1:
            return found  # all of them, without looking at each
        return (
            each
            for each in found
            if each.last >= self.since
            and (not self.own or not self.own.isdisjoint(map(id, each.demands)))
        )

    def conflicts(self) -> Iterator[Conflict]:
        """Yield them as conflicts."""
        return (overload(self.units, each) for each in self.crowds())

    @property
    def is_any(self) -> bool:
        """Tell whether there are any."""
        return next(self.crowds(), None) is not None


def is_movable(rule: Rule) -> bool:
    """Tell whether somebody could do it on another day: no season, stage or outcome is done on one.

    A stage ends when its document says so, and 杜绝重特大事故 is no piece of work for a day.
    """
    return not isinstance(rule.timing, Phase | Season) and not OUTCOME.match(rule.act)


def held(together: Iterable[Together]) -> Iterator[Held]:
    """Number the days of what is held; what has none is left out, and what was over beforehand."""
    for each in together:
        day = common_days(each)[1] if len(each) > 1 else each[0].day
        if day and day != dt.date.max and not each[0].is_past:
            yield day.toordinal(), common_days(each)[0].toordinal(), each


def crowds(listed: Iterable[Held], calendar: Calendar) -> Iterator[Crowd]:
    """Find days and weeks with more due than the office allows; a merge counts once.

    Args:
        listed: what one unit or post holds.
        calendar: its limits and days off.
    """
    days: dict[int, list[Held]] = {}
    for each in listed:
        if each[0] in days:
            days[each[0]].append(each)
        else:
            days[each[0]] = [each]
    free = FreeDays(days, calendar.limits, calendar.ground.today, calendar.worked)
    day_limit, week_limit = calendar.limits
    for own in _by_week(sorted(days)):
        moved = full = count = 0
        for day in own:
            crowd = days[day]
            many = len(crowd)
            count += many
            if many > day_limit:
                full += 1
                eased = free.ease(sorted(map(START, crowd)), day, many - day_limit)
                yield Crowd(day, day, crowd, day_limit, eased)
                moved += eased.placed
        if count > week_limit and not (full and len(own) == 1):
            week = [each for day in own for each in days[day]]
            # What its days were told to move is out of the week already.
            left = max(0, count - week_limit - moved)
            eased = free.ease(sorted(map(START, week)), own[0], left)
            if moved:
                eased = eased._replace(placed=min(moved + eased.placed, count - week_limit))
            yield Crowd(own[0], own[-1], week, week_limit, eased)


def _by_week(ordered: list[int]) -> Iterator[list[int]]:
    """Part days, as numbers in their order, by weeks."""
    own: list[int] = []
    monday = 0
    for day in ordered:
        if day >= monday:
            if own:
                yield own
            own, monday = [], week_of(day) + A_WEEK
        own.append(day)
    if own:
        yield own


def find_post_overloads(
    led: Mapping[Unit, Iterable[Demand]], calendar: Calendar
) -> Iterator[Conflict]:
    """Find the same for those who lead: a duty of many units is led once.

    Args:
        led: by post, one demand per window of each rule that it leads.
        calendar: of the posts.
    """
    for post, demands in led.items():
        movable = (each for each in demands if is_movable(each.rule))
        together = held(meetings(movable, calendar.ground.merges))
        for each in crowds(together, calendar):
            yield overload((post,), each)


def overload(units: tuple[Unit, ...], crowd: Crowd) -> Conflict:
    """Return the conflict that a crowd is to some units."""
    return Conflict(
        code="overload",
        severity="warning",
        units=units,
        day=dt.date.fromordinal(crowd.first),
        until=dt.date.fromordinal(crowd.last),
        demands=crowd.demands,
        days=tuple(map(dt.date.fromordinal, crowd.eased.days)),
        count=len(crowd.held),
        number=crowd.limit,
        placed=crowd.eased.placed,
        scope=crowd.scope,
        why=crowd.eased.why,
    )
