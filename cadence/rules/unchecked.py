"""Rules as extract drafted them, on which no person has decided yet: who says so, and to whom.

Such rules do not stop the other packs: what is unknown in them is warned of and binds nobody.
"""

from collections.abc import Iterator, Mapping

from cadence.core import Pack, Policy, _, ngettext
from cadence.rules.binding import unanswered
from cadence.rules.rosters import Roster
from cadence.rules.yaml_tree import Tree


def draft_warnings(
    packs: Mapping[Pack, Tree], rosters: Mapping[str, Roster], policies: Mapping[str, Policy]
) -> Iterator[str]:
    """Say which packs are still drafts, and whom nobody is bound by for want of a name."""
    for pack, tree in packs.items():
        if not (drafts := {rule.id for rule in pack.rules if rule.is_unchecked}):
            continue
        if policies[pack.place].drafts == "hidden":
            warning = ngettext(
                "{0}: {1} drafted rule has no verdict yet and is not published; check it (accept)",
                "{0}: {1} drafted rules have no verdict yet and are not published; check them"
                " (accept)",
                len(drafts),
            )
        else:
            warning = ngettext(
                "{0}: {1} drafted rule has no verdict yet and is published as 草稿未核; check it",
                "{0}: {1} drafted rules have no verdict yet and are published as 草稿未核; check"
                " them",
                len(drafts),
            )
        yield warning.format(tree.path, len(drafts))
        roster = rosters.get(pack.place)
        unknown = unanswered(pack, roster) if roster else ()
        if names := tuple(dict.fromkeys(name for rule, _key, name in unknown if rule in drafts)):
            message = _("{0}: drafted rules bind nobody under these names, not in {1}: {2}")
            yield message.format(tree.path, f"rules/{pack.place}/units.yaml", "、".join(names))
