"""Lines and loads → tables for people: Chinese heads, plain text cells."""

from collections.abc import Iterable
from dataclasses import dataclass

from cadence.conflicts.find.load import Load, Month
from cadence.conflicts.tell.line import FindingLine, Groups, names
from cadence.core import CONFLICTS, SEVERITIES, Suppression, Table, Unit

LINE_HEADS = ("程度", "类型", "单位", "日期", "说明", "建议", "依据", "处数")
DETAIL_HEADS = ("程度", "类型", "日期", "单位", "说明", "建议", "依据")
MONTHS = tuple(range(1, 13))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Findings that the office no longer wants listed, in one line, and its answer."""

    line: FindingLine
    suppression: Suppression


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRow:
    """One year's meetings of units that have the same.

    Attributes:
        months: of each, "2→1" where merged, "2" where not, "" where none.
    """

    who: str
    year: int
    months: tuple[str, ...]
    before: int
    after: int


def lines_table(found: Iterable[FindingLine]) -> Table:
    """List lines, a row each."""
    return Table(
        LINE_HEADS,
        tuple(
            (
                SEVERITIES[each.severity],
                CONFLICTS[each.code],
                each.who,
                each.when,
                each.what,
                each.advice,
                "；".join(each.clauses),
                str(each.count),
            )
            for each in found
        ),
    )


def brief_table(found: Iterable[FindingLine], *, every: bool = False) -> Table:
    """List lines in three columns for the screen; every: each day of each line in its own row."""
    return Table(
        ("类型", "单位与日期", "说明、建议与依据"),
        tuple(
            (
                f"{SEVERITIES[line.severity]}\n{CONFLICTS[line.code]}",
                f"{each.who}\n{each.when}",
                f"{each.what}\n→ {each.advice}\n依据：{'；'.join(each.clauses)}",
            )
            for line in found
            for each in (line.details if every else (line,))
        ),
    )


def details_table(found: Iterable[FindingLine]) -> Table:
    """List what stands behind lines, a row per day."""
    return Table(
        DETAIL_HEADS,
        tuple(
            (
                SEVERITIES[each.severity],
                CONFLICTS[each.code],
                detail.when,
                detail.who,
                detail.what,
                detail.advice,
                "；".join(detail.clauses),
            )
            for each in found
            for detail in each.details
        ),
    )


def answers_table(found: Iterable[Answered]) -> Table:
    """List what the office answered for good, with its reasons."""
    return Table(
        ("类型", "单位", "日期", "处数", "理由", "答复人"),
        tuple(
            (
                CONFLICTS[each.line.code],
                each.line.who,
                each.line.when,
                str(each.line.count),
                each.suppression.reason,
                each.suppression.by,
            )
            for each in found
        ),
    )


def load_rows(loads: Iterable[Load], groups: Groups) -> tuple[LoadRow, ...]:
    """Put units with the same meetings into one row per year, the busiest first."""
    alike: dict[tuple[tuple[tuple[Month, int], ...], ...], list[Load]] = {}
    for each in loads:
        key = tuple(tuple(sorted(counted.items())) for counted in (each.before, each.after))
        alike.setdefault(key, []).append(each)
    rows: list[LoadRow] = []
    for listed in alike.values():
        who, first = names(_units(listed), groups), listed[0]
        years = sorted({year for year, _month in first.before})
        rows += [_load_row(who, year, first) for year in years]
    return tuple(sorted(rows, key=lambda row: (row.year, -row.before, row.who)))


def loads_table(rows: Iterable[LoadRow]) -> Table:
    """List meetings by month."""
    return Table(
        ("单位", "年", *(f"{month}月" for month in MONTHS), "全年", "合并后", "减少"),
        tuple(
            (
                each.who,
                str(each.year),
                *each.months,
                str(each.before),
                str(each.after),
                str(each.before - each.after),
            )
            for each in rows
        ),
    )


def _units(loads: Iterable[Load]) -> list[Unit]:
    return [each.unit for each in loads]


def _load_row(who: str, year: int, load: Load) -> LoadRow:
    counted = [(load.before[year, month], load.after[year, month]) for month in MONTHS]
    return LoadRow(
        who=who,
        year=year,
        months=tuple(_count_words(before, after) for before, after in counted),
        before=sum(before for before, _after in counted),
        after=sum(after for _before, after in counted),
    )


def _count_words(before: int, after: int) -> str:
    if before == after:
        return str(before) if before else ""
    return f"{before}→{after}"
