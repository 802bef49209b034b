"""What one office decided for itself: never mixed with what a text says, nor with what was done."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from cadence.core.keys import (
    Code,
    Days,
    Few,
    Identifier,
    Key,
    Minutes,
    RuleKey,
    Text,
    TimeOfDay,
    Weekday,
)
from cadence.core.timing import Timing
from cadence.core.year_policy import Absence, Held, MeetingRoom, Prices


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """When the office itself decided what a text leaves open (定期 → 每季度), by whom and when.

    Attributes:
        rule: the rule's id within its pack; timing: what was decided.
        by: the deciding post; on: the day from which it holds; document: where it is written.
        instead_of: what the text says, filled in when the decision is applied.
    """

    pack: str
    rule: str
    timing: Timing
    by: str
    on: dt.date
    document: str | None = None
    instead_of: Timing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many duties due at once are still no overload."""

    unit_day: Annotated[Few, Key("for one unit on one day")] = 3
    unit_week: Annotated[Few, Key("for one unit from Monday to Sunday")] = 5
    post_day: Annotated[Few, Key("for one leading post on one day")] = 3
    post_week: Annotated[Few, Key("for one leading post, Monday to Sunday")] = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """When messages are sent, to whom they rise, and whether they can be answered by a link.

    In the hours between quiet_from and quiet_to nothing is sent but clocks that run out.
    """

    quiet_from: Annotated[TimeOfDay, Key("from when on only clocks are sent")] = "20:00"
    quiet_to: Annotated[TimeOfDay, Key("until when; the same as quiet_from: no quiet hours")] = (
        "08:00"
    )
    escalate_days: Annotated[Days, Key("days late before the leading post is told; 0: never")] = 3
    weekly: Annotated[Weekday, Key("the day of the weekly message, 1 for Monday; 0: none")] = 1
    clock_minutes: Annotated[
        tuple[Minutes, ...], Key("before a clock runs out, beside the message when it begins")
    ] = (120, 30)
    links: Annotated[bool, Key("carry an address at which the unit confirms and answers")] = True
    chat_links: Annotated[
        bool,
        Key("also in chats of robots, where every reader may answer for the unit: off by default"),
    ] = False
    link_days: Annotated[Few, Key("how long such an address opens")] = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSpan:
    """Days that an office names for itself: a term, a school year, an observance of its place."""

    name: Annotated[Text, Key("2026年秋季学期, 全国两会, 汛期")]
    start: Annotated[dt.date, Key()]
    due: Annotated[dt.date, Key("the last day")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Duties that one meeting discharges together, as the office accepted it."""

    rules: Annotated[tuple[RuleKey, ...], Key("PACK:RULE of each, at least two")]
    by: Annotated[Text, Key("the deciding post, never a person")]
    on: Annotated[dt.date, Key("the first due day that it holds for")]
    document: Annotated[Text | None, Key("where it is written down")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Findings of `cadence conflicts` that the office answered for good."""

    code: Annotated[Code, Key()]
    reason: Annotated[Text, Key()]
    by: Annotated[Text, Key("the deciding post, never a person")]
    rules: Annotated[tuple[RuleKey, ...], Key("PACK:RULE; all must be in the finding")] = ()
    unit: Annotated[Identifier | None, Key("left out: every unit")] = None
    date: Annotated[dt.date | None, Key("the finding's; left out: every date")] = None
    until: Annotated[dt.date | None, Key("the last day of findings that it answers")] = None
    all_units: Annotated[
        bool, Key("it is meant for everything of its code; then until is needed")
    ] = False

    @property
    def is_bounded(self) -> bool:
        """Tell whether it names what it answers: rules, a unit or a day."""
        return bool(self.rules or self.unit or self.date)


AS_PRICED = Prices()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What one office decided for itself, never mixed with what a text says.

    Attributes:
        address: where out/ is published, ending in "/"; every link in a feed begins with it.
        first_period: whether a first window cut short is only shown, or owed like any other.
        show_start: also show the first day of windows that are longer than a week.
        remind: alarm (an alert in the event), event (an entry of its own) or none.
        decisions: what it decided where a text leaves the timing open.
        remind_days, remind_at: how many days before the advised day, at what hour and minute.
        grace_days: days past due that the office, not the text, tolerates before it calls
            something overdue; done in them is still late.
        tracking_from: the first due day of which records are kept; None: every one is.
        limits: how much at once is too much; short_notice_days: within how many days of its
            document a due day comes too soon to prepare for.
        stale_days: how old what is published may grow before it is objected to; 0: any age.
        drafts: whether rules that nobody has checked are published, with their mark.
        messages: when messages go out, and to whom they rise.
        merges: which duties it accepted to discharge together.
        suppressed: which findings it has answered for good.
        terms, school_years, observances: the days that only the office can name.
        absences, rooms, held, prices, gap_days: what the year's plan keeps to, and what it pays
            for; the gap lies between a meeting and the one whose outcome it acts on.
    """

    address: str = "http://localhost:8000/"
    first_period: Literal["shown", "owed"] = "shown"
    show_start: bool = False
    remind: Literal["alarm", "event", "none"] = "alarm"
    remind_days: int = 3
    remind_at: tuple[int, int] = (9, 0)
    decisions: tuple[Decision, ...] = ()
    grace_days: int = 0
    tracking_from: dt.date | None = None
    limits: Limits = Limits()
    messages: Messages = Messages()
    short_notice_days: int = 10
    stale_days: int = 3
    drafts: Literal["hidden", "shown"] = "hidden"
    merges: tuple[Merge, ...] = ()
    suppressed: tuple[Suppression, ...] = ()
    terms: tuple[NamedSpan, ...] = ()
    school_years: tuple[NamedSpan, ...] = ()
    observances: tuple[NamedSpan, ...] = ()
    absences: tuple[Absence, ...] = ()
    rooms: tuple[MeetingRoom, ...] = ()
    held: tuple[Held, ...] = ()
    prices: Prices = AS_PRICED
    gap_days: int = 1
