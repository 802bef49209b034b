"""How heavy each day is: what the month calendar is drawn from."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cadence.conflicts.find.demands import Owed


@dataclass(frozen=True, slots=True)
class Heat:
    """One day: how many duties fall due, for how many units, and how many for the busiest."""

    duties: int
    units: int
    most: int


def heats(owed: Iterable[Owed]) -> dict[dt.date, Heat]:
    """Weigh every day on which something falls due or is planned."""
    rules: dict[dt.date, set[str]] = {}
    units: Counter[dt.date] = Counter()
    most: dict[dt.date, int] = {}
    for each in owed:
        counted: Counter[dt.date] = Counter()
        for one in each.demands:
            if one.day and not one.is_settled:
                rules.setdefault(one.day, set()).add(one.rule.key)
                counted[one.day] += 1
        for day, many in counted.items():
            units[day] += len(each.units)
            most[day] = max(many, most.get(day, 0))
    return {day: Heat(len(rules[day]), units[day], most[day]) for day in sorted(rules)}
