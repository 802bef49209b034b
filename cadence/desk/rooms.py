"""What stands in the bar of every page: the rooms of the desk, in the order of their use."""

from dataclasses import dataclass

from cadence.desk.accounts import ROLES, Role


@dataclass(frozen=True, slots=True)
class DeskRoom:
    """One room: the last part of its address, its name, who may enter, whether a gap precedes."""

    key: str
    name: str
    roles: tuple[Role, ...]
    gap: bool = False


OFFICE: tuple[Role, ...] = ("office",)
ROOMS = (
    DeskRoom("overview", "总览", ("leader",)),  # the others find it at 检查
    DeskRoom("today", "今日", ROLES),
    DeskRoom("register", "检查", ROLES),
    DeskRoom("schedule", "日程", ROLES),
    DeskRoom("accidents", "事故", ROLES),
    DeskRoom("tables", "表格", ROLES),
    DeskRoom("documents", "文件", OFFICE, gap=True),
    DeskRoom("roster", "名册", OFFICE),
    DeskRoom("decisions", "决定", OFFICE),
    DeskRoom("ledger", "记录", ("office", "auditor"), gap=True),
    DeskRoom("publish", "发布", OFFICE),
    DeskRoom("users", "用户", OFFICE),
)


def rooms_for(role: Role) -> tuple[DeskRoom, ...]:
    """Return the rooms that somebody may enter."""
    return tuple(each for each in ROOMS if role in each.roles)
