"""文件 › 核对: each drafted rule with its words, whom it binds and its first dates; and 启用."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence import extract  # by its parts: a sixth of the desk's start, for one room
from cadence.core import CadenceError, Plain, Rule, Timing, timing_words
from cadence.desk.accounts import Role
from cadence.desk.checked import CheckedRule, checked, checked_all, likely, numbered, unknown
from cadence.desk.decisions import CHOICES
from cadence.desk.documents import DRAFTS, ENDINGS, draft_file, draft_pack
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault
from cadence.desk.head_questions import older_asked, year_asked
from cadence.desk.paging import paged
from cadence.desk.roster_file import entries_of
from cadence.desk.rule_form import FORM, in_words, values_of
from cadence.desk.visit import Visit
from cadence.rules import (
    ChangedError,
    Verdict,
    change_rule,
    changed_rule,
    decide,
    is_sure,
    marks_of,
    reopen,
)

if TYPE_CHECKING:
    from cadence.extract import Asked, Beside, Content

OFFICE: tuple[Role, ...] = ("office",)
SIEVES = {
    "": "全部",
    "waits": "待核",
    "open": "没把握",
    "asked": "有问题",
    "sure": "有把握",
    "decided": "已核",
}
AROUND = 1  # passages shown before and after those that are quoted


def show(visit: Visit) -> Response:
    """Show the rules of a draft, a page at a time; one is open where the address says so."""
    return review_page(visit, _name(visit))


def take_verdict(visit: Visit, form: FormData) -> Response:
    """Write what was decided of one rule, or of all that are sure."""
    name = _name(visit)
    file = draft_file(visit, name)
    if form.get("all") == "sure":
        marks = marks_of(file)
        known = draft_pack(visit, name)
        ids = [each.id for each in known.rules if is_sure(each) and not unknown(visit, each)]
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
        return _stale(visit, name, rule)
    return go_on(visit, name, form, rule)


def take_answer(visit: Visit, form: FormData) -> Response:
    """Take an answer to one question of a rule; the answer to its last settles it."""
    name, rule_id, question = _name(visit), str(form.get("rule", "")), str(form.get("question", ""))
    file, pack = draft_file(visit, name), draft_pack(visit, name)
    rules = (*pack.rules, *pack.refused)
    rule = next((each for each in rules if each.id == rule_id), None)
    asked = extract.asked_of(rule, rules) if rule else ()
    offered = next((each.answers for each in asked if each.question == question), ())
    chosen = {str(n): each for n, each in enumerate(offered)}.get(str(form.get("answer", "")))
    if rule is None or chosen is None:
        raise CadenceError("这个问题刚刚有人答过了，请刷新后再看。")
    left: list[Plain] = [each for each in rule.questions if each != question]
    seen = {rule_id: str(form.get("mark", ""))}
    said: dict[str, Plain] = {**chosen.said, **({"questions": left} if left else {})}
    verdict: Verdict = "edited" if chosen.said else "accepted"
    try:
        if chosen.refused:
            decide(file, {rule_id: "refused"}, seen)
        else:
            change_rule(file, rule_id, said, seen, None if left else verdict)
    except ChangedError:
        return review_page(
            visit, name, Opened(fault=Fault("mark", was_changed(visit, name, rule_id)))
        )
    if left and not chosen.refused:
        return visit.to(f"documents/{name}", rule_id, **kept_of(form))
    return go_on(visit, name, form, rule_id)


def take_edit(visit: Visit, form: FormData) -> Response:
    """Change what a rule says; the dates are shown before it is kept when that is asked for."""
    name, rule = _name(visit), str(form.get("rule", ""))
    try:
        said = values_of(form, _timing_of(visit, name, rule))
        seen = {rule: str(form.get("mark", ""))}
        if form.get("look"):
            read = changed_rule(draft_file(visit, name), rule, said, seen)
            shown = checked(visit, read)
            return review_page(visit, name, Opened(rule=rule, form=form, looked=shown))
        change_rule(draft_file(visit, name), rule, said, seen)
    except ChangedError:
        fault = Fault("mark", was_changed(visit, name, rule))
    except Fault as wrong:
        fault = wrong
    except CadenceError as error:
        fault = Fault("timing", in_words(str(error)))
    else:
        return go_on(visit, name, form, rule)
    return review_page(visit, name, Opened(rule=rule, form=form, fault=fault))


def take_reopen(visit: Visit, form: FormData) -> Response:
    """Take the verdict on a rule back, so that it waits again."""
    name, rule = _name(visit), str(form.get("rule", ""))
    try:
        reopen(draft_file(visit, name), rule, {rule: str(form.get("mark", ""))})
    except ChangedError:
        return _stale(visit, name, rule)
    return visit.to(f"documents/{name}", rule, **kept_of(form))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The rule whose form is open: what was typed, what is wrong with it, how it would be dated.

    Attributes:
        deciding: the rule whose frequency is being decided; days: its first ones, if it held.
    """

    rule: str = ""
    deciding: str = ""
    days: tuple[dt.date, ...] | None = None
    form: FormData | None = None
    fault: Fault | None = None
    looked: CheckedRule | None = None


def review_page(visit: Visit, name: str, form: Opened | None = None) -> Response:
    """Render the review of a draft, with a form open in it where one is."""
    typed = form or Opened(rule=visit.asked("open"), deciding=visit.asked("decide"))
    marks = marks_of(draft_file(visit, name))
    pack = draft_pack(visit, name)
    every = [
        replace(each, mark=marks[each.rule.id])
        for each in checked_all(visit, name, (*pack.rules, *pack.refused))
    ]
    asked = {
        each.rule.id: extract.asked_of(each.rule, [one.rule for one in every]) for each in every
    }
    only = visit.asked("only")
    shown = [each for each in every if _lets(only, each, asked)]
    kept = {"only": only} if only else {}
    pages = paged(shown, visit.asked("p"),
                  lambda n: visit.address(f"documents/{name}", **kept, p=str(n)))  # fmt: skip
    rules, here = [each.rule for each in every], {each.rule.id for each in pages.rows}
    content, known = _content(visit, name), [each.name for each in entries_of(visit).values()]
    return visit.page(
        "review", "documents", "核对", 422 if typed.fault else 200,
        names=numbered(every),
        name=name, pack=pack, every=len(every),
        decided=sum(each.stands == "decided" for each in every),
        sure=sum(each.stands == "sure" and not each.unknown for each in every),
        pages=pages, looked=typed.looked, beside=_beside(content, rules, here),
        ends=year_asked(pack), older=older_asked(visit, pack, content.text if content else ""),
        strips=_strips(content, rules, here),
        asked=asked, sieves=[(key, words, sum(_lets(key, each, asked) for each in every))
                             for key, words in SIEVES.items()],
        only=only, kept=kept, opened=typed.rule, form=typed.form or {}, fault=typed.fault,
        deciding=typed.deciding, days=typed.days, choices=CHOICES, **FORM,
        events=_events(visit), said=visit.asked("said"), head=visit.asked("head"),
        units=[(each.key, each.name) for each in visit.roster.units],
        grouping=visit.asked("group") or str(typed.form.get("name", "") if typed.form else ""),
        known=known, likely={one: likely(one, known) for one in numbered(every)},
    )  # fmt: skip


def _lets(only: str, rule: CheckedRule, asked: "Mapping[str, Sequence[Asked]]") -> bool:
    """Tell whether a rule is among those that a filter shows."""
    waits = rule.stands != "decided"
    match only:
        case "waits":
            return waits
        case "asked":
            return waits and (bool(asked[rule.rule.id]) or bool(rule.unknown))
        case _:
            return only in {"", rule.stands}


def _timing_of(visit: Visit, name: str, rule: str) -> Timing | None:
    pack = draft_pack(visit, name)
    found = (each.timing for each in (*pack.rules, *pack.refused) if each.id == rule)
    return next(found, None)


def _events(visit: Visit) -> list[str]:
    """Return the events that the place knows by name, to be chosen from."""
    return [each.names[0] for each in visit.workspace.kinds[visit.place].by_id.values()]


def _stale(visit: Visit, name: str, rule: str) -> Response:
    return review_page(visit, name, Opened(fault=Fault("mark", was_changed(visit, name, rule))))


def was_changed(visit: Visit, name: str, rule: str) -> str:
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


def _content(visit: Visit, name: str) -> "Content | None":
    """Return what the document of a draft says; None where it was written by hand, or is gone."""
    folder = visit.office.folder / DRAFTS / visit.place
    text = next((each for each in folder.glob(f"{name}.*") if each.suffix in ENDINGS), None)
    return _read(text, text.stat().st_mtime_ns) if text else None


def _beside(content: "Content | None", rules: Sequence[Rule], shown: set[str]) -> "list[Beside]":
    """Return the part of the text that the rules on a page were read from, with their quotes."""
    from cadence.extract import text_beside  # noqa: PLC0415 - a sixth of the desk's start, for one room

    laid = text_beside(content.text, rules) if content else ()
    quoted = [n for n, each in enumerate(laid) if any(shown & {*one.rules} for one in each.words)]
    if not quoted:
        return []
    return list(laid[max(0, quoted[0] - AROUND) : quoted[-1] + 1 + AROUND])


def _strips(
    content: "Content | None", rules: Sequence[Rule], shown: set[str]
) -> dict[str, tuple[str, ...]]:
    """Return, by rule on a page, the pictures that its quote was recognised from."""
    from cadence.extract import pictures, strips_of  # noqa: PLC0415 - a sixth of the desk's start, for one room

    if content is None or content.scan is None:
        return {}
    seen = strips_of(rules, content.scan)
    return {each: pictures(seen[each]) for each in shown}


@lru_cache(maxsize=4)  # while somebody checks it, its pages are asked for every few seconds
def _read(file: Path, _changed_at: int) -> "Content":
    return extract.read_content(file)


def go_on(visit: Visit, name: str, form: FormData, after: str = "") -> Response:
    """Go back to the page, to the first rule after the one decided on that still waits."""
    pack = draft_pack(visit, name)
    rules = list(pack.rules)
    ids = [each.id for each in rules]
    start = ids.index(after) + 1 if after in ids else 0
    waiting = (each.id for each in (*rules[start:], *rules[:start]) if each.is_unchecked)
    return visit.to(f"documents/{name}", next(waiting, ""), **kept_of(form))


def kept_of(form: FormData) -> dict[str, str]:
    """Return the filter and the page that a form was sent from."""
    return {key: str(form.get(key)) for key in ("only", "p") if form.get(key)}


def _name(visit: Visit) -> str:
    return str(visit.request.path_params["name"])


ENTRANCES = (
    Entrance(path="documents/{name}", roles=OFFICE, show=show),
    Entrance(path="documents/{name}/verdict", roles=OFFICE, take=take_verdict),
    Entrance(path="documents/{name}/answer", roles=OFFICE, take=take_answer),
    Entrance(path="documents/{name}/edit", roles=OFFICE, take=take_edit),
    Entrance(path="documents/{name}/reopen", roles=OFFICE, take=take_reopen),
)
