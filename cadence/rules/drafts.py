"""Rules that nobody has checked → left out of what is published, or published with their mark.

Which of the two, the office of their place says (`drafts: shown` in its policy.yaml).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cadence.core import UNCHECKED, Document, Pack, Policy, Rule
from cadence.rules.amendments import with_successions


def is_draft(pack: Pack) -> bool:
    """Tell whether a rule of a pack has no verdict yet."""
    return any(rule.is_unchecked for rule in pack.rules)


def linked(packs: Sequence[Pack], policies: Mapping[str, Policy]) -> tuple[Pack, ...]:
    """Let newer packs take over from older ones, but no draft that is not published.

    Otherwise the older document's duties would end, and nothing would stand in their place.
    """
    taking_over = (
        replace(pack, supersedes=()) if is_draft(pack) and _is_hidden(pack, policies) else pack
        for pack in packs
    )
    found = zip(with_successions(taking_over), packs, strict=True)
    return tuple(replace(each, supersedes=pack.supersedes) for each, pack in found)


def published(packs: Iterable[Pack], policies: Mapping[str, Policy]) -> tuple[Pack, ...]:
    """Return packs as they are published: without what nobody has checked, or with its mark."""
    return tuple(_published(pack, policies) if is_draft(pack) else pack for pack in packs)


def _published(pack: Pack, policies: Mapping[str, Policy]) -> Pack:
    if _is_hidden(pack, policies):
        return replace(pack, rules=tuple(rule for rule in pack.rules if not rule.is_unchecked))
    document = _marked_document(pack.document)
    rules = (_marked(rule, document) if rule.is_unchecked else rule for rule in pack.rules)
    return replace(pack, document=document, rules=tuple(rules))


def _is_hidden(pack: Pack, policies: Mapping[str, Policy]) -> bool:
    policy = policies.get(pack.place)
    return policy is None or policy.drafts == "hidden"


def _marked(rule: Rule, document: Document) -> Rule:
    """Mark a rule's act, which every entry, row and page shows, and its document."""
    earlier = tuple(_marked(each, document) for each in rule.earlier)
    return replace(rule, act=f"{UNCHECKED}{rule.act}", document=document, earlier=earlier)


def _marked_document(document: Document) -> Document:
    number = f"{document.number}（{UNCHECKED[1:-1]}）" if document.number else None
    return replace(document, title=f"{document.title}（{UNCHECKED[1:-1]}）", number=number)
