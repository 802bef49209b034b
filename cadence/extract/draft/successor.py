"""A new document beside the packs of its place → which it seems to replace, and what it inherits.

What a person decided of a clause holds for the newer document where that prints the same words
and is read as the same timing; a day of one year is never carried into another. Pure.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from cadence.core import Deadline, Document, Pack, Phase, Rule, as_written, folded, said_of

OF_A_YEAR = re.compile(r"[〔\[（(]?(?:19|20)\d\d[〕\]）)]?年?(?:度)?")
ALIKE = 0.9  # of two titles without their years
ENDED = re.compile("废止|代替|替代|停止执行|不再执行|失效")
NEAR = 60  # characters between an older document's number and the word that ends it
# What a person may have put right in a rule; the clause and the quote are the new text's own.
OWN = ("act", "actors", "responsible", "lead", "assist", "outside", "condition", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What an older pack's verdict makes of a rule: values by key, where it was edited."""

    rule: str
    verdict: Literal["accepted", "edited", "refused"]
    said: Mapping[str, Any] = field(default_factory=dict)


def replaced(document: Document, text: str, packs: Iterable[Pack]) -> tuple[Pack, ...]:
    """Return the packs that a document seems to replace: it says so, or has their title anew.

    Args:
        document: the new one.
        text: what it says.
        packs: those of its place.
    """
    bare = folded(text)
    return tuple(
        pack
        for pack in packs
        if pack.document.effective < document.effective
        and (_says_so(bare, pack.document) or _same_title(document, pack.document))
    )


def _says_so(text: str, older: Document) -> bool:
    names = [folded(each) for each in (older.number, older.title) if each]
    places = (found for name in names for found in re.finditer(re.escape(name), text))
    return any(ENDED.search(text, max(0, at.start() - NEAR), at.end() + NEAR) for at in places)


def _same_title(new: Document, older: Document) -> bool:
    one, other = (OF_A_YEAR.sub("", folded(each.title)) for each in (new, older))
    same = difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE
    return same and folded(new.issuer) == folded(older.issuer)


def inherited(rules: Sequence[Rule], older: Pack) -> Iterator[Inherited]:
    """Yield what was decided of an older pack's rules that holds for rules nobody has decided.

    Args:
        rules: of the new document.
        older: the pack that it replaces.
    """
    known: dict[str, list[Rule]] = {}
    for each in (*older.rules, *older.refused):
        if not each.is_unchecked:
            known.setdefault(_bare(each.quote), []).append(each)
    for rule in rules:
        found = known.get(_bare(rule.quote), []) if rule.is_unchecked else []
        same = next((each for each in found if each.timing == rule.timing), None)
        edited = next((each for each in found if _is_edited(each) and _recurs(each, rule)), None)
        if same is not None and not _is_edited(same):
            yield Inherited(rule=rule.id, verdict="refused" if _is_refused(same) else "accepted")
        elif edited is not None:
            yield Inherited(rule=rule.id, verdict="edited", said=_said(edited, rule))


def _bare(quote: str) -> str:
    return "".join(folded(quote).split())


def _is_refused(rule: Rule) -> bool:
    return rule.verdict == "refused"


def _is_edited(rule: Rule) -> bool:
    """Tell a rule that a person changed, or wrote without a draft."""
    return rule.verdict == "edited" or (rule.verdict is None and rule.drafted is None)


def _recurs(older: Rule, new: Rule) -> bool:
    """Tell what comes again in any year: a date of the older document holds in its own alone."""
    dated = any(
        getattr(each.timing, key, None) for each in (older, new) for key in ("start", "due")
    )
    return not isinstance(older.timing, Deadline | Phase) and not dated


def _said(older: Rule, new: Rule) -> dict[str, Any]:
    """Return the values that a person chose; names that only the new draft has go."""
    written, drafted = (as_written(each, each.document) for each in (older, new))
    empty: dict[str, Any] = {
        key: [] for key in OWN if key in drafted and isinstance(drafted[key], list)
    }
    own = {key: written[key] for key in OWN if key in written}
    return empty | own | {"timing": said_of(older.timing)}
