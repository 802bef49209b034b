"""What a time phrase leans on, and what may come of it: a TimeMeaning, or the Reason for none."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from cadence.core import Span, Timing
from cadence.extract.times.phrases import Phrase

SURE, FAIR, UNSURE, A_GUESS = 0.95, 0.8, 0.6, 0.4
RECURRING = frozenset({"cadence", "periodic"})  # kinds of phrases for what comes again
REPEATS = RECURRING | {"yearly"}
A_BAR = "是禁止的期限，期内不得为，期满不需要办理"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a campaign: what its heading calls it, its days, where the heading stands."""

    name: str
    days: Span
    passage: int
    start: int


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase leans on outside its sentence.

    Attributes:
        issued: the document's date; None where there is none.
        year: the year that dates without one take; year_from: whence, in words.
        campaign: the days of the campaign that the document is about; stages: its parts.
        stage: the one whose clause is being read.
        monthly: whether 20日前 is a day of every month.
        report: it tells what happened (news), so that a day without an order is past.
        since: without a date, the latest day on which the text says something was done.
        lasting: a law or regulation, which binds year after year.
    """

    issued: dt.date | None
    year: int
    year_from: str
    campaign: Span | None = None
    stages: tuple[Stage, ...] = ()
    stage: Stage | None = None
    lasting: bool = False
    report: bool = False
    monthly: bool = False  # an earlier sentence of the passage said 每月
    month: str = ""  # printed last in the clause, for days that print none (11日至15日)
    seasons: tuple[tuple[str, str, str], ...] = ()  # whose days it sets: 汛期, --05-01, --10-31
    since: dt.date | None = None
    is_own_year: bool = True  # not one that the clause printed before


@dataclass(frozen=True, slots=True)
class TimeMeaning:
    """A timing, and how sure it is: a number, a question to a person, the reading taken."""

    timing: Timing
    confidence: float = SURE
    question: str | None = None
    reading: str | None = None
    carried: bool = False  # the year is not in the words themselves
    limit: str | None = None  # the part of every year that it is limited to, a condition
    force: Literal["must", "must_not"] = "must"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a time phrase gives no rule; understood: whether we know that it should not."""

    words: str
    understood: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A phrase, its sentence, and the other phrases of that sentence."""

    phrase: Phrase
    sentence: str
    others: tuple[Phrase, ...] = field(default=())

    @property
    def before(self) -> str:
        """The sentence up to the phrase."""
        return self.sentence[: self.phrase.start]

    @property
    def after(self) -> str:
        """The sentence from the phrase on."""
        return self.sentence[self.phrase.end :]


Found = tuple[TimeMeaning, ...] | Reason
