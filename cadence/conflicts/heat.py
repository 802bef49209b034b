"""How heavy each day is: what the month calendar is drawn from."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cadence.claims import Claim


@dataclass(frozen=True, slots=True)
class Heat:
    """One day: how many duties fall due, for how many units, and how many for the busiest."""

    duties: int
    units: int
    most: int


def heats(claims: Iterable[Claim]) -> dict[dt.date, Heat]:
    """Weigh every day on which something falls due or is planned."""
    rules: dict[dt.date, set[str]] = {}
    units: dict[dt.date, Counter[str]] = {}
    for each in claims:
        if each.day:
            rules.setdefault(each.day, set()).add(each.rule.key)
            units.setdefault(each.day, Counter())[each.unit.key] += 1
    return {
        day: Heat(len(rules[day]), len(counted), max(counted.values()))
        for day, counted in sorted(units.items())
    }
