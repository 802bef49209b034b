"""Chosen meetings that demand the same post, unit or room at the same time."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from cadence.conflicts.find.demands import Demand, ends
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.core import Unit, folded, number

CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十百]+(?=[楼层号])")
Booking = tuple[dt.datetime, dt.datetime, Demand]


def find_double_bookings(
    demands: Iterable[Demand], units: Mapping[str, Unit], ground: Ground
) -> Iterator[Conflict]:
    """Find chosen meetings that overlap; those of one accepted merge are one meeting.

    Args:
        demands: of every unit of the place, those with a chosen moment among them.
        units: by key, the units and posts of the place.
        ground: the place.
    """
    owners = {folded(unit.name): key for key, unit in units.items() if unit.kind != "post"}
    claimed: dict[str, list[Booking]] = {}
    names: dict[str, tuple[Unit | None, str]] = {}
    for each in demands:
        if each.choice and each.choice.at:
            booking = (each.choice.at, ends(each.choice), each)
            for key, named in _claimed(each, units, owners):
                claimed.setdefault(key, []).append(booking)
                names[key] = named
    seen: set[tuple[str, str]] = set()
    for key, bookings in claimed.items():
        unit, name = names[key]
        for first, second in _overlaps(bookings, ground):
            pair = (first.id, second.id)
            if pair not in seen:
                seen.add(pair)
                yield _conflict(first, second, unit, name)


def _claimed(
    demand: Demand, units: Mapping[str, Unit], owners: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Unit | None, str]]]:
    """Name whom and what a chosen meeting takes up, posts before units before rooms."""
    choice = demand.choice
    if choice and choice.chair:
        post = units.get(choice.chair)
        yield f"unit {choice.chair}", (post, post.name if post else choice.chair)
    yield f"unit {demand.unit.key}", (demand.unit, demand.unit.name)
    if choice and choice.where:
        yield f"room {room_of(choice.where, demand.unit, owners)}", (None, choice.where)


def room_of(where: str, unit: Unit, owners: Mapping[str, str]) -> str:
    """Return whose room is meant and which: 三楼会议室 of two towns are two, 3楼 and 三楼 are one.

    Args:
        where: as it was typed; it may begin with the name of the unit whose room it is.
        unit: whose meeting it is, and whose room it is where no other is named.
        owners: keys of units by their names.
    """
    said = folded(where)
    named = max((name for name in owners if said.startswith(name)), key=len, default="")
    floor = CHINESE_NUMBER.sub(lambda found: str(number(found[0])), said.removeprefix(named))
    return f"{owners.get(named, unit.key)} {floor}"


def _overlaps(bookings: list[Booking], ground: Ground) -> Iterator[tuple[Demand, Demand]]:
    """Compare each meeting with the one before it that lasts longest."""
    ordered = sorted(bookings, key=lambda each: (each[0], each[1], each[2].id))
    latest = ordered[0]
    for each in ordered[1:]:
        if each[0] < latest[1] and not _is_one(latest, each, ground):
            yield latest[2], each[2]
        latest = max(latest, each, key=lambda booking: booking[1])


def _is_one(one: Booking, other: Booking, ground: Ground) -> bool:
    """Tell whether two bookings are one meeting: of one merge, or of units that sit together."""
    first, second = one[2], other[2]
    merge = ground.merges.get(first.rule.key)
    merged = merge is not None and merge is ground.merges.get(second.rule.key)
    merged = merged and first.unit == second.unit  # another town's meeting is another meeting
    joint = first.rule.key == second.rule.key and any(
        each.joint and first.rule.key in each.rules for each in ground.policy.held
    )
    return (merged or joint) and first.choice is not None and one[:2] == other[:2]


def _conflict(first: Demand, second: Demand, unit: Unit | None, name: str) -> Conflict:
    """Concern whoever is claimed twice, and both whose meetings it is."""
    concerned = (*((unit,) if unit else ()), first.unit, second.unit)
    return Conflict(
        code="double_booked",
        severity="error",
        units=tuple(dict.fromkeys(concerned)),
        day=second.day,
        demands=(first, second),
        scope=name,
    )
