"""A month of a place, issued: one file per unit, one collected, the slip since the last issue."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from cadence.core import Finding, Pack, duty_folder
from cadence.occurrences import Scene
from cadence.print import Faces, render_csv
from cadence.publish.order import Progress
from cadence.publish.publication import Publication
from cadence.reports import (
    DutyTable,
    IssuedRow,
    MonthOfPlace,
    Shift,
    find_shifts,
    issue_of,
    month_of_place,
    parse_issue,
    render_form,
    render_issue,
    render_slip_page,
    shifts_table,
    tables_of,
)

COLLECTED, CHANGED, ISSUE = "_collected", "_changes", "issue.json"  # no unit's id begins so


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyOrder:
    """What is to be issued of a month.

    Attributes:
        forms: of reports.FORMS; faces: for the PDF.
        packs: all of the workspace, to name the document that took a rule over.
    """

    forms: tuple[str, ...]
    faces: Faces | None
    packs: tuple[Pack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What was issued for one place.

    Attributes:
        tables: those with rows, the collected one last; idle: how many units have none.
        since: the day of the last issue, None for the first; shifts: what changed since.
    """

    folder: str
    tables: tuple[DutyTable, ...]
    idle: int
    since: dt.date | None
    shifts: tuple[Shift, ...]


def issue(
    scene: Scene,
    findings: tuple[Finding, ...],
    order: DutyOrder,
    changes: Publication,
    progress: Progress,
) -> Issued:
    """Write the tables of one place's month.

    Args:
        scene: the place, whole, over the month.
        findings: what collides there, for the foot of each table.
        order: the forms, and what they need.
        changes: what is published under out/.
        progress: told the name of each file as it is made.
    """
    month = month_of_place(scene)
    tables = tuple(each for each in tables_of(month, findings) if each.rows)
    folder = duty_folder(scene.roster.place, scene.span.first)
    names = set()
    for table in tables:
        for form in order.forms:
            name = f"{folder}/{table.unit.id if table.unit else COLLECTED}.{form}"
            progress(name)
            changes.put(name, render_form(form, (table,), order.faces), changes.read(name))
            names.add(name)
    _drop_idle(changes, folder, order.forms, names)
    since, shifts = _compare(order.packs, month, tables, folder, changes)
    idle = len(month.units) - sum(each.unit is not None for each in tables)
    return Issued(folder=folder, tables=tables, idle=idle, since=since, shifts=shifts)


def _drop_idle(changes: Publication, folder: str, forms: tuple[str, ...], names: set[str]) -> None:
    """Take away the tables of units that have nothing in this month any longer."""
    for form in forms:
        for file in sorted((changes.folder / folder).glob(f"*.{form}")):
            name = f"{folder}/{file.name}"
            if name not in names and file.stem != CHANGED:
                changes.remove(name)


def _compare(
    packs: tuple[Pack, ...],
    month: MonthOfPlace,
    tables: tuple[DutyTable, ...],
    folder: str,
    changes: Publication,
) -> tuple[dt.date | None, tuple[Shift, ...]]:
    """Write the slip where something changed since the last issue, and keep this one."""
    rows = (row for table in tables if table.unit is None for row in table.rows)
    now = issue_of(rows, month.head.as_of)
    name = f"{folder}/{ISSUE}"
    kept = changes.read(name)
    before = parse_issue(kept) if kept else None
    shifts = find_shifts(before, now, partial(_why_gone, packs, month)) if before else ()
    if before and shifts:
        table = shifts_table(shifts)
        page = render_slip_page(table, month.head.title, before.issued, now.issued)
        for file, content in (
            (f"{folder}/{CHANGED}.html", page),
            (f"{folder}/{CHANGED}.csv", render_csv(table).encode()),
        ):
            changes.put(file, content, changes.read(file))
    if before is None or before.rows != now.rows:
        changes.put(name, render_issue(now), kept)
    return (before.issued if before else None), shifts


def _why_gone(packs: tuple[Pack, ...], month: MonthOfPlace, row: IssuedRow) -> str | None:
    """Say by which document a row went; None where it was done or merely lies behind."""
    unit = row.unit.partition("/")[2]
    if any(each.occurrence.uid == row.uid for each in month.judged.get(unit, ())):
        return None
    return "；".join(_successors(packs, row)) or _files(packs, month, unit, row)


def _successors(packs: tuple[Pack, ...], row: IssuedRow) -> Iterator[str]:
    """Name the documents that took over the rule of a row."""
    pack, _colon, rest = row.occurrence.partition(":")
    rule = rest.partition(":")[0]
    for each in packs:
        for old in each.supersedes:
            if old.pack == pack and (not old.rules or rule in old.rules):
                yield each.document.name


def _files(packs: tuple[Pack, ...], month: MonthOfPlace, unit: str, row: IssuedRow) -> str:
    """Name what of ours was changed where no document took over: the roster, or the pack."""
    if unit not in {each.id for each in month.units}:
        return "名册调整"
    name = row.occurrence.partition(":")[0]
    pack: Pack | None = next((each for each in packs if each.name == name), None)
    return f"{pack.document.name}（规则于{pack.document.revised}校订）" if pack else "文件已撤出"
