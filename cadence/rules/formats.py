"""What the YAML files under rules/ may say, as pydantic models; their JSON Schemas come of them."""

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from cadence.core import (
    Document,
    Identifier,
    Mention,
    Name,
    NoDuty,
    Rule,
    RuleKey,
    Scope,
    Supersession,
    Text,
    Word,
    Words,
)
from cadence.rules.contact_formats import ContactsFormat
from cadence.rules.fields import Keys, Strict, format_of
from cadence.rules.policy_formats import PolicyFormat

DOCUMENT = format_of(Document, "DocumentFormat")
RULE = format_of(Rule, "RuleFormat")
Address = Annotated[str, StringConstraints(pattern=r"^postgres(ql)?://.", max_length=500)]
# No key and no password in it: those belong into the environment.
Store = Annotated[
    str,
    StringConstraints(
        pattern=r"^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_.-]*[A-Za-z0-9_-])*/?$",
        max_length=500,
    ),
]
# No user and no key in it: it stands on pages that anybody reads.
DeskAddress = Annotated[
    str,
    StringConstraints(
        pattern=r"^https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9_./-]*)?$", max_length=200
    ),
]
Several = Annotated[int, Field(ge=1, le=99)]
Seat = Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
Seats = Annotated[dict[Seat, Text], Field(min_length=1)]
Chain = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+([-_.][a-z0-9]+)*(/[a-z0-9]+([-_.][a-z0-9]+)*)*$",
        max_length=200,
    ),
]


class PackFormat(Strict):
    """The rules of one document: rules/<place>/<document>.yaml."""

    document: Annotated[Document, Keys("DocumentFormat")]
    supersedes: tuple[Annotated[Supersession, Keys("SupersedesFormat")], ...] = ()
    rules: tuple[Annotated[dict[str, Any], Keys("RuleFormat", Rule)], ...] = Field(min_length=1)
    not_understood: tuple[Annotated[Mention, Keys("MentionFormat")], ...] = Field(
        (), description="what extract saw but could not read; a person decides"
    )
    no_duty: tuple[Annotated[NoDuty, Keys("NoDutyFormat")], ...] = ()


class UnitFormat(Strict):
    """One body: id for addresses, name for people, also for its other names in the texts."""

    id: Identifier
    name: Name
    also: tuple[Name, ...] = ()
    attributes: tuple[Identifier, ...] = Field((), description="such as high-risk")


class GroupFormat(UnitFormat):
    """A name that stands for several; without members it is itself one unit."""

    members: tuple[Identifier, ...] = ()
    source: tuple[Scope, ...] = Field(
        (), description="PACK:CLAUSE of each clause in which the members are printed"
    )
    open: bool = Field(
        default=False, description="the texts end the list with 等, so it may not be all of them"
    )
    added: bool = Field(
        default=False, description="the members are the office's own addition, printed nowhere"
    )
    within: Identifier | None = Field(
        None,
        description="another group without members of which it is a part: what that one owes"
        " meets what it owes itself",
    )
    closes: tuple[Text, ...] = Field(
        (), description="names of it that, printed after members (X、Y等…), mean these alone"
    )


class PostFormat(UnitFormat):
    """An office of a unit (常务副县长), never a person; of a group: one in each of its members."""

    of: Identifier
    seats: Several | Seats = Field(
        1,
        description="how many persons hold it: 五位副县长 are 5; or each seat and what it looks"
        " after, which makes a post of each: {A: 分管交通, B: 分管工业}",
    )


class WordingFormat(Strict):
    """What a name means in one pack or clause, where it means something else than elsewhere."""

    name: Name
    within: Scope = Field(description="PACK or PACK:CLAUSE; the longest that fits wins")
    means: tuple[Identifier, ...] = Field(min_length=1)


class EventFormat(Strict):
    """Something that starts clocks, under every name that texts and clerks give it."""

    id: Identifier = Field(description="the same event has the same id in every roster")
    name: Name
    also: tuple[Name, ...] = ()
    part_of: Identifier | None = Field(
        None, description="the event of which this is the case that given describes"
    )
    given: dict[Word, Words] = Field({}, description="what is known of it by its very name")
    follows: Identifier | None = Field(
        None, description="the event before it; not recorded, it is assumed from that one"
    )
    after: tuple[RuleKey, ...] = Field(
        (), description="rules by whose last lawful moment it is assumed; none: at once"
    )
    values: dict[Word, Words] = Field(
        {}, description="what may be told of it, and the words that may tell it"
    )
    reading: Text | None = Field(None, description="the reading taken, where its name allows two")


class StandInFormat(Strict):
    """Who in this place is a body that statutes name."""

    of: Name = Field(description="the body, as PLACE/ID of a roster whose rules bind here")
    means: tuple[Identifier, ...] = Field(description="units here; none where there is no such")


class RosterFormat(Strict):
    """Who is bound in one place: rules/<place>/units.yaml."""

    name: Name = Field(description="the place, for people")
    office: Name = Field(description="the safety committee office that issues the calendars")
    units: tuple[UnitFormat, ...] = Field(min_length=1)
    groups: tuple[GroupFormat, ...] = ()
    posts: tuple[PostFormat, ...] = ()
    wordings: tuple[WordingFormat, ...] = ()
    outside: tuple[Text, ...] = Field(
        (), description="names of bodies that have no calendar here, such as enterprises"
    )
    events: tuple[EventFormat, ...] = Field((), description="what starts clocks, and its names")
    everywhere: bool = Field(
        default=False, description="its rules bind in every place of the workspace, as statutes do"
    )
    statutes: tuple[StandInFormat, ...] = Field(
        (), description="who in this place are the bodies that statutes name"
    )


class PlaceFormat(Strict):
    """Where one place stands: rules/<place>/place.yaml."""

    above: Text = Field(
        description="the place whose rules bind here too, and what stands above it: henan/luoyang"
    )


class HolidayFormat(Strict):
    """The days off of one holiday, and the days worked in return."""

    name: Name = Field(description="as in the notice: 元旦; 国庆节、中秋节")
    off: tuple[dt.date, ...] = Field((), description="days off, weekend days among them")
    worked: tuple[dt.date, ...] = Field((), description="days worked (上班), though weekend days")
    document: Text | None = Field(None, description="a later decree, where one moved the days")


class YearFormat(Strict):
    """The State Council's notice on one year's holidays: rules/calendar/<year>.yaml."""

    year: int = Field(ge=1949, le=2200)
    document: Text = Field(description="发文字号 of the notice")
    holidays: tuple[HolidayFormat, ...] = Field(min_length=1)


class ChangeFormat(HolidayFormat):
    """Days that a place itself takes off or works, and by which document."""

    document: Text


class CalendarFormat(Strict):
    """What one place changes in the national calendar: rules/<place>/calendar.yaml."""

    changes: tuple[ChangeFormat, ...] = Field(min_length=1)


class SettingsFormat(Strict):
    """What holds for a workspace as a whole: workspace.yaml beside rules/."""

    ledger: Address | None = Field(
        None, description="the PostgreSQL database that keeps the ledger (docs/ledger.md)"
    )
    chain: Chain | None = Field(None, description="the name of this office's chain in it")
    publish: Store | None = Field(
        None, description="s3://bucket/prefix that holds what out/ holds (docs/deploy.md)"
    )
    desk: DeskAddress | None = Field(
        None, description="where the office's desk is reached; published pages lead there"
    )


FORMATS: dict[str, type[BaseModel]] = {
    "pack": PackFormat,
    "units": RosterFormat,
    "policy": PolicyFormat,
    "year": YearFormat,
    "calendar": CalendarFormat,
    "contacts": ContactsFormat,
    "place": PlaceFormat,
    "workspace": SettingsFormat,
}
