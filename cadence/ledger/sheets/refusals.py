"""Rows whose state says that their unit refuses the duty → its dated refusal. Pure.

The row carries no day of completion; the refusal's day is the one that the state writes in full,
else the day on which the sheet was taken in. The duty stays owed.
"""

import datetime as dt
import re

from cadence.core import Occurrence, Refusal, later, plain, read_day
from cadence.ledger.reasons import Reason
from cadence.ledger.sheets.sheet_row import SheetRow

WHO = "(?:(?:已|现|明确|本|我|该)?(?:单位|局|镇|乡|街道|委|办|部门|公司)?)*"
# A unit's own refusal stands at the beginning: 企业拒绝整改 says something of somebody else.
REFUSED = re.compile(
    WHO + r"(?:拒绝|拒不|拒办|拒收|不予办理|不同意办理|不接受任务)"
    r"(?:办理|执行|完成|落实|承办|接受|召开|报送|开展|该项任务|任务)*"
)
DAY = re.compile(r"\d{4}(?:[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{4})")
AROUND = " \t\n:：,，;；。、.()（）[]【】-—"


def says_refused(state: str) -> bool:
    """Tell whether what stands in the column of the state is the unit's own refusal."""
    return bool(REFUSED.match(_undated(state)[0]))


def refusal_of(row: SheetRow, occurrence: Occurrence, today: dt.date) -> Refusal | Reason:
    """Return the refusal that a row tells of, or what is missing of it.

    Args:
        row: whose state says so.
        occurrence: that it means.
        today: the day on which the sheet is taken in.
    """
    said, on = _undated(row.text("status"))
    told = REFUSED.sub("", said, count=1).strip(AROUND)
    reasons = dict.fromkeys(filter(None, (told, row.text("remark"), row.text("evidence"))))
    if not reasons:
        return Reason(later("a refusal needs its reason; write it in the state: 拒绝办理：…"))
    return Refusal(
        occurrence=occurrence.id,
        refused="duty",
        reason="；".join(reasons),
        on=on or today,
        by=row.text("by") or occurrence.binding.unit.name,
    )


def _undated(state: str) -> tuple[str, dt.date | None]:
    """Take the day out of a state, where one is written in full."""
    said = plain(state)
    found = DAY.search(said)
    read = read_day(found[0], None) if found else ""
    if found is None or isinstance(read, str) or len(read.days) != 1:
        return said.strip(AROUND), None
    (day,) = read.days
    left = f"{said[: found.start()]}{said[found.end() :]}".strip(AROUND)
    return left, day.date() if isinstance(day, dt.datetime) else day
