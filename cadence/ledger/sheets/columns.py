"""Grids → Rows: which column of a sheet is which, told by its head and never by its place. Pure.

Whoever sends a sheet back may have sorted its rows, moved its columns or written a title above
its heads; none of that matters here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
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
NOWHERE: frozenset[str] = frozenset()
LONGEST_HEAD = 40  # letters of a head, explained in brackets
DEEPEST = 30  # rows above the heads: titles, who fills it in, how


class Cells(Mapping[tuple[int, int], object]):
    """What stands at each row and column, kept by rows: a sheet may have a million cells.

    Attributes:
        rows: by number, the tuple of their columns and then their values, all in one tuple; a row
            without any is left out.
    """

    __slots__ = ("rows",)

    def __init__(self, rows: Iterable[tuple[int, Sequence[tuple[int, object]]]]) -> None:
        """Keep the rows that have cells, each with its columns in their order."""
        widths: dict[tuple[int, ...], tuple[int, ...]] = {}  # most rows fill the same columns
        self.rows: dict[int, tuple[Any, ...]] = {}
        for number, cells in rows:
            if cells:
                columns = tuple(column for column, _value in cells)
                columns = widths.setdefault(columns, columns)
                self.rows[number] = (columns, *(value for _column, value in cells))

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
        epoch: the day 0 of its serial numbers; None where a file does not say.
        merged: the cell whose value a merged cell shows.
        valueless: cells with a formula that nobody has computed.
        hidden: the whole sheet is; hidden_rows: rows that are, by a filter or by hand;
            hidden_columns: the same of columns.
    """

    name: str
    cells: Cells
    epoch: date | None
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    valueless: frozenset[tuple[int, int]] = frozenset()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[range, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the heads of a sheet stand: its row, and the column of each role."""

    row: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row beside the heads.

    Attributes:
        sheet: its name; number: as the spreadsheet counts.
        roles: those whose cells say something; cells: what they say, in the same order, as the
            file keeps it, texts as their reader sees them.
        columns: of the roles that the sheet has.
        valueless: roles whose cell holds a formula that nobody has computed.
        is_above: it stands above the heads; is_heads: it says the heads again, on a new page.
        is_hidden: its sender does not see it; unseen: roles of which that is so, for their columns
            are hidden.
        is_cut: it is a text file's, and says something below no head: some comma in it stands
            outside of quotes, and what follows is nobody's.
    """

    sheet: str
    number: int
    roles: tuple[str, ...]
    cells: tuple[object, ...]
    columns: Mapping[str, int]
    epoch: date | None
    valueless: frozenset[str] = frozenset()
    is_above: bool = False
    is_heads: bool = False
    is_hidden: bool = False
    unseen: frozenset[str] = frozenset()
    is_cut: bool = False

    def value(self, role: str) -> object:
        """Return what a cell holds, "" where it is empty."""
        return self.cells[self.roles.index(role)] if role in self.roles else ""

    def text(self, role: str) -> str:
        """Return what a cell says, "" where it is empty."""
        value = self.value(role)
        return value if isinstance(value, str) else text_of_cell(value)

    def cell(self, role: str) -> str:
        """Name a cell as a spreadsheet does: C7; its row alone where there is no such column."""
        return f"{column_name(self.columns.get(role, 0))}{self.number}"


def find_layout(grid: Grid) -> Layout | None:
    """Find the heads: the day something was done, and which duty it was, by id or by name."""
    for row in sorted(grid.cells.rows)[:DEEPEST]:
        columns: dict[str, int] = {}
        for column, value in grid.cells.in_row(row):
            if role := ROLES.get(_head(value)):
                columns.setdefault(role, column)
        named = "occurrence" in columns or {"unit", "act"} <= columns.keys()
        if "on" in columns and named:
            return Layout(row=row, columns=columns)
    return None


def rows_of(grid: Grid, layout: Layout) -> Iterator[SheetRow]:
    """Yield every row that says anything at all, but for the heads themselves."""
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}  # most rows say the same roles
    unseen = frozenset(
        role
        for role, column in layout.columns.items()
        if any(column in each for each in grid.hidden_columns)
    )
    headed = set(grid.cells.rows[layout.row][0])
    for number in sorted(each for each in grid.cells.rows if each != layout.row):
        places = _places(grid, layout, number)
        said = [(role, _read(value)) for role, value in _values(grid, layout, number, places)]
        roles = tuple([role for role, shown in said if shown != ""])
        cells = tuple([shown for _role, shown in said if shown != ""])
        yield SheetRow(
            sheet=grid.name,
            number=number,
            roles=shared.setdefault(roles, roles),
            cells=cells,
            columns=layout.columns,
            epoch=grid.epoch,
            valueless=_roles_at(places, grid.valueless) if grid.valueless else NOWHERE,
            is_above=number < layout.row,
            is_heads=bool(cells) and all(map(_is_head, cells, roles)),
            is_hidden=grid.hidden or number in grid.hidden_rows,
            unseen=unseen,
            is_cut=not grid.name and not headed.issuperset(grid.cells.rows[number][0]),
        )


def _places(grid: Grid, layout: Layout, number: int) -> Mapping[str, tuple[int, int]]:
    """Return where a row's roles stand, as far as that is not plainly in their columns.

    A cell merged downwards speaks for all of its rows; one merged sideways is a remark.
    """
    if not grid.merged and not grid.valueless:
        return {}
    places = ((role, (number, column)) for role, column in layout.columns.items())
    return {role: _shown(grid, place) for role, place in places}


def _values(
    grid: Grid, layout: Layout, number: int, places: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[str, object]]:
    """Yield what a row's cells hold by their roles."""
    if not places:
        columns, *values = grid.cells.rows[number]
        for role, column in layout.columns.items():
            if column in columns:
                yield role, values[columns.index(column)]
        return
    for role, place in places.items():
        if place in grid.cells and (place[0] > layout.row or number < layout.row):
            yield role, grid.cells[place]


def _roles_at(
    places: Mapping[str, tuple[int, int]], among: frozenset[tuple[int, int]]
) -> frozenset[str]:
    return frozenset(role for role, place in places.items() if place in among)


def _shown(grid: Grid, place: tuple[int, int]) -> tuple[int, int]:
    above = grid.merged.get(place, place)
    return above if above[1] == place[1] else place


def _read(value: object) -> object:
    """Clean a text once, however often it is asked for; what is no text keeps its kind."""
    return text_of_cell(value) if isinstance(value, str) else value


def text_of_cell(value: object) -> str:
    """Write a cell as its reader sees it; the ' that our own CSV puts before =, +, - and @ goes."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    text = unescaped(text)
    if not text.isprintable():  # what nobody sees is not
        text = "".join(each for each in text if unicodedata.category(each) != "Cf")
    return as_meant(text.strip().strip("\u3000"))


def unescaped(text: str) -> str:
    """Undo how Open XML writes control characters: `_x000D_` is the end of a line."""
    if "_x" not in text:
        return text
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


def _is_head(value: object, role: str) -> bool:
    return len(str(value)) <= LONGEST_HEAD and ROLES.get(_head(value)) == role


def _head(value: object) -> str:
    folded = plain(str(value)).casefold()
    folded = folded.partition("(")[0].translate({ord("_"): None, ord("*"): None, ord(":"): None})
    return "".join(folded.split())
