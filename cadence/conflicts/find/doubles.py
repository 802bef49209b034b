"""The same duty asked of one unit twice: at once, or at different frequencies across documents.

Two duties are of one kind where category and matter agree, and the condition that limits them:
the matter is the last of a rule's topics, which run from wide to narrow. Only what is held for an
audience is proposed; whether one meeting really discharges both, a person decides.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.merges import Together, clusters, common_days
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.core import Cadence, PeriodicDeadline, Rule, Span

HELD_TOGETHER = frozenset(
    {"meeting", "study", "training", "drill", "report", "appraisal", "pledge"}
)
STRICTEST_FIRST = ("day", "week", "xun", "month", "quarter", "half_year", "year")
TIMES_A_YEAR = dict(zip(STRICTEST_FIRST, (366, 53, 36, 12, 4, 2, 1), strict=True))
Kind = tuple[str, str, str | None]


def kind_of(rule: Rule) -> Kind | None:
    """Return what tells whether two duties may be discharged together; None: by no means."""
    if rule.category not in HELD_TOGETHER or not rule.topics:
        return None
    return rule.category, rule.topics[-1], rule.condition


def find_doubles(demands: Iterable[Demand], ground: Ground, span: Span) -> Iterator[Conflict]:
    """Find one unit's duties that repeat each other, unless that was accepted already."""
    kinds: dict[Kind, list[Demand]] = {}
    for each in demands:
        if each.rule.superseded_on:
            continue  # a newer document has replaced it: nothing is to be merged with it
        if kind := kind_of(each.rule):
            kinds.setdefault(kind, []).append(each)
    for listed in kinds.values():
        if len({each.rule.key for each in listed}) > 1:
            looser, rest = _looser(listed)
            yield from _frequencies(looser, rest)
            yield from _duplicates(rest, ground, span)


def _frequency(rule: Rule) -> float:
    """Return how many times a year a rule asks, the more the stricter; 0 for what asks once."""
    match rule.timing:
        case Cadence(period=period) | PeriodicDeadline(period=period):
            years = period.removesuffix("_years")
            each_year = TIMES_A_YEAR.get(period) or 1 / int(years)
            return each_year * getattr(rule.timing, "count", 1)
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
    governing = max((each.rule for each in rest), key=_frequency)
    strict = [each for each in rest if each.rule.key == governing.key]
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


def _duplicates(listed: list[Demand], ground: Ground, span: Span) -> Iterator[Conflict]:
    groups = [each for each in clusters(listed) if _is_double(each, ground)]
    position = {key: n for n, key in enumerate(dict.fromkeys(each.rule.key for each in listed))}
    saved = Counter(_year(each) for each in groups for _more in each[1:])
    for each in groups:
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
            demands=tuple(sorted(each, key=lambda demand: position[demand.rule.key])),
            days=(first, held),
            number=saved[_year(each)],
            scope="year" if whole else "",
        )


def _is_double(together: Together, ground: Ground) -> bool:
    """Tell whether several rules meet here, today or later, that nobody has merged yet."""
    rules = {each.rule.key for each in together}
    if len(rules) == 1 or common_days(together)[1] < ground.today:
        return False
    merges = {ground.merges.get(key) for key in rules}
    return len(merges) > 1 or None in merges


def _year(together: Together) -> int:
    return common_days(together)[1].year
