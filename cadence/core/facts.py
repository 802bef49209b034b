"""What an office writes into its ledger: one frozen noun per kind of fact, and Entry, one line.

Nothing here is ever changed: a wrong fact is answered by a Reversal, a moved event by an Event
that corrects it, a new choice by another Choice. Days are civil dates; moments are China's.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

MATTERS = "duban"  # the name, in each place, of the pack of what stands in no document


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One occurrence was done.

    Attributes:
        occurrence: its id.
        on: the day, or the moment where hours count.
        evidence: what proves it, in words (会议纪要〔2026〕11号), or the name of a file.
        sha256: of the file that was given as evidence, if it was one.
        by: the post that did it.
        files: the name and SHA-256 of each file that the workspace keeps as evidence.
        covers: the keys of those that were reached by it, where a duty must reach all of many
            (全覆盖) and this is a part of it; () where it says that the whole was done.
    """

    kind: Literal["done"] = "done"
    occurrence: str
    on: dt.date | dt.datetime
    evidence: str
    sha256: str | None = None
    by: str | None = None
    files: tuple[tuple[str, str], ...] = ()
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Somebody ticked an occurrence as done; its evidence is outstanding until a Done brings it.

    Attributes:
        occurrence: its id.
        on: the day, or the moment where hours count, as whoever ticked it says.
        by: on whose phone or page.
    """

    kind: Literal["claimed"] = "claimed"
    occurrence: str
    on: dt.date | dt.datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """An occurrence was released by a decision; it stays listed.

    Attributes:
        document: where the decision is written; by: the post that took it.
    """

    kind: Literal["waiver"] = "waiver"
    occurrence: str
    document: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """An occurrence was given until a later day; the first due day stays and both are shown."""

    kind: Literal["extension"] = "extension"
    occurrence: str
    to: dt.date
    document: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Somebody said no: the unit to its duty, or the office to a request; the duty stays live.

    Attributes:
        refused: what was: the duty itself, more time, or a release from it.
        reason: in words; on: the day of the refusal.
        by: who refused, a unit or a post.
    """

    kind: Literal["refusal"] = "refusal"
    occurrence: str
    refused: Literal["duty", "time", "release"]
    reason: str
    on: dt.date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened to a unit that starts clocks and is counted by thresholds.

    Attributes:
        name: what, as rules name it or as an alias of the roster does (事故发生, accident).
        at: the moment; unit: the unit's key (yichuan/pengpo).
        values: what else is known of it (level=一般, deaths=1), in the order given.
        corrects: the number of the entry whose event this one replaces.
        of: the number of the entry that first told of the event that this one follows (the
            accident that a report is about).
    """

    kind: Literal["event"] = "event"
    name: str
    at: dt.datetime
    unit: str
    note: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    corrects: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The office picked the day of an occurrence within its window, or took its pick back.

    Attributes:
        at: when it begins; None where an earlier choice is cleared.
        chair: the key of the post that presides (yichuan/secretary).
        by: the post that chose.
    """

    kind: Literal["choice"] = "choice"
    occurrence: str
    at: dt.datetime | None = None
    minutes: int | None = None
    where: str | None = None
    chair: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A unit confirmed that what it was told of has reached it (签收).

    Attributes:
        message: the name of what it was told by.
        unit: the unit's key; occurrences: the ids of what it was told of.
        by: who confirmed.
    """

    kind: Literal["receipt"] = "receipt"
    message: str
    unit: str
    occurrences: tuple[str, ...] = ()
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A unit said something about what it owes (反馈), or asked for more time; nobody granted it.

    Attributes:
        words: what it said, or why it asks.
        to: until when it asks to be given; None where it does not ask.
    """

    kind: Literal["answer"] = "answer"
    occurrence: str
    words: str
    to: dt.date | None = None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """A slip (督办单) was issued to a unit: about duties that it owes, or a matter of its own.

    Attributes:
        message: by which receipts cite it.
        unit: the unit's key; number: of the slip, counted anew each year in its place.
        round: 2 where a slip about one of the same duties went before, and so on.
        occurrences: the ids of the duties that it is about; () for a matter of its own.
        on: the day of issuing; reply_by: until when an answer is asked for.
        matter: what is to be done, where no document's rule asks it; due: its last day in time.
        basis: where the matter was decided (a meeting, an instruction).
        by: the office that issued it.
    """

    kind: Literal["supervision"] = "supervision"
    message: str
    unit: str
    number: int = 0
    round: int = 1
    occurrences: tuple[str, ...] = ()
    on: dt.date
    reply_by: dt.date | None = None
    matter: str | None = None
    due: dt.date | None = None
    basis: str | None = None
    by: str

    @property
    def name(self) -> str:
        """Return how people call it."""
        return f"督〔{self.on.year}〕{self.number}号"

    @property
    def pack(self) -> str:
        """Return the pack in which matters of its place stand."""
        return f"{self.unit.partition('/')[0]}/{MATTERS}"

    @property
    def rule(self) -> str:
        """Return the id of the rule that its matter is."""
        return f"m{self.on.year}-{self.number}"

    @property
    def about(self) -> tuple[str, ...]:
        """Return the ids of what it presses for."""
        if self.matter is None or self.due is None:
            return self.occurrences
        return (f"{self.pack}:{self.rule}:{self.due.isoformat()}@{self.unit}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """An earlier entry was wrong and no longer counts; it stays readable.

    Attributes:
        number: of the entry; reason: why, in words.
    """

    kind: Literal["reversal"] = "reversal"
    number: int
    reason: str
    by: str | None = None


Fact = (
    Done
    | Claimed
    | Waiver
    | Extension
    | Refusal
    | Event
    | Choice
    | Receipt
    | Answer
    | Supervision
    | Reversal
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger.

    Attributes:
        number: counted from 1 without a gap.
        recorded: the moment at which it was written down, to the second.
    """

    number: int
    recorded: dt.datetime
    fact: Fact
