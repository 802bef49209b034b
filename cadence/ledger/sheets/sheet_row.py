"""Grids → SheetRows: what each row says below the heads, whatever the order of the columns. Pure.

A sheet has hundred thousands of rows of a few forms, so whatever is the same in all rows of a form
is found out once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cadence.ledger.sheets.columns import Grid, Layout, is_head, text_of_cell

NOWHERE: frozenset[str] = frozenset()
DUTY_BY_NAME = frozenset(("unit", "act"))
Places = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowForm:
    """What many rows of a sheet have in common.

    Attributes:
        sheet: the sheet's name.
        roles: those whose cells say something; at: where the cell of each stands among them.
        columns: of the roles that the sheet has.
        valueless: roles whose cell holds a formula that nobody has computed.
        is_above: they stand above the heads.
        is_hidden: their sender does not see them; unseen: roles of which that is so, for their
            columns are hidden.
        is_cut: they are a text file's, and say something below no head: some comma in them stands
            outside of quotes, and what follows is nobody's.
        names_a_duty: they say which duty they mean.
    """

    sheet: str
    roles: tuple[str, ...]
    at: Mapping[str, int]
    columns: Mapping[str, int]
    epoch: date | None
    valueless: frozenset[str]
    is_above: bool
    is_hidden: bool
    unseen: frozenset[str]
    is_cut: bool
    names_a_duty: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row beside the heads.

    Attributes:
        form: what it has in common with others.
        number: as the spreadsheet counts.
        cells: what its roles say, in their order, as the file keeps it, texts as their reader sees
            them.
    """

    form: RowForm
    number: int
    cells: tuple[object, ...]

    def value(self, role: str) -> object:
        """Return what a cell holds, "" where it is empty."""
        at = self.form.at.get(role)
        return "" if at is None else self.cells[at]

    def text(self, role: str) -> str:
        """Return what a cell says, "" where it is empty."""
        at = self.form.at.get(role)
        if at is None:
            return ""
        value = self.cells[at]
        return value if isinstance(value, str) else text_of_cell(value)

    def cell(self, role: str) -> str:
        """Name a cell as a spreadsheet does: C7; its row alone where there is no such column."""
        return f"{column_name(self.form.columns.get(role, 0))}{self.number}"

    def says(self, role: str) -> bool:
        """Tell whether its cell of a role says something."""
        return role in self.form.at

    def is_heads(self) -> bool:
        """Tell whether it says the heads again, on a new page."""
        on = self.form.at.get("on")
        if on is not None and not is_head(self.cells[on], "on"):
            return False  # soon seen, for a day stands in thousands of rows
        return bool(self.cells) and all(map(is_head, self.cells, self.form.roles))


class _Reader:
    """Reads the rows of one sheet; each form that they have is made once."""

    def __init__(self, grid: Grid, layout: Layout) -> None:
        self._grid = grid
        self._layout = layout
        self._unseen = frozenset(
            role
            for role, column in layout.columns.items()
            if any(column in each for each in grid.hidden_columns)
        )
        self._headed = set(grid.cells.rows[layout.row][0])
        self._is_plain = not grid.merged and not grid.valueless
        self._fillings: dict[tuple[int, ...], tuple[tuple[str, ...], tuple[int, ...]]] = {}
        self._forms: dict[tuple[Any, ...], RowForm] = {}

    def __call__(self, number: int) -> SheetRow:
        """Read the row of a number."""
        row = self._grid.cells.rows[number]
        places: Places = {}
        if self._is_plain:
            roles, among = self._filling(row[0])
            values = [row[at] for at in among]
        else:
            places = self._places(number)
            roles, values = self._placed(number, places)
        cells = tuple([text_of_cell(each) if isinstance(each, str) else each for each in values])
        if "" in cells:  # what holds nothing but what nobody sees
            roles = tuple([role for role, said in zip(roles, cells, strict=True) if said != ""])
            cells = tuple([said for said in cells if said != ""])
        return SheetRow(self._form(number, roles, row[0], places), number, cells)

    def _filling(self, columns: tuple[int, ...]) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Return the roles of a row that fills some columns, and where they are in its tuple."""
        if columns not in self._fillings:
            heads = self._layout.columns.items()
            found = [(role, 1 + columns.index(each)) for role, each in heads if each in columns]
            roles, among = tuple(role for role, _at in found), tuple(at for _role, at in found)
            self._fillings[columns] = roles, among
        return self._fillings[columns]

    def _places(self, number: int) -> Places:
        """Return where a row's roles stand.

        A cell merged downwards speaks for all of its rows; one merged sideways is a remark.
        """
        places = ((role, (number, column)) for role, column in self._layout.columns.items())
        return {role: _shown(self._grid, place) for role, place in places}

    def _placed(self, number: int, places: Places) -> tuple[tuple[str, ...], list[object]]:
        """Return the roles of a row with what their cells hold, wherever these stand."""
        cells, heads = self._grid.cells, self._layout.row
        found = {
            role: cells[place]
            for role, place in places.items()
            if place in cells and (place[0] > heads or number < heads)
        }
        return tuple(found), list(found.values())

    def _form(
        self, number: int, roles: tuple[str, ...], filled: tuple[int, ...], places: Places
    ) -> RowForm:
        grid = self._grid
        is_hidden = grid.hidden or number in grid.hidden_rows
        empty = _roles_at(places, grid.valueless) if grid.valueless else NOWHERE
        known = roles, filled, empty, is_hidden, number < self._layout.row
        if known not in self._forms:
            self._forms[known] = RowForm(
                sheet=grid.name,
                roles=roles,
                at={role: at for at, role in enumerate(roles)},
                columns=self._layout.columns,
                epoch=grid.epoch,
                valueless=empty,
                is_above=number < self._layout.row,
                is_hidden=is_hidden,
                unseen=self._unseen,
                is_cut=not grid.name and not self._headed.issuperset(filled),
                names_a_duty="occurrence" in roles or DUTY_BY_NAME.issubset(roles),
            )
        return self._forms[known]


def rows_of(grid: Grid, layout: Layout) -> Iterator[SheetRow]:
    """Yield every row that says anything at all, but for the heads themselves."""
    read = _Reader(grid, layout)
    for number in sorted(grid.cells.rows):
        if number != layout.row:
            yield read(number)


def _roles_at(places: Places, among: frozenset[tuple[int, int]]) -> frozenset[str]:
    return frozenset(role for role, place in places.items() if place in among)


def _shown(grid: Grid, place: tuple[int, int]) -> tuple[int, int]:
    above = grid.merged.get(place, place)
    return above if above[1] == place[1] else place


def column_name(number: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA; 0 has none."""
    name = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
