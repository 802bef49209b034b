"""The nouns, read first. Frozen, without inheritance, without methods beyond derived properties.

A Document states Rules; a Rule has one Timing and binds Units through Bindings; dated, it gives
Windows; a Window for one Unit is an Occurrence. Dates are civil dates and both ends count.
What has a Key stands in a pack's file: loader, JSON Schema, JSON, stamps and written YAML follow
from the fields here, in this order, and the first line of a docstring is what an editor shows.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from cadence.core.keys import (
    Category,
    Given,
    Identifier,
    Key,
    Quote,
    RuleKey,
    Sha256,
    Share,
    Text,
)
from cadence.core.observances import observance_of
from cadence.core.policy import Decision, NamedSpan
from cadence.core.timing import Cadence, Season, Timing, Unspecified

FOLDED = str.maketrans("（）〔〕【】[]", "()()()()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The official text that the pack's rules come from."""

    title: Annotated[Text, Key(json=1)]
    number: Annotated[Text | None, Key("发文字号, as printed", json=6)] = None
    issuer: Annotated[Text, Key(json=2)]
    date: Annotated[dt.date | None, Key("as printed; leave out where none is printed", json=7)] = (
        None
    )
    effective: Annotated[dt.date, Key("the day from which the text binds", json=3)]
    basis: Annotated[Text, Key("in words, why it binds from that day", json=4)]
    until: Annotated[dt.date | None, Key("the last day on which it binds, if any", json=8)] = None
    year_from: Annotated[
        Text | None,
        Key("where dates without a year take theirs from; see also a rule's own", json=9),
    ] = None
    revised: Annotated[
        dt.date, Key("when this pack was last checked against the text", draft=True, json=5)
    ]
    url: Annotated[
        Text | None, Key("where the official text is published", by_hand=True, json=10)
    ] = None
    checked_by: Annotated[
        Text | None, Key("the post that checked it; never a person", by_hand=True, json=11)
    ] = None
    sha256: Annotated[
        Sha256 | None, Key("of the text file that it was checked against", draft=True, json=12)
    ] = None
    review_by: Annotated[
        dt.date | None,
        Key(
            "the day by which it is to be checked again; after it every page says so", by_hand=True
        ),
    ] = None
    drafted: Annotated[Text | None, Key("checksum of the head as extract wrote it", draft=True)] = (
        None
    )

    @property
    def name(self) -> str:
        """Return the short name for citations: the number where there is one, else the title."""
        return self.number or f"《{self.title}》"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One obligation as the text states it.

    Attributes:
        pack: the pack's name, its path under rules/ without the ending.
        category: its duty type (words.CATEGORIES).
        effective, until: the bounds inherited from the document or stated by the rule.
        decision: the office's own, where the text leaves the timing open.
        earlier: the same rule as earlier decisions dated it, each until the next one's windows.
        spans: named days of the office's table that the timing asks for: terms, its observances.
        begun: in words, the event that it was waiting for, once that is recorded.
        superseded_on: the day from which a newer document's windows take over.
        whole_windows: it takes over from an older rule, so its first window is never cut.
    """

    pack: str
    document: Document
    id: Annotated[Identifier, Key(json=1)]
    clause: Annotated[
        Text, Key('the numbering as printed, joined by "/": 二/（一）/3', json=2, stamp=1)
    ]
    quote: Annotated[
        Quote, Key("verbatim, at most 60 characters, with the time words", json=3, stamp=2)
    ]
    act_quote: Annotated[
        Quote | None,
        Key("the act's own words, verbatim, where the quote has only those of the time", json=20),
    ] = None
    act: Annotated[Text, Key("what is to be done, in our own words", json=4, stamp=3)]
    category: Annotated[Category, Key(json=8)]
    timing: Annotated[Timing, Key(json=7, stamp=4)]
    actors: Annotated[
        tuple[Text, ...], Key("the sentence's subject, as the text names it", json=5, stamp=5)
    ] = ()
    responsible: Annotated[tuple[Text, ...], Key("the 责任单位 tail", json=9)] = ()
    lead: Annotated[tuple[Text, ...], Key("牵头: posts or units", json=10, stamp=6)] = ()
    assist: Annotated[tuple[Text, ...], Key("配合: posts or units", json=11, stamp=7)] = ()
    outside: Annotated[
        tuple[Text, ...], Key("bodies bound that no roster holds", json=12, stamp=8)
    ] = ()
    jointly: Annotated[bool, Key("done together, once, at the lead")] = False
    nobody_here: Annotated[Text | None, Key("why no unit owes or sees to it", by_hand=True)] = None
    condition: Annotated[Text | None, Key(json=6, stamp=9)] = None
    evidence: Annotated[Text | None, Key("the proof that the text asks for", json=13, stamp=10)] = (
        None
    )
    reading: Annotated[
        Text | None, Key("the reading taken where two are possible", json=14, stamp=11)
    ] = None
    year_from: Annotated[
        Text | None, Key("where a date without a year takes it from", inherited=True)
    ] = None
    force: Annotated[
        Literal["must", "must_not", "when_needed"],
        Key(
            "must_not is a bar with an end (半年内不得提拔), when_needed a period in which is done "
            "what comes up (30日内伤亡人数变化的及时补报); neither is ever due"
        ),
    ] = "must"
    roll: Annotated[
        Literal["forward"] | None,
        Key("a last day off rolls to the next working day (民法典 203)", json=16, stamp=13),
    ] = None
    over: Annotated[tuple[Text, ...], Key("who must all be covered (全覆盖)")] = ()
    only: Annotated[
        tuple[Identifier, ...], Key("binds only units with one of these attributes (high-risk)")
    ] = ()
    since: Annotated[
        Text | None,
        Key("the event that the duty begins with; undated until it is recorded", json=15, stamp=12),
    ] = None
    effective: Annotated[
        dt.date,
        Key("bounds of its own, inside the document's", name="start", inherited=True, stamp=14),
    ]
    until: Annotated[dt.date | None, Key(inherited=True, stamp=15)] = None
    given: Annotated[
        Given,
        Key("what must be known of its event for it to apply: {kind: [道路交通, 火灾]}", json=18),
    ] = ()
    unless: Annotated[
        Given, Key("what must be known of its event for it not to apply", json=19)
    ] = ()
    to: Annotated[
        tuple[Text, ...], Key("to whom is reported, as the text names them", json=17)
    ] = ()
    topics: Annotated[tuple[Text, ...], Key()] = ()
    see: Annotated[tuple[Text, ...], Key("clauses that it leans on")] = ()
    after: Annotated[
        tuple[Identifier, ...], Key("rules of this pack whose outcome the text has it act on")
    ] = ()
    replaces: Annotated[
        tuple[Identifier, ...], Key("rules that this stricter one displaces for its own units")
    ] = ()
    replaces_above: Annotated[
        tuple[RuleKey, ...],
        Key("rules of a level above, as PACK:RULE, that it displaces for its own units"),
    ] = ()
    formerly: Annotated[
        tuple[RuleKey, ...],
        Key("PACK:RULE by which it went before: what is recorded under it counts", by_hand=True),
    ] = ()
    confidence: Annotated[
        Share | None, Key("how sure extract was; a checked pack leaves it out", draft=True)
    ] = None
    questions: Annotated[tuple[Text, ...], Key("what extract could not settle", draft=True)] = ()
    verdict: Annotated[
        Literal["accepted", "edited", "refused"] | None,
        Key("what a person decided; kept when the text is extracted again", draft=True),
    ] = None
    drafted: Annotated[
        Text | None,
        Key("checksum of the rule as extract wrote it; shows that it was edited", draft=True),
    ] = None
    decision: Decision | None = None
    earlier: "tuple[Rule, ...]" = ()
    spans: tuple[NamedSpan, ...] = ()
    begun: str | None = None
    superseded_on: dt.date | None = None
    whole_windows: bool = False

    @property
    def only_outside(self) -> bool:
        """Tell whether nobody of a roster does it himself: bodies outside do, units see to it."""
        return bool(self.outside) and not self.actors

    @property
    def bodies(self) -> tuple[str, ...]:
        """Return the bodies bound as the text names them: the tail only without a subject."""
        return self.actors or self.responsible

    @property
    def quotes(self) -> tuple[str, ...]:
        """Return what of the text proves the duty: the act's words where they stand apart."""
        return (self.act_quote, self.quote) if self.act_quote else (self.quote,)

    @property
    def named(self) -> tuple[str, ...]:
        """Return whom the text names: the bodies bound, else those that no roster holds."""
        return self.bodies or self.outside

    @property
    def is_unchecked(self) -> bool:
        """Tell whether extract drafted it and no person has decided on it yet."""
        return self.drafted is not None and self.verdict is None

    @property
    def key(self) -> str:
        """`yichuan/2022-fifteen-measures:township-monthly-meeting`."""
        return f"{self.pack}:{self.id}"

    @property
    def keys(self) -> tuple[str, ...]:
        """Return its key, and those that it had before it was moved or renamed."""
        return (self.key, *self.formerly)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of time in the text that no rule came of."""

    clause: Annotated[Text, Key()]
    quote: Annotated[Quote, Key()]
    reason: Annotated[Text, Key()]
    drafted: Annotated[Text | None, Key("checksum; none: a person wrote it", draft=True)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDuty:
    """A clause that states no duty, or words of it that set no time, and in a few words why."""

    clause: Annotated[Text, Key()]
    quote: Annotated[Quote | None, Key("only these words; left out: the whole clause")] = None
    reason: Annotated[Text, Key()]
    drafted: Annotated[Text | None, Key("checksum; none: a person wrote it", draft=True)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supersession:
    """An older pack, or some of its rules, that this document takes over from."""

    pack: Annotated[Text, Key()]
    rules: Annotated[tuple[Identifier, ...], Key("leave out for the whole pack")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The rules of one document; refused: what a person looked at and would not have."""

    name: str
    document: Document
    rules: tuple[Rule, ...]
    supersedes: tuple[Supersession, ...] = ()
    no_duty: tuple[NoDuty, ...] = ()
    refused: tuple[Rule, ...] = ()

    @property
    def place(self) -> str:
        """Return the folder under rules/ whose roster answers to this pack's names."""
        return self.name.split("/", 1)[0]


def is_open(rule: Rule) -> bool:
    """Tell whether somebody has to decide when a rule falls due, because the text does not."""
    match rule.timing:
        case Unspecified():
            return True
        case Season(start=None, name=name):
            return not rule.spans and observance_of(name or "") is None
        case Season():
            return False
        case Cadence(period="term" | "school_year"):
            return not rule.spans
        case _:
            return rule.since is not None


def is_mergeable(rule: Rule) -> bool:
    """Tell whether one meeting may discharge it together with others.

    A pledge is signed, an appraisal scored and an account of duty (述职) given for each by itself.
    """
    is_account = "述职" in rule.act or "述职" in rule.topics
    return rule.category not in {"pledge", "appraisal"} and not is_account
