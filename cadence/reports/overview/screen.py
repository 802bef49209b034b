"""An Overview → text for the terminal: the figures, the rows, the months, the names, the week."""

from collections.abc import Iterator

from cadence.core import Table
from cadence.print import render_text
from cadence.reports.overview.whole import Overview
from cadence.reports.overview.words import (
    TITLE,
    balance,
    days_said,
    missed_table,
    moment_words,
    overview_table,
    since_lines,
    summary,
    trend_table,
)
from cadence.reports.tallies import By

MOST = 20  # of the named list; --format csv and xlsx have them all


def render_overview_text(overview: Overview, by: By) -> str:
    """Return an overview for the screen."""
    return "\n".join(_lines(overview, by))


def _lines(overview: Overview, by: By) -> Iterator[str]:
    counted = overview.counted
    yield f"{overview.name}{TITLE}　截至{moment_words(overview.as_of)}（{days_said(overview)}）"
    yield summary(counted.totals)
    yield from _part(overview_table(overview.rows(by), by))
    yield from _part(trend_table(overview))
    missed = missed_table(counted.missed[:MOST])
    if missed.rows:
        yield from _part(missed)
        if len(counted.missed) > MOST:
            yield f"另有{len(counted.missed) - MOST}项，用 --format xlsx -o 存成表格可见全部"
    if overview.since:
        yield ""
        yield f"比上周：{balance(overview.since, counted.totals.of('overdue'))}"
        yield from (f"  {each}" for each in since_lines(overview.since))


def _part(table: Table) -> Iterator[str]:
    if table.rows:
        yield ""
        yield render_text(table)
