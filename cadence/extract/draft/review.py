"""A Draft → the page that a person checks it on: text left, rules right, questions on top."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from cadence.core import CATEGORIES, KINDS, Rule, timing_words
from cadence.extract.draft.answers import asked_of
from cadence.extract.draft.nouns import Draft, Drafted, TimeMention
from cadence.extract.draft.pack_text import expressible
from cadence.extract.draft.pictured import pictures, strips_of

LOW, HIGH = 0.6, 0.85


@dataclass(frozen=True, slots=True)
class MarkedStretch:
    """A stretch of a paragraph: plain, or of one kind of timing, or without duty."""

    text: str
    kind: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedPassage:
    """One passage: its clause, its text in marks, its rules and what gave none."""

    clause: str
    number: str
    marks: tuple[MarkedStretch, ...]
    drafted: tuple[Drafted, ...]
    mentions: tuple[TimeMention, ...]


def say(drafted: Drafted) -> str:
    """Say a rule's timing in words; one that no calendar can hold in the text's own."""
    timing = drafted.rule.timing
    return timing_words(timing) if expressible(timing) else f"{drafted.words}（不能排日期）"


def render_review(draft: Draft, days: Mapping[str, Sequence[dt.date]]) -> str:
    """Return the checking page as HTML that needs no scripts.

    Args:
        draft: what was read.
        days: rule id → the first dates that the rule gives.
    """
    rows = [_row(draft, index) for index in range(len(draft.passages))]
    asked: dict[str, list[Rule]] = {}
    for rule in draft.rules:
        for question in rule.questions:
            about = asked.setdefault(question, [])
            if not any((each.clause, each.quote) == (rule.clause, rule.quote) for each in about):
                about.append(rule)
    seen = strips_of(draft.rules, draft.scan) if draft.scan else {}
    return (
        _environment()
        .get_template("review.html.j2")
        .render(
            draft=draft,
            rows=[row for row in rows if row.marks],
            asked=asked,
            days=days,
            strips={rule: pictures(lines) for rule, lines in seen.items()},
            answers={rule.id: asked_of(rule, draft.rules) for rule in draft.rules},
            say=say,
            kinds=KINDS,
            categories=CATEGORIES,
            trust=trust,
            used=sorted({rule.timing.kind for rule in draft.rules}, key=list(KINDS).index),
        )
    )


def trust(confidence: float | None) -> str:
    """Name how sure a reading is; one that nobody doubted is sure."""
    if confidence is None:
        return "把握大"
    return "把握大" if confidence >= HIGH else "一般" if confidence >= LOW else "把握小"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("cadence.extract.draft", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _row(draft: Draft, index: int) -> ReviewedPassage:
    passage = draft.passages[index]
    drafted = tuple(each for each in draft.drafted if each.passage == index)
    mentions = tuple(
        each for each in (*draft.not_understood, *draft.no_duty) if each.passage == index
    )
    return ReviewedPassage(
        passage.path, passage.number, _marks(passage.text, drafted, mentions), drafted, mentions
    )


def _marks(
    text: str, drafted: Sequence[Drafted], mentions: Sequence[TimeMention]
) -> tuple[MarkedStretch, ...]:
    spans: list[tuple[int, int, str, str]] = [
        (each.start, each.end, each.rule.timing.kind, KINDS[each.rule.timing.kind])
        for each in drafted
    ]
    spans += [(each.start, each.end, "none", each.reason) for each in mentions]
    made, at = [], 0
    for start, end, kind, title in sorted(spans):
        if start < at:
            continue
        made += [MarkedStretch(text[at:start]), MarkedStretch(text[start:end], kind, title)]
        at = end
    made.append(MarkedStretch(text[at:]))
    return tuple(mark for mark in made if mark.text)
