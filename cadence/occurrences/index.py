"""Scenes → their occurrences by id, or by any tail of it that means only one window.

An Index belongs to one command: whatever it dates is dated once, however many ids are looked up.
The days of the scenes mean nothing here: an id names its own.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from cadence.core import Binding, CadenceError, Occurrence, Span, Window, _, plain
from cadence.occurrences.expand import expand
from cadence.occurrences.judge import Judged
from cadence.occurrences.scene import Scene

YEAR = re.compile(r"(?<!\d)((?:19|20|21)\d\d)(?!\d)")
YEARS_AFTER = 3  # a window is named by its first year, and the longest without its last has three
CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(#\d+)?$")
LONGEST = 100  # years of a window
SHOWN = 8
PARTS = 3  # pack:rule:window


class Index:
    """The occurrences of places by id; each rule and each year is dated once."""

    def __init__(self, scenes: Iterable[Scene]) -> None:
        """Gather who owes what, and the clocks that recorded events started.

        Args:
            scenes: whole places; without the ledger's events no clock has an id.
        """
        self.scenes = {each.roster.place: each for each in scenes}
        self._clocks: dict[str, Occurrence] = {}
        self._former: dict[str, Occurrence] = {}
        self._bindings: dict[str, dict[str, Binding]] = {}
        self._moved: dict[str, str] = {}
        for scene in self.scenes.values():
            for each in (one for clock in scene.clocks for one in clock.occurrences):
                self._clocks[each.id] = each
                self._former |= dict.fromkeys(each.former_ids, each)
            for binding in scene.owed:
                owing = self._bindings.setdefault(binding.rule.key, {})
                owing.setdefault(binding.unit.key, binding)
                self._moved |= dict.fromkeys(binding.rule.formerly, binding.rule.key)
        self._windows: dict[tuple[str, Span], dict[str, Window]] = {}
        self._years: dict[Span, dict[str, Occurrence]] = {}

    def exact(self, identifier: str) -> Occurrence | None:
        """Return the occurrence that has exactly this id; only its own rule is dated.

        It answers to the ids that it had before its event's time was corrected or its rule was
        moved, too.
        """
        identifier = self.renamed(identifier)
        if clock := self._clocks.get(identifier) or self._former.get(identifier):
            return clock
        head, _at, unit = identifier.rpartition("@")
        parts = head.split(":", PARTS - 1)
        binding = self._bindings.get(":".join(parts[:-1]), {}).get(unit)
        span = _span_of(parts[-1])
        if binding is None or span is None:
            return None
        window = self._dated(binding, span).get(parts[-1])
        return Occurrence(binding=binding, window=window) if window else None

    def renamed(self, identifier: str) -> str:
        """Return an id with its rule's present key, where that rule was moved or renamed."""
        if not self._moved:
            return identifier
        key = ":".join(identifier.split(":", PARTS - 1)[:-1])
        now = self._moved.get(key)
        return f"{now}{identifier[len(key) :]}" if now else identifier

    def find(self, tail: str) -> tuple[Occurrence, ...]:
        """Return the one occurrence whose id ends with a text.

        An id without its unit, as calendar entries print it, means that rule's window for every
        unit that owes it.

        Raises:
            CadenceError: none is meant, or several are; the nearest or all of them are named.
        """
        tail = plain(tail)  # as copied from a message, with marks that nobody sees
        found = self.meant(tail)
        windows = {_without_unit(each.id, "") for each in found}
        if len(found) == 1 or (found and "@" not in tail and len(windows) == 1):
            return tuple(found)
        if found:
            raise CadenceError(_several(tail, found))
        near = self.near(tail)
        words = _('no occurrence is called "{0}"').format(tail)
        raise CadenceError(_with_ids(words + (_("; the nearest are:") if near else ""), near))

    def meant(self, tail: str) -> list[Occurrence]:
        """Return every occurrence whose id ends with a text, or without its unit does.

        Raises:
            CadenceError: the text names no window.
        """
        if exact := self.exact(tail):
            return [exact]
        known = self._candidates(tail)
        return [each for id_, each in known.items() if _ends_with(_without_unit(id_, tail), tail)]

    def one(self, tail: str) -> Occurrence:
        """Return the one occurrence that a tail means, and never one for each unit.

        Raises:
            CadenceError: none is meant, or several are; the nearest or all of them are named.
        """
        found = self.find(tail)
        if len(found) > 1:
            raise CadenceError(_several(tail, found))
        return found[0]

    def scene(self, occurrence: Occurrence) -> Scene:
        """Return the place of an occurrence."""
        return self.scenes[occurrence.binding.unit.place]

    def check(self, found: Iterable[Occurrence]) -> Iterator[Judged]:
        """Say how occurrences stand, in their order."""
        for each in found:
            yield Judged(each, self.scene(each).judgement(each))

    def near(self, tail: str) -> list[str]:
        """Return the ids that look most like a text, the nearest first."""
        if not CLOCK.search(tail.partition("@")[0]) and _span_of(_window_of(tail)) is None:
            return []
        words = [word for word in re.split(r"[:@#]", tail) if word]
        known = list(self._candidates(tail))
        # Comparing letter by letter is slow, so only ids that share a part with it are compared.
        sharing = [id_ for id_ in known if any(word in id_ for word in words)]
        return difflib.get_close_matches(tail, sharing or known, n=SHOWN, cutoff=0.5)

    def heirs(self, identifier: str, on: date | None) -> list[str]:
        """Return the ids that what stands under one id may belong to now, the likeliest first.

        Args:
            identifier: that no occurrence has any more.
            on: the day on which it was done: the same duty's window of that day comes first.
        """
        identifier = self.renamed(identifier)
        head, _at, unit = identifier.rpartition("@")
        owing = self._bindings.get(":".join(head.split(":", PARTS - 1)[:-1]), {})
        if unit not in owing and (instead := _stand_in(unit, owing)):
            # A statute's kind of body, which is one unit of one place here.
            return [f"{head}@{instead}"]
        binding = owing.get(unit)
        span = _span_of(_window_of(identifier))
        windows = self._dated(binding, span).values() if binding and span else ()
        dated = [
            Occurrence(binding=binding, window=each).id
            for each in windows
            if binding and on and each.start <= on <= (each.latest or on)
        ]
        return [*dated, *self.near(identifier)]

    def of_units(self, units: Iterable[str], span: Span) -> list[Occurrence]:
        """Return what falls due for some units, by key, within the days asked about."""
        wanted = set(units)
        clocks = [
            each
            for each in self._clocks.values()
            if each.binding.unit.key in wanted
            and span.first <= (each.window.due or each.window.start) <= span.last
        ]
        return clocks + [
            Occurrence(binding=binding, window=window)
            for owing in self._bindings.values()
            for key, binding in owing.items()
            if key in wanted
            for window in self._dated(binding, span).values()
        ]

    def _dated(self, binding: Binding, span: Span) -> dict[str, Window]:
        key = (binding.rule.key, span)
        if key not in self._windows:
            advise = self.scenes[binding.unit.place].advise
            self._windows[key] = {each.tag: each for each in expand(binding.rule, span, advise)}
        return self._windows[key]

    def _candidates(self, tail: str) -> dict[str, Occurrence]:
        """Date everything in the years that the tail's window names, or take every clock."""
        if CLOCK.search(tail.partition("@")[0]):
            return self._former | self._clocks
        span = _span_of(_window_of(tail))
        if span is None:
            message = _('"{0}" names no window; an id ends like :2022-06@yichuan/pengpo')
            raise CadenceError(message.format(tail))
        if span not in self._years:
            listed = (each.over(span).occurrences() for each in self.scenes.values())
            dated = {one.id: one for found in listed for one in found}
            self._years[span] = dated | self._clocks
        return self._years[span]


def _stand_in(body: str, owing: Mapping[str, Binding]) -> str | None:
    """Return the one unit of all places that is a kind of body of a statute, if it is one alone."""
    found = [key for key, binding in owing.items() if body in binding.stands_for]
    return found[0] if len(found) == 1 else None


def _window_of(tail: str) -> str:
    return tail.partition("@")[0].rpartition(":")[2]


def _span_of(window: str) -> Span | None:
    """Return the days in which a window of that name falls due, or None where it names no year."""
    years = [int(each) for each in YEAR.findall(window)]
    if not years or max(years) - min(years) > LONGEST:
        return None
    return Span(date(min(years) - 1, 1, 1), date(max(years) + YEARS_AFTER, 12, 31))


def _without_unit(identifier: str, tail: str) -> str:
    """Leave the unit out of an id where the tail has none."""
    return identifier if "@" in tail else identifier.rpartition("@")[0]


def _ends_with(identifier: str, tail: str) -> bool:
    """Tell whether an id ends with a tail that begins at a whole part of it."""
    if not identifier.endswith(tail):
        return False
    before = identifier[: len(identifier) - len(tail)]
    return bool(tail) and (not before or before[-1] in ":/@#" or tail[0] in ":/@#")


def _several(tail: str, found: Iterable[Occurrence]) -> str:
    ids = [each.id for each in found]
    words = _('"{0}" could be any of {1} occurrences; type more of the id:')
    return _with_ids(words.format(tail, len(ids)), ids)


def _with_ids(message: str, ids: Iterable[str]) -> str:
    listed = list(ids)
    more = _("  and {0} more").format(len(listed) - SHOWN)
    shown = [f"  {each}" for each in listed[:SHOWN]]
    return "\n".join((message, *shown, *([more] if len(listed) > SHOWN else [])))
