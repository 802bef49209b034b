"""rules/<place>/<document>.yaml ⇄ Rules, strictly: one file of one document gives one Pack."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cadence.core import Document, NoDuty, Pack, Rule, Supersession, with_numbers
from cadence.rules.faults import note_faults
from cadence.rules.formats import DocumentFormat, NoDutyFormat, PackFormat, RuleFormat
from cadence.rules.validation import quietly, validated
from cadence.rules.yaml_tree import Tree, as_list, read_tree

# What extract leaves in a draft for the person who checks it, and no part of the rule.
DRAFT_KEYS = ("confidence", "questions", "verdict", "drafted")


def read_pack(file: Path, name: str, shown: str) -> tuple[Pack | None, Tree]:
    """Read one pack.

    Args:
        file: the YAML file.
        name: its path under rules/ without the ending, the pack's name.
        shown: its name in messages.

    Returns:
        What can be read of the pack (None where not even its document can), and the tree that
        holds the problems and where every value stands.
    """
    tree = read_tree(file, shown)
    whole = validated(tree, PackFormat)
    found = _parts(whole, tree)
    if found is None:
        return None, tree
    note_faults(found.document, found.rules, tree)
    document = Document(**_settled(found.document))
    pack = Pack(
        name=name,
        document=document,
        rules=tuple(
            _rule(each, name, document)
            for each in found.rules.values()
            if each.verdict != "refused"
        ),
        supersedes=tuple(Supersession(**dict(each)) for each in whole.supersedes) if whole else (),
        no_duty=tuple(NoDuty(**_settled(each)) for each in whole.no_duty) if whole else (),
    )
    return pack, tree


def _settled(found: DocumentFormat | NoDutyFormat) -> dict[str, Any]:
    """Leave out what extract left for the person who checks the draft."""
    return {key: value for key, value in dict(found).items() if key not in DRAFT_KEYS}


@dataclass(frozen=True, slots=True)
class _Parts:
    """What of a pack can be read: its document, and rules by their place in the file."""

    document: DocumentFormat
    rules: dict[int, RuleFormat]


def _parts(whole: PackFormat | None, tree: Tree) -> _Parts | None:
    """Keep what is sound of a faulty file, so that all its problems are found in one go."""
    if whole:
        return _Parts(whole.document, dict(enumerate(whole.rules)))
    value = tree.value if isinstance(tree.value, dict) else {}
    document = quietly(value.get("document"), DocumentFormat)
    listed = value.get("rules")
    read = ((n, quietly(each, RuleFormat)) for n, each in enumerate(as_list(listed)))
    rules = {index: rule for index, rule in read if rule}
    return _Parts(document, rules) if document else None


def _rule(found: RuleFormat, pack: str, document: Document) -> Rule:
    given = dict(found) | {
        "pack": pack,
        "document": document,
        "timing": with_numbers(found.timing),
        "given": tuple(found.given.items()),
        "unless": tuple(found.unless.items()),
        "effective": max(found.start or document.effective, document.effective),
        "until": min(filter(None, (found.until, document.until)), default=None),
        "year_from": found.year_from or document.year_from,
    }
    for key in ("start", *DRAFT_KEYS):
        del given[key]
    return Rule(**given)
