"""A sentence → every time phrase in it, with what it means or why it asks nothing.

What one phrase lends to another is settled here: the year printed before it, the campaign or the
first day that bounds what comes again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cadence.extract import bounds
from cadence.extract.judge import no_duty
from cadence.extract.meanings import Context, Found, Place, Reason
from cadence.extract.net import unread
from cadence.extract.reading import read
from cadence.extract.times import Phrase, find

MOST_PHRASES = 40  # in one sentence; with more it is a table that lost its lines, or damaged
NO_SENTENCE = Reason("一句里的时间词太多，不像句子，请对照原文人工摘录", understood=False)


@dataclass(frozen=True, slots=True)
class Said:
    """One time phrase in its place, what it was found to mean, and what it leaned on."""

    place: Place
    found: Found
    context: Context


def sayings(sentence: str, context: Context, chapter: str = "") -> Iterator[Said]:
    """Yield what each time phrase of a sentence says; the year of one carries on to the next."""
    phrases = find(sentence)
    if len(phrases) > MOST_PHRASES:
        yield Said(Place(phrases[0], sentence), NO_SENTENCE, context)
        return
    for phrase in phrases:
        place = Place(phrase, sentence, tuple(each for each in phrases if each is not phrase))
        yield Said(place, _found(place, context, chapter), context)
        context = with_year_of(phrase, context)
    for phrase, reason in unread(sentence, phrases):
        yield Said(Place(phrase, sentence), reason, context)


def _found(place: Place, context: Context, chapter: str) -> Found:
    if place.phrase.kind != "trap" and (reason := no_duty(place, chapter)):
        return reason
    found = read(place, context)
    if isinstance(found, Reason):
        return found
    return tuple(bounds.bounded(meaning, place, context) for meaning in found)


def with_year_of(phrase: Phrase, context: Context) -> Context:
    """Carry a year printed in a clause on to the dates after it."""
    if phrase.kind not in {"deadline", "phase"}:
        return context
    year = bounds.last_year(phrase.text)
    if year is None or year < context.year:
        return context
    return replace(context, year=year, year_from=f"同一条前文写的{year}年")
