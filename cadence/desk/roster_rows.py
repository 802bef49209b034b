"""A list as a clerk has it → its rows: who, other names, kind, whose, which posts. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

HEADS = {
    "name": ("名称", "单位名称", "单位", "全称", "机构名称"),
    "also": ("其他叫法", "别名", "简称", "其他名称", "又称"),
    "kind": ("类别", "类型", "种类", "组", "所在组"),
    "above": ("上级", "上级单位", "所属单位", "主管单位"),
    "posts": ("联系岗位", "岗位", "职务", "分管岗位"),
}
NO_ROLE = {"", "序号", "编号", "备注", "联系人", "联系电话", "电话", "地址"}
# Other heads that lists have: 负责人, 手机, 邮箱, 职工人数. A name of a unit ends otherwise.
HEAD_LIKE = re.compile(r"[\u4e00-\u9fff/、]{1,8}[人名号话机址箱注码数间期真信况否]")
FOOT = re.compile(
    r"(?:合计|总计|小计|共计|备注|说明|注|填表|制表|填报|审核|联系)[人单位日期时间]*(?:$|[:：\s])"
)
SPLIT = re.compile(r"[、,，;；/\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterHave:
    """One row: who, other names, kind, below whom, with which posts.

    A title above the heads is nobody, and neither is a sum or a remark at the foot: `aside` says
    which.
    """

    row: int
    name: str
    also: tuple[str, ...] = ()
    kind: str = ""
    above: str = ""
    posts: tuple[str, ...] = ()
    aside: Literal["", "title", "foot"] = ""


def rows_of_text(said: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a pasted text: cells as a spreadsheet copies them, else by commas."""
    for number, line in enumerate(said.splitlines(), 1):
        cells = line.split("\t") if "\t" in line else re.split("[,，]", line)
        yield number, [each.strip() for each in cells]


def read_list(rows: Iterable[tuple[int, Sequence[str]]]) -> tuple[RosterHave, ...]:
    """Read rows of cells; empty ones are passed over, and so are heads."""
    columns: dict[str, int] = {}
    found: list[RosterHave] = []
    for number, cells in rows:
        if heads := _heads(cells):
            if not columns:
                found = [replace(each, aside="title") for each in found]
            columns = heads
        elif any(map(_split, cells)):
            found.append(_listed(number, cells, columns))
    return tuple(found)


def _heads(cells: Sequence[str]) -> dict[str, int]:
    """Return the column of each role where a row says nothing but heads; a number of rows may."""
    roles = [_role(each) for each in cells]
    others = [each for role, each in zip(roles, cells, strict=True) if not role]
    known = all(each in NO_ROLE for each in others)
    alike = len({*roles} - {None}) > 1 and all(
        each in NO_ROLE or HEAD_LIKE.fullmatch(_bare(each)) for each in others
    )
    is_heads = "name" in roles and (known or alike)
    return {role: at for at, role in enumerate(roles) if role} if is_heads else {}


def _role(cell: str) -> str | None:
    return next((role for role, words in HEADS.items() if _bare(cell) in words), None)


def _bare(cell: str) -> str:
    return re.sub(r"[\s（(].*", "", cell)


def _listed(number: int, cells: Sequence[str], columns: Mapping[str, int]) -> RosterHave:
    if not columns:
        names = [name for each in cells for name in _split(each)]
        return RosterHave(row=number, name=names[0] if names else "", also=tuple(names[1:]))

    def cell(role: str) -> str:
        at = columns.get(role)
        return cells[at].strip() if at is not None and at < len(cells) else ""

    first = next(filter(None, map(str.strip, cells)), "")
    return RosterHave(
        row=number, name=cell("name"), also=_split(cell("also")), kind=cell("kind"),
        above=cell("above"), posts=_split(cell("posts")),
        aside="foot" if FOOT.match(first) else "",
    )  # fmt: skip


def _split(said: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in SPLIT.split(said) if each.strip())
