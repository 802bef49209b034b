"""A rule's names → the units that it binds, each with its role. Pure."""

from collections.abc import Iterable, Iterator

from cadence.core import OWED, Binding, Pack, Role, Rule, Unit, folded
from cadence.rules.rosters import Roster


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


def uncounted(rule: Rule, roster: Roster) -> tuple[str, ...]:
    """Return whom a rule must reach (全覆盖) of whom the roster does not list each by itself."""
    return tuple(
        name
        for name in rule.over
        if not (found := answer(name, rule, roster)) or any(each.kind == "group" for each in found)
    )


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


def stand_ins(bound: Iterable[Binding], roster: Roster) -> tuple[Binding, ...]:
    """Bind a statute's rules to those who are its bodies in one place, each once.

    Args:
        bound: the statute's rules as they bind the bodies that it names.
        roster: of the place, which says who they are there; nobody is guessed.
    """
    found: dict[tuple[str, Unit], Binding] = {}
    for each in bound:
        means = roster.statutes.get(each.unit.key, ())
        for unit in means:
            key = (each.rule.id, unit)
            known = found.get(key)
            names = dict.fromkeys((*(known.names if known else ()), *each.names))
            role = known.role if known else each.role
            bodies = known.stands_for if known else ()
            alone = (each.unit.key,) if len(means) == 1 else ()
            found[key] = Binding(
                rule=each.rule,
                unit=unit,
                names=tuple(names),
                role=role,
                stands_for=(*bodies, *alone),
            )
    return tuple(found.values())


def displaced(pack: Pack) -> bool:
    """Tell whether a pack displaces rules of a level above."""
    return any(rule.replaces_above for rule in pack.rules)


def without(bound: Iterable[Binding], nearer: Iterable[Binding]) -> tuple[Binding, ...]:
    """Leave out what stricter rules displace, of the units that owe those.

    Args:
        bound: rules of a level above, as they bind units of a place.
        nearer: rules of that place, and of the levels between, as they bind units there.
    """
    gone = {
        (key, each.unit.key)
        for each in nearer
        if each.role in OWED
        for key in each.rule.replaces_above
    }
    return tuple(
        each
        for each in bound
        if each.role not in OWED or (each.rule.key, each.unit.key) not in gone
    )


def _owners(rule: Rule, roster: Roster) -> dict[Unit, tuple[str, ...]]:
    """Return who owes the rule, each once, with all the names that reach it."""
    names = () if rule.only_outside else rule.bodies
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
    listed = tuple(names)
    for name in listed:
        for unit in () if _only_closes(name, listed, rule, roster) else answer(name, rule, roster):
            found[unit] = (*found.get(unit, ()), name)
    return found


def _only_closes(name: str, listed: tuple[str, ...], rule: Rule, roster: Roster) -> bool:
    """Tell whether a group's name closes a list of its members: X、Y等有关部门 names X and Y."""
    if folded(name) not in roster.closing:
        return False
    meant = answer(name, rule, roster)
    if meant != roster.answers.get(folded(name)):
        return False  # this clause says otherwise
    others = (unit for each in listed if each != name for unit in answer(each, rule, roster))
    return any(unit in meant for unit in others)


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
    reached = () if uncounted(rule, roster) else tuple(_reached(rule.over, rule, roster))
    seen: set[Unit] = set()
    for role, units in roles:
        for unit, names in units.items():
            if unit not in seen:
                seen.add(unit)
                covers = tuple(each for each in reached if each != unit)
                yield Binding(rule=rule, unit=unit, names=names, role=role, covers=covers)
