"""What no file under rules/ shows alone: names nobody answers to, packs that are gone. Pure."""

from collections.abc import Iterator

from cadence.core import Pack, Policy, Problem, _, did_you_mean
from cadence.rules.amendments import decision_faults, unknown_successions
from cadence.rules.binding import unanswered
from cadence.rules.policies import policy_faults
from cadence.rules.rosters import Roster
from cadence.rules.yaml_tree import Tree, Way, as_list


def joint_problems(packs: dict[Pack, Tree], rosters: dict[str, Roster]) -> list[Problem]:
    """Find what no file shows alone: names that nobody answers to, packs that aren't there."""
    before = {pack: len(tree.problems) for pack, tree in packs.items()}
    for pack, tree in packs.items():
        for index, message in unknown_successions(pack, packs):
            tree.problem(("supersedes", index), message)
        if roster := rosters.get(pack.place):
            drafts = {rule.id for rule in pack.rules if rule.is_unchecked}
            for rule_id, key, name in unanswered(pack, roster):
                if rule_id in drafts:
                    continue  # warned of, so that one draft does not stop the others
                way = _way_to_name(tree, rule_id, key, name)
                message = _('no unit of {0} answers to "{1}"; add it to {2}')
                shown = message.format(roster.name, name, f"rules/{pack.place}/units.yaml")
                tree.problem(way, shown + did_you_mean(name, roster.names))
    return [problem for pack, tree in packs.items() for problem in tree.problems[before[pack] :]]


def binds_everywhere(pack: Pack, rosters: dict[str, Roster]) -> bool:
    """Tell whether a pack's rules bind in every place, as statutes do."""
    roster = rosters.get(pack.place)
    return roster is not None and roster.everywhere


def policy_problems(
    policy: Policy, tree: Tree, packs: list[Pack], roster: Roster | None
) -> Iterator[Problem]:
    """Find decisions, merges and suppressions of what is not there; those of statutes may be."""
    rules = {rule.key: rule for pack in packs for rule in pack.rules}
    units = {each.id for each in roster.units} if roster else set()
    faults = policy_faults(policy, rules, units) if roster else ()
    for way, message in (*decision_faults(policy.decisions, packs), *faults):
        tree.problem(way, message)
        yield tree.problems[-1]


def _way_to_name(tree: Tree, rule_id: str, key: str, name: str) -> Way:
    """Find where a name stands in the file, by the id of its rule."""
    listed = as_list(tree.value.get("rules")) if isinstance(tree.value, dict) else []
    for index, rule in enumerate(listed):
        if isinstance(rule, dict) and rule.get("id") == rule_id:
            names = [str(each).strip() for each in as_list(rule.get(key))]
            place = (names.index(name),) if name in names else ()
            return ("rules", index, key, *place)
    return ()
