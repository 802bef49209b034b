"""The months of a season that comes back: 汛期（6月至9月）, 每年5月15日至9月30日."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace

from cadence.core import NUMBER, number
from cadence.extract.times.meanings import FAIR, SURE, Context, Place, TimeMeaning
from cadence.extract.times.phrases import Phrase

MONTHS = re.compile(
    rf"(?P<first>{NUMBER})月?份?"
    rf"(?:(?:[至到—－～~-]|——)(?:次年|翌年|第二年)?(?P<last>{NUMBER})月份?(?:底|末)?)?"
)
SPAN = re.compile(
    rf"(?P<first>{NUMBER})月(?P<from>{NUMBER})[日号]?(?:[至到—－～~-]|——)(?:次年|翌年|第二年)?"
    rf"(?P<last>{NUMBER})月(?P<to>{NUMBER})[日号](?:止)?"
)
A_LEAP_YEAR = 2024
NEAR_BY = 40  # characters from 非汛期 to the rhythm that it bounds
A_MONTH_LASTS = 28  # days, at least
SEASONS = re.compile(
    "(?:汛|防火|火险|采暖|供暖|戒严|封山|禁牧)期(?:间|内)?(?:为|是|：)?[（(]"
    "(?:[^（）()，。；\\d]{1,6}(?:为|是|：))?$"
)
# 汛期（我市为5月1日至10月31日）, 防火期为每年10月1日至次年4月30日: what the document means by it.
DECLARED = re.compile(
    rf"(?<!非)(?<!主)(?P<name>汛期|防火期|火险期|戒严期|采暖期|供暖期)"
    rf"(?:(?:一般|定)?(?:为|是|：|从|自)|[（(](?:[^（）()，。；\d]{{1,6}}(?:为|是|：))?)(?:每年的?)?(?={NUMBER}月)"
)
ITS_NAME = re.compile("(?<!非)(?<!主)(?:汛期|防火期|火险期|戒严期|采暖期|供暖期)")
YEAR = 12  # months
OF_EVERY_YEAR = re.compile("^每年的?")


def names_months(words: str) -> bool:
    """Tell the 每年的3月至12月 that may limit a rhythm."""
    bare = OF_EVERY_YEAR.sub("", words)
    return MONTHS.fullmatch(bare) is not None or SPAN.fullmatch(bare) is not None


def declared(texts: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    """Return the seasons whose days a document sets: (汛期, --05-01, --10-31)."""
    made: dict[str, tuple[str, str]] = {}
    for text in texts:
        for found in DECLARED.finditer(text):
            if days := SPAN.match(text, found.end()):
                first, start, last, due = (number(days[n]) for n in ("first", "from", "last", "to"))
                if _is_day(first, start) and _is_day(last, due):
                    ends = (f"--{first:02}-{start:02}", f"--{last:02}-{due:02}")
                    made.setdefault(found["name"], ends)
    return tuple((name, *ends) for name, ends in made.items())


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= YEAR and 1 <= day <= monthrange(A_LEAP_YEAR, month)[1]


def its_days(words: str, seasons: tuple[tuple[str, str, str], ...]) -> tuple[str, str] | None:
    """Return the days that the document itself gives the season of some words (汛期内)."""
    name = ITS_NAME.search(words)
    return next(((start, due) for own, start, due in seasons if name and own == name[0]), None)


def rest_of_year(start: str, due: str) -> tuple[str, str]:
    """Return the days of every year that a season leaves: 非汛期."""
    first, last = (dt.date(A_LEAP_YEAR, int(day[2:4]), int(day[5:])) for day in (start, due))
    one = dt.timedelta(1)
    return f"--{last + one:%m-%d}", f"--{first - one:%m-%d}"


def yearly_months(limit: Phrase, sentence: str) -> tuple[int, ...]:
    """Return the months of 汛期（6月至9月）, which come back; none for days of one year's work."""
    words = OF_EVERY_YEAR.sub("", limit.text)
    found = SPAN.fullmatch(words) or MONTHS.fullmatch(words)
    before = sentence[: limit.start]
    every = limit.text.startswith("每年") or before.endswith("每年")
    if found is None or not (SEASONS.search(before) or every):
        return ()
    if not (found["last"] or (every and "月" in found[0])):
        return ()
    first, last = number(found["first"]), number(found["last"] or found["first"])
    if not (1 <= first <= YEAR and 1 <= last <= YEAR):
        return ()
    return months_between(first, last)


def months_between(first: int, last: int) -> tuple[int, ...]:
    """Return the months from one to another, over the new year where the second is earlier."""
    return tuple(sorted((first - 1 + n) % YEAR + 1 for n in range((last - first) % YEAR + 1)))


def cut_short(limit: Phrase) -> str | None:
    """Ask about a season that begins or ends within a month: 汛期（5月15日至9月30日）每周巡查."""
    found = SPAN.fullmatch(OF_EVERY_YEAR.sub("", limit.text))
    if found is None or (number(found["from"]) == 1 and number(found["to"]) >= A_MONTH_LASTS):
        return None
    return f"“{found[0]}”的首尾两月暂排整月，是否只排其中的日子？"


def outside(place: Place, context: Context) -> tuple[str, str] | None:
    """Return the rest of the year that 非汛期 means, where the document sets the 汛期."""
    for other in place.others:
        between = place.sentence[other.end : place.phrase.start]
        if (
            other.words.meaning == "说的是其余的时段"
            and len(between) < NEAR_BY
            and "；" not in between
        ):
            days = its_days(other.text[1:], context.seasons)
            return rest_of_year(*days) if days and other.end <= place.phrase.start else None
    return None


def in_its_months(meaning: TimeMeaning, start: str, due: str) -> TimeMeaning:
    """Bound by the months of a season whose days the document itself sets, year after year."""
    months = months_between(int(start[2:4]), int(due[2:4]))
    whole = start.endswith("-01") and int(due[5:]) >= A_MONTH_LASTS
    days = f"{start[2:]}至{due[2:]}"
    asked = None if whole else f"“{days}”的首尾两月暂排整月，是否只排其中的日子？"
    timing = replace(meaning.timing, months=months)  # type: ignore[arg-type]
    reading = f"按文中所定的{days}理解"
    return replace(
        meaning,
        timing=timing,
        confidence=min(meaning.confidence, SURE if whole else FAIR),
        question=meaning.question or asked,
        reading=meaning.reading or reading,
    )
