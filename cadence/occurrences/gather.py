"""Workspace × History × Asked × as_of → Scenes: what each place's scene is made of, gathered."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cadence.core import (
    Binding,
    Cadence,
    Deadline,
    History,
    Pack,
    PeriodicDeadline,
    Phase,
    Season,
    Threshold,
    Trigger,
)
from cadence.occurrences.asked import Asked
from cadence.occurrences.clocks import Clock, begun, find_clocks, in_course
from cadence.occurrences.event_chains import ClockGround, Waiting
from cadence.occurrences.matters import matters_of
from cadence.occurrences.scene import Scene
from cadence.rules import Workspace, published

BY_CALENDAR = Cadence | PeriodicDeadline | Deadline | Phase | Season


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
    workspace = replace(workspace, packs=published(workspace.packs, workspace.policies))
    ground = clock_ground(workspace, history)
    chosen = _chosen(workspace, asked)
    return tuple(_scene(workspace, ground, replace(asked, place=each), as_of) for each in chosen)


def places_of(workspace: Workspace, asked: Asked) -> tuple[str, ...]:
    """Return the folders of the places that a question is about.

    Raises:
        CadenceError: a filter names nothing.
    """
    return _chosen(workspace, _resolved(workspace, asked))


def _chosen(workspace: Workspace, asked: Asked) -> tuple[str, ...]:
    of_pack = asked.pack.split("/", 1)[0] if asked.pack else None
    is_shared = of_pack is not None and workspace.rosters[of_pack].everywhere
    below = workspace.below(of_pack) if of_pack else ()
    own = {each.partition("/")[0] for each in asked.keys} or set(workspace.rosters)
    return tuple(
        each
        for each in workspace.rosters
        if asked.place in {None, each}
        and each in own
        and (of_pack in {None, each} or is_shared or each in below)
    )


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
    in_use = published(workspace.packs, workspace.policies)
    for pack in in_use if history.happenings else ():
        if not any(isinstance(rule.timing, Trigger | Threshold) for rule in pack.rules):
            continue
        bound = _by_rule(workspace.bindings(pack))
        here = _here(workspace, pack)
        for rule in pack.rules:
            if isinstance(rule.timing, Trigger | Threshold):
                waiting[rule.key] = Waiting(
                    rule=rule,
                    bindings=bound.get(rule.key, ()),
                    here={place: each.get(rule.key, ()) for place, each in here.items()},
                )
    return ClockGround(
        waiting=waiting,
        kinds=workspace.kinds,
        looks=workspace.looks,
        units={each.key: each for roster in workspace.rosters.values() for each in roster.units},
        everywhere=frozenset(place for place, each in workspace.rosters.items() if each.everywhere),
        history=replace(history, policies=workspace.policies),
    )


def _by_rule(bound: Iterable[Binding]) -> dict[str, tuple[Binding, ...]]:
    found: dict[str, tuple[Binding, ...]] = {}
    for binding in bound:
        found[binding.rule.key] = (*found.get(binding.rule.key, ()), binding)
    return found


def _here(workspace: Workspace, pack: Pack) -> Mapping[str, dict[str, tuple[Binding, ...]]]:
    """Return whom a statute, or a level above, binds in each place that says who its bodies are."""
    if not workspace.rosters[pack.place].everywhere:
        below = {
            place: _by_rule(workspace.bindings_in(pack, place))
            for place in workspace.below(pack.place)
        }
        return {place: bound for place, bound in below.items() if bound}
    return {
        place: _by_rule(
            (
                *workspace.bindings_in(pack, place),
                *(
                    each
                    for each in workspace.bindings(pack)
                    if len(roster.statutes.get(each.unit.key, ())) != 1
                ),
            )
        )
        for place, roster in workspace.rosters.items()
        if roster.statutes
    }


def _scene(workspace: Workspace, ground: ClockGround, asked: Asked, as_of: dt.datetime) -> Scene:
    place = asked.place or ""
    own = [pack for pack in workspace.packs if pack.place == place]
    shared = [each for each in workspace.statutes(place) if workspace.bindings_in(each, place)]
    packs = own + shared
    bound = (binding for pack in packs for binding in workspace.bindings_in(pack, place))
    elsewhere = _owed_below(workspace, place)
    if elsewhere:
        # Who they are is said place by place: there the days are owed, and not by a kind of body.
        bound = (
            each
            for each in bound
            if each.unit.key not in elsewhere or not isinstance(each.rule.timing, BY_CALENDAR)
        )
    matters, pressed = matters_of(workspace.rosters[place], ground.history)
    return Scene(
        asked=asked,
        as_of=as_of,
        roster=workspace.rosters[place],
        policy=workspace.policies[place],
        advise=workspace.advise(place),
        ground=ground,
        packs=(*(in_course(pack, ground) for pack in packs), *([matters] if matters else ())),
        bindings=(*begun(bound, ground), *pressed),
        clocks=tuple(_of_place(find_clocks(ground, {pack.name for pack in packs}), place)),
    )


def _owed_below(workspace: Workspace, place: str) -> frozenset[str]:
    """Return the keys of a place's bodies that are units of other places: all where any is.

    Of a level above, those kinds of body (各县区) that a place below says who they are.
    """
    roster = workspace.rosters[place]
    if roster.everywhere:
        named = any(each.statutes for each in workspace.rosters.values())
        return frozenset(each.key for each in roster.units) if named else frozenset()
    told = {
        key
        for each in workspace.below(place)
        for key, means in workspace.rosters[each].statutes.items()
        if means
    }
    return frozenset(each.key for each in roster.units if each.kind == "group" and each.key in told)


def _of_place(clocks: Iterable[Clock], place: str) -> Iterator[Clock]:
    """Leave of each clock what units of a place have of it; what nobody owes stays with its pack's.

    A statute's clock is one place's for those who are its bodies there, and the statute's own for
    those whom nobody there is.
    """
    for clock in clocks:
        bound = tuple(each for each in clock.bindings if each.unit.place == place)
        if bound or (not clock.bindings and clock.rule.pack.startswith(f"{place}/")):
            yield replace(clock, bindings=bound)
