"""文件 › 核对: each drafted rule with its words, whom it binds and its first dates; and 启用."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import (
    CATEGORIES,
    KINDS,
    PERIOD_NAMES,
    Append,
    CadenceError,
    Plain,
    Rule,
    Span,
    said_of,
    timing_words,
)
from cadence.desk.accounts import Role
from cadence.desk.documents import draft_file, draft_pack
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, plain_day_of, text_of
from cadence.desk.paging import paged
from cadence.desk.roster_file import entry_of
from cadence.desk.visit import Visit
from cadence.occurrences import expand
from cadence.rules import (
    RULES,
    ChangedError,
    Verdict,
    answer,
    change_checked,
    change_rule,
    decide,
    is_sure,
    marks_of,
    new_id,
    take_into_use,
)

OFFICE: tuple[Role, ...] = ("office",)
AHEAD = 3  # years looked at for the first dates
DATES = 3
EDITABLE = ("cadence", "periodic_deadline", "deadline", "phase", "standing", "unspecified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One rule as the page shows it.

    Attributes:
        when: its timing in words; dates: its first days; trace: of the first of them.
        units: names of whom it binds; unknown: names that the roster does not know.
        stands: decided, sure, or open.
        mark: of what it says now, so that nobody decides on what another has changed.
    """

    rule: Rule
    when: str
    dates: tuple[dt.date, ...]
    trace: tuple[str, ...]
    units: tuple[str, ...]
    unknown: tuple[str, ...]
    stands: str
    mark: str = ""


def show(visit: Visit) -> Response:
    """Show the rules of a draft, a page at a time; one is open where the address says so."""
    return _page(visit, _name(visit))


def take_verdict(visit: Visit, form: FormData) -> Response:
    """Write what was decided of one rule, or of all that are sure."""
    name = _name(visit)
    file = draft_file(visit, name)
    if form.get("all") == "sure":
        marks = marks_of(file)
        known = draft_pack(visit, name)
        ids = [each.id for each in known.rules if is_sure(each) and not _unknown(visit, each)]
        if ids:
            decide(file, dict.fromkeys(ids, "accepted"), marks)
        return visit.to(f"documents/{name}", said=str(len(ids)))
    rule, verdict = str(form.get("rule", "")), form.get("verdict")
    if verdict not in {"accepted", "refused"}:
        raise CadenceError("请选“照用”或“不用”。")
    said: Verdict = "accepted" if verdict == "accepted" else "refused"
    try:
        decide(file, {rule: said}, {rule: str(form.get("mark", ""))})
    except ChangedError:
        return _page(visit, name, fault=Fault("mark", _changed(visit, name, rule)))
    return _back(visit, name, form)


def take_edit(visit: Visit, form: FormData) -> Response:
    """Change what a rule says; the dates are shown before it is kept when that is asked for."""
    name, rule = _name(visit), str(form.get("rule", ""))
    try:
        said: dict[str, Plain] = {
            "act": text_of(form, "act", "事项"),
            "actors": _names(form, "actors"),
            "timing": _timing(form),
        }
        seen = {rule: str(form.get("mark", ""))}
        change_rule(draft_file(visit, name), rule, said, seen)
    except ChangedError:
        return _page(visit, name, rule, form, Fault("mark", _changed(visit, name, rule)))
    except Fault as fault:
        return _page(visit, name, rule, form, fault)
    except CadenceError as error:
        return _page(visit, name, rule, form, Fault("timing", str(error)))
    return _back(visit, name, form)


def take_name(visit: Visit, form: FormData) -> Response:
    """Say whom a name means: a new unit, another name of one, or a body outside."""
    name, said = _name(visit), text_of(form, "name", "名称")
    roster = visit.office.folder / RULES / visit.place / "units.yaml"
    meant = str(form.get("unit", ""))
    if meant == "new":
        entry: Plain = {"id": new_id(said, visit.roster.ids), "name": said}
        edit = Append(("units",), [entry])
    elif meant == "outside":
        edit = Append(("outside",), [said])
    else:
        edit = Append((*entry_of(visit, meant).at, "also"), [said])
    change_checked(visit.office.folder, roster, [edit], visit.office.clock())
    return _back(visit, name, form)


def show_use(visit: Visit) -> Response:
    """Show what taking a draft into use adds, for whom and from when."""
    name = _name(visit)
    pack = draft_pack(visit, name)
    listed = [_checked(visit, each) for each in pack.rules]
    units = sorted({unit for each in listed for unit in each.units})
    dates = sorted(day for each in listed for day in each.dates)
    return visit.page(
        "use", "documents", "启用",
        name=name, pack=pack, left=[each for each in listed if each.rule.is_unchecked],
        unknown=sorted({one for each in listed for one in each.unknown}),
        units=units, dates=dates[:DATES], undated=sum(not each.dates for each in listed),
        listed=listed, fault=None,
    )  # fmt: skip


def take_use(visit: Visit, _form: FormData) -> Response:
    """Make a pack of the draft."""
    name = _name(visit)
    if any(each.is_unchecked for each in draft_pack(visit, name).rules):
        raise CadenceError("还有没核对的，请先逐条定下照用、修改或不用。")
    file = draft_file(visit, name)
    take_into_use(visit.office.folder, file, visit.place, visit.office.clock())
    return visit.to("documents", used=name)


def _page(
    visit: Visit,
    name: str,
    opened: str = "",
    form: FormData | None = None,
    fault: Fault | None = None,
) -> Response:
    marks = marks_of(draft_file(visit, name))
    pack = draft_pack(visit, name)
    every = [
        replace(_checked(visit, each), mark=marks[each.id]) for each in (*pack.rules, *pack.refused)
    ]
    only = visit.asked("only")
    shown = [each for each in every if only in {"", each.stands}]
    opened = opened or visit.asked("open")
    kept = {"only": only} if only else {}
    return visit.page(
        "review", "documents", "核对", 422 if fault else 200,
        names=_numbered(every),
        name=name, pack=pack, every=len(every),
        decided=sum(each.stands == "decided" for each in every),
        sure=sum(each.stands == "sure" and not each.unknown for each in every),
        pages=paged(shown, visit.asked("p"),
                    lambda n: visit.address(f"documents/{name}", **kept, p=str(n))),
        only=only, kept=kept, opened=opened, form=form or {}, fault=fault,
        kinds=[(each, KINDS[each]) for each in EDITABLE],
        periods=[(key, f"每{words}") for key, words in PERIOD_NAMES.items() if key != "hour"],
        categories=CATEGORIES, said_of=said_of, said=visit.asked("said"),
        units=[(each.key, each.name) for each in visit.roster.units],
    )  # fmt: skip


def _changed(visit: Visit, name: str, rule: str) -> str:
    """Say what another has made of a rule meanwhile."""
    pack = draft_pack(visit, name)
    now = next((each for each in (*pack.rules, *pack.refused) if each.id == rule), None)
    if now is None:
        raise CadenceError("这一条刚刚被别人删去了，请回到文件再看。")
    stands = {"accepted": "照用", "edited": "已改", "refused": "不用"}.get(str(now.verdict), "没定")
    return (
        f"{now.clause} 刚刚被别人改过，您这次的没有记下。现在是：{now.act}；"
        f"{'、'.join(now.bodies)}；{timing_words(now.timing)}；{stands}。请看过再定。"
    )


def _numbered(every: Sequence[Checked]) -> dict[str, int]:
    """Number the names that the roster does not know, each once."""
    names = dict.fromkeys(name for each in every for name in each.unknown)
    return {name: number for number, name in enumerate(names, 1)}


def _checked(visit: Visit, rule: Rule) -> Checked:
    start = rule.document.effective
    span = Span(start.replace(month=1, day=1), dt.date(start.year + AHEAD, 12, 31))
    windows = expand(rule, span, visit.workspace.advise(visit.place))
    days = dict.fromkeys(each.due or each.start for each in windows)
    units = {unit.name: None for each in rule.bodies for unit in answer(each, rule, visit.roster)}
    stands = "decided" if not rule.is_unchecked else "sure" if is_sure(rule) else "open"
    return Checked(
        rule=rule,
        when=timing_words(rule.timing),
        dates=tuple(days)[:DATES],
        trace=windows[0].trace if windows else (),
        units=tuple(units),
        unknown=_unknown(visit, rule),
        stands=stands,
    )


def _unknown(visit: Visit, rule: Rule) -> tuple[str, ...]:
    from cadence.core import folded  # noqa: PLC0415 - beside its one use

    roster = visit.roster
    return tuple(
        each
        for each in (*rule.bodies, *rule.lead, *rule.assist)
        if folded(each) not in roster.outside and not answer(each, rule, roster)
    )


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


def _back(visit: Visit, name: str, form: FormData) -> Response:
    kept = {key: str(form.get(key)) for key in ("only", "p") if form.get(key)}
    return visit.to(f"documents/{name}", **kept)


def _name(visit: Visit) -> str:
    return str(visit.request.path_params["name"])


ENTRANCES = (
    Entrance(path="documents/{name}", roles=OFFICE, show=show),
    Entrance(path="documents/{name}/verdict", roles=OFFICE, take=take_verdict),
    Entrance(path="documents/{name}/edit", roles=OFFICE, take=take_edit),
    Entrance(path="documents/{name}/name", roles=OFFICE, take=take_name),
    Entrance(path="documents/{name}/use", roles=OFFICE, show=show_use, take=take_use),
)
