"""What no file under rules/ shows alone: names nobody answers to, packs that are gone. Pure."""

from collections.abc import Iterator

from cadence.core import Pack, Policy, Problem
from cadence.rules.amendments import decision_faults
from cadence.rules.policies import policy_faults
from cadence.rules.rosters import Roster
from cadence.rules.yaml_tree import Tree


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
