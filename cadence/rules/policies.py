"""rules/<place>/policy.yaml → Policy: what the office decided, apart from what texts say."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from cadence.core import CATEGORIES, Decision, Policy, Rule, _, did_you_mean, is_mergeable
from cadence.rules.policy_formats import DecisionFormat, PolicyFormat
from cadence.rules.validation import validated
from cadence.rules.yaml_tree import Tree, Way, read_tree


def read_policy(file: Path, shown: str) -> tuple[Policy, Tree]:
    """Read one office's policy.

    Returns:
        The policy, which is the default where there is no file or where it has problems,
        and the tree that holds those problems.
    """
    if not file.exists():
        return Policy(), Tree(shown)
    tree = read_tree(file, shown)
    if tree.value is None and not tree.problems:
        return Policy(), tree  # nothing but comments
    found = validated(tree, PolicyFormat)
    return (_policy(found) if found else Policy()), tree


def policy_faults(
    policy: Policy, rules: Mapping[str, Rule], units: Collection[str]
) -> Iterator[tuple[Way, str]]:
    """Yield (way, message) for merges and suppressions of rules or units that aren't there.

    Args:
        policy: of one place.
        rules: the place's rules by key.
        units: the ids of its units and posts.
    """
    named = {
        **{("merges", n): each.rules for n, each in enumerate(policy.merges)},
        **{("suppressed", n): each.rules for n, each in enumerate(policy.suppressed)},
        **{("held", n): each.rules for n, each in enumerate(policy.held)},
    }
    for way, listed in named.items():
        for rule in listed:
            if rule not in rules:
                message = _('no rule is called "{0}"').format(rule)
                yield (*way, "rules"), message + did_you_mean(rule, rules)
    for key in ("terms", "school_years", "observances", "absences"):
        for index, each in enumerate(getattr(policy, key)):
            if each.due < each.start:
                words = _("the span is upside down: due {0} lies before start {1}")
                yield (key, index, "due"), words.format(each.due, each.start)
    seen: set[str] = set()
    for index, merge in enumerate(policy.merges):
        if len(merge.rules) == 1:
            yield ("merges", index, "rules"), _("a merge names at least two rules")
        for rule in merge.rules:
            if rule in seen:
                words = _('"{0}" is merged twice; put all that one meeting settles into one list')
                yield ("merges", index, "rules"), words.format(rule)
            seen.add(rule)
            if (found := rules.get(rule)) and not is_mergeable(found):
                words = _('"{0}" ({1}) is discharged by no meeting: each text wants its own')
                yield ("merges", index, "rules"), words.format(rule, CATEGORIES[found.category])
    for index, suppression in enumerate(policy.suppressed):
        if suppression.unit is not None and suppression.unit not in units:
            message = _('no unit has the id "{0}"').format(suppression.unit)
            yield ("suppressed", index, "unit"), message + did_you_mean(suppression.unit, units)
        if not suppression.is_bounded and not (suppression.all_units and suppression.until):
            words = _("it answers every finding of its kind: name rules, a unit or a date, or write"
                      " all_units: true and until")  # fmt: skip
            yield ("suppressed", index, "code"), words
    yield from _unknown_of_the_year(policy, units)


def _unknown_of_the_year(policy: Policy, units: Collection[str]) -> Iterator[tuple[Way, str]]:
    """Yield posts and owners of rooms that the roster does not have, and rules held twice."""
    named: list[tuple[Way, str]] = [
        *((("absences", n, "post"), each.post) for n, each in enumerate(policy.absences)),
        *((("rooms", n, "of"), each.of) for n, each in enumerate(policy.rooms)),
        *((("held", n, "chair"), each.chair) for n, each in enumerate(policy.held) if each.chair),
        *(
            (("held", n, "attend"), one)
            for n, each in enumerate(policy.held)
            for one in each.attend or ()
        ),
    ]
    for way, key in named:
        if key not in units:
            message = _('no unit has the id "{0}"').format(key)
            yield way, message + did_you_mean(key, units)
    seen: set[str] = set()
    for index, each in enumerate(policy.held):
        for rule in each.rules:
            if rule in seen:
                words = _('"{0}" is held in two ways; name it once')
                yield ("held", index, "rules"), words.format(rule)
            seen.add(rule)


def _policy(found: PolicyFormat) -> Policy:
    hour, minute = found.remind.at.split(":")
    return Policy(
        address=found.address,
        first_period=found.first_period,
        show_start=found.show_start,
        remind=found.remind.by,
        remind_days=found.remind.days_before,
        remind_at=(int(hour), int(minute)),
        grace_days=found.grace_days,
        tracking_from=found.tracking_from,
        decisions=tuple(decision_of(each) for each in found.decisions),
        limits=found.limits,
        messages=found.messages,
        short_notice_days=found.short_notice_days,
        stale_days=found.stale_days,
        drafts=found.drafts,
        merges=found.merges,
        suppressed=found.suppressed,
        terms=found.terms,
        school_years=found.school_years,
        observances=found.observances,
        absences=found.absences,
        rooms=found.rooms,
        held=found.held,
        prices=found.prices,
        gap_days=found.gap_days,
    )


def decision_of(found: DecisionFormat) -> Decision:
    """Return a decision as a policy writes it."""
    pack, _colon, rule = found.rule.partition(":")
    return Decision(
        pack=pack,
        rule=rule,
        timing=found.timing,
        by=found.by,
        on=found.on,
        document=found.document,
    )
