"""Rules, occurrences and findings as the JSON that others rely on; keys in a fixed order."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cadence.core import (
    ROLES,
    Approval,
    Choice,
    Coverage,
    Decision,
    Document,
    Finding,
    Given,
    Happening,
    Occurrence,
    Pack,
    Phase,
    Rule,
    Timing,
    said_of,
    timing_english,
    timing_words,
    told,
    written_fields,
)
from cadence.occurrences import Judged, said_beside
from cadence.reports.changes import Change
from cadence.reports.clock_card import Card, CardRow

Json = dict[str, Any]
CITED = 2  # lines of a trace that give document, clause and quote


def pack_json(pack: Pack, units: dict[str, tuple[str, ...]]) -> Json:
    """Return `{"document": …, "rules": […]}`; units maps a rule's id to the unit ids it binds."""
    document = {"pack": pack.name} | told_json(pack.document)
    return {"document": document, "rules": [rule_json(rule, units) for rule in pack.rules]}


def rule_json(rule: Rule, units: dict[str, tuple[str, ...]]) -> Json:
    """Return one RULE, the promised keys first, ours after them."""
    found = {}
    for key, value in told_json(rule).items():
        found[key] = value
        if key == "actors":
            found |= {"actors": list(rule.named), "units": list(units.get(rule.id, ()))}
    words = {"zh": timing_words(rule.timing), "en": timing_english(rule.timing)}
    return found | {"decision": _decision(rule.decision), "words": words}


def told_json(noun: Document | Rule) -> Json:
    """Return what is told of a noun, in the order of its Keys."""
    kind: type = type(noun)
    kinds = {each.field: each.kind for each in written_fields(kind)}
    return {name: _json(getattr(noun, name), kinds[name]) for name in told(kind, "json")}


def _json(value: Any, kind: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    if kind == Timing:
        return timing_json(value)
    if kind == Given:
        return {name: list(words) for name, words in value}
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _decision(decision: Decision | None) -> Json | None:
    if decision is None:
        return None
    return {
        "by": decision.by,
        "on": decision.on.isoformat(),
        "document": decision.document,
        "instead_of": timing_json(decision.instead_of) if decision.instead_of else None,
    }


def timing_json(timing: Timing) -> Json:
    """Return one TIMING; bounds and working days only where a text gives them."""
    whole = isinstance(timing, Phase)  # its open end is said
    found = {key: _json(value, None) for key, value in said_of(timing).items()}
    told = {key: value for key, value in found.items() if whole or value is not None}
    return {key: value for key, value in told.items() if (key, value) != ("when", "during")}


def _approval(approval: Approval) -> Json:
    fact = approval.fact
    return {
        "kind": fact.kind,
        "recorded": _iso(approval.recorded),
        "to": _iso(approval.to),
        "document": fact.document,
        "by": fact.by,
    }


def occurrence_json(judged: Judged) -> Json:
    """Return one occurrence and how it stands, the promised keys first, ours after them."""
    occurrence, judgement = judged.occurrence, judged.judgement
    binding, window, rule = occurrence.binding, occurrence.window, occurrence.binding.rule
    past = judgement.past
    return {
        "id": occurrence.id,
        "uid": occurrence.uid,
        "pack": rule.pack,
        "rule": rule.id,
        "clause": rule.clause,
        "place": binding.unit.place,
        "unit": binding.unit.id,
        "act": rule.act,
        "kind": rule.timing.kind,
        "start": (window.opens or window.start).isoformat(),
        "due": _iso(window.closes or window.due),
        "nth": window.nth,
        "of": window.of,
        "actor": "、".join(binding.names),
        "partial": window.partial,
        "advised": _iso(window.advised),
        "provisional": window.provisional,
        "status": judgement.status,
        "done_on": _iso(past.done.on) if past.done else None,
        "evidence": past.done.evidence if past.done else None,
        "days_late": judgement.days_late,
        "trace": list(trace_of(occurrence)),
        "extended_to": _iso(past.extension.to) if past.extension else None,
        "extended_by": past.extension.document if past.extension else None,
        "waived_by": past.waiver.document if past.waiver else None,
        "belated": [_approval(each) for each in past.belated],
        "subject": occurrence.subject.key if occurrence.subject else None,
        "planned": _planned(past.choice) if past.choice else None,
        "claimed_on": _iso(past.claim.on) if past.claim else None,
        "coverage": _coverage(past.coverage) if past.coverage else None,
    }


def _coverage(found: Coverage) -> Json:
    """Return by key who was reached and on which day, and who is left."""
    return {
        "covered": {key: _iso(each.on) for key, each in sorted(found.reached.items())},
        "left": [each.key for each in found.left],
    }


def _planned(choice: Choice) -> Json:
    """Return the moment that the office picked."""
    return {
        "at": choice.at.isoformat(timespec="minutes") if choice.at else None,
        "minutes": choice.minutes,
        "where": choice.where,
        "chair": choice.chair,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def trace_of(occurrence: Occurrence) -> tuple[str, ...]:
    """Return an occurrence's trace: its window's, and how the text's names reach its unit.

    After the quote stands what the text says beside the date, as in feeds.
    """
    binding = occurrence.binding
    names = "、".join(f"“{name}”" for name in binding.names)
    subject = (f"对象：{occurrence.subject.name}",) if occurrence.subject else ()
    cited, dated = occurrence.window.trace[:CITED], occurrence.window.trace[CITED:]
    beside = (f"{label}：{words}" for label, words in said_beside(binding.rule))
    whose = f"{ROLES[binding.role]}：{binding.unit.name}，原文称{names}"
    return (*cited, *beside, *dated, *subject, whose)


def happening_json(happening: Happening) -> Json:
    """Return one recorded event as it counts now."""
    event = happening.event
    return {
        "number": happening.number,
        "first": happening.first,
        "name": event.name,
        "at": event.at.isoformat(),
        "unit": event.unit,
        "values": dict(event.values),
        "note": event.note,
        "of": event.of,
        "recorded": happening.recorded.isoformat(),
    }


def card_json(card: Card) -> Json:
    """Return the clock card of one event."""
    return {
        "event": happening_json(card.happening),
        "as_of": card.as_of.isoformat(),
        "clocks": [_row_json(row, card) for row in card.rows],
    }


def _row_json(row: CardRow, card: Card) -> Json:
    left = row.closes - card.as_of if row.closes else None
    return {
        "pack": row.rule.pack,
        "rule": row.rule.id,
        "clause": row.rule.clause,
        "quote": row.quote,
        "act": row.what,
        "who": row.who,
        "to": row.to,
        "condition": row.rule.condition,
        "state": row.state,
        "start": _iso(row.start),
        "due": _iso(row.last),
        "words": row.due,
        "closes": _iso(row.closes),
        "minutes_left": int(left.total_seconds() // 60) if left is not None else None,
        "assumed": row.assumed,
        "notes": list(row.notes),
        "occurrences": list(row.ids),
        "trace": list(row.trace),
    }


def changes_json(changes: Iterable[Change]) -> list[Json]:
    """Return what a newer pack adds, drops and moves."""
    return [
        {
            "kind": each.kind,
            "before": each.before.key if each.before else None,
            "after": each.after.key if each.after else None,
            "units": [unit.key for unit in each.units],
            "gone": list(each.gone),
            "come": list(each.come),
            "field": each.field,
        }
        for each in changes
    ]


def findings_json(findings: Iterable[Finding]) -> list[Json]:
    """Return FINDINGs in their promised order of keys."""
    return [
        {
            "code": each.code,
            "severity": each.severity,
            "date": each.date.isoformat() if each.date else None,
            "unit": each.unit,
            "occurrences": list(each.occurrences),
            "clauses": list(each.clauses),
            "message": each.message,
            "advice": each.advice,
            **({"units": list(each.units)} if each.units else {}),
        }
        for each in findings
    ]
