"""Parquet files of many places → sums by level, document, clause or unit. Read only.

A place counts with its file of the day asked about. One that has none of that day is named with
its last one, and adds to no sum: what nobody reported is unknown and not well.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cadence.core import CadenceError, _
from cadence.rollup.engine import connect
from cadence.rollup.results import COLUMNS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

By = Literal["level", "place", "document", "clause", "kind", "unit"]
# What counts, for DuckDB; owed is what was done or should have been: neither waived nor to come.
ALL = "全部"
FIGURES = {
    "owed": "status IN ('done', 'late', 'overdue')",
    "done": "status = 'done'",
    "late": "status = 'late'",
    "overdue": "status = 'overdue'",
    "due_soon": "status = 'due_soon'",
    "waived": "status = 'waived'",
}
KEYS = {
    "place": ("place_name",),
    "document": ("document",),
    "clause": ("document", "clause", "act"),
    "kind": ("kind",),
    "unit": ("place_name", "unit_name"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One row: what it is about, and its figures by name; longest: days of the oldest miss."""

    name: tuple[str, ...]
    figures: Mapping[str, int]
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
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
    missing: tuple[Missing, ...]


def sum_up(folder: Path, on: dt.date, by: By) -> RolledUp:
    """Sum up what the places below a folder reported of a day.

    Args:
        folder: places in it, or levels that hold places, each with its files by day.
        on: the day.
        by: what a row is about; level: every folder above the places, the widest first.

    Raises:
        CadenceError: duckdb is not installed, or there is no such folder or no file in it.
    """
    found = dict(_places(folder))
    if not found:
        raise CadenceError(_("{0} holds no results; see cadence rollup write").format(folder))
    sound: dict[str, Path] = {}
    missing: list[Missing] = []
    with connect() as engine:
        for place, days in found.items():
            if on not in days:
                missing.append(Missing(place=place, last=max(days)))
            elif why := _fault(engine, days[on]):
                missing.append(Missing(place=place, last=on, why=why))
            else:
                sound[place] = days[on]
        sums = tuple(_sums(engine, sound, by)) if sound else ()
    return RolledUp(on=on, places=len(sound), sums=sums, missing=tuple(missing))


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


def _sums(engine: "DuckDBPyConnection", files: Mapping[str, Path], by: By) -> Iterator[Sum]:
    listed = [str(file) for file in files.values()]
    engine.read_parquet(listed, filename=True).create_view("results")
    if by != "level":
        yield from _rows(engine, KEYS[by], listed)
        return
    for level in _levels(files):
        inside = [str(file) for place, file in files.items() if _is_in(place, level)]
        yield from _rows(engine, (), inside, (level or ALL,))


def _rows(
    engine: "DuckDBPyConnection",
    keys: tuple[str, ...],
    files: list[str],
    name: tuple[str, ...] = (),
) -> Iterator[Sum]:
    """Yield sums, those first of what is overdue most and longest: no share can be improved."""
    counts = (f"count(*) FILTER ({what}) AS {each}" for each, what in FIGURES.items())
    longest = "coalesce(max(days_late) FILTER (status = 'overdue'), 0) AS longest"
    group = f"GROUP BY {', '.join(keys)}" if keys else ""
    order = ", ".join(("overdue DESC", "longest DESC", *keys))
    query = (
        f"SELECT {', '.join((*keys, *counts, longest))} FROM results"  # noqa: S608 - our own words
        f" WHERE list_contains($files, filename) {group} ORDER BY {order}"
    )
    for row in engine.execute(query, {"files": files}).fetchall():
        figures = dict(zip(FIGURES, row[len(keys) : -1], strict=True))
        yield Sum(name=(*name, *row[: len(keys)]), figures=figures, longest=row[-1])


def _levels(files: Iterable[str]) -> tuple[str, ...]:
    """Return all folders above the places, the whole first, and the places themselves last."""
    found = {""}
    for place in files:
        parts = place.split("/")
        found |= {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return tuple(sorted(found, key=lambda each: (each.count("/") + bool(each), each)))


def _is_in(place: str, level: str) -> bool:
    return not level or place == level or place.startswith(f"{level}/")
