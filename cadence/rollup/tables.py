"""Sums → rows for people and JSON. Pure."""

from typing import Any

from cadence.core import Table
from cadence.rollup.sums import By, RolledUp

NAMES = {
    "level": ("范围",),
    "place": ("地方",),
    "document": ("文件",),
    "clause": ("文件", "条款", "事项"),
    "kind": ("类别",),
    "unit": ("地方", "单位"),
}
HEADS = (
    "应办", "按时完成", "逾期完成", "办结待补材料", "逾期未办", "即将到期", "免办", "按时率",
    "最长逾期",
)  # fmt: skip
COUNTED = ("owed", "done", "late", "claimed", "overdue", "due_soon", "waived")
KINDS = {"unit": "单位", "group": "一类单位", "post": "岗位"}


def sums_table(found: RolledUp, by: By) -> Table:
    """List sums, a row each; a share stands with its numbers beside it, and none stands for 0."""
    rows = []
    for each in found.sums:
        figures = each.figures
        owed, done = figures["owed"], figures["done"]
        share = f"{done / owed:.0%}（{done}/{owed}）" if owed else "—"
        counts = (str(figures[one]) for one in COUNTED)
        name = tuple(KINDS.get(one, one) for one in each.name)
        longest = f"{each.longest}日" if figures["overdue"] else ""
        rows.append((*name, *counts, share, longest))
    return Table((*NAMES[by], *HEADS), tuple(rows))


def missing_table(found: RolledUp) -> Table:
    """List the places that are in no sum, and why."""
    return Table(
        ("没有计入", "上次报送", "原因"),
        tuple(
            (each.place, each.last.isoformat() if each.last else "", each.why or "当日没有报送")
            for each in found.missing
        ),
    )


def rolled_up_json(found: RolledUp) -> dict[str, Any]:
    """Write it out for other programs."""
    return {
        "on": found.on.isoformat(),
        "places": found.places,
        "sums": [
            {"name": list(each.name), **each.figures, "longest_days": each.longest}
            | ({"page": each.link} if each.link else {})
            for each in found.sums
        ],
        "missing": [
            {"place": each.place, "last": each.last.isoformat() if each.last else None,
             "why": each.why}
            for each in found.missing
        ],
    }  # fmt: skip
