"""A document's text beside the rules that were read from it: each quote where it stands. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from cadence.core import Rule, folded, plain_text
from cadence.extract.text.clauses import Passage, passages
from cadence.extract.text.paragraphs import FOLDED, WIDE, Source


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """A stretch of a passage; rules: the ids of those that quote it, none where it is only text."""

    text: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """One passage: its clause, its number as printed, and its text in stretches."""

    clause: str
    number: str
    words: tuple[MarkedWords, ...]


def text_beside(text: str, rules: Sequence[Rule]) -> tuple[Beside, ...]:
    """Lay a text out by passages, with the quote of each rule marked where it stands.

    A quote is looked for in its rule's clause, and elsewhere only where that has no such words;
    one that stands nowhere, as in another version of the text, is marked nowhere.

    Args:
        text: the document's, as `read_text` gives it.
        rules: read from it, in any order.
    """
    parts = passages(Source(text).paragraphs)
    marks: list[list[tuple[int, int, str]]] = [[] for _part in parts]
    beside = [(*letters_of(part.text), marked) for part, marked in zip(parts, marks, strict=True)]
    clauses = [folded(each.path) for each in parts]
    for rule in rules:
        wanted = letters_of(rule.quote)[0]
        clause = folded(rule.clause)
        own = [n for n, each in enumerate(clauses) if each == clause]
        order = (*own, *(n for n in range(len(parts)) if clauses[n] != clause))
        for letters, places, marked in (beside[n] for n in order if wanted):
            if wanted in letters:
                at = letters.index(wanted)
                marked.append((places[at], places[at + len(wanted) - 1] + 1, rule.id))
                break
    return tuple(_laid(part, sorted(each)) for part, each in zip(parts, marks, strict=True))


def letters_of(text: str) -> tuple[str, list[int]]:
    """Return the letters that count, and where each stands in a text."""
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for each in "".join(plain_text(sign).translate(FOLDED).translate(WIDE).split()):
            letters.append(each)
            places.append(place)
    return "".join(letters), places


def _laid(part: Passage, marks: Sequence[tuple[int, int, str]]) -> Beside:
    """Cut a passage at its marks; quotes that overlap share one mark."""
    joined: list[tuple[int, int, tuple[str, ...]]] = []
    for start, end, rule in marks:
        if joined and start < joined[-1][1]:
            first, last, ids = joined[-1]
            joined[-1] = (first, max(last, end), (*ids, rule))
        else:
            joined.append((start, end, (rule,)))
    words, at = [], 0
    for start, end, ids in joined:
        words += [MarkedWords(part.text[at:start]), MarkedWords(part.text[start:end], ids)]
        at = end
    words.append(MarkedWords(part.text[at:]))
    return Beside(part.path, part.number, tuple(each for each in words if each.text))
