"""An Overview → the words and tables that every form of it shares. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cadence.core import SHANGHAI, STATUSES, Status, Table, last_of_month, short_day
from cadence.occurrences import Judged
from cadence.reports.lists import source
from cadence.reports.overview.figures import FigureRow, Figures
from cadence.reports.overview.week import Alike, Since, alike_together
from cadence.reports.overview.whole import Overview
from cadence.reports.tallies import BY, By

TITLE = "安全生产任务完成情况"
OWED, COMPLETED, ON_TIME = "应办", "已办", "按时完成"
SHOWN: tuple[Status, ...] = ("overdue", "late", "claimed", "due_soon", "extended", "waived")
NAMED = 6  # of a list within a sentence; the rest is counted
FEW_ACTS = 3  # named one by one
MISSED_HEADS = ("单位", "事项", "应办结日", "逾期", "责任岗位", "依据")
FEW_WORDS = "项数少"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One month of this year, and the same of the last: None where nothing was owed in it.

    Attributes:
        is_over: its last day has passed, so its shares are settled but for what is still missed.
    """

    month: int
    is_over: bool
    now: Figures
    last: Figures | None


def overview_share(figures: Figures) -> str:
    """Write the on-time share with its numbers: `5/12，42%`; few are marked as few."""
    if figures.on_time is None:
        return "—"
    few = f"，{FEW_WORDS}" if figures.is_few else ""
    return f"{figures.of('done')}/{figures.owed}，{percent(figures.on_time)}{few}"


def percent(found: float | None) -> str:
    """Write a share in whole hundredths, cut and never rounded up: 99.6% is not all."""
    return "—" if found is None else f"{int(found * 100 + 1e-9)}%"


def counts_of(figures: Figures) -> tuple[tuple[str, str, int], ...]:
    """Return what a first line counts: a status or "", its words, how many."""
    return (
        ("overdue", STATUSES["overdue"], figures.of("overdue")),
        ("", OWED, figures.owed),
        ("", COMPLETED, figures.completed),
        ("done", ON_TIME, figures.of("done")),
        *((each, STATUSES[each], figures.of(each)) for each in SHOWN if each != "overdue"),
    )


def overview_table(rows: Sequence[FigureRow], by: By) -> Table:
    """List rows with their figures, in their order; what is overdue stands first."""
    return Table(
        (BY[by], *(STATUSES[each] for each in SHOWN[:1]), "最久", "最早应办结日", OWED, COMPLETED,
         ON_TIME, *(STATUSES[each] for each in SHOWN[1:]), "按时/应办"),
        tuple((each.name, *_cells(each.figures)) for each in rows),
    )  # fmt: skip


def _cells(figures: Figures) -> tuple[str, ...]:
    is_missed = bool(figures.of("overdue"))
    return (
        str(figures.of("overdue")),
        days_words(figures.longest) if is_missed else "",
        figures.oldest.isoformat() if figures.oldest else "",
        str(figures.owed),
        str(figures.completed),
        str(figures.of("done")),
        *(str(figures.of(each)) for each in SHOWN[1:]),
        overview_share(figures),
    )


def days_words(days: int) -> str:
    """Write for how long something is overdue; what ran out by the hour today is under a day."""
    return f"{days}天" if days else "不到1天"


def missed_table(missed: Iterable[Judged]) -> Table:
    """Name what is missed: by whom, what, since when, and the post that answers for it."""
    return Table(MISSED_HEADS, tuple(map(missed_cells, missed)))


def missed_cells(each: Judged) -> tuple[str, ...]:
    """Return one line of the named list."""
    binding = each.occurrence.binding
    return (
        binding.unit.name,
        act_of(each),
        day_cell(each),
        days_words(each.judgement.days_late or 0),
        post_of(each),
        source(binding.rule),
    )


def act_of(each: Judged) -> str:
    """Return the act, and which of several in its window it is."""
    window = each.occurrence.window
    nth = f"（第{window.nth}次，共{window.of}次）" if window.of > 1 else ""
    return f"{each.occurrence.binding.rule.act}{nth}"


def day_cell(each: Judged) -> str:
    """Write the text's own last day, and a later one that was given beside it."""
    window, due = each.occurrence.window, each.judgement.due
    closes = window.closes.astimezone(SHANGHAI) if window.closes else None
    day = window.due or due
    said = f"{closes:%Y-%m-%d %H:%M}" if closes else day.isoformat() if day else ""
    given = each.judgement.past.extension
    return f"{said}（延至{given.to.isoformat()}）" if given else said


def post_of(each: Judged) -> str:
    """Return the posts that the text has lead it; a post that owes something leads itself."""
    binding = each.occurrence.binding
    return "、".join(binding.rule.lead) or (
        binding.unit.name if binding.unit.kind == "post" else ""
    )


def since_lines(since: Since) -> Iterator[str]:
    """Say line by line what changed since a moment; nothing yields nothing."""
    if since.missed_acts:
        yield f"新逾期{len(since.missed)}项：{_by_act(since.missed_acts)}"
    by_status: tuple[tuple[Status, str], ...] = (
        ("late", "逾期后办结"),
        ("done", "按时办结、本期补登记"),
        ("claimed", "报办结、待补材料"),
        ("waived", "免办"),
    )
    for status, words in by_status:
        if found := since.cleared_as.get(status):
            yield f"{words}{found.count}项（{_named(_names(found))}）"
    named = dict(by_status)
    if others := [each for status, each in since.cleared_as.items() if status not in named]:
        rest = alike_together(others)
        yield f"不再逾期{rest.count}项（{_named(_names(rest))}）"
    if since.settled:
        yield f"登记办结{since.settled}项"
    for each, approval in since.approved[:NAMED]:
        words = f"延至{approval.to.isoformat()}" if approval.to else "免办"
        belated = "，逾期后批准，不消除逾期" if approval in each.judgement.past.belated else ""
        yield f"{_unit_and_act(each)}：{words}，{approval.fact.document}{belated}"
    if len(since.approved) > NAMED:
        yield f"延期、免办共{len(since.approved)}项"
    if since.events:
        yield f"新登记事件{len(since.events)}件：{_named(each.event.name for each in since.events)}"


def balance(since: Since, overdue: int) -> str:
    """Say how many were overdue then and are now: `9月1日12项，现在15项`."""
    day = since.at.astimezone(SHANGHAI).date()
    return f"{short_day(day)}逾期{since.overdue}项，现在{overdue}项"


def _unit(each: Judged) -> str:
    return each.occurrence.binding.unit.name


def _by_act(found: Mapping[str, Alike]) -> str:
    """Say act by act who did not do it; the acts that most did not do first."""
    acts = sorted(found.items(), key=lambda each: (-each[1].count, each[1].first))
    more = f"等{len(acts)}种事项" if len(acts) > FEW_ACTS else ""
    said = (f"{act}（{_named(_names(alike))}）" for act, alike in acts[:FEW_ACTS])
    return "；".join(said) + more


def _names(found: Alike) -> list[str]:
    """Return whose they are, in the order of their ids."""
    return sorted(found.names, key=lambda name: found.names[name])


def _unit_and_act(each: Judged) -> str:
    return f"{_unit(each)}{act_of(each)}"


def _named(names: Iterable[str]) -> str:
    """Name a few, each once, and count the rest."""
    found = list(dict.fromkeys(names))
    more = f"等{len(found)}个" if len(found) > NAMED else ""
    return "、".join(found[:NAMED]) + more


def trend(overview: Overview) -> tuple[Point, ...]:
    """Return the months of this year in which anything was owed, beside those of the last one."""
    year, today = overview.as_of.year, overview.as_of.date()
    now = {each.key: each.figures for each in overview.counted.months}
    asked = f"{overview.span.first:%Y-%m}"
    whole = {each.key: each for each in overview.counted.months if each.key >= asked}
    whole |= {each.key: each for each in overview.counted.last_year}
    last = {key: each.figures for key, each in whole.items()}
    first = overview.recorded_from
    return tuple(
        Point(
            month=month,
            is_over=last_of_month(year, month) < today,
            now=found,
            last=before if before and before.owed else None,
        )
        for month in range(1, today.month + 1)
        if (found := now.get(f"{year}-{month:02}")) and found.owed
        for before in (last.get(f"{year - 1}-{month:02}"),)
        if first is None or last_of_month(year, month) >= first
    )


def trend_table(overview: Overview) -> Table:
    """List the shares month by month, this year's against last year's."""
    return Table(
        ("月份", OWED, COMPLETED, ON_TIME, "完成率", "按时率", "上年同月按时率"),
        tuple(
            (
                f"{each.month}月{'' if each.is_over else '（未完）'}",
                str(each.now.owed),
                str(each.now.completed),
                str(each.now.of("done")),
                percent(each.now.completion),
                percent(each.now.on_time),
                overview_share(each.last) if each.last else "没有记录",
            )
            for each in trend(overview)
        ),
    )


def days_said(overview: Overview) -> str:
    """Say of which days the figures are, with what is missed from before: `2026年1月1日至11月26日`.

    What is asked about beyond the moment judged from is not owed yet.
    """
    first, last = overview.span.first, min(overview.span.last, overview.as_of.date())
    if overview.recorded_from:
        first = max(first, min(overview.recorded_from, last))
    same = first.year == last.year
    return f"{first.year}年{short_day(first)}至{'' if same else f'{last.year}年'}{short_day(last)}"


def summary(figures: Figures) -> str:
    """Say the figures in one sentence."""
    moved = f"（其中{figures.moved}项在批准的延期内）" if figures.moved else ""
    missed = figures.of("overdue")
    said = [
        f"{OWED}{figures.owed}项",
        f"{ON_TIME}{figures.of('done')}项{moved}",
        f"逾期完成{figures.of('late')}项",
        f"逾期未完成{missed}项{f'，最久{days_words(figures.longest)}' if missed else ''}",
    ]
    said += [
        f"{STATUSES[each]}{figures.of(each)}项"
        for each in ("claimed", "due_soon", "extended", "waived")
        if figures.of(each)
    ]
    return "，".join(said) + (f"；按时率{percent(figures.on_time)}" if figures.owed else "")


def moment_words(moment: dt.datetime) -> str:
    """Write the moment judged from."""
    return f"{moment.year}年{short_day(moment.date())}{moment:%H:%M}"
