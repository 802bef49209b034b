"""Two packs → what the newer adds, drops and moves, by unit and date: the slip for officials.

Rules are the same where their ids are; a newer document may name what it takes over instead.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cadence.core import (
    CATEGORIES,
    OWED,
    Binding,
    Document,
    Rule,
    Timing,
    Unit,
    Window,
    WrittenKey,
    said_of,
    timing_words,
    value_name,
    written_fields,
)

LABELS = {
    "clause": "条款", "quote": "引文", "act_quote": "事项引文", "act": "事项", "category": "类别",
    "timing": "时限", "actors": "责任主体", "responsible": "责任单位", "lead": "牵头",
    "assist": "配合", "outside": "名册外的单位", "jointly": "共同一次办理",
    "nobody_here": "不进日历的原因", "condition": "条件",
    "evidence": "佐证", "reading": "读法", "year_from": "年份出处", "force": "性质", "roll": "顺延",
    "over": "逐个覆盖", "only": "只限", "since": "起算的事件", "effective": "开始", "until": "结束",
    "given": "适用情形", "unless": "不适用情形", "to": "报送", "topics": "主题", "see": "参见",
    "after": "承接", "replaces": "代替本文件的规则", "replaces_above": "代替上级的规则",
    "formerly": "原编号",
}  # fmt: skip
HEADS = {
    "title": "标题", "number": "文号", "issuer": "印发单位", "date": "印发日期",
    "effective": "起算日", "basis": "起算依据", "until": "有效期至", "year_from": "年份出处",
    "url": "网址", "checked_by": "核对岗位", "review_by": "再次核对期限",
}  # fmt: skip
SAID_AS = {
    "category": CATEGORIES,
    "force": {"must": "应当办理", "must_not": "不得", "when_needed": "发生时办理"},
    "roll": {"forward": "遇休息日顺延"},
}
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
        field: of what is changed, which field of the rule or the document it is.
        document: the newer document, where its head is what changed.
    """

    kind: str
    before: Rule | None
    after: Rule | None
    units: tuple[Unit, ...]
    gone: tuple[str, ...]
    come: tuple[str, ...]
    field: str | None = None
    document: Document | None = None


def head_changes(older: Document, newer: Document) -> Iterator[Change]:
    """Yield a line for each thing that the heads of two documents say otherwise."""
    for each in written_fields(Document):
        was, now = (getattr(head, each.field) for head in (older, newer))
        if not each.key.draft and was != now:
            label = HEADS[each.field]
            yield Change(
                kind="changed", before=None, after=None, units=(),
                gone=(f"{label}：{_words(was)}",), come=(f"{label}：{_words(now)}",),
                field=each.field, document=newer,
            )  # fmt: skip


def find_changes(
    old: Iterable[Binding],
    new: Iterable[Binding],
    windows: Windows,
    staying: Windows = lambda _rule: (),
    listed: tuple[Iterable[Rule], Iterable[Rule]] = ((), ()),
) -> Iterator[Change]:
    """Yield the changes from one pack to another, in the order of the newer's rules.

    Args:
        old: the older pack's rules as they bind units.
        new: the newer pack's.
        windows: dates a rule within the days asked about.
        staying: the windows of an older rule that stay with it when the newer takes over: those
            that began before, which are published still and so are no change.
        listed: the rules of both, for those that bind nobody here.
    """
    before, after = _owed(old, listed[0]), _owed(new, listed[1])
    for key in (*after, *(key for key in before if key not in after)):
        older, newer = before.get(key), after.get(key)
        stays = _due_days(older, staying)
        gone = tuple(day for day in _due_days(older, windows) if day not in stays)
        come = _due_days(newer, windows)
        left = _without(older, newer)
        joined = _without(newer, older)
        stayed = tuple(unit for unit in _units(newer) if unit.key in _keys(older))
        if left or newer is None:
            yield _change("dropped", older, newer, left, gone, ())
        if joined or older is None:
            yield _change("added", older, newer, joined, (), come)
        if older is None or newer is None:
            continue
        moved = tuple(day for day in gone if day not in come)
        fresh = tuple(day for day in come if day not in {*gone, *stays})
        if is_moved := bool(stayed and (moved or fresh)):
            yield _change("moved", older, newer, stayed, moved, fresh)
        for each, was, now in _said_otherwise(older[0], newer[0]):
            if not (is_moved and each.field == "timing"):  # that line says it already
                label = LABELS[each.field]
                first, second = (f"{label}：{was}",), (f"{label}：{now}",)
                yield _change(
                    "changed", older, newer, stayed or newer[1], first, second, each.field
                )


def _said_otherwise(older: Rule, newer: Rule) -> Iterator[tuple[WrittenKey, str, str]]:
    """Yield each field with what it said and says now; what the head says for all is said there."""
    for each in written_fields(Rule):
        if each.key.draft or each.field == "id":
            continue
        was, now = (getattr(rule, each.field) for rule in (older, newer))
        if was != now and not (each.key.inherited and _inherit(each.field, older, newer)):
            yield each, *_told_apart(each.field, was, now)


def _inherit(field: str, *rules: Rule) -> bool:
    return all(getattr(rule, field) == getattr(rule.document, field) for rule in rules)


def _told_apart(field: str, was: object, now: object) -> tuple[str, str]:
    """Say two values in words; in full where an official's words don't tell them apart."""
    first, second = _words(was, field), _words(now, field)
    if first == second and isinstance(was, Timing) and isinstance(now, Timing):
        return f"{first} {said_of(was)}", f"{second} {said_of(now)}"
    return first, second


def _words(value: object, field: str = "") -> str:
    if value is None or value == ():
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if field in {"given", "unless"} and isinstance(value, tuple):
        return "，".join(f"{value_name(name)}为{'、'.join(each)}" for name, each in value)
    if isinstance(value, tuple):
        return "、".join(map(_words, value))
    if isinstance(value, Timing):
        return timing_words(value)
    return SAID_AS.get(field, {}).get(str(value), str(value))


_Owed = tuple[Rule, tuple[Unit, ...]]


def _owed(bindings: Iterable[Binding], listed: Iterable[Rule]) -> dict[str, _Owed]:
    found: dict[str, _Owed] = {}
    for each in bindings:
        if each.role in OWED:
            _, units = found.get(each.rule.id, (each.rule, ()))
            found[each.rule.id] = (each.rule, (*units, each.unit))
    for rule in listed:
        found.setdefault(rule.id, (rule, ()))
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


def _change(  # noqa: PLR0913, PLR0917 - a line has seven cells
    kind: str,
    older: _Owed | None,
    newer: _Owed | None,
    units: tuple[Unit, ...],
    gone: tuple[str, ...],
    come: tuple[str, ...],
    field: str | None = None,
) -> Change:
    return Change(
        kind=kind,
        before=older[0] if older else None,
        after=newer[0] if newer else None,
        units=units,
        gone=gone,
        come=come,
        field=field,
    )
