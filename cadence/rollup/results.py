"""Judged occurrences of a place → one Parquet file of a day, written by DuckDB. I/O at the edge."""

import csv
import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from cadence.core import CadenceError, _, board_path, page_path, reason
from cadence.occurrences import Judged, Scene
from cadence.rollup.engine import connect

# What travels of each occurrence, and its type for DuckDB: who, which clause, when, how it stands,
# and where the place publishes its board and the unit's page ("" where no other computer reaches).
COLUMNS = {
    "place": "VARCHAR", "place_name": "VARCHAR", "unit": "VARCHAR", "unit_name": "VARCHAR",
    "kind": "VARCHAR", "pack": "VARCHAR", "document": "VARCHAR", "clause": "VARCHAR",
    "rule": "VARCHAR", "act": "VARCHAR", "due": "DATE", "status": "VARCHAR", "days_late": "INTEGER",
    "board": "VARCHAR", "page": "VARCHAR",
}  # fmt: skip


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
    judged = (*scene.unsettled_before(), *scene.stream())
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as name:
            rows = Path(name) / "rows.csv"
            _write_rows(rows, _rows(scene, judged))
            beside = target.with_name(f".{target.name}.new")
            _convert(rows, beside)
            beside.replace(target)
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(target, reason(error))
        raise CadenceError(message) from error
    return target


def _rows(scene: Scene, judged: Iterable[Judged]) -> Iterator[tuple[str, ...]]:
    roster = scene.roster
    address = "" if "//localhost" in scene.policy.address else scene.policy.address
    for each in judged:
        rule, unit = each.occurrence.binding.rule, each.occurrence.binding.unit
        late = each.judgement.days_late
        due: dt.date | None = each.judgement.due or each.occurrence.window.due
        yield (
            roster.place, roster.name, unit.id, unit.name, unit.kind, rule.pack,
            rule.document.name, rule.clause, rule.id, rule.act,
            due.isoformat() if due else "", each.judgement.status,
            "" if late is None else str(late),
            f"{address}{board_path(roster.place)}" if address else "",
            f"{address}{page_path(roster.place, unit.id)}" if address else "",
        )  # fmt: skip


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
