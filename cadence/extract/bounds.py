"""What limits a duty that comes again: a campaign's days, a first day, a season, a stage."""

import re
from dataclasses import replace

from cadence.extract.days import stretch
from cadence.extract.meanings import Context, Meaning, Place
from cadence.timings import Cadence, PeriodicDeadline

DURING = re.compile("(?:行动|活动|整治|攻坚|专项|工作|大检查|排查)期间|期间内|(?:行动|活动)中")


def bounded(meaning: Meaning, place: Place, context: Context) -> Meaning:
    """Bound what comes again by a campaign (行动期间) or a first day (自2024年起)."""
    timing = meaning.timing
    if not isinstance(timing, Cadence | PeriodicDeadline):
        return meaning
    if context.campaign and DURING.search(place.sentence):
        campaign = context.campaign
        return replace(meaning, timing=replace(timing, start=campaign.first, due=campaign.last))
    for other in place.others:
        if other.kind == "phase" and other.text.endswith("起") and other.end <= place.phrase.start:
            begins = stretch(other.slot("day"), context.year)
            return replace(meaning, timing=replace(timing, start=begins.first if begins else None))
    return meaning


def last_year(words: str) -> int | None:
    """Return the last year that is printed in a phrase."""
    years = re.findall(r"(\d{4})年", words)
    return int(years[-1]) if years else None
