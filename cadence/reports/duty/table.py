"""Judged occurrences of a month → DutyTable: what a unit gets on paper. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from cadence.conflicts import merge_of, partners, plainly
from cadence.core import (
    STATUSES,
    UNCHECKED,
    Finding,
    Merge,
    Phase,
    Season,
    Span,
    Threshold,
    Trigger,
    Unit,
)
from cadence.occurrences import Judged, Judgement
from cadence.reports.duty.nouns import (
    SECTIONS,
    Concern,
    DutyGroup,
    DutyHead,
    DutyRow,
    DutyTable,
)
from cadence.reports.duty.rows import folded, row_of, row_of_concern

A_DAY = dt.timedelta(days=1)
TOGETHER = {"duplicate", "merge_apart"}  # what one meeting could settle, or was to settle
FOOT = 3  # lines about conflicts
NAMED = 6  # rows that one conflict touches, named before the rest is counted
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
        # In its days of grace, or not over yet where the table comes early: due, and not late.
        is_owed = finished or judgement.status in {"overdue", "claimed"}
        coming = judgement.status == "due_soon" or (
            judgement.status == "open" and due >= (month.first - A_DAY).replace(day=1)
        )
        return "carried" if is_owed else "due" if coming else None
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
    merges: tuple[Merge, ...] = (),
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
        merges: which duties the office accepted to discharge together.
    """
    groups = _groups(tuple(judged), concerns, head.month, merges)
    table = DutyTable(
        unit=unit, head=head, groups=groups, counts=(), off=off, unknown=unknown,
        notes=(RETURN.format(office=head.office), *_draft_note(groups), *head.unreviewed),
    )  # fmt: skip
    own = {unit.id, *(row.owner.id for row in table.rows if row.owner)}
    # Another's full days are no business of this unit; a meeting of both at one hour is.
    concerning = (each for each in findings if each.code != "overload" or each.unit in {None, *own})
    conflicts = conflict_lines(table.rows, concerning, unit)
    return replace(table, counts=_counts(groups), conflicts=conflicts)


def _draft_note(groups: Iterable[DutyGroup]) -> tuple[str, ...]:
    """Say what the mark of a draft means, where one of the rows has it."""
    marked = any(UNCHECKED in row.act for group in groups for row in group.rows)
    return ("标有“草稿未核”的任务出自草稿，尚无人核对，不作为考核依据。",) if marked else ()


def _groups(
    judged: tuple[Judged, ...],
    concerns: Iterable[Concern],
    month: Span,
    merges: tuple[Merge, ...],
) -> tuple[DutyGroup, ...]:
    """Put a month's rows into the sections of a table, numbered through, none of them empty."""
    beside = _merged(judged, merge_of(merges))
    found: dict[str, list[DutyRow]] = {name: [] for name in SECTIONS}
    for each in judged:
        if section := section_of(each, month):
            row = row_of(each)
            merged, by = beside.get(row.occurrence, ("", ""))
            found[section].append(replace(row, merged=merged, merged_by=by))
    for concern in concerns:
        if _is_shown(concern, month):
            found["led"].append(row_of_concern(concern))
    return numbered(
        DutyGroup(name=SECTIONS[name], rows=folded(rows, month.first))
        for name, rows in found.items()
        if rows
    )


def _is_shown(concern: Concern, month: Span) -> bool:
    """Tell whether a table shows what others owe: to who leads it all, to assistants the month's.

    Where one of the owners still owes it, the window counts as carried over.
    """
    sections = {section_of(each, month) for each in concern.judged} - {None}
    return bool(sections if concern.role == "lead" else sections - {"carried", "running"})


def numbered(groups: Iterable[DutyGroup]) -> tuple[DutyGroup, ...]:
    """Count the rows over all groups."""
    numbered, count = [], 0
    for group in groups:
        rows = tuple(replace(row, number=n) for n, row in enumerate(group.rows, count + 1))
        numbered.append(replace(group, rows=rows))
        count += len(rows)
    return tuple(numbered)


def _counts(groups: Iterable[DutyGroup]) -> tuple[tuple[str, int], ...]:
    listed = list(groups)
    by_section = tuple((group.name.partition("（")[0], windows_of(group.rows)) for group in listed)
    return (("合计", sum(n for _, n in by_section)), *by_section, *by_status(listed))


def windows_of(rows: Iterable[DutyRow]) -> int:
    """Count what rows stand for: one that was folded is several."""
    return sum(row.windows for row in rows)


def by_status(groups: Iterable[DutyGroup]) -> tuple[tuple[str, int], ...]:
    """Count how much stands how, in words, in their order."""
    counted: Counter[str] = Counter()
    for group in groups:
        for row in group.rows:
            counted[row.status] += row.windows
    return tuple((name, counted[name]) for name in STATUSES.values() if counted[name])


def _merged(judged: Iterable[Judged], merges: Mapping[str, Merge]) -> dict[str, tuple[str, str]]:
    """Say of each occurrence what of the same unit's is merged with it, and by whose decision."""
    owed: dict[str, dict[str, str]] = {}
    listed = [each.occurrence for each in judged] if merges else []
    for each in listed:
        owed.setdefault(each.binding.unit.key, {})[each.binding.rule.key] = each.binding.rule.act
    found = {}
    for each in listed:
        rule, acts = each.binding.rule.key, owed[each.binding.unit.key]
        others = [f"“{acts[key]}”" for key in partners(rule, acts, merges)]
        if others and (each.window.due or dt.date.max) >= merges[rule].on:
            merge = merges[rule]
            by = merge.document or f"{merge.by}{merge.on}起合并办理的决定"
            found[each.id] = f"与{'、'.join(others)}合并办理", by
    return found


def conflict_lines(
    rows: Iterable[DutyRow], findings: Iterable[Finding], unit: Unit | None = None
) -> tuple[str, ...]:
    """Say in a few lines what must be decided of a table's rows; the same thing once.

    Only what is wrong, and what could be held together: days off and full days stand beside each
    day. What a row sums up counts where the conflict is the unit's own or a meeting's; a post that
    only presides over meetings that collide is told without a row.

    Args:
        rows: of a table, in their order.
        findings: conflicts of any unit.
        unit: whose table it is; None: the collected one.
    """
    own, summed = dict[str, int](), dict[str, int]()
    for number, row in enumerate(rows, 1):
        if row.occurrence:
            own[row.occurrence] = number
        summed |= dict.fromkeys(row.others, number)
    touched: dict[str, set[int]] = {}
    asked = (each for each in findings if each.severity == "error" or each.code in TOGETHER)
    for finding in sorted(asked, key=lambda each: each.severity != "error"):
        mine = unit is not None and finding.unit == unit.id
        numbers = {**summed, **own} if mine or finding.code == "double_booked" else own
        found = {numbers[each] for each in finding.occurrences if each in numbers}
        if found or (mine and finding.code == "double_booked"):
            said = "。".join(filter(None, (finding.message, plainly(finding.advice or ""))))
            touched.setdefault(said, set()).update(found)
    lines = [
        f"第{_listed(sorted(found))}项：{said}" if found else said
        for said, found in touched.items()
    ]
    if len(lines) > FOOT:
        lines[FOOT - 1 :] = [f"另有{len(lines) - FOOT + 1}处须定，见任务冲突表"]
    return tuple(lines)


def _listed(numbers: list[int]) -> str:
    more = f"等{len(numbers)}" if len(numbers) > NAMED else ""
    return "、".join(map(str, numbers[:NAMED])) + more
