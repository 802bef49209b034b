"""The same duty asked of one unit twice: at once, or at different frequencies across documents.

What is alike stands in likeness.py; whether one meeting discharges both, a person decides.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.likeness import Kind, alike
from cadence.conflicts.find.merges import Together, clusters, common_days
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.core import Cadence, PeriodicDeadline, Rule, Span

TIMES_A_YEAR = {
    "hour": 366 * 24,
    "day": 366,
    "week": 53,
    "xun": 36,
    "month": 12,
    "quarter": 4,
    "half_year": 2,
    "term": 2,
    "year": 1,
    "school_year": 1,
}
MONTHS = 12


def find_doubles(demands: Iterable[Demand], ground: Ground, span: Span) -> Iterator[Conflict]:
    """Find one unit's duties that repeat each other, unless that was accepted already."""
    listed = [each for each in demands if not each.rule.superseded_on and not each.is_past]
    kinds = alike(listed, ground.heard)
    looser: dict[Kind, Conflict] = {}
    doubles: list[tuple[Kind, Together]] = []
    for kind, several in kinds.items():
        seldom, rest = _looser(several)
        for found in _frequencies(seldom, rest):
            looser.setdefault(_which(found.demands[0]), found)
        doubles += ((kind, each) for each in clusters(rest) if _is_double(each, ground))
    yield from looser.values()
    order = {key: n for n, key in enumerate(dict.fromkeys(each.rule.key for each in listed))}
    yield from _duplicates(_largest(doubles), order, ground, span)


def _frequency(rule: Rule) -> float:
    """Return how many times a year a rule asks, the more the stricter; 0 for what asks once."""
    match rule.timing:
        case Cadence() | PeriodicDeadline() as timing:
            period = timing.period
            each_year = TIMES_A_YEAR.get(period) or 1 / int(period.removesuffix("_years"))
            months = len(timing.months) / MONTHS if timing.months else 1
            return each_year * months / timing.every * getattr(timing, "count", 1)
        case _:
            return 0


def _looser(listed: list[Demand]) -> tuple[list[Demand], list[Demand]]:
    """Set those apart that another document asks for more often."""
    strictest = max((each.rule for each in listed), key=_frequency)
    often = _frequency(strictest)
    looser: list[Demand] = []
    rest: list[Demand] = []
    for each in listed:
        seldom = 0 < _frequency(each.rule) < often and each.rule.pack != strictest.pack
        (looser if seldom else rest).append(each)
    return looser, rest


def _frequencies(looser: list[Demand], rest: list[Demand]) -> Iterator[Conflict]:
    """Show each window of the looser duty with the stricter ones that fall due within it."""
    if not looser:
        return
    often = max(_frequency(each.rule) for each in rest)
    strict = [each for each in rest if _frequency(each.rule) == often]
    for each in looser:
        within = [one for one in strict if one.day and each.first <= one.day <= _last(each)]
        if within:
            yield Conflict(
                code="frequency",
                severity="info",
                units=each.units,
                day=each.day,
                demands=(each, *within),
                days=(within[-1].first, _last(within[-1])),
                number=len(within),
            )


def _last(demand: Demand) -> dt.date:
    return demand.day or dt.date.max


def _largest(doubles: list[tuple[Kind, Together]]) -> list[tuple[Kind, Together]]:
    """Leave out what a larger group of another kind holds already, so that each is told once."""
    kept: list[tuple[Kind, Together]] = []
    holding: dict[Kind, list[set[Kind]]] = {}
    for kind, together in sorted(doubles, key=lambda each: -len(each[1])):
        ids = {_which(each) for each in together}
        if not any(ids <= each for each in holding.get(_which(together[0]), ())):
            kept.append((kind, together))
            for each in ids:
                holding.setdefault(each, []).append(ids)
    return kept


def _which(demand: Demand) -> Kind:
    """Tell a demand from others: a group's from that of a part of it too."""
    return id(demand.window), demand.unit.key, len(demand.units)


def _duplicates(
    doubles: list[tuple[Kind, Together]], order: Mapping[str, int], ground: Ground, span: Span
) -> Iterator[Conflict]:
    saved = Counter((kind, _year(each)) for kind, each in doubles for _more in each[1:])
    for kind, each in doubles:
        first, last = common_days(each)
        advised = ground.advise(last).day
        first = max(first, ground.today)
        held = advised if advised and advised >= first else last
        whole = max(span.first, ground.today) <= dt.date(last.year, 1, 1)
        whole = whole and span.last >= dt.date(last.year, 12, 31)
        yield Conflict(
            code="duplicate",
            severity="warning",
            units=each[0].units,
            day=last,
            demands=tuple(sorted(each, key=lambda demand: order[demand.rule.key])),
            days=(first, held),
            number=saved[kind, _year(each)],
            scope="year" if whole else "",
        )


def _is_double(together: Together, ground: Ground) -> bool:
    """Tell whether several rules meet here, today or later, that nobody has merged yet."""
    rules = {each.rule.key for each in together}
    if len(rules) == 1 or common_days(together)[1] < ground.today:
        return False
    if all(each.rule.only_outside for each in together):
        return False  # enterprises hold it, and whoever sees to it has nothing to put together
    merges = {ground.merges.get(key) for key in rules}
    return len(merges) > 1 or None in merges


def _year(together: Together) -> int:
    return common_days(together)[1].year
