"""The nouns of a draft: rules that a person has yet to confirm, and what gave no rule."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from cadence.core import Document, Timing
from cadence.extract.text.clauses import Passage, value_of
from cadence.extract.text.head import Head


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRule:
    """One duty as it was read.

    Attributes:
        passage, start, end: where its time phrase stands: which passage, from where to where.
        words: the time phrase itself.
        confidence: from 0 to 1; questions: what a person should settle, in words.
        verdict: what a person decided on an earlier draft: accepted, edited or nothing yet.
    """

    id: str
    clause: str
    quote: str
    act: str
    category: str
    timing: Timing
    words: str
    actors: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    condition: str | None = None
    force: Literal["must", "must_not"] = "must"
    reading: str | None = None
    year_from: str | None = None
    confidence: float = 1.0
    questions: tuple[str, ...] = ()
    passage: int = 0
    start: int = 0
    end: int = 0

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies bound: the sentence's subject, else its 责任单位 tail."""
        return self.actors or self.responsible or self.outside


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
    rules: tuple[DraftRule, ...]
    no_duty: tuple[Mention, ...]
    not_understood: tuple[Mention, ...]
    passages: tuple[Passage, ...]
    notes: tuple[str, ...] = ()


def numbered(rules: list[DraftRule]) -> Iterator[DraftRule]:
    """Give every rule an id from its clause's numbers and its kind of timing."""
    used: dict[str, int] = {}
    for rule in rules:
        parts = [str(_value(part)) for part in rule.clause.split("/") if _value(part)]
        period = getattr(rule.timing, "period", None) or rule.timing.kind
        name = "-".join(("c", *parts, period.replace("_", "-")))[:50]
        used[name] = used.get(name, 0) + 1
        yield replace(rule, id=name if used[name] == 1 else f"{name}-{used[name]}")


def _value(part: str) -> int | None:
    try:
        return value_of(part)
    except ValueError:
        return None
