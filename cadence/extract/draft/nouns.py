"""The nouns of a draft: rules that a person has yet to confirm, and what gave no rule."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cadence.core import Document, Rule
from cadence.extract.text.clauses import Passage, value_of
from cadence.extract.text.head import Head


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
class Mention:
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
    """

    head: Head
    document: Document
    drafted: tuple[Drafted, ...]
    no_duty: tuple[Mention, ...]
    not_understood: tuple[Mention, ...]
    passages: tuple[Passage, ...]
    notes: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the duties alone."""
        return tuple(each.rule for each in self.drafted)


def numbered(drafted: list[Drafted]) -> Iterator[Drafted]:
    """Give every rule an id from its clause's numbers and its kind of timing."""
    used: dict[str, int] = {}
    for each in drafted:
        rule = each.rule
        parts = [str(_value(part)) for part in rule.clause.split("/") if _value(part)]
        period = getattr(rule.timing, "period", None) or rule.timing.kind
        name = "-".join(("c", *parts, period.replace("_", "-")))[:50]
        used[name] = used.get(name, 0) + 1
        given = name if used[name] == 1 else f"{name}-{used[name]}"
        yield replace(each, rule=replace(rule, id=given))


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
