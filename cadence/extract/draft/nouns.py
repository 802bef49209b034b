"""The nouns of a draft: rules that a person has yet to confirm, and what gave no rule."""

from dataclasses import dataclass, field
from functools import lru_cache

from cadence.core import Cadence, Document, PeriodicDeadline, Rule, Timing
from cadence.extract.files.scan import Scan
from cadence.extract.text.clauses import Passage, value_of
from cadence.extract.text.head import DocumentHead


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """One duty as it was read.

    Attributes:
        rule: the duty, how sure the reading is, and what a person should settle, in words.
        words: the time phrase itself.
        passage, start, end: where it stands: which passage, from where to where.
    """

    rule: Rule
    words: str
    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """Words of time that gave no rule, and why."""

    clause: str
    quote: str
    reason: str
    passage: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was read out of one document.

    Attributes:
        document: its head, with what had to be assumed said in basis.
        notes: what a person should fill in or confirm about the document itself.
        scan: the lines that the text was recognised from; None where it was printed as text.
    """

    head: DocumentHead
    document: Document
    drafted: tuple[Drafted, ...]
    no_duty: tuple[TimeMention, ...]
    not_understood: tuple[TimeMention, ...]
    passages: tuple[Passage, ...]
    notes: tuple[str, ...] = ()
    scan: Scan | None = None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the duties alone."""
        return tuple(each.rule for each in self.drafted)


@dataclass(slots=True)
class Ids:
    """The ids given so far: of a clause's numbers and a kind of timing, counted on where alike."""

    used: dict[str, int] = field(default_factory=dict)

    def of(self, clause: str, timing: Timing) -> str:
        """Return the next id for a rule."""
        parts = [str(value) for part in clause.split("/") if (value := _value(part))]
        period = getattr(timing, "period", None) or timing.kind
        name = "-".join(("c", *parts, period.replace("_", "-")))[:50]
        count = self.used[name] = self.used.get(name, 0) + 1
        return name if count == 1 else f"{name}-{count}"


@lru_cache(maxsize=512)
def _value(part: str) -> int | None:
    try:
        return value_of(part)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Bound:
    """Who is bound, and how that was found: a key of TRUST (here, carried, tail, nobody)."""

    actors: tuple[str, ...] = ()
    how: str = "nobody"
    responsible: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()


def says_less(timing: Timing, drafted: Drafted) -> bool:
    """Tell a row's 每月 beside the row's own words, which say how often or by which day."""
    own = drafted.rule.timing
    if not isinstance(own, Cadence | PeriodicDeadline):
        return False
    return isinstance(timing, Cadence) and timing.count == 1 and timing.period == own.period
