"""What the ledger holds that nothing answers to any more: History × Workspace → Findings."""

import difflib
import re
from collections.abc import Iterator
from datetime import date

from cadence.clocks import find_clocks
from cadence.dates import Span
from cadence.history import History
from cadence.model import Finding, Occurrence
from cadence.survey import Asked, dated, setting_of
from cadence.workspace import Workspace

YEAR = re.compile(r"\d{4}")
LONGEST = 6  # years between the year that an id names and its due day: a term after a long wait


def find_orphans(workspace: Workspace, history: History) -> Iterator[Finding]:
    """Yield entries whose occurrence is no longer there, with the likely new id."""
    if not history.pasts:
        return
    years = [int(found[0]) for each in history.pasts if (found := YEAR.search(_window(each)))]
    first, last = min(years, default=1), max(years, default=1)
    span = Span(date(max(first - 1, 1), 1, 1), date(min(last + LONGEST, 9998), 12, 31))
    known: dict[str, str] = {}  # every id and former id, to the id
    for occurrence in _all(workspace, history, span):
        known |= dict.fromkeys((occurrence.id, *occurrence.former_ids), occurrence.id)
    for each in sorted(history.pasts):
        if each not in known:
            yield _orphan(each, list(known.values()))


def _all(workspace: Workspace, history: History, span: Span) -> Iterator[Occurrence]:
    yield from dated(workspace, Asked(span=span), history)
    for clock in find_clocks(setting_of(workspace, history)):
        yield from clock.occurrences


def _window(identifier: str) -> str:
    return identifier.rpartition("@")[0].split(":", 2)[-1]


def _orphan(identifier: str, known: list[str]) -> Finding:
    before, _at, unit = identifier.rpartition("@")
    rule = ":".join(before.split(":", 2)[:2])
    alike = [each for each in known if each.startswith(f"{rule}:") and each.endswith(f"@{unit}")]
    near = difflib.get_close_matches(identifier, alike or known, n=1, cutoff=0.6)
    advice = "请查明原因（日期改读、事件更正或撤销、单位或规则变动）"
    if near:
        advice += f"；如指{near[0]}，请就该编号重新登记，并撤销原登记"
    return Finding(
        code="orphan",
        severity="error",
        message=f"{identifier}：有办理登记，但现行规则和事件下已没有这一期",
        advice=advice,
        unit=unit,
        occurrences=(identifier, *near),
    )


def find_open_events(workspace: Workspace, history: History) -> Iterator[Finding]:
    """Yield events that start nothing as they stand: of no known unit, or with questions open."""
    setting = setting_of(workspace, history)
    for happening in history.happenings:
        if happening.event.unit not in setting.units:
            yield Finding(
                code="event_of_nobody",
                severity="error",
                message=f"第{happening.number}号事件的单位“{happening.event.unit}”不在名册",
                advice="请恢复名册中的单位，或更正该事件",
                date=happening.event.at.date(),
                unit=happening.event.unit,
            )
    for clock in find_clocks(setting):
        if clock.questions:
            yield Finding(
                code="event_open",
                severity="warning",
                message=f"“{clock.rule.act}”是否因第{clock.happening.number}号事件起算，尚不能确定",
                advice="；".join(clock.questions),
                date=clock.happening.event.at.date(),
                unit=clock.subject.key,
                clauses=(f"{clock.rule.pack}:{clock.rule.clause}",),
            )
