"""Duty tables → terminal, Markdown and CSV; JSON is the occurrences themselves (exchange)."""

import re
from collections.abc import Iterable

from cadence.core import STATUSES, Table, day_or_minute
from cadence.print import render_csv, render_text
from cadence.reports.duty.nouns import BUSY, HEADS, HIDDEN, DutyHead, DutyRow, DutyTable

WIDTHS = (4, 40, 34, 30, 30, 34, 10, 12, 4)  # of the columns on the screen
MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def head_lines(head: DutyHead) -> tuple[str, ...]:
    """Return the title and the lines under it, the same in every form."""
    first = head.month.first
    whose = f"单位：{head.whose}　　印发：{head.office}"
    when = f"月份：{first.year}年{first.month}月　　制表：{head.as_of}　　修订：{head.stamp}"
    return head.title, whose, when


def foot_lines(table: DutyTable) -> tuple[str, ...]:
    """Return the counts, the conflicts and the notes, a line each."""
    return (_counted(table.counts), *(f"须定：{line}" for line in table.conflicts), *table.notes)


def _counted(counts: tuple[tuple[str, int], ...]) -> str:
    """Say in a sentence how many there are, of which kinds, and how they stand."""
    total, *others = counts
    stand = [f"{name}{count}项" for name, count in others if name in STATUSES.values()]
    kinds = [
        f"{name}{count}{'个' if name == BUSY else '项'}"
        for name, count in others
        if name not in STATUSES.values()
    ]
    parts = (f"统计：共{total[1]}项", f"：{'，'.join(kinds)}" if kinds else "")
    return f"{''.join(parts)}{'；其中' + '，'.join(stand) if stand else ''}。"


def cells(row: DutyRow) -> tuple[str, ...]:
    """Return a row's cells under HEADS; the clause and what stands beside a day on new lines."""
    source = f"{row.document}\n{row.clause}"
    days = row.due.replace("至", "至\n")
    due = f"{days}\n{row.beside}" if row.beside else days
    done_on = day_or_minute(row.done_on) if row.done_on else ""
    return (
        str(row.number), row.act, source, row.who, due, row.state, done_on, row.evidence, "",
    )  # fmt: skip


def render_duty_text(tables: Iterable[DutyTable]) -> str:
    """Return tables for the terminal, each with its head and foot."""
    parts = []
    for table in tables:
        rows: list[tuple[str, ...]] = []
        for group in table.groups:
            rows.append(("", f"【{group.name}】", *[""] * (len(HEADS) - 2)))
            rows += map(_flat, group.rows)
        body = render_text(Table(HEADS, tuple(rows)), WIDTHS)
        parts.append("\n".join((*head_lines(table.head), "", body, "", *foot_lines(table))))
    return "\n\n".join(parts)


def render_markdown(tables: Iterable[DutyTable]) -> str:
    """Return Markdown: a title, a table for each group, the foot; what is text stays text."""
    lines: list[str] = []
    for table in tables:
        title, *under = map(_plain, head_lines(table.head))
        lines += [f"# {title}", "", *(f"{each}  " for each in under), ""]
        for group in table.groups:
            lines += [f"## {_plain(group.name)}", "", _line(HEADS), _line(["---"] * len(HEADS))]
            lines += [_line(map(_plain, _flat(row))) for row in group.rows]
            lines.append("")
        lines += [f"- {_plain(each)}" for each in foot_lines(table)]
        lines.append("")
    return "\n".join(lines)


def render_duty_csv(tables: Iterable[DutyTable]) -> str:
    """Return CSV with the ids and revisions by which it is read back when it returns."""
    rows = tuple(
        (*_flat(row), row.occurrence, row.revision) for table in tables for row in table.rows
    )
    return render_csv(Table((*HEADS, *HIDDEN), rows))


def _flat(row: DutyRow) -> tuple[str, ...]:
    """Return a row's cells, each in one line."""
    found = dict(zip(HEADS, cells(row), strict=True))
    found["依据"] = row.source
    found["时限"] = f"{row.due}（{row.beside}）" if row.beside else row.due
    return tuple(found.values())


def _line(found: Iterable[str]) -> str:
    return f"| {' | '.join(found)} |"


def _plain(text: str) -> str:
    """Keep text from being read as Markdown or HTML."""
    return MARKS.sub(r"\\\1", " ".join(text.split()))
