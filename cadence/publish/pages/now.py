"""Lines → what a unit has to do now: by week, the clocks that run, the next meeting. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from cadence.core import last_of_month, short_day
from cadence.publish.pages.nouns import DutyLine, UnitView
from cadence.publish.pages.summary import COMING, UnitStanding

SUNDAY = 6
SETTLED = {"done", "late", "waived"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingDuties:
    """The duties of some days to come.

    Attributes:
        id: the anchor; name: 本周; days: the same in days.
    """

    id: str
    name: str
    days: str
    lines: tuple[DutyLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What a unit's page says first.

    Attributes:
        longest: for how many days the oldest overdue duty has been so.
        clocks: counted in hours and not over yet; stretches: the days to come.
        meeting: the next that the office has set, and its day.
        of_posts: how many of the overdue are its posts' own, which the overview counts as theirs.
    """

    longest: int
    clocks: tuple[DutyLine, ...]
    stretches: tuple[ComingDuties, ...]
    meeting: DutyLine | None
    of_posts: int


def now_of(view: UnitView, found: UnitStanding) -> Now:
    """Return what a unit's page says first."""
    ahead = sorted((*found.due, *found.coming), key=lambda line: (line.day, line.start, line.key))
    return Now(
        longest=max((days_over(group.first, view.today) for group in found.overdue), default=0),
        clocks=tuple(line for line in ahead if line.minute),
        stretches=_stretches([line for line in ahead if not line.minute], view.today),
        meeting=_next_meeting(view),
        of_posts=sum(group.size for group in found.overdue if group.first.whose),
    )


def days_over(line: DutyLine, today: date) -> int:
    """Return for how many days a line has been overdue."""
    first = line.late_from or line.due
    return (today - first).days if first else 0


def _stretches(ahead: list[DutyLine], today: date) -> tuple[ComingDuties, ...]:
    """Part what lies ahead at the end of this week, of the next, of the month, and at the last."""
    week = today + timedelta(SUNDAY - today.weekday())
    ends = (
        ("week", "本周到期", week),
        ("next", "下周到期", week + timedelta(7)),
        ("month", "本月到期", last_of_month(today.year, today.month)),
        ("later", "以后两个月内到期", today + COMING),
    )
    found, after = [], date.min
    for name, words, until in ends:
        lines = tuple(line for line in ahead if after < line.day <= until)
        days = "" if name == "later" else f"{short_day(until)}止"  # it moves on every day
        found.append(ComingDuties(id=name, name=words, days=days, lines=lines))
        after = max(after, until)
    return tuple(each for each in found if each.lines)


def _next_meeting(view: UnitView) -> DutyLine | None:
    """Return the next meeting: of a day that is past nobody need be told here."""
    today = view.today.isoformat()
    ahead = (each for each in view.lines if each.meeting >= today and each.status not in SETTLED)
    return min(ahead, key=lambda line: (line.meeting, line.key), default=None)
