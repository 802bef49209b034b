"""rules/<place>/units.yaml → Units: which unit answers to which name in the texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cadence.core import (
    EventKind,
    Unit,
    _,
    did_you_mean,
    folded,
    is_device,
)
from cadence.rules.formats import (
    EventFormat,
    PostFormat,
    RosterFormat,
    UnitFormat,
    WordingFormat,
)
from cadence.rules.posts import held, made
from cadence.rules.validation import validated
from cadence.rules.yaml_tree import Tree, read_tree

LONGEST_ID = 60  # as of every identifier that is written out


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Who is bound in one place.

    Attributes:
        name, office: the place and the issuing office, for people.
        units: every body, unlisted group and post that may be bound, in the file's order.
        names: every name that answers, as written.
        outside: folded names of bodies that have no calendar here.
        answers: from a folded name to the units that it stands for.
        wordings: (folded name, scope) to units, for names that mean something else somewhere.
        events: what starts clocks, and its names.
        everywhere: its rules bind in every place, as statutes do.
        closing: folded names that only close a list of members printed before them.
        stands_for: the units of every id that is given: of a group, its members.
        statutes: who here is a body of a roster whose rules bind everywhere, by that body's key.
    """

    place: str
    name: str
    office: str
    units: tuple[Unit, ...]
    names: tuple[str, ...] = ()
    outside: frozenset[str] = frozenset()
    answers: dict[str, tuple[Unit, ...]] = field(default_factory=dict)
    wordings: dict[tuple[str, str], tuple[Unit, ...]] = field(default_factory=dict)
    events: tuple[EventKind, ...] = ()
    everywhere: bool = False
    closing: frozenset[str] = frozenset()
    stands_for: dict[str, tuple[Unit, ...]] = field(default_factory=dict)
    statutes: dict[str, tuple[Unit, ...]] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[str]:
        """Return every id that is given, of groups whose members are listed too."""
        return frozenset(self.stands_for)

    def unit_ids(self) -> dict[str, str | None]:
        """Return the unit's id, which may have posts, for every folded name; None for others."""
        return {
            name: units[0].id if [each.kind for each in units] == ["unit"] else None
            for name, units in self.answers.items()
        }


def read_roster(file: Path, place: str, shown: str) -> tuple[Roster | None, Tree]:
    """Read one roster.

    Returns:
        The roster (None where the file has problems) and the tree that holds the problems.
    """
    tree = read_tree(file, shown)
    found = validated(tree, RosterFormat)
    if found is None:
        return None, tree
    _note_faults(found, tree)
    return (None if tree.problems else _roster(found, place)), tree


def _roster(found: RosterFormat, place: str) -> Roster:
    members = {each.id: _unit(each, place) for each in found.units}
    stands_for: dict[str, tuple[Unit, ...]] = {key: (unit,) for key, unit in members.items()}
    for group in found.groups:
        listed = tuple(members[member] for member in group.members)
        more = {"kind": "group", **({"within": group.within} if group.within else {})}
        stands_for[group.id] = listed or (_unit(group, place, **more),)
    for post in found.posts:
        posts = [_unit(each, place, kind="post", of=each.of) for each in held(post, found)]
        stands_for |= {unit.id: (unit,) for unit in posts} | {post.id: tuple(posts)}
    return Roster(
        place=place,
        name=found.name,
        office=found.office,
        units=tuple(dict.fromkeys(unit for units in stands_for.values() for unit in units)),
        outside=frozenset(map(folded, found.outside)),
        names=tuple(name for _way, entry in _entries(found) for name in (entry.name, *entry.also)),
        answers={
            folded(name): stands_for[entry.id]
            for entry in (*made(found), *(entry for _way, entry in _entries(found)))
            for name in (entry.name, *entry.also)
        },
        wordings={
            (folded(wording.name), _scope(wording.within)): _each_once(
                unit for meant in wording.means for unit in stands_for[meant]
            )
            for wording in found.wordings
        },
        events=tuple(_event(each) for each in found.events),
        everywhere=found.everywhere,
        closing=frozenset(folded(name) for group in found.groups for name in group.closes),
        stands_for=stands_for,
        statutes={
            each.of: _each_once(unit for meant in each.means for unit in stands_for[meant])
            for each in found.statutes
        },
    )


def _event(entry: EventFormat) -> EventKind:
    return EventKind(
        id=entry.id,
        names=(entry.name, *entry.also),
        part_of=entry.part_of,
        given=tuple(entry.given.items()),
        follows=entry.follows,
        after=entry.after,
        values=tuple(entry.values.items()),
        reading=entry.reading,
    )


def _unit(entry: UnitFormat, place: str, **more: str) -> Unit:
    given = {"place": place, "id": entry.id, "name": entry.name, "attributes": entry.attributes}
    seats = {"seats": entry.seats} if isinstance(entry, PostFormat) else {}
    return Unit(**(given | more | seats))  # type: ignore[arg-type]


def _entries(found: RosterFormat) -> Iterator[tuple[tuple[str, int], UnitFormat]]:
    for key in ("units", "groups", "posts"):
        for index, entry in enumerate(getattr(found, key)):
            yield (key, index), entry


def _each_once(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(dict.fromkeys(units))


def _note_faults(found: RosterFormat, tree: Tree) -> None:
    seen: dict[str, str] = {}
    names: dict[str, str] = {}
    for way, entry in _entries(found):
        if entry.id in seen:
            tree.problem((*way, "id"), _('two entries have the id "{0}"').format(entry.id))
        if is_device(entry.id):
            message = _('"{0}" is the name of a device on Windows; take another id')
            tree.problem((*way, "id"), message.format(entry.id))
        seen[entry.id] = way[0]
        for name in (entry.name, *entry.also):
            other = names.setdefault(folded(name), entry.id)
            if other != entry.id:
                message = _('"{0}" already names "{1}"; a name stands for one entry')
                tree.problem((*way, "name"), message.format(name, other))
    ids = [event.id for event in found.events]
    for index, event in enumerate(ids):
        if event in ids[:index]:
            message = _('two entries have the id "{0}"').format(event)
            tree.problem(("events", index, "id"), message)
    units = {key for key, kind in seen.items() if kind == "units"}
    bodies = {key for key, kind in seen.items() if kind != "posts"}
    for index, group in enumerate(found.groups):
        _note_unknown(group.members, units, ("groups", index, "members"), tree)
        wider = {each.id for each in found.groups if not each.members and each is not group}
        if group.within:
            _note_unknown((group.within,), wider, ("groups", index, "within"), tree)
    for index, post in enumerate(found.posts):
        _note_unknown((post.of,), bodies, ("posts", index, "of"), tree)
        _note_clashes(held(post, found), post, ("posts", index), (seen, names), tree)
    for index, body in enumerate(found.statutes):
        _note_unknown(body.means, set(seen), ("statutes", index, "means"), tree)
        if body.of in {each.of for each in found.statutes[:index]}:
            message = _('two entries have the id "{0}"').format(body.of)
            tree.problem(("statutes", index, "of"), message)
    known = set(seen) | {each.id for each in made(found)}
    for index, wording in enumerate(found.wordings):
        _note_unknown(wording.means, known, ("wordings", index, "means"), tree)
        _note_repeated(wording, found.wordings[:index], ("wordings", index), tree)


def _note_unknown(
    ids: Iterable[str], known: set[str], way: tuple[str | int, ...], tree: Tree
) -> None:
    for unit in ids:
        if unit not in known:
            message = _('no entry here has the id "{0}"').format(unit)
            tree.problem(way, message + did_you_mean(unit, known))


def _note_clashes(
    posts: tuple[PostFormat, ...],
    post: PostFormat,
    way: tuple[str | int, ...],
    given: tuple[dict[str, str], dict[str, str]],
    tree: Tree,
) -> None:
    """Note ids and names of the members' posts that are given already or cannot be given."""
    ids, names = given
    for each in (each for each in posts if each is not post):
        if each.id in ids:
            tree.problem((*way, "id"), _('two entries have the id "{0}"').format(each.id))
        if len(each.id) > LONGEST_ID:
            message = _('"{0}" would be longer than {1} characters; take a shorter id')
            tree.problem((*way, "id"), message.format(each.id, LONGEST_ID))
        ids[each.id] = "posts"
        other = names.setdefault(folded(each.name), each.id)
        if other != each.id:
            message = _('"{0}" already names "{1}"; a name stands for one entry')
            tree.problem((*way, "name"), message.format(each.name, other))


def _note_repeated(
    wording: WordingFormat,
    earlier: tuple[WordingFormat, ...],
    way: tuple[str | int, ...],
    tree: Tree,
) -> None:
    same = (folded(wording.name), _scope(wording.within))
    if any((folded(other.name), _scope(other.within)) == same for other in earlier):
        message = _('"{0}" is given a meaning twice within "{1}"')
        tree.problem(way, message.format(wording.name, wording.within))


def _scope(within: str) -> str:
    """Fold the clause of a scope as clauses are compared."""
    pack, _colon, clause = within.partition(":")
    return f"{pack}:{folded(clause)}" if clause else pack
