"""What a person calls a place, a unit or a pack → which one is meant. Pure.

An id or a key, a name or one of its aliases, as the roster or the document gives it. A group's name
means its members. What several answer to is asked, and what nobody answers to is suggested.
"""

from collections.abc import Iterable, Mapping

from cadence.core import CadenceError, Pack, Unit, _, did_you_mean, folded
from cadence.rules.rosters import Roster

ENDINGS = "县区市旗镇乡"  # left out when people speak of a place: 伊川 is 伊川县
SHOWN = 8


def place_named(rosters: Mapping[str, Roster], name: str) -> str:
    """Return the folder of a place.

    Raises:
        CadenceError: no place is called so; the nearest name is suggested.
    """
    if name in rosters:
        return name
    wanted = folded(name)
    found = [
        key
        for key, roster in rosters.items()
        if wanted in {folded(roster.name), folded(roster.name).rstrip(ENDINGS)}
    ]
    if len(found) == 1:
        return found[0]
    known = [*rosters, *(roster.name for roster in rosters.values())]
    message = _('no place is called "{0}"').format(name)
    raise CadenceError(message + did_you_mean(name, known))


def units_named(
    rosters: Mapping[str, Roster], name: str, place: str | None = None
) -> tuple[Unit, ...]:
    """Return the units that a name means: one, or the members of a group.

    Args:
        rosters: of every place.
        name: an id, a key (yichuan/pengpo), a name or an alias.
        place: the folder of the only place that is meant.

    Raises:
        CadenceError: nobody answers to it; the nearest name is suggested.
    """
    asked = [each for key, each in rosters.items() if place in {None, key}]
    found = [each for roster in asked for each in roster.units if name in {each.id, each.key}] or [
        each
        for roster in asked
        for each in (roster.stands_for.get(name) or roster.answers.get(folded(name), ()))
    ]
    if found:
        return tuple(dict.fromkeys(found))
    known = [
        word for roster in asked for word in (*(one.id for one in roster.units), *roster.names)
    ]
    message = _('no unit has the id "{0}"').format(name)
    raise CadenceError(message + did_you_mean(name, known))


def unit_named(rosters: Mapping[str, Roster], name: str, place: str | None = None) -> Unit:
    """Return the one unit that a name means.

    Raises:
        CadenceError: nobody answers to it, or several do; they are named.
    """
    found = units_named(rosters, name, place)
    if len(found) > 1:
        keys = ", ".join(each.key for each in found[:SHOWN])
        if len({each.place for each in found}) > 1:
            message = _('several places have a unit "{0}"; write one of: {1}')
        else:
            message = _('"{0}" means several units; write one of: {1}')
        raise CadenceError(message.format(name, keys))
    return found[0]


def pack_named(packs: Iterable[Pack], name: str) -> Pack:
    """Return the pack of a name: its path under rules/, or its document's number or title.

    Raises:
        CadenceError: no pack is called so, or several are; the nearest are named.
    """
    listed = tuple(packs)
    wanted = folded(name)
    found = [each for each in listed if each.name == name] or [
        each
        for each in listed
        if wanted in {folded(each.document.number or ""), folded(each.document.title)}
    ]
    if len(found) == 1:
        return found[0]
    known = [pack.name for pack in listed]
    if found:
        message = _('"{0}" means several packs; write one of: {1}')
        raise CadenceError(message.format(name, ", ".join(each.name for each in found)))
    raise CadenceError(_('no pack is called "{0}"').format(name) + did_you_mean(name, known))
