"""Rules → which come before which: as the pack says, as their words say, and by their kind. Pure.

- a pack says it itself (`after`);
- words say it: 依据县委常委会研究决定后, 根据考核结果; whatever they name is looked for among the
  dated duties of the same document, and taken where it is one alone;
- by kind a year's work is pledged first, appraised then, and answered for last: 签责任书, 考核,
  述职, each of one body for itself. What the pack says otherwise stands.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Literal, NamedTuple

from cadence.core import Cadence, Deadline, PeriodicDeadline, Rule, Standing, folded, is_open

By = Literal["after", "words", "kind"]
# 根据考核结果, 按照常委会的要求
GROUNDS = re.compile(
    r"(?:根据|依据|依照|按照|结合)([^，。；：、]{2,18}?)的?(?:结果|要求|意见|决定|结论)"
)
# 依据县委常委会研究决定后, 经安委会全体会议审议通过后, 考核结束后
SETTLED = re.compile(
    r"(?:根据|依据|依照|按照|经过?|由|待|在)?([^，。；：、]{2,18}?)"
    r"(?:集体|研究|审议|讨论|会议)*(?:决定|同意|通过|审定|批准|完成|结束)之?后"
)
# What is held, drawn up or carried out; a body alone (根据县安委会要求) gives orders.
HELD = re.compile(
    r"(?:会议|常委会|常务会|全会|例会|专题会|考核|述职|评估|检查|督查|督导|巡查|排查|整治|演练|培训|"
    r"清单|台账|方案|预案|计划|规划|责任书)$"
)
DECIDES = re.compile(r"会$|" + HELD.pattern)  # 安委会研究决定后: its meeting is over
DELIBERATING = re.compile(r"(?:集体|研究|审议|讨论)+$")
REPORTED = "述职"
KINDS = {"责任书": "pledge", "考核": "appraisal", REPORTED: "report"}


class Before(NamedTuple):
    """A rule that comes first, and by what it does."""

    rule: str
    by: By


Order = Mapping[str, tuple[Before, ...]]


def order_of(rules: Iterable[Rule]) -> Order:
    """Return what comes before which rule, by their keys; rules that wait for nothing stand not.

    Args:
        rules: of one place, whichever packs they are of.
    """
    packs: dict[str, dict[str, Rule]] = {}
    for each in rules:
        packs.setdefault(each.pack, {})[each.key] = each
    found: dict[str, tuple[Before, ...]] = {}
    for known in packs.values():
        listed = tuple(known.values())
        said = {each.key: tuple(_said(each, listed)) for each in listed}
        for then, first in _by_kind(listed):
            if not (_leads(said, first.key, then.key) or _leads(said, then.key, first.key)):
                said[then.key] += (Before(first.key, "kind"),)
        found |= {key: before for key, before in said.items() if before}
    return found


def _said(rule: Rule, listed: tuple[Rule, ...]) -> Iterator[Before]:
    """Yield what comes first by the pack and by the rule's own words."""
    after = [f"{rule.pack}:{each}" for each in rule.after]
    yield from (Before(each, "after") for each in after)
    others = tuple(each for each in listed if each is not rule)
    met = [each for named in _named(rule) for each in _meant(named, others)]
    for each in {one.key: one for one in met}.values():
        if each.key not in after and rule.id not in each.after:
            yield Before(each.key, "words")


def _named(rule: Rule) -> Iterator[str]:
    """Yield what a rule's words name as their grounds."""
    for words in dict.fromkeys(
        filter(None, (rule.act, rule.quote, rule.act_quote, rule.condition))
    ):
        for pattern, names in ((GROUNDS, HELD), (SETTLED, DECIDES)):
            for found in pattern.finditer(words):
                named = DELIBERATING.sub("", folded(found[1]))
                if names.search(named):
                    yield named


def _meant(named: str, listed: tuple[Rule, ...]) -> list[Rule]:
    """Return the dated rule that words name, by its act, else by its kind; none of several."""
    dated = [each for each in listed if not isinstance(each.timing, Standing) and not is_open(each)]
    body = named.removesuffix("议") if named.endswith("会议") else named
    met = [each for each in dated if body in folded(each.act)]
    kinds = {kind for word, kind in KINDS.items() if word in named}
    met = met or [each for each in dated if _kind(each) in kinds]
    return met if len(met) == 1 else []


def _by_kind(listed: tuple[Rule, ...]) -> Iterator[tuple[Rule, Rule]]:
    """Yield pairs of one rhythm, what comes later first: 考核 and 责任书, 述职 and 考核."""
    steps: dict[object, dict[str, list[Rule]]] = {}
    for each in listed:
        kind, rhythm = _kind(each), _rhythm(each)
        if kind and rhythm:
            key = (rhythm, each.condition, each.only_outside)
            steps.setdefault(key, {}).setdefault(kind, []).append(each)
    for known in steps.values():
        present = [known[kind] for kind in KINDS.values() if kind in known]
        for firsts, thens in pairwise(present):
            yield from ((then, first) for then in thens for first in firsts)


def _kind(rule: Rule) -> str | None:
    """Return whether a rule is a pledge, an appraisal, or a report on one's own year."""
    if rule.category == "report":
        return "report" if REPORTED in rule.act or REPORTED in rule.topics else None
    return rule.category if rule.category in KINDS.values() else None


def _rhythm(rule: Rule) -> str | None:
    match rule.timing:
        case Cadence(period=period) | PeriodicDeadline(period=period):
            return period
        case Deadline():
            return "once"
        case _:
            return None


def _leads(said: Mapping[str, tuple[Before, ...]], first: str, then: str) -> bool:
    """Tell whether one rule waits for another, at however many removes."""
    seen: set[str] = set()
    waiting = [then]
    while waiting:
        key = waiting.pop()
        if key == first:
            return True
        if key not in seen:
            seen.add(key)
            waiting += [each.rule for each in said.get(key, ())]
    return False
