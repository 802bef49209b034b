"""Grids → Rows: which column of a sheet is which, told by its head and never by its place. Pure.

Whoever sends a sheet back may have sorted its rows, moved its columns or written a title above
its heads; none of that matters here.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

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
    "reason": ("退回原因", "reason"),
}  # fmt: skip
REASON = HEADS["reason"][0]
ROLES = {name: role for role, names in HEADS.items() for name in names}
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
FIRST_PRINTED = 0x20
DEEPEST = 30  # rows above the heads: titles, who fills it in, how


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cells of one sheet.

    Attributes:
        name: the sheet's; "" in a text file.
        cells: by row and column, both counted from 1, as the file keeps them; empty ones left out.
        epoch: the day 0 of its serial numbers; None where a file does not say.
        merged: the cell whose value a merged cell shows.
        valueless: cells with a formula that nobody has computed.
        hidden: the whole sheet is; hidden_rows: rows that are, by a filter or by hand.
    """

    name: str
    cells: Mapping[tuple[int, int], object]
    epoch: date | None
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    valueless: frozenset[tuple[int, int]] = frozenset()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the heads of a sheet stand: its row, and the column of each role."""

    row: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row beside the heads.

    Attributes:
        sheet: its name; number: as the spreadsheet counts.
        values: by role, as the file keeps them; empty cells left out.
        columns: of the roles that the sheet has.
        valueless: roles whose cell holds a formula that nobody has computed.
        is_above: it stands above the heads; is_heads: it says the heads again, on a new page.
        is_hidden: its sender does not see it.
    """

    sheet: str
    number: int
    values: Mapping[str, object]
    columns: Mapping[str, int]
    epoch: date | None
    valueless: frozenset[str] = frozenset()
    is_above: bool = False
    is_heads: bool = False
    is_hidden: bool = False

    def text(self, role: str) -> str:
        """Return what a cell says, "" where it is empty."""
        return text_of_cell(self.values.get(role, ""))

    def cell(self, role: str) -> str:
        """Name a cell as a spreadsheet does: C7; its row alone where there is no such column."""
        return f"{column_name(self.columns.get(role, 0))}{self.number}"


def find_layout(grid: Grid) -> Layout | None:
    """Find the heads: the day something was done, and which duty it was, by id or by name."""
    rows = set(sorted({row for row, _column in grid.cells})[:DEEPEST])
    upper = sorted(place for place in grid.cells if place[0] in rows)
    for row in sorted(rows):
        columns: dict[str, int] = {}
        for place in upper:
            if place[0] == row and (role := ROLES.get(_head(grid.cells[place]))):
                columns.setdefault(role, place[1])
        named = "occurrence" in columns or {"unit", "act"} <= columns.keys()
        if "on" in columns and named:
            return Layout(row=row, columns=columns)
    return None


def rows_of(grid: Grid, layout: Layout) -> Iterator[Row]:
    """Yield every row that says anything at all, but for the heads themselves."""
    for number in sorted({row for row, _column in grid.cells if row != layout.row}):
        places = {role: (number, column) for role, column in layout.columns.items()}
        # A cell merged downwards speaks for all of its rows; one merged sideways is a remark.
        places = {role: _shown(grid, place) for role, place in places.items()}
        values = {
            role: grid.cells[place]
            for role, place in places.items()
            if place in grid.cells and (place[0] > layout.row or number < layout.row)
        }
        yield Row(
            sheet=grid.name,
            number=number,
            values={role: value for role, value in values.items() if text_of_cell(value)},
            columns=layout.columns,
            epoch=grid.epoch,
            valueless=frozenset(role for role, at in places.items() if at in grid.valueless),
            is_above=number < layout.row,
            is_heads=bool(values) and all(ROLES.get(_head(v)) == r for r, v in values.items()),
            is_hidden=grid.hidden or number in grid.hidden_rows,
        )


def _shown(grid: Grid, place: tuple[int, int]) -> tuple[int, int]:
    above = grid.merged.get(place, place)
    return above if above[1] == place[1] else place


def text_of_cell(value: object) -> str:
    """Write a cell as its reader sees it; the ' that our own CSV puts before =, +, - and @ goes."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    text = "".join(each for each in unescaped(text) if unicodedata.category(each) != "Cf")
    return as_meant(text.strip().strip("\u3000"))


def unescaped(text: str) -> str:
    """Undo how Open XML writes control characters: `_x000D_` is the end of a line."""
    return ESCAPED.sub(lambda found: _character(int(found[1], 16)), text)


def _character(code: int) -> str:
    return chr(code) if code in {0x09, 0x0A} or code >= FIRST_PRINTED else ""


def column_name(number: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA; 0 has none."""
    name = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _head(value: object) -> str:
    folded = plain(str(value)).casefold()
    folded = folded.partition("(")[0].translate({ord("_"): None, ord("*"): None, ord(":"): None})
    return "".join(folded.split())
