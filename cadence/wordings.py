"""What rosters say of names that no one file shows to be wrong: wordings, and events. Pure."""

from collections.abc import Collection, Iterable

from cadence.errors import Problem
from cadence.i18n import _
from cadence.kinds import Kinds, join_kinds, kind_faults
from cadence.model import Pack, folded
from cadence.roster import Roster
from cadence.timings import Trigger
from cadence.yaml_text import Tree, did_you_mean


def name_problems(
    packs: Iterable[Pack],
    rosters: dict[str, Roster],
    trees: dict[str, Tree],
    unread: Collection[str] = (),
) -> list[Problem]:
    """Find wordings and events of rosters that mean nothing, or two things.

    Args:
        packs: every pack that could be read.
        rosters: by place.
        trees: their files, by place.
        unread: the names of packs with faults of their own; what is said of them is let stand.
    """
    return [
        *_scope_problems(packs, rosters, trees, unread),
        *_event_problems(packs, rosters, trees, unread),
    ]


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


def kinds_of(place: str, rosters: dict[str, Roster]) -> Kinds:
    """Join the events of a place with those of the places whose rules bind everywhere."""
    others = [each for name, each in rosters.items() if each.everywhere and name != place]
    return join_kinds(each.events for each in (rosters[place], *others))


def _event_problems(
    packs: Iterable[Pack],
    rosters: dict[str, Roster],
    trees: dict[str, Tree],
    unread: Collection[str],
) -> list[Problem]:
    """Find events that follow what is not there, and names that stand for two."""
    clocks = [r.key for pack in packs for r in pack.rules if isinstance(r.timing, Trigger)]
    found = []
    for place, roster in rosters.items():
        unknown = [rule for kind in roster.events for rule in kind.after]
        unknown = [rule for rule in unknown if rule.partition(":")[0] in unread]
        faults = kind_faults(roster.events, kinds_of(place, rosters), (*clocks, *unknown))
        for way, message in faults:
            trees[place].problem(("events", *way), message)
            found.append(trees[place].problems[-1])
    return found
