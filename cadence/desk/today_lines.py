"""What is pending → the lines of 今日: what is overdue and a week ahead, an act a line. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from cadence.core import Occurrence
from cadence.desk.chips import Chip, chip_of
from cadence.occurrences import Judged

AHEAD = dt.timedelta(days=7)
SHOWN = 4  # overdue lines before the rest is summed by unit
PENDING = {"open", "due_soon", "extended"}


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
    """What the page shows.

    Attributes:
        overdue: the longest first; week: the nearest first.
        claimed: ticked on a phone, the evidence outstanding; the earliest day first.
        rest: overdue lines left out, by unit: how many.
        units: with something overdue; due_today, due_week: occurrences that fall due.
    """

    overdue: tuple[DutyOfToday, ...]
    claimed: tuple[DutyOfToday, ...]
    rest: tuple[tuple[str, int], ...]
    missed: int
    units: int
    week: tuple[DutyOfToday, ...]
    due_today: int
    due_week: int


def today_of(
    found: Iterable[Judged], now: dt.datetime, *, all_overdue: bool, opened: str = ""
) -> Today:
    """Sort what is pending into what is overdue and what falls due within a week. Pure.

    Args:
        found: occurrences of the year, and earlier ones that are overdue still.
        now: the moment judged from.
        all_overdue: leave no overdue line out.
        opened: the key of a line that is shown in any case.
    """
    listed = tuple(found)
    overdue = [each for each in listed if each.judgement.status == "overdue"]
    last = now.date() + AHEAD
    week = [each for each in listed if each.judgement.status in PENDING and _due(each) <= last]
    whole = all_overdue or len(overdue) <= SHOWN + 1
    shown = sorted(overdue, key=_by_day) if whole else _foremost(overdue, opened)
    missed = Counter(each.occurrence.binding.unit.key for each in overdue)
    return Today(
        overdue=tuple(alone(each, now) for each in shown),
        claimed=tuple(
            alone(each, now)
            for each in sorted((each for each in listed if _is(each, "claimed")), key=_by_day)
        ),
        rest=_by_unit(missed, shown, overdue),
        missed=len(overdue),
        units=len(missed),
        week=tuple(_together(week, listed, now)),
        due_today=sum(_due(each) == now.date() for each in week),
        due_week=len(week),
    )


def _foremost(overdue: Iterable[Judged], opened: str) -> list[Judged]:
    """Return the longest overdue and the opened one; of the rest only days are compared."""
    found = list(overdue)
    last = nsmallest(SHOWN, map(_due, found))[-1]
    first = sorted((each for each in found if _due(each) <= last), key=_by_day)[:SHOWN]
    unit = opened.rpartition("@")[2]
    own = (each for each in found if unit and each.occurrence.binding.unit.key == unit)
    return [*first, *(each for each in own if _id(each) == opened and each not in first)]


def alone(judged: Judged, now: dt.datetime) -> DutyOfToday:
    """Return a line of one unit's occurrence."""
    return DutyOfToday(key=judged.occurrence.id, found=(judged,), chip=chip_of(judged, now))


def together(found: Sequence[Judged], now: dt.datetime, key: str) -> DutyOfToday:
    """Return one line of several occurrences of any acts, by a name of its own."""
    return DutyOfToday(key=key, found=tuple(found), chip=chip_of(found[0], now))


def _together(
    week: Iterable[Judged], listed: Sequence[Judged], now: dt.datetime
) -> Iterator[DutyOfToday]:
    """Put the units that share an act and its window into one line, the nearest day first."""
    lines: dict[str, list[Judged]] = {}
    for each in sorted(week, key=_by_day):
        lines.setdefault(_key(each), []).append(each)
    days = {_due(found[0]) for found in lines.values()}
    done = Counter(
        _key(each)
        for each in listed
        if each.judgement.status in {"done", "late"} and _due(each) in days
    )
    for key, found in lines.items():
        if len(found) == 1:
            key = found[0].occurrence.id  # noqa: PLW2901 - a line of one is named by its unit too
        chip = chip_of(found[0], now)
        yield DutyOfToday(key=key, found=tuple(found), chip=chip, done=done[_key(found[0])])


def _by_unit(
    missed: "Counter[str]", shown: Iterable[Judged], overdue: Iterable[Judged]
) -> tuple[tuple[str, int], ...]:
    left = missed - Counter(each.occurrence.binding.unit.key for each in shown)
    units = {each.occurrence.binding.unit.key: each.occurrence.binding.unit for each in overdue}
    return tuple((units[key].name, count) for key, count in left.most_common())


def _is(judged: Judged, status: str) -> bool:
    return judged.judgement.status == status


def _id(judged: Judged) -> str:
    return judged.occurrence.id


def _key(judged: Judged) -> str:
    """Name a window for all units alike, and apart where one was given until another day."""
    return f"{judged.occurrence.id.rpartition('@')[0]}~{judged.judgement.due}"


def _due(judged: Judged) -> dt.date:
    return judged.judgement.due or dt.date.max


def _by_day(judged: Judged) -> tuple[dt.date, str, str]:
    binding = judged.occurrence.binding
    return _due(judged), judged.occurrence.id.rpartition("@")[0], binding.unit.name
