"""A rule's questions → the answers that a person may give to each: readings, units, events.

What is offered follows from the rule and its neighbours alone, so that a pack that lay for weeks
offers the same as the day that it was drafted. Nothing fits always: whoever finds no answer that
is right changes the rule, or refuses it. Pure.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cadence.core import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Rule,
    Threshold,
    Timing,
    Trigger,
    said_of,
    timing_words,
)
from cadence.extract.draft.draft import NOBODY, WHICH_YEAR
from cadence.extract.draft.pack_text import expressible

MOST_OFFERED = 4  # names or events, the nearest first
A_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
NO_EVENT = "（未写明）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to a question.

    Attributes:
        words: what it says.
        said: the values that the rule takes, by key; none where it stays as it was read.
        refused: the rule is no duty.
    """

    words: str
    said: Mapping[str, Any] = field(default_factory=dict)
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and its answers; the first is the reading that stands."""

    question: str
    answers: tuple[Answer, ...]


def asked_of(rule: Rule, rules: Sequence[Rule]) -> tuple[Asked, ...]:
    """Return what is asked about a rule, with the answers to each question.

    Args:
        rule: as it was drafted.
        rules: all of its document, in the order of the text: whom and what it may mean.
    """
    return tuple(
        Asked(
            question=question,
            answers=tuple(_read_anew(rule, each) for each in _answers(rule, question, rules)),
        )
        for question in rule.questions
    )


def _read_anew(rule: Rule, answer: Answer) -> Answer:
    """Let the reading that a rule states follow the timing that was chosen."""
    if not (rule.reading and "timing" in answer.said):
        return answer
    reading = f"核对时定为{answer.words.removeprefix('是')}"
    return replace(answer, said={**answer.said, "reading": reading})


def _answers(rule: Rule, question: str, rules: Sequence[Rule]) -> Iterator[Answer]:
    for pattern, read in ASKED:
        if found := pattern.search(question):
            made = [*read(rule, found, rules)]
            stays = made and not made[0].said and not made[0].refused
            yield from made if stays else (_as_read(rule), *made)
            return
    yield _as_read(rule)


def _as_read(rule: Rule) -> Answer:
    if not expressible(rule.timing):
        return Answer(words="先列着，不排日期")
    return Answer(words=f"就按“{timing_words(rule.timing)}”")


def _timed(timing: Timing) -> Answer:
    return Answer(words=f"是“{timing_words(timing)}”", said={"timing": said_of(timing)})


Read = Callable[[Rule, "re.Match[str]", Sequence[Rule]], Iterator[Answer]]


def _two_days(rule: Rule, found: "re.Match[str]", _rules: Sequence[Rule]) -> Iterator[Answer]:
    """Offer the later day of 6月前: by the end of June."""
    day = A_DAY.fullmatch(found[1])
    if day and isinstance(rule.timing, Deadline):
        yield _timed(replace(rule.timing, due=dt.date(*map(int, day.groups()))))


def _next_month(rule: Rule, _found: "re.Match[str]", _rules: Sequence[Rule]) -> Iterator[Answer]:
    if isinstance(rule.timing, Phase) and (start := rule.timing.start):
        yield _timed(
            replace(rule.timing, start=(start.replace(day=1) + dt.timedelta(31)).replace(day=1))
        )


def _weekly(rule: Rule, _found: "re.Match[str]", _rules: Sequence[Rule]) -> Iterator[Answer]:
    if isinstance(rule.timing, PeriodicDeadline):
        yield _timed(Cadence(period="week", count=1))


def _once(rule: Rule, _found: "re.Match[str]", _rules: Sequence[Rule]) -> Iterator[Answer]:
    """Offer the document's own year in place of every year."""
    if not isinstance(rule.timing, PeriodicDeadline):
        return
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2}|last)", str(rule.timing.day))
    if found:
        year, month = rule.effective.year, int(found[1])
        first = dt.date(year + month // 12, month % 12 + 1, 1)  # of the next month
        last = first - dt.timedelta(1)
        yield _timed(Deadline(due=last if found[2] == "last" else last.replace(day=int(found[2]))))


def _second_month(rule: Rule, _found: "re.Match[str]", _rules: Sequence[Rule]) -> Iterator[Answer]:
    if isinstance(rule.timing, PeriodicDeadline) and str(rule.timing.day).startswith("1-"):
        yield _timed(replace(rule.timing, day=f"2-{str(rule.timing.day)[2:]}"))


def _years(*more: int) -> Read:
    """Offer the same day so many years off."""

    def read(rule: Rule, _found: "re.Match[str]", _rules: Sequence[Rule]) -> Iterator[Answer]:
        if isinstance(rule.timing, Deadline):
            due = rule.timing.due
            for years in more:
                day = min(due.day, 28) if due.month == 2 else due.day  # noqa: PLR2004 - February
                yield _timed(replace(rule.timing, due=due.replace(year=due.year + years, day=day)))

    return read


def _within(rule: Rule, _found: "re.Match[str]", _rules: Sequence[Rule]) -> Iterator[Answer]:
    if isinstance(rule.timing, Threshold):
        for period in ("half_year", "year"):
            if period != rule.timing.within:
                yield _timed(replace(rule.timing, within=period))


def _bodies(rule: Rule, _found: "re.Match[str]", rules: Sequence[Rule]) -> Iterator[Answer]:
    """Offer whom the clauses nearby bind."""
    own = rule.bodies
    yield Answer(words=f"是“{'、'.join(own)}”" if own else "先空着")
    for name in [each for each in _nearby(rule, rules) if each not in own][:MOST_OFFERED]:
        nobody: dict[str, Any] = {"outside": []} if rule.outside == (NOBODY,) else {}
        yield Answer(words=f"由“{name}”办理", said={"actors": [name], **nobody})


def _nearby(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield the names in a document's rules once each, those nearest to a rule first."""
    at = next((n for n, each in enumerate(rules) if each.id == rule.id), 0)
    near = sorted(range(len(rules)), key=lambda n: (abs(n - at), n > at))
    yield from dict.fromkeys(name for n in near for name in rules[n].bodies)


def _near_name(rule: Rule, found: "re.Match[str]", _rules: Sequence[Rule]) -> Iterator[Answer]:
    """Offer the roster's name in place of the one that is nearly it."""
    printed, known = found[1], found[2]
    yield Answer(words=f"不是，照原文写“{printed}”")
    changed = {
        key: [known if each == printed else each for each in names]
        for key in ("actors", "responsible", "lead", "assist")
        if printed in (names := getattr(rule, key))
    }
    yield Answer(words=f"是“{known}”", said=changed)


def _events(rule: Rule, _found: "re.Match[str]", rules: Sequence[Rule]) -> Iterator[Answer]:
    """Offer what starts the other clocks of the document."""
    if not isinstance(rule.timing, Trigger):
        return
    known = dict.fromkeys(each.timing.event for each in rules if isinstance(each.timing, Trigger))
    for event in [each for each in known if each not in {NO_EVENT, rule.timing.event}][
        :MOST_OFFERED
    ]:
        timing = replace(rule.timing, event=event)
        yield Answer(words=f"从“{event}”起算", said={"timing": said_of(timing)})


def _listed(_rule: Rule, _found: "re.Match[str]", _rules: Sequence[Rule]) -> Iterator[Answer]:
    yield Answer(words="列入")
    yield Answer(words="不列入", refused=True)


def _gone(_rule: Rule, _found: "re.Match[str]", _rules: Sequence[Rule]) -> Iterator[Answer]:
    yield Answer(words="留着")
    yield Answer(words="不用了", refused=True)


# What a question is known by, and who answers it; one that is not here is answered by yes,
# by a change, or by a refusal.
ASKED: tuple[tuple["re.Pattern[str]", Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        ("还是([^，。]{1,20})止？", _two_days),
        ("还是从下一个月起？", _next_month),
        ("还是每周一次？", _weekly),
        ("还是只在发文当年", _once),
        ("还是季度的第二个月？", _second_month),
        ("成文已近年底，按次年", _years(-1)),
        ("早于成文日期，年份是否正确", _years(1)),
        (re.escape(WHICH_YEAR), _years(-1, 1)),
        ("累计，是否正确", _within),
        ("^花名册里没有“([^”]+)”，是不是“([^”]+)”", _near_name),
        ("^主语|由谁办理，暂|请填写责任单位|按主送单位|办理，是否正确", _bodies),
        ("从哪件事起算|相对于哪件事|起算，是否正确", _events),
        ("是否列入日历|是否列为任务", _listed),
        ("是否删去", _gone),
    )
)
