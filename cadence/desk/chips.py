"""How a duty stands → the chip that every page shows: its colour, its mark and its words. Pure."""

import datetime as dt
from dataclasses import dataclass

from cadence.core import STATUSES, Status, day_of_moment, short_day, span_words
from cadence.occurrences import Judged

A_DAY = dt.timedelta(days=1)
CHIPS: dict[Status, tuple[str, str]] = {  # class and mark; the words are everybody's
    "overdue": ("c-over", "×"),
    "claimed": ("c-soon", "☑"),
    "due_soon": ("c-soon", "！"),
    "open": ("c-open", "·"),
    "extended": ("c-ext", "延"),
    "upcoming": ("c-next", "○"),
    "done": ("c-done", "✓"),
    "late": ("c-late", "迟"),
    "waived": ("c-free", "免"),
    "untracked": ("c-none", "—"),
}
NEAR = ("今天", "明天", "后天")


@dataclass(frozen=True, slots=True)
class Chip:
    """What stands in a chip."""

    css: str
    mark: str
    words: str


def chip_of(judged: Judged, now: dt.datetime) -> Chip:
    """Say how something stands, with days where days matter and minutes where hours count."""
    judgement = judged.judgement
    words = ""
    if judgement.status == "overdue":
        words = _late(judged)
    elif judgement.status == "claimed" and judgement.past.claim:
        words = f"{short_day(day_of_moment(judgement.past.claim.on))}报办结，待补材料"
    elif judgement.status in {"due_soon", "open", "extended"}:
        words = _left(judged, now)
    return Chip(*CHIPS[judgement.status], words or STATUSES[judgement.status])


def _late(judged: Judged) -> str:
    judgement = judged.judgement
    if judgement.late_by is not None and judgement.late_by < A_DAY:
        return f"超 {span_words(judgement.late_by)}"
    return f"逾期{judgement.days_late}天" if judgement.days_late else ""


def _left(judged: Judged, now: dt.datetime) -> str:
    closes, due = judged.occurrence.window.closes, judged.judgement.due
    if closes and closes >= now and closes - now < A_DAY:
        return f"剩 {span_words(closes - now)}"
    if due is None:
        return ""
    days = (due - now.date()).days
    if days < 0:
        return ""
    return NEAR[days] if days < len(NEAR) else f"还有{days}天"
