"""Two packs → what the newer adds, drops and moves, by unit and date: the slip for officials.

Rules are the same where their ids are; a newer document may name what it takes over instead.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cadence.core import OWED, Binding, Rule, Unit, Window, timing_words, written_fields

BODIES = {"actors", "responsible"}
LABELS = {
    "clause": "条款", "quote": "引文", "act_quote": "事项引文", "act": "事项", "category": "类别",
    "timing": "时限", "actors": "责任主体", "responsible": "责任单位", "lead": "牵头",
    "assist": "配合", "outside": "名册外的单位", "jointly": "共同一次办理",
    "nobody_here": "不进日历的原因", "condition": "条件",
    "evidence": "佐证", "reading": "读法", "year_from": "年份出处", "force": "性质", "roll": "顺延",
    "over": "覆盖对象", "only": "只限", "since": "起算的事件", "effective": "开始", "until": "结束",
    "given": "情形", "formerly": "原编号", "topics": "主题", "see": "参见",
}  # fmt: skip
Windows = Callable[[Rule], tuple[Window, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the slip.

    Attributes:
        kind: added (新增), dropped (取消), moved (调整) or changed (改动): says something else on
            the same days.
        before, after: the rule in the older and the newer pack.
        units: whom the line concerns.
        gone, come: the due days that go and that come, in order; of what is changed, what was
            said and what is said now, in words.
    """

    kind: str
    before: Rule | None
    after: Rule | None
    units: tuple[Unit, ...]
    gone: tuple[str, ...]
    come: tuple[str, ...]


def find_changes(
    old: Iterable[Binding],
    new: Iterable[Binding],
    windows: Windows,
    staying: Windows = lambda _rule: (),
) -> Iterator[Change]:
    """Yield the changes from one pack to another, in the order of the newer's rules.

    Args:
        old: the older pack's rules as they bind units.
        new: the newer pack's.
        windows: dates a rule within the days asked about.
        staying: the windows of an older rule that stay with it when the newer takes over: those
            that began before, which are published still and so are no change.
    """
    before, after = _owed(old), _owed(new)
    for key in (*after, *(key for key in before if key not in after)):
        older, newer = before.get(key), after.get(key)
        stays = _due_days(older, staying)
        gone = tuple(day for day in _due_days(older, windows) if day not in stays)
        come = _due_days(newer, windows)
        left = _without(older, newer)
        joined = _without(newer, older)
        stayed = tuple(unit for unit in _units(newer) if unit.key in _keys(older))
        if left:
            yield _change("dropped", older, newer, left, gone, ())
        if joined:
            yield _change("added", older, newer, joined, (), come)
        moved = tuple(day for day in gone if day not in come)
        fresh = tuple(day for day in come if day not in {*gone, *stays})
        if stayed and (moved or fresh):
            yield _change("moved", older, newer, stayed, moved, fresh)
        told = {"timing"} if moved or fresh else set()
        told |= BODIES if left or joined else set()
        if older and newer and (said := list(_said_otherwise(older[0], newer[0], told))):
            was, now = zip(*said, strict=True)
            yield _change("changed", older, newer, stayed, was, now)


def _said_otherwise(older: Rule, newer: Rule, told: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what each field said and says now, where the two differ; but what is told already."""
    for each in written_fields(Rule):
        if each.key.draft or each.field == "id" or each.field in told:
            continue
        was, now = (getattr(rule, each.field) for rule in (older, newer))
        if was != now:
            label = LABELS.get(each.field, each.name)
            yield f"{label}：{_words(was)}", f"{label}：{_words(now)}"


def _words(value: object) -> str:
    if value is None or value == ():
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(map(_words, value))
    if hasattr(value, "kind"):
        return timing_words(value)  # type: ignore[arg-type]
    return str(value)


_Owed = tuple[Rule, tuple[Unit, ...]]


def _owed(bindings: Iterable[Binding]) -> dict[str, _Owed]:
    found: dict[str, _Owed] = {}
    for each in bindings:
        if each.role in OWED:
            _, units = found.get(each.rule.id, (each.rule, ()))
            found[each.rule.id] = (each.rule, (*units, each.unit))
    return found


def _units(owed: _Owed | None) -> tuple[Unit, ...]:
    return owed[1] if owed else ()


def _keys(owed: _Owed | None) -> set[str]:
    return {unit.key for unit in _units(owed)}


def _without(owed: _Owed | None, other: _Owed | None) -> tuple[Unit, ...]:
    return tuple(unit for unit in _units(owed) if unit.key not in _keys(other))


def _due_days(owed: _Owed | None, windows: Windows) -> tuple[str, ...]:
    if owed is None:
        return ()
    return tuple((each.due or each.start).isoformat() for each in windows(owed[0]))


def _change(  # noqa: PLR0913, PLR0917 - a line has six cells
    kind: str,
    older: _Owed | None,
    newer: _Owed | None,
    units: tuple[Unit, ...],
    gone: tuple[str, ...],
    come: tuple[str, ...],
) -> Change:
    return Change(
        kind=kind,
        before=older[0] if older else None,
        after=newer[0] if newer else None,
        units=units,
        gone=gone,
        come=come,
    )
