"""A draft read from a scan → the same with every rule marked, and the strip that each came from.

What was recognised is a reading, not the text: each rule asks to be held against the picture, and
is never as sure as one that was read from letters. Pure.
"""

import base64
import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cadence.core import Rule
from cadence.extract.draft.beside import letters_of
from cadence.extract.draft.nouns import Draft, Drafted
from cadence.extract.files.scan import Scan, SeenLine

AT_MOST = 0.8  # a confidence that nobody takes for sure before a person has looked
UNCLEAR = 0.9  # of a line, below which a letter in it is likely wrong
FROM_PICTURE = "引文是从图片上认出来的，请对照原图逐字确认"
HARD_TO_READ = "这一句在图片上认得没有把握，请特别看数字和单位名称"
MOST_UNCLEAR = 20  # lines named one by one
SHARE = 3  # of a quote, one part in three must have been recognised in one piece
FEWEST = 3  # letters, below which a piece of a quote stands anywhere


def pictured(draft: Draft, scan: Scan | None) -> Draft:
    """Mark a draft that was read from a scan; one of letters stays as it is."""
    if scan is None:
        return draft
    strips = strips_of(draft.rules, scan)
    drafted = tuple(_marked(each, strips[each.rule.id]) for each in draft.drafted)
    return replace(draft, drafted=drafted, notes=(*_notes(scan), *draft.notes), scan=scan)


def _marked(drafted: Drafted, seen: tuple[SeenLine, ...]) -> Drafted:
    rule = drafted.rule
    unclear = any(line.sure < UNCLEAR for line in seen)
    asked = (FROM_PICTURE, HARD_TO_READ) if unclear else (FROM_PICTURE,)
    sure = min(AT_MOST, rule.confidence if rule.confidence is not None else AT_MOST)
    return replace(
        drafted, rule=replace(rule, confidence=sure, questions=(*asked, *rule.questions))
    )


def _notes(scan: Scan) -> Iterator[str]:
    yield f"全文{scan.pages}页是从图片上认出来的，每个字都可能认错：请对照原图核对"
    if scan.blank:
        yield f"第{'、'.join(map(str, scan.blank))}页没有认出文字，请看原件"
    unclear = [line for line in scan.lines if line.sure < UNCLEAR]
    for line in unclear[:MOST_UNCLEAR]:
        yield f"第{line.page}页认得没有把握：“{line.text}”"
    if len(unclear) > MOST_UNCLEAR:
        yield f"认得没有把握的还有{len(unclear) - MOST_UNCLEAR}行"


def strips_of(rules: Iterable[Rule], scan: Scan) -> Mapping[str, tuple[SeenLine, ...]]:
    """Return, by rule, the lines of a scan that its quote was recognised from; none if nowhere.

    Args:
        rules: in the order of the text; of a quote that stands in several places, the next is
            taken.
        scan: the lines.
    """
    letters: list[str] = []
    owners: list[int] = []
    for number, line in enumerate(scan.lines):
        own = letters_of(line.text)[0]
        letters.append(own)
        owners += [number] * len(own)
    text, found = "".join(letters), {}
    clause, at, end = "", 0, 0
    for rule in rules:
        # Two rules of one clause may share a quote, those of two clauses have one each.
        place, length = _place(text, rule.quote, at if rule.clause == clause else end)
        lines = sorted({*owners[place : place + length]}) if length else []
        found[rule.id] = tuple(scan.lines[each] for each in lines)
        if length:
            clause, at, end = rule.clause, place, place + length
    return found


def _place(text: str, quote: str, after: int) -> tuple[int, int]:
    """Return where a quote stands, and its length; of a table's cell, what follows its head.

    A quote that a person has put right is where most of it was recognised.
    """
    for words in (quote, quote.rpartition("：")[2]):
        wanted = letters_of(words)[0]
        place = text.find(wanted, after)
        place = place if place >= 0 else text.find(wanted)
        if len(wanted) >= FEWEST and place >= 0:
            return place, len(wanted)
    wanted = letters_of(quote)[0]
    alike = difflib.SequenceMatcher(None, text, wanted, autojunk=False).find_longest_match()
    if alike.size < max(FEWEST, len(wanted) // SHARE):
        return 0, 0
    return max(0, alike.a - alike.b), min(len(wanted), len(text) - alike.a + alike.b)


def pictures(seen: Iterable[SeenLine]) -> tuple[str, ...]:
    """Return strips as addresses that a page shows without asking anybody."""
    return tuple(f"data:image/jpeg;base64,{base64.b64encode(line.strip).decode()}" for line in seen)
