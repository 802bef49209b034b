"""What the office decides about how a year's meetings are held, and what a good year is to it."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from cadence.core.keys import Few, Identifier, Key, Minutes, RuleKey, Text, Weekday

Weight = Literal["none", "low", "normal", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Days on which a post, or some of its seats, can attend no meeting."""

    post: Annotated[Identifier, Key("the id of the post, or of a unit")]
    start: Annotated[dt.date, Key()]
    due: Annotated[dt.date, Key("the last day")]
    seats: Annotated[Few | None, Key("how many of the post's are away; left out: all")] = None
    reason: Annotated[Text | None, Key("for what: 党校学习")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRoom:
    """A room of one owner, whoever meets there: three towns' 三楼会议室 are three rooms."""

    name: Annotated[Text, Key()]
    of: Annotated[Identifier, Key("the unit whose room it is")]
    also: Annotated[tuple[Text, ...], Key("other names of it: 3楼会议室")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How the meetings of some rules are held, where the office says so for the year's plan.

    Without it the posts that the text has lead a duty attend, and one alone presides.
    """

    rules: Annotated[tuple[RuleKey, ...], Key("PACK:RULE; a rule named here is planned at all")]
    chair: Annotated[Identifier | None, Key("the post that presides")] = None
    attend: Annotated[
        tuple[Identifier, ...] | None, Key("who else must be there; []: nobody; left out: the lead")
    ] = None
    minutes: Annotated[Minutes, Key("how long one lasts")] = 60
    room: Annotated[Text | None, Key("where, as in rooms or as the unit calls it")] = None
    weekdays: Annotated[tuple[Weekday, ...], Key("preferred, 1 for Monday")] = ()
    joint: Annotated[bool, Key("units sit together, once: the text allows it, the office says")] = (
        False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a year's plan pays for, in words: none, low, normal or high."""

    last_days: Annotated[Weight, Key("a meeting in the last three days of its window")] = "normal"
    even_weeks: Annotated[Weight, Key("meetings of one unit or post in the same week")] = "normal"
    same_day: Annotated[Weight, Key("meetings of one leading post on the same day")] = "normal"
    other_weekday: Annotated[Weight, Key("a weekday that is not preferred")] = "normal"
    season: Annotated[Weight, Key("a yearly duty in January, February or December")] = "normal"
    yearly_apart: Annotated[Weight, Key("a unit's yearly duties in the same month")] = "normal"
    off_middle: Annotated[Weight, Key("weeks away from the middle of a window")] = "normal"
    moved: Annotated[Weight, Key("moving what is already out")] = "normal"
