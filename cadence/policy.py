"""rules/<place>/policy.yaml → Policy: what the office decided, apart from what texts say."""

from pathlib import Path

from cadence.formats import DecisionFormat, PolicyFormat
from cadence.office import Decision, Policy
from cadence.validation import validated
from cadence.yaml_text import Tree, read_tree


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
        decisions=tuple(_decision(each) for each in found.decisions),
    )


def _decision(found: DecisionFormat) -> Decision:
    pack, _colon, rule = found.rule.partition(":")
    return Decision(
        pack=pack,
        rule=rule,
        timing=found.timing,
        by=found.by,
        on=found.on,
        document=found.document,
    )
