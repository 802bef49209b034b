"""Parquet files of many places → sums by level, document, clause, kind or unit. Read only.

A place counts with its file of the day asked about. One that has none of that day is named with
its last one, and adds to no sum: what nobody reported is unknown and not well.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cadence.core import CadenceError, _
from cadence.rollup.engine import connect
from cadence.rollup.results import COLUMNS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

By = Literal["level", "place", "document", "clause", "kind", "unit"]
# What counts, for DuckDB; owed is what was done or should have been: neither waived nor to come.
# What is claimed was ticked and lacks its evidence: owed, and neither done nor missed.
ALL = "全部"
FIGURES = {
    "owed": "status IN ('done', 'late', 'overdue', 'claimed')",
    "done": "status = 'done'",
    "claimed": "status = 'claimed'",
    "late": "status = 'late'",
    "overdue": "status = 'overdue'",
    "due_soon": "status = 'due_soon'",
    "waived": "status = 'waived'",
}
LINKS = {"place": "max(board)", "unit": "max(page)"}  # where a row leads
VIEWS: tuple[By, ...] = ("level", "place", "document", "clause", "kind", "unit")
KEYS = {
    "place": ("place_name",),
    "document": ("document",),
    "clause": ("document", "clause", "act"),
    "kind": ("kind",),
    "unit": ("place_name", "unit_name"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One row: what it is about, and its figures by name.

    Attributes:
        longest: days of the oldest miss.
        link: the page that the place publishes of it; "" where there is none.
        parts: the same by what lies directly below, where something is missed or unproven.
    """

    name: tuple[str, ...]
    figures: Mapping[str, int]
    longest: int
    link: str = ""
    parts: "tuple[Sum, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreported:
    """A place that reported nothing of the day: its folder, its last day, or what is wrong."""

    place: str
    last: dt.date | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledUp:
    """What all places come to on a day."""

    on: dt.date
    places: int
    sums: tuple[Sum, ...]
    missing: tuple[Unreported, ...]


def sum_up(folder: Path, on: dt.date, by: By, within: str = "") -> RolledUp:
    """Sum up what the places below a folder reported of a day.

    Args:
        folder: places in it, or levels that hold places, each with its files by day.
        on: the day.
        by: what a row is about; level: every folder above the places, the widest first.
        within: only the places of this level, henan/luoyang; "": all.

    Raises:
        CadenceError: duckdb is not installed, or there is no such folder, level or file.
    """
    return sum_up_each(folder, on, (by,), within)[by]


def sum_up_each(
    folder: Path, on: dt.date, views: Sequence[By], within: str = ""
) -> dict[By, RolledUp]:
    """Sum up by several ways to look at it, each file read through once; see sum_up."""
    found = {place: days for place, days in _places(folder) if _is_in(place, within)}
    if not found and within:
        raise CadenceError(_('nothing in {0} is called "{1}"').format(folder, within))
    if not found:
        raise CadenceError(_("{0} holds no results; see cadence rollup write").format(folder))
    sound: dict[str, Path] = {}
    missing: list[Unreported] = []
    with connect() as engine:
        for place, days in found.items():
            if on not in days:
                missing.append(Unreported(place=place, last=max(days)))
            elif why := _fault(engine, days[on]):
                missing.append(Unreported(place=place, last=on, why=why))
            else:
                sound[place] = days[on]
        if sound:
            _open(engine, sound, within)
        return {
            by: RolledUp(
                on=on,
                places=len(sound),
                sums=tuple(_sums(engine, sound, by)) if sound else (),
                missing=tuple(missing),
            )
            for by in views
        }


def _places(folder: Path) -> Iterator[tuple[str, dict[dt.date, Path]]]:
    found: dict[str, dict[dt.date, Path]] = {}
    for file in sorted(folder.rglob("*.parquet")):
        try:
            day = dt.date.fromisoformat(file.stem)
        except ValueError:
            continue  # somebody else's
        found.setdefault(file.parent.relative_to(folder).as_posix(), {})[day] = file
    yield from found.items()


def _fault(engine: "DuckDBPyConnection", file: Path) -> str:
    """Say what is wrong with a file; "" where it is whole and has our columns."""
    import duckdb  # noqa: PLC0415 - as in connect

    try:
        told = engine.execute("DESCRIBE SELECT * FROM read_parquet($file)", {"file": str(file)})
        columns = {name: kind for name, kind, *_rest in told.fetchall()}
        counting = engine.execute("SELECT count(*) FROM read_parquet($file)", {"file": str(file)})
        counting.fetchall()
    except duckdb.Error:
        return _("damaged, or no Parquet file")
    if columns != COLUMNS:
        return _("written by another version of cadence")
    return ""


def _open(engine: "DuckDBPyConnection", files: Mapping[str, Path], within: str) -> None:
    """Show the rows of the files as `results`, each with what it lies in directly below a level."""
    engine.execute("CREATE TABLE places (file VARCHAR, place_path VARCHAR, part VARCHAR)")
    listed = [[str(file), place, _part(place, within)] for place, file in files.items()]
    engine.executemany("INSERT INTO places VALUES ($1, $2, $3)", listed)
    engine.read_parquet([row[0] for row in listed], filename=True).create_view("rows")
    engine.execute(
        "CREATE VIEW results AS SELECT * FROM rows JOIN places ON rows.filename = places.file"
    )


def _part(place: str, within: str) -> str:
    """Return the level or place directly below a level that a place lies in, or is."""
    below = place.removeprefix(f"{within}/") if within else place
    head = below.partition("/")[0]
    return f"{within}/{head}" if within and place != within else head


def _sums(engine: "DuckDBPyConnection", files: Mapping[str, Path], by: By) -> Iterator[Sum]:
    match by:
        case "level":
            for level in _levels(files):
                link = "max(board)" if level in files else "''"
                inside = [place for place in files if _is_in(place, level)]
                for each in _rows(engine, (), link, inside):
                    yield replace(each, name=(level or ALL,))
        case "clause":
            parts: dict[tuple[str, ...], list[Sum]] = {}
            for each in _rows(engine, (*KEYS[by], "part"), "''"):
                if each.figures["overdue"] or each.figures["claimed"]:
                    part = replace(each, name=each.name[-1:])
                    parts.setdefault(each.name[:-1], []).append(part)
            for each in _rows(engine, KEYS[by], "''"):
                yield replace(each, parts=tuple(parts.get(each.name, ())))
        case _:
            yield from _rows(engine, KEYS[by], LINKS.get(by, "''"))


def _rows(
    engine: "DuckDBPyConnection", keys: tuple[str, ...], link: str, places: Sequence[str] = ()
) -> Iterator[Sum]:
    """Yield sums, those first of what is overdue most and longest: no share can be improved."""
    counts = (
        f"coalesce(sum(count) FILTER ({what}), 0)::BIGINT AS {each}"
        for each, what in FIGURES.items()
    )
    longest = "coalesce(max(days_late) FILTER (status = 'overdue'), 0) AS longest"
    where = "WHERE list_contains($places, place_path)" if places else ""
    group = f"GROUP BY {', '.join(keys)}" if keys else ""
    order = ", ".join(("overdue DESC", "longest DESC", *keys))
    columns = ", ".join((*keys, *counts, longest, f"coalesce({link}, '') AS link"))
    query = f"SELECT {columns} FROM results {where} {group} ORDER BY {order}"  # noqa: S608 - our own words
    told = {"places": list(places)} if places else None
    for row in engine.execute(query, told).fetchall():
        figures = dict(zip(FIGURES, row[len(keys) : -2], strict=True))
        yield Sum(name=tuple(row[: len(keys)]), figures=figures, longest=row[-2], link=row[-1])


def _levels(files: Iterable[str]) -> tuple[str, ...]:
    """Return all folders above the places, the whole first, and the places themselves last."""
    found = {""}
    for place in files:
        parts = place.split("/")
        found |= {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return tuple(sorted(found, key=lambda each: (each.count("/") + bool(each), each)))


def _is_in(place: str, level: str) -> bool:
    return not level or place == level or place.startswith(f"{level}/")
