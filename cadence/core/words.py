"""The Chinese words that officials read, for what the model names in English.

One table per noun, used by traces, feeds and tables alike, so that one thing has one name; days,
lengths and timings are said by `time_words.py`.
"""

import datetime as dt

from cadence.core.dates import SHANGHAI

# Duty types, in the order of their share in the texts; the words become iCalendar CATEGORIES.
CATEGORIES = {
    "meeting": "会议",
    "study": "学习",
    "report": "报告",
    "inspection": "检查",
    "enforcement": "执法",
    "rectification": "整治",
    "training": "培训",
    "publicity": "宣传",
    "drill": "演练",
    "appraisal": "考核",
    "pledge": "责任书",
    "disclosure": "公开",
    "plan": "方案清单",
    "system": "制度机制",
    "resources": "保障",
    "accountability": "追责",
    "reward": "奖励",
    "accident": "事故处置",
    "service": "服务",
}
PERIOD_NAMES = {
    "day": "日",
    "week": "周",
    "xun": "旬",
    "month": "月",
    "quarter": "季度",
    "half_year": "半年",
    "year": "年",
    "term": "学期",
    "school_year": "学年",
    "hour": "小时",
}
ROLLING_YEAR = "rolling_year"
WITHIN = {ROLLING_YEAR: "连续12个月"}  # what a threshold may count within, beside the periods
ROLES = {"owner": "责任", "lead": "牵头", "assist": "配合", "supervise": "督促"}
CHANGES = {"added": "新增", "dropped": "取消", "moved": "调整", "changed": "改动"}
SUMS = {"deaths": "死亡", "injured": "受伤"}
VALUES = {"level": "等级", "kind": "类型", "deaths": "死亡人数", "injured": "受伤人数"}
STATUSES = {
    "upcoming": "未开始",
    "open": "进行中",
    "due_soon": "即将到期",
    "overdue": "逾期未完成",
    "claimed": "办结待补材料",
    "done": "已完成",
    "late": "逾期完成",
    "waived": "已免办",
    "extended": "已延期",
    "untracked": "未纳入记录",
}
CONFLICTS = {
    "due_on_day_off": "截止日休息",
    "no_working_day": "期内无工作日",
    "overload": "任务集中",
    "duplicate": "可合并",
    "frequency": "频次不一",
    "phase_overlap": "阶段重叠",
    "phase_gap": "阶段空档",
    "short_notice": "时限过紧",
    "already_past": "时限已过",
    "sequence": "次序颠倒",
    "double_booked": "时间冲突",
    "plan_outside": "排期越限",
    "plan_gone": "排期已过",
    "plan_day_off": "排在休息日",
    "merge_apart": "合办不同日",
    "undated": "未定频次",
}
# What `cadence verify` finds.
DOUBTS = {
    "clause_missing": "条款不存在",
    "quote_missing": "引文不符",
    "unaccounted": "条款未处理",
    "time_unaccounted": "时间用语未处理",
    "text_differs": "原文有变",
    "reading": "读法待确认",
    "rolls_forward": "遇休息日顺延",
    "still_in_force": "未写有效期",
    "group_unlisted": "成员未列",
    "nobody_here": "无人承担",
    "from_picture": "取自图片",
    "named_idle": "列名而无任务",
    "members_unlisted": "列名而不在组",
    "timing_differs": "时间与原文不一",
    "already_past": "期限已过",
    "open_list": "范围未列尽",
    "orphan": "记录无对应任务",
    "event_of_nobody": "事件单位不明",
    "event_open": "事件待补充",
}
# One sign per status beside its colour, so that pages say the same in black and white.
SIGNS = {
    "upcoming": "○",
    "open": "·",
    "due_soon": "！",
    "overdue": "✕",
    "claimed": "☑",
    "done": "✓",
    "late": "迟",
    "waived": "免",
    "extended": "延",
    "untracked": "—",
}
FACTS = {
    "done": "完成",
    "claimed": "报办结",
    "waiver": "免办",
    "extension": "延期",
    "refusal": "拒绝",
    "event": "事件",
    "choice": "选定日期",
    "receipt": "签收",
    "answer": "反馈",
    "supervision": "督办",
    "reversal": "冲销",
}
UNCHECKED = "【草稿未核】"  # before the act of a drafted rule that nobody has checked
REFUSED = {"duty": "拒绝办理", "time": "不同意延期", "release": "不同意免办"}
SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
KINDS = {
    "cadence": "周期频次",
    "periodic_deadline": "周期时限",
    "deadline": "限期",
    "phase": "阶段",
    "trigger": "事件时限",
    "threshold": "累计触发",
    "season": "时段",
    "standing": "长期坚持",
    "unspecified": "未定频次（需明确）",
}


def unreviewed_words(name: str, by: dt.date | None) -> str:
    """Say that a document's rules were to be checked against its text again by a day."""
    return f"{name}的规则应于{by}前再次核对，至今没有核对；原文可能已有变化，请以原文为准。"


def value_name(name: str) -> str:
    """Say what is told of an event: 等级; a name that we have no word for stays as it is."""
    return VALUES.get(name, name)


def approval_words(by: str, document: str, to: dt.date | None, recorded: dt.datetime | None) -> str:
    """Say what was approved: `延至2026-12-20，办函〔2026〕3号（常务副县长）`.

    Args:
        by: the post.
        document: where it is written.
        to: the later day; None where it released the duty.
        recorded: when it was written down, of one that came after the duty was missed.
    """
    said = f"{f'延至{to.isoformat()}' if to else '免办'}，{document}（{by}）"
    if recorded is None:
        return said
    return f"逾期后于{recorded.astimezone(SHANGHAI):%Y-%m-%d}登记批准{said}，不消除逾期"
