"""Grids → their heads: which column is which, told by its head and never by its place. Pure.

Whoever sends a sheet back may have sorted its rows, moved its columns or written a title above
its heads; none of that matters here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from cadence.core import as_meant, plain

# What a column holds, by the heads that people give it; folded, without what stands in brackets.
HEADS = {
    "occurrence": ("编号", "任务编号", "事项编号", "occurrence", "occurrenceid", "id"),
    "revision": ("修订", "版本", "revision"),
    "unit": ("单位", "责任单位", "责任单位/牵头", "填报单位", "承办单位", "责任主体", "unit"),
    "act": ("事项", "任务", "工作任务", "工作事项", "事项内容", "任务内容", "act", "duty"),
    "clause": ("依据", "文件依据", "条款", "clause", "source"),
    "due": ("截止日", "截止日期", "截止时间", "完成时限", "时限", "due"),
    "window": ("期次", "window"),
    "on": (
        "完成日期", "完成时间", "完成日", "办结日期", "办结时间", "实际完成日期", "实际完成时间",
        "date", "on", "doneon", "completed", "completedon",
    ),
    "evidence": ("佐证材料", "佐证", "证明材料", "佐证资料", "完成依据", "evidence"),
    "status": ("状态", "完成情况", "办理情况", "status"),
    "by": ("签字", "经办岗位", "经办", "完成岗位", "岗位", "by", "post"),
    "remark": ("备注", "说明", "理由", "原因", "未完成原因", "拒绝理由", "remark", "remarks"),
    "reason": ("退回原因", "reason"),
}  # fmt: skip
REASON = HEADS["reason"][0]
ROLES = {name: role for role, names in HEADS.items() for name in names}
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
FIRST_PRINTED = 0x20
LONGEST_HEAD = 40  # letters of a head, explained in brackets
DEEPEST = 30  # rows above the heads: titles, who fills it in, how


class Cells(Mapping[tuple[int, int], object]):
    """What stands at each row and column, kept by rows: a sheet may have a million cells.

    Attributes:
        rows: by number, the tuple of their columns and then their values, all in one tuple; a row
            without any is left out.
    """

    __slots__ = ("rows",)

    def __init__(self, rows: Iterable[tuple[int, tuple[int, ...], Iterable[object]]]) -> None:
        """Keep the rows that have cells: each with its columns in their order, and its values."""
        widths: dict[tuple[int, ...], tuple[int, ...]] = {}  # most rows fill the same columns
        self.rows: dict[int, tuple[Any, ...]] = {}
        for number, columns, values in rows:
            if columns:
                self.rows[number] = (widths.setdefault(columns, columns), *values)

    def __getitem__(self, place: tuple[int, int]) -> object:
        """Return what stands at a place."""
        row = self.rows[place[0]]
        try:
            return row[1 + row[0].index(place[1])]
        except ValueError:
            raise KeyError(place) from None

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield every place that holds something."""
        for number, (columns, *_values) in self.rows.items():
            for column in columns:
                yield number, column

    def __len__(self) -> int:
        """Count them."""
        return sum(len(columns) for columns, *_values in self.rows.values())

    def in_row(self, number: int) -> Iterator[tuple[int, object]]:
        """Yield the columns of a row with what they hold."""
        columns, *values = self.rows[number]
        yield from zip(columns, values, strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cells of one sheet.

    Attributes:
        name: the sheet's; "" in a text file.
        cells: by row and column, both counted from 1, as the file keeps them; empty ones left out.
        width: how many columns its rows have, empty cells among them.
        epoch: the day 0 of its serial numbers; None where a file does not say.
        merged: the cell whose value a merged cell shows.
        valueless: cells with a formula that nobody has computed.
        hidden: the whole sheet is; hidden_rows: rows that are, by a filter or by hand;
            hidden_columns: the same of columns.
    """

    name: str
    cells: Cells
    width: int = 0
    epoch: date | None
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    valueless: frozenset[tuple[int, int]] = frozenset()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[range, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the heads of a sheet stand.

    Attributes:
        row: their row; columns: of each role.
        width: how many columns the sheet has.
    """

    row: int
    columns: Mapping[str, int]
    width: int


def find_layout(grid: Grid) -> Layout | None:
    """Find the heads: the day something was done, and which duty it was, by id or by name."""
    for row in sorted(grid.cells.rows)[:DEEPEST]:
        columns: dict[str, int] = {}
        for column, value in grid.cells.in_row(row):
            if role := ROLES.get(_head(str(value))):
                columns.setdefault(role, column)
        named = "occurrence" in columns or {"unit", "act"} <= columns.keys()
        if "on" in columns and named:
            return Layout(row=row, columns=columns, width=grid.width)
    return None


def text_of_cell(value: object) -> str:
    """Write a cell as its reader sees it; the ' that our own CSV puts before =, +, - and @ goes."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if "_x" in text:
        text = unescaped(text)
    if not text.isprintable():  # what nobody sees is not
        text = "".join(each for each in text if unicodedata.category(each) != "Cf")
    return as_meant(text.strip())


def unescaped(text: str) -> str:
    """Undo how Open XML writes control characters: `_x000D_` is the end of a line."""
    return ESCAPED.sub(lambda found: _character(int(found[1], 16)), text)


def _character(code: int) -> str:
    return chr(code) if code in {0x09, 0x0A} or code >= FIRST_PRINTED else ""


def is_head(value: object, role: str) -> bool:
    """Tell whether a cell says the head of a role."""
    return isinstance(value, str) and len(value) <= LONGEST_HEAD and ROLES.get(_head(value)) == role


@lru_cache(maxsize=4096)
def _head(said: str) -> str:
    folded = plain(said).casefold()
    folded = folded.partition("(")[0].translate({ord("_"): None, ord("*"): None, ord(":"): None})
    return "".join(folded.split())
