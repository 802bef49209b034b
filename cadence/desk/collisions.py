"""检查 › 冲突: what collides from today on; merging what one meeting settles, answering the rest.

What is proposed to be merged a person accepts here; what the office has answered for good is
suppressed with its reason, which stays in sight.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.conflicts import Conflict, advice, message, plainly, unanswered
from cadence.core import CONFLICTS, SEVERITIES, Append, CadenceError, Plain, Span
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, plain_day_of, text_of
from cadence.desk.paging import paged
from cadence.desk.visit import Visit
from cadence.rules import RULES, change_checked

OFFICE: tuple[Role, ...] = ("office",)
MERGEABLE = "duplicate"
CHIPS = {"error": "c-over", "warning": "c-soon", "info": "c-open"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """What is one thing to decide: a code and its rules, whenever and whoever it meets.

    Attributes:
        key: of its form; rules: the keys of the rules; first: the nearest finding.
        units: names of whom it concerns; days: on which it does; count: how many findings.
    """

    key: str
    rules: tuple[str, ...]
    first: Conflict
    units: tuple[str, ...]
    days: tuple[dt.date, ...]
    count: int


def show(visit: Visit) -> Response:
    """Show what collides; one form is open where the address says so."""
    return _page(visit, visit.asked("open"), doing=visit.asked("do"))


def take_merge(visit: Visit, form: FormData) -> Response:
    """Accept that one meeting settles several duties."""

    def entry(found: Collision) -> Plain:
        if found.first.code != MERGEABLE:
            raise Fault("rules", "只有同类的任务能合并成一次会。")
        on = plain_day_of(form, "on", "从哪天起")
        return {"rules": list(found.rules), **_decided(form), "on": on}

    return _taken(visit, form, "merges", "merge", entry)


def take_answer(visit: Visit, form: FormData) -> Response:
    """Answer what collides for good."""

    def entry(found: Collision) -> Plain:
        until = plain_day_of(form, "until", "到哪天为止") if form.get("until") else None
        said: dict[str, Plain] = {
            "code": found.first.code,
            "rules": list(found.rules),
            "reason": text_of(form, "reason", "理由"),
            "by": text_of(form, "by", "由谁定"),
        }
        return said | ({"until": until} if until else {})

    return _taken(visit, form, "suppressed", "answer", entry)


def grouped(found: Iterable[Conflict]) -> list[Collision]:
    """Put together what is one thing to decide, the gravest and nearest first. Pure."""
    groups: dict[tuple[str, tuple[str, ...]], list[Conflict]] = {}
    for each in found:
        rules = tuple(sorted({rule.key for rule in each.rules}))
        groups.setdefault((each.code, rules), []).append(each)
    listed = [_together(code, rules, each) for (code, rules), each in groups.items()]
    return sorted(listed, key=_order)


def _together(code: str, rules: tuple[str, ...], found: list[Conflict]) -> Collision:
    first = min(found, key=lambda each: each.day or dt.date.max)
    units = dict.fromkeys(unit.name for each in found for unit in each.units)
    days = sorted({each.day for each in found if each.day})
    digest = hashlib.sha256("\n".join((code, *rules)).encode()).hexdigest()
    return Collision(
        key=digest[:12], rules=rules, first=first, units=tuple(units), days=tuple(days),
        count=len(found),
    )  # fmt: skip


def _order(each: Collision) -> tuple[int, dt.date, str]:
    graveness = [*CHIPS].index(each.first.severity)
    return graveness, each.days[0] if each.days else dt.date.max, each.key


def _collisions(visit: Visit) -> list[Collision]:
    """Return what collides from today to the end of the year, answered things left out."""
    today = visit.view.today
    span = Span(today, dt.date(today.year, 12, 31))

    def find() -> list[Collision]:
        standing = unanswered(visit.view.scene(visit.place, span), today, past=False)
        return grouped(standing)

    return visit.view.kept(("collisions", visit.place), find)


def _decided(form: FormData) -> dict[str, Plain]:
    document = text_of(form, "document", "文号", required=False)
    return {"by": text_of(form, "by", "由谁定"), **({"document": document} if document else {})}


def _taken(
    visit: Visit,
    form: FormData,
    section: str,
    doing: str,
    entry: Callable[[Collision], Plain],
) -> Response:
    key = str(form.get("key", ""))
    try:
        edit = Append((section,), [entry(_known(visit, key))])
        change_checked(visit.office.folder, _file(visit), [edit], visit.office.clock())
    except Fault as fault:
        return _page(visit, key, form, fault, doing)
    except CadenceError as error:
        return _page(visit, key, form, Fault("key", str(error)), doing)
    return visit.to("collisions", said=doing)


def _known(visit: Visit, key: str) -> Collision:
    found = next((each for each in _collisions(visit) if each.key == key), None)
    if found is None:
        raise CadenceError("这一处已经没有了，可能刚被别人答过。")
    return found


def _file(visit: Visit) -> Path:
    return visit.office.folder / RULES / visit.place / "policy.yaml"


def _page(
    visit: Visit,
    opened: str = "",
    form: FormData | None = None,
    fault: Fault | None = None,
    doing: str = "",
) -> Response:
    found, code = _collisions(visit), visit.asked("code")
    acts = {rule.key: rule.act for pack in visit.workspace.packs for rule in pack.rules}
    policy = visit.workspace.policies[visit.place]
    shown = [each for each in found if code in {"", each.first.code}]
    kept = {"code": code} if code else {}
    return visit.page(
        "collisions", "register", "冲突", 422 if fault else 200,
        pages=paged(shown, visit.asked("p"),
                    lambda n: visit.address("collisions", **kept, p=str(n))),
        codes=[(key, CONFLICTS[key], sum(each.first.code == key for each in found))
               for key in dict.fromkeys(each.first.code for each in found)],
        code=code, total=len(found), chips=CHIPS, names=CONFLICTS, severities=SEVERITIES,
        message=message, advice=lambda each: plainly(advice(each)), mergeable=MERGEABLE,
        opened=opened, doing=doing,
        form=form or {}, fault=fault, said=visit.asked("said"),
        merges=[(n, each, [acts.get(key, key) for key in each.rules])
                for n, each in enumerate(policy.merges)],
        suppressed=[(n, each, [acts.get(key, key) for key in each.rules])
                    for n, each in enumerate(policy.suppressed)],
    )  # fmt: skip


ENTRANCES = (
    Entrance(path="collisions", roles=OFFICE, show=show),
    Entrance(path="collisions/merge", roles=OFFICE, take=take_merge),
    Entrance(path="collisions/answer", roles=OFFICE, take=take_answer),
)
