"""A scene once more is known, or a minute has passed: what that touches is judged anew. Pure.

A desk writes one line at a time and shows the present minute; dating and judging a county again
for each would hold up fifty clerks at once. All else stands as it was judged.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace

from cadence.core import History, day_of_moment
from cadence.occurrences.judge import Judged, reaches
from cadence.occurrences.scene import UNSETTLED, Scene

DATED = ("owed", "_windows", "_started")  # what a scene keeps that its history has no part in
PLACES = "_places"
TIMED = "_timed"  # where what hours count for stands, by what a scene keeps of its judging
JUDGED = ("judged", "carried", "_unsettled")


def renewed(scene: Scene, history: History, touched: Collection[str]) -> Scene:
    """Return the same scene, judged at the same moment by what is known now.

    Args:
        scene: as it stood; what was not asked of it yet is found when it is asked for.
        history: what is known now (core.grown: no event, reversal or clock is new in it).
        touched: the ids of what it says more about.
    """
    history = replace(history, policies=scene.history.policies)
    found = replace(scene, ground=replace(scene.ground, history=history))
    before, kept = vars(scene), vars(found)
    kept |= {name: before[name] for name in DATED if name in before}
    if "judged" in before:
        if PLACES not in before:
            before[PLACES] = _places(scene.judged)
        places = before[PLACES]
        judged = list(scene.judged)
        for at in {at for each in touched for at in places.get(each, ())}:
            judged[at] = _anew(found, judged[at])
        kept |= {"judged": tuple(judged), PLACES: places}
    over = {
        "_unsettled": lambda each: each.judgement.status in UNSETTLED,
        "carried": lambda each: reaches(each.judgement, scene.span.first),
    }
    for name, is_kept in over.items():
        if name in before and (anew := _carried_on(scene, found, name, touched)) is not None:
            kept[name] = tuple(filter(is_kept, anew))
    return found


def _carried_on(
    scene: Scene, found: Scene, name: str, touched: Collection[str]
) -> tuple[Judged, ...] | None:
    """Return what is kept of before the days asked about, judged anew where it is spoken of.

    Returns:
        None where more may matter than did: what was over with them, or of before records began,
        is spoken of now.
    """
    kept: tuple[Judged, ...] = vars(scene)[name]
    ids = [frozenset(_ids(each)) for each in kept]
    within: Collection[str] = vars(scene).get(PLACES, ())
    if not all(each in within or any(each in own for own in ids) for each in touched):
        return None
    return tuple(
        each if own.isdisjoint(touched) else _anew(found, each)
        for own, each in zip(ids, kept, strict=True)
    )


def moved_on(scene: Scene, as_of: dt.datetime) -> Scene:
    """Return the same scene at a later minute: until midnight only what hours count for changes.

    Args:
        scene: as it stood; it knows of nothing that was done after its own moment.
        as_of: the moment judged from now.
    """
    found = replace(scene, as_of=as_of)
    before, kept = vars(scene), vars(found)
    kept |= {name: before[name] for name in DATED if name in before}
    today = day_of_moment(as_of)
    if day_of_moment(scene.as_of) != today or today < scene.span.first:
        return found  # before the days asked about, a minute can add to what is carried over
    timed = before.setdefault(TIMED, {})
    for name in JUDGED:
        if name in before:
            if name not in timed:
                timed[name] = _timed(before[name])
            kept[name] = _later(found, before[name], timed[name])
    kept |= {name: before[name] for name in (PLACES, TIMED) if name in before}
    return found


def stands_as(scene: Scene, later: Scene) -> bool:
    """Tell whether a later minute left everything as it stood; see moved_on."""
    before, after = vars(scene), vars(later)
    return all(after.get(name) is each for name, each in before.items() if name in JUDGED)


def _timed(judged: Collection[Judged]) -> tuple[int, ...]:
    return tuple(
        at
        for at, each in enumerate(judged)
        if each.occurrence.window.closes is not None or each.occurrence.window.opens is not None
    )


def _later(scene: Scene, judged: tuple[Judged, ...], timed: tuple[int, ...]) -> tuple[Judged, ...]:
    if not timed:
        return judged
    anew = list(judged)
    for at in timed:
        now = _anew(scene, judged[at])
        if now.judgement != judged[at].judgement:
            anew[at] = now
    return tuple(anew) if any(anew[at] is not judged[at] for at in timed) else judged


def _anew(scene: Scene, judged: Judged) -> Judged:
    (found,) = scene.check((judged.occurrence,))
    return found


def _places(judged: Collection[Judged]) -> Mapping[str, tuple[int, ...]]:
    """Say by id where an occurrence stands."""
    found: dict[str, tuple[int, ...]] = {}
    for at, each in enumerate(judged):
        for identifier in _ids(each):
            found[identifier] = (*found.get(identifier, ()), at)
    return found


def _ids(judged: Judged) -> tuple[str, ...]:
    return (judged.occurrence.id, *judged.occurrence.former_ids)
