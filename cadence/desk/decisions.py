"""决定: what texts leave open, as questions with their answers; the office's own rules and days.

An answer is written into policy.yaml, never into a document's rules; the workspace must load with
it, a dated copy of what stood there is kept, and 撤销 takes an answer out again.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import (
    PERIOD_NAMES,
    Append,
    Cadence,
    CadenceError,
    Edit,
    Plain,
    Put,
    Remove,
    Rule,
    Span,
    Unspecified,
    timing_words,
)
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, plain_day_of, text_of
from cadence.desk.today_lines import year_around
from cadence.desk.visit import Visit
from cadence.occurrences import expand
from cadence.rules import RULES, change_checked

OFFICE: tuple[Role, ...] = ("office",)
AHEAD, SHOWN = 2, 4  # years looked at for the first dates, and how many are shown
PERIODS = ("week", "month", "quarter", "half_year", "year")
CHOICES = [(each, f"每{PERIOD_NAMES[each]}") for each in PERIODS]
LISTS = {"decisions": "多久一次", "merges": "合并", "suppressed": "不再提示", "terms": "学期",
         "school_years": "学年", "observances": "特殊日子"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One duty of which somebody has to say how often: its rule, and who waits for it."""

    rule: Rule
    units: tuple[str, ...]


def show(visit: Visit) -> Response:
    """Show what is open, what was decided, and the office's own rules."""
    return _page(visit)


def take_answer(visit: Visit, form: FormData) -> Response:
    """Decide how often something is done; first shown with its dates where that is asked."""
    rule = str(form.get("rule", ""))
    try:
        if form.get("look"):
            return _page(visit, rule, form, looked=_dates(visit, form, rule))
        _change(visit, Append(("decisions",), [answer_of(form, rule)]))
    except Fault as fault:
        return _page(visit, rule, form, fault)
    except CadenceError as error:
        return _page(visit, rule, form, Fault("period", str(error)))
    return visit.to("decisions", said="decided")


def take_policy(visit: Visit, form: FormData) -> Response:
    """Change the office's own rules."""
    try:
        edits = list(_policy(form))
        _change(visit, *edits)
    except Fault as fault:
        return _page(visit, "policy", form, fault)
    except CadenceError as error:
        return _page(visit, "policy", form, Fault("address", str(error)))
    return visit.to("decisions", said="policy")


def take_days(visit: Visit, form: FormData) -> Response:
    """Add a term, a school year or a named day."""
    try:
        section, entry = _days(form)
        _change(visit, Append((section,), [entry]))
    except Fault as fault:
        return _page(visit, "days", form, fault)
    except CadenceError as error:
        return _page(visit, "days", form, Fault("due", str(error)))
    return visit.to("decisions", said="days")


def take_back(visit: Visit, form: FormData) -> Response:
    """Take one answer out again."""
    section, number = str(form.get("section", "")), str(form.get("number", ""))
    policy = visit.workspace.policies[visit.place]
    listed = getattr(policy, section) if section in LISTS else ()
    at = int(number) if number.isdecimal() else len(listed)
    if at >= len(listed) or str(form.get("mark", "")) != str(listed[at]):
        raise CadenceError("没有这一条，可能刚被撤销。请刷新后再看。")
    _change(visit, Remove((section, int(number))))
    return visit.to("decisions", said="back")


def answer_of(form: FormData, rule: str) -> dict[str, Plain]:
    """Return a decision as policy.yaml writes it: how often, by whom, from when, by which paper.

    Raises:
        Fault: a field is missing, or is no day.
    """
    period = str(form.get("period", ""))
    if period not in PERIODS:
        raise Fault("period", "请选多久一次。")
    entry: dict[str, Plain] = {
        "rule": rule,
        "timing": {"kind": "cadence", "period": period},
        "by": text_of(form, "by", "由谁定"),
        "on": plain_day_of(form, "on", "从哪天起"),
    }
    document = text_of(form, "document", "文号", required=False)
    return entry | ({"document": document} if document else {})


def _dates(visit: Visit, form: FormData, key: str) -> list[dt.date]:
    """Return the first days that a duty would have, were it decided so; nothing is kept.

    Raises:
        Fault: no frequency is chosen, or the day from which on is none.
        CadenceError: there is no such duty.
    """
    rules = {each.rule.key: each.rule for each in questions(visit)}
    if key not in rules:
        raise CadenceError("这一项已经定了，或者不再问了。请刷新后再看。")
    period = str(form.get("period", ""))
    if period not in PERIODS:
        raise Fault("period", "请选多久一次。")
    return dates_if(visit, rules[key], period, plain_day_of(form, "on", "从哪天起"))


def dates_if(visit: Visit, rule: Rule, period: str, first: dt.date) -> list[dt.date]:
    """Return the first days that a duty would have, were it due so often from a day on."""
    span = Span(first, dt.date(first.year + AHEAD, 12, 31))
    dated = replace(rule, timing=Cadence(period=period))
    windows = expand(dated, span, visit.workspace.advise(visit.place))
    return sorted({each.due for each in windows if each.due and each.start >= first})[:SHOWN]


def _days(form: FormData) -> tuple[str, Plain]:
    section = str(form.get("section", ""))
    if section not in {"terms", "school_years", "observances"}:
        raise Fault("section", "请选一种。")
    name = text_of(form, "name", "名称")
    start, due = plain_day_of(form, "start", "第一天"), plain_day_of(form, "due", "最后一天")
    if due < start:
        raise Fault("due", f"最后一天 {due} 早于第一天 {start}，请改。")
    return section, {"name": name, "start": start, "due": due}


def _policy(form: FormData) -> Iterator[Edit]:
    yield Put(("address",), text_of(form, "address", "对外网址"))
    grace = text_of(form, "grace_days", "宽限")
    if not grace.isdecimal():
        raise Fault("grace_days", "宽限请写天数。")
    yield Put(("grace_days",), int(grace))
    if form.get("tracking_from"):
        yield Put(("tracking_from",), plain_day_of(form, "tracking_from", "起算日"))
    days, at = text_of(form, "days_before", "提前几天"), text_of(form, "at", "几点")
    if not days.isdecimal():
        raise Fault("days_before", "提前几天请写数字。")
    remind: dict[str, Plain] = {
        "by": str(form.get("by", "alarm")), "days_before": int(days), "at": at,
    }  # fmt: skip
    yield Put(("remind",), remind)


def _change(visit: Visit, *edits: Edit) -> None:
    change_checked(visit.office.folder, _file(visit), edits, visit.office.clock())


def _file(visit: Visit) -> Path:
    return visit.office.folder / RULES / visit.place / "policy.yaml"


def questions(visit: Visit) -> list[Question]:
    """Return the duties whose frequency a text leaves open and nobody has decided, by clause.

    What has ended is asked about no more: an answer would date nothing.
    """
    today = visit.view.today
    scene = visit.scene(*year_around(today))
    units: dict[str, dict[str, None]] = {}
    rules: dict[str, Rule] = {}
    for binding in scene.owed:
        if isinstance(binding.rule.timing, Unspecified) and _goes_on(binding.rule, today):
            rules[binding.rule.key] = binding.rule
            units.setdefault(binding.rule.key, {})[binding.unit.name] = None
    return [Question(rule=rule, units=tuple(units[key])) for key, rule in rules.items()]


def _goes_on(rule: Rule, today: dt.date) -> bool:
    return rule.until is None or rule.until >= today


def _page(
    visit: Visit,
    opened: str = "",
    form: FormData | None = None,
    fault: Fault | None = None,
    looked: list[dt.date] | None = None,
) -> Response:
    policy = visit.workspace.policies[visit.place]
    rules = {rule.key: rule for pack in visit.workspace.packs for rule in pack.rules}
    decided = [
        (number, rules.get(f"{each.pack}:{each.rule}"), timing_words(each.timing), each)
        for number, each in enumerate(policy.decisions)
    ]
    year = visit.view.today.year + 1
    announced = visit.workspace.advise(visit.place)(dt.date(year, 6, 1)).day is not None
    return visit.page(
        "decisions", "decisions", "决定", 422 if fault else 200,
        questions=questions(visit), decided=decided, policy=policy, next_year=year,
        announced=announced, opened=opened or visit.asked("open"), form=form or {}, fault=fault,
        periods=CHOICES,
        spans=[(key, LISTS[key], getattr(policy, key))
               for key in ("terms", "school_years", "observances")],
        said=visit.asked("said"), looked=looked,
    )  # fmt: skip


ENTRANCES = (
    Entrance(path="decisions", roles=OFFICE, show=show),
    Entrance(path="decisions/answer", roles=OFFICE, take=take_answer),
    Entrance(path="decisions/policy", roles=OFFICE, take=take_policy),
    Entrance(path="decisions/days", roles=OFFICE, take=take_days),
    Entrance(path="decisions/back", roles=OFFICE, take=take_back),
)
