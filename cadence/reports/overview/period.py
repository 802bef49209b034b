"""Scenes over a 旬, a month, a quarter or a year → what a report on it says, part by part.

The figures and names are the overview's; what no record knows (why, and what is to be done about
it) is left to whoever edits the text, and said to be missing.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cadence.core import (
    STATUSES,
    Before,
    Span,
    Table,
    day_words,
    periods,
    short_day,
)
from cadence.occurrences import Scene
from cadence.reports.overview.figures import Figures
from cadence.reports.overview.whole import Overview, overview_of
from cadence.reports.overview.words import (
    NAMED,
    balance,
    days_words,
    missed_table,
    overview_share,
    since_lines,
    summary,
)

TEXTS = {"旬分析": "xun", "月通报": "month", "季通报": "quarter", "年总结": "year"}
XUN = "上中下"
A_YEAR_BACK = dt.timedelta(days=800)  # holds at least one whole year before any day
TO_FILL_IN = "〔请补充：主要原因和突出问题〕"
TO_ASK = "〔请补充：下一步要求、完成时限和责任岗位〕"
HEADS = ("单位", STATUSES["overdue"], "其中以前到期", "最久", STATUSES["late"], "本期按时/应办")
Over = Callable[[Span], Sequence[Scene]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a text: its head, its paragraphs and the table below them, if any."""

    head: str
    lines: tuple[str, ...]
    table: Table | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedText:
    """A text to be edited: its title, its parts, who signs it and on which day."""

    title: str
    stand: str
    parts: tuple[Part, ...]
    office: str
    day: dt.date


def last_period(text: str, today: dt.date) -> Span:
    """Return the days of the last 旬, month, quarter or year that is over: what reports are on."""
    before = Span(today - A_YEAR_BACK, today)
    found = [each for _label, each in periods(TEXTS[text], before, before.first)]
    return next(each for each in reversed(found) if each.last < today)


def prepare(text: str, span: Span, over: Over, as_of: dt.datetime, before: Before) -> PreparedText:
    """Prepare a report on some days.

    Args:
        text: one of TEXTS.
        span: the days.
        over: gives the places over any days.
        as_of: the moment judged from.
        before: what was known when the days began.
    """
    scenes = over(span)
    own = overview_of(scenes, as_of, carried=False)
    whole = overview_of(scenes, as_of, before=before)
    last = overview_of(over(_year_earlier(span)), as_of, carried=False)
    coming = overview_of(over(_next(text, span)), as_of, carried=False)
    label = _label(text, span)
    return PreparedText(
        title=f"{own.name}{label}安全生产任务完成情况{text}",
        stand=f"截至{day_words(as_of.date())}",
        parts=(
            _general(label, own, whole, last),
            _units(own, whole),
            _names(whole),
            _changes(whole),
            _ahead(coming),
        ),
        office=own.office,
        day=as_of.date(),
    )


def _general(label: str, own: Overview, whole: Overview, last: Overview) -> Part:
    carried = whole.counted.totals.of("overdue") - own.counted.totals.of("overdue")
    figures = last.counted.totals
    first = last.recorded_from
    if first and first > last.span.first:
        compared = "上年同期没有完整记录。"
    elif figures.owed:
        compared = f"上年同期按时率{overview_share(figures)}。"
    else:
        compared = "上年同期没有应办的任务。"
    before = (
        f"以前到期、至今逾期未完成的另有{carried}项，最久{days_words(whole.counted.totals.longest)}。"
        if carried
        else "没有以前到期而至今未完成的任务。"
    )
    lines = (f"{label}{summary(own.counted.totals)}。{compared}", before, TO_FILL_IN)
    return Part(head="总体情况", lines=lines)


def _units(own: Overview, whole: Overview) -> Part:
    """Say how each unit does: what it misses from before counts in no share of these days."""
    behind = [each for each in whole.units if each.figures.of("overdue")]
    clear = [each for each in whole.units if each.figures.owed and not each.figures.of("overdue")]
    names = "、".join(each.name for each in clear)
    after = (f"没有逾期未完成的{len(clear)}个单位：{names}。",) if clear else ()
    if not behind:
        return Part(head="各单位情况", lines=("各单位都没有逾期未完成的任务。",), after=after)
    line = (
        f"{len(behind)}个单位有逾期未完成的任务，按项数和最早的截止日排列，延期不改变名次；"
        "按时/应办只计本期到期的。"
    )
    of_unit = {each.key: each.figures for each in own.units}
    rows = tuple((each.name, *_cells(each.figures, of_unit.get(each.key))) for each in behind)
    return Part(head="各单位情况", lines=(line,), table=Table(HEADS, rows), after=after)


def _cells(figures: Figures, own: Figures | None) -> tuple[str, ...]:
    missed = figures.of("overdue")
    return (
        str(missed),
        str(missed - (own.of("overdue") if own else 0)),
        days_words(figures.longest),
        str(own.of("late") if own else 0),
        overview_share(own) if own else "—",
    )


def _names(whole: Overview) -> Part:
    missed = whole.counted.missed
    if not missed:
        return Part(head="逾期未完成名单", lines=("没有逾期未完成的任务。",))
    return Part(
        head="逾期未完成名单",
        lines=(f"共{len(missed)}项，最久的在前。",),
        table=missed_table(missed),
    )


def _changes(whole: Overview) -> Part:
    since = whole.since
    if since is None:
        return Part(head="期内变化", lines=("没有可比的记录。",))
    lines = tuple(f"{each}。" for each in since_lines(since)) or ("没有变化。",)
    now = balance(since, whole.counted.totals.of("overdue"))
    return Part(head="期内变化", lines=(f"{now}。", *lines))


def _ahead(coming: Overview) -> Part:
    first, last = coming.span.first, coming.span.last
    days = f"{first.year}年{short_day(first)}至{short_day(last)}"
    total = sum(coming.counted.totals.counts.values()) - coming.counted.totals.of("untracked")
    units = len(coming.rows("unit"))
    line = (
        f"{days}到期的任务{total}项，涉及{units}个单位和岗位。"
        if total
        else f"{days}没有到期的任务。"
    )
    documents = Counter(
        {
            each.name: sum(each.figures.counts.values()) - each.figures.of("untracked")
            for each in coming.rows("document")
        }
    )
    named = [f"{name}{count}项" for name, count in documents.most_common(NAMED) if count]
    by_document = (f"其中{'、'.join(named)}。",) if len(named) > 1 else ()
    return Part(head="下一步", lines=(line, *by_document, TO_ASK))


def lines_of(prepared: PreparedText) -> Iterator[str]:
    """Yield the text line by line, its tables as rows, to be read on a screen."""
    yield prepared.title
    yield f"（{prepared.stand}）"
    for number, part in zip("一二三四五", prepared.parts, strict=True):
        yield f"{number}、{part.head}"
        yield from part.lines
        if part.table:
            yield "　".join(part.table.heads)
            yield from ("　".join(row) for row in part.table.rows)
        yield from part.after
    yield prepared.office
    yield date_line(prepared)


def date_line(prepared: PreparedText) -> str:
    """Write the day at the foot, as official letters do."""
    return f"{prepared.day.year}年{short_day(prepared.day)}"


def _year_earlier(span: Span) -> Span:
    """Return the same days of the year before; February 29 has its eve."""
    first, last = (_back(each) for each in (span.first, span.last))
    return Span(first, last)


def _back(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _next(text: str, span: Span) -> Span:
    """Return the period that follows."""
    day = span.last + dt.timedelta(days=1)
    ((_label, found),) = periods(TEXTS[text], Span(day, day), day)
    return Span(day, found.last)


def _label(text: str, span: Span) -> str:
    """Name the days: 2026年10月, 2026年第三季度; other days by their ends."""
    first = span.first
    whole = [each for _name, each in periods(TEXTS[text], span, first)]
    if whole != [span]:
        year = "" if span.last.year == first.year else f"{span.last.year}年"
        return f"{first.year}年{short_day(first)}至{year}{short_day(span.last)}"
    match TEXTS[text]:
        case "xun":
            return f"{first.year}年{first.month}月{XUN[(first.day - 1) // 10]}旬"
        case "month":
            return f"{first.year}年{first.month}月"
        case "quarter":
            return f"{first.year}年第{'一二三四'[(first.month - 1) // 3]}季度"
        case _:
            return f"{first.year}年度"
