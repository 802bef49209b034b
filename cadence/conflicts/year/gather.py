"""Scene → Year: which meetings a year has, on which days each is lawful, and whom it needs."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from cadence.conflicts.find.demands import Demand, demand
from cadence.conflicts.find.merges import meetings, merge_of
from cadence.conflicts.find.precedence import order_of
from cadence.conflicts.year.board import month_of
from cadence.conflicts.year.calendar import Worked
from cadence.conflicts.year.nouns import HALVES, Costs, Meeting, Year, slot_of
from cadence.conflicts.year.ways import Ways
from cadence.core import (
    Cadence,
    PeriodicDeadline,
    Policy,
    Prices,
    Rule,
    Span,
    is_mergeable,
    is_shown_only,
)
from cadence.occurrences import Scene

MEETINGS = frozenset({"meeting", "study"})
VISITS = ("带队", "带头", "调研", "督导", "走访", "慰问", "蹲点", "接访", "下访")
# Reports given by mouth, and visits with a leader at their head, by their own words.
SESSIONS = {"report": ("述职", "听取", "汇报会"), "inspection": VISITS}
A_DAY = dt.timedelta(days=1)
WORDS = {"none": 0, "low": 1, "normal": 2, "high": 8}
# What each is worth at a low price: two meetings in one week 2, on one day 6 more.
WORTH = Costs(
    last_days=10,
    even_weeks=2,
    same_day=6,
    other_weekday=4,
    season=10,
    yearly_apart=8,
    off_middle=1,
    moved=50,
)


def year_of(scene: Scene, year: int, keep: Collection[tuple[int, int]] = ()) -> Year:
    """Gather a year's meetings.

    Args:
        scene: the place, whole; judged today, so that no earlier day is offered.
        year: of the civil calendar.
        keep: months, as year and month, that the plan may not touch.
    """
    span = Span(dt.date(year, 1, 1), dt.date(year, 12, 31))
    scene = scene.over(span)
    today = scene.as_of.date()
    owed = [each for each in _owed(scene) if each.chosen or _is_to_come(each, today)]
    ways, worked = Ways(scene), Worked(scene.advise)
    bounds = Bounds(span, today, frozenset(keep))
    made = [_meeting(each, ways, worked, bounds) for each in _together(owed, ways)]
    made.sort(key=lambda each: each.ids)
    return Year(
        year=year,
        place=scene.asked.place or "",
        meetings=_ordered(made, owed, scene),
        limits=scene.policy.limits,
        costs=costs_of(scene.policy.prices),
        gap=scene.policy.gap_days,
        away=ways.away(span),
        seats={each.key: each.seats for each in scene.roster.units if each.seats > 1},
        posts=ways.posts,
        names={each.key: each.name for each in scene.roster.units},
        provisional=frozenset(worked.provisional),
        due=_unplanned(owed, ways),
    )


def meeting_for(scene: Scene, own: Demand, year: int) -> Meeting:
    """Return one duty as a meeting of a year, whether or not the plan would hold it."""
    span = Span(dt.date(year, 1, 1), dt.date(year, 12, 31))
    bounds = Bounds(span, scene.as_of.date(), frozenset())
    return _meeting((own,), Ways(scene), Worked(scene.advise), bounds)


class Bounds(NamedTuple):
    """The year's days, the day after which plans begin, and the months that stay as they are."""

    span: Span
    today: dt.date
    keep: frozenset[tuple[int, int]]

    def is_fixed(self, day: int) -> bool:
        """Tell whether what lies on a day stays there."""
        return day <= self.today.toordinal() or month_of(day) in self.keep


def _owed(scene: Scene) -> Iterator[Demand]:
    """Yield what is planned and not yet done or released."""
    policy = scene.policy
    for each in scene.occurrences():
        rule = each.binding.rule
        if each.binding.role == "owner" and rule.force == "must" and is_planned(rule, policy):
            found = demand(each, scene.history.of(each))
            if not found.is_settled and not is_shown_only(rule, each.window, policy):
                yield found


def is_planned(rule: Rule, policy: Policy) -> bool:
    """Tell whether the duty is a meeting, a visit or a report session, or the office says so."""
    if any(rule.key in each.rules for each in policy.held):
        return True
    said = SESSIONS.get(rule.category, ())
    return rule.category in MEETINGS or any(word in rule.act for word in said)


def costs_of(prices: Prices) -> Costs:
    """Return the price list in numbers."""
    return Costs(
        **{key: WORDS[getattr(prices, key)] * getattr(WORTH, key) for key in Costs.__slots__}
    )


def _is_to_come(each: Demand, today: dt.date) -> bool:
    return each.due is None or each.due > today


def _together(owed: list[Demand], ways: Ways) -> Iterator[tuple[Demand, ...]]:
    """Group what one meeting discharges: what is merged, and those who sit together."""
    merges = merge_of(ways.policy.merges)
    by_unit: defaultdict[str, list[Demand]] = defaultdict(list)
    joint: defaultdict[tuple[str, str], list[Demand]] = defaultdict(list)
    for each in owed:
        if ways.held(each.rule.key).joint and each.rule.key not in merges:
            joint[each.rule.key, each.window.tag].append(each)
        else:
            by_unit[each.unit.key].append(each)
    listed = chain.from_iterable(meetings(each, merges) for each in by_unit.values())
    for group in chain(listed, map(tuple, joint.values())):
        # What was chosen for different moments is held apart, whatever could be merged.
        moments: dict[dt.datetime | None, list[Demand]] = {}
        for each in group:
            moments.setdefault(each.choice.at if each.choice else None, []).append(each)
        if len(moments) == 2 and None in moments:  # noqa: PLR2004 - one moment, and none
            yield group
        else:
            yield from map(tuple, moments.values())


def _meeting(group: tuple[Demand, ...], ways: Ways, worked: Worked, bounds: Bounds) -> Meeting:
    span = bounds.span
    first = max(each.window.start for each in group)
    last = min(each.due or span.last for each in group)
    choice = next((each.choice for each in group if each.choice and each.choice.at), None)
    at = choice.at if choice else None
    was = slot_of(at) if at else None
    rule, held = group[0].rule, ways.held(group[0].rule.key)
    needed = ways.needed(group, choice)
    lawful = Span(max(first, span.first, bounds.today + A_DAY), min(last, span.last))
    minutes = (choice.minutes if choice else None) or held.minutes
    days = worked.days(lawful, group, minutes)
    return Meeting(
        ids=tuple(each.id for each in group),
        rule=rule.key,
        act=rule.act,
        units=needed.units,
        people=needed.people,
        chair=needed.chair,
        attend=needed.attend,
        place=ways.room(held, choice, group[0].unit),
        where=(choice.where if choice else None) or held.room,
        minutes=minutes,
        days=tuple(day for day in days if month_of(day) not in bounds.keep),
        first=first.toordinal(),
        last=last.toordinal(),
        yearly=_is_yearly(rule),
        weekdays=held.weekdays,
        fixed=was if was is not None and bounds.is_fixed(was // HALVES) else None,
        was=was,
        was_at=at,
        apart=not is_mergeable(rule),
    )


def _is_yearly(rule: Rule) -> bool:
    timing = rule.timing
    return isinstance(timing, Cadence | PeriodicDeadline) and timing.period == "year"


def _ordered(made: list[Meeting], owed: list[Demand], scene: Scene) -> tuple[Meeting, ...]:
    """Say of each meeting which others it waits for: of its own unit, else of any."""
    rules = {each.id: each.rule.key for each in owed}
    order = order_of(each.rule for each in scene.bindings)
    bodies = {each.key: f"{each.place}/{each.of}" for each in scene.roster.units if each.of}
    by_rule: defaultdict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(made):
        for key in {rules[one] for one in each.ids if one in rules}:
            by_rule[key].append(number)

    def awaited(number: int, each: Meeting) -> Iterator[int]:
        within = {*each.units, *(bodies[key] for key in each.units if key in bodies)}
        for before in (one for own in each.ids for one in order.get(rules.get(own, ""), ())):
            firsts = [
                one
                for one in by_rule.get(before.rule, ())
                if one != number and made[one].last <= each.last and each.first <= made[one].last
            ]
            own = [one for one in firsts if within & set(made[one].units)]
            yield from own or (() if before.by == "kind" else firsts)

    return tuple(
        replace(each, after=tuple(sorted(set(awaited(number, each)))))
        for number, each in enumerate(made)
    )


def _unplanned(owed: list[Demand], ways: Ways) -> dict[str, tuple[int, ...]]:
    """Return the days on which everybody's meetings would fall if each waited for its last."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for each in owed:
        if each.day:
            for key in ways.needed((each,), each.choice).people:
                found[key].append(each.day.toordinal())
    return {key: tuple(sorted(days)) for key, days in sorted(found.items())}
