"""A scene once more is known, or a minute has passed: what that touches is judged anew. Pure.

A desk writes one line at a time and shows the present minute; dating and judging a county again
for each would hold up fifty clerks at once. All else stands as it was judged.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from cadence.core import History, day_of_moment
from cadence.occurrences.judge import Judged, reaches
from cadence.occurrences.parts import JUDGED, PARTS, part_of
from cadence.occurrences.scene import UNSETTLED, Scene

Places = Mapping[str, Sequence[int]]  # where each unit's occurrences stand, by its id
Told = Mapping[int, Collection[str]]  # where what is spoken of stands → the ids that do so
# What a scene keeps that its history has no part in.
DATED = (
    "owed", "seen_to", "_windows", "_dated_before", "_before", "_started", "_asked_of_each",
)  # fmt: skip
PLACES = "_places"
ANYBODY = ""  # whose occurrences may be spoken of by another's id
UNTOLD = "untold"  # by the moment judged from
TIMED = "_timed"  # where what hours count for stands, by what a scene keeps of its judging


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
    kept |= {name: before[name] for name in (*DATED, UNTOLD) if name in before}
    told = {
        name: _told(before[name], _places_in(scene, name), touched)
        for name in JUDGED
        if name in before
    }
    places = kept[PLACES] = dict(before.get(PLACES, {}))
    if "judged" in before:
        judged = list(scene.judged)
        for at in told["judged"]:
            judged[at] = _anew(found, judged[at])
        kept["judged"] = tuple(judged)
    over = {
        "_unsettled": lambda each: each.judgement.status in UNSETTLED,
        "carried": lambda each: reaches(each.judgement, scene.span.first),
    }
    for name, is_kept in over.items():
        # Where more may matter than did, it is found when it is asked for: what was over with the
        # days before, or of before records began, is spoken of now.
        if name in before and _ids_of(told.get("judged"), told[name]) >= set(touched):
            kept[name] = tuple(_carried_on(found, before[name], told[name], is_kept))
        if name in before and (name not in kept or len(kept[name]) != len(before[name])):
            places.pop(name, None)  # what follows moved up
    if PARTS in before:
        named = _units_of(touched)
        own = [each for each in scene.roster.units if each.id in named]
        for name, found_at in told.items():  # a unit may stand for the body that is named
            own += [before[name][at].occurrence.binding.unit for at in found_at]
        keys = set(map(part_of, own))
        kept[PARTS] = {
            key: renewed(part, history, touched) if key in keys else part
            for key, part in before[PARTS].items()
        }
    return found


def _told(judged: Sequence[Judged], places: Places, touched: Collection[str]) -> Told:
    """Say where what is spoken of stands, and by which of its ids."""
    named = _units_of(touched)
    likely = sorted({at for unit in (*named, ANYBODY) for at in places.get(unit, ())})
    found = (
        (at, {each.id, *each.former_ids}.intersection(touched))
        for at in likely
        for each in (judged[at].occurrence,)
    )
    return {at: ids for at, ids in found if ids}


def _places_in(scene: Scene, name: str) -> Places:
    """Return where the occurrences of each unit stand in what a scene keeps; made once."""
    places: dict[str, Places] = vars(scene).setdefault(PLACES, {})
    if name not in places:
        places[name] = _placed(vars(scene)[name])
    return places[name]


def _placed(judged: Sequence[Judged]) -> Places:
    """Find where the occurrences of each unit stand, those that may bear another's name apart.

    Making an id takes longer than looking whose it is, and almost all are others'.
    """
    places: dict[str, list[int]] = {}
    last, own = None, list[int]()
    for at, each in enumerate(judged):
        binding = each.occurrence.binding
        if binding is not last:  # its occurrences stand side by side
            last = binding
            is_told_otherwise = bool(binding.rule.formerly or binding.stands_for)
            own = places.setdefault(ANYBODY if is_told_otherwise else binding.unit.id, [])
        own.append(at)
        if each.occurrence.window.formerly:
            places.setdefault(ANYBODY, []).append(at)
    return places


def _units_of(touched: Collection[str]) -> set[str]:
    return {each.rpartition("/")[2] for each in touched}


def _ids_of(*told: Told | None) -> set[str]:
    return {each for one in told if one for ids in one.values() for each in ids}


def _carried_on(
    scene: Scene, judged: Sequence[Judged], told: Told, is_kept: Callable[[Judged], bool]
) -> Iterator[Judged]:
    """Yield what is kept of before the days asked about, judged anew where it is spoken of."""
    last = 0
    for at in sorted(told):
        yield from judged[last:at]
        if is_kept(anew := _anew(scene, judged[at])):
            yield anew
        last = at + 1
    yield from judged[last:]


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
    kept |= {name: before[name] for name in (TIMED, PLACES) if name in before}
    if PARTS in before:
        later = {key: moved_on(part, as_of) for key, part in before[PARTS].items()}
        kept[PARTS] = {
            key: part if stands_as(part, later[key]) else later[key]
            for key, part in before[PARTS].items()
        }
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
