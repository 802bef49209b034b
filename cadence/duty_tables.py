"""Judged occurrences of a month → DutyTable: the rows that a unit gets on paper. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cadence.checks import Judged, Judgement
from cadence.dates import Span
from cadence.duty import SECTIONS, Concern, DutyGroup, DutyHead, DutyRow, DutyTable
from cadence.model import Finding, Occurrence, Rule, Unit, Window
from cadence.stamps import row_stamp
from cadence.tables import due_cell, source
from cadence.timings import Phase, Season, Threshold, Trigger
from cadence.words import ROLES, STATUSES, day_or_minute, short_day, span_words

FINISHED = {"done", "late", "waived"}
NAMED = 2  # units named before the rest is counted
KEPT = 2  # overdue windows of one duty that stand alone; the earlier ones share a row
RETURN = "办结后请填写状态、完成日期、佐证材料并签字，月底退回{office}。"


def section_of(judged: Judged, month: Span) -> str | None:
    """Tell in which section of a month's table an occurrence stands; None: in none."""
    window, judgement = judged.occurrence.window, judged.judgement
    timing, due = judged.occurrence.binding.rule.timing, judgement.due
    if window.start > month.last:
        return None
    is_due = any(each and _lies_in(each, month) for each in (due, window.due))
    finished = finished_on(judgement)
    was_finished = finished is not None and finished < month.first
    if (was_finished or judgement.status == "waived") and not is_due:
        return None
    if due and due < month.first and not is_due:
        return "carried" if finished or _is_owed(judgement) else None
    if isinstance(timing, Trigger | Threshold):
        return "clock"
    if isinstance(timing, Phase | Season):
        return "phase"
    return "due" if is_due else "running"


def finished_on(judgement: Judgement) -> dt.date | None:
    """Return the day on which something was done."""
    done = judgement.past.done
    if done is None:
        return None
    return done.on.date() if isinstance(done.on, dt.datetime) else done.on


def _is_owed(judgement: Judgement) -> bool:
    """Tell whether something past its due day is still asked for, be it in its days of grace."""
    return judgement.status in {"overdue", "due_soon"}


def _lies_in(day: dt.date, month: Span) -> bool:
    return month.first <= day <= month.last


def duty_table(  # noqa: PLR0913 - a table says all of this
    unit: Unit,
    head: DutyHead,
    judged: Iterable[Judged],
    *,
    concerns: Iterable[Concern] = (),
    findings: Iterable[Finding] = (),
    off: tuple[dt.date, ...] = (),
    unknown: tuple[dt.date, ...] = (),
) -> DutyTable:
    """Put one unit's occurrences into a month's table.

    Args:
        unit: a unit or a post.
        head: what stands above.
        judged: what it owes and, for a unit, what its posts owe; of any time.
        concerns: what it leads or assists.
        findings: conflicts of any unit; those that touch a row stand in the foot.
        off: the month's days off.
        unknown: those of which nothing is announced.
    """
    found: dict[str, list[DutyRow]] = {name: [] for name in SECTIONS}
    for each in judged:
        if section := section_of(each, head.month):
            found[section].append(_row(each))
    for concern in concerns:
        if _is_shown(concern, head.month):
            found["led"].append(_concern_row(concern))
    groups = _numbered(
        DutyGroup(name=SECTIONS[name], rows=_folded(rows, head.month.first))
        for name, rows in found.items()
        if rows
    )
    table = DutyTable(
        unit=unit, head=head, groups=groups, counts=(), off=off, unknown=unknown,
        notes=(RETURN.format(office=head.office),),
    )  # fmt: skip
    return replace(table, counts=_counts(groups), conflicts=_conflicts(table.rows, findings))


def collected(
    tables: Iterable[DutyTable], head: DutyHead, findings: Iterable[Finding] = ()
) -> DutyTable:
    """Put the tables of a place's units and posts into one, each duty once, at whom it binds.

    Args:
        tables: each unit's and each post's own.
        head: the place's.
        findings: conflicts; those that touch a row stand in the foot.
    """
    listed = list(tables)
    groups, idle = [], []
    for table in listed:
        unit = table.unit
        rows = tuple(
            row
            for group in table.groups
            if group.name != SECTIONS["led"]
            for row in group.rows
            if row.owner == unit
        )
        if unit and rows:
            groups.append(DutyGroup(name=_with_counts(unit.name, rows), rows=rows))
        elif unit and not table.rows:
            idle.append(unit.name)
    numbered = _numbered(groups)
    notes = (f"本月无任务的单位和岗位：{'、'.join(idle)}。",) if idle else ()
    return DutyTable(
        unit=None,
        head=head,
        groups=numbered,
        counts=_sums(listed, numbered),
        conflicts=_conflicts(tuple(row for group in numbered for row in group.rows), findings),
        notes=notes,
        off=listed[0].off if listed else (),
        unknown=listed[0].unknown if listed else (),
    )


def _is_shown(concern: Concern, month: Span) -> bool:
    """Tell whether a table shows what others owe: to who leads it all, to assistants the month's.

    Where one of the owners still owes it, the window counts as carried over.
    """
    sections = {section_of(each, month) for each in concern.judged} - {None}
    return bool(sections if concern.role == "lead" else sections - {"carried", "running"})


def _numbered(groups: Iterable[DutyGroup]) -> tuple[DutyGroup, ...]:
    """Count the rows over all groups."""
    numbered, count = [], 0
    for group in groups:
        rows = tuple(replace(row, number=n) for n, row in enumerate(group.rows, count + 1))
        numbered.append(replace(group, rows=rows))
        count += len(rows)
    return tuple(numbered)


def _folded(rows: list[DutyRow], first: dt.date) -> tuple[DutyRow, ...]:
    """Order rows by due day; of what was missed again and again, fold all but the last few."""
    ordered = sorted(rows, key=_by_due)
    missed: dict[tuple[str, str, str], list[DutyRow]] = {}
    for row in ordered:
        if row.day and row.day < first and row.done_on is None:
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
        advised="",
        detail=f"共{count}期",
    )


def _by_due(row: DutyRow) -> tuple[str, str, str]:
    return row.due, row.act, row.uid


def _row(judged: Judged) -> DutyRow:
    occurrence, judgement = judged.occurrence, judged.judgement
    binding, window = occurrence.binding, occurrence.window
    past = judgement.past
    return DutyRow(
        number=0,
        occurrence=occurrence.id,
        revision=row_stamp(judged),
        uid=occurrence.uid,
        owner=binding.unit,
        act=_act(binding.rule, window),
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
    )


def _concern_row(concern: Concern) -> DutyRow:
    """Sum up how those stand who owe what a unit or post leads or assists."""
    first = concern.judged[0]
    owners = [each.occurrence.binding.unit.name for each in concern.judged]
    finished = sum(each.judgement.status in FINISHED for each in concern.judged)
    overdue = sum(each.judgement.status == "overdue" for each in concern.judged)
    return replace(
        _row(first),
        occurrence="",
        revision="",
        owner=concern.unit,
        who=f"{_few(owners)}（{ROLES[concern.role]}：{concern.unit.name}）",
        extended="",
        planned="",
        status=f"完成{finished}/{len(owners)}",
        detail=f"逾期{overdue}" if overdue else "",
        done_on=None,
        evidence="",
    )


def _act(rule: Rule, window: Window) -> str:
    nth = f"（第{window.nth}次，共{window.of}次）" if window.of > 1 else ""
    decided = "（本办公室决定）" if rule.decision else ""
    return f"{rule.act}{nth}{decided}"


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
        return "节假日安排未公布" if window.provisional else ""
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
    """Say what goes with a status: by how much late, by which document released."""
    if judgement.status == "waived" and judgement.past.waiver:
        return judgement.past.waiver.document
    if judgement.late_by is not None:
        return f"迟{span_words(judgement.late_by)}"
    if judgement.days_late is None:
        return ""
    grace = judgement.status == "due_soon"
    return f"宽限中，已过{judgement.days_late}日" if grace else f"逾{judgement.days_late}日"


def _counts(groups: Iterable[DutyGroup]) -> tuple[tuple[str, int], ...]:
    listed = list(groups)
    by_section = tuple((group.name.partition("（")[0], len(group.rows)) for group in listed)
    return (("合计", sum(n for _, n in by_section)), *by_section, *_by_status(listed))


def _by_status(groups: Iterable[DutyGroup]) -> tuple[tuple[str, int], ...]:
    rows = [row for group in groups for row in group.rows if row.occurrence]
    counted = Counter(row.status for row in rows)
    return tuple((name, counted[name]) for name in STATUSES.values() if counted[name])


def _sums(tables: list[DutyTable], groups: tuple[DutyGroup, ...]) -> tuple[tuple[str, int], ...]:
    total = sum(len(group.rows) for group in groups)
    busy = sum(bool(table.rows) for table in tables)
    return (("合计", total), ("有任务的单位和岗位", busy), *_by_status(groups))


def _with_counts(name: str, rows: tuple[DutyRow, ...]) -> str:
    overdue = sum(row.status == STATUSES["overdue"] for row in rows)
    return f"{name}（{len(rows)}项{f'，逾期{overdue}项' if overdue else ''}）"


def _conflicts(rows: tuple[DutyRow, ...], findings: Iterable[Finding]) -> tuple[str, ...]:
    """Name the conflicts that touch a row, worst first as they come."""
    numbers = {row.occurrence: row.number for row in rows if row.occurrence}
    lines = []
    for finding in findings:
        touched = sorted(numbers[each] for each in finding.occurrences if each in numbers)
        if touched:
            which = "、".join(map(str, touched))
            advice = f" {finding.advice}" if finding.advice else ""
            lines.append(f"第{which}项：{finding.message}{advice}")
    return tuple(dict.fromkeys(lines))
