"""What a time phrase leans on, and what may come of it: a Meaning, or the Reason for none."""

import datetime as dt
from dataclasses import dataclass, field

from cadence.dates import Span
from cadence.extract.times import Phrase
from cadence.timings import Timing

SURE, FAIR, UNSURE, A_GUESS = 0.95, 0.8, 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase leans on outside its sentence.

    Attributes:
        issued: the document's date; None where there is none.
        year: the year that dates without one take; year_from: whence, in words.
        campaign: the days of the campaign that the document is about.
    """

    issued: dt.date | None
    year: int
    year_from: str
    campaign: Span | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """A timing, and how sure it is: a number, a question to a person, the reading taken."""

    timing: Timing
    confidence: float = SURE
    question: str | None = None
    reading: str | None = None
    carried: bool = False  # the year is not in the words themselves


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


Found = tuple[Meaning, ...] | Reason
