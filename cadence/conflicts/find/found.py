"""What collides in one place: each thing once, with all whom it concerns, or unit by unit. Pure.

Where a thousand units owe a thousand different things, most of what collides for one collides for
many of the others too. It is kept once; who reads it unit by unit gets it made again on the way.
"""

import datetime as dt
from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import NamedTuple

from cadence.conflicts.find.nouns import Conflict
from cadence.conflicts.find.overload import Crowded
from cadence.core import Unit

Units = tuple[Unit, ...]
Numbers = Iterable[int]
Part = Callable[[Conflict], Iterable[tuple[Hashable, Conflict]]]


class Group(NamedTuple):
    """Units that are alike, and what collides for them.

    then, last: by numbers; crowded: between the two.
    """

    units: Units
    then: "array[int]"
    crowded: Crowded | None
    last: "array[int]"


@dataclass(frozen=True, slots=True)
class Found:
    """What collides in one place, or a part of that.

    Iterated, it is what collides for the units that are alike, group by group, and then what
    concerns several of them.

    Attributes:
        once: what collides for units by themselves, with all whom it concerns, by its number.
        groups: units that are alike, each with what collides for them.
        across: what concerns several units together.
        parted: numbers of what does not concern all any more that their groups say.
    """

    once: Mapping[int, Conflict] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    across: tuple[Conflict, ...] = ()
    parted: frozenset[int] = frozenset()

    def __iter__(self) -> Iterator[Conflict]:
        """Yield every one as often as there are groups whom it concerns."""
        keys = {each: {unit.key for unit in self.once[each].units} for each in self.parted}
        for each in self.groups:
            yield from self._of(each.units, each.then, keys)
            yield from each.crowded.conflicts() if each.crowded else ()
            yield from self._of(each.units, each.last, keys)
        yield from self.across

    def _of(
        self, units: Units, numbers: Numbers, keys: Mapping[int, set[str]]
    ) -> Iterator[Conflict]:
        for number in numbers:
            if found := self.once.get(number):
                own = units
                if number in keys:
                    own = tuple(each for each in units if each.key in keys[number])
                if own:
                    yield found if own == found.units else found.of(own)

    def each_once(self) -> Iterator[Conflict]:
        """Yield every one once, whomever it concerns, but for what is crowded."""
        return chain(self.once.values(), self.across)

    @property
    def severities(self) -> set[str]:
        """Return how grave what is found is."""
        found: set[str] = {each.severity for each in self.each_once()}
        crowded = (each.crowded for each in self.groups if each.crowded)
        return found | ({"warning"} if any(each.is_any for each in crowded) else set())

    def order(self) -> dict[str, int]:
        """Number the units in the order in which they are looked at, by their keys."""
        units = chain.from_iterable(each.units for each in self.groups)
        return {each.key: number for number, each in enumerate(units)}

    def since(self, day: dt.date) -> "Found":
        """Return the same without what was crowded only before a day."""
        number = day.toordinal()
        groups = (
            each._replace(crowded=each.crowded and replace(each.crowded, since=number))
            for each in self.groups
        )
        return replace(self, groups=tuple(groups))

    def written(self, wanted: Callable[[Crowded], bool]) -> "Found":
        """Return the same with what is crowded among the rest, one by one.

        Args:
            wanted: for whom it is wanted at all.
        """
        once = dict(self.once)
        groups = []
        for each in self.groups:
            numbers = array("I", each.then)
            if each.crowded and wanted(each.crowded):
                for conflict in each.crowded.conflicts():
                    numbers.append(len(once))
                    once[len(once)] = conflict
            numbers.extend(each.last)
            groups.append(Group(each.units, numbers, None, array("I")))
        return replace(self, once=once, groups=tuple(groups))

    def by_part(self, own: Part, across: Part) -> dict[Hashable, "Found"]:
        """Part what was found, in the order in which an iteration meets the parts.

        What is crowded stays in the part None.

        Args:
            own: what a conflict of units by themselves comes to: pieces, each with its part.
            across: the same for one across units.
        """
        once: dict[Hashable, dict[int, Conflict]] = {None: {}}
        others: dict[Hashable, list[Conflict]] = {}
        parted: dict[Hashable, set[int]] = {}
        for number, whole in self.once.items():
            for key, each in own(whole):
                once.setdefault(key, {})[number] = each
                if each.units is not whole.units:
                    parted.setdefault(key, set()).add(number)
        for whole in self.across:
            for key, each in across(whole):
                others.setdefault(key, []).append(each)
        bare = tuple(each._replace(crowded=None) for each in self.groups)
        found = {
            key: Found(
                once.get(key, {}),
                self.groups if key is None else bare,
                tuple(others.get(key, ())),
                frozenset(parted.get(key, ())),
            ).in_order()
            for key in once | others
        }
        return dict(sorted(found.items(), key=lambda each: each[1].begins()))

    def in_order(self) -> "Found":
        """Bring what concerns other units first than it did into their order."""
        if not self.parted:
            return self
        once = {number: self.once[number] for _place, number in self._met()}
        return replace(self, once=once)

    def _met(self) -> Iterator[tuple[tuple[int, int], int]]:
        """Yield where an iteration meets each number, and the number."""
        for place, each in enumerate(self.groups):
            for nth, number in enumerate(chain(each.then, each.last)):
                found = self.once.get(number)
                if found and (number not in self.parted or set(each.units) & set(found.units)):
                    yield (place, nth), number

    def begins(self) -> tuple[int, int]:
        """Return where an iteration over everything would meet the first of this part."""
        return next((place for place, _number in self._met()), (len(self.groups), 0))


@dataclass(slots=True)
class Gathered:
    """Conflicts while they are found, each once."""

    _once: list[Conflict] = field(default_factory=list)
    _others: dict[int, list[Units]] = field(default_factory=dict)
    _groups: list[Group] = field(default_factory=list)

    def add(self, units: Units, then: Numbers, crowded: Crowded, last: Numbers) -> None:
        """Take in what collides for units that are alike."""
        self._groups.append(Group(units, array("I", then), crowded, array("I", last)))

    def whole(self, conflict: Conflict) -> int:
        """Number what is known to concern all whom it concerns."""
        self._once.append(conflict)
        return len(self._once) - 1

    def also(self, number: int, units: Units) -> None:
        """Note that it concerns others too."""
        self._others.setdefault(number, []).append(units)

    def found(self, across: Iterable[Conflict]) -> Found:
        """Return what was found, with what concerns several units together."""
        for number, others in self._others.items():
            first = self._once[number]
            units = tuple(chain(first.units, *others))
            self._once[number] = replace(first, units=units)
        return Found(dict(enumerate(self._once)), tuple(self._groups), tuple(across))
