"""A scene once more is known of a few occurrences: those are judged anew, all others stand. Pure.

A desk writes one line at a time; dating and judging a county again for each would hold up fifty
clerks at once.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from cadence.core import History
from cadence.occurrences.judge import Judged
from cadence.occurrences.scene import UNSETTLED, Scene

DATED = ("owed", "_windows", "_started")  # what a scene keeps that its history has no part in
PLACES = "_places"


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
        places = before.setdefault(PLACES, _places(scene.judged))
        judged = list(scene.judged)
        for at in {at for each in touched for at in places.get(each, ())}:
            judged[at] = _anew(found, judged[at])
        kept |= {"judged": tuple(judged), PLACES: places}
    if "_unsettled" in before:
        ids = frozenset(touched)
        anew = (
            each if ids.isdisjoint(_ids(each)) else _anew(found, each)
            for each in scene.unsettled_before()
        )
        # What was settled is never open again, but by a reversal.
        kept["_unsettled"] = tuple(each for each in anew if each.judgement.status in UNSETTLED)
    return found


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
