"""名册: who is in, under which names; added one by one or as a list, changed, taken out again."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import CadenceError, Edit, Plain, Put, Remove, Unit, folded, new_id
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, text_of
from cadence.desk.paging import PER_PAGE, paged
from cadence.desk.roster_file import RosterLine, change_roster, entries_of, entry_of, undo_roster
from cadence.desk.roster_list import (
    RosterKnown,
    change_of,
    checked_change,
    names_of,
    several,
)
from cadence.desk.roster_rows import RosterHave, rows_of_text
from cadence.desk.sifting import spelled
from cadence.desk.uploads import file_of, kept
from cadence.desk.visit import Visit
from cadence.ledger import Grid, read_grids, text_of_cell

OFFICE: tuple[Role, ...] = ("office",)
LARGEST = 4 * 1024 * 1024  # bytes of one list
ADDED = {"unit": "", "group": "组", "post": "岗位"}  # as a list says each kind
KINDS = {"unit": "单位", "group": "组（没有列出成员）", "post": "岗位"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One unit as the table shows it: its other names, and the groups that it belongs to."""

    unit: Unit
    also: tuple[str, ...]
    groups: tuple[str, ...]


def show(visit: Visit) -> Response:
    """Show the roster; what a name means, where one is asked for."""
    return _page(visit)


def take_list(visit: Visit, form: FormData) -> Response:
    """Add units from a list, pasted or as a file: all of it, or none and every row's fault."""
    text = str(form.get("list", ""))
    try:
        rows = _rows(form) or list(rows_of_text(text))
        text = text or "\n".join(map(_line, rows))
        entries = entries_of(visit)
        change = checked_change(rows, _known(visit, entries))
        change_roster(visit, change.edits(entries))
    except Fault as fault:
        return _page(visit, fault=fault, text=text)
    except CadenceError as error:
        return _page(visit, fault=Fault("list", str(error)), text=text)
    gained = len(change.also) + len(change.members)
    return visit.to("roster", said="list", new=str(change.new), gained=str(gained),
                    noted=several(change.noted) if change.noted else "")  # fmt: skip


def take_one(visit: Visit, form: FormData) -> Response:
    """Add one unit with its groups, one group with its members, or one post of a unit."""
    entries = entries_of(visit)
    try:
        key, edits = _one(form, entries, _known(visit, entries))
        change_roster(visit, edits)
    except Fault as fault:
        return _page(visit, form=form, fault=fault)
    except CadenceError as error:
        return _page(visit, form=form, fault=Fault("name", str(error)))
    return visit.to("roster", at=key, said="added", of=key)


def _one(
    form: FormData, entries: Mapping[str, RosterLine], known: RosterKnown
) -> tuple[str, list[Edit]]:
    """Return the id of what a form adds, and what changes the file.

    Raises:
        Fault: a field is missing, or a name is taken.
    """
    kind, name = str(form.get("kind", "")), text_of(form, "name", "名称")
    if kind not in ADDED:
        raise Fault("kind", "请选是单位、组还是岗位。")
    if folded(name) in known.names:
        raise Fault("name", f"名册里已经有“{name}”。")
    above = entries.get(str(form.get("of", "")))
    if kind == "post" and above is None:
        raise Fault("of", "请选这个岗位是哪个单位的。")
    have = RosterHave(
        row=1, name=name, also=tuple(_lines(str(form.get("also", "")))), kind=ADDED[kind],
        above=above.name if above else "",
    )  # fmt: skip
    change = change_of([have], known)
    if change.wrong:
        raise Fault("also", change.wrong[0].removeprefix("第1行："))
    ticked = set(map(str, form.getlist("tick")))
    key = new_id(name, known.ids)  # as the change gives it: nothing else in it is new
    for group in change.groups.values():
        group["members"] = [each for each in entries if each in ticked]
    joined: list[Edit] = [
        Put((*group.at, "members"), [*group.members, key])
        for group in groups_of(entries)
        if kind == "unit" and group.id in ticked
    ]
    return key, [*joined, *change.edits(entries)]


def take_entry(visit: Visit, form: FormData) -> Response:
    """Change one entry: its name, its other names, the groups of a unit, the members of a group."""

    def edits(entry: RosterLine) -> list[Edit]:
        also: list[Plain] = list(_lines(str(form.get("also", ""))))
        found: list[Edit] = [Put((*entry.at, "name"), text_of(form, "name", "名称"))]
        if also or entry.also:
            found.append(Put((*entry.at, "also"), also))
        ticked = set(map(str, form.getlist("tick")))
        return [*found, *_ticked(entries_of(visit), entry, ticked)]

    return _changed(visit, form, edits)


def take_out(visit: Visit, form: FormData) -> Response:
    """Take an entry out of the roster, and out of every group."""

    def edits(entry: RosterLine) -> list[Edit]:
        if _is_recorded(visit, entry):
            raise Fault("name", f"“{entry.name}”有办理记录，不能移出；改名请改名称。")
        # The members first: what comes after the entry in its own section moves up with it.
        return [*_ticked(entries_of(visit), entry, set()), Remove(entry.at)]

    return _changed(visit, form, edits, gone=True)


def take_undo(visit: Visit, _form: FormData) -> Response:
    """Take the last change of the roster back."""
    try:
        undo_roster(visit)
    except CadenceError as error:
        return _page(visit, fault=Fault("name", str(error)))
    return visit.to("roster", said="undone")


def _changed(
    visit: Visit,
    form: FormData,
    edits: Callable[[RosterLine], Iterable[Edit]],
    *,
    gone: bool = False,
) -> Response:
    key = str(form.get("key", ""))
    try:
        change_roster(visit, edits(entry_of(visit, key)))
    except Fault as fault:
        return _page(visit, form=form, fault=fault, edited=key)
    except CadenceError as error:
        return _page(visit, form=form, fault=Fault("name", str(error)), edited=key)
    return visit.to("roster", said="gone" if gone else "changed", of=key)


def _ticked(
    entries: Mapping[str, RosterLine], entry: RosterLine, ticked: set[str]
) -> Iterator[Edit]:
    """Yield what makes the ticks so: the members of a group, or the groups of a unit."""
    if entry.at[0] == "groups":
        members: list[Plain] = [key for key in entries if key in ticked]
        if set(members) != set(entry.members):
            yield Put((*entry.at, "members"), members)
    elif entry.at[0] == "units":
        for group in groups_of(entries):
            if (entry.id in group.members) != (group.id in ticked):
                without: list[Plain] = [each for each in group.members if each != entry.id]
                is_in = [entry.id] if group.id in ticked else []
                yield Put((*group.at, "members"), [*without, *is_in])


def groups_of(entries: Mapping[str, RosterLine]) -> list[RosterLine]:
    """Return the groups of a roster."""
    return [each for each in entries.values() if each.at[0] == "groups"]


def _is_recorded(visit: Visit, entry: RosterLine) -> bool:
    """Tell whether the ledger speaks of what an entry owed, or of what happened to it."""
    key = f"{visit.place}/{entry.id}"
    return any(
        getattr(each.fact, "occurrence", "").endswith(f"@{key}")
        or getattr(each.fact, "unit", "") == key
        for each in visit.view.entries
    )


def _rows(form: FormData) -> list[tuple[int, list[str]]]:
    """Return the rows of an uploaded list; nothing where none was chosen.

    Raises:
        CadenceError: it cannot be read as a table.
        Fault: it is too large.
    """
    file = file_of(form, "file")
    if file is None:
        return []
    with kept(file, "list", LARGEST) as place:
        grids = read_grids(place)
    return [row for grid in grids if not grid.hidden for row in _cells(grid)]


def _cells(grid: Grid) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a sheet, each cell as its reader sees it; a merged one speaks for all."""
    width = max((column for _row, column in grid.cells), default=0)
    rows = sorted({row for row, _column in (*grid.cells, *grid.merged)} - grid.hidden_rows)
    for row in rows:
        places = [(row, column) for column in range(1, width + 1)]
        values = [grid.cells.get(grid.merged.get(each, each), "") for each in places]
        yield row, [text_of_cell(each) for each in values]


def _line(row: tuple[int, list[str]]) -> str:
    """Write a row as it is pasted, so that a refused file can be mended where it was given."""
    return "\t".join(re.sub(r"\s*[\n\t]\s*", "、", cell) for cell in row[1])


def _known(visit: Visit, entries: Mapping[str, RosterLine]) -> RosterKnown:
    meant = {name: tuple(each.id for each in units) for name, units in visit.roster.answers.items()}
    names = meant | names_of(entries.values())
    return RosterKnown(entries=entries, names=names, ids=visit.roster.ids | frozenset(entries))


def _lines(said: str) -> Iterator[str]:
    return (each.strip() for each in re.split("[、,，;；\n]+", said) if each.strip())


def _page(
    visit: Visit,
    fault: Fault | None = None,
    form: FormData | None = None,
    text: str = "",
    edited: str = "",
) -> Response:
    roster, asked, entries = visit.roster, visit.asked("name").strip(), entries_of(visit)
    edited = (edited or visit.asked("edit")).rpartition("/")[2]
    groups: dict[str, list[str]] = {}
    for group in groups_of(entries):
        for member in group.members:
            groups.setdefault(member, []).append(group.name)
    rows = [
        Entered(unit=each, also=entries[each.id].also if each.id in entries else (),
                groups=tuple(groups.get(each.id, ())))
        for each in roster.units
    ]  # fmt: skip
    kept = {key: said for key in ("q", "in") if (said := visit.asked(key).strip())}
    found = [each for each in rows if _lets(each, kept)]
    p = visit.asked("p") or _page_of(edited or visit.asked("of"), found)
    return visit.page(
        "roster", "roster", "名册", 422 if fault else 200,
        total=len(rows), kept=kept,
        pages=paged(found, p, lambda n: visit.address("roster", **kept, p=str(n))),
        kinds=KINDS, entries=entries, groups=groups_of(entries), edited=entries.get(edited),
        members=[each for each in entries.values() if each.at[0] == "units"],
        adding=str(form.get("kind", "")) if form and "kind" in form else visit.asked("add"),
        asked=asked, meant=roster.answers.get(folded(asked), ()) if asked else (),
        form=form, text=text, fault=fault, said=visit.asked("said"), new=visit.asked("new"),
        gained=visit.asked("gained"), noted=visit.asked("noted"), of=visit.asked("of"),
    )  # fmt: skip


def _lets(row: Entered, kept: Mapping[str, str]) -> bool:
    """Tell whether a row is among those asked for: by words or their sounds, and by its group."""
    if kept.get("in", "") not in {"", *row.groups}:
        return False
    if "q" not in kept:
        return True
    names = (row.unit.name, *row.also, *row.groups)
    said = folded(" ".join((*names, *map(spelled, names)))).lower()
    return all(folded(word).lower() in said for word in kept["q"].split())


def _page_of(key: str, rows: Sequence[Entered]) -> str:
    """Return the page on which an entry stands, so that what was just changed is seen."""
    at = next((n for n, each in enumerate(rows) if each.unit.id == key), 0)
    return str(at // PER_PAGE + 1)


ENTRANCES = (
    Entrance(path="roster", roles=OFFICE, show=show),
    Entrance(path="roster/list", roles=OFFICE, take=take_list),
    Entrance(path="roster/add", roles=OFFICE, take=take_one),
    Entrance(path="roster/entry", roles=OFFICE, take=take_entry),
    Entrance(path="roster/out", roles=OFFICE, take=take_out),
    Entrance(path="roster/undo", roles=OFFICE, take=take_undo),
)
