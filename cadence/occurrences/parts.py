"""A scene unit by unit: what is made of one stands until one of its duties is told anew. Pure.

A line of a ledger is about one unit, and most of what is shown is a sum over units. A part is a
scene like any other, so whatever is made of a place can be made of one of its units.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain

from cadence.core import Binding, Unit
from cadence.occurrences.clocks import Clock
from cadence.occurrences.judge import Judged
from cadence.occurrences.scene import Scene

PARTS = "_parts"
JUDGED = ("judged", "carried", "_unsettled")
# Of the rules alone: all parts have the same.
SHARED = ("_windows", "_dated_before", "untold", "seen_to")


def parts_of(scene: Scene) -> Mapping[str, Scene]:
    """Take a scene apart by units, each with its posts; made once, then kept.

    Returns:
        By the key of a unit, what it and its posts owe, lead and assist, judged as in the whole. A
        part that a later line or minute leaves as it stood is the same object in the scene that
        `renewed` or `moved_on` makes of this one.
    """
    kept = vars(scene)
    if PARTS not in kept:
        kept[PARTS] = dict(_made(scene))
    found: Mapping[str, Scene] = kept[PARTS]
    return found


def part_of(unit: Unit) -> str:
    """Return the key of the part that a unit is in: a post is in its unit's."""
    return f"{unit.place}/{unit.of}" if unit.of else unit.key


def _made(scene: Scene) -> Iterable[tuple[str, Scene]]:
    bound: dict[str, list[Binding]] = {}
    for each in filter(scene.is_listed, scene.bindings):
        bound.setdefault(part_of(each.unit), []).append(each)
    started: dict[str, dict[int, Clock]] = {}
    for clock in scene.clocks:
        for each in filter(scene.is_listed, clock.bindings):
            started.setdefault(part_of(each.unit), {})[id(clock)] = clock
    judged = {name: _by_part(vars(scene)[name]) for name in JUDGED if name in vars(scene)}
    shared = {name: getattr(scene, name) for name in SHARED}
    for key in dict.fromkeys((*bound, *started)):
        own, clocks = tuple(bound.get(key, ())), tuple(started.get(key, {}).values())
        every = chain(own, *(each.bindings for each in clocks))
        keys = frozenset(each.unit.key for each in every if part_of(each.unit) == key)
        asked = replace(scene.asked, unit=key, keys=keys)
        part = replace(scene, asked=asked, bindings=own, clocks=clocks)
        vars(part).update(shared)
        vars(part).update({name: tuple(each.get(key, ())) for name, each in judged.items()})
        yield key, part


def _by_part(judged: Iterable[Judged]) -> Mapping[str, list[Judged]]:
    found: dict[str, list[Judged]] = {}
    for each in judged:
        found.setdefault(part_of(each.occurrence.binding.unit), []).append(each)
    return found
