"""ConflictTable: all that is shown of one place's conflicts, meetings and heavy days."""

from dataclasses import dataclass
from datetime import date

from cadence.conflicts.find.heat import Heat
from cadence.conflicts.tell.lines import Line
from cadence.conflicts.tell.rows import Answered, LoadRow
from cadence.core.dates import Span
from cadence.core.policy import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictTable:
    """One place's conflict table.

    Attributes:
        place, office: the place and its issuing office, for people.
        revised: the newest day on which one of its packs was checked.
        lines: what stands; answered: what the office suppressed, with its reasons.
        loads: meetings by month; heats: how heavy each day is.
        off: the days of the span that are known to be off.
    """

    place: str
    office: str
    span: Span
    revised: date
    lines: tuple[Line, ...]
    answered: tuple[Answered, ...]
    loads: tuple[LoadRow, ...]
    heats: dict[date, Heat]
    off: frozenset[date]
    limits: Limits
