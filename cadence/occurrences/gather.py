"""Workspace × History × Asked × as_of → Scenes: what each place's scene is made of, gathered."""

import datetime as dt
from dataclasses import replace

from cadence.core import Binding, History, Threshold, Trigger
from cadence.occurrences.clocks import begun, find_clocks, in_course
from cadence.occurrences.event_chains import ClockGround, Waiting
from cadence.occurrences.scene import Asked, Scene
from cadence.rules import Workspace


def scenes_of(
    workspace: Workspace, history: History, asked: Asked, as_of: dt.datetime
) -> tuple[Scene, ...]:
    """Gather the places that a question is about.

    Args:
        workspace: what rules/ says.
        history: what is known; its events start clocks.
        asked: the days and the filters.
        as_of: the moment judged from, with its zone.

    Raises:
        CadenceError: a filter names nothing.
    """
    asked = _resolved(workspace, asked)
    ground = clock_ground(workspace, history)
    of_pack = asked.pack.split("/", 1)[0] if asked.pack else None
    chosen = [
        each
        for each in workspace.rosters
        if asked.place in {None, each} and of_pack in {None, each}
    ]
    return tuple(_scene(workspace, ground, replace(asked, place=each), as_of) for each in chosen)


def _resolved(workspace: Workspace, asked: Asked) -> Asked:
    """Say which place, units and pack are meant by what a question calls them."""
    place = None if asked.place is None else workspace.place(asked.place)
    units = () if asked.unit is None else workspace.units(asked.unit, place)
    return replace(
        asked,
        place=place,
        pack=None if asked.pack is None else workspace.pack(asked.pack).name,
        keys=frozenset(each.key for each in units),
    )


def clock_ground(workspace: Workspace, history: History) -> ClockGround:
    """Gather what clocks are found in: the rules that wait, what their words mean, calendars."""
    waiting: dict[str, Waiting] = {}
    for pack in workspace.packs if history.happenings else ():
        if not any(isinstance(rule.timing, Trigger | Threshold) for rule in pack.rules):
            continue
        bound: dict[str, list[Binding]] = {}
        for binding in workspace.bindings(pack):
            bound.setdefault(binding.rule.key, []).append(binding)
        for rule in pack.rules:
            if isinstance(rule.timing, Trigger | Threshold):
                waiting[rule.key] = Waiting(rule=rule, bindings=tuple(bound.get(rule.key, ())))
    return ClockGround(
        waiting=waiting,
        kinds=workspace.kinds,
        looks=workspace.looks,
        units={each.key: each for roster in workspace.rosters.values() for each in roster.units},
        everywhere=frozenset(place for place, each in workspace.rosters.items() if each.everywhere),
        history=replace(history, policies=workspace.policies),
    )


def _scene(workspace: Workspace, ground: ClockGround, asked: Asked, as_of: dt.datetime) -> Scene:
    place = asked.place or ""
    packs = [pack for pack in workspace.packs if pack.place == place]
    bound = (binding for pack in packs for binding in workspace.bindings(pack))
    return Scene(
        asked=asked,
        as_of=as_of,
        roster=workspace.rosters[place],
        policy=workspace.policies[place],
        advise=workspace.advise(place),
        ground=ground,
        packs=tuple(in_course(pack, ground) for pack in packs),
        bindings=tuple(begun(bound, ground)),
        clocks=tuple(find_clocks(ground, {pack.name for pack in packs})),
    )
