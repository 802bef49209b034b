"""Judged occurrences → what an office sends out: a short message per unit, and a reminder slip.

Pure; nothing is sent. A person reads each one first, and decides.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cadence.core import Supervision, Unit, day_words, short_day
from cadence.occurrences import Judged
from cadence.reports.lists import due_cell, source
from cadence.reports.tallies import asked_for

SLIP_HEADS = ("序号", "事项", "依据", "期限", "逾期")
SLIP_ROWS = 6  # what fits on one page of official paper with its reply lines
MESSAGE_LINES = 8  # what somebody reads in a chat group


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A 督办单 for one unit: what it has not done.

    Attributes:
        unit, office: names; day: the date at its foot; text: the sentence above the table.
        rows: as heads says; more: how many did not fit on the page.
        rest: the rows that did not fit.
        link: the address at which the unit confirms and answers; "" where it has none.
        name: its number once it is issued, with its round (督〔2026〕3号，第2次催办).
        reply_by: until when an answer is asked for, in words; "" leaves a blank to fill in.
    """

    unit: str
    office: str
    day: str
    text: str
    rows: tuple[tuple[str, ...], ...]
    rest: tuple[tuple[str, ...], ...] = ()
    link: str = ""
    name: str = ""
    reply_by: str = ""

    @property
    def more(self) -> int:
        """Return how many rows did not fit on the page."""
        return len(self.rest)

    @property
    def heads(self) -> tuple[str, ...]:
        """Return what stands above the rows: without days late where none of them is."""
        return SLIP_HEADS[: max((len(row) for row in self.rows), default=len(SLIP_HEADS))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What goes to one unit: the message, and the slip where something is overdue."""

    unit: Unit
    message: str
    slip: Slip | None


def digests(
    judged: Iterable[Judged], offices: Mapping[str, str], as_of: dt.datetime
) -> tuple[Digest, ...]:
    """Write what goes to each unit that has something overdue or due soon.

    Args:
        judged: any number, in any order.
        offices: by place, the name of the issuing office.
        as_of: the moment judged from.
    """
    by_unit: dict[Unit, list[Judged]] = {}
    for each in asked_for(judged, everything=False):
        if each.judgement.status != "late":
            by_unit.setdefault(each.occurrence.binding.unit, []).append(each)
    return tuple(
        Digest(
            unit=unit,
            message=_message(unit, found, as_of),
            slip=_slip(unit, found, offices[unit.place], as_of),
        )
        for unit, found in by_unit.items()
    )


def matter_slip(unit: Unit, office: str, fact: Supervision) -> Slip:
    """Write the slip of a matter that no document asks for."""
    matter, due = fact.matter or "", fact.due.isoformat() if fact.due else ""
    return Slip(
        unit=unit.name,
        office=office,
        day=day_words(fact.on).partition("（")[0],
        text="下列事项列入督办，请按期限办理，并报送办理情况和佐证材料。",
        rows=(("1", matter, fact.basis or "", due),),
    )


def issued(slip: Slip, fact: Supervision) -> Slip:
    """Put on a slip what it got when it was issued: its number, its round, its day of reply."""
    nth = f"，第{fact.round}次督办" if fact.round > 1 else ""
    by = day_words(fact.reply_by).partition("（")[0] if fact.reply_by else ""
    return replace(slip, name=f"{fact.name}{nth}", reply_by=by)


def _message(unit: Unit, found: list[Judged], as_of: dt.datetime) -> str:
    overdue = [each for each in found if each.judgement.status == "overdue"]
    claimed = [each for each in found if each.judgement.status == "claimed"]
    soon = len(found) - len(overdue) - len(claimed)
    counted = [f"逾期未完成{len(overdue)}项"] if overdue else []
    counted += [f"办结待补材料{len(claimed)}项"] if claimed else []
    counted += [f"即将到期{soon}项"] if soon else []
    lines = [
        f"【安全生产任务提醒】{unit.name}：截至{short_day(as_of.date())}，{'，'.join(counted)}。"
    ]
    shown = found[:MESSAGE_LINES]
    lines += [f"{number}. {_line(each)}" for number, each in enumerate(shown, 1)]
    if len(found) > len(shown):
        lines.append(f"另有{len(found) - len(shown)}项，详见任务表。")
    lines.append("已完成的请报送完成日期和佐证材料；有困难的请说明原因。")
    return "\n".join(lines)


def _line(judged: Judged) -> str:
    rule, judgement = judged.occurrence.binding.rule, judged.judgement
    due = due_cell(judged.occurrence.window)
    late = f"，已逾期{judgement.days_late}日" if judgement.days_late else ""
    moved = f"，已延至{judgement.due}" if judgement.past.extension else ""
    return f"{rule.act}（{source(rule)}），{due}到期{moved}{late}"


def _slip(unit: Unit, found: list[Judged], office: str, as_of: dt.datetime) -> Slip | None:
    overdue = [each for each in found if each.judgement.status == "overdue"]
    if not overdue:
        return None
    rows = tuple(_row(number, each) for number, each in enumerate(overdue, 1))
    text = (
        f"经核对，截至{day_words(as_of.date())}，你单位有{len(overdue)}项安全生产任务到期后"
        "没有完成记录。请抓紧办理；已经完成的，请补报完成日期和佐证材料。"
    )
    return Slip(
        unit=unit.name,
        office=office,
        day=day_words(as_of.date()).partition("（")[0],
        text=text,
        rows=rows[:SLIP_ROWS],
        rest=rows[SLIP_ROWS:],
    )


def _row(number: int, judged: Judged) -> tuple[str, ...]:
    occurrence, judgement = judged.occurrence, judged.judgement
    extended = f"\n延至{judgement.due}" if judgement.past.extension else ""
    return (
        str(number),
        occurrence.binding.rule.act,
        source(occurrence.binding.rule),
        f"{due_cell(occurrence.window)}{extended}",
        f"{judgement.days_late}日",
    )
