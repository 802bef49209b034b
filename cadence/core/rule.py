"""The nouns, read first. Frozen, without inheritance, without methods beyond derived properties.

A Document states Rules; a Rule has one Timing and binds Units through Bindings; dated, it gives
Windows; a Window for one Unit is an Occurrence. Dates are civil dates and both ends count.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from cadence.core.policy import Decision
from cadence.core.timing import Season, Timing, Unspecified

Given = tuple[tuple[str, tuple[str, ...]], ...]  # what an event must be known to be
FOLDED = str.maketrans("（）〔〕【】[]", "()()()()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One official text.

    Attributes:
        date: as printed; None where the text prints none.
        effective: the day from which it binds; basis says in words why that day.
        until: the last day on which it binds; None where the text gives no end.
        year_from: where the text's month-and-day deadlines take their year from, in words.
        revised: the day on which this pack was last checked against the text.
        checked_by: by which post; sha256: against which bytes.
    """

    title: str
    issuer: str
    effective: dt.date
    basis: str
    revised: dt.date
    number: str | None = None
    date: dt.date | None = None
    until: dt.date | None = None
    year_from: str | None = None
    url: str | None = None
    checked_by: str | None = None
    sha256: str | None = None

    @property
    def name(self) -> str:
        """Return the short name for citations: the number where there is one, else the title."""
        return self.number or f"《{self.title}》"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One obligation as the text states it.

    Attributes:
        pack: the pack's name, its path under rules/ without the ending.
        clause: the text's own numbering, outermost first, joined by "/".
        quote: the short verbatim run of the text that carries the time words.
        act: what is to be done, in our words; category: its duty type (words.CATEGORIES).
        actors: the sentence's subject as the text names it; responsible: the 责任单位 tail.
        lead, assist: 牵头 and 配合, posts or units; outside: bodies that no roster holds.
        jointly: done together, once, at the lead.
        reading: the reading taken where the words allow two.
        since: the event that it begins with (a regulation yet to come); undated until then.
        force: must_not is a bar with an end, never a duty; over: who must all be covered.
        roll: forward where a last day off rolls to the next working day (民法典 203).
        only: attributes of which a unit must have one to be bound (high-risk).
        decision: the office's own, where the text leaves the timing open.
        after: ids of the pack's rules whose outcome the text has it act on.
        given, unless: what must be known of its event for it to apply, or not to.
        to: to whom is reported.
        begun: in words, the event that it was waiting for, once that is recorded.
        replaces: ids of the pack's rules that this stricter one displaces for its own units.
        effective, until: the bounds inherited from the document or stated by the rule.
        superseded_on: the day from which a newer document's windows take over.
        whole_windows: it takes over from an older rule, so its first window is never cut.
    """

    pack: str
    document: Document
    id: str
    clause: str
    quote: str
    act: str
    category: str
    timing: Timing
    effective: dt.date
    until: dt.date | None = None
    actors: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    jointly: bool = False
    condition: str | None = None
    evidence: str | None = None
    reading: str | None = None
    year_from: str | None = None
    since: str | None = None
    force: Literal["must", "must_not"] = "must"
    roll: Literal["forward"] | None = None
    over: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    decision: Decision | None = None
    given: Given = ()
    unless: Given = ()
    to: tuple[str, ...] = ()
    begun: str | None = None
    topics: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    superseded_on: dt.date | None = None
    whole_windows: bool = False

    @property
    def bodies(self) -> tuple[str, ...]:
        """Return the bodies bound as the text names them: the tail only without a subject."""
        return self.actors or self.responsible

    @property
    def key(self) -> str:
        """`yichuan/2022-fifteen-measures:township-monthly-meeting`."""
        return f"{self.pack}:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDuty:
    """A clause that states no duty, or only the quoted words of it, and why."""

    clause: str
    reason: str
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supersession:
    """An older pack, or some of its rules (none named: all), that a newer document replaces."""

    pack: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The rules of one document."""

    name: str
    document: Document
    rules: tuple[Rule, ...]
    supersedes: tuple[Supersession, ...] = ()
    no_duty: tuple[NoDuty, ...] = ()

    @property
    def place(self) -> str:
        """Return the folder under rules/ whose roster answers to this pack's names."""
        return self.name.split("/", 1)[0]


def is_open(rule: Rule) -> bool:
    """Tell whether somebody has to decide when a rule falls due, because the text does not."""
    match rule.timing:
        case Unspecified():
            return True
        case Season(start=start, when=when):
            return start is None or when == "before"
        case _:
            return rule.since is not None


def folded(name: str) -> str:
    """Bring a body's name or a clause to the form in which they are compared.

    Full- and half-width brackets mean the same there, and white space means nothing.
    """
    return "".join(name.split()).translate(FOLDED)


QUOTE_LENGTH = 60
