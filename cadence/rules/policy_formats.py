"""What rules/<place>/policy.yaml may say, as pydantic models."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from cadence.rules.fields import Code, Identifier, RuleKey, Strict, Text, TimingFormat


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


class LimitsFormat(Strict):
    """How many duties due at once are still no overload."""

    unit_day: int = Field(3, ge=1, le=99, description="for one unit on one day")
    unit_week: int = Field(5, ge=1, le=99, description="for one unit from Monday to Sunday")
    post_day: int = Field(3, ge=1, le=99, description="for one leading post on one day")
    post_week: int = Field(5, ge=1, le=99, description="for one leading post, Monday to Sunday")


class MergeFormat(Strict):
    """Duties that one meeting discharges together, as the office accepted it."""

    rules: tuple[RuleKey, ...] = Field(description="PACK:RULE of each, at least two")
    by: Text = Field(description="the deciding post, never a person")
    on: dt.date = Field(description="the first due day that it holds for")
    document: Text | None = Field(None, description="where it is written down")


class SuppressedFormat(Strict):
    """Findings of `cadence conflicts` that the office answered for good."""

    code: Code
    reason: Text
    by: Text = Field(description="the deciding post, never a person")
    rules: tuple[RuleKey, ...] = Field((), description="PACK:RULE; all must be in the finding")
    unit: Identifier | None = Field(None, description="left out: every unit")
    date: dt.date | None = Field(None, description="the finding's; left out: every date")


class PolicyFormat(Strict):
    """What the office decided for itself: rules/<place>/policy.yaml."""

    address: Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+/$")] = Field(
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
    limits: LimitsFormat = LimitsFormat()
    short_notice_days: int = Field(
        10, ge=0, le=99, description="a due day this close after its document's date is too soon"
    )
    merges: tuple[MergeFormat, ...] = ()
    suppressed: tuple[SuppressedFormat, ...] = ()
