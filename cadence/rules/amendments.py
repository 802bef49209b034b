"""How rules change after they were written: newer documents, and the office's own decisions.

Pure: packs in, packs out. A newer document never rewrites an older pack: its rules take over with
their first whole window, and windows that began earlier stay with the older rule. A decision dates
what a text leaves open, from its own day on, and is named as the office's wherever it shows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from cadence.core import (
    Cadence,
    Decision,
    Pack,
    Policy,
    Rule,
    Season,
    Supersession,
    Trigger,
    _,
    did_you_mean,
    folded,
    is_in_force,
    is_open,
    with_numbers,
)
from cadence.rules.faults import timing_faults
from cadence.rules.yaml_tree import Way


def with_successions(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    """Tell older rules when newer ones take over, and those to begin with a whole window.

    Windows that began before the newer document's effective date stay with the older rule. A
    newer rule of the same duty type and period begins with its first whole window, so that a
    duty is not asked for twice; a duty that is new begins at once.
    """
    packs = tuple(packs)
    ends: dict[tuple[str, str], date] = {}
    replaced: dict[str, set[tuple[str, str]]] = {}
    for pack in packs:
        replaced[pack.name] = set()
        for rule in (rule for old in pack.supersedes for rule in _rules_of(old, packs)):
            key, taken_over = (rule.pack, rule.id), pack.document.effective
            ends[key] = min(ends.get(key, taken_over), taken_over)
            replaced[pack.name].add(_rhythm(rule))
    return tuple(
        replace(
            pack, rules=tuple(_succeeded(rule, ends, replaced[pack.name]) for rule in pack.rules)
        )
        for pack in packs
    )


def _rules_of(old: Supersession, packs: tuple[Pack, ...]) -> Iterator[Rule]:
    for pack in packs:
        if pack.name == old.pack:
            yield from (rule for rule in pack.rules if _named(rule.id, old))


def _named(rule_id: str, old: Supersession) -> bool:
    return not old.rules or rule_id in old.rules


def _succeeded(
    rule: Rule, ends: dict[tuple[str, str], date], replaced: set[tuple[str, str]]
) -> Rule:
    end = ends.get((rule.pack, rule.id))
    days = [each for each in (rule.superseded_on, end) if each]
    return replace(
        rule,
        superseded_on=min(days, default=None),
        whole_windows=rule.whole_windows or _rhythm(rule) in replaced,
        earlier=tuple(_succeeded(each, ends, replaced) for each in rule.earlier),
    )


def _rhythm(rule: Rule) -> tuple[str, str]:
    """Return what tells a rule that takes over from a duty that is new: what, and how often."""
    return rule.category, getattr(rule.timing, "period", "")


def with_decisions(pack: Pack, decisions: Iterable[Decision]) -> Pack:
    """Give the rules that a text leaves undated the timing that the office decided for them.

    Where it decided several times, each decision holds until the next one's first window: what
    was asked for before stays asked for.
    """
    decided: dict[str, list[Decision]] = {}
    for each in sorted(decisions, key=lambda decision: decision.on):
        if each.pack == pack.name:
            decided.setdefault(each.rule, []).append(each)
    rules = (_decided(rule, decided.get(rule.id, ())) for rule in pack.rules)
    return replace(pack, rules=tuple(rules))


def _decided(rule: Rule, decisions: Sequence[Decision]) -> Rule:
    """Return a rule as the last decision dates it, the earlier ones kept within it."""
    if not decisions:
        return rule
    dated = [_dated(rule, each) for each in decisions]
    follows = (_rhythm(before) == _rhythm(after) for before, after in pairwise(dated))
    ends = (each.effective for each in dated[1:])
    *earlier, last = (
        replace(each, whole_windows=whole, superseded_on=end)
        for each, whole, end in zip(dated, (False, *follows), (*ends, None), strict=True)
    )
    return replace(last, earlier=tuple(earlier))


def _dated(rule: Rule, decision: Decision) -> Rule:
    return replace(
        rule,
        timing=with_numbers(decision.timing),
        since=None,
        effective=max(rule.effective, decision.on),
        decision=replace(decision, instead_of=rule.timing),
    )


def with_spans(pack: Pack, policy: Policy) -> Pack:
    """Give the rules that ask for terms or the office's own observances their days."""
    return replace(pack, rules=tuple(_with_days(rule, policy) for rule in pack.rules))


def _with_days(rule: Rule, policy: Policy) -> Rule:
    match rule.timing:
        case Cadence(period="term"):
            spans = policy.terms
        case Cadence(period="school_year"):
            spans = policy.school_years
        case Trigger(event=str(name)) | Season(name=str(name), start=None):
            own = folded(name)
            spans = tuple(each for each in policy.observances if folded(each.name) == own)
        case _:
            return rule
    return replace(rule, spans=spans) if spans else rule


def in_force(pack: Pack, day: date) -> Pack:
    """Keep the rules of a pack that bind on a day."""
    return replace(pack, rules=tuple(rule for rule in pack.rules if is_in_force(rule, day)))


def decision_faults(
    decisions: Iterable[Decision], packs: Iterable[Pack]
) -> Iterator[tuple[Way, str]]:
    """Yield (way in the policy, message) for decisions about no rule, or about a dated one."""
    rules = {rule.key: rule for pack in packs for rule in pack.rules}
    seen: set[tuple[str, date]] = set()
    for index, decision in enumerate(decisions):
        key = f"{decision.pack}:{decision.rule}"
        if (key, decision.on) in seen:
            message = _('"{0}" is decided twice from {1} on; say which one holds, or from when')
            yield ("decisions", index, "on"), message.format(key, decision.on)
        seen.add((key, decision.on))
        if key not in rules:
            message = _('no rule is called "{0}"').format(key) + did_you_mean(key, rules)
            yield ("decisions", index, "rule"), message
        elif not is_open(rules[key]):
            message = _('the text itself dates "{0}"; an office cannot decide otherwise here')
            yield ("decisions", index, "rule"), message.format(key)
        for way, message in timing_faults(decision.timing):
            yield ("decisions", index, "timing", *way), message


def unknown_successions(pack: Pack, packs: Iterable[Pack]) -> Iterator[tuple[int, str]]:
    """Yield (index, message) for every supersession of a pack or rule that isn't there."""
    known = {other.name: {rule.id for rule in other.rules} for other in packs}
    for index, old in enumerate(pack.supersedes):
        if old.pack not in known:
            message = _('no pack is called "{0}"').format(old.pack)
            yield index, message + did_you_mean(old.pack, known)
            continue
        for rule in old.rules:
            if rule not in known[old.pack]:
                message = _('pack "{0}" has no rule "{1}"').format(old.pack, rule)
                yield index, message + did_you_mean(rule, known[old.pack])
