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
    by_first = {each.first: each for each in history.happenings}
    for each in history.happenings:
        if number in {each.number, each.first} and each.event.unit in _units(workspace):
            root = by_first.get(each.event.of or 0, each)
            return _cards(workspace, history, as_of, (root, each))[0]
    message = _('entry {0} is no event that counts; "cadence clocks" lists them')
    raise CadenceError(message.format(number))


def cards(workspace: Workspace, history: History, as_of: dt.datetime) -> list[Card]:
    """Return a card for every event of a unit that is known."""
    known = _units(workspace)
    found = tuple(each for each in history.happenings if each.event.unit in known)
    return [card for each in found for card in _cards(workspace, history, as_of, (each,))]


def _units(workspace: Workspace) -> set[str]:
    return {unit.key for roster in workspace.rosters.values() for unit in roster.units}


def _cards(
    workspace: Workspace, history: History, as_of: dt.datetime, events: tuple[Happening, ...]
) -> list[Card]:
    """Make the card of the first of some events, with the clocks that any of them started."""
    setting = setting_of(workspace, history)
    firsts = {each.first for each in events}
    clocks = [each for each in find_clocks(setting) if each.happening.first in firsts]
    event = events[0].event
    card = make_card(
        events[0],
        setting.kinds[setting.units[event.unit].place].shown(event.name),
        setting.units[event.unit],
        _once(clocks),
        [rule for each in events for rule in _begun_by(workspace, setting, each)],
        history,
        workspace.policies.__getitem__,
        as_of,
    )
    return [card]


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
