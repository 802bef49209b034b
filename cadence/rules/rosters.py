"""rules/<place>/units.yaml → Units: which unit answers to which name in the texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cadence.core import (
    Binding,
    EventKind,
    Pack,
    Role,
    Rule,
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
        stands_for: the units of every id that is given: of a group, its members.
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
    stands_for: dict[str, tuple[Unit, ...]] = field(default_factory=dict)

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
        stands_for[group.id] = listed or (_unit(group, place, kind="group"),)
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
        stands_for=stands_for,
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
    return Unit(**(given | more))  # type: ignore[arg-type]


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
    for index, group in enumerate(found.groups):
        _note_unknown(group.members, units, ("groups", index, "members"), tree)
    for index, post in enumerate(found.posts):
        _note_post(post, ("posts", index), found, tree)
        _note_clashes(held(post, found), post, ("posts", index), (seen, names), tree)
    for index, wording in enumerate(found.wordings):
        _note_unknown(wording.means, set(seen), ("wordings", index, "means"), tree)
        _note_repeated(wording, found.wordings[:index], ("wordings", index), tree)


def _note_unknown(
    ids: Iterable[str], known: set[str], way: tuple[str | int, ...], tree: Tree
) -> None:
    for unit in ids:
        if unit not in known:
            message = _('no entry here has the id "{0}"').format(unit)
            tree.problem(way, message + did_you_mean(unit, known))


def _note_post(
    post: PostFormat, way: tuple[str | int, ...], found: RosterFormat, tree: Tree
) -> None:
    listed = {group.id for group in found.groups if group.members}
    if post.of in {group.id for group in found.groups} - listed:
        message = _('"{0}" lists no members; a post stands in a unit or in each member of a group')
        tree.problem((*way, "of"), message.format(post.of))
    else:
        _note_unknown((post.of,), {unit.id for unit in found.units} | listed, (*way, "of"), tree)


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


def answer(name: str, rule: Rule, roster: Roster) -> tuple[Unit, ...]:
    """Return the units that a name in a rule stands for; none where the roster knows no such.

    The most specific wording wins: the rule's clause, then the clauses around it, then the
    pack, then the roster's own names.
    """
    key = folded(name)
    steps = folded(rule.clause).split("/")
    scopes = [f"{rule.pack}:{'/'.join(steps[:n])}" for n in range(len(steps), 0, -1)]
    for scope in (*scopes, rule.pack):
        if meant := roster.wordings.get((key, scope)):
            return meant
    return roster.answers.get(key, ())


def unanswered(pack: Pack, roster: Roster) -> Iterator[tuple[str, str, str]]:
    """Yield (the rule's id, the key, the name) of every name that no unit answers to."""
    for rule in pack.rules:
        for key in ("actors", "responsible", "lead", "assist"):
            for name in getattr(rule, key):
                if folded(name) not in roster.outside and not answer(name, rule, roster):
                    yield rule.id, key, name


def bindings(pack: Pack, roster: Roster) -> tuple[Binding, ...]:
    """Bind every rule of a pack to the units that owe it, lead it, assist it or see to it."""
    owners = {rule.id: _owners(rule, roster) for rule in pack.rules}
    for rule in pack.rules:
        for displaced in rule.replaces:
            for unit in owners[rule.id]:
                owners[displaced].pop(unit, None)
    return tuple(
        binding for rule in pack.rules for binding in _bound(rule, owners[rule.id], roster)
    )


def _owners(rule: Rule, roster: Roster) -> dict[Unit, tuple[str, ...]]:
    """Return who owes the rule, each once, with all the names that reach it."""
    only_outside = rule.outside and not rule.actors
    names = () if only_outside else rule.bodies
    units = {
        unit: reached
        for unit, reached in _reached(names, rule, roster).items()
        if not rule.only or set(rule.only) & set(unit.attributes)
    }
    if not rule.jointly:
        return units
    leading = [unit for unit in _reached(rule.lead, rule, roster) if unit.kind != "post"]
    chosen = (leading or list(units))[:1]
    return {unit: units.get(unit, rule.lead) for unit in chosen}


def _reached(names: Iterable[str], rule: Rule, roster: Roster) -> dict[Unit, tuple[str, ...]]:
    found: dict[Unit, tuple[str, ...]] = {}
    for name in names:
        for unit in answer(name, rule, roster):
            found[unit] = (*found.get(unit, ()), name)
    return found


def _bound(rule: Rule, owners: dict[Unit, tuple[str, ...]], roster: Roster) -> Iterator[Binding]:
    """Yield one binding per unit, its strongest role: owner, lead, assist, supervise."""
    roles: list[tuple[Role, dict[Unit, tuple[str, ...]]]] = [
        ("owner", owners),
        ("lead", _reached(rule.lead, rule, roster)),
        ("assist", _reached(rule.assist, rule, roster)),
    ]
    if rule.jointly:
        roles.append(("assist", _reached(rule.bodies, rule, roster)))
    if rule.outside and not rule.actors:
        roles.append(("supervise", _reached(rule.responsible, rule, roster)))
    seen: set[Unit] = set()
    for role, units in roles:
        for unit, names in units.items():
            if unit not in seen:
                seen.add(unit)
                yield Binding(rule=rule, unit=unit, names=names, role=role)
