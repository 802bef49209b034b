"""Is a chosen moment lawful, and which days are left to choose from. Pure.

A choice lies inside the window, or inside what an extension added to it. What a day costs says
whoever plans the year (planning/offers.py), so that one choice weighs what all at once do.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cadence.conflicts.find.demands import Demand
from cadence.core import Advice, Choice, Entry, Reversal, _, day_words, short_day

A_DAY = dt.timedelta(days=1)
LOOKED = 62  # days ahead where nothing says until when
Price = Callable[[dt.date], "Priced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What else is going on around one occurrence.

    Attributes:
        due: how many other duties of the unit count on each day; limit: how many it may have.
        awaited: what must come first, and on which day that counts.
        today: earlier days are gone.
    """

    today: dt.date
    limit: int
    due: Mapping[dt.date, int] = field(default_factory=dict)
    awaited: tuple[str, dt.date] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What a day costs by the office's prices, for what, at which hour; or what is against it."""

    cost: int = 0
    at: dt.datetime | None = None
    half: str = ""
    why: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOffer:
    """One day of a window: its cost where it may be chosen, else the reasons against it."""

    day: dt.date
    against: tuple[str, ...] = ()
    cost: int | None = None
    beside: int = 0
    at: dt.datetime | None = None
    half: str = ""
    why: tuple[str, ...] = ()


def faults(demand: Demand, at: dt.datetime, minutes: int) -> Iterator[str]:
    """Yield what is unlawful about a moment: it must begin and end inside the window."""
    window, due = demand.window, demand.due
    opens = window.opens or dt.datetime.combine(window.start, dt.time(), at.tzinfo)
    if at < opens:
        words = _("{0} lies before the window, which begins {1}")
        yield words.format(_minute(at), _minute(window.opens) if window.opens else window.start)
    if due is None:
        return
    extended = window.latest is not None and due > window.latest
    closes = None if extended else window.closes
    last = closes or dt.datetime.combine(due + A_DAY, dt.time(), at.tzinfo)
    if at + dt.timedelta(minutes=minutes) > last:
        words = _("{0} and {1} minutes end after the window, whose last day is {2}")
        yield words.format(_minute(at), minutes, _minute(closes) if closes else due)


def suggest(
    demand: Demand, around: Around, advise: Callable[[dt.date], Advice], price: Price
) -> tuple[DayOffer, ...]:
    """List the days of a window: those left to choose, best first, then the others with reasons.

    Args:
        demand: as if nothing were chosen yet.
        around: what else is going on.
        advise: the working days around a day.
        price: what a day costs; it is asked only where nothing else speaks against one.
    """
    offers = [_offer(day, around, advise, price) for day in _days(demand, around.today)]
    return tuple(sorted(offers, key=lambda each: (each.cost is None, each.cost or 0, each.day)))


def reasons(day: dt.date, around: Around, advise: Callable[[dt.date], Advice]) -> Iterator[str]:
    """Say in Chinese what speaks against a day."""
    if day < around.today:
        yield "已过"
    working = advise(day).day
    if working is None:
        yield "节假日安排未公布"
    elif working != day:
        yield "休息日"
    if (many := around.due.get(day, 0)) >= around.limit:
        yield f"本单位当日已有{many}项（限{around.limit}项）"
    if around.awaited and day < around.awaited[1]:
        act, first = around.awaited
        yield f"须在“{act}”（{short_day(first)}）之后"


def shown_offers(offers: Iterable[DayOffer]) -> Iterator[tuple[str, str, str]]:
    """Yield rows for people: the days left to choose, then runs of refused days with one reason."""
    rank = 0
    run: list[DayOffer] = []
    for each in offers:
        if each.cost is not None:
            rank += 1
            others = f"本单位当日另有{each.beside}项" if each.beside else "当日无其他任务"
            said = "；".join((*((each.half,) if each.half else ()), others, *each.why))
            yield str(rank), day_words(each.day), said
        elif run and run[-1].against == each.against and each.day - run[-1].day == A_DAY:
            run.append(each)
        else:
            yield from _refused(run)
            run = [each]
    yield from _refused(run)


def choices(entries: Iterable[Entry], occurrences: Iterable[str]) -> tuple[tuple[Entry, bool], ...]:
    """List what was chosen for occurrences, earlier choices too, each with whether it counts now.

    Args:
        entries: of the ledger, from the first on.
        occurrences: ids; none: all.
    """
    wanted, found, current = set(occurrences), [], {}
    gone: set[int] = set()
    listed = list(entries)
    for entry in reversed(listed):
        if isinstance(entry.fact, Reversal) and entry.number not in gone:
            gone.add(entry.fact.number)
    for entry in listed:
        if isinstance(entry.fact, Choice) and (not wanted or entry.fact.occurrence in wanted):
            found.append(entry)
            if entry.number not in gone:
                current[entry.fact.occurrence] = entry.number
    counting = set(current.values())
    return tuple((each, each.number in counting) for each in found)


def _days(demand: Demand, today: dt.date) -> Iterator[dt.date]:
    first = demand.window.start
    last = demand.due or max(first, today) + LOOKED * A_DAY
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield dt.date.fromordinal(number)


def _offer(
    day: dt.date, around: Around, advise: Callable[[dt.date], Advice], price: Price
) -> DayOffer:
    against, beside = tuple(reasons(day, around, advise)), around.due.get(day, 0)
    if against:
        return DayOffer(day=day, against=against, beside=beside)
    priced = price(day)
    if priced.against:
        return DayOffer(day=day, against=priced.against, beside=beside)
    return DayOffer(
        day=day, cost=priced.cost, beside=beside, at=priced.at, half=priced.half, why=priced.why
    )


def _refused(run: list[DayOffer]) -> Iterator[tuple[str, str, str]]:
    if run:
        first, last = day_words(run[0].day), day_words(run[-1].day)
        yield "×", first if first == last else f"{first}至{last}", "；".join(run[0].against)


def _minute(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
