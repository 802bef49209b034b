"""The form in which a drafted rule is changed → its new values, as the pack writes them.

What a form does not show of a timing (only in some months, until an hour) stays as it was, and a
timing that nobody touched is not written anew.
"""

import datetime as dt
import re
from collections.abc import Mapping

from starlette.datastructures import FormData

from cadence.core import KINDS, PERIOD_NAMES, Plain, Timing, period_words, said_of
from cadence.desk.fields import Fault, plain_day_of, text_of
from cadence.desk.rule_seasons import season_of, season_told, withins_of

EDITABLE = (
    "cadence", "periodic_deadline", "deadline", "phase", "trigger", "threshold", "season",
    "standing", "unspecified",
)  # fmt: skip
SPANS = {
    "PT{0}M": "分钟", "PT{0}H": "小时", "P{0}D": "日", "working": "个工作日", "P{0}W": "周",
    "P{0}M": "个月", "P{0}Y": "年",
}  # fmt: skip
FIELDS = (
    "kind", "period", "every", "count", "day", "start", "due", "event", "length", "span", "side",
    "words", "within", "times", "from_day", "to_day", "season", "season_side",
)  # fmt: skip
SHOWN_KEYS = frozenset({*FIELDS, "offset", "days", "when", "name"})
DAYS = {"最后一天": "last", "月底": "last", "最后一个工作日": "last-working"}
WEEK = "一二三四五六日"
REPEATED = {"cadence", "periodic_deadline"}
TIMES = 1000  # more than anybody does something in a period


def told_of(timing: Timing) -> dict[str, str]:
    """Return what the fields of the form say of a timing; what a kind lacks is "". Pure."""
    said = said_of(timing)
    found = {name: _told(said.get(name)) for name in FIELDS}
    found["every"] = found["every"] or "1"
    found["count"] = found["count"] or "1"
    found["day"] = _day_told(found["day"], found["period"])
    found |= {"within": found["within"] or "year", "times": "1", "season_side": "during"}
    if said["kind"] == "threshold":
        found |= {"times": found["count"], "count": "1"}
    if said["kind"] == "season":
        found |= season_told(said)
    return found | told_of_offset(said)


def kinds_of(timing: Timing) -> list[tuple[str, str]]:
    """Return the kinds that a form offers: its own too, where no form can say it."""
    own = said_of(timing)["kind"]
    kept = [] if own in EDITABLE else [(own, f"{KINDS[own]}（照现在的）")]
    return [*kept, *((each, KINDS[each]) for each in EDITABLE)]


def periods_of(timing: Timing) -> list[tuple[str, str]]:
    """Return the periods that a form offers: its own too, where it is none of the usual ones."""
    usual = {key: f"每{words}" for key, words in PERIOD_NAMES.items() if key != "hour"}
    own = str(said_of(timing).get("period") or "")
    return [*usual.items(), *([(own, period_words(own))] if own and own not in usual else [])]


def values_of(form: FormData, timing: Timing | None) -> dict[str, Plain]:
    """Return what a form says of a rule.

    Args:
        form: as it was sent.
        timing: what the rule says until now; None where it is not known.

    Raises:
        Fault: a field is missing or is no number or day.
    """
    told = told_of(timing) if timing else {}
    is_new = any(str(form.get(name, told.get(name, ""))) != told.get(name) for name in FIELDS)
    return {
        "act": text_of(form, "act", "事项"),
        "actors": _names(form, "actors"),
        **({"timing": _timing(form, told, said_of(timing) if timing else {})} if is_new else {}),
        **_year_from(form),
        # Asked for where it was recognised on a picture, and may be read wrong.
        **({"quote": text_of(form, "quote", "原文")} if "quote" in form else {}),
    }


def in_words(problems: str) -> str:
    """Say what a pack's loader refuses without its file and line, by the fields of the form."""
    lines = (re.sub(r"^\S+\.yaml(?::\d+)*: ", "", each) for each in problems.splitlines())
    return "\n".join(lines).replace("year_from", "“年份取自哪里”")


def _year_from(form: FormData) -> dict[str, Plain]:
    said = text_of(form, "year_from", "年份取自哪里", required=False)
    return {"year_from": said} if said else {}


def _timing(
    form: FormData, told: Mapping[str, str], before: Mapping[str, Plain]
) -> dict[str, Plain]:
    """Return the timing that a form says, with what no field shows of one of the same kind.

    Raises:
        Fault: a field is missing or is no number or day.
    """
    kind = str(form.get("kind", ""))
    if kind not in EDITABLE:
        raise Fault("kind", "这种时间不能在这里改；请选一种，或者只改事项和谁来做。")
    if kind == "cadence" == before.get("kind") and form.get("day"):
        raise Fault("day", f"要限到某一天，时间请选“{KINDS['periodic_deadline']}”。")
    same = before if before.get("kind") == kind else {}
    kept = {key: value for key, value in same.items() if key not in SHOWN_KEYS}
    if same and kind == "trigger" and _is_same_offset(form, same):
        kept |= {key: same[key] for key in ("offset", "days", "when") if key in same}
    return {"kind": kind, **_said(form, kind, told), **kept}


def _said(form: FormData, kind: str, told: Mapping[str, str]) -> dict[str, Plain]:
    match kind:
        case "cadence":
            return _repeated(form, told) | {
                "count": _count(text_of(form, "count", "几次"), "count")
            }
        case "periodic_deadline":
            day = _day_said(text_of(form, "day", "哪一天"))
            return _repeated(form, told) | {"day": int(day) if day.isdecimal() else day}
        case "deadline":
            return {"due": plain_day_of(form, "due", "截止日")}
        case "phase":
            return {"start": _day(form, "start"), "due": _day(form, "due")}
        case "trigger":
            return {"event": text_of(form, "event", "什么事"), **_offset(form)}
        case "threshold":
            return {
                "event": text_of(form, "event", "什么事"),
                "count": _count(text_of(form, "times", "累计几起"), "times"),
                "within": text_of(form, "within", "多长时间内"),
            }
        case "season":
            return season_of(form)
        case "unspecified":
            return {"words": text_of(form, "words", "原文用语")}
        case _:
            return {}


def _repeated(form: FormData, told: Mapping[str, str]) -> dict[str, Plain]:
    """Return how often, and between which days where those are said.

    The day by which something was due once does not end what is now repeated.
    """
    every = _count(str(form.get("every", "1")) or "1", "every")
    own = told.get("kind") in REPEATED
    limits = {
        name: _day(form, name)
        for name in ("start", "due")
        if own or str(form.get(name, "")) != told.get(name)
    }
    return {
        "period": str(form.get("period", "")),
        **({"every": every} if every > 1 else {}),
        **{name: day for name, day in limits.items() if day},
    }


def _day(form: FormData, name: str) -> dt.date | None:
    called = {"start": "开始日", "due": "截止日"}[name]
    return plain_day_of(form, name, called) if form.get(name) else None


def _day_said(said: str) -> str:
    """Return a day of each period as the pack writes it; what is no such word stands as typed."""
    if said in DAYS:
        return DAYS[said]
    if found := re.fullmatch(r"(?:周|星期)([一二三四五六日天])", said):
        return str(WEEK.find(found[1].replace("天", "日")) + 1)
    if found := re.fullmatch(r"(\d{1,2})月(?:(\d{1,2})日|底|末|最后一天)", said):
        return f"{int(found[1]):02}-{int(found[2]):02}" if found[2] else f"{int(found[1]):02}-last"
    return said.removesuffix("日")


def _day_told(day: str, period: str) -> str:
    """Write such a day as a clerk says it. Pure."""
    words = {key: word for word, key in reversed([*DAYS.items()])}
    if day in words:
        return words[day]
    if period == "week" and day.isdecimal() and 1 <= int(day) <= len(WEEK):
        return f"周{WEEK[int(day) - 1]}"
    if found := re.fullmatch(r"(\d\d)-(\d\d|last)", day):
        last = "底" if found[2] == "last" else f"{int(found[2])}日"
        return f"{int(found[1])}月{last}"
    return day


def _is_same_offset(form: FormData, before: Mapping[str, Plain]) -> bool:
    """Tell whether nobody touched an event's time, which the fields may not be able to say."""
    told = told_of_offset(before)
    return all(str(form.get(name, "")) == told[name] for name in told)


def _offset(form: FormData) -> dict[str, Plain]:
    length, span = text_of(form, "length", "多久", required=False), str(form.get("span", ""))
    is_before = form.get("side") == "before"
    if not length:
        return {"offset": None, **({"when": "before"} if is_before else {})}
    if span not in SPANS:
        raise Fault("span", "请选小时、日、工作日等。")
    _count(length, "length")
    working = span == "working"
    offset = ("P{0}D" if working else span).format(length)
    sign = "-" if is_before else ""
    return {"offset": f"{sign}{offset}", **({"days": "working"} if working else {})}


def told_of_offset(said: Mapping[str, Plain]) -> dict[str, str]:
    """Return the fields of an event's time; a time of several units shows as none. Pure."""
    offset = str(said.get("offset") or "")
    is_before = offset.startswith("-") or said.get("when") == "before"
    found = {"length": "", "span": "PT{0}H", "side": "before" if is_before else "after"}
    bare = offset.lstrip("-")
    number = "".join(each for each in bare if each.isdecimal())
    span = bare.replace(number, "{0}", 1) if number else ""
    if said.get("days") == "working":
        span = "working"
    return found | ({"length": number, "span": span} if span in SPANS else {})


def _told(value: object) -> str:
    return "" if value is None else str(value)


def _count(said: str, field: str) -> int:
    said = said.strip()
    if not said.isdecimal() or not 0 < int(said[:4]) < TIMES:
        raise Fault(field, f"这里请写 1 至 {TIMES - 1} 的数。")
    return int(said)


def _names(form: FormData, field: str) -> list[Plain]:
    said = text_of(form, field, "谁来做")
    return [each for each in said.replace("，", "、").split("、") if each.strip()]


# What the page of the form asks of a timing.
FORM = {
    "told_of": told_of,
    "kinds_of": kinds_of,
    "periods_of": periods_of,
    "withins_of": withins_of,
    "spans": list(SPANS.items()),
}
