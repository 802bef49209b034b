"""Occurrences, rules and findings → rows for people: Chinese heads, plain text cells."""

from collections.abc import Iterable
from datetime import date

from cadence.core import (
    CATEGORIES,
    CHANGES,
    DOUBTS,
    SEVERITIES,
    STATUSES,
    Finding,
    Occurrence,
    Pack,
    Rule,
    Table,
    Window,
    day_or_minute,
    span_words,
    timing_english,
    timing_words,
)
from cadence.occurrences import Judged, Judgement, said_beside
from cadence.reports.changes import Change

NAMED = 4  # units or days named before the rest is counted


def rules_table(packs: Iterable[Pack], *, english: bool = False) -> Table:
    """List the rules of packs: clause, duty, who and when; in English too for whoever reads it."""
    return Table(
        ("文件", "条款", "事项", "类别", "责任主体", "时限", "编号", *(("in English",) * english)),
        tuple(
            (
                rule.document.name,
                rule.clause,
                rule.act,
                CATEGORIES[rule.category],
                "、".join(rule.bodies or rule.outside),
                when(rule),
                rule.id,
                *((timing_english(rule.timing),) * english),
            )
            for pack in packs
            for rule in pack.rules
        ),
    )


def when(rule: Rule) -> str:
    """Say when a rule asks, as an official would, with what it waits for."""
    since = f"（待“{rule.since}”后起算）" if rule.since else ""
    decided = "（本办公室决定）" if rule.decision else ""
    return f"{timing_words(rule.timing)}{since}{decided}"


def conditions(rule: Rule) -> tuple[str, ...]:
    """Say on which condition a duty is one, and who leads and assists, where the text says so."""
    shown = {"条件", "牵头", "配合"}
    return tuple(f"{label}：{words}" for label, words in said_beside(rule) if label in shown)


def occurrences_table(found: Iterable[Judged]) -> Table:
    """List occurrences by due day, the advised day beside it where the two differ."""
    ordered = sorted(found, key=_by_due)
    return Table(
        ("截止日", "建议完成日", "单位", "事项", "依据", "状态", "编号"),
        tuple(
            (
                due_cell(each.occurrence.window),
                advised_cell(each.occurrence),
                each.occurrence.binding.unit.name,
                each.occurrence.binding.rule.act,
                source(each.occurrence.binding.rule),
                status_cell(each.judgement),
                each.occurrence.id,
            )
            for each in ordered
        ),
    )


def _by_due(judged: Judged) -> tuple[date, str]:
    window = judged.occurrence.window
    return window.due or window.start, judged.occurrence.id


def due_cell(window: Window) -> str:
    """Write the text's due day, with the minute where hours count."""
    if window.closes:
        return f"{window.closes:%Y-%m-%d %H:%M}"
    return window.due.isoformat() if window.due else "未写止日"


def status_cell(judgement: Judgement) -> str:
    """Say how something stands, with what tells it apart: days late, when, until when."""
    past, days = judgement.past, judgement.days_late
    details = []
    if past.done:
        details.append(f"{day_or_minute(past.done.on)}完成")
    elif past.claim and judgement.status == "claimed":
        details.append(f"{day_or_minute(past.claim.on)}报办结")
    if judgement.late_by is not None or days is not None:
        late = f"{days}日" if judgement.late_by is None else span_words(judgement.late_by)
        word = "逾" if judgement.late_by is None else "迟"
        in_grace = judgement.status == "due_soon"
        details.append(f"宽限中，已过{late}" if in_grace else f"{word}{late}")
    if past.extension:
        details.append(f"延至{past.extension.to.isoformat()}，{past.extension.document}")
    if past.asks_until:
        details.append(f"申请延至{past.asks_until.isoformat()}，未批")
    if past.waiver:
        details.append(past.waiver.document)
    details += past.beside_words
    name = STATUSES[judgement.status]
    return f"{name}（{'，'.join(details)}）" if details else name


def advised_cell(occurrence: Occurrence) -> str:
    """Write the working day to be done by, or why it cannot be told yet."""
    window = occurrence.window
    if window.advised is None:
        return "期内无工作日" if window.is_off else "节假日安排未公布" if window.provisional else ""
    rolled = "（顺延）" if window.due and window.advised > window.due else ""
    return f"{window.advised.isoformat()}{rolled}{'（待定）' if window.provisional else ''}"


def changes_table(changes: Iterable[Change]) -> Table:
    """List what a newer pack adds, drops and moves: the slip that goes out with a document."""
    return Table(
        ("变化", "事项", "单位", "原时限", "新时限", "取消的日期", "新增的日期", "依据"),
        tuple(
            (
                CHANGES[each.kind],
                "文件信息" if each.document else _act(each.after or each.before),
                _together(tuple(unit.name for unit in each.units), "个单位"),
                when(each.before) if each.before else "",
                when(each.after) if each.after else "",
                _together(each.gone, "期"),
                _together(each.come, "期"),
                each.document.name if each.document else source(each.after or each.before),
            )
            for each in changes
        ),
    )


def _together(names: tuple[str, ...], counted: str) -> str:
    """Name a few, and count the rest."""
    more = f"等{len(names)}{counted}" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more


def _act(rule: Rule | None) -> str:
    return rule.act if rule else ""


def source(rule: Rule | None) -> str:
    """Cite a rule: its document and clause."""
    return f"{rule.document.name} {rule.clause}" if rule else ""


def findings_table(findings: Iterable[Finding]) -> Table:
    """List what a check found."""
    return Table(
        ("程度", "类型", "说明", "建议", "条款"),
        tuple(
            (
                SEVERITIES[each.severity],
                DOUBTS[each.code],
                each.message,
                each.advice,
                "；".join(each.clauses),
            )
            for each in findings
        ),
    )


def brief_findings_table(findings: Iterable[Finding]) -> Table:
    """List what a check found in two columns for the screen, every word of it."""
    return Table(
        ("类型", "说明、建议与条款"),
        tuple(
            (
                f"{SEVERITIES[each.severity]}\n{DOUBTS[each.code]}",
                "\n".join(
                    (
                        each.message,
                        f"→ {each.advice}",
                        *((f"条款：{'；'.join(each.clauses)}",) if each.clauses else ()),
                    )
                ),
            )
            for each in findings
        ),
    )
