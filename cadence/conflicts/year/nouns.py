"""What a year's plan is made of: Meeting, Year and Plan. Frozen; days are ordinals.

A slot is a half-day as one number: twice the day's ordinal, one more for the afternoon.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from cadence.core import SHANGHAI, Limits

HALVES = 2
BEGINS = (dt.time(9), dt.time(14, 30))  # of a morning's and of an afternoon's meeting
NOON = 12
A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The price list in numbers; see core's Prices for what each is paid for."""

    last_days: int
    even_weeks: int
    same_day: int
    other_weekday: int
    season: int
    yearly_apart: int
    off_middle: int
    moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One gathering to find a half-day for.

    Attributes:
        ids: of the occurrences that it discharges.
        rule: the key of the first of their rules; act: what that has done.
        units: the keys of those who owe it: several only where they sit together.
        people: the keys of all who must be there, the units among them.
        chair, attend: the posts among them that preside, and that attend besides.
        place: the key of its room, None where no room is known; where: the room in words.
        days: on which it is lawful, worked or likely so; last: of its window.
        fixed: the slot that nothing may change; was: the one that is out, if any.
        was_at: the moment that is out, to the minute.
        after: positions of the meetings whose outcome it acts on.
        apart: each of several units does it by itself, as a pledge or an account of duty.
    """

    ids: tuple[str, ...]
    rule: str
    act: str
    units: tuple[str, ...]
    people: tuple[str, ...]
    chair: str | None = None
    attend: tuple[str, ...] = ()
    place: str | None = None
    where: str | None = None
    minutes: int = 60
    days: tuple[int, ...]
    first: int
    last: int
    yearly: bool = False
    weekdays: tuple[int, ...] = ()
    fixed: int | None = None
    was: int | None = None
    was_at: dt.datetime | None = None
    after: tuple[int, ...] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A place's meetings of one year, and what binds them.

    Attributes:
        away: how many seats of whom are away on which day.
        seats: of those who have several; posts: the keys of posts.
        names: of units and posts, by key.
        provisional: days that count as worked until the State Council's notice says so.
        due: for each unit and post, the days on which its meetings would fall unplanned.
    """

    year: int
    place: str
    meetings: tuple[Meeting, ...]
    limits: Limits
    costs: Costs
    gap: int = 1
    away: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    posts: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    provisional: frozenset[int] = frozenset()
    due: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def seats_of(self, key: str, day: int) -> int:
        """Return how many of a unit or post are there on a day."""
        return self.seats.get(key, 1) - self.away.get(key, {}).get(day, 0)

    def limit(self, key: str, *, week: bool) -> int:
        """Return how many meetings a unit or post may have on a day or in a week."""
        limits = self.limits
        if key in self.posts:
            alone = limits.post_week if week else limits.post_day
            return alone * self.seats.get(key, 1)
        return limits.unit_week if week else limits.unit_day

    def name(self, key: str) -> str:
        """Return what people call a unit or post."""
        return self.names.get(key, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A slot for each meeting of a year, None where it cannot be held.

    Attributes:
        method: "greedy", or "highs" where the best plan was looked for.
        cost: by the price list, with a high price for each that lies nowhere; bound: what the
            best plan costs at least.
    """

    slots: tuple[int | None, ...]
    method: str
    cost: int
    bound: int | None = None


def day_of(slot: int) -> dt.date:
    """Return the day of a slot."""
    return dt.date.fromordinal(slot // HALVES)


def moment_of(slot: int) -> dt.datetime:
    """Return the moment at which a meeting of a slot begins."""
    return dt.datetime.combine(day_of(slot), BEGINS[slot % HALVES], SHANGHAI)


def slot_of(moment: dt.datetime) -> int:
    """Return the slot in which a moment lies."""
    local = moment.astimezone(SHANGHAI)
    return local.toordinal() * HALVES + (local.hour >= NOON)


def week_of(day: int) -> int:
    """Return the ordinal of the Monday of a day's week."""
    return day - (day - 1) % A_WEEK
