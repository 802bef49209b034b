"""What a change of a file of rules/ says otherwise, in the words of the clerk, not of the file.

    difference(before, after, names) -> ("添", "名册 › 单位 › 彭婆镇 › 也叫：彭婆"), …

Each value is told with its way there: keys by their Chinese names, entries of a list by the name
or the act that they carry, ids of units and rules by what they are called.
"""

from collections.abc import Iterator, Mapping, Sequence

from cadence.core import (
    CATEGORIES,
    CONFLICTS,
    KINDS,
    PERIOD_NAMES,
    SEVERITIES,
    CadenceError,
    yaml_value,
)
from cadence.reports import HEADS, LABELS

Names = Mapping[str, str]
UNREAD = "这份文件当时的内容读不懂，只能整份换回"
ONLY_REMARKS = "只改了写给人看的说明，规则没有变"
CALLED = ("name", "act", "time", "words", "code", "post", "unit", "rule", "rules", "means", "quote")
HIDDEN = {"id", "drafted", "sha256", "confidence", "source"}  # of no use to who reads
JOIN = " › "
KEYS = {
    "evidence": "佐证", "year_from": "年份出处", "force": "性质", "roll": "顺延",
    "over": "逐个覆盖", "only": "只限", "since": "起算的事件", "effective": "起算日",
    "basis": "起算依据", "given": "适用情形", "unless": "不适用情形", "to": "报送",
    "topics": "主题", "see": "参见", "after": "承接", "replaces": "代替本文件的任务",
    "replaces_above": "代替上级的任务", "formerly": "原编号", "title": "标题", "number": "文号",
    "issuer": "印发单位", "url": "网址", "checked_by": "核对岗位", "review_by": "再次核对期限",
    "document": "文件", "supersedes": "代替的文件", "rules": "任务",
    "not_understood": "没读懂的时间用语", "no_duty": "不是任务的时间用语", "kind": "种类",
    "period": "周期", "count": "次数", "start": "第一天", "due": "最后一天", "every": "每隔几期",
    "months": "限于月份", "time": "时间用语", "clause": "条款", "quote": "原文", "reason": "理由",
    "day": "日子", "act": "事项", "act_quote": "原文事项", "category": "类别", "timing": "时限",
    "actors": "由谁办理", "responsible": "责任单位", "lead": "牵头", "assist": "配合",
    "outside": "名册以外的单位", "jointly": "合办", "nobody_here": "本地无人承担的原因",
    "condition": "条件", "questions": "待核问题", "verdict": "核对结论", "name": "名称",
    "when": "何时", "pack": "文件", "event": "事件", "within": "在多长时间内", "sum": "合计",
    "offset": "时长", "days": "按什么日子算", "words": "原文用语", "revised": "上次核对日",
    "office": "安委办", "units": "单位", "groups": "分组", "posts": "岗位",
    "wordings": "文件里的叫法", "events": "事件", "everywhere": "各地都用",
    "statutes": "法律所称的机关", "also": "也叫", "part_of": "属于哪件事",
    "follows": "在哪件事之后", "values": "可填的内容", "attributes": "属性", "members": "成员",
    "open": "原文写“等”", "added": "安委办自己加的", "closes": "所指", "of": "所属",
    "seats": "人数", "means": "指的是", "above": "上级地方", "address": "对外地址",
    "first_period": "第一个不满的周期", "show_start": "首日另列一条", "remind": "提醒",
    "grace_days": "宽限天数", "tracking_from": "起算日", "decisions": "定下的频次",
    "limits": "一天一周的上限", "messages": "催办消息",
    "short_notice_days": "印发后几天内到期算时限过紧", "stale_days": "几天没发布要提示",
    "drafts": "没核完的草稿", "merges": "合并召开", "suppressed": "不再提示的冲突",
    "terms": "学期", "school_years": "学年", "observances": "汛期、会期等日子",
    "absences": "岗位外出", "rooms": "会议室", "held": "怎么开会", "prices": "排期时的轻重",
    "gap_days": "两个会之间隔几天", "post": "岗位", "rule": "任务", "by": "由谁定",
    "on": "从哪天起", "chair": "主持", "attend": "到会", "minutes": "开多久（分钟）",
    "room": "地点", "weekdays": "星期几", "joint": "一起开", "unit_day": "一个单位一天",
    "unit_week": "一个单位一周", "post_day": "一个岗位一天", "post_week": "一个岗位一周",
    "quiet_from": "几点以后不发", "quiet_to": "几点以前不发", "escalate_days": "逾期几天报岗位",
    "weekly": "周报星期几", "clock_minutes": "时限前几分钟", "links": "带回复地址",
    "chat_links": "群里也带回复地址", "link_days": "回复地址几天有效", "days_before": "提前几天",
    "at": "几点", "code": "冲突种类", "unit": "单位", "date": "日子", "until": "到哪天为止",
    "all_units": "所有单位", "changes": "放假和上班", "off": "放假", "worked": "上班",
    "last_days": "最后三天", "even_weeks": "一周里的会", "same_day": "同一天的会",
    "other_weekday": "不常用的星期", "season": "年头年尾", "yearly_apart": "同月的年度任务",
    "off_middle": "离中间几周", "moved": "改动已公布的日子", "reading": "读法",
}  # fmt: skip
# Within a document's head, and within its rules, as a change slip calls them.
WITHIN = {KEYS["document"]: HEADS, KEYS["rules"]: LABELS}
SAID = {
    **CATEGORIES, **KINDS, **PERIOD_NAMES, **CONFLICTS, **SEVERITIES, "accepted": "照用",
    "edited": "已改", "refused": "不用", "yes": "是", "no": "否", "true": "是", "false": "否",
    "shown": "列出", "owed": "照常要求", "hidden": "不列", "alarm": "日程内提醒",
    "event": "单独一条日程", "none": "不用", "working": "工作日", "calendar": "自然日",
    "must": "应当办理", "must_not": "不得", "when_needed": "发生时办理", "before": "以前",
    "during": "期间", "forward": "遇休息日顺延", "high": "重", "normal": "一般", "low": "轻",
    "trigger": "事件时限", "at": "当时",
}  # fmt: skip


def difference(before: str, after: str | None, names: Names) -> list[tuple[str, str]]:
    """Return what was taken out (去) and put in (添), each with its way there. Pure.

    Args:
        before: what the file said.
        after: what it said after that; None where it was taken out of use.
        names: unit, post and rule ids with what they are called.
    """
    try:
        was, now = (dict(_leaves(yaml_value(text), names)) for text in (before, after or ""))
    except CadenceError:
        return [("", UNREAD)]
    told = [
        *(("去", _line(way, value)) for way, value in was.items() if now.get(way) != value),
        *(("添", _line(way, value)) for way, value in now.items() if was.get(way) != value),
    ]
    return told or [("", ONLY_REMARKS)]


def _line(way: tuple[str, ...], value: str) -> str:
    return f"{JOIN.join(way)}：{value}"


def _leaves(
    told: object, names: Names, way: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every value with its way; a list of plain values is one."""
    if isinstance(told, Mapping):
        for key, value in told.items():
            if key not in HIDDEN:
                yield from _leaves(value, names, (*way, _key_words(str(key), names, way)))
    elif isinstance(told, Sequence) and not isinstance(told, str):
        plain = [each for each in told if not isinstance(each, Mapping | list)]
        if plain or not told:
            yield way, "、".join(_said(each, names) for each in plain) or "（空）"
        seen: dict[str, int] = {}
        for each in told:
            if isinstance(each, Mapping | list):
                called = _called(each, names)
                seen[called] = seen.get(called, 0) + 1
                again = f"（第{seen[called]}条）" if seen[called] > 1 else ""
                yield from _leaves(each, names, (*way, called + again))
    else:
        yield way, _said(told, names)


def _called(entry: object, names: Names) -> str:
    """Return what an entry of a list is known by: its name, its act, its words."""
    if isinstance(entry, Mapping):
        for key in CALLED:
            if value := entry.get(key):
                first = value[0] if isinstance(value, list) else value
                return _said(first, names)
    return "一条"


def _key_words(key: str, names: Names, way: tuple[str, ...]) -> str:
    within = WITHIN.get(way[0], {}) if way else {}
    return names.get(key) or within.get(key) or KEYS.get(key, key)


def _said(value: object, names: Names) -> str:
    words = "" if value is None else str(value)
    return names.get(words) or names.get(words.rpartition("/")[2]) or SAID.get(words, words)
