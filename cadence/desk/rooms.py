"""What stands in the bar of every page: the rooms of the desk, in the order of their use."""

from dataclasses import dataclass

from cadence.desk.accounts import ROLES, Role


@dataclass(frozen=True, slots=True)
class Room:
    """One room: the last part of its address, its name, who may enter, whether a gap precedes."""

    key: str
    name: str
    roles: tuple[Role, ...]
    gap: bool = False


ROOMS = (Room("today", "今日", ROLES),)


def rooms_for(role: Role) -> tuple[Room, ...]:
    """Return the rooms that somebody may enter."""
    return tuple(each for each in ROOMS if role in each.roles)
