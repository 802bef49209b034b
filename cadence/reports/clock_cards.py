"""The cards of recorded events: the way from a workspace and its history to what runs now."""

import datetime as dt
from collections.abc import Iterator

from cadence.core.errors import CadenceError
from cadence.core.history import Happening, History
from cadence.core.messages import _
from cadence.core.occurrence import Finding
from cadence.core.rule import Rule
from cadence.occurrences.clocks import Clock, begin, find_clocks
from cadence.occurrences.event_chains import ClockGround, moment_words
from cadence.occurrences.scene import clock_ground
from cadence.reports.clock_card import Card, make_card
from cadence.rules.workspace import Workspace


def card_of(workspace: Workspace, history: History, number: int, as_of: dt.datetime) -> Card:
    """Return the card of the event that an entry tells of, or of the one that it follows.

    Raises:
        CadenceError: no such event counts.
    """
    ground = clock_ground(workspace, history)
    by_first = {each.first: each for each in history.happenings}
    for each in history.happenings:
        if number in {each.number, each.first} and each.event.unit in ground.units:
            told = (by_first.get(each.event.of or 0, each), each)
            firsts = {one.first for one in told}
            found = find_clocks(ground, events=firsts)
            clocks = [one for one in found if one.happening.first in firsts]
            return _card(workspace, ground, told, clocks, as_of)
    message = _('entry {0} is no event that counts; "cadence clocks" lists them')
    raise CadenceError(message.format(number))


def cards(workspace: Workspace, history: History, as_of: dt.datetime) -> list[Card]:
    """Return a card for every event of a unit that is known."""
    ground = clock_ground(workspace, history)
    clocks: dict[int, list[Clock]] = {}
    for clock in find_clocks(ground):
        clocks.setdefault(clock.happening.first, []).append(clock)
    return [
        _card(workspace, ground, (each,), clocks.get(each.first, []), as_of)
        for each in history.happenings
        if each.event.unit in ground.units
    ]


def _card(
    workspace: Workspace,
    ground: ClockGround,
    told: tuple[Happening, ...],
    clocks: list[Clock],
    as_of: dt.datetime,
) -> Card:
    """Make the card of the first of some events, with what any of them started."""
    event = told[0].event
    unit = ground.units[event.unit]
    return make_card(
        told[0],
        ground.kinds[unit.place].shown(event.name),
        unit,
        _once(clocks),
        _reported(ground, told[0]),
        [rule for each in told for rule in _begun_by(workspace, ground, each)],
        ground.history,
        workspace.policies.__getitem__,
        as_of,
    )


def _reported(ground: ClockGround, root: Happening) -> dict[str, str]:
    """Say of which rules an event that follows them is recorded: they were done, unproven."""
    found: dict[str, str] = {}
    for each in ground.history.happenings:
        if each.event.of == root.first and each.event.unit in ground.units:
            kinds = ground.kinds[ground.units[each.event.unit].place]
            said = f"{moment_words(each.event.at)}已登记“{kinds.shown(each.event.name)}”"
            found |= dict.fromkeys(kinds.meaning(each.event.name).kind.after, said)
    return found


def _once(clocks: list[Clock]) -> list[Clock]:
    """Keep a threshold that several events may have crossed to its first question."""
    seen: dict[tuple[str, str], Clock] = {}
    for each in clocks:
        seen.setdefault((each.rule.key, each.window.tag if each.window else ""), each)
    return list(seen.values())


def _begun_by(workspace: Workspace, ground: ClockGround, happening: Happening) -> list[Rule]:
    """Return the repeated duties that began with an event."""
    waiting = [rule for pack in workspace.packs for rule in pack.rules if rule.since]
    begun = [begin(rule, ground) for rule in waiting]
    mark = f"（第{happening.first}号登记）"
    return [rule for rule in begun if rule.begun and rule.begun.endswith(mark)]


def open_events(workspace: Workspace, history: History) -> Iterator[Finding]:
    """Yield events of a unit that nobody knows, and those of which more must be told."""
    ground = clock_ground(workspace, history)
    for happening in history.happenings:
        if happening.event.unit not in ground.units:
            yield Finding(
                code="event_of_nobody",
                severity="error",
                message=f"第{happening.number}号事件的单位“{happening.event.unit}”不在名册",
                advice="请恢复名册中的单位，或更正该事件",
                date=happening.event.at.date(),
                unit=happening.event.unit,
            )
    for clock in find_clocks(ground):
        if clock.questions:
            number = clock.happening.number
            yield Finding(
                code="event_open",
                severity="warning",
                message=f"“{clock.rule.act}”是否因第{number}号事件起算，尚不能确定",
                advice="；".join(clock.questions),
                date=clock.happening.event.at.date(),
                unit=clock.subject.key,
                clauses=(f"{clock.rule.pack}:{clock.rule.clause}",),
            )
