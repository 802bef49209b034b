"""Judged occurrences → DutyRows: every cell in the words that officials read. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from cadence.core import (
    ROLES,
    STATUSES,
    Occurrence,
    Phase,
    Rule,
    Season,
    Window,
    day_of_moment,
    day_or_minute,
    short_day,
    span_words,
)
from cadence.occurrences import Judged, Judgement, row_stamp
from cadence.reports.duty.nouns import Concern, DutyRow
from cadence.reports.lists import due_cell, source

FINISHED = {"done", "late", "waived"}
NAMED = 2  # units named before the rest is counted
KEPT = 2  # overdue windows of one duty that stand alone; the earlier ones share a row


def row_of(judged: Judged) -> DutyRow:
    """Put one occurrence into a row, not yet numbered."""
    occurrence, judgement = judged.occurrence, judged.judgement
    binding, window = occurrence.binding, occurrence.window
    past = judgement.past
    return DutyRow(
        number=0,
        occurrence=occurrence.id,
        revision=row_stamp(occurrence, past),
        uid=occurrence.uid,
        owner=binding.unit,
        act=_act(occurrence),
        document=binding.rule.document.name,
        clause=binding.rule.clause,
        who=_who(occurrence),
        due=_due(binding.rule, window),
        extended=f"延至{past.extension.to}（{past.extension.document}）" if past.extension else "",
        planned=f"定于{day_or_minute(past.choice.at)}" if past.choice and past.choice.at else "",
        advised=_advised(window, judgement),
        by=_by(binding.rule, judgement),
        status=STATUSES[judgement.status],
        detail=_detail(judgement),
        done_on=past.done.on if past.done else None,
        evidence=past.done.evidence if past.done else "",
        day=judgement.due,
        chosen=_chosen(judgement),
        is_overdue=judgement.status == "overdue",
    )


def _chosen(judgement: Judgement) -> dt.date | None:
    choice = judgement.past.choice
    return (
        day_of_moment(choice.at) if choice and choice.at and judgement.past.done is None else None
    )


def row_of_concern(concern: Concern) -> DutyRow:
    """Sum up how those stand who owe what a unit or post leads or assists."""
    first = concern.judged[0]
    owners = [each.occurrence.binding.unit.name for each in concern.judged]
    finished = sum(each.judgement.status in FINISHED for each in concern.judged)
    overdue = sum(each.judgement.status == "overdue" for each in concern.judged)
    return replace(
        row_of(first),
        occurrence="",
        revision="",
        owner=concern.unit,
        who=f"{_few(owners)}（{ROLES[concern.role]}：{concern.unit.name}）",
        extended="",
        planned="",
        others=tuple(each.occurrence.id for each in concern.judged),
        chosen=None,
        is_overdue=overdue > 0,
        status=f"完成{finished}/{len(owners)}",
        detail=f"逾期{overdue}" if overdue else "",
        done_on=None,
        evidence="",
    )


def _act(occurrence: Occurrence) -> str:
    rule, window = occurrence.binding.rule, occurrence.window
    nth = f"（第{window.nth}次，共{window.of}次）" if window.of > 1 else ""
    decided = "（本办公室决定）" if rule.decision else ""
    subject = f"（对象：{occurrence.subject.name}）" if occurrence.subject else ""
    return f"{rule.act}{nth}{decided}{subject}"


def _who(occurrence: Occurrence) -> str:
    binding = occurrence.binding
    name, rule = binding.unit.name, binding.rule
    if binding.role == "supervise":
        return f"{name}（督促{_few(rule.outside)}）"
    return f"{name}（牵头：{_few(rule.lead)}）" if rule.lead else name


def _few(names: Sequence[str]) -> str:
    """Name a few bodies, and count the rest; the register of the document has them all."""
    return "、".join(names) if len(names) <= NAMED else f"{names[0]}等{len(names)}家"


def _due(rule: Rule, window: Window) -> str:
    """Write the due day; a stage or season from its first day on."""
    if isinstance(rule.timing, Phase | Season):
        return f"{window.start}至{window.due}" if window.due else f"{window.start}起"
    return due_cell(window)


def _advised(window: Window, judgement: Judgement) -> str:
    """Say what stands beside a due day still to come that is no working day, or may be none."""
    past = judgement.status in FINISHED or judgement.status == "overdue"
    if window.due is None or window.advised == window.due or past:
        return ""
    if window.advised is None:
        return "期内无工作日" if window.is_off else "节假日安排未公布" if window.provisional else ""
    same_year = window.advised.year == window.due.year
    day = short_day(window.advised) if same_year else window.advised.isoformat()
    return f"{'顺延至' if window.advised > window.due else '建议'}{day}"


def _by(rule: Rule, judgement: Judgement) -> str:
    past = judgement.past
    if decided := past.waiver or past.extension:
        return decided.document
    if rule.decision and rule.decision.document:
        return rule.decision.document
    return source(rule)


def _detail(judgement: Judgement) -> str:
    """Say what goes with a status: by how much late, by which document released or put off."""
    return "；".join(filter(None, (_late(judgement), *judgement.past.beside_words)))


def _late(judgement: Judgement) -> str:
    if judgement.status == "waived" and judgement.past.waiver:
        return judgement.past.waiver.document
    if judgement.late_by is not None:
        return f"迟{span_words(judgement.late_by)}"
    if judgement.days_late is None:
        return ""
    grace = judgement.status == "due_soon"
    return f"宽限中，已过{judgement.days_late}日" if grace else f"逾{judgement.days_late}日"


def folded(rows: list[DutyRow], first: dt.date) -> tuple[DutyRow, ...]:
    """Order rows by due day; of what was missed again and again, fold all but the last few."""
    ordered = sorted(rows, key=_by_due)
    missed: dict[tuple[str, str, str], list[DutyRow]] = {}
    for row in ordered:
        is_coming = row.status == STATUSES["due_soon"]
        if row.day and row.day < first and row.done_on is None and not is_coming:
            missed.setdefault((row.act, row.source, row.who), []).append(row)
    gone: set[str] = set()
    folded: list[DutyRow] = []
    for same in missed.values():
        if len(earlier := same[:-KEPT]) > 1:
            gone.update(row.uid for row in earlier)
            folded.append(_earlier(earlier))
    return tuple(sorted((*folded, *(row for row in ordered if row.uid not in gone)), key=_by_due))


def _earlier(rows: list[DutyRow]) -> DutyRow:
    """Put the earlier windows of one duty into one row, which nobody fills in."""
    count = len(rows)
    return replace(
        rows[-1],
        occurrence="",
        revision="",
        uid="",
        act=f"{rows[0].act}（更早{count}期）",
        due=f"{rows[0].due}至{rows[-1].due}",
        extended="",
        planned="",
        merged="",
        advised="",
        chosen=None,
        windows=count,
        others=tuple(each for row in rows for each in (row.occurrence, *row.others) if each),
        detail=f"共{count}期",
    )


def _by_due(row: DutyRow) -> str:
    """Order by day; what falls due on one day stays in the order of the clauses."""
    return row.due
