"""rules/ → what its files say, each for itself, with every problem of them. I/O at the edge."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cadence.core import CadenceError, Pack, Policy, Problem, _
from cadence.rules import calendars
from cadence.rules.contacts import CONTACTS
from cadence.rules.levels import PLACE
from cadence.rules.packs import read_pack
from cadence.rules.policies import read_policy
from cadence.rules.rosters import Roster, read_roster
from cadence.rules.strays import is_left, yaml_files
from cadence.rules.yaml_tree import Tree

RULES = "rules"
COMING = ".coming"  # the ending of a place's folder that is about to take its place
ROSTER, POLICY = "units.yaml", "policy.yaml"
RESERVED = {ROSTER, POLICY, CONTACTS, PLACE, calendars.CHANGES}


@dataclass(slots=True, kw_only=True)
class Read:
    """The files of all places, each with the tree that holds its problems."""

    rosters: dict[str, Roster] = field(default_factory=dict)
    roster_trees: dict[str, Tree] = field(default_factory=dict)
    policies: dict[str, Policy] = field(default_factory=dict)
    policy_trees: dict[str, Tree] = field(default_factory=dict)
    packs: dict[Pack, Tree] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_files(folder: Path, places: Iterable[str]) -> Read:
    """Read the roster, the policy and the packs of some places."""
    found = Read()
    for place in places:
        own = folder / RULES / place
        roster, tree = read_roster(own / ROSTER, place, _shown(place, ROSTER))
        found.problems += tree.problems
        if roster:
            found.rosters[place], found.roster_trees[place] = roster, tree
        policy, tree = read_policy(own / POLICY, _shown(place, POLICY))
        found.policies[place], found.policy_trees[place] = policy, tree
        found.problems += tree.problems
        for file in _pack_files(own):
            pack, tree = read_pack(file, f"{place}/{file.stem}", _shown(place, file.name))
            found.problems += tree.problems
            if pack:
                found.packs[pack] = tree
    return found


def places_in(folder: Path) -> list[str]:
    """Return the folders under rules/ that are places.

    Raises:
        CadenceError: there is no rules/, or no place in it.
    """
    rules = folder / RULES
    for beside in sorted(rules.glob(f".*{COMING}")):
        place = beside.name.removeprefix(".").removesuffix(COMING)
        if not (rules / place).exists():
            message = _("rules/{0}: taking an update was interrupted; run: cadence pack update")
            raise CadenceError(message.format(place))
    if not rules.is_dir():
        raise CadenceError(_('there is no folder "rules" in {0}').format(folder))
    places = [
        entry.name
        for entry in sorted(rules.iterdir())
        if entry.is_dir()
        and not is_left(entry.name)
        and entry.name != calendars.FOLDER
        and yaml_files(entry)
    ]
    if not places:
        message = _('"rules" holds no place yet; each is a folder with units.yaml and packs')
        raise CadenceError(message)
    return places


def digest_of(folder: Path) -> str:
    """Digest every file under rules/ and the settings; "" where one cannot be read."""
    found = hashlib.sha256()
    try:
        for file in sorted([*(folder / RULES).rglob("*.yaml"), *folder.glob("*.yaml")]):
            if file.is_file():
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                found.update(f"{file.relative_to(folder).as_posix()}:{content}\n".encode())
    except OSError:
        return ""
    return found.hexdigest()


def _pack_files(place: Path) -> Iterable[Path]:
    return [file for file in yaml_files(place) if file.name not in RESERVED]


def unread(folder: Path, places: Iterable[str], packs: Iterable[Pack]) -> set[str]:
    """Return the names of the packs that stand there and could not be read."""
    there = {
        f"{place}/{file.stem}" for place in places for file in _pack_files(folder / RULES / place)
    }
    return there - {pack.name for pack in packs}


def _shown(place: str, name: str) -> str:
    return f"{RULES}/{place}/{name}"
