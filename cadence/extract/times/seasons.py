"""The months of a season that comes back: 汛期（6月至9月）, 每年5月15日至9月30日."""

import re

from cadence.core import NUMBER, number
from cadence.extract.times.phrases import Phrase

MONTHS = re.compile(
    rf"(?P<first>{NUMBER})月?份?"
    rf"(?:(?:[至到—－～~-]|——)(?:次年|翌年|第二年)?(?P<last>{NUMBER})月份?(?:底|末)?)?"
)
SPAN = re.compile(
    rf"(?P<first>{NUMBER})月(?P<from>{NUMBER})[日号]?(?:[至到—－～~-]|——)(?:次年|翌年|第二年)?"
    rf"(?P<last>{NUMBER})月(?P<to>{NUMBER})[日号](?:止)?"
)
A_MONTH_LASTS = 28  # days, at least
SEASONS = re.compile("(?:汛|防火|火险|采暖|供暖|戒严|封山|禁牧)期(?:间|内)?(?:为|是|：)?[（(]$")
YEAR = 12  # months
OF_EVERY_YEAR = re.compile("^每年的?")


def names_months(words: str) -> bool:
    """Tell the 每年的3月至12月 that may limit a rhythm."""
    bare = OF_EVERY_YEAR.sub("", words)
    return MONTHS.fullmatch(bare) is not None or SPAN.fullmatch(bare) is not None


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
    return tuple(sorted((first - 1 + n) % YEAR + 1 for n in range((last - first) % YEAR + 1)))


def cut_short(limit: Phrase) -> str | None:
    """Ask about a season that begins or ends within a month: 汛期（5月15日至9月30日）每周巡查."""
    found = SPAN.fullmatch(OF_EVERY_YEAR.sub("", limit.text))
    if found is None or (number(found["from"]) == 1 and number(found["to"]) >= A_MONTH_LASTS):
        return None
    return f"“{found[0]}”的首尾两月暂排整月，是否只排其中的日子？"
