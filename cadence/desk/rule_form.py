"""The form in which a drafted rule is changed → its new values, as the pack writes them."""

from starlette.datastructures import FormData

from cadence.core import Plain
from cadence.desk.fields import Fault, plain_day_of, text_of

EDITABLE = ("cadence", "periodic_deadline", "deadline", "phase", "standing", "unspecified")


def values_of(form: FormData) -> dict[str, Plain]:
    """Return what a form says of a rule.

    Raises:
        Fault: a field is missing or is no number or day.
    """
    return {
        "act": text_of(form, "act", "事项"),
        "actors": _names(form, "actors"),
        "timing": _timing(form),
        # Asked for where it was recognised on a picture, and may be read wrong.
        **({"quote": text_of(form, "quote", "原文")} if "quote" in form else {}),
    }


def _timing(form: FormData) -> dict[str, Plain]:
    """Return the timing that a form says.

    Raises:
        Fault: a field is missing or is no number or day.
    """
    kind = str(form.get("kind", ""))
    match kind:
        case "cadence":
            period, count = str(form.get("period", "")), text_of(form, "count", "几次")
            return {"kind": kind, "period": period, "count": _count(count)}
        case "periodic_deadline":
            day = text_of(form, "day", "哪一天")
            period = str(form.get("period", ""))
            return {"kind": kind, "period": period, "day": int(day) if day.isdecimal() else day}
        case "deadline":
            return {"kind": kind, "due": plain_day_of(form, "due", "截止日")}
        case "phase":
            first = plain_day_of(form, "start", "开始日") if form.get("start") else None
            last = plain_day_of(form, "due", "截止日") if form.get("due") else None
            return {"kind": kind, "start": first, "due": last}
        case "standing":
            return {"kind": kind}
        case "unspecified":
            return {"kind": kind, "words": text_of(form, "words", "原文用语")}
        case _:
            raise Fault("kind", "请选一种时间。")


def _count(said: str) -> int:
    if not said.isdecimal() or not 0 < int(said[:4]) < 1000:  # noqa: PLR2004 - times in a period
        raise Fault("count", "次数请写 1 至 999 的数。")
    return int(said)


def _names(form: FormData, field: str) -> list[Plain]:
    said = text_of(form, field, "谁来做")
    return [each for each in said.replace("，", "、").split("、") if each.strip()]
