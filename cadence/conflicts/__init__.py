"""Occurrences → Conflicts: what collides, overlaps or repeats itself, and the lawful way out.

One small module per family. Everything is put into buckets (a unit, a day, a week, a kind of
duty, a post) and looked at bucket by bucket, so that the time grows with the occurrences and not
with their pairs.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from cadence.claims import Claim, claim
from cadence.conflicts.bookings import find_double_bookings
from cadence.conflicts.days import find_day_conflicts
from cadence.conflicts.doubles import find_doubles
from cadence.conflicts.nouns import Conflict, Scene, leads_of
from cadence.conflicts.order import find_order_conflicts
from cadence.conflicts.overload import find_overloads, find_post_overloads
from cadence.conflicts.stages import find_stage_conflicts
from cadence.conflicts.undated import find_undated
from cadence.dates import Span
from cadence.history import NOTHING
from cadence.model import Occurrence, Unit

__all__ = ["Conflict", "Scene", "find_conflicts"]


def find_conflicts(
    occurrences: Iterable[Occurrence], scene: Scene, span: Span
) -> Iterator[Conflict]:
    """Yield what collides in one place, unit by unit, then what concerns several of them.

    Args:
        occurrences: what falls due within the span, in any order.
        scene: the place's bindings, policy, calendar and history.
        span: the days asked about.
    """
    leads = leads_of(scene.bindings)
    led: dict[Unit, dict[tuple[str, str], Claim]] = {}
    across: list[Claim] = []
    follows = _follows(scene)
    for claims in _by_unit(occurrences, scene):
        yield from _of_one_unit(claims, scene)
        for each in claims:
            key = each.rule.key
            if each.choice or key in follows:
                across.append(each)
            for post in leads.get(key, ()):
                led.setdefault(post, {}).setdefault((key, each.occurrence.window.tag), each)
    own = {post: list(claims.values()) for post, claims in led.items()}
    units = {each.unit.key: each.unit for each in scene.bindings}
    yield from find_post_overloads(own, scene)
    yield from find_order_conflicts(across)
    yield from find_double_bookings(across, units, scene)
    yield from find_undated(scene.bindings, span)


def _of_one_unit(claims: list[Claim], scene: Scene) -> Iterator[Conflict]:
    return chain(
        find_day_conflicts(claims, scene),
        find_overloads(claims, scene),
        find_doubles(claims, scene),
        find_stage_conflicts(claims),
    )


def _by_unit(occurrences: Iterable[Occurrence], scene: Scene) -> Iterator[list[Claim]]:
    units: dict[str, list[Occurrence]] = {}
    for each in occurrences:
        units.setdefault(each.binding.unit.key, []).append(each)
    known = scene.history.pasts
    for listed in units.values():
        pasts = (known.get(each.id, NOTHING) if known else NOTHING for each in listed)
        found = (claim(each, past) for each, past in zip(listed, pasts, strict=True))
        yield [each for each in found if each]


def _follows(scene: Scene) -> set[str]:
    """Name the rules that follow another or are followed."""
    rules = {each.rule.key: each.rule for each in scene.bindings}
    after = {key: rule for key, rule in rules.items() if rule.after}
    awaited = {f"{rule.pack}:{first}" for rule in after.values() for first in rule.after}
    return set(after) | awaited
