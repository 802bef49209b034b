"""A sentence → every time phrase in it, with what it means or why it asks nothing.

What one phrase lends to another is settled here: the year printed before it, the campaign or the
first day that bounds what comes again.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cadence.core import NUMBER, Cadence, CadenceError, Phase, Season, _
from cadence.extract.times import bounds
from cadence.extract.times.meanings import A_BAR, Context, Found, Place, Reason, TimeMeaning
from cadence.extract.times.no_duty import no_duty
from cadence.extract.times.phrases import find
from cadence.extract.times.reading import read
from cadence.extract.times.spans import FORBIDDEN
from cadence.extract.times.unread import unread

A_MONTH = re.compile(rf"(?:\d{{4}}年)?{NUMBER}月")
MOST_PHRASES = 40  # in one sentence; with more it is a table that lost its lines, or damaged
MOST_SENTENCES = 4000  # of a document, that say a time: reading one costs a millisecond
NO_SENTENCE = Reason("一句里的时间词太多，不像句子，请对照原文人工摘录", understood=False)


@dataclass(frozen=True, slots=True)
class Said:
    """One time phrase in its place, what it was found to mean, and what it leaned on."""

    place: Place
    found: Found
    context: Context


def check_count(texts: Iterable[str]) -> None:
    """See that a document says no more times than anybody writes, before each is read.

    Raises:
        CadenceError: it does.
    """
    count = 0
    for text in texts:
        found = len(find(text))
        count += 1 if found > MOST_PHRASES else found
        if count > MOST_SENTENCES:
            message = _("the document names more than {0} times; cut it into parts")
            raise CadenceError(message.format(MOST_SENTENCES))


def sayings(sentence: str, context: Context, chapter: str = "") -> Iterator[Said]:
    """Yield what each time phrase of a sentence says; the year of one carries on to the next."""
    phrases = find(sentence)
    if len(phrases) > MOST_PHRASES:
        yield Said(Place(phrases[0], sentence), NO_SENTENCE, context)
        return
    for phrase in phrases:
        place = Place(phrase, sentence, tuple(each for each in phrases if each is not phrase))
        said = Said(place, _found(place, context, chapter), context)
        yield said
        context = with_year_of(said)
    for phrase, reason in unread(sentence, phrases):
        yield Said(Place(phrase, sentence), reason, context)


def _found(place: Place, context: Context, chapter: str) -> Found:
    if place.phrase.kind != "trap" and (reason := no_duty(place, chapter)):
        return reason
    found = read(place, context)
    if isinstance(found, Reason):
        return found
    if spent := bounds.spent(place, found):
        return spent
    limited = (bounds.bounded(each, place, context) for each in found)
    return tuple(
        _barred(one, place) for each in limited for one in bounds.bracketed(each, place, context)
    )


def _barred(meaning: TimeMeaning, place: Place) -> TimeMeaning:
    """Read 防火期内禁止…: a bar with an end, in which nothing falls due."""
    timing = meaning.timing
    ends = isinstance(timing, Season) or (isinstance(timing, Phase) and timing.due is not None)
    if not ends or not FORBIDDEN.match(place.after):
        return meaning
    return replace(meaning, force="must_not", reading=A_BAR)


def speaks_of_months(said: Said) -> bool:
    """Tell a sentence of what comes every month; its 20日前 further on is a day of each."""
    return not isinstance(said.found, Reason) and any(
        isinstance(each.timing, Cadence) and each.timing.period == "month" for each in said.found
    )


def with_year_of(said: Said) -> Context:
    """Carry a year printed in a clause on to the dates after it; not that of 2026年计划项目."""
    phrase, context = said.place.phrase, said.context
    if phrase.kind in {"deadline", "phase"} and (months := A_MONTH.findall(phrase.text)):
        context = replace(context, month=months[-1])
    named = isinstance(said.found, Reason) and "月" not in phrase.text
    if phrase.kind not in {"deadline", "phase"} or named:
        return context
    year = bounds.last_year(phrase.text)
    if year is None or year < context.year:
        return context
    return replace(context, year=year, is_own_year=False, year_from=f"同一条前文写的{year}年")
