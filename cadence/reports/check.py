"""What a check found → a page or a workbook to keep, and the board for leaders."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from cadence.core import SIGNS, STATUSES, Status, Table, day_words
from cadence.print import Head, environment, render_sheet
from cadence.reports.tallies import CHECK_HEADS, WORST, Board

CheckRow = tuple[str, ...]
TITLE = "安全生产任务逾期检查"


def render_check(
    rows: Iterable[tuple[Status, CheckRow]], as_of: dt.datetime, known_at: dt.datetime | None
) -> str:
    """Return a page of its own: what is overdue first, each status a section.

    Args:
        rows: how each stands and its row, in the order of a Listing.
        as_of: the moment judged from.
        known_at: by what had been recorded by then; None for everything.
    """
    grouped = groupby(rows, key=itemgetter(0))
    groups = [(key, STATUSES[key], [row for _key, row in found]) for key, found in grouped]
    page = environment("cadence.reports").get_template("check.html")
    return page.render(
        title=TITLE,
        as_of=_moment(as_of),
        known_at=_moment(known_at) if known_at else "",
        groups=groups,
        heads=CHECK_HEADS,
    )


def render_check_sheet(rows: Sequence[tuple[Status, CheckRow]], as_of: dt.datetime) -> bytes:
    """Return the same list as a workbook; what is overdue stands out."""
    overdue = (number for number, (status, _row) in enumerate(rows) if status == "overdue")
    return render_sheet(
        Table(CHECK_HEADS, tuple((_in_lines(row[0]), *row[1:]) for _status, row in rows)),
        title=TITLE,
        note=f"截至{_moment(as_of)}",
        created=as_of.date(),
        red=frozenset(overdue),
        widths={"状态": 26, "事项": 30, "依据": 32},  # a line each, so that a duty is a line
    )


def _in_lines(state: str) -> str:
    """Put a later day on a line of its own, where no column's edge divides it."""
    return re.sub("(?<=[，（])延至", "\n延至", state)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFrame:
    """What stands around a board, and where it leads, as seen from it.

    Attributes:
        folder: where the units' own pages stand.
        head: the bar above it; None where it stands alone.
        documents: the boards of all documents and of each, by their names; "" is the way to itself.
        script: what puts the rows into another order; "": they stay in this one.
        notices: what is to be known of the documents behind it.
    """

    folder: str
    head: Head | None = None
    documents: tuple[tuple[str, str], ...] = ()
    script: str = ""
    notices: tuple[str, ...] = ()


def render_board(
    board: Board,
    place: str,
    office: str,
    as_of: dt.datetime,
    ways: BoardFrame,
) -> str:
    """Return the board of a place: units × months, each cell its worst status and how many.

    Args:
        board: tallies.board.
        place: the place's name.
        office: who issues it.
        as_of: the moment judged from; the page shows its day.
        ways: what stands around it.
    """
    page = environment("cadence.reports").get_template("board.html")
    return page.render(
        drafts=board.drafts,
        place=place,
        folder=ways.folder,
        ways=ways,
        document=next((name for name, way in ways.documents[1:] if not way), ""),
        nth=board.nth,
        office=office,
        as_of=day_words(as_of.date()),
        months=board.months,
        this_month=as_of.date().isoformat()[:7],
        rows=board.rows,
        totals=board.totals,
        total=board.total,
        key=[(status, STATUSES[status]) for status in WORST],
        names=STATUSES,
        signs=SIGNS,
        notices=ways.notices,
        head=ways.head,
        columns=_columns(board.months),
        lines=len({month[:4] for month in board.months}),
    )


def _columns(months: Sequence[str]) -> list[tuple[int, int]]:
    """Return, for each month's place in a row, the column of a year's line on paper."""
    return [(place, int(month[5:]) + 1) for place, month in enumerate(months, 2)]


def _moment(moment: dt.datetime) -> str:
    return f"{day_words(moment.date())}{moment:%H:%M}"
