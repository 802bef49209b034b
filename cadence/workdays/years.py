"""Which days are worked, which are off, and which the State Council has not announced yet.

Pure: notices and local changes in (rules/ reads them), answers by day out. A local change
wins over a notice read into rules/calendar/, and that over the chinesecalendar package (2004
onward). Past all of them the answer is None: not announced, never a guess.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from cadence.core import SATURDAY

State = Literal["worked", "off", "make_up"]
# The notice of the year to come may move these days of December for its 元旦, as those of 2007,
# 2008, 2012 and 2019 did; no notice has reached further back.
MOVED_BY_NEXT = 29
LAST_DAYS = 31 - MOVED_BY_NEXT + 1
PACKAGE = "chinesecalendar"
WEEK, OFF, UNKNOWN = "wwwwwoo", "oO", "?"  # marks of days, see mark_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """What one clause of a notice, or one local decision, changes.

    Attributes:
        name: 元旦, 国庆节、中秋节, 暴雪停工.
        off, worked: the days off, and the days worked in return or all the same.
        document: the notice's number, or that of the local document.
    """

    name: str
    off: tuple[date, ...]
    worked: tuple[date, ...]
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The State Council's arrangement of one year's holidays; it may reach into December before."""

    year: int
    document: str
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How one day stands.

    Attributes:
        state: worked, off, or make_up (调休: a weekend day worked); None: not announced.
        settled: False while a notice still to come may change it.
        name, source: the holiday and where that is written; None on an ordinary day.
    """

    date: date
    state: State | None
    settled: bool
    name: str | None = None
    source: str | None = None

    @property
    def is_worked(self) -> bool:
        """Tell whether the day is worked, whichever way."""
        return self.state in {"worked", "make_up"}


Look = Callable[[date], Day]


def looker(notices: Iterable[Notice] = (), changes: Iterable[Holiday] = ()) -> Look:
    """Return what answers for any day.

    Args:
        notices: those of rules/calendar/; each wins over the package for its whole year.
        changes: a place's own, which win over both.
    """
    notices = tuple(notices)
    years = frozenset(notice.year for notice in notices)
    holidays = [holiday for notice in notices for holiday in notice.holidays]
    told = {day.date: day for each in (*holidays, *changes) for day in _days_of(each)}
    return Days(told, years).__getitem__


class Days(dict[date, Day]):
    """How each day stands; worked out when it is first asked for."""

    def __init__(self, told: dict[date, Day], years: frozenset[int]) -> None:
        super().__init__(told)
        self._years = years
        self._told: dict[int, list[Day]] = {}
        for day in told.values():
            self._told.setdefault(day.date.year, []).append(day)

    def __missing__(self, day: date) -> Day:
        found = self[day] = _usual(day, self._years)
        return found

    def marks(self, year: int) -> list[str]:
        """Return _mark of every day of a year, without working out each day by itself."""
        first = date(year, 1, 1)
        length = date(year, 12, 31).toordinal() - first.toordinal() + 1
        known = self._years | _announced()
        if year in known:
            found = list((WEEK * 54)[first.weekday() : first.weekday() + length])
            if year + 1 not in known:
                found[-LAST_DAYS:] = [mark.upper() for mark in found[-LAST_DAYS:]]
            last = length - LAST_DAYS
            for index, mark in _package_marks().get(year, ()):
                if (year if index < last else year + 1) not in self._years:
                    found[index] = mark
        else:
            found = [UNKNOWN] * length
        for day in self._told.get(year, ()):
            found[day.date.toordinal() - first.toordinal()] = mark_of(day)
        return found


def mark_of(day: Day) -> str:
    """Return the day's letter: worked or off, in capitals while not settled; ? not announced."""
    if day.state is None:
        return UNKNOWN
    mark = "w" if day.is_worked else "o"
    return mark if day.settled else mark.upper()


def days_of_year(look: Look, year: int) -> tuple[Day, ...]:
    """Return every day of one year."""
    first = date(year, 1, 1).toordinal()
    return tuple(
        look(date.fromordinal(n)) for n in range(first, date(year, 12, 31).toordinal() + 1)
    )


def package_years() -> range:
    """Return the years that the chinesecalendar package knows."""
    years = [day.year for day in _package()]
    return range(min(years), max(years) + 1)


def differences(notice: Notice) -> tuple[date, ...]:
    """Return the days of a notice's year on which the package says otherwise (a later decree)."""
    if notice.year not in _announced():
        return ()
    days = zip(
        days_of_year(looker([notice]), notice.year),
        days_of_year(looker(), notice.year),
        strict=True,
    )
    return tuple(ours.date for ours, theirs in days if ours.is_worked != theirs.is_worked)


def _days_of(holiday: Holiday) -> Iterable[Day]:
    for day in holiday.off:
        yield Day(date=day, state="off", settled=True, name=holiday.name, source=holiday.document)
    for day in holiday.worked:
        state: State = "make_up" if day.weekday() >= SATURDAY else "worked"
        yield Day(date=day, state=state, settled=True, name=holiday.name, source=holiday.document)


def _usual(day: date, years: frozenset[int]) -> Day:
    """Answer for a day of which neither a notice here nor a local change speaks."""
    follows = day.year + 1 if (day.month, day.day) >= (12, MOVED_BY_NEXT) else day.year
    known = years | _announced()
    if day.year not in known:
        return Day(date=day, state=None, settled=False)
    if follows not in years and (found := _package().get(day)):
        return found
    state: State = "off" if day.weekday() >= SATURDAY else "worked"
    return Day(date=day, state=state, settled=follows in known)


@cache
def _announced() -> frozenset[int]:
    return frozenset(package_years())


@cache
def _package() -> dict[date, Day]:
    """Return the days that the package says are unlike the others of their week."""
    from chinese_calendar.constants import (  # noqa: PLC0415 - only who asks pays for the table
        Holiday as Named,
    )
    from chinese_calendar.constants import holidays, workdays  # noqa: PLC0415

    names = {each.value: each.chinese for each in Named}
    off = {day: _packaged(day, "off", names[name]) for day, name in holidays.items()}
    return off | {day: _packaged(day, "make_up", names[name]) for day, name in workdays.items()}


@cache
def _package_marks() -> dict[int, list[tuple[int, str]]]:
    """Return the same by year: how many days after January 1, and the day's mark."""
    found: dict[int, list[tuple[int, str]]] = {}
    for day in _package().values():
        index = day.date.toordinal() - date(day.date.year, 1, 1).toordinal()
        found.setdefault(day.date.year, []).append((index, mark_of(day)))
    return found


def _packaged(day: date, state: State, name: str) -> Day:
    return Day(date=day, state=state, settled=True, name=name, source=PACKAGE)
