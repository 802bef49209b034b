"""Passages → the stages of the campaign that a document is about, and the campaign's own days.

A stage is a heading with its days in brackets (集中整治（4月6日至6月底）) or right behind it
(…阶段。5月15日至8月31日。); one that names only its end begins where the one before it ends.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from cadence.core import Phase, Span
from cadence.extract.text.clauses import Passage
from cadence.extract.text.days import due_before, stretch
from cadence.extract.text.paragraphs import sentences
from cadence.extract.times.meanings import Context, Place, Stage
from cadence.extract.times.phrases import Phrase, find
from cadence.extract.times.reading import read

HEADING = re.compile(
    r"(?:第[一二三四五六]阶段[：:])?(?P<name>[^，。；：（(]{2,24}?)(?:阶段)?(?:[（(]|阶段[。：:，]|[。：:]时间[：:])"
)
IS_STAGE = re.compile(
    "阶段|动员|部署|自查|排查|整治|攻坚|总结|提升|巩固|验收|宣传|督查|检查|实施|整改"
)
CAMPAIGN = re.compile("行动|整治|攻坚|活动|检查|专项")
A_STRETCH = re.compile("(?:日|月|底|旬|起|年)[^，。；]{0,4}，?(?:至|到|[-—－～~])")
LONGEST_HEAD = 60


def with_stages(context: Context, parts: Sequence[Passage], title: str) -> Context:
    """Add to a context the stages and the campaign that a document sets out."""
    found = tuple(_begun(list(_stages(parts, context)), context))
    return replace(context, stages=found, campaign=_campaign(parts, context, found, title))


def stage_of(context: Context, index: int, parts: Sequence[Passage]) -> Stage | None:
    """Return the stage under whose heading a passage stands."""
    at: int | None = index
    while at is not None:
        for stage in context.stages:
            if stage.passage == at:
                return stage
        at = parts[at].parent
    return None


def _stages(parts: Sequence[Passage], context: Context) -> Iterator[tuple[Stage, Phrase]]:
    for index, passage in enumerate(parts):
        head = HEADING.match(passage.text[:LONGEST_HEAD])
        if (
            not head
            or not (passage.number or passage.text[0] == "第")
            or not IS_STAGE.search(head[0])
        ):
            continue
        for phrase in find(passage.text[:LONGEST_HEAD]):
            behind = phrase.start - head.end()
            if phrase.kind in {"phase", "deadline"} and 0 <= behind <= len("时间："):
                if days := _days(phrase, passage.text, context):
                    yield Stage(head["name"], days, index, phrase.start), phrase
                break


def _days(phrase: Phrase, text: str, context: Context) -> Span | None:
    if phrase.kind == "deadline":
        day = stretch(phrase.slot("day"), context.year)
        if day is None:
            return None
        last = due_before(day) if phrase.text.endswith("前") else day.last
        return Span(last if phrase.text.endswith("前") else day.first, last)
    found = read(Place(phrase, text), context)
    timing = found[0].timing if isinstance(found, tuple) and found else None
    if isinstance(timing, Phase) and timing.start:
        return Span(timing.start, timing.due or timing.start)
    return None


def _begun(found: list[tuple[Stage, Phrase]], context: Context) -> Iterator[Stage]:
    """Let a stage that names only its end begin the day after the one before it."""
    if len(found) < 2:  # noqa: PLR2004 - one heading with a date is no series of stages
        return
    first, phrase = found[0]
    start = context.issued if phrase.text.endswith("前") else None
    if start and start <= first.days.last:
        first = replace(first, days=Span(start, first.days.last))
    yield first
    for (before, _phrase), (stage, own) in pairwise(found):
        begins = before.days.last + dt.timedelta(1)
        if own.text.endswith("前") and begins <= stage.days.last:
            yield replace(stage, days=Span(begins, stage.days.last))
        else:
            yield stage


def _phases(text: str) -> Iterator[Phrase]:
    """Yield the stretches of days in a text; only what may hold one is looked at."""
    for start, end in sentences(text):
        if A_STRETCH.search(text, start, end):
            yield from (each for each in find(text[start:end]) if each.kind == "phase")


def _campaign(
    parts: Sequence[Passage], context: Context, stages: Sequence[Stage], title: str
) -> Span | None:
    """Return the days of the campaign: 从即日起至…, or from its first stage to its last."""
    spans = [stage.days for stage in stages]
    for passage in parts:
        for phrase in _phases(passage.text):
            found = read(Place(phrase, passage.text), context)
            timing = found[0].timing if isinstance(found, tuple) and found else None
            if isinstance(timing, Phase) and timing.start and timing.due:
                if "即日" in phrase.text:
                    return Span(timing.start, timing.due)
                spans.append(Span(timing.start, timing.due))
    if not spans or not CAMPAIGN.search(title):
        return None
    return Span(min(each.first for each in spans), max(each.last for each in spans))
