"""What is planned and what became of it → rows for people, and JSON."""

import datetime as dt
from collections.abc import Sequence

from cadence.core import Table, span_words
from cadence.remind.links import Unconfirmed
from cadence.remind.nouns import Message
from cadence.remind.outbox import Delivery
from cadence.remind.plan import Lines, Planned, receiver_named
from cadence.rules import Workspace

KINDS = {
    "due_soon": "即将到期",
    "overdue": "逾期",
    "clock": "时限",
    "question": "待确认",
    "evidence": "待补材料",
    "all_well": "一切正常",
    "escalation": "逾期报告",
}
SERVICES = {
    "mailto": "邮件",
    "mailtos": "邮件",
    "wecombot": "企业微信",
    "dingtalk": "钉钉",
    "feishu": "飞书",
    "ntfy": "ntfy",
    "ntfys": "ntfy",
}
WEBHOOK, NOBODY = "webhook", "没有联系方式"
STATES = {
    "waiting": "待发",
    "sending": "正在发",
    "sent": "已发",
    "failed": "没有发出",
    "doubtful": "不知是否送达",
    "dropped": "不再发",
}


def service_name(by: str) -> str:
    """Return what people call a service that messages go out by."""
    return SERVICES.get(by, WEBHOOK)


def planned_table(found: Sequence[Planned], line: Lines) -> Table:
    """List what would be sent, one row per address."""
    return Table(
        ("收信", "方式", "类别", "何时", "内容"),
        tuple(
            (
                each.message.receiver.name,
                service_name(by) if by else NOBODY,
                KINDS[each.message.kind],
                _when(each),
                whole(each.message, line, by or None),
            )
            for each in found
            for by in _services(each) or ("",)
        ),
    )


def planned_json(found: Sequence[Planned], line: Lines) -> list[dict[str, object]]:
    """Say the same as JSON; `by` is null where no address is known."""
    return [
        {
            "to": each.message.receiver.key,
            "by": by,
            "kind": each.message.kind,
            "occurrences": list(each.message.occurrences),
            "text": whole(each.message, line, by),
            "waits": each.waits,
        }
        for each in found
        for by in _services(each) or (None,)
    ]


def deliveries_table(found: Sequence[Delivery], workspace: Workspace) -> Table:
    """List what became of deliveries."""
    return Table(
        ("序号", "收信", "方式", "类别", "结果", "原因", "内容"),
        tuple(
            (
                str(each.number),
                _name(workspace, each.receiver),
                service_name(each.by),
                KINDS[each.kind],
                STATES[each.state],
                each.reason,
                each.text.partition("\n")[0],
            )
            for each in found
        ),
    )


def delivery_json(each: Delivery) -> dict[str, object]:
    """Say what became of a delivery as JSON."""
    return {
        "number": each.number,
        "to": each.receiver,
        "by": each.by,
        "kind": each.kind,
        "occurrences": list(each.occurrences),
        "text": each.text,
        "state": each.state,
        "tries": each.tries,
        "reason": each.reason,
    }


def unconfirmed_table(
    found: Sequence[Unconfirmed], workspace: Workspace, now: dt.datetime
) -> Table:
    """List what nobody has confirmed, the oldest first."""
    return Table(
        ("收信", "类别", "发出", "未签收", "内容"),
        tuple(
            (
                _name(workspace, each.receiver),
                KINDS[each.kind],
                f"{each.sent:%Y-%m-%d %H:%M}",
                span_words(max(now - each.sent, dt.timedelta())),
                each.text.partition("\n")[0],
            )
            for each in found
        ),
    )


def unconfirmed_json(each: Unconfirmed) -> dict[str, object]:
    """Say the same as JSON."""
    return {
        "to": each.receiver,
        "kind": each.kind,
        "sent": each.sent.isoformat(timespec="seconds"),
        "occurrences": list(each.occurrences),
        "text": each.text,
    }


def whole(message: Message, line: Lines, by: str | None) -> str:
    """Return a message's text with the line below it, as it goes by a service."""
    below = line(message, by)
    return f"{message.text}\n{below}" if below else message.text


def _when(planned: Planned) -> str:
    return "等到工作时间" if planned.waits else "现在"


def _services(planned: Planned) -> list[str]:
    return [each.by for each in planned.addresses]


def _name(workspace: Workspace, key: str) -> str:
    found = receiver_named(workspace, key)
    return found.name if found else key
