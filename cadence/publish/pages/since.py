"""A unit's page and a day → since when the page says the same; what marks the day itself. Pure.

On most days nothing of a unit changes but the date. Its page is drawn as of the first day that
shows the same, so it need not be drawn again; a small style sheet of its place, written every day,
says until when that holds and frames today in the month. Without it the page says the earlier day,
as of which all on it is true.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from cadence.core import day_words
from cadence.publish.pages.nouns import UnitView
from cadence.publish.pages.summary import COMING

A_DAY = timedelta(days=1)
A_WEEK = 7
DAY_STYLE = """\
.asof > span {{ display: none; }}
.asof::after {{ white-space: nowrap; content: "情况截至{words}"; }}
{cell} {{ box-shadow: inset 0 0 0 2px var(--act); }}
{cell}::before {{
  content: "今天"; position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%);
}}
"""


def as_of_its_last_change(view: UnitView) -> UnitView:
    """Return a view as of the first day from which on its page and its poster say the same."""
    if any(line.status == "overdue" for line in view.lines):
        return view  # for how many days is said, and grows every day
    return replace(view, today=max(day for day in _changes(view) if day <= view.today))


def _changes(view: UnitView) -> Iterator[date]:
    """Yield the days on which a page may say something else of lines that stay as they are."""
    yield view.today.replace(day=1)
    for line in view.lines:
        week = line.day - timedelta(days=line.day.weekday())
        # On one Monday it comes to be due next week, and on the next one this week.
        yield from (line.start, line.day + A_DAY, line.day - COMING, week, week - timedelta(A_WEEK))
        if line.due:
            yield line.due + A_DAY
        if line.meeting:
            yield date.fromisoformat(line.meeting[:10]) + A_DAY


def day_style(today: date) -> bytes:
    """Return the style sheet that says of which day the pages of a place are."""
    before = today.replace(day=1).weekday() + today.day - 1
    row, column = before // A_WEEK + 1, before % A_WEEK + 1
    cell = f"#m{today:%Y-%m} tbody tr:nth-child({row}) td:nth-child({column})"
    return DAY_STYLE.format(words=day_words(today), cell=cell).encode()
