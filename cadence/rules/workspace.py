"""A workspace: the folder whose rules/ holds packs, rosters and policies. Reads them all at once.

What goes in is the folder; out comes a Workspace, or one InputError with the problems of every
file, so that a clerk mends them in one go.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cadence.core import (
    OWED,
    Advise,
    Binding,
    CadenceError,
    InputError,
    Kinds,
    Pack,
    Policy,
    Problem,
    Unit,
    _,
    did_you_mean,
)
from cadence.rules import calendars
from cadence.rules.amendments import (
    decision_faults,
    with_decisions,
    with_spans,
    with_successions,
)
from cadence.rules.binding import bindings, stand_ins
from cadence.rules.contacts import CONTACTS
from cadence.rules.cross_checks import kinds_of, name_problems
from cadence.rules.joint_faults import joint_problems
from cadence.rules.naming import pack_named, place_named, unit_named, units_named
from cadence.rules.packs import read_pack
from cadence.rules.policies import policy_faults, read_policy
from cadence.rules.rosters import Roster, read_roster
from cadence.rules.settings import settings_problems
from cadence.rules.strays import is_left, misplaced, yaml_files
from cadence.rules.unchecked import draft_warnings
from cadence.rules.yaml_tree import Tree
from cadence.workdays import Look, adviser

RULES = "rules"
ROSTER, POLICY = "units.yaml", "policy.yaml"
RESERVED = {ROSTER, POLICY, CONTACTS, calendars.CHANGES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Everything that rules/ says, in the order of its names.

    Attributes:
        packs: each knowing what takes over from it; unlinked: the same before that.
    """

    folder: Path
    packs: tuple[Pack, ...]
    rosters: dict[str, Roster]
    policies: dict[str, Policy]
    advisers: dict[str, Advise]
    looks: dict[str, Look]
    kinds: dict[str, Kinds]
    warnings: tuple[str, ...] = ()
    unlinked: tuple[Pack, ...] = ()

    @property
    def out(self) -> Path:
        """Return the folder that the build writes."""
        return self.folder / "out"

    @property
    def stale_days(self) -> int:
        """Return how old what is published may grow, by the strictest place; 0: any age."""
        return min(
            (each.stale_days for each in self.policies.values() if each.stale_days), default=0
        )

    def advise(self, place: str) -> Advise:
        """Return what gives the working days around a day, by the calendar of a place."""
        return self.advisers[place]

    def bindings(self, pack: Pack) -> tuple[Binding, ...]:
        """Bind a pack's rules to the units of its place."""
        return bindings(pack, self.rosters[pack.place])

    def takeover(self, older: Pack, newer: Pack) -> tuple[Pack, Pack, Pack]:
        """Return the older pack as it was without the newer, as it ends with it, and the newer."""
        if older.name not in {each.pack for each in newer.supersedes}:
            return older, older, newer
        plain = {each.name: each for each in self.unlinked}
        plain |= {each.name: each for each in (older, newer) if each not in self.packs}
        before = {
            each.name: each
            for each in with_successions(one for one in plain.values() if one.name != newer.name)
        }
        after = {each.name: each for each in with_successions(plain.values())}
        return before.get(older.name, older), after[older.name], after[newer.name]

    def statutes(self, place: str) -> tuple[Pack, ...]:
        """Return the packs of other places that bind here, as statutes do, as decided here."""
        decisions = self.policies[place].decisions
        return tuple(
            with_decisions(each, decisions)
            for each in self.packs
            if each.place != place and _binds_everywhere(each, self.rosters)
        )

    def bindings_in(self, pack: Pack, place: str) -> tuple[Binding, ...]:
        """Bind a pack's rules to the units of a place: its own, or who its roster says they are."""
        bound = self.bindings(pack)
        return bound if pack.place == place else stand_ins(bound, self.rosters[place])

    def answering(self, pack: Pack) -> dict[str, frozenset[str]]:
        """Return, by the names of the places that a statute binds in, whose bodies are named there.

        A pack of one place binds nobody elsewhere: nothing is returned.
        """
        if not self.rosters[pack.place].everywhere:
            return {}
        return {
            each.name: frozenset(each.statutes)
            for each in self.rosters.values()
            if not each.everywhere
        }

    def units_of_rules(self, pack: Pack) -> dict[str, tuple[str, ...]]:
        """Map the ids of a pack's rules to the ids of the units that owe them."""
        found: dict[str, tuple[str, ...]] = {}
        for binding in self.bindings(pack):
            if binding.role in OWED:
                found[binding.rule.id] = (*found.get(binding.rule.id, ()), binding.unit.id)
        return found

    def unit(self, name: str, place: str | None = None) -> Unit:
        """Return the one unit that an id, key, name or alias means.

        Raises:
            CadenceError: nobody answers to it, or several do; see naming.
        """
        return unit_named(self.rosters, name, place)

    def units(self, name: str, place: str | None = None) -> tuple[Unit, ...]:
        """Return the units that an id, key, name, alias or group means.

        Raises:
            CadenceError: nobody answers to it.
        """
        return units_named(self.rosters, name, place)

    def place(self, name: str) -> str:
        """Return the folder of the place that a name means.

        Raises:
            CadenceError: there is none.
        """
        return place_named(self.rosters, name)

    def pack(self, name: str) -> Pack:
        """Return the pack of that name, number or title.

        Raises:
            CadenceError: no such pack, or several; the nearest name is suggested.
        """
        return pack_named(self.packs, name)


def find_folder(start: Path) -> Path:
    """Return the workspace that a folder lies in: itself, or the nearest above with rules/.

    Raises:
        CadenceError: there is none.
    """
    for folder in (start, *start.parents):
        if (folder / RULES).is_dir():
            return folder
    message = _('no folder "rules" here or above; run "cadence init DIR" to make a workspace')
    raise CadenceError(message)


def read_workspace(folder: Path) -> Workspace:
    """Read every pack, roster and policy of a workspace.

    Raises:
        InputError: every problem of every file, at once.
        CadenceError: the folder has no rules/ or no place in it.
    """
    places = _places(folder)
    looks, problems = calendars.read_looks(folder / RULES, places, RULES)
    problems += [*misplaced(folder / RULES, RULES, RESERVED), *settings_problems(folder)]
    rosters, policies, decided = {}, {}, {}
    roster_trees: dict[str, Tree] = {}
    packs: dict[Pack, Tree] = {}
    for place in places:
        roster, tree = read_roster(folder / RULES / place / ROSTER, place, _shown(place, ROSTER))
        problems += tree.problems
        if roster:
            rosters[place] = roster
            roster_trees[place] = tree
        policy = read_policy(folder / RULES / place / POLICY, _shown(place, POLICY))
        policies[place], decided[place] = policy
        problems += policy[1].problems
        for file in _pack_files(folder / RULES / place):
            pack, tree = read_pack(file, f"{place}/{file.stem}", _shown(place, file.name))
            problems += tree.problems
            if pack:
                packs[pack] = tree
    problems += joint_problems(packs, rosters)
    problems += name_problems(packs, rosters, roster_trees, _unread(folder, places, packs))
    for place, tree in decided.items():
        bind = [each for each in packs if each.place == place or _binds_everywhere(each, rosters)]
        problems += _policy_problems(policies[place], tree, bind, rosters.get(place))
    if problems:
        raise InputError(problems)
    found = tuple(_dated_by_office(pack, policies[pack.place]) for pack in packs)
    return Workspace(
        folder=folder,
        packs=with_successions(found),
        rosters=rosters,
        policies=policies,
        advisers={place: adviser(look) for place, look in looks.items()},
        looks=looks,
        kinds={place: kinds_of(place, rosters) for place in rosters},
        warnings=tuple(draft_warnings(packs, rosters)),
        unlinked=found,
    )


def _dated_by_office(pack: Pack, policy: Policy) -> Pack:
    """Fill in what a text leaves to the office: decided timings, and days with names."""
    return with_spans(with_decisions(pack, policy.decisions), policy)


def read_calendar(folder: Path, place: str | None) -> Look:
    """Read the calendar of one place, or without one the national calendar, and nothing else.

    Raises:
        InputError: every problem of the calendars' files.
        CadenceError: no such place.
    """
    places = _places(folder)
    if place and place not in places:
        message = _('no place is called "{0}"').format(place)
        raise CadenceError(message + did_you_mean(place, places))
    looks, problems = calendars.read_looks(folder / RULES, places, RULES)
    if problems:
        raise InputError(problems)
    return looks[place or ""]


def _places(folder: Path) -> list[str]:
    rules = folder / RULES
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


def _pack_files(place: Path) -> Iterable[Path]:
    return [file for file in yaml_files(place) if file.name not in RESERVED]


def _unread(folder: Path, places: Iterable[str], packs: Iterable[Pack]) -> set[str]:
    """Return the names of the packs that stand there and could not be read."""
    there = {
        f"{place}/{file.stem}" for place in places for file in _pack_files(folder / RULES / place)
    }
    return there - {pack.name for pack in packs}


def _shown(place: str, name: str) -> str:
    return f"{RULES}/{place}/{name}"


def _binds_everywhere(pack: Pack, rosters: dict[str, Roster]) -> bool:
    roster = rosters.get(pack.place)
    return roster is not None and roster.everywhere


def _policy_problems(
    policy: Policy, tree: Tree, packs: list[Pack], roster: Roster | None
) -> Iterator[Problem]:
    """Find decisions, merges and suppressions of what is not there; those of statutes may be."""
    rules = {rule.key: rule for pack in packs for rule in pack.rules}
    units = {each.id for each in roster.units} if roster else set()
    faults = policy_faults(policy, rules, units) if roster else ()
    for way, message in (*decision_faults(policy.decisions, packs), *faults):
        tree.problem(way, message)
        yield tree.problems[-1]
