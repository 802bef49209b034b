"""The nine ways in which the texts say when: one small noun each, and Timing, any of them.

A match over Timing ends in assert_never, so that a tenth way fails the type checker wherever it
is not answered.
"""

import datetime as dt
from dataclasses import MISSING, asdict, dataclass, field, fields, replace
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """At least count times in every period (每季度至少一次), perhaps only from start to due.

    Attributes:
        period: as in dates.periods; term or school_year by the office's table; hour: a day that
            says every how many hours.
        every: so many periods make one window (隔周, 每两个月), counted from the effective day's.
        months: only windows that begin in these months of a year (每年6月、12月各一次).
    """

    kind: Literal["cadence"] = "cadence"
    period: str
    count: int = 1
    start: dt.date | None = None
    due: dt.date | None = None
    every: int = 1
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicDeadline:
    """By one named day of every period (每月25日前); day as in dates.day_in.

    Attributes:
        day: of a month also last-working, working-3 (the third worked day), last-sat, 2-tue.
        every, months: as of a cadence; the day lies in the first of the periods.
        time: the last minute in time of that day (17时前), as 17:00.
    """

    kind: Literal["periodic_deadline"] = "periodic_deadline"
    period: str
    day: int | str
    start: dt.date | None = None
    due: dt.date | None = None
    every: int = 1
    months: tuple[int, ...] = ()
    time: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Once, by a day that still counts as on time (6月底前), perhaps by a minute of it (18:00)."""

    kind: Literal["deadline"] = "deadline"
    due: dt.date
    time: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stage of work; one of its ends may be open (8月以后), never both."""

    kind: Literal["phase"] = "phase"
    start: dt.date | None
    due: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Within an ISO 8601 duration of an event (24小时内: PT24H); negative before it.

    Attributes:
        offset: None where the text sets no time but the event itself (备案前).
        when: of such a one, at the event or before it.
    """

    kind: Literal["trigger"] = "trigger"
    event: str
    offset: str | None
    days: Literal["calendar", "working"] = "calendar"
    when: Literal["at", "before"] = "at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Once events reach a count within a period (年内发生2起以上).

    Attributes:
        sum: what the counted events must add up to as well, such as {"deaths": 1}.
    """

    kind: Literal["threshold"] = "threshold"
    event: str
    count: int
    within: str
    sum: dict[str, int] | None = field(default=None, hash=False)  # a dict has no hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """The same days of every year (6月到9月), as --MM-DD; it may run over the year's end.

    Attributes:
        start, due: None where the text names an observance and no days; the office fills them in.
        name: the observance (安全生产月, 五一).
        when: during those days, or before they begin (汛前).
    """

    kind: Literal["season"] = "season"
    start: str | None
    due: str | None
    name: str | None = None
    when: Literal["during", "before"] = "during"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Always, without a date (长期坚持)."""

    kind: Literal["standing"] = "standing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unspecified:
    """Repeatedly, at a frequency that the text leaves open (定期, 适时)."""

    kind: Literal["unspecified"] = "unspecified"
    words: str


# Said only where a text says it, so that what needs none of it is written as it always was.
LEFT_OUT: tuple[tuple[str, object], ...] = (
    ("days", "calendar"), ("every", 1), ("months", ()), ("time", None), ("when", "at"),
)  # fmt: skip
Timing = (
    Cadence
    | PeriodicDeadline
    | Deadline
    | Phase
    | Trigger
    | Threshold
    | Season
    | Standing
    | Unspecified
)


def with_numbers(timing: Timing) -> Timing:
    """Keep the day of a month and of a week a number, which YAML text is not."""
    if isinstance(timing, PeriodicDeadline) and str(timing.day).isdecimal():
        return replace(timing, day=int(timing.day))
    return timing


def is_before(timing: Timing) -> bool:
    """Tell whether a duty is done by a day before something, and so on any day until then: 节前."""
    if not isinstance(timing, Trigger):
        return False
    return timing.offset.startswith("-") if timing.offset else timing.when == "before"


def said_of(timing: Timing) -> dict[str, Any]:
    """Return what a timing says, its kind first; what must be said is, also where it is open."""
    required = {each.name for each in fields(timing) if each.default is MISSING}
    found = asdict(timing).items()
    said = {key: value for key, value in found if value is not None or key in required}
    return {key: value for key, value in said.items() if (key, value) not in LEFT_OUT}
