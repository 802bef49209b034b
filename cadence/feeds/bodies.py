"""What a reader sees → the events of a feed, each distinct one built once however many show it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cadence.conflicts import merge_of
from cadence.core import Binding, Policy, Role, Rule, Window
from cadence.feeds.chains import first_window, with_firsts
from cadence.feeds.entry_words import SETTLED
from cadence.feeds.rings import Ring, digests, ring_of, together
from cadence.feeds.vevents import UNIT, digest, events, extended
from cadence.occurrences import Mark, Scene

At = dt.datetime | None


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule as one kind of reader sees it; equal views give equal bytes.

    Attributes:
        key: the rule's.
        units: the keys of those whose own standing it shows; none where nothing is known of any.
        merged: the keys of the rules that one meeting with it discharges.
        after: the keys of the rules in the same calendar whose outcome it acts on.
    """

    key: str
    role: Role
    units: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Slot:
    """One window as an entry shows it: how it stands, and when its reminder is."""

    window: Window
    mark: Mark | None
    ring: Ring | None

    @property
    def is_settled(self) -> bool:
        return self.mark is not None and self.mark.status in SETTLED

    def alone(self, days: frozenset[dt.date], policy: Policy, now: dt.datetime) -> At:
        """Return when an entry of its own reminds; what is past needs no entry any more."""
        if self.ring is None or self.is_settled:
            return None
        if self.ring.at.date() in days and not self.ring.is_clock:
            return None
        return None if policy.remind == "event" and self.ring.at <= now else self.ring.at


class Bodies:
    """The bodies of a place's feeds."""

    def __init__(self, scene: Scene, shown: Mapping[RuleView, tuple[Binding, ...]]) -> None:
        """Prepare to render.

        Args:
            scene: the place.
            shown: who owes what each view shows.
        """
        self._scene, self._shown = scene, shown
        self._rules = {view.key: found[0].rule for view, found in shown.items()}
        self._merges = merge_of(scene.policy.merges)
        self._seen: dict[RuleView, tuple[_Slot, ...]] = {}
        self._made: dict[tuple[RuleView, _Slot, At], bytes] = {}

    def of(self, chosen: tuple[RuleView, ...]) -> bytes:
        """Return the events of a feed with these views, what rings together as one entry more."""
        scene, rules = self._scene, self._rules
        found = [(view, slot) for view in chosen for slot in self._slots(view)]
        # Settled ones count too, so that what rings by itself does not change with each record.
        days = together(slot.ring for _view, slot in found if slot.ring)
        rung = {
            (rules[view.key], slot.window): slot.ring
            for view, slot in found
            if slot.ring and not slot.is_settled
        }
        parts = (
            self._entry(view, slot, slot.alone(days, scene.policy, scene.as_of))
            for view, slot in found
        )
        reminders = (digest(each, scene.policy) for each in digests(rung, days, scene.as_of))
        return b"".join((*parts, *(each.to_ical(sorted=False) for each in reminders)))

    def _slots(self, view: RuleView) -> tuple[_Slot, ...]:
        if view not in self._seen:
            bindings, scene = self._shown[view], self._scene
            windows = {window.tag: window for each in bindings for window in scene.windows_of(each)}
            slots = (self._slot(view, bindings, each) for each in windows.values())
            self._seen[view] = tuple(slots)
        return self._seen[view]

    def _slot(self, view: RuleView, bindings: tuple[Binding, ...], window: Window) -> _Slot:
        mark = self._scene.standings.mark(list(bindings), window)
        moved = extended(window, mark)
        ring = ring_of(self._rules[view.key], moved, self._scene.policy, self._scene.advise)
        return _Slot(window, mark, ring)

    def _entry(self, view: RuleView, slot: _Slot, at: At) -> bytes:
        # Whose standing it is does not show, once the standing is known.
        key = (RuleView(view.key, view.role, (), view.merged, view.after), slot, at)
        if key not in self._made:
            held = self._held_with(slot.window, view.merged)
            policy = self._scene.policy
            if slot.window.start < self._scene.span.first:  # its first day is not asked about
                policy = replace(policy, show_start=False)
            made = events(
                self._rules[view.key], slot.window, view.role, policy, slot.mark, held, at
            )
            chained = with_firsts(made, self._firsts(view, slot.window), UNIT)
            self._made[key] = b"".join(each.to_ical(sorted=False) for each in chained)
        return self._made[key]

    def _firsts(self, view: RuleView, window: Window) -> Iterator[tuple[Rule, Window]]:
        """Yield what comes first, as far as the calendar dates it."""
        for key in view.after:
            first = self._rules[key]
            dated = self._scene.windows(first)
            if found := first_window(self._rules[view.key], window, first, dated):
                yield first, found

    def _held_with(self, window: Window, merged: tuple[str, ...]) -> tuple[Rule, ...]:
        begins = self._merges[merged[0]].on if merged else None
        late = begins is None or (window.due and window.due < begins)
        return () if late else tuple(self._rules[key] for key in merged)
