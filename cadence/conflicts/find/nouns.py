"""What conflicts are found in, and what is found: Ground in, Conflicts out."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.likeness import heard_of
from cadence.conflicts.find.merges import merge_of
from cadence.conflicts.find.precedence import Order, order_of
from cadence.core import EMPTY, Advise, Binding, History, Merge, Policy, Rule, Unit

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One place, as conflicts are looked for in it.

    Attributes:
        bindings: of all packs of the place, whatever their role.
        policy: the office's limits, merges and suppressions.
        advise: the working days around a day.
        history: what the ledger knows.
        today: no earlier day is offered, and nothing over by then is proposed.
        merges: by rule, derived from the policy.
        heard: the clauses that say who is reported to, derived from the bindings.
        order: which rules come before which, derived from the bindings.
    """

    bindings: tuple[Binding, ...]
    policy: Policy
    advise: Advise
    history: History = EMPTY
    today: dt.date = dt.date.min
    merges: Mapping[str, Merge] = field(init=False)
    heard: frozenset[tuple[str, str]] = field(init=False)
    order: Order = field(init=False)

    def __post_init__(self) -> None:
        """Derive what every family asks again and again."""
        object.__setattr__(self, "merges", merge_of(self.policy.merges))
        rules = {id(each.rule): each.rule for each in self.bindings}
        object.__setattr__(self, "heard", heard_of(rules.values()))
        object.__setattr__(self, "order", order_of(rules.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One thing that collides, for a post or for units that are alike.

    Attributes:
        units: whose; none where nobody of the roster is bound.
        day: on which, or from which on.
        demands: what collides; bare: the rules, where nothing is dated.
        days: the lawful way out: days on which to do it instead, or together.
        count: how many duties crowd together, a merge counted once.
        number: what the code counts: the limit, the meetings saved in the year, the days of
            notice, the days of overlap or gap.
        placed: how many of those too many find room on the days.
        scope: what is overloaded ("day", "week"), claimed twice (the room's name), counted
            ("year": meetings saved in a whole one), or by what one comes first (precedence.By).
        why: for what reason no day is offered: "gone", or "unannounced".
        until: the last day of an overlap, a gap or a week.
    """

    code: str
    severity: Severity
    units: tuple[Unit, ...]
    day: dt.date | None = None
    demands: tuple[Demand, ...] = ()
    bare: tuple[Rule, ...] = ()
    days: tuple[dt.date, ...] = ()
    count: int = 0
    number: int = 0
    placed: int = 0
    scope: str = ""
    why: str = ""
    until: dt.date | None = None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return those concerned, each once."""
        found = {id(each.rule): each.rule for each in self.demands}
        return self.bare or tuple(found.values())

    def of(self, units: tuple[Unit, ...]) -> "Conflict":
        """Return the same for some units: half a million times where all owe different things."""
        return Conflict(
            code=self.code,
            severity=self.severity,
            units=units,
            day=self.day,
            demands=self.demands,
            bare=self.bare,
            days=self.days,
            count=self.count,
            number=self.number,
            placed=self.placed,
            scope=self.scope,
            why=self.why,
            until=self.until,
        )

    @property
    def unit(self) -> Unit | None:
        """Return the first of those whom it concerns."""
        return self.units[0] if self.units else None

    @property
    def told_once(self) -> bool:
        """Tell whether it is one finding, whoever it concerns: what a statute leaves open.

        One decision of the office settles it for all of them.
        """
        return self.code == "undated" and any(
            each.pack.partition("/")[0] != self.unit.place for each in self.rules if self.unit
        )


def leads_of(bindings: Iterable[Binding]) -> dict[str, list[Unit]]:
    """Map each rule to the posts that lead it."""
    found: dict[str, list[Unit]] = {}
    for each in bindings:
        if each.role == "lead" and each.unit.kind == "post":
            found.setdefault(each.rule.key, []).append(each.unit)
    return found


def chairs_of(ground: Ground) -> dict[str, Unit]:
    """Map each rule to the post that the office has preside over its meetings."""
    posts = _posts(ground)
    return {
        rule: posts[each.chair]
        for each in ground.policy.held
        for rule in each.rules
        if each.chair in posts
    }


def attending(ground: Ground) -> dict[str, list[Unit]]:
    """Map each rule to the posts that its meetings need: as the office says, else the lead."""
    posts, found = _posts(ground), leads_of(ground.bindings)
    for each in ground.policy.held:
        if each.attend is not None:
            named = [posts[one] for one in each.attend if one in posts]
            found |= dict.fromkeys(each.rules, named)
    return found


def heads_of(ground: Ground) -> dict[str, list[Unit]]:
    """Map each rule to the posts that lead it, preside over it or must be there."""
    found = leads_of(ground.bindings)
    for more in (attending(ground), {key: [post] for key, post in chairs_of(ground).items()}):
        for rule, posts in more.items():
            found[rule] = list(dict.fromkeys((*found.get(rule, ()), *posts)))
    return found


def _posts(ground: Ground) -> dict[str | None, Unit]:
    return {each.unit.id: each.unit for each in ground.bindings if each.unit.kind == "post"}
