"""How many meetings a unit or post has in each month, before and after accepted merges."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cadence.claims import Claim, Owed
from cadence.conflicts.nouns import Setting, leads_of
from cadence.merging import common_days, meetings
from cadence.model import Unit

MEETING = "meeting"
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Load:
    """One unit's or post's meetings by month, as the texts ask and as the office merged them."""

    unit: Unit
    before: Counter[Month]
    after: Counter[Month]


def meeting_loads(owed: Iterable[Owed], setting: Setting) -> Iterator[Load]:
    """Count meetings, for units those that they owe, for posts those that they lead or chair.

    Args:
        owed: what falls due within the days asked about.
        setting: the place; released meetings are not held and not counted, held ones are.
    """
    leads = leads_of(setting.bindings)
    units: dict[Unit, list[Claim]] = {}
    led: dict[Unit, dict[tuple[str, str], Claim]] = {}
    posts = {each.unit.key: each.unit for each in setting.bindings if each.unit.kind == "post"}
    for claim in _meetings(owed):
        for unit in claim.units:
            units.setdefault(unit, []).append(claim)
        chair = posts.get(claim.choice.chair or "") if claim.choice else None
        if chair and chair != claim.unit:
            led.setdefault(chair, {})[claim.id, ""] = claim
        for post in leads.get(claim.rule.key, ()):
            if post not in {chair, claim.unit}:
                led.setdefault(post, {}).setdefault((claim.rule.key, claim.window.tag), claim)
    for unit, claims in units.items():
        more = led.pop(unit, {})
        yield _load(unit, [*claims, *more.values()], setting)
    for post, found in led.items():
        yield _load(post, list(found.values()), setting)


def _meetings(owed: Iterable[Owed]) -> Iterator[Claim]:
    for each in owed:
        for claim in each.claims:
            if claim.rule.category == MEETING and claim.past.waiver is None:
                yield claim


def _load(unit: Unit, claims: list[Claim], setting: Setting) -> Load:
    before = Counter(_month(each.day) for each in claims if each.day)
    held = (common_days(each)[1] for each in meetings(claims, setting.merges))
    return Load(unit, before, Counter(_month(day) for day in held if day != dt.date.max))


def _month(day: dt.date) -> Month:
    return day.year, day.month
