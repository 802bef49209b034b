"""Whose room a meeting takes, and who presides: said once, for what is chosen and what is planned.

In: a place's units, and what its office wrote of rooms and of how meetings are held. Pure.
"""

import re
from collections.abc import Iterable

from cadence.core import Choice, Held, Policy, Unit, folded, number

# 三楼, 第三会议室, 二〇一室: a number of whatever shape is one room's.
NUMBER = re.compile(r"第?([一二三四五六七八九十百零〇]+|\d+)(?=[楼层号室]|会议)")
FLOOR = re.compile(r"(?<=\d)(?:层|[fF])")


class Rooms:
    """The rooms of one place and their owners."""

    def __init__(self, units: Iterable[Unit], policy: Policy) -> None:
        """Know the owners by their names, and the rooms that the office listed."""
        self._owners = {folded(each.name): each.id for each in units if each.kind != "post"}
        self._listed: dict[str, dict[str, str]] = {}
        for each in policy.rooms:
            plain = _plain(self._parted(each.name)[1])
            for name in (each.name, plain, *each.also):
                self._listed.setdefault(_plain(name), {})[each.of] = plain

    def key(self, where: str, unit: Unit) -> str:
        """Return whose room is meant: 三楼会议室 of two towns are two, 3楼 and 三楼 are one.

        Args:
            where: as it was typed; it may begin with the name of the unit whose room it is.
            unit: whose meeting it is, and whose room it is where no other is named or listed. What
                a post calls its room is its body's.
        """
        own = unit.of or unit.id
        whole = self._listed.get(_plain(where), {})
        if own in whole:
            return f"{unit.place}/{own} {whole[own]}"
        if len(whole) == 1:
            ((owner, plain),) = whole.items()
            return f"{unit.place}/{owner} {plain}"
        named, rest = self._parted(where)
        owner, plain = self._owners.get(named, own), _plain(rest)
        return f"{unit.place}/{owner} {self._listed.get(plain, {}).get(owner, plain)}"

    def _parted(self, where: str) -> tuple[str, str]:
        """Part a room's words into the name of its owner, if they begin with one, and the rest."""
        said = folded(where)
        named = max((name for name in self._owners if said.startswith(name)), key=len, default="")
        return named, said.removeprefix(named)


def held_of(policy: Policy) -> dict[str, Held]:
    """Map each rule's key to what the office says of how its meetings are held."""
    return {rule: each for each in policy.held for rule in each.rules}


def chair_of(choice: Choice | None, held: Held | None, place: str) -> str | None:
    """Return the key of who presides: whoever was chosen to, else whom the office has preside."""
    if choice and choice.chair:
        return choice.chair
    return f"{place}/{held.chair}" if held and held.chair else None


def _plain(name: str) -> str:
    """Fold a room's name, its floor or number in figures."""
    figures = NUMBER.sub(lambda found: str(number(found[1])), folded(name))
    return FLOOR.sub("楼", figures)
