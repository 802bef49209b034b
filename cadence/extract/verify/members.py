"""Whom a text names and a roster leaves without their duties: `cadence verify`. Pure.

A body that its text names as responsible and that opens an empty calendar believes that it owes
nothing; so does one that the text lists as a member and the roster does not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from cadence.core import (
    Binding,
    Finding,
    Pack,
    Rule,
    Standing,
    Threshold,
    Trigger,
    Unit,
    Unspecified,
    folded,
    is_open,
)

Answers = Mapping[str, tuple[Unit, ...]]
BODIES = re.compile(r"(部门|单位|机构|站所)$")  # what such lists are made of; no townships
LEAST = 2  # bodies before 等 that make a list of members
A_NAME = r"[^，。；：、（）()\s等]{2,16}"


def find_idle(pack: Pack, bindings: Iterable[Binding], answers: Answers) -> Iterator[Finding]:
    """Find units that a text names as responsible and that get no date, though their group does.

    Args:
        pack: the pack.
        bindings: its rules as they bind units.
        answers: from a folded name to the units that it stands for in the place.
    """
    dated = [each for each in bindings if _is_dated(each.rule)]
    busy = {key for each in dated for key in (each.unit.id, each.unit.of)}
    busy_groups = {each.unit for each in dated if each.unit.kind == "group"}
    printed = _printed_before(pack, answers)
    for unit, rule in _named(pack, answers).items():
        shared = [each.name for each in printed.get(unit, ()) if each in busy_groups]
        if shared and unit.id not in busy:
            message = f"{rule.id}：原文列名“{unit.name}”，它没有一项有日期的任务"
            yield _finding(
                "named_idle", [rule],
                f"{message}，而它所在的“{shared[0]}”有，名册没有列出这一组的成员",
                "请把它写入 units.yaml 中这一组的 members，它才收到本组的任务",
                "warning",
            )  # fmt: skip


def _printed_before(pack: Pack, answers: Answers) -> dict[Unit, list[Unit]]:
    """Return, for each unit, the unlisted groups of bodies that close a list in which it stands."""
    found: dict[Unit, list[Unit]] = {}
    for rule in pack.rules:
        for names in (rule.actors, rule.responsible, rule.assist):
            before: list[Unit] = []
            for name in names:
                [unit, *others] = answers.get(folded(name)) or [None]
                if unit and unit.kind == "group" and BODIES.search(name):
                    for each in before:
                        found.setdefault(each, []).append(unit)
                before = [*before, unit] if unit and not others and unit.kind == "unit" else []
    return found


def _named(pack: Pack, answers: Answers) -> dict[Unit, Rule]:
    """Return the units that a text names by their own names, each with the first rule to do so."""
    found: dict[Unit, Rule] = {}
    for rule in pack.rules:
        for name in _names(rule):
            [unit, *others] = answers.get(folded(name)) or [None]
            if unit and not others and unit.kind == "unit":
                found.setdefault(unit, rule)
    return found


def find_unlisted(pack: Pack, answers: Answers, text: str) -> Iterator[Finding]:
    """Find bodies that a text lists as members (X、Y等G) and that the roster's G does not hold.

    Args:
        pack: the pack.
        answers: from a folded name to the units that it stands for in the place.
        text: the text that it was made of.
    """
    bare = folded(text)
    for name, rules in _naming(pack, answers).items():
        missing = {
            unit: None
            for listed in _lists(bare, name)
            for unit in _members(listed, answers)
            if unit not in answers[folded(name)]
        }
        if missing:
            beside = [rule for rule in rules if _names_one(rule, missing, answers)] or rules[:1]
            names = "、".join(unit.name for unit in missing)
            yield _finding(
                "members_unlisted", beside,
                f"原文在“{name}”之前列名{names}，名册的这一组里没有",
                "请确认：应写入 groups 的 members，还是另有所指",
                "info",
            )  # fmt: skip


def _naming(pack: Pack, answers: Answers) -> dict[str, list[Rule]]:
    """Return the groups that a pack names, each with the rules that name it."""
    found: dict[str, list[Rule]] = {}
    for rule in pack.rules:
        for name in dict.fromkeys(_groups(rule, answers)):
            found.setdefault(name, []).append(rule)
    return found


def _names_one(rule: Rule, units: Iterable[Unit], answers: Answers) -> bool:
    """Tell whether a rule names one of some units by its own name."""
    named = {answers.get(folded(name), ()) for name in _names(rule)}
    return any((unit,) in named for unit in units)


def _groups(rule: Rule, answers: Answers) -> list[str]:
    """Return the names of groups in a rule; one of a single member is known by its ending."""
    return [
        name
        for name in _names(rule)
        if (units := answers.get(folded(name), ()))
        and (len(units) > 1 or units[0].kind == "group" or BODIES.search(name))
    ]


def _lists(text: str, name: str) -> Iterator[list[str]]:
    """Yield the names that a text prints before 等 and a group's name."""
    listed = rf"((?:{A_NAME}、)+{A_NAME})等{re.escape(folded(name))}"
    for found in re.finditer(listed, text):
        yield found[1].split("、")


def _members(listed: list[str], answers: Answers) -> list[Unit]:
    """Return the units of a list; none where fewer than two of its names are known."""
    found = [unit for each in listed if (unit := _unit_at_end(each, answers))]
    return found if len(found) >= LEAST else []


def _unit_at_end(words: str, answers: Answers) -> Unit | None:
    """Return the unit whose name ends some words: 组织县应急局 names 县应急局."""
    for start in range(len(words) - 1):
        [unit, *others] = answers.get(words[start:]) or [None]
        if unit and not others and unit.kind == "unit":
            return unit
    return None


def _names(rule: Rule) -> tuple[str, ...]:
    return (*rule.actors, *rule.responsible, *rule.lead, *rule.assist)


def _is_dated(rule: Rule) -> bool:
    undated = Standing | Unspecified | Trigger | Threshold
    return not isinstance(rule.timing, undated) and not is_open(rule)


def _finding(
    code: str,
    rules: Iterable[Rule],
    message: str,
    advice: str,
    severity: Literal["info", "warning"],
) -> Finding:
    clauses = tuple(dict.fromkeys(f"{rule.pack}:{rule.clause}" for rule in rules))
    return Finding(code=code, severity=severity, message=message, advice=advice, clauses=clauses)
