"""Units of a place → the lists of duties without a date that several of them have alike. Pure.

What all townships are to keep up, each of forty pages would say in the same forty rows. It is said
once, on a page that each of theirs leads to.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cadence.core import Unit, shared_path
from cadence.publish.pages.nouns import Undated, UnitView

FEWEST_ROWS, FEWEST_UNITS = 6, 3  # below these a page of its own is no gain


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedList:
    """Duties without a date that the same units have alike.

    Attributes:
        name: the page's path under out/.
        units: whose they are; rows: the duties; counts: how many of them why, in words.
    """

    name: str
    units: tuple[Unit, ...]
    rows: tuple[Undated, ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def keys(self) -> frozenset[tuple[str, str, str]]:
        """Return what its rows are known by on any unit's page."""
        return frozenset(map(_key, self.rows))


def shared_lists(place: str, views: Iterable[UnitView]) -> tuple[SharedList, ...]:
    """Find what units have alike, of those given."""
    rows: dict[tuple[str, str, str], Undated] = {}
    owners: dict[tuple[str, str, str], dict[str, Unit]] = {}
    for view in views:
        for each in view.undated:
            if not each.whose:  # a post's is its body's alone
                rows.setdefault(_key(each), each)
                owners.setdefault(_key(each), {})[view.unit.id] = view.unit
    alike: dict[tuple[str, ...], list[Undated]] = {}
    for key, units in owners.items():
        alike.setdefault(tuple(units), []).append(rows[key])
    return tuple(
        _list(place, tuple(owners[_key(found[0])].values()), tuple(found))
        for ids, found in alike.items()
        if len(ids) >= FEWEST_UNITS and len(found) >= FEWEST_ROWS
    )


def _list(place: str, units: tuple[Unit, ...], rows: tuple[Undated, ...]) -> SharedList:
    digest = hashlib.sha256("\n".join(sorted(map(repr, map(_key, rows)))).encode()).hexdigest()
    return SharedList(
        name=shared_path(place, digest[:10]),
        units=units,
        rows=rows,
        counts=tuple(Counter(each.why for each in rows).items()),
    )


def _key(each: Undated) -> tuple[str, str, str]:
    return each.register, each.act, each.role
