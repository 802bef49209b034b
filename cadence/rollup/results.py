"""How a place stands → one Parquet file of a day, written by DuckDB. I/O at the edge.

A row is a unit, a rule and a status: how many of its occurrences stand so, and the oldest of them.
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cadence.core import Binding, CadenceError, Status, _, board_path, page_path, reason
from cadence.occurrences import Lot, Scene, lots_of
from cadence.rollup.engine import connect

# What travels, and its type for DuckDB: who, which clause, how many stand in which way, by how many
# days the latest of them, and where the place publishes its board and the unit's page ("" where no
# other computer reaches).
COLUMNS = {
    "place": "VARCHAR", "place_name": "VARCHAR", "unit": "VARCHAR", "unit_name": "VARCHAR",
    "kind": "VARCHAR", "pack": "VARCHAR", "document": "VARCHAR", "clause": "VARCHAR",
    "rule": "VARCHAR", "act": "VARCHAR", "status": "VARCHAR", "count": "INTEGER",
    "days_late": "INTEGER", "board": "VARCHAR", "page": "VARCHAR",
}  # fmt: skip


@dataclass(slots=True)
class _Count:
    """How many of a unit's occurrences of a rule stand in one way, and the most days late."""

    binding: Binding
    count: int = 0
    days_late: int | None = None


def write_results(scene: Scene, folder: Path) -> Path:
    """Write how everything of a place stands on a day.

    Args:
        scene: the whole place over the days asked about.
        folder: of the roll-up; the place has a folder of its own in it.

    Returns:
        The file, named after the day.

    Raises:
        CadenceError: duckdb is not installed, or the folder cannot be written.
    """
    target = folder / scene.roster.place / f"{scene.as_of.date().isoformat()}.parquet"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as name:
            rows = Path(name) / "rows.csv"
            _write_rows(rows, _rows(scene, lots_of(scene, carried=True)))
            beside = target.with_name(f".{target.name}.new")
            _convert(rows, beside)
            beside.replace(target)
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(target, reason(error))
        raise CadenceError(message) from error
    return target


def _rows(scene: Scene, lots: Iterable[Lot]) -> Iterator[tuple[str, ...]]:
    roster = scene.roster
    address = "" if "//localhost" in scene.policy.address else scene.policy.address
    for status, found in _counted(lots):
        rule, unit, late = found.binding.rule, found.binding.unit, found.days_late
        yield (
            roster.place, roster.name, unit.id, unit.name, unit.kind, rule.pack,
            rule.document.name, rule.clause, rule.id, rule.act, status, str(found.count),
            "" if late is None else str(late),
            f"{address}{board_path(roster.place)}" if address else "",
            f"{address}{page_path(roster.place, unit.id)}" if address else "",
        )  # fmt: skip


def _counted(lots: Iterable[Lot]) -> Iterator[tuple[Status, _Count]]:
    counts: dict[tuple[str, str, Status], _Count] = {}
    for lot in lots:
        rule, status, late = lot.rule.key, lot.judgement.status, lot.judgement.days_late
        for unit, binding in lot.whose.items():
            found = counts.get((rule, unit, status))
            if found is None:
                found = counts[rule, unit, status] = _Count(binding)
            found.count += 1
            if late is not None:
                found.days_late = max(late, found.days_late or 0)
    for (_rule, _unit, status), found in counts.items():
        yield status, found


def _write_rows(file: Path, rows: Iterable[tuple[str, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(COLUMNS)  # also of a place that owes nothing, whose file is empty else
        writer.writerows(rows)


def _convert(rows: Path, target: Path) -> None:
    with connect() as engine:
        read = engine.read_csv(
            str(rows), header=True, quotechar='"', escapechar='"', na_values="",
            names=list(COLUMNS), dtype=COLUMNS,
        )  # fmt: skip
        read.write_parquet(str(target))
