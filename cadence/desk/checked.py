"""A drafted rule as the checking pages show it: when, whom, its first days, whether it is sure."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from cadence.core import (
    Cadence,
    Decision,
    Pack,
    PeriodicDeadline,
    Rule,
    Span,
    Standing,
    Threshold,
    Trigger,
    Unspecified,
    folded,
    timing_words,
)
from cadence.desk.documents import draft_file
from cadence.desk.visit import Visit
from cadence.occurrences import expand
from cadence.rules import answer, is_sure, read_decided, with_decisions

AHEAD = 3  # years looked at for the first dates
DATES = 3
SHORTEST = 3  # letters by which a name may end another
# What a post is called after the body that it belongs to.
POST = re.compile(r"(?:的)?(?:党政|党委|主要|分管)*(?:负责人|领导|书记|主任|[局镇乡县站所]长)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRule:
    """One rule as the page shows it.

    Attributes:
        when: its timing in words; dates: its first days; trace: of the first of them.
        why: why it has none, where it has none.
        times, last: how often it falls due until the end of that year.
        units: names of whom it binds; unknown: names that the roster does not know.
        stands: decided, sure, or open.
        decided: how often, as the office says where the text leaves it open.
        mark: of what it says now, so that nobody decides on what another has changed.
    """

    rule: Rule
    when: str
    dates: tuple[dt.date, ...]
    why: str
    trace: tuple[str, ...]
    times: int
    last: int
    units: tuple[str, ...]
    unknown: tuple[str, ...]
    stands: str
    mark: str = ""
    decided: Decision | None = None

    @property
    def may_decide(self) -> bool:
        """Tell whether how often is the office's to say."""
        return may_decide(self.rule)


def numbered(every: Sequence[CheckedRule]) -> dict[str, int]:
    """Number the names that the roster does not know, each once."""
    names = dict.fromkeys(name for each in every for name in each.unknown)
    return {name: number for number, name in enumerate(names, 1)}


@dataclass(frozen=True, slots=True)
class LikelyName:
    """What a name that the roster does not know seems to be, for somebody to say so.

    Attributes:
        meant: post or also, and of whom by name; "" where nothing speaks for anybody.
    """

    meant: str = ""
    of: str = ""


def likely(name: str, known: Collection[str]) -> LikelyName:
    """Look for whom a name may belong to: 各乡镇主要负责人 is a post of 各乡镇. Pure.

    Args:
        name: that nobody answers to.
        known: every name that somebody answers to. Where two would fit, none is shown.
    """
    above = max((each for each in known if name.startswith(each)), key=len, default="")
    if above and POST.fullmatch(name.removeprefix(above)):
        return LikelyName("post", above)
    whole = name.removeprefix("各")  # of 县安委会各成员单位: a single letter ends too much
    ends = [each for each in known if len(whole) >= SHORTEST and each.endswith(whole)]
    return LikelyName("also", ends[0]) if len(ends) == 1 else LikelyName()


def may_decide(rule: Rule) -> bool:
    """Tell whether a text leaves open how often something is done."""
    return rule.verdict != "refused" and isinstance(rule.timing, Unspecified)


def checked_all(visit: Visit, name: str, rules: Iterable[Rule]) -> list[CheckedRule]:
    """Date the rules of a draft, those that the office has decided as it decided."""
    said = {each.rule: each for each in read_decided(draft_file(visit, name))}
    return [checked(visit, each, said.get(each.id) if may_decide(each) else None) for each in rules]


def checked(visit: Visit, rule: Rule, decision: Decision | None = None) -> CheckedRule:
    """Date a drafted rule from the year in which its document begins to bind."""
    start = rule.document.effective
    span = Span(start.replace(month=1, day=1), dt.date(start.year + AHEAD, 12, 31))
    dated = _as_decided(rule, decision)
    windows = expand(dated, span, visit.workspace.advise(visit.place))
    days = dict.fromkeys(each.due or each.start for each in windows)
    units = {unit.name: None for each in rule.bodies for unit in answer(each, rule, visit.roster)}
    stands = "decided" if not rule.is_unchecked else "sure" if is_sure(rule) else "open"
    return CheckedRule(
        rule=rule,
        when=timing_words(dated.timing),
        dates=tuple(days)[:DATES],
        why="" if days else why_undated(dated),
        trace=windows[0].trace if windows else (),
        times=len(windows),
        last=span.last.year,
        units=tuple(units),
        unknown=unknown(visit, rule),
        stands=stands,
        decided=decision,
    )


def why_undated(rule: Rule) -> str:
    """Say why a rule has no date yet, and what would give it one. Pure."""
    match rule.timing:
        case Standing():
            return "长期坚持，没有期限"
        case Unspecified():
            return "原文没写多久一次，定了才有"
        case Trigger() | Threshold():
            return "事情发生了才起算"
        case (
            Cadence(period="term" | "school_year") | PeriodicDeadline(period="term" | "school_year")
        ):
            return "学期、学年的起止还没有写，在“决定”的“学期、特殊日子”里写上就有"
        case _:
            return "要用的日子还没有写，在“决定”的“学期、特殊日子”里写上就有"


def _as_decided(rule: Rule, decision: Decision | None) -> Rule:
    if decision is None:
        return rule
    pack = Pack(name=rule.pack, document=rule.document, rules=(rule,))
    return with_decisions(pack, [replace(decision, pack=rule.pack)]).rules[0]


def unknown(visit: Visit, rule: Rule) -> tuple[str, ...]:
    """Return the bodies of a rule that the roster knows neither as units nor as outside."""
    roster = visit.roster
    return tuple(
        each
        for each in (*rule.bodies, *rule.lead, *rule.assist)
        if folded(each) not in roster.outside and not answer(each, rule, roster)
    )
