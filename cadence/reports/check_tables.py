"""What a check found → rows for people."""

from collections.abc import Iterable, Sequence

from cadence.core.table import Table
from cadence.core.words import STATUSES
from cadence.occurrences.judge import Judged
from cadence.reports.lists import advised_cell, due_cell, source, status_cell
from cadence.reports.tallies import WORST, By, Tally

BY = {"unit": "单位", "post": "职务", "document": "文件", "month": "月份"}


def check_table(judged: Iterable[Judged]) -> Table:
    """List duties in the order given, how each stands first."""
    return Table(
        ("状态", "截止日", "建议完成日", "单位", "事项", "依据", "编号"),
        tuple(
            (
                status_cell(each.judgement),
                due_cell(each.occurrence.window),
                advised_cell(each.occurrence),
                each.occurrence.binding.unit.name,
                each.occurrence.binding.rule.act,
                source(each.occurrence.binding.rule),
                each.occurrence.id,
            )
            for each in judged
        ),
    )


def tallies_table(counted: Sequence[Tally], by: By) -> Table:
    """List how many duties stand in each way, leaving out the ways in which none does."""
    shown = [status for status in WORST if any(each.counts.get(status) for each in counted)]
    return Table(
        (BY[by], *(STATUSES[status] for status in shown), "合计"),
        tuple(
            (
                each.name,
                *(str(each.counts.get(status, 0) or "") for status in shown),
                str(each.total),
            )
            for each in counted
        ),
    )
