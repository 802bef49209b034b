"""全覆盖: whom a duty must reach, who was reached and on which day, and who is left. Pure.

One visit is not enough, and nobody counts twice: such a duty is done on the day on which the last
of them was reached for the first time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cadence.core.dates import first_moment
from cadence.core.facts import Done
from cadence.core.occurrence import Unit

SHOWN, FEW = 8, 3  # names in a line, and in a narrow cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far a duty has reached whom it must reach.

    Attributes:
        required: whom the roster lists; () where it does not list them, and nothing is counted.
        entries: what says that some of them were reached, in the ledger's order.
    """

    required: tuple[Unit, ...] = ()
    entries: tuple[Done, ...] = ()
    _first: dict[str, Done] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the first day of each."""
        object.__setattr__(self, "_first", _first_of_each(self.entries))

    @property
    def reached(self) -> dict[str, Done]:
        """Return by a unit's key what says first that it was reached."""
        return self._first

    @property
    def left(self) -> tuple[Unit, ...]:
        """Return who has not been reached."""
        return tuple(each for each in self.required if each.key not in self._first)

    @property
    def done(self) -> Done | None:
        """Return what reached the last of them; None where one is left or nothing is counted."""
        if not self.required or self.left:
            return None
        ours = (self._first[each.key] for each in self.required)
        return max(ours, key=lambda each: first_moment(each.on))

    @property
    def line(self) -> str:
        """Say in Chinese how many are reached, and name those who are left."""
        return self._said(SHOWN)

    @property
    def brief(self) -> str:
        """Say the same in a narrow cell: of more than a few the first alone."""
        return self._said(SHOWN if len(self.left) <= FEW else 1)

    @property
    def left_words(self) -> str:
        """Name those who are left, the first of many."""
        return self._named(SHOWN)

    def _said(self, names: int) -> str:
        if not self.required:
            return f"已覆盖{len(self._first)}个，名册未列明全部对象，不能认定已全覆盖"
        reached = len(self.required) - len(self.left)
        count = f"已覆盖{reached}/{len(self.required)}"
        return f"{count}，未覆盖：{self._named(names)}" if self.left else count

    def _named(self, most: int) -> str:
        names = "、".join(each.name for each in self.left[:most])
        return names if len(self.left) <= most else f"{names}等{len(self.left)}个"


def _first_of_each(entries: Iterable[Done]) -> dict[str, Done]:
    found: dict[str, Done] = {}
    for each in entries:
        for key in each.covers:
            known = found.get(key)
            if known is None or first_moment(each.on) < first_moment(known.on):
                found[key] = each
    return found
