"""Clocks → the clock card of one event: what, who reports to whom, until when, time left. Pure."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from cadence.core import (
    OWED,
    SHANGHAI,
    Happening,
    History,
    Policy,
    Rule,
    Table,
    Unit,
    Window,
    day_words,
    short_day,
    span_words,
    value_name,
)
from cadence.occurrences import Clock, Judgement, judge, moment_words
from cadence.reports.lists import conditions, source, when

StepState = Literal["running", "done", "question", "bar", "period", "begun"]
STATES = {
    "running": "", "done": "已完成", "question": "待确认", "bar": "不得", "period": "期间",
    "begun": "起算",
}  # fmt: skip
NEVER_DUE: dict[str, StepState] = {"must_not": "bar", "when_needed": "period"}
NAMED = 4  # units named before the rest is counted
A_DAY = dt.timedelta(days=1)
UNDATED = "原文没有写期限"
UNSETTLED = "暂不能确定"
PROVE = "是否按时以办结登记为准：请用 cadence done 登记完成时间和佐证"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """One duty that an event started.

    Attributes:
        state: running, done, question (it may not apply), bar, period (nothing is due), begun
            (a repeated duty begins).
        who, to: who is to do it, and to whom it is reported; due, left: in words.
        last: the last day in time, or the last minute where hours count.
        clause, quote: where it is written.
        assumed: it rests on a step that is not recorded; notes: on which condition, who leads and
            assists, what is assumed or asked.
        ids: its occurrences'.
        closes: its last moment, by which rows are put in order; None where there is none.
    """

    rule: Rule
    state: StepState
    what: str
    who: str
    to: str
    due: str
    left: str
    clause: str
    quote: str
    assumed: bool = False
    notes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    start: dt.date | None = None
    last: dt.date | None = None
    closes: dt.datetime | None = None
    trace: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What one event started, as it stands at a moment.

    Attributes:
        happening: the event that began it all.
        name: what officials call it; title: to whom, when, what; facts: what else is known.
        as_of: the moment that time left is counted from.
    """

    happening: Happening
    name: str
    unit: Unit
    title: str
    facts: tuple[str, ...]
    rows: tuple[CardRow, ...]
    as_of: dt.datetime


def make_card(  # noqa: PLR0913, PLR0917 - a card is made of all of it
    happening: Happening,
    name: str,
    unit: Unit,
    clocks: Iterable[Clock],
    reported: Mapping[str, str],
    begun: Iterable[Rule],
    history: History,
    policy_of: Callable[[str], Policy],
    as_of: dt.datetime,
) -> Card:
    """Lay out what an event started, the most urgent first.

    Args:
        happening: the event.
        name: what officials call it.
        unit: to whom it happened.
        clocks: those that it started.
        reported: by rule, that an event which follows it is recorded.
        begun: the rules that begin with it.
        history: what is known, for what is done already.
        policy_of: the policy of a place.
        as_of: the moment that time left is counted from.
    """
    event = happening.event
    rows = [_row(each, reported, history, policy_of, as_of) for each in clocks]
    rows.sort(key=_urgency)
    told = tuple(f"{value_name(name)}：{value}" for name, value in event.values)
    return Card(
        happening=happening,
        name=name,
        unit=unit,
        title=f"{unit.name}　{moment_words(event.at)}　{name}",
        facts=(*told, *([f"备注：{event.note}"] if event.note else [])),
        rows=(*rows, *(_begun_row(rule) for rule in begun)),
        as_of=as_of.astimezone(SHANGHAI),
    )


def _urgency(row: CardRow) -> tuple[bool, bool, dt.datetime, str]:
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    return row.state == "question", row.closes is None, row.closes or last, row.rule.key


def _row(
    clock: Clock,
    reported: Mapping[str, str],
    history: History,
    policy_of: Callable[[str], Policy],
    as_of: dt.datetime,
) -> CardRow:
    rule, window = clock.rule, clock.window
    owed = [each for each in clock.bindings if each.role in OWED]
    judged = _judged(clock, history, policy_of, as_of)
    state: StepState = "question" if clock.questions else NEVER_DUE.get(rule.force, "running")
    done = bool(judged) and all(each.past.done for each in judged)
    closes = _closes(window, judged) if window else None
    told = reported.get(rule.key, "")
    left = _left(window, closes, judged, as_of, bar=state in NEVER_DUE.values())
    return CardRow(
        rule=rule,
        state="done" if done else state,
        what=rule.act,
        who=_who(rule, tuple(each.unit.name for each in owed)),
        to="、".join(rule.to),
        due=due_words(rule, window, closes),
        left=told if told and not done else left,
        clause=source(rule),
        quote=rule.quote,
        assumed=clock.assumed,
        notes=(
            *conditions(rule),
            *_assumptions(window),
            *([PROVE] if told and not done and judged else []),
            *clock.questions,
        ),
        ids=tuple(each.id for each in clock.occurrences),
        start=(window.opens or window.start) if window else None,
        last=_last(window, closes),
        closes=closes,
        trace=window.trace if window else (),
    )


def _assumptions(window: Window | None) -> list[str]:
    """Return the first thing that a window rests on without its being recorded, if any."""
    lines = (line for line in window.trace if line.startswith("假定：")) if window else iter(())
    return [line for line in (next(lines, ""),) if line]


def _begun_row(rule: Rule) -> CardRow:
    return CardRow(
        rule=rule,
        state="begun",
        what=rule.act,
        who=_who(rule, ()),
        to="、".join(rule.to),
        due=when(rule),
        left="",
        clause=source(rule),
        quote=rule.quote,
        notes=(*conditions(rule), f"起算：{rule.begun}"),
        start=rule.effective,
    )


def _judged(
    clock: Clock, history: History, policy_of: Callable[[str], Policy], as_of: dt.datetime
) -> tuple[Judgement, ...]:
    return tuple(
        judge(clock.rule, each.window, history.of(each), policy_of(each.binding.unit.place), as_of)
        for each in clock.occurrences
    )


def _who(rule: Rule, units: tuple[str, ...]) -> str:
    names = units or rule.bodies or rule.outside
    shown = "、".join(names[:NAMED]) + (f"等{len(names)}个单位" if len(names) > NAMED else "")
    return shown if units or rule.bodies else f"{shown}（不在名册，请督促）"


def _closes(window: Window, judged: tuple[Judgement, ...]) -> dt.datetime | None:
    """Return the last moment in time: a minute, or 24:00 of a day; an extension ends with a day."""
    due = max((each.due for each in judged if each.due), default=window.latest)
    if due is None:
        return None
    if window.closes and due == window.closes.date():
        return window.closes
    return dt.datetime.combine(due + A_DAY, dt.time(), SHANGHAI)


def _last(window: Window | None, closes: dt.datetime | None) -> dt.date | None:
    """Return the last day of a window, or its last minute where hours count."""
    if window is None or closes is None:
        return None
    return closes if window.closes == closes else closes.date() - A_DAY


def due_words(rule: Rule, window: Window | None, closes: dt.datetime | None) -> str:
    """Say until when: the minute, or a day's 24:00 with the working day advised beside it."""
    if window is None or closes is None:
        timed = getattr(rule.timing, "offset", None) is not None
        return UNSETTLED if window is None or timed else UNDATED
    if window.closes == closes:
        return moment_words(closes)
    last = closes.date() - A_DAY
    beside = ""
    if window.advised and window.advised < last:
        beside = f"（休息日，建议{short_day(window.advised)}前）"
    return f"{day_words(last)}24:00{beside}"


def _left(
    window: Window | None,
    closes: dt.datetime | None,
    judged: tuple[Judgement, ...],
    as_of: dt.datetime,
    *,
    bar: bool,
) -> str:
    if window is None or closes is None:
        return ""
    if judged and all(each.past.done for each in judged):
        late = any(each.status == "late" for each in judged)
        return "已逾期完成" if late else "已完成"
    last = closes + dt.timedelta(minutes=1) if window.closes == closes else closes
    if bar:
        return "期间未满" if as_of < last else "期间已满"
    if as_of < last:
        return f"剩余{span_words(closes - as_of)}"
    return f"已过{span_words(as_of - closes)}"


def card_table(card: Card) -> Table:
    """Lay out a card's rows for the terminal and for CSV."""
    return Table(
        ("事项", "责任主体", "报送", "截止", "剩余", "依据", "说明"),
        tuple(
            (
                f"【{STATES[row.state]}】{row.what}" if STATES[row.state] else row.what,
                row.who,
                row.to,
                row.due,
                row.left,
                row.clause,
                "；".join(row.notes),
            )
            for row in card.rows
        ),
    )


def events_table(cards: Iterable[Card]) -> Table:
    """List events, what each started and what must still be told."""
    return Table(
        ("编号", "时间", "单位", "事件", "情况", "时限", "待确认"),
        tuple(
            (
                f"第{card.happening.number}号",
                f"{card.happening.event.at:%Y-%m-%d %H:%M}",
                card.unit.name,
                card.name,
                "　".join(card.facts),
                str(sum(row.state in {"running", "bar", "period"} for row in card.rows)),
                str(sum(row.state == "question" for row in card.rows)),
            )
            for card in cards
        ),
    )
