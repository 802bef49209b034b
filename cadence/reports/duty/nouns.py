"""The nouns of a duty table: its head, its rows in groups, its foot. What duty_tables makes.

What falls due, what was carried over, what runs on, the stages and the clocks; with a head that
says whose it is and which revision, and a foot that counts and names what collides.
"""

import datetime as dt
from dataclasses import dataclass

from cadence.core import Role, Span, Unit
from cadence.occurrences import Judged

SECTIONS = {
    "carried": "上月未了",
    "clock": "限时办理",
    "due": "本月到期",
    "running": "办理期内（本月后到期）",
    "phase": "阶段、重点时段",
    "led": "牵头、配合事项（由责任单位填报）",
}
HEADS = ("序号", "事项", "依据", "责任单位/牵头", "时限", "状态", "完成日期", "佐证材料", "签字")
HIDDEN = ("编号", "修订")
BUSY = "有任务的单位和岗位"  # how many of them a collected table counts


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """One row, all text but the day on which it was done.

    Attributes:
        number: its 序号, counted over the whole table.
        occurrence: the id of what it reports on; empty where others report.
        revision: the stamp of the occurrence as printed.
        uid: what it is known by even when its date is corrected.
        owner: whose it is; who: the same in words, and who leads.
        due: the text's day; extended, planned, merged, advised: what stands beside it.
        by: the document that set the day: a decision's or an extension's, else the text's.
        status: one word; detail: what goes with it.
        day: the due day, for the calendar of the month.
        windows: how many it stands for; others: the ids of what it sums up.
        merged_by: who decided what is merged, or the document.
        chosen: the day that the office set for it; is_overdue: nobody has done it, and it is late.
    """

    number: int
    occurrence: str
    revision: str
    uid: str
    owner: Unit
    act: str
    document: str
    clause: str
    who: str
    due: str
    extended: str
    planned: str
    advised: str
    by: str
    status: str
    detail: str
    done_on: dt.date | dt.datetime | None
    evidence: str
    day: dt.date | None
    windows: int = 1
    others: tuple[str, ...] = ()
    merged: str = ""
    merged_by: str = ""
    chosen: dt.date | None = None
    is_overdue: bool = False

    @property
    def source(self) -> str:
        """Cite the document and its clause."""
        return f"{self.document} {self.clause}"

    @property
    def beside(self) -> str:
        """Return what stands beside the due day: until when, for when, best by when."""
        return "，".join(filter(None, (self.extended, self.planned, self.merged, self.advised)))

    @property
    def state(self) -> str:
        """Return the status with what goes with it."""
        return f"{self.status}（{self.detail}）" if self.detail else self.status


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyGroup:
    """Rows that belong together: a section of a unit's table, or a unit of the collected one."""

    name: str
    rows: tuple[DutyRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyHead:
    """What stands above every page.

    Attributes:
        place, office: for people; whose: the unit or post, or the place of a collected table.
        month: its days; as_of: the day from which it was judged; stamp: the feed's too.
        unreviewed: of which documents the rules were to be checked again, in words.
    """

    place: str
    office: str
    whose: str
    month: Span
    as_of: dt.date
    stamp: str
    unreviewed: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """`伊川县2026年12月安全生产任务清单`."""
        first = self.month.first
        return f"{self.place}{first.year}年{first.month}月安全生产任务清单"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTable:
    """One table to print, sign and send back.

    Attributes:
        unit: whose it is; None: every unit of the place, collected.
        counts: what is in it, as (words, number); conflicts, notes: lines of the foot.
        off: the days of the month that are not worked; unknown: those not announced yet.
    """

    unit: Unit | None
    head: DutyHead
    groups: tuple[DutyGroup, ...]
    counts: tuple[tuple[str, int], ...]
    conflicts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    off: tuple[dt.date, ...] = ()
    unknown: tuple[dt.date, ...] = ()

    @property
    def rows(self) -> tuple[DutyRow, ...]:
        """Return the rows of all groups."""
        return tuple(row for group in self.groups for row in group.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What others owe and a unit or post leads or assists: one window, judged for each of them."""

    unit: Unit
    role: Role
    judged: tuple[Judged, ...]
