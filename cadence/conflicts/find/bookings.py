"""Chosen meetings that demand the same post, unit or room at the same time."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from cadence.conflicts.find.demands import Demand, ends
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.conflicts.find.rooms import Rooms, chair_of, held_of
from cadence.core import Held, Unit

Booking = tuple[dt.datetime, dt.datetime, Demand]
Named = tuple[Unit | None, str]


def find_double_bookings(
    demands: Iterable[Demand], units: Mapping[str, Unit], ground: Ground
) -> Iterator[Conflict]:
    """Find chosen meetings that overlap; those of one accepted merge are one meeting.

    A post of several seats is in as many meetings at once as it has seats.

    Args:
        demands: of every unit of the place, those with a chosen moment among them.
        units: by key, the units and posts of the place.
        ground: the place.
    """
    rooms, held = Rooms(units.values(), ground.policy), held_of(ground.policy)
    claimed: dict[str, list[Booking]] = {}
    names: dict[str, Named] = {}
    for each in demands:
        if each.choice and each.choice.at:
            booking = (each.choice.at, ends(each.choice), each)
            for key, named in _claimed(each, units, rooms, held.get(each.rule.key)):
                claimed.setdefault(key, []).append(booking)
                names[key] = named
    seen: set[tuple[str, str]] = set()
    for key, bookings in claimed.items():
        unit, name = names[key]
        for first, second in _overlaps(bookings, unit.seats if unit else 1, ground):
            pair = (first.id, second.id)
            if pair not in seen:
                seen.add(pair)
                yield _conflict(first, second, unit, name)


def _claimed(
    demand: Demand, units: Mapping[str, Unit], rooms: Rooms, held: Held | None
) -> Iterator[tuple[str, Named]]:
    """Name whom and what a chosen meeting takes up, each once, posts before units before rooms."""
    choice, unit = demand.choice, demand.unit
    chair = chair_of(choice, held, unit.place)
    if chair and chair != unit.key:
        post = units.get(chair)
        yield f"unit {chair}", (post, post.name if post else chair)
    yield f"unit {unit.key}", (unit, unit.name)
    if where := (choice.where if choice else None) or (held.room if held else None):
        yield f"room {rooms.key(where, unit)}", (None, where)


def _overlaps(
    bookings: list[Booking], seats: int, ground: Ground
) -> Iterator[tuple[Demand, Demand]]:
    """Compare each meeting with those still going on: so many may be as there are seats."""
    going: list[Booking] = []  # one booking of each meeting
    for each in sorted(bookings, key=lambda each: (each[0], each[1], each[2].id)):
        going = [one for one in going if each[0] < one[1]]
        if any(_is_one(one, each, ground) for one in going):
            continue
        if len(going) >= seats:
            yield max(going, key=lambda one: one[1])[2], each[2]
        going.append(each)


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
