"""Who is bound, and what a rule comes to when it is dated: Unit, Binding, Window, Occurrence.

Dates are civil dates and both ends count.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cadence.core.dates import SHANGHAI
from cadence.core.policy import Policy
from cadence.core.rule import Rule
from cadence.core.timing import Cadence, Deadline, Phase, Threshold, Trigger

A_MINUTE = dt.timedelta(minutes=1)
Role = Literal["owner", "lead", "assist", "supervise"]


Status = Literal[
    "upcoming",
    "open",
    "due_soon",
    "overdue",
    "claimed",
    "done",
    "late",
    "waived",
    "extended",
    "untracked",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Who is bound: a body, an unlisted group that stands for its members, or a post.

    Attributes:
        place: the folder under rules/; id: ASCII, unique there; name: for people.
        kind: unit, group (the roster doesn't list its members) or post.
        of: the unit that a post belongs to.
        attributes: what tells it apart for some rules (high-risk).
        seats: how many persons hold a post; so many meetings it can attend at once.
        within: of an unlisted group, the id of the wider one that it is a part of.
    """

    place: str
    id: str
    name: str
    kind: Literal["unit", "group", "post"] = "unit"
    of: str | None = None
    attributes: tuple[str, ...] = ()
    seats: int = 1
    within: str | None = None

    @property
    def key(self) -> str:
        """`yichuan/pengpo`."""
        return f"{self.place}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A rule as it binds one unit, with the names in the text that led to the unit.

    Attributes:
        stands_for: keys of the kinds of body in a statute that nobody but the unit is in its place:
            what a clock of theirs was recorded as done there is the unit's.
        covers: whom it must reach one by one (全覆盖), as the roster lists them; () where the rule
            asks for no such thing or the roster does not list them all.
    """

    rule: Rule
    unit: Unit
    names: tuple[str, ...]
    role: Role = "owner"
    stands_for: tuple[str, ...] = ()
    covers: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The last working day on or before a day and the first on or after it; None: unannounced."""

    day: dt.date | None
    provisional: bool
    forward: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days in time of a rule, for whichever unit it binds.

    Attributes:
        label: as in ids (2026-11, 2026-Q4, a due date, a clock's local date-time).
        start, due: both count; due is None for a stage without an end.
        opens, closes: the first and the last minute in time, only where hours count.
        nth, of: the nth of the times asked for in this window.
        partial: a first or last window that the rule's bounds cut short.
        trace: how the dates come out of the text, a line per step, in Chinese.
        formerly: the labels that it had before its event's time was corrected, the first first.
        is_off: no day of it is worked, so no working day can be advised.
    """

    label: str
    start: dt.date
    due: dt.date | None
    nth: int
    of: int
    partial: bool
    advised: dt.date | None
    provisional: bool
    trace: tuple[str, ...] = ()
    opens: dt.datetime | None = None
    closes: dt.datetime | None = None
    formerly: tuple[str, ...] = ()
    is_off: bool = False

    @property
    def latest(self) -> dt.date | None:
        """Return the last day still on time: due, or the working day that it rolled forward to."""
        return max(self.due, self.advised or self.due) if self.due else None

    @property
    def tag(self) -> str:
        """Return the window as ids write it: the label, and #nth where several are asked for."""
        return f"{self.label}#{self.nth}" if self.of > 1 else self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A rule, dated, for one unit; subject: to whom its event happened, where not to the unit."""

    binding: Binding
    window: Window
    subject: Unit | None = None

    @property
    def id(self) -> str:
        """`pack:rule:window[#nth]@place/unit`."""
        return f"{self.head}@{self.binding.unit.key}"

    @property
    def head(self) -> str:
        """`pack:rule:window[#nth]`: the id without its unit."""
        return f"{self.binding.rule.key}:{self.window.tag}"

    @property
    def former_ids(self) -> tuple[str, ...]:
        """Return the ids under which it may have been recorded: the oldest first.

        Its event's time was corrected, its rule was moved to another pack, or its clock ran for a
        kind of body before the place said who that is.
        """
        if not self.has_former_ids:
            return ()  # as of almost every occurrence
        rule, unit = self.binding.rule, self.binding.unit
        labels = (*self.window.formerly, self.window.label)
        tags = [replace(self.window, label=each).tag for each in labels]
        bodies = self.binding.stands_for if isinstance(rule.timing, Trigger | Threshold) else ()
        return tuple(
            each
            for tag in tags
            for key in reversed(rule.keys)
            for owner in (*bodies, unit.key)
            if (each := f"{key}:{tag}@{owner}") != self.id
        )

    @property
    def has_former_ids(self) -> bool:
        """Tell whether it can have been recorded under another id."""
        binding = self.binding
        return bool(self.window.formerly or binding.rule.formerly or binding.stands_for)

    @property
    def uid(self) -> str:
        """Return the iCalendar UID, which survives a corrected date (RFC 7986 section 5.3)."""
        return f"{rule_uid(self.binding.rule, self.window)}.{unit_uid(self.binding.unit)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check reports; units: whom it concerns, where it is told once for all."""

    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    advice: str = ""
    date: dt.date | None = None
    unit: str | None = None
    occurrences: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


def is_first_cut(rule: Rule, window: Window) -> bool:
    """Tell whether a window is cut short because the rule began to bind in its midst."""
    dated = (rule, *rule.earlier)
    begins = [each for one in dated for each in (one.effective, getattr(one.timing, "start", None))]
    return window.partial and window.start in begins


def is_shown_only(rule: Rule, window: Window, policy: Policy) -> bool:
    """Tell whether a window is listed and owed by nobody, because its rule came in its midst.

    Only a window that asks for something "at least once" can be cut short: a last day that lies
    after the document's date is a last day.
    """
    shown = policy.first_period == "shown" and isinstance(rule.timing, Cadence)
    return shown and is_first_cut(rule, window)


def can_be_missed(rule: Rule, window: Window, due: dt.date, policy: Policy) -> bool:
    """Tell whether what was not done by a day was missed, or is unknown, or was owed by nobody."""
    is_recorded = policy.tracking_from is None or due >= policy.tracking_from
    return is_recorded and not is_shown_only(rule, window, policy)


def is_late(window: Window, due: dt.date | None, on: dt.date | dt.datetime) -> bool:
    """Tell whether a day or moment is past the last day or minute in time."""
    if due is None:
        return False
    if window.closes and isinstance(on, dt.datetime) and due == window.closes.date():
        return on >= window.closes + A_MINUTE
    return day_of_moment(on) > due


def day_of_moment(on: dt.date | dt.datetime) -> dt.date:
    """Return the day in China of a moment; a day is its own."""
    return on.astimezone(SHANGHAI).date() if isinstance(on, dt.datetime) else on


def rule_uid(rule: Rule, window: Window) -> str:
    """Return the UID's first part: rule and window, and no date that a correction may move.

    A rule that was moved keeps the one that calendars know.
    """
    once = isinstance(rule.timing, Deadline | Phase)
    label = window.formerly[0] if window.formerly else window.label
    name = f"{rule.keys[-1]}:{'once' if once else label}#{window.nth}"
    return hashlib.sha256(name.encode()).hexdigest()[:20]


def unit_uid(unit: Unit) -> str:
    """Return the UID's second part, 16 octets for every unit."""
    return hashlib.sha256(unit.key.encode()).hexdigest()[:16]


OWED = ("owner", "supervise")


def is_in_force(rule: Rule, day: date) -> bool:
    """Tell whether a rule binds on a day: its document does, and no newer one has taken over."""
    taken_over = rule.superseded_on is not None and rule.superseded_on <= day
    return rule.effective <= day <= (rule.until or date.max) and not taken_over


Advise = Callable[[dt.date], Advice]
