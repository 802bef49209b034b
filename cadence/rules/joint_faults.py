"""Packs beside rosters and other packs → the names that nobody answers to, as problems in place."""

from cadence.core import Pack, Problem, _, did_you_mean
from cadence.rules.amendments import unknown_successions
from cadence.rules.binding import unanswered
from cadence.rules.cross_checks import former_faults, way_to_name
from cadence.rules.rosters import Roster
from cadence.rules.yaml_tree import Tree


def joint_problems(packs: dict[Pack, Tree], rosters: dict[str, Roster]) -> list[Problem]:
    """Find what no file shows alone: names that nobody answers to, packs that aren't there."""
    before = {pack: len(tree.problems) for pack, tree in packs.items()}
    for pack, rule_id, key, message in former_faults(packs):
        packs[pack].problem(way_to_name(packs[pack], rule_id, "formerly", key), message)
    for pack, tree in packs.items():
        for index, message in unknown_successions(pack, packs):
            tree.problem(("supersedes", index), message)
        if roster := rosters.get(pack.place):
            drafts = {rule.id for rule in pack.rules if rule.is_unchecked}
            for rule_id, key, name in unanswered(pack, roster):
                if rule_id in drafts:
                    continue  # warned of, so that one draft does not stop the others
                way = way_to_name(tree, rule_id, key, name)
                message = _('no unit of {0} answers to "{1}"; add it to {2}')
                shown = message.format(roster.name, name, f"rules/{pack.place}/units.yaml")
                tree.problem(way, shown + did_you_mean(name, roster.names))
    return [problem for pack, tree in packs.items() for problem in tree.problems[before[pack] :]]
