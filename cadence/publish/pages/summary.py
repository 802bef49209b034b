"""Lines → what is overdue, due and coming, gathered so that a clerk sees it at a glance. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cadence.core import ROLES
from cadence.publish.pages.nouns import DutyLine, UnitView

COMING = timedelta(days=60)  # how far ahead the page looks
ON_POSTER = 3
AHEAD = {"open", "extended", "upcoming"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The overdue windows of one duty, oldest first."""

    lines: tuple[DutyLine, ...]

    @property
    def first(self) -> DutyLine:
        """Return the one that is overdue longest."""
        return self.lines[0]

    @property
    def size(self) -> int:
        """Return how many windows are overdue."""
        return len(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStanding:
    """How a unit stands on a day.

    Attributes:
        overdue: by duty; carried, missed: those of them since before this month, and since;
        led: what others owe and have not done, by duty.
        due: reminded of already; coming: due within the next two months.
        endless: begun, and the text gives no last day.
    """

    overdue: tuple[Group, ...]
    carried: tuple[Group, ...]
    missed: tuple[Group, ...]
    led: tuple[Group, ...]
    due: tuple[DutyLine, ...]
    coming: tuple[DutyLine, ...]
    endless: tuple[DutyLine, ...]


def standing(view: UnitView) -> UnitStanding:
    """Return how a unit stands."""
    owed = owed_lines(view.lines)
    ahead = (line for line in view.lines if line.status != "due_soon" and _is_ahead(line))
    until, month = view.today + COMING, view.today.replace(day=1)
    overdue = _overdue(owed)
    return UnitStanding(
        overdue=overdue,
        carried=tuple(each for each in overdue if each.first.day < month),
        missed=tuple(each for each in overdue if each.first.day >= month),
        led=_overdue(line for line in view.lines if not _is_owed(line)),
        due=tuple(line for line in owed if line.status == "due_soon"),
        coming=tuple(line for line in ahead if view.today <= line.day <= until),
        endless=tuple(line for line in owed if line.status in AHEAD and line.due is None),
    )


def _overdue(lines: Iterable[DutyLine]) -> tuple[Group, ...]:
    found: dict[tuple[str, str], list[DutyLine]] = {}
    for line in lines:
        if line.status == "overdue":
            found.setdefault((line.rule, line.whose), []).append(line)
    return tuple(Group(lines=tuple(each)) for each in found.values())


def _is_ahead(line: DutyLine) -> bool:
    """Tell whether something is still to be done by a day, by the reader or by whom it leads."""
    is_led = bool(line.role) and not line.status
    return line.due is not None and (is_led or line.status in AHEAD | {"due_soon"})


def next_deadlines(lines: Iterable[DutyLine], today: date) -> tuple[DutyLine, ...]:
    """Return the next few last days in time, each duty and day once."""
    ahead = (line for line in lines if line.day >= today and _is_ahead(line))
    found = {(line.act, line.due): line for line in ahead}
    return tuple(found.values())[:ON_POSTER]


def owed_lines(lines: Iterable[DutyLine]) -> tuple[DutyLine, ...]:
    """Leave out what a reader only leads or assists: others owe it."""
    return tuple(filter(_is_owed, lines))


def _is_owed(line: DutyLine) -> bool:
    return bool(line.status) and line.role in {"", ROLES["supervise"]}


def counts(lines: Iterable[DutyLine]) -> Counter[str]:
    """Count by status what a unit owes itself; what its posts owe is counted as theirs."""
    return Counter(line.status for line in owed_lines(lines) if not line.whose)
