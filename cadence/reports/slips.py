"""Slips (督办单) that were issued → a list: received, answered, and what of them is undone."""

from collections.abc import Iterable
from typing import Any

from cadence.core import STATUSES, Supervised, Table
from cadence.occurrences import Index, Judged

HEADS = ("记录号", "督办单", "次", "单位", "事项", "发出", "限期", "签收", "反馈", "状态")
SETTLED = {"done", "late", "waived"}


def slips_table(found: Iterable[Supervised], index: Index) -> Table:
    """List slips in their order."""
    return Table(HEADS, tuple(_row(each, index) for each in found))


def slip_json(found: Supervised, index: Index) -> dict[str, Any]:
    """Return one slip as JSON shows it."""
    fact = found.fact
    return {
        "entry": found.number,
        "slip": fact.name,
        "round": fact.round,
        "unit": fact.unit,
        "matter": fact.matter,
        "basis": fact.basis,
        "due": fact.due.isoformat() if fact.due else None,
        "issued": fact.on.isoformat(),
        "reply_by": fact.reply_by.isoformat() if fact.reply_by else None,
        "received": found.received.isoformat() if found.received else None,
        "answers": list(dict.fromkeys(each.words for each in found.answers)),
        "occurrences": list(fact.about),
        "statuses": {each.occurrence.id: each.judgement.status for each in _judged(found, index)},
    }


def _row(found: Supervised, index: Index) -> tuple[str, ...]:
    fact, judged = found.fact, _judged(found, index)
    acts = dict.fromkeys(each.occurrence.binding.rule.act for each in judged)
    units = {each.occurrence.binding.unit.key: each.occurrence.binding.unit.name for each in judged}
    return (
        str(found.number),
        fact.name,
        str(fact.round),
        units.get(fact.unit, fact.unit),
        fact.matter or "、".join(acts),
        fact.on.isoformat(),
        fact.due.isoformat() if fact.due else "",
        found.received.isoformat() if found.received else "未签收",
        found.answers[-1].words if found.answers else "",
        _state(judged, len(fact.about)),
    )


def _state(judged: list[Judged], asked: int) -> str:
    left = [each for each in judged if each.judgement.status not in SETTLED]
    if not left:
        return "已办结" if len(judged) == asked else "任务已变动"
    if asked == 1:
        return STATUSES[left[0].judgement.status]
    return f"{asked}项中{len(left)}项未办结"


def _judged(found: Supervised, index: Index) -> list[Judged]:
    known = [index.exact(each) for each in found.fact.about]
    return list(index.check(each for each in known if each))
