"""The cards of recorded events: the way from a workspace and its history to what runs now."""

import datetime as dt

from cadence.cards import Card, make_card
from cadence.chains import Setting
from cadence.clocks import Clock, begin, find_clocks
from cadence.errors import CadenceError
from cadence.history import Happening, History
from cadence.i18n import _
from cadence.model import Rule
from cadence.survey import setting_of
from cadence.workspace import Workspace


def card_of(workspace: Workspace, history: History, number: int, as_of: dt.datetime) -> Card:
    """Return the card of the event that an entry tells of, or of the one that it follows.

    Raises:
        CadenceError: no such event counts.
    """
    setting = setting_of(workspace, history)
    by_first = {each.first: each for each in history.happenings}
    for each in history.happenings:
        if number in {each.number, each.first} and each.event.unit in setting.units:
            told = (by_first.get(each.event.of or 0, each), each)
            firsts = {one.first for one in told}
            found = find_clocks(setting, events=firsts)
            clocks = [one for one in found if one.happening.first in firsts]
            return _card(workspace, setting, told, clocks, as_of)
    message = _('entry {0} is no event that counts; "cadence clocks" lists them')
    raise CadenceError(message.format(number))


def cards(workspace: Workspace, history: History, as_of: dt.datetime) -> list[Card]:
    """Return a card for every event of a unit that is known."""
    setting = setting_of(workspace, history)
    clocks: dict[int, list[Clock]] = {}
    for clock in find_clocks(setting):
        clocks.setdefault(clock.happening.first, []).append(clock)
    return [
        _card(workspace, setting, (each,), clocks.get(each.first, []), as_of)
        for each in history.happenings
        if each.event.unit in setting.units
    ]


def _card(
    workspace: Workspace,
    setting: Setting,
    told: tuple[Happening, ...],
    clocks: list[Clock],
    as_of: dt.datetime,
) -> Card:
    """Make the card of the first of some events, with what any of them started."""
    event = told[0].event
    unit = setting.units[event.unit]
    return make_card(
        told[0],
        setting.kinds[unit.place].shown(event.name),
        unit,
        _once(clocks),
        [rule for each in told for rule in _begun_by(workspace, setting, each)],
        setting.history,
        workspace.policies.__getitem__,
        as_of,
    )


def _once(clocks: list[Clock]) -> list[Clock]:
    """Keep a threshold that several events may have crossed to its first question."""
    seen: dict[tuple[str, str], Clock] = {}
    for each in clocks:
        seen.setdefault((each.rule.key, each.window.tag if each.window else ""), each)
    return list(seen.values())


def _begun_by(workspace: Workspace, setting: Setting, happening: Happening) -> list[Rule]:
    """Return the repeated duties that began with an event."""
    waiting = [rule for pack in workspace.packs for rule in pack.rules if rule.since]
    begun = [begin(rule, setting) for rule in waiting]
    mark = f"（第{happening.first}号登记）"
    return [rule for rule in begun if rule.begun and rule.begun.endswith(mark)]
