"""What rosters say of names that no one file shows to be wrong: wordings, and events. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from cadence.core import (
    EventKind,
    Kinds,
    Pack,
    Problem,
    Trigger,
    _,
    did_you_mean,
    folded,
    join_kinds,
)
from cadence.rules.rosters import Roster
from cadence.rules.yaml_tree import Tree, Way, as_list


def name_problems(
    packs: Iterable[Pack],
    rosters: dict[str, Roster],
    trees: dict[str, Tree],
    above: Mapping[str, tuple[str, ...]],
    unread: Collection[str] = (),
) -> list[Problem]:
    """Find wordings and events of rosters that mean nothing, or two things.

    Args:
        packs: every pack that could be read.
        rosters: by place.
        trees: their files, by place.
        above: by place, those whose rules it inherits.
        unread: the names of packs with faults of their own; what is said of them is let stand.
    """
    return [
        *_scope_problems(packs, rosters, trees, unread),
        *_event_problems(packs, rosters, trees, above, unread),
        *_statute_problems(rosters, trees, above),
    ]


def former_faults(packs: Iterable[Pack]) -> Iterator[tuple[Pack, str, str, str]]:
    """Yield (pack, rule, former id, message) where what was recorded could mean two rules."""
    listed = [(pack, rule) for pack in packs for rule in pack.rules]
    taken = {rule.key: rule.key for _pack, rule in listed}
    for pack, rule in listed:
        for key in rule.formerly:
            other = taken.setdefault(key, rule.key)
            if other != rule.key or key == rule.key:
                message = _('"{0}" is or was the rule {1}; it cannot be this one\'s former id')
                yield pack, rule.id, key, message.format(key, other)


def _statute_problems(
    rosters: dict[str, Roster], trees: dict[str, Tree], above: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """Find bodies of statutes that no roster names; one that is not there may be added again."""
    for place, roster in rosters.items():
        for index, key in enumerate(roster.statutes):
            level = key.partition("/")[0]
            other = rosters.get(level)
            if other and not other.everywhere and level not in above.get(place, ()):
                message = _('"{0}" does not stand above {1}; say so in its place.yaml: above: {0}')
                way = ("statutes", index, "of")
                trees[place].problem(way, message.format(level, place))
                yield trees[place].problems[-1]
                continue
            known = {each.key for each in other.units} if other else {key}
            if key not in known:
                message = _('no statute binds a body "{0}"').format(key)
                way = ("statutes", index, "of")
                trees[place].problem(way, message + did_you_mean(key, known))
                yield trees[place].problems[-1]


def _scope_problems(
    packs: Iterable[Pack],
    rosters: dict[str, Roster],
    trees: dict[str, Tree],
    unread: Collection[str],
) -> list[Problem]:
    """Find wordings for a pack or clause that isn't there: they would never be used."""
    clauses = {pack.name: {folded(rule.clause) for rule in pack.rules} for pack in packs}
    found = []
    for place, roster in rosters.items():
        for index, (_name, scope) in enumerate(roster.wordings):
            pack, _colon, clause = scope.partition(":")
            if pack in unread:
                continue
            if pack not in clauses:
                message = _('no pack is called "{0}"').format(pack) + did_you_mean(pack, clauses)
            elif clause and not any(
                f"{known}/".startswith(f"{clause}/") for known in clauses[pack]
            ):
                message = _('pack "{0}" has no rule under clause "{1}"').format(pack, clause)
            else:
                continue
            trees[place].problem(("wordings", index, "within"), message)
            found.append(trees[place].problems[-1])
    return found


def kinds_of(place: str, rosters: dict[str, Roster], above: Mapping[str, tuple[str, ...]]) -> Kinds:
    """Join the events of a place with those of the places whose rules bind in it."""
    levels = above.get(place, ())
    others = [
        each
        for name, each in rosters.items()
        if name != place and (each.everywhere or name in levels)
    ]
    return join_kinds(each.events for each in (rosters[place], *others))


def _event_problems(
    packs: Iterable[Pack],
    rosters: dict[str, Roster],
    trees: dict[str, Tree],
    above: Mapping[str, tuple[str, ...]],
    unread: Collection[str],
) -> list[Problem]:
    """Find events that follow what is not there, and names that stand for two."""
    clocks = [r.key for pack in packs for r in pack.rules if isinstance(r.timing, Trigger)]
    found = []
    for place, roster in rosters.items():
        unknown = [rule for kind in roster.events for rule in kind.after]
        unknown = [rule for rule in unknown if rule.partition(":")[0] in unread]
        faults = kind_faults(roster.events, kinds_of(place, rosters, above), (*clocks, *unknown))
        for way, message in faults:
            trees[place].problem(("events", *way), message)
            found.append(trees[place].problems[-1])
    return found


def kind_faults(
    table: tuple[EventKind, ...], kinds: Kinds, clocks: Iterable[str]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield (way in the roster, message) for what one table says wrongly of its events.

    Args:
        table: the events of one roster, in the file's order.
        kinds: that table and those of the places that bind everywhere, joined.
        clocks: the keys of the rules that wait for an event.
    """
    clocks = set(clocks)
    for index, kind in enumerate(table):
        for name in kind.names:
            other = kinds.by_name[folded(name)]
            if other != kind.id:
                message = _('"{0}" already names "{1}"; a name stands for one entry')
                yield (index, "name"), message.format(name, other)
        for key in ("part_of", "follows"):
            other = getattr(kind, key)
            if other and other not in kinds.by_id:
                yield (index, key), _('no event here has the id "{0}"').format(other)
        for rule in kind.after:
            if rule not in clocks:
                message = _('no rule that waits for an event is called "{0}"')
                yield (index, "after"), message.format(rule)
        if bool(kind.part_of) != bool(kind.given):
            yield (index, "given"), _('"part_of" and "given" belong together')
        if kind.after and not kind.follows:
            yield (index, "after"), _('"after" needs "follows": the event that comes before')
        if _leads_back(kind, kinds):
            yield (index, "id"), _('"{0}" comes back to itself').format(kind.id)


def _leads_back(kind: EventKind, kinds: Kinds) -> bool:
    """Tell whether an event follows, or is a case of, itself."""
    seen: set[str] = set()
    step: EventKind | None = kind
    while step:
        if step.id in seen:
            return True
        seen.add(step.id)
        step = kinds.by_id.get(step.follows or step.part_of or "")
    return False


def way_to_name(tree: Tree, rule_id: str, key: str, name: str) -> Way:
    """Find where a name stands in the file, by the id of its rule."""
    listed = as_list(tree.value.get("rules")) if isinstance(tree.value, dict) else []
    for index, rule in enumerate(listed):
        if isinstance(rule, dict) and rule.get("id") == rule_id:
            names = [str(each).strip() for each in as_list(rule.get(key))]
            place = (names.index(name),) if name in names else ()
            return ("rules", index, key, *place)
    return ()
