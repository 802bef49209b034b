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


OFFICE: tuple[Role, ...] = ("office",)
ROOMS = (
    Room("overview", "总览", ("leader",)),  # the others find it at 检查
    Room("today", "今日", ROLES),
    Room("register", "检查", ROLES),
    Room("schedule", "日程", ROLES),
    Room("accidents", "事故", ROLES),
    Room("tables", "表格", ROLES),
    Room("documents", "文件", OFFICE, gap=True),
    Room("roster", "名册", OFFICE),
    Room("decisions", "决定", OFFICE),
    Room("ledger", "记录", ("office", "auditor"), gap=True),
    Room("publish", "发布", OFFICE),
    Room("users", "用户", OFFICE),
)


def rooms_for(role: Role) -> tuple[Room, ...]:
    """Return the rooms that somebody may enter."""
    return tuple(each for each in ROOMS if role in each.roles)
