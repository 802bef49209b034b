"""Which of one unit's duties repeat each other, by act and by topic. Pure.

Four ways of being alike, none of which needs the other's words:

- category and matter agree, the condition that limits them, and whether one does it oneself or sees
  to others' doing it; the matter is the last of a rule's topics, which run from wide to narrow;
- both are meetings on safety at large: nothing is left of the act but who meets and that they do;
- both are reports of one document to one office, due on one day;
- both are one action that the document asks for in two clauses by one day: one clause leans on the
  other (`see`).
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.series import Series
from cadence.core import Deadline, Rule, folded

HELD_TOGETHER = frozenset(
    {"meeting", "study", "training", "drill", "report", "appraisal", "pledge"}
)
Kind = tuple[object, ...]
Clause = tuple[str, str]  # a pack, and the clause with its brackets folded
AT_LARGE = "安全生产"  # the matter of a meeting that names no other
CONVENED = re.compile(r"召开.*会")
# Who meets, that they meet, and that it is about safety: all that such a meeting's act may say.
SAYS_NOTHING = re.compile(
    r"[（(][^）)]*[）)]|党委|党组织?|党工委|政府|安委|常务|常委|全体|专题|主持|组织|召开|会议|会|"
    r"[县区市镇乡村或的及、]|街道|部门|本级|工作|防范|重?特?大|安全|生产|事故|研究|分析|部署|安排|"
    r"统筹|协调|解决|形势|问题|辖区|情况"
)
TO = re.compile(r"向(.{2,14}?)(?:报送|呈报|呈送|报告|通报|汇报|报)")


def alike(demands: Iterable[Demand], heard: Container[Clause]) -> dict[Kind, list[Demand]]:
    """Group one unit's demands by each kind that several of its rules are of.

    Two kinds of the very same rules are one.

    Args:
        demands: of one unit.
        heard: clauses that say who is reported to (heard_of).
    """
    kinds: dict[Kind, list[Demand]] = {}
    known: dict[str, tuple[Kind, ...]] = {}
    reports: list[Demand] = []
    once: list[Demand] = []
    for each in demands:
        key = each.rule.key
        if key not in known:
            known[key] = tuple(_kinds(each.rule))
        for kind in known[key]:
            kinds.setdefault(kind, []).append(each)
        if each.rule.category == "report" and each.due:
            reports.append(each)
        if isinstance(each.rule.timing, Deadline) and each.due:
            once.append(each)
    kinds |= _of_one_office(reports, heard) | _of_one_action(once)
    found: dict[Kind, list[Demand]] = {}
    seen: set[tuple[str, ...]] = set()
    for kind, listed in kinds.items():
        rules = tuple(sorted({each.rule.key for each in listed}))
        same = (*rules, str(kind[-1])) if kind[0] in {"office", "action"} else rules
        if len(rules) > 1 and same not in seen:
            seen.add(same)
            found[kind] = listed
    return found


def traits_of(rule: Rule, heard: Container[Clause]) -> Iterator[Kind]:
    """Yield in what a rule may be like another: those that share none of these never are.

    Args:
        rule: the rule.
        heard: clauses that say who is reported to (heard_of).
    """
    yield from _kinds(rule)
    if rule.category == "report" and (office := _office(rule, heard)):
        yield "office", rule.pack, office, rule.condition
    if isinstance(rule.timing, Deadline):
        for clause in {folded(each) for each in (rule.clause, *rule.see)}:
            yield "action", rule.pack, clause


def repeated(owed: Iterable[tuple[Series, tuple[Kind, ...]]]) -> list[Series]:
    """Return the series of which another rule's may be alike, in their order.

    Args:
        owed: what a unit owes, each with its rule's traits.
    """
    listed = list(owed)
    first: dict[Kind, Rule] = {}
    several: set[Kind] = set()
    for series, traits in listed:
        for each in traits:
            if first.setdefault(each, series.rule) is not series.rule:
                several.add(each)
    return [series for series, traits in listed if not several.isdisjoint(traits)]


def _kinds(rule: Rule) -> Iterator[Kind]:
    if rule.category in HELD_TOGETHER and rule.topics:
        yield rule.category, rule.topics[-1], rule.condition, rule.only_outside
    if rule.category == "meeting" and is_at_large(rule.act):
        yield rule.category, AT_LARGE, rule.condition, rule.only_outside


@lru_cache(maxsize=4096)
def is_at_large(act: str) -> bool:
    """Tell whether an act is a meeting on safety that names no narrower matter."""
    return bool(CONVENED.search(act)) and "安" in act and not SAYS_NOTHING.sub("", act)


def heard_of(rules: Iterable[Rule]) -> frozenset[Clause]:
    """Return the clauses in which a rule says to whom it reports."""
    return frozenset((each.pack, folded(each.clause)) for each in rules if TO.search(each.act))


def _of_one_office(reports: list[Demand], heard: Container[Clause]) -> dict[Kind, list[Demand]]:
    """Group the reports of one document that go to one office on one day."""
    rules = {each.rule.key: each.rule for each in reports}
    offices = {
        key: (rule.pack, office, rule.condition)
        for key, rule in rules.items()
        if (office := _office(rule, heard))
    }
    several = {office for office, many in Counter(offices.values()).items() if many > 1}
    found: dict[Kind, list[Demand]] = {}
    for each in reports:
        found_in = offices.get(each.rule.key)
        if found_in and found_in in several:
            found.setdefault(("office", *found_in, each.due), []).append(each)
    return found


def _office(rule: Rule, heard: Container[Clause]) -> str | None:
    """Return to whom a report goes: whom the act names, else whoever the clause does."""
    if named := TO.search(rule.act):
        return folded(named[1]).replace("安委会办公室", "安委办")
    clause = folded(rule.clause)
    return clause if (rule.pack, clause) in heard else None


def _of_one_action(once: list[Demand]) -> dict[Kind, list[Demand]]:
    """Group what two clauses of a document ask for by one day, one of them leaning on the other."""
    at: dict[Kind, list[Demand]] = {}
    for each in once:
        at.setdefault((each.rule.pack, folded(each.rule.clause), each.due), []).append(each)
    found: dict[Kind, list[Demand]] = {}
    for each in once:
        for clause in each.rule.see:
            told = at.get((each.rule.pack, folded(clause), each.due), [])
            same = len(told) == 1 and told[0].rule.condition == each.rule.condition
            if same and told[0] is not each:
                found["action", each.id, told[0].id] = [each, *told]
    return found
