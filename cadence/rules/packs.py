"""rules/<place>/<document>.yaml ⇄ Rules, strictly: one file of one document gives one Pack."""

from pathlib import Path
from typing import Any

from cadence.core import Document, Pack, Rule, with_numbers, written_fields
from cadence.rules.faults import note_faults
from cadence.rules.formats import DOCUMENT, RULE, PackFormat
from cadence.rules.validation import quietly, validated
from cadence.rules.yaml_tree import Tree, as_list, read_tree


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
    document = whole.document if whole else _document(tree)
    if document is None:
        return None, tree
    listed = dict(enumerate(whole.rules)) if whole else _sound_rules(tree)
    rules = {index: _rule(each, name, document) for index, each in listed.items()}
    note_faults(document, rules, tree)
    pack = Pack(
        name=name,
        document=document,
        rules=tuple(rule for rule in rules.values() if rule.verdict != "refused"),
        supersedes=whole.supersedes if whole else (),
        no_duty=whole.no_duty if whole else (),
        refused=tuple(rule for rule in rules.values() if rule.verdict == "refused"),
    )
    return pack, tree


def _document(tree: Tree) -> Document | None:
    """Keep what is sound of a faulty file, so that all its problems are found in one go."""
    value = tree.value if isinstance(tree.value, dict) else {}
    found = quietly(value.get("document"), DOCUMENT)
    return Document(**dict(found)) if found else None


def _sound_rules(tree: Tree) -> dict[int, dict[str, Any]]:
    """Return the rules without faults by their place in a faulty file."""
    listed = as_list(tree.value.get("rules")) if isinstance(tree.value, dict) else []
    read = ((n, quietly(each, RULE)) for n, each in enumerate(listed))
    return {index: dict(found) for index, found in read if found}


def _rule(found: dict[str, Any], pack: str, document: Document) -> Rule:
    """Make a rule of its keys' values and of what it inherits; its bounds lie in the document's."""
    given = {each.field: found[each.name] for each in written_fields(Rule)}
    return Rule(
        **given
        | {
            "pack": pack,
            "document": document,
            "timing": with_numbers(given["timing"]),
            "given": tuple(given["given"].items()),
            "unless": tuple(given["unless"].items()),
            "year_from": given["year_from"] or document.year_from,
            "effective": max(given["effective"] or document.effective, document.effective),
            "until": min(filter(None, (given["until"], document.until)), default=None),
        }
    )
