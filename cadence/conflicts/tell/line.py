"""What a line of findings is: its words, whom it concerns, and what stands behind it."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from operator import itemgetter

from cadence.conflicts.find.nouns import Conflict, Severity
from cadence.conflicts.tell.advice import advice
from cadence.conflicts.tell.messages import message
from cadence.core import Rule, Unit, day_words

MONTHLY, WEEKLY = 3, 4  # from how many days on a rhythm is named
NAMED = 4
FIRST_SHORTEST = 28  # the first day that may end a month
TOLD_BY_MOMENTS = {"sequence", "merge_apart"}  # whose words say when each of it is
Groups = Mapping[frozenset[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One day of a line: when, who, what and the way out, as text."""

    when: str
    who: str
    what: str
    advice: str
    clauses: tuple[str, ...]
    day: dt.date | None = None


@dataclass(frozen=True, kw_only=True)  # without slots: the details are kept once asked for
class FindingLine:
    """Findings that are one thing to a reader.

    Attributes:
        decide: what somebody has to decide about it, if anything.
        count: how many findings it stands for.
        behind: what it stands for: each finding once, with all whom it concerns.
    """

    code: str
    severity: Severity
    who: str
    when: str
    what: str
    advice: str
    decide: str
    clauses: tuple[str, ...]
    count: int
    behind: Callable[[], tuple[Detail, ...]] = field(repr=False, compare=False)

    @cached_property
    def details(self) -> tuple[Detail, ...]:
        """Return the findings behind it, day by day: written only for whoever reads them."""
        return self.behind()


@dataclass(slots=True)
class Some:
    """Findings that are told together: of units by themselves, and across units."""

    own: list[Conflict] = field(default_factory=list)
    across: list[Conflict] = field(default_factory=list)

    def __iter__(self) -> Iterator[Conflict]:
        """Yield those of units before those across them."""
        return chain(self.own, self.across)

    def units(self, order: Mapping[str, int]) -> list[Unit]:
        """Return all whom they concern, each once, in the order in which they were looked at."""
        apart = {id(each.units): each.units for each in self.own}  # thousands share one tuple
        own = {each.key: each for units in apart.values() for each in units}
        found = (
            own
            if len(apart) == 1
            else {key: own[key] for key in sorted(own, key=order.__getitem__)}
        )
        found |= {each.key: each for one in self.across for each in one.units}
        return list(found.values())

    def count(self) -> int:
        """Count them, one for each unit."""
        return sum(1 if each.told_once else len(each.units) or 1 for each in self)

    def by_kind(self) -> list["Some"]:
        """Part them into those of the same day, duties and way out, day by day."""
        found: dict[tuple[object, ...], Some] = {}
        for each in self.own:
            found.setdefault(_which(each), Some()).own.append(each)
        for each in self.across:
            found.setdefault(_which(each), Some()).across.append(each)
        first = ((next(iter(each)), each) for each in found.values())
        key = (((one.day or dt.date.min, one.scope), each) for one, each in first)
        return [each for _key, each in sorted(key, key=itemgetter(0))]


def names(units: Iterable[Unit], groups: Groups) -> str:
    """Name units: whole groups by their name, a few by their own, the rest counted."""
    left = {each.key: each for each in units}
    shown = []
    for members, name in sorted(groups.items(), key=lambda each: -len(each[0])):
        if len(members) > 1 and members <= left.keys():
            shown.append(f"{name}（{len(members)}个）")
            left = {key: each for key, each in left.items() if key not in members}
    own = [each.name for each in left.values()]
    rest = f"等{len(own)}个单位" if len(own) > NAMED else ""
    return "、".join((*shown, *own[:NAMED])) + rest


def details_of(pile: Some, groups: Groups, order: Mapping[str, int]) -> tuple[Detail, ...]:
    """Write what stands behind a line, day by day."""
    return tuple(
        Detail(
            when=day_words(first.day) if first.day else "",
            who=names(each.units(order), groups),
            what=message(first),
            advice=advice(first),
            clauses=clauses_of(first.rules),
            day=first.day,
        )
        for each in pile.by_kind()
        for first in [next(iter(each))]
    )


def clauses_of(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Cite each document once, with its clauses."""
    found: dict[str, dict[str, None]] = {}
    for each in rules:
        found.setdefault(each.document.name, {})[each.clause] = None
    return tuple(f"{document} {'、'.join(clauses)}" for document, clauses in found.items())


def when(days: tuple[dt.date, ...]) -> str:
    """Say on which days, by their rhythm where they have one."""
    if len(days) >= MONTHLY and all(ends_month(day) for day in days):
        return f"{days[0]:%Y-%m}至{days[-1]:%Y-%m}的月末，共{len(days)}日"
    if len(days) >= WEEKLY and len({day.weekday() for day in days}) == 1:
        return f"{days[0]}至{days[-1]}的{day_words(days[0])[-3:-1]}，共{len(days)}日"
    shown = "、".join(day.isoformat() for day in days[:NAMED])
    return f"{shown}等{len(days)}日" if len(days) > NAMED else shown


def ends_month(day: dt.date) -> bool:
    """Tell whether a day is the last of its month."""
    return day.day >= FIRST_SHORTEST and (day + dt.timedelta(days=1)).day == 1


def _which(conflict: Conflict) -> tuple[object, ...]:
    """Return what tells apart the days and duties behind one line, and the ways out of them.

    Two towns with the same crowd need not have the same days free.
    """
    if conflict.code == "double_booked":
        return conflict.day, conflict.scope, *(each.id for each in conflict.demands)
    counted = (conflict.count, conflict.number, conflict.placed, conflict.why)
    moments = (each.past.choice or each.day for each in conflict.demands)
    own = tuple(moments) if conflict.code in TOLD_BY_MOMENTS else ()
    rules = tuple(map(id, conflict.rules))
    return conflict.day, conflict.scope, rules, counted, conflict.days, own
