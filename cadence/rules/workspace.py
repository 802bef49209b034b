"""A workspace: the folder whose rules/ holds packs, rosters and policies. Reads them all at once.

What goes in is the folder; out comes a Workspace, or one InputError with the problems of every
file, so that a clerk mends them in one go.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
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
from cadence.rules.amendments import with_decisions, with_spans, with_successions
from cadence.rules.binding import bindings, displaced, stand_ins, without
from cadence.rules.cross_checks import kinds_of, name_problems
from cadence.rules.drafts import linked
from cadence.rules.joint import binds_everywhere, policy_problems
from cadence.rules.joint_faults import joint_problems
from cadence.rules.levels import Above, read_levels, replaced_problems
from cadence.rules.naming import pack_named, place_named, unit_named, units_named
from cadence.rules.reading import RESERVED, RULES, Read, digest_of, places_in, read_files, unread
from cadence.rules.rosters import Roster
from cadence.rules.settings import settings_problems
from cadence.rules.strays import misplaced
from cadence.rules.unchecked import draft_warnings
from cadence.workdays import Look, adviser


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Everything that rules/ says, in the order of its names.

    Attributes:
        packs: each knowing what takes over from it; unlinked: the same before that; plain: before
            any office dated what a text leaves open.
        above: by place, the places whose rules bind in it besides statutes, the nearest first.
        digest: of all files as they were before any was read; "" where it was made by hand.
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
    plain: tuple[Pack, ...] = ()
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digest: str = ""

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
        """Return the packs of other places that bind here, those of the levels above first.

        What a text leaves open each office decides for itself, here as in its own packs.
        """
        policy, levels = self.policies[place], self.above.get(place, ())
        above = with_successions(
            _dated_by_office(each, policy) for each in self.plain if each.place in levels
        )
        everywhere = (
            with_decisions(each, policy.decisions)
            for each in self.packs
            if each.place not in {place, *levels} and binds_everywhere(each, self.rosters)
        )
        return (*above, *everywhere)

    def below(self, place: str) -> tuple[str, ...]:
        """Return the places that inherit the rules of a place."""
        return tuple(each for each, levels in self.above.items() if place in levels)

    def levels(self, places: Iterable[str]) -> frozenset[str]:
        """Return some places and those whose rules bind in them, for whose bodies they may act."""
        shared = (each for each, roster in self.rosters.items() if roster.everywhere)
        above = (level for place in places for level in self.above.get(place, ()))
        return frozenset({*places, *above, *shared})

    def bindings_in(self, pack: Pack, place: str) -> tuple[Binding, ...]:
        """Bind a pack's rules to the units of a place: its own, or who its roster says they are.

        What a stricter rule of the place, or of a level nearer to it, displaces is left out.
        """
        bound = self._bound(pack, place)
        if pack.place == place:
            return bound
        own = [each for each in self.packs if each.place == place]
        nearer = [each for each in (*own, *self.statutes(place)) if displaced(each)]
        return without(bound, [one for each in nearer for one in self._bound(each, place)])

    def _bound(self, pack: Pack, place: str) -> tuple[Binding, ...]:
        bound = self.bindings(pack)
        return bound if pack.place == place else stand_ins(bound, self.rosters[place])

    def kinds_of_body(self, pack: Pack) -> tuple[Binding, ...]:
        """Bind a pack's rules to those of its bodies that other places say who they are."""
        is_everywhere = self.rosters[pack.place].everywhere
        bound = self.bindings(pack)
        return tuple(each for each in bound if is_everywhere or each.unit.kind == "group")

    def answering(self, pack: Pack) -> dict[str, frozenset[str]]:
        """Return, by the names of the places that a pack binds in, whose bodies are named there.

        A pack of one place that nobody inherits binds nobody elsewhere: nothing is returned.
        """
        below = self.below(pack.place)
        return {
            each.name: frozenset(each.statutes)
            for place, each in self.rosters.items()
            if (self.rosters[pack.place].everywhere and not each.everywhere) or place in below
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
    places = places_in(folder)
    digest = digest_of(folder)
    looks, problems = calendars.read_looks(folder / RULES, places, RULES)
    problems += [*misplaced(folder / RULES, RULES, RESERVED), *settings_problems(folder)]
    read = read_files(folder, places)
    above, faults = read_levels(folder / RULES, places, read.rosters, RULES)
    problems += read.problems + faults
    problems += _joined_problems(read, above, unread(folder, places, read.packs))
    if problems:
        raise InputError(problems)
    packs, rosters, policies = read.packs, read.rosters, read.policies
    found = tuple(_dated_by_office(pack, policies[pack.place]) for pack in packs)
    return Workspace(
        folder=folder,
        packs=linked(found, policies),
        rosters=rosters,
        policies=policies,
        advisers={place: adviser(look) for place, look in looks.items()},
        looks=looks,
        kinds={place: kinds_of(place, rosters, above) for place in rosters},
        warnings=tuple(draft_warnings(packs, rosters, policies)),
        unlinked=found,
        plain=tuple(packs),
        above=above,
        digest=digest,
    )


def _joined_problems(read: Read, above: Above, unread: set[str]) -> Iterator[Problem]:
    """Find what no file shows alone."""
    packs, rosters = read.packs, read.rosters
    yield from joint_problems(packs, rosters)
    yield from replaced_problems(packs, rosters, above)
    yield from name_problems(packs, rosters, read.roster_trees, above, unread)
    for place, policy in read.policies.items():
        bind = list(_binding(place, packs, rosters, above))
        tree = read.policy_trees[place]
        yield from policy_problems(policy, tree, bind, rosters.get(place))


def _binding(
    place: str, packs: Iterable[Pack], rosters: dict[str, Roster], above: Above
) -> Iterator[Pack]:
    """Yield the packs that bind in a place: its own, those of the levels above, the statutes."""
    levels = {place, *above.get(place, ())}
    return (each for each in packs if each.place in levels or binds_everywhere(each, rosters))


def _dated_by_office(pack: Pack, policy: Policy) -> Pack:
    """Fill in what a text leaves to the office: decided timings, and days with names."""
    return with_spans(with_decisions(pack, policy.decisions), policy)


def read_calendar(folder: Path, place: str | None) -> Look:
    """Read the calendar of one place, or without one the national calendar, and nothing else.

    Raises:
        InputError: every problem of the calendars' files.
        CadenceError: no such place.
    """
    places = places_in(folder)
    if place and place not in places:
        message = _('no place is called "{0}"').format(place)
        raise CadenceError(message + did_you_mean(place, places))
    looks, problems = calendars.read_looks(folder / RULES, places, RULES)
    if problems:
        raise InputError(problems)
    return looks[place or ""]
