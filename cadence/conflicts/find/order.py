"""Duties that come before what they have to wait for, by their text, its words or their kind."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cadence.conflicts.find.demands import Demand, ends
from cadence.conflicts.find.nouns import Conflict
from cadence.conflicts.find.precedence import Before, Order
from cadence.core import Deadline, Phase

ANY = ""  # stands for all units together


def find_order_conflicts(demands: Iterable[Demand], order: Order) -> Iterator[Conflict]:
    """Find what is planned or due before that which it has to wait for.

    Args:
        demands: of every unit of the place, those that follow and those that are followed.
        order: which rules come before which.
    """
    listed = list(demands)
    wanted = {before.rule for each in listed for before in order.get(each.rule.key, ())}
    followed = _followed(listed, wanted)
    for each in listed:
        for before in order.get(each.rule.key, ()):
            first = _awaited(each, before, followed)
            if first and first.day and each.day and _precedes(each, first):
                yield Conflict(
                    code="sequence",
                    severity="warning",
                    units=each.units,
                    day=each.day,
                    demands=(each, first),
                    number=(first.day - each.day).days,
                    scope=before.by,
                )


def _precedes(then: Demand, first: Demand) -> bool:
    """Tell whether what follows comes first: by its day, or on one day by the hours chosen."""
    if then.day is None or first.day is None or then.day != first.day:
        return bool(then.day and first.day and then.day < first.day)
    earlier, later = then.choice, first.choice
    if earlier is None or later is None or earlier.at is None or later.at is None:
        return False
    return earlier.at < ends(later)


def awaited_by(demand: Demand, demands: Iterable[Demand], order: Order) -> Demand | None:
    """Return the last of what has to come before a demand; None where it waits for nothing."""
    waits = order.get(demand.rule.key, ())
    followed = _followed(demands, {each.rule for each in waits})
    found = [each for before in waits if (each := _awaited(demand, before, followed))]
    return max(found, key=lambda each: each.day or dt.date.min, default=None)


def _awaited(demand: Demand, before: Before, followed: Mapping[str, "_Followed"]) -> Demand | None:
    """Return what of one rule has to come first.

    By its kind that is the body's own alone, and only where it need not be later by its window:
    who is appraised in January is appraised for the year before, whatever is pledged in March.
    """
    known = followed.get(before.rule)
    if known is None:
        return None
    if before.by != "kind":
        return known.awaited_by(demand)
    first = known.own(demand)
    due, last = (each.window.due if each else None for each in (first, demand))
    return first if due and last and due <= last else None


def _followed(demands: Iterable[Demand], wanted: set[str]) -> dict[str, "_Followed"]:
    found: dict[str, _Followed] = {}
    for each in demands:
        if each.rule.key in wanted and each.day:
            found.setdefault(each.rule.key, _Followed()).add(each)
    return found


@dataclass(slots=True)
class _Followed:
    """The demands of one rule by period and unit, the last of several; and their periods by due."""

    last: dict[tuple[str, str], Demand] = field(default_factory=dict)
    periods: dict[str, dt.date] = field(default_factory=dict)

    def add(self, demand: Demand) -> None:
        """Take in one of the rule's demands."""
        label = _label(demand)
        for unit in (demand.unit.key, ANY):
            known = self.last.setdefault((label, unit), demand)
            if (demand.day or dt.date.min) > (known.day or dt.date.min):
                self.last[label, unit] = demand
        due = demand.window.due
        if due:
            self.periods[label] = max(due, self.periods.get(label, due))

    def awaited_by(self, demand: Demand) -> Demand | None:
        """Return what has to come first: in the same period, or falling due in the own window.

        Where the unit itself owes it, its own counts; otherwise the last of all.
        """
        label = _label(demand)
        labels = [label] if (label, ANY) in self.last else self._within(demand)
        own = ((each, demand.unit.key) for each in labels)
        found = [self.last.get(each) or self.last[each[0], ANY] for each in own]
        return max(found, key=lambda each: each.day or dt.date.min, default=None)

    def own(self, demand: Demand) -> Demand | None:
        """Return what the unit, or the body whose post it is, owes itself in the same period."""
        unit, label = demand.unit, _label(demand)
        body = f"{unit.place}/{unit.of}" if unit.of else unit.key
        return self.last.get((label, unit.key)) or self.last.get((label, body))

    def _within(self, demand: Demand) -> list[str]:
        window = demand.window
        ordered = sorted((due, label) for label, due in self.periods.items())
        dues = [due for due, _label_ in ordered]
        first = bisect_left(dues, window.start)
        last = bisect_right(dues, window.due or dt.date.max)
        return [label for _due, label in ordered[first:last]]


def _label(demand: Demand) -> str:
    """Name the period or event that a demand is for; what comes only once has one name for all."""
    once = isinstance(demand.rule.timing, Deadline | Phase)
    return "once" if once else demand.window.label
