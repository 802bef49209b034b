"""What the YAML files under rules/ may say, as pydantic models; their JSON Schemas come of them."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from cadence.rules.fields import (
    Category,
    Identifier,
    Quote,
    RuleKey,
    Scope,
    Strict,
    Text,
    TimingFormat,
    Word,
    Words,
)
from cadence.rules.policy_formats import PolicyFormat


class DocumentFormat(Strict):
    """The official text that the pack's rules come from."""

    title: Text
    number: Text | None = Field(None, description="发文字号, as printed")
    issuer: Text
    date: dt.date | None = Field(None, description="as printed; leave out where none is printed")
    effective: dt.date = Field(description="the day from which the text binds")
    basis: Text = Field(description="in words, why it binds from that day")
    until: dt.date | None = Field(None, description="the last day on which it binds, if any")
    year_from: Text | None = Field(
        None, description="where dates without a year take theirs from; see also a rule's own"
    )
    revised: dt.date = Field(description="when this pack was last checked against the text")
    url: Text | None = Field(None, description="where the official text is published")
    checked_by: Text | None = Field(None, description="the post that checked it; never a person")
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        None, description="of the text file that it was checked against"
    )
    drafted: Text | None = Field(None, description="checksum of the head as extract wrote it")


class RuleFormat(Strict):
    """One obligation as the text states it."""

    id: Identifier
    clause: Text = Field(description='the numbering as printed, joined by "/": 二/（一）/3')
    quote: Quote = Field(description="verbatim, at most 60 characters, with the time words")
    act: Text = Field(description="what is to be done, in our own words")
    category: Category
    timing: TimingFormat
    actors: tuple[Text, ...] = Field((), description="the sentence's subject, as the text names it")
    responsible: tuple[Text, ...] = Field((), description="the 责任单位 tail")
    lead: tuple[Text, ...] = Field((), description="牵头: posts or units")
    assist: tuple[Text, ...] = Field((), description="配合: posts or units")
    outside: tuple[Text, ...] = Field((), description="bodies bound that no roster holds")
    jointly: bool = Field(default=False, description="done together, once, at the lead")
    condition: Text | None = None
    evidence: Text | None = Field(None, description="the proof that the text asks for")
    reading: Text | None = Field(None, description="the reading taken where two are possible")
    year_from: Text | None = Field(None, description="where a date without a year takes it from")
    force: Literal["must", "must_not"] = Field(
        "must", description="must_not is a bar with an end (半年内不得提拔), never a duty"
    )
    roll: Literal["forward"] | None = Field(
        None, description="a last day off rolls to the next working day (民法典 203)"
    )
    over: tuple[Text, ...] = Field((), description="who must all be covered (全覆盖)")
    only: tuple[Identifier, ...] = Field(
        (), description="binds only units with one of these attributes (high-risk)"
    )
    since: Text | None = Field(
        None, description="the event that the duty begins with; undated until it is recorded"
    )
    start: dt.date | None = Field(None, description="bounds of its own, inside the document's")
    until: dt.date | None = None
    given: dict[Word, Words] = Field(
        {}, description="what must be known of its event for it to apply: {kind: [道路交通, 火灾]}"
    )
    unless: dict[Word, Words] = Field(
        {}, description="what must be known of its event for it not to apply"
    )
    to: tuple[Text, ...] = Field((), description="to whom is reported, as the text names them")
    topics: tuple[Text, ...] = ()
    see: tuple[Text, ...] = Field((), description="clauses that it leans on")
    after: tuple[Identifier, ...] = Field(
        (), description="rules of this pack whose outcome the text has it act on"
    )
    replaces: tuple[Identifier, ...] = Field(
        (), description="rules that this stricter one displaces for its own units"
    )
    confidence: float | None = Field(
        None, ge=0, le=1, description="how sure extract was; a checked pack leaves it out"
    )
    questions: tuple[Text, ...] = Field((), description="what extract could not settle")
    verdict: Literal["accepted", "edited", "refused"] | None = Field(
        None, description="what a person decided; kept when the text is extracted again"
    )
    drafted: Text | None = Field(
        None, description="checksum of the rule as extract wrote it; shows that it was edited"
    )


class SupersedesFormat(Strict):
    """An older pack, or some of its rules, that this document takes over from."""

    pack: Text
    rules: tuple[Identifier, ...] = Field((), description="leave out for the whole pack")


class MentionFormat(Strict):
    """Words of time in the text that no rule came of."""

    clause: Text
    quote: Quote
    reason: Text
    drafted: Text | None = Field(None, description="checksum; without it a person wrote it")


class NoDutyFormat(Strict):
    """A clause that states no duty, or words of it that set no time, and in a few words why."""

    clause: Text
    quote: Quote | None = Field(None, description="only these words; left out: the whole clause")
    reason: Text
    drafted: Text | None = Field(None, description="checksum; without it a person wrote it")


class PackFormat(Strict):
    """The rules of one document: rules/<place>/<document>.yaml."""

    document: DocumentFormat
    supersedes: tuple[SupersedesFormat, ...] = ()
    rules: tuple[RuleFormat, ...] = Field(min_length=1)
    not_understood: tuple[MentionFormat, ...] = Field(
        (), description="what extract saw but could not read; a person decides"
    )
    no_duty: tuple[NoDutyFormat, ...] = ()


class UnitFormat(Strict):
    """One body: id for addresses, name for people, also for its other names in the texts."""

    id: Identifier
    name: Text
    also: tuple[Text, ...] = ()
    attributes: tuple[Identifier, ...] = Field((), description="such as high-risk")


class GroupFormat(UnitFormat):
    """A name that stands for several; without members it is itself one unit."""

    members: tuple[Identifier, ...] = ()


class PostFormat(UnitFormat):
    """An office of a unit (常务副县长), never a person."""

    of: Identifier


class WordingFormat(Strict):
    """What a name means in one pack or clause, where it means something else than elsewhere."""

    name: Text
    within: Scope = Field(description="PACK or PACK:CLAUSE; the longest that fits wins")
    means: tuple[Identifier, ...] = Field(min_length=1)


class EventFormat(Strict):
    """Something that starts clocks, under every name that texts and clerks give it."""

    id: Identifier = Field(description="the same event has the same id in every roster")
    name: Text
    also: tuple[Text, ...] = ()
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


class RosterFormat(Strict):
    """Who is bound in one place: rules/<place>/units.yaml."""

    name: Text = Field(description="the place, for people")
    office: Text = Field(description="the safety committee office that issues the calendars")
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


class HolidayFormat(Strict):
    """The days off of one holiday, and the days worked in return."""

    name: Text = Field(description="as in the notice: 元旦; 国庆节、中秋节")
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


FORMATS: dict[str, type[BaseModel]] = {
    "pack": PackFormat,
    "units": RosterFormat,
    "policy": PolicyFormat,
    "year": YearFormat,
    "calendar": CalendarFormat,
}
