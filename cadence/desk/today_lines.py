"""What is pending → the lines of 今日: what is overdue and a week ahead, an act a line. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from cadence.core import Occurrence
from cadence.desk.chips import Chip, chip_of
from cadence.occurrences import Judged

AHEAD = dt.timedelta(days=7)
SHOWN = 4  # overdue lines before the rest is summed by unit
PENDING = {"open", "due_soon", "extended"}
SETTLED = {"done", "late"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyOfToday:
    """One line of the page: one act in one window, of one unit or of several.

    Attributes:
        key: what `open` names; found: the unit's occurrence, or those of all its units that are
            still to be done, by name.
        done: units of the same line that have done it.
    """

    key: str
    found: tuple[Judged, ...]
    chip: Chip
    done: int = 0

    @property
    def first(self) -> Occurrence:
        """Return the occurrence whose act, source and day the line shows."""
        return self.found[0].occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What is pending at a moment, whoever looks at which page of it.

    Attributes:
        overdue: by day, the longest first; claimed: ticked on a phone, the evidence outstanding,
            the earliest day first; week: the nearest first.
        missed: overdue occurrences; by_unit: how many of each unit; names: of those units.
        due_today, due_week: occurrences that fall due.
    """

    overdue: Mapping[dt.date, Sequence[Judged]]
    claimed: tuple[DutyOfToday, ...]
    week: tuple[DutyOfToday, ...]
    missed: int
    by_unit: "Counter[str]"
    names: Mapping[str, str]
    due_today: int
    due_week: int

    @property
    def units(self) -> int:
        """Return how many units have something overdue."""
        return len(self.by_unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What is pending of one unit, or of all at once, on a day.

    Attributes:
        overdue: by day, in their order; settled: what was done, by the day on which it was due.
        claimed: ticked on a phone, the evidence outstanding; week: what falls due by then.
        by_unit: how much of each unit is overdue; names: of those units.
    """

    overdue: Mapping[dt.date, Sequence[Judged]]
    settled: Mapping[dt.date, Sequence[Judged]]
    claimed: tuple[Judged, ...]
    week: tuple[Judged, ...]
    by_unit: "Counter[str]"
    names: Mapping[str, str]


def pending_of(found: Iterable[Judged], today: dt.date) -> Pending:
    """Sort what a unit owes into what is overdue and what falls due within a week. Pure.

    Args:
        found: occurrences of the year, and earlier ones that are overdue still.
        today: the day.
    """
    last = today + AHEAD
    overdue: dict[dt.date, list[Judged]] = {}
    settled: dict[dt.date, list[Judged]] = {}
    claimed, week, missed = [], [], []
    for each in found:
        status = each.judgement.status
        if status == "overdue":
            overdue.setdefault(_due(each), []).append(each)
            missed.append(each.occurrence.binding.unit)
        elif status in SETTLED:
            settled.setdefault(_due(each), []).append(each)
        elif status == "claimed" and is_near(each, last):
            claimed.append(each)
        elif status in PENDING and _due(each) <= last:
            week.append(each)
    units = {id(each): each for each in missed}
    by_unit: Counter[str] = Counter()
    for number, count in Counter(map(id, missed)).items():
        by_unit[units[number].key] += count
    return Pending(
        overdue=overdue, settled=settled, claimed=tuple(claimed), week=tuple(week),
        by_unit=by_unit, names={each.key: each.name for each in units.values()},
    )  # fmt: skip


def today_of(pending: Sequence[Pending], now: dt.datetime) -> Today:
    """Put together what is pending of each unit. Pure.

    Args:
        pending: of every unit, on the same day.
        now: the moment judged from.
    """
    overdue: dict[dt.date, list[Judged]] = {}
    names: dict[str, str] = {}
    by_unit: Counter[str] = Counter()
    for each in pending:
        by_unit.update(each.by_unit)
        names.update(each.names)
        for day, found in each.overdue.items():
            overdue.setdefault(day, []).extend(found)
    claimed = [one for each in pending for one in each.claimed]
    week = [one for each in pending for one in each.week]
    days = set(map(_due, week))
    settled = {
        day: list(chain.from_iterable(each.settled.get(day, ()) for each in pending))
        for day in days
    }
    return Today(
        overdue=dict(sorted(overdue.items())),
        claimed=tuple(alone(each, now) for each in sorted(claimed, key=_by_day)),
        week=tuple(_together(week, settled, now)),
        missed=by_unit.total(),
        by_unit=by_unit,
        names=names,
        due_today=sum(_due(each) == now.date() for each in week),
        due_week=len(week),
    )


def is_near(judged: Judged, last: dt.date) -> bool:
    """Tell whether something falls due by a day; what has no last day does when it begins."""
    window = judged.occurrence.window
    return (window.due or window.start) <= last


def year_around(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days of the year that are looked at: all of it, and a week ahead."""
    return dt.date(day.year, 1, 1), max(dt.date(day.year, 12, 31), day + AHEAD)


def longest(today: Today, first: int, count: int) -> list[Judged]:
    """Return so many overdue occurrences from the nth on; only days that they fall on are sorted.

    Args:
        today: what is pending.
        first: how many are passed over.
        count: how many are wanted.
    """
    found: list[Judged] = []
    for day in today.overdue.values():
        if first >= len(day):
            first -= len(day)
            continue
        found += sorted(day, key=_by_day)[first : first + count - len(found)]
        first = 0
        if len(found) >= count:
            break
    return found


def foremost(today: Today, opened: str) -> list[Judged]:
    """Return the longest overdue, and the one whose form is open; all where they are few."""
    few = today.missed <= SHOWN + 1
    first = longest(today, 0, SHOWN + 1 if few else SHOWN)
    unit = opened.rpartition("@")[2]
    if few or unit not in today.by_unit:
        return first
    own = (
        each for day in today.overdue.values() for each in day
        if each.occurrence.binding.unit.key == unit and each.occurrence.id == opened
    )  # fmt: skip
    return [*first, *(each for each in own if each not in first)]


def rest(today: Today, shown: Iterable[Judged]) -> list[tuple[str, int]]:
    """Return the overdue that are left out, by unit: how many, the most first."""
    left = today.by_unit - Counter(each.occurrence.binding.unit.key for each in shown)
    return [(today.names[key], count) for key, count in left.most_common()]


def alone(judged: Judged, now: dt.datetime) -> DutyOfToday:
    """Return a line of one unit's occurrence."""
    return DutyOfToday(key=judged.occurrence.id, found=(judged,), chip=chip_of(judged, now))


def together(found: Sequence[Judged], now: dt.datetime, key: str) -> DutyOfToday:
    """Return one line of several occurrences of any acts, by a name of its own."""
    return DutyOfToday(key=key, found=tuple(found), chip=chip_of(found[0], now))


def _together(
    week: Iterable[Judged], settled: Mapping[dt.date, Iterable[Judged]], now: dt.datetime
) -> Iterator[DutyOfToday]:
    """Put the units that share an act and its window into one line, the nearest day first."""
    lines: dict[str, list[Judged]] = {}
    for each in sorted(week, key=_by_day):
        lines.setdefault(_key(each), []).append(each)
    days = {_due(found[0]) for found in lines.values()}
    done = Counter(_key(each) for day in days for each in settled.get(day, ()))
    for key, found in lines.items():
        if len(found) == 1:
            key = found[0].occurrence.id  # noqa: PLW2901 - a line of one is named by its unit too
        chip = chip_of(found[0], now)
        yield DutyOfToday(key=key, found=tuple(found), chip=chip, done=done[_key(found[0])])


def _key(judged: Judged) -> str:
    """Name a window for all units alike, and apart where one was given until another day."""
    return f"{judged.occurrence.id.rpartition('@')[0]}~{judged.judgement.due}"


def _due(judged: Judged) -> dt.date:
    return judged.judgement.due or dt.date.max


def _by_day(judged: Judged) -> tuple[dt.date, str, str]:
    binding = judged.occurrence.binding
    return _due(judged), judged.occurrence.id.rpartition("@")[0], binding.unit.name
