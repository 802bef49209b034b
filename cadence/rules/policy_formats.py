"""What rules/<place>/policy.yaml may say, as pydantic models."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from cadence.core import (
    Absence,
    Held,
    Limits,
    MeetingRoom,
    Merge,
    Messages,
    NamedSpan,
    Prices,
    RuleKey,
    Suppression,
    Text,
)
from cadence.rules.fields import Keys, Strict, TimingFormat


class RemindFormat(Strict):
    """How and when feeds remind."""

    by: Literal["alarm", "event", "none"] = "alarm"
    days_before: int = Field(3, ge=1, le=60)
    at: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "09:00"


class DecisionFormat(Strict):
    """The office's own timing for a rule whose text gives no date or frequency."""

    rule: RuleKey = Field(description="PACK:RULE")
    timing: TimingFormat
    by: Text = Field(description="the deciding post, never a person")
    on: dt.date = Field(description="the day from which the decision holds")
    document: Text | None = Field(None, description="where it is written down")


# What links are made of by adding to it: no query, no fragment, no name and password.
ADDRESS = (
    r"^https?://([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?"
    r"(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*/$"
)


class PolicyFormat(Strict):
    """What the office decided for itself: rules/<place>/policy.yaml."""

    address: Annotated[str, StringConstraints(pattern=ADDRESS)] = Field(
        "http://localhost:8000/", description='where out/ is published, ending in "/"'
    )
    first_period: Literal["shown", "owed"] = "shown"
    show_start: bool = False
    remind: RemindFormat = RemindFormat()
    grace_days: int = Field(
        0, ge=0, le=60, description="days past due before it counts as overdue; late all the same"
    )
    tracking_from: dt.date | None = Field(
        None, description="the first due day of which records are kept; left out: every one is"
    )
    decisions: tuple[DecisionFormat, ...] = ()
    limits: Annotated[Limits, Keys("LimitsFormat")] = Limits()
    messages: Annotated[Messages, Keys("MessagesFormat")] = Messages()
    short_notice_days: int = Field(
        10, ge=0, le=99, description="a due day this close after its document's date is too soon"
    )
    stale_days: int = Field(
        3, ge=0, le=99, description="older than this, what is published is objected to; 0: never"
    )
    drafts: Literal["hidden", "shown"] = Field(
        "hidden", description="drafted rules without a verdict: not published, or with 草稿未核"
    )
    merges: tuple[Annotated[Merge, Keys("MergeFormat")], ...] = ()
    suppressed: tuple[Annotated[Suppression, Keys("SuppressedFormat")], ...] = ()
    terms: tuple[Annotated[NamedSpan, Keys("TermFormat")], ...] = Field(
        (), description="学期 of the schools here, which 每学期 is dated by"
    )
    school_years: tuple[Annotated[NamedSpan, Keys("SchoolYearFormat")], ...] = ()
    observances: tuple[Annotated[NamedSpan, Keys("ObservanceFormat")], ...] = Field(
        (), description="days that only the office can name: 汛期, 全国两会, 开学"
    )
    absences: tuple[Annotated[Absence, Keys("AbsenceFormat")], ...] = Field(
        (), description="days on which posts attend nothing; the year's plan keeps clear of them"
    )
    rooms: tuple[Annotated[MeetingRoom, Keys("RoomFormat")], ...] = Field(
        (), description="rooms that several units meet in, each with its owner"
    )
    held: tuple[Annotated[Held, Keys("HeldFormat")], ...] = Field(
        (), description="how meetings are held: who presides and attends, where, how long"
    )
    prices: Annotated[Prices, Keys("PricesFormat")] = Prices()
    gap_days: int = Field(
        1, ge=0, le=60, description="days between a meeting and the one that acts on its outcome"
    )
