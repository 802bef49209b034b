"""What starts clocks, and its names: `events:` of the rosters → which event a wording means.

Pure. One accident has many wordings (接报事故, 一般事故); the tables of a place and of the places
whose rules bind everywhere are read as one, an id meaning the same event in all of them. A wording
that no table knows is an event of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cadence.core.keys import Given
from cadence.core.plain_text import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """One event as a roster's table describes it.

    Attributes:
        id: an English alias, the same in every table; names: every wording, the first for people.
        part_of, given: the event of which it is a case, and what is known of it by its name.
        follows: the event before it; after: the rules by whose last lawful moment it is assumed
            to have come while it is not recorded (none: at the moment of the event before).
        values: what may be told of it, and in which words.
        reading: the reading taken, where its name allows two.
    """

    id: str
    names: tuple[str, ...]
    part_of: str | None = None
    given: Given = ()
    follows: str | None = None
    after: tuple[str, ...] = ()
    values: Given = ()
    reading: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a wording means: an event, and what is known of it by the wording itself."""

    kind: EventKind
    given: Given = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The events that one place knows, by id, and the ids by folded name."""

    by_id: Mapping[str, EventKind] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)

    def meaning(self, wording: str) -> Meaning:
        """Return what a wording means; one that no table knows means itself."""
        known = self.by_id.get(self.by_name.get(folded(wording), ""))
        if known is None:
            return Meaning(kind=EventKind(id=wording, names=(wording,)))
        given: Given = ()
        readings: tuple[str, ...] = ()
        while known.part_of:
            given += known.given
            readings += (known.reading,) if known.reading else ()
            known = self.by_id[known.part_of]
        return Meaning(kind=known, given=given, readings=readings)

    def shown(self, wording: str) -> str:
        """Return a wording as officials read it: an English alias by its event's name."""
        known = self.by_id.get(wording)
        return known.names[0] if known else wording

    def path(self, kind: str, root: str) -> tuple[EventKind, ...] | None:
        """Return the events from just after a root to a kind; None where it does not follow it."""
        steps: list[EventKind] = []
        while kind != root:
            known = self.by_id.get(kind)
            if known is None or known.follows is None:
                return None
            steps.append(known)
            kind = known.follows
        return tuple(reversed(steps))

    @property
    def words(self) -> tuple[str, ...]:
        """Return every id and name that a clerk may type."""
        return tuple(
            dict.fromkeys((*self.by_id, *(n for k in self.by_id.values() for n in k.names)))
        )


def join_kinds(tables: Iterable[Iterable[EventKind]]) -> Kinds:
    """Read several tables as one; the first that says something of an event is believed."""
    by_id: dict[str, EventKind] = {}
    for kind in (each for table in tables for each in table):
        known = by_id.get(kind.id)
        by_id[kind.id] = _joined(known, kind) if known else kind
    by_name = {folded(kind.id): kind.id for kind in by_id.values()}
    for kind in by_id.values():
        for name in kind.names:
            by_name.setdefault(folded(name), kind.id)
    return Kinds(by_id=by_id, by_name=by_name)


def _joined(one: EventKind, other: EventKind) -> EventKind:
    return EventKind(
        id=one.id,
        names=tuple(dict.fromkeys((*one.names, *other.names))),
        part_of=one.part_of or other.part_of,
        given=one.given or other.given,
        follows=one.follows or other.follows,
        after=one.after or other.after,
        values=one.values or other.values,
        reading=one.reading or other.reading,
    )
