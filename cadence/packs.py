"""rules/<place>/<document>.yaml ⇄ Rules, strictly: one file of one document gives one Pack."""

from pathlib import Path

from cadence.faults import note_faults
from cadence.formats import PackFormat, RuleFormat
from cadence.model import Document, NoDuty, Pack, Rule, Supersession
from cadence.timings import with_numbers
from cadence.validation import validated
from cadence.yaml_text import Tree, read_tree


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
    note_faults(found, tree)
    if tree.problems:
        return None, tree
    document = Document(**dict(found.document))
    rules = tuple(_rule(each, name, document) for each in found.rules)
    supersedes = tuple(Supersession(**dict(each)) for each in found.supersedes)
    return (
        Pack(
            name=name,
            document=document,
            rules=rules,
            supersedes=supersedes,
            no_duty=tuple(NoDuty(**dict(each)) for each in found.no_duty),
        ),
        tree,
    )


def _rule(found: RuleFormat, pack: str, document: Document) -> Rule:
    given = dict(found) | {
        "pack": pack,
        "document": document,
        "timing": with_numbers(found.timing),
        "effective": max(found.start or document.effective, document.effective),
        "until": min(filter(None, (found.until, document.until)), default=None),
        "year_from": found.year_from or document.year_from,
    }
    del given["start"]
    return Rule(**given)
