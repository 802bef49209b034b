"""rules/<place>/<document>.yaml ⇄ Rules, strictly: one file of one document gives one Pack."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from cadence import dates
from cadence.formats import DocumentFormat, PackFormat, RuleFormat
from cadence.i18n import _
from cadence.model import (
    Cadence,
    Deadline,
    Document,
    Pack,
    PeriodicDeadline,
    Phase,
    Rule,
    Season,
    Supersession,
    Threshold,
    Timing,
    Trigger,
)
from cadence.validation import validated
from cadence.words import duration_words
from cadence.yaml_text import Tree, did_you_mean, read_tree

YEAR_IN_WORDS = re.compile(r"\d{4}\s*年")
MONTH_DAY = re.compile(r"--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
# What extract leaves in a draft for the person who checks it, and no part of the rule.
DRAFT_KEYS = ("confidence", "questions", "decision", "drafted")
Way = tuple[str | int, ...]


def read_pack(file: Path, name: str, shown: str) -> tuple[Pack | None, Tree]:
    """Read one pack.

    Args:
        file: the YAML file.
        name: its path under rules/ without the ending, the pack's name.
        shown: its name in messages.

    Returns:
        The pack (None where the file has problems) and the tree that holds the problems
        and where every value stands.
    """
    tree = read_tree(file, shown)
    found = validated(tree, PackFormat)
    if found is None:
        return None, tree
    _note_faults(found, tree)
    if tree.problems:
        return None, tree
    document = Document(**dict(found.document))
    kept = (each for each in found.rules if each.decision != "refused")
    rules = tuple(_rule(each, name, document) for each in kept)
    supersedes = tuple(Supersession(**dict(each)) for each in found.supersedes)
    return Pack(name=name, document=document, rules=rules, supersedes=supersedes), tree


def _rule(found: RuleFormat, pack: str, document: Document) -> Rule:
    given = dict(found) | {
        "pack": pack,
        "document": document,
        "timing": _timing(found.timing),
        "effective": max(found.start or document.effective, document.effective),
        "until": min(filter(None, (found.until, document.until)), default=None),
        "year_from": found.year_from or document.year_from,
    }
    for key in ("start", *DRAFT_KEYS):
        del given[key]
    return Rule(**given)


def _timing(timing: Timing) -> Timing:
    """Keep the day of the month and of the week a number, as INTERFACES promises."""
    if isinstance(timing, PeriodicDeadline) and str(timing.day).isdecimal():
        return replace(timing, day=int(timing.day))
    return timing


def with_successions(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    """Tell older rules when newer ones take over, and those to begin with a whole window.

    Windows that began before the newer document's effective date stay with the older rule, so
    that no duty is asked for twice and none falls between two documents.
    """
    packs = tuple(packs)
    ends: dict[tuple[str, str], date] = {}
    for pack in packs:
        for old in pack.supersedes:
            for rule in _rules_of(old, packs):
                taken_over = pack.document.effective
                ends[rule] = min(ends.get(rule, taken_over), taken_over)
    return tuple(
        replace(pack, rules=tuple(_succeeded(rule, pack, ends) for rule in pack.rules))
        for pack in packs
    )


def _rules_of(old: Supersession, packs: tuple[Pack, ...]) -> Iterator[tuple[str, str]]:
    for pack in packs:
        if pack.name == old.pack:
            yield from ((pack.name, rule.id) for rule in pack.rules if _named(rule.id, old))


def _named(rule_id: str, old: Supersession) -> bool:
    return not old.rules or rule_id in old.rules


def _succeeded(rule: Rule, pack: Pack, ends: dict[tuple[str, str], date]) -> Rule:
    return replace(
        rule,
        superseded_on=ends.get((rule.pack, rule.id)),
        whole_windows=bool(pack.supersedes),
    )


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


# What a format cannot say by itself: one generator per noun, each yielding (way, message).


def _note_faults(found: PackFormat, tree: Tree) -> None:
    for key, message in _document_faults(found.document):
        tree.problem(("document", *key), message)
    ids = [rule.id for rule in found.rules]
    for index, rule in enumerate(found.rules):
        for key, message in _rule_faults(rule, found.document, ids, index):
            tree.problem(("rules", index, *key), message)
        for key, message in _timing_faults(rule.timing):
            # A union's way in the file has no step for the chosen kind.
            tree.problem(("rules", index, "timing", *key), message)


def _document_faults(document: DocumentFormat) -> Iterator[tuple[Way, str]]:
    if document.until and document.until < document.effective:
        words = _("the span is upside down: until {0} lies before effective {1}")
        yield ("until",), words.format(document.until, document.effective)


def _rule_faults(
    rule: RuleFormat, document: DocumentFormat, ids: list[str], index: int
) -> Iterator[tuple[Way, str]]:
    if rule.id in ids[:index]:
        yield ("id",), _('two rules have the id "{0}"; rename one').format(rule.id)
    first, last = rule.start or document.effective, rule.until or document.until
    if last and last < first:
        words = _("the span is upside down: it ends {0} before it begins {1}")
        yield ("until",), words.format(last, first)
    if not (rule.actors or rule.responsible or rule.outside):
        yield (), _('nobody is bound; fill in "actors", "responsible" or "outside"')
    for other in rule.replaces:
        if other not in ids:
            words = _('replaces "{0}", but this pack has no such rule')
            yield ("replaces",), words.format(other) + did_you_mean(other, ids)
    if _year_is_carried(rule) and not (rule.year_from or document.year_from):
        yield (
            ("quote",),
            _('the quoted words name no year; say in "year_from" where the year is taken from'),
        )


def _year_is_carried(rule: RuleFormat) -> bool:
    dated = isinstance(rule.timing, Deadline | Phase)
    return dated and not YEAR_IN_WORDS.search(rule.quote)


def _timing_faults(timing: Timing) -> Iterator[tuple[Way, str]]:
    match timing:
        case Cadence() | PeriodicDeadline():
            yield from _period_faults(timing)
            yield from _order_faults(timing.start, timing.due)
        case Phase():
            if timing.start is None and timing.due is None:
                yield (), _("a phase needs a start or a due date, or both")
            yield from _order_faults(timing.start, timing.due)
        case Season():
            for key in ("start", "due"):
                if not MONTH_DAY.fullmatch(getattr(timing, key)):
                    words = _('"{0}" is not a month and day; write it as --06-30')
                    yield (key,), words.format(getattr(timing, key))
        case Trigger():
            yield from _offset_faults(timing)
        case Threshold():
            if timing.within not in dates.PERIODS:
                yield ("within",), _no_period(timing.within)
            if timing.count < 1:
                yield ("count",), _("a count begins at 1")
        case _:
            return


def _period_faults(timing: Cadence | PeriodicDeadline) -> Iterator[tuple[Way, str]]:
    if not dates.is_period(timing.period):
        yield ("period",), _no_period(timing.period)
    elif isinstance(timing, Cadence):
        if timing.count < 1:
            yield ("count",), _("a count begins at 1")
    else:
        try:
            _label, days = next(dates.periods(timing.period, A_DAY, A_DAY.first))
            dates.day_in(timing.period, timing.day, days)
        except ValueError:
            words = _('a {0} has no day "{1}"; docs/rules.md shows how days are written')
            yield ("day",), words.format(timing.period, timing.day)


A_DAY = dates.Span(date(2024, 1, 1), date(2024, 1, 1))


def _no_period(name: str) -> str:
    known = (*dates.PERIODS, "2_years", "3_years")
    words = _('no period is called "{0}"; there are: {1}').format(name, ", ".join(known))
    return words + did_you_mean(name, known)


def _order_faults(start: date | None, due: date | None) -> Iterator[tuple[Way, str]]:
    if start and due and due < start:
        words = _("the span is upside down: due {0} lies before start {1}")
        yield ("due",), words.format(due, start)


def _offset_faults(timing: Trigger) -> Iterator[tuple[Way, str]]:
    try:
        duration_words(timing.offset)
    except ValueError:
        message = _('"{0}" is not an ISO 8601 duration; write 24 hours as PT24H, 7 days as P7D')
        yield ("offset",), message.format(timing.offset)
