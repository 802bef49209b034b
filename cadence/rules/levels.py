"""rules/<place>/place.yaml → which places stand above each, and so whose rules bind in it.

nation → province → city → county → township: a place names the one above it, alone or with what
stands above that (henan/luoyang). Its rules bind whoever this place's roster says they bind.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cadence.core import Pack, Problem, _, did_you_mean
from cadence.rules.formats import PlaceFormat
from cadence.rules.rosters import Roster
from cadence.rules.validation import validated
from cadence.rules.yaml_tree import Tree, read_tree

PLACE = "place.yaml"
Above = Mapping[str, tuple[str, ...]]


def read_levels(
    rules: Path, places: Iterable[str], rosters: Mapping[str, Roster], shown: str
) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """Read what stands above each place.

    Args:
        rules: the folder.
        places: its folders.
        rosters: of those that could be read.
        shown: the folder's name in messages.

    Returns:
        The places above each that names one, the nearest first; and what is wrong.
    """
    written: dict[str, tuple[str, Tree]] = {}
    problems: list[Problem] = []
    known = set(places)
    for place in sorted(known):
        file = rules / place / PLACE
        if file.exists():
            tree = read_tree(file, f"{shown}/{place}/{PLACE}")
            found = validated(tree, PlaceFormat)
            if found:
                written[place] = (found.above, tree)
            problems += tree.problems
    nearest = {place: above.rpartition("/")[2] for place, (above, _tree) in written.items()}
    found_above: dict[str, tuple[str, ...]] = {}
    for place, (above, tree) in written.items():
        chain = _chain(place, nearest)
        message = _fault(place, above, chain, known)
        if message:
            tree.problem(("above",), message)
            problems.append(tree.problems[-1])
        else:
            found_above[place] = tuple(each for each in chain if each in rosters)
    return found_above, problems


def _chain(place: str, nearest: Mapping[str, str]) -> tuple[str, ...]:
    """Follow what is above a place until nothing is, or one comes back."""
    found: list[str] = []
    step = nearest.get(place)
    while step is not None:
        found.append(step)
        if step == place or step in found[:-1]:
            break
        step = nearest.get(step)
    return tuple(found)


def _fault(place: str, above: str, chain: tuple[str, ...], known: set[str]) -> str:
    """Say what is wrong with what a place names; "" where nothing is."""
    if place in chain:
        return _("a place cannot inherit from itself: {0}").format(" → ".join((place, *chain)))
    if len(set(chain)) < len(chain):
        return _("what stands above goes round: {0}").format(" → ".join((place, *chain)))
    if chain[0] not in known:
        message = _('no place is called "{0}"').format(chain[0])
        return message + did_you_mean(chain[0], known - {place})
    said = tuple(reversed(above.split("/")))
    if said != chain[: len(said)]:
        message = _('"{0}" is not how the places stand: above {1} is {2}')
        there = chain[1] if len(chain) > 1 else _("nothing")
        return message.format(above, chain[0], there)
    return ""


def replaced_problems(
    packs: Mapping[Pack, Tree], rosters: Mapping[str, Roster], above: Above
) -> Iterator[Problem]:
    """Find rules that displace what no level above has."""
    keys = {rule.key for pack in packs for rule in pack.rules}
    everywhere = {place for place, each in rosters.items() if each.everywhere}
    for pack, tree in packs.items():
        levels = {*above.get(pack.place, ()), *everywhere} - {pack.place}
        known = {key for key in keys if key.partition("/")[0] in levels}
        for index, rule in enumerate(pack.rules):
            for number, key in enumerate(rule.replaces_above):
                if key not in known:
                    message = _('no rule of a level above is called "{0}"').format(key)
                    way = ("rules", index, "replaces_above", number)
                    tree.problem(way, message + did_you_mean(key, known))
                    yield tree.problems[-1]
