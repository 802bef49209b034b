"""What was said of a month when it was over, kept word for word, whatever is known later.

The first build after a month's end keeps how each of its duties stood. Notices of days off, packs
that are corrected and entries that come late change every answer from then on, and never this one.
It lies in the workspace's own folder, beside out/, which may be built anew.
"""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from cadence.core import OWN_FOLDER, Span, Table, write_whole
from cadence.occurrences import Scene
from cadence.reports import asked_for, check_table

FOLDER = f"{OWN_FOLDER}/said"
A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidMonth:
    """A month of a place as it was published.

    Attributes:
        month: as 2026-10; as_of: the moment judged from, as written.
        table: what was said of each duty; statuses: of its rows, one word each.
    """

    place: str
    month: str
    as_of: str
    table: Table
    statuses: tuple[str, ...]


def month_over(now: dt.datetime) -> Span:
    """Return the month that ended last."""
    last = now.date().replace(day=1) - A_DAY
    return Span(last.replace(day=1), last)


def said_of(scene: Scene, month: Span) -> SaidMonth:
    """Say how every duty of a month stands now."""
    found = asked_for(scene.over(month).stream(), everything=True)
    return SaidMonth(
        place=scene.roster.place,
        month=f"{month.first:%Y-%m}",
        as_of=scene.as_of.isoformat(timespec="minutes"),
        table=check_table(found),
        statuses=tuple(each.judgement.status for each in found),
    )


def is_kept(folder: Path, place: str, month: str) -> bool:
    """Tell whether a month of a place was kept."""
    return _file(folder, place, month).exists()


def keep_said(folder: Path, said: SaidMonth) -> None:
    """Keep what was said, once: what stands there already stays.

    Raises:
        OSError: it cannot be written.
    """
    file = _file(folder, said.place, said.month)
    if file.exists():
        return
    told = {
        "place": said.place,
        "month": said.month,
        "as_of": said.as_of,
        "heads": said.table.heads,
        "rows": said.table.rows,
        "statuses": said.statuses,
    }
    write_whole(file, json.dumps(told, ensure_ascii=False, indent=0).encode(), parents=True)


def read_said(folder: Path, place: str, month: str) -> SaidMonth | None:
    """Return what was kept of a month; None where nothing was, or it cannot be read."""
    try:
        told = json.loads(_file(folder, place, month).read_text(encoding="utf-8"))
        return SaidMonth(
            place=str(told["place"]),
            month=str(told["month"]),
            as_of=str(told["as_of"]),
            table=Table(tuple(told["heads"]), tuple(map(tuple, told["rows"]))),
            statuses=tuple(told["statuses"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def months_kept(folder: Path, place: str) -> list[str]:
    """Return the months of a place that were kept, the last first."""
    return sorted((each.stem for each in (folder / FOLDER / place).glob("*.json")), reverse=True)


def _file(folder: Path, place: str, month: str) -> Path:
    return folder / FOLDER / place / f"{month}.json"
