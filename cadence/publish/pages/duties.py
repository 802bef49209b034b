"""Lines and undated duties → one row a duty, by document, which filters and words find. Pure."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from cadence.core import KINDS, STATUSES, short_day
from cadence.publish.pages.nouns import DutyLine, Undated, UnitView

# The status that a row of several windows leads with: what must be acted on first.
FIRST = (
    "overdue", "claimed", "due_soon", "open", "extended", "upcoming",
    "late", "done", "waived", "untracked", "",
)  # fmt: skip
AHEAD = {"due_soon", "open", "extended", "upcoming"}


Documents = tuple[tuple[str, tuple["Duty", ...]], ...]  # duties by document, by its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty of a unit, however often it is due.

    Attributes:
        shown: the line or undated duty whose trace the row leads to.
        status: the most pressing of its windows', or standing, undated.
        statuses: of all its windows; words: the most pressing, how many, and the next day.
    """

    shown: DutyLine | Undated
    status: str
    statuses: tuple[str, ...]
    words: str
    next_due: str


def duties(view: UnitView, elsewhere: Container[tuple[str, str, str]] = ()) -> Documents:
    """Return a unit's duties by document, in the order of their first appearance.

    Args:
        view: the unit's.
        elsewhere: what stands on a page that it shares with other units.
    """
    gathered: dict[tuple[str, str, str], list[DutyLine]] = {}
    for line in view.lines:
        gathered.setdefault((line.rule, line.whose, line.role), []).append(line)
    found: dict[str, list[Duty]] = {}
    for lines in gathered.values():
        found.setdefault(lines[0].source, []).append(_dated(lines, view.today))
    for each in view.undated:
        if each.whose or (each.register, each.act, each.role) not in elsewhere:
            found.setdefault(each.source, []).append(_undated(each))
    return tuple((source, tuple(each)) for source, each in found.items())


def _dated(lines: list[DutyLine], today: date) -> Duty:
    counts = Counter(line.status for line in lines)
    status = next(each for each in FIRST if each in counts)
    following = next(
        (each for each in lines if each.due and each.due >= today and each.status in AHEAD), None
    )
    return Duty(
        shown=next(line for line in lines if line.status == status),
        status=status,
        statuses=tuple(each for each in FIRST if each in counts and each),
        words=f"{STATUSES[status]}{counts[status]}" if status else "",
        next_due=f"下一期{short_day(following.due)}止" if following and following.due else "",
    )


def _undated(each: Undated) -> Duty:
    status = "standing" if each.why == KINDS["standing"] else "undated"
    return Duty(shown=each, status=status, statuses=(status,), words=each.why, next_due="")
