"""Whom packs bind before and after an update → what changes, and who would lose much."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from cadence.core import OWED, Binding, Rule, Window, _
from cadence.occurrences import expand
from cadence.reports import Change, find_changes, head_changes

if TYPE_CHECKING:
    from cadence.core import Advise, Span
    from cadence.rules import Workspace

LOSS_ALLOWED = 1 / 5  # of what one unit owes; as a build takes away from one calendar
FEWEST_LOST = 3


def changes(before: "Workspace", after: "Workspace", span: "Span") -> list[Change]:
    """Return what is added, dropped and moved, in every place that the packs bind in."""
    packs = [{each.name: each for each in of.packs} for of in (before, after)]
    found: list[Change] = []
    for name in dict.fromkeys((*packs[0], *packs[1])):
        older, newer = (each.get(name) for each in packs)
        if older and newer:
            found += head_changes(older.document, newer.document)
    for place, name in _pairs(before, after):
        old, new = (_bound(each, name, place) for each in (before, after))
        # Of what binds nobody anywhere, the pack's own place tells.
        own = name.partition("/")[0] == place
        was, now = (each[name].rules if own and name in each else () for each in packs)
        if old != new or was != now:
            windows = partial(_windows, span=span, advise=after.advise(place))
            found += find_changes(old, new, windows, lambda _rule: (), (was, now))
    return found


def heavy_losses(before: "Workspace", after: "Workspace", span: "Span") -> list[str]:
    """Return in words which units would lose more than a fifth of what they owe."""
    owed, left = _owed(before, before, after, span), _owed(after, before, after, span)
    losses = []
    for unit, events in sorted(owed.items()):
        lost = len(events - left.get(unit, set()))
        if lost >= FEWEST_LOST and lost > LOSS_ALLOWED * len(events):
            losses.append(_("{0}: {1} of {2} events").format(unit, lost, len(events)))
    return losses


def _owed(
    of: "Workspace", before: "Workspace", after: "Workspace", span: "Span"
) -> dict[str, set[tuple[str, str]]]:
    """Return what each unit owes, as its calendar names it: by rule and window."""
    found: dict[str, set[tuple[str, str]]] = {}
    for place, name in _pairs(before, after):
        for each in _bound(of, name, place):
            if each.role in OWED:
                dated = _windows(each.rule, span=span, advise=of.advise(place))
                events = {(each.rule.key, window.tag) for window in dated}
                found.setdefault(each.unit.key, set()).update(events)
    return found


def _pairs(before: "Workspace", after: "Workspace") -> Iterator[tuple[str, str]]:
    names = dict.fromkeys(each.name for each in (*before.packs, *after.packs))
    return ((place, name) for place in after.rosters for name in names)


def _windows(rule: Rule, *, span: "Span", advise: "Advise") -> tuple[Window, ...]:
    return expand(rule, span, advise)


def _bound(workspace: "Workspace", name: str, place: str) -> tuple[Binding, ...]:
    """Return whom a pack binds in a place, be it of that place or of a level above."""
    if place not in workspace.rosters:
        return ()
    own = (each for each in workspace.packs if each.place == place)
    packs = {each.name: each for each in (*own, *workspace.statutes(place))}
    return workspace.bindings_in(packs[name], place) if name in packs else ()
