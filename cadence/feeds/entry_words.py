"""What an entry says in its title and its description. Pure."""

import datetime as dt
import re

from cadence.core import (
    ROLES,
    SHANGHAI,
    STATUSES,
    Phase,
    Role,
    Rule,
    Threshold,
    Trigger,
    Window,
    day_or_minute,
    day_words,
    short_day,
    span_words,
)
from cadence.feeds.rings import DigestEntry, is_announced
from cadence.occurrences import Mark, said_beside

OFTEN = re.compile("每个?(?:半年|[日天周旬月年]|季度?)(?:底|末)?(?![次人])")
SHORTEST = 4  # characters that still say what to do
SETTLED = {"done", "late", "overdue", "claimed", "waived"}  # nothing is to be rung for any more


def digest_title(found: DigestEntry) -> str:
    """`12月31日截止17项`, and of seasons `6月1日开始2项`."""
    due = [each.due or each.start for rule, each in found.duties if not is_announced(rule)]
    begun = [each.start for rule, each in found.duties if is_announced(rule)]
    said = ((due, "截止"), (begun, "开始"))
    return "、".join(f"{_days_words(days)}{word}{len(days)}项" for days, word in said if days)


def digest_line(rule: Rule, window: Window) -> str:
    """Say one of the duties that an entry reminds of."""
    return f"{rule.act}：{_when_words(rule, window)}"


def _days_words(days: list[dt.date]) -> str:
    first, last = min(days), max(days)
    return short_day(first) if first == last else f"{short_day(first)}至{short_day(last)}"


def merged_words(merged: tuple[Rule, ...]) -> str:
    """Say with what one meeting may be held."""
    named = "、".join(f"“{each.act}”（{each.document.name} {each.clause}）" for each in merged)
    return f"可与{named}合并召开，一次办理同时落实"


def is_span(rule: Rule) -> bool:
    """Tell whether a window is shown from its first day to its last, and not on its due day."""
    return isinstance(rule.timing, Phase) or is_announced(rule) or rule.force != "must"


def word_of(rule: Rule, window: Window) -> str:
    """Return what kind of entry it is, in one word."""
    if rule.force == "must_not":
        return "不得"
    if rule.force == "when_needed":
        return "期间"
    if isinstance(rule.timing, Phase):
        return "阶段"
    if is_announced(rule):
        return "时段"
    return "截止" if window.due else "开始"


def summary(rule: Rule, window: Window, role: Role, word: str, mark: Mark | None) -> str:
    """Put the duty first and the reader's role last: a month's view shows five to twelve signs.

    Which time it is comes before the duty: several times fall due on one day, and look alike else.
    """
    counted = window.of > 1 and not isinstance(rule.timing, Trigger | Threshold)
    which = f"第{window.nth}次" if counted else ""
    closes = window.closes if mark is None or mark.until is None else None
    moment = f"{closes.day}日{closes:%H:%M}前" if closes and word != "提醒" else ""
    whose = "" if role == "owner" else f"·{ROLES[role]}"
    if word == "提醒" and window.due:
        return f"{which}{short_act(rule)}·提醒（{reminded_of(rule, window)}）{whose}"
    sign, told = _mark_words(mark, window.due)
    advised = word == "截止" and role == "owner"  # whoever only assists plans nothing by it
    beside = told or (_beside(window) if advised else "")
    # One word too many is one that a phone cuts off: what is said otherwise goes without 截止.
    plain = "" if beside or moment or (whose and word == "截止") else f"·{word}"
    return f"{sign}{moment}{which}{short_act(rule)}{plain}{beside}{whose}"


def reminded_of(rule: Rule, window: Window) -> str:
    """Say what a reminder is of: the day by which, or on which a season begins."""
    if is_announced(rule):
        return f"{short_day(window.start)}开始"
    return f"截止{short_day(window.due or window.start)}"


def short_act(rule: Rule) -> str:
    """Leave out of an act what its reader knows: who is meant, how often, quotation marks."""
    act = rule.act
    for name in sorted({*rule.bodies, *rule.actors, *rule.outside}, key=len, reverse=True):
        if act.startswith(name):
            act = _rest(act, name)
    if often := OFTEN.match(act):
        act = _rest(act, often[0])
    return act.replace("“", "").replace("”", "")


def _rest(act: str, begins: str) -> str:
    rest = act.removeprefix(begins)
    return rest if len(rest) >= SHORTEST else act


def _mark_words(mark: Mark | None, due: dt.date | None) -> tuple[str, str]:
    """Say how an entry stands, before the act and after it; told apart without any colour."""
    if mark is None:
        return "", ""
    of_many = f"（完成{mark.fulfilled}/{mark.owed}）" if mark.owed else ""
    done = f"{_short_moment(mark.done_on, due)}完成" if mark.done_on else ""
    match mark.status:
        case "done":
            return "✔", of_many or f"（{done}）"
        case "late":
            late = f"迟{span_words(mark.late_by)}" if mark.late_by else f"迟{mark.days_late}日"
            return "✔", f"（{late}，{done}）"
        case "overdue":
            return (
                "✕",
                f"（逾期{mark.days_late}日）{of_many}" if mark.days_late else f"（逾期）{of_many}",
            )
        case "claimed":
            said = f"{_short_moment(mark.claimed_on, due)}报，" if mark.claimed_on else ""
            return "☑", f"（{said}待补材料）"
        case "waived":
            return "", "（免办）"
        case _ if mark.until:
            return "⏳", f"（延至{short_day(mark.until)}）"
        case _:
            return "", of_many


def _short_moment(on: dt.date | dt.datetime, due: dt.date | None) -> str:
    """Name a day by its number alone where its month goes without saying."""
    day = on.astimezone(SHANGHAI) if isinstance(on, dt.datetime) else on
    minute = f"{day:%H:%M}" if isinstance(day, dt.datetime) else ""
    same = due is not None and (day.year, day.month) == (due.year, due.month)
    return f"{day.day}日{minute}" if same else f"{short_day(day)}{minute}"


def _beside(window: Window) -> str:
    """Put the working day beside the text's due day, where the two differ."""
    if window.is_off:
        return "·期内无工作日"
    if window.due is None or window.advised in {None, window.due}:
        return ""
    same = (window.advised.year, window.advised.month) == (window.due.year, window.due.month)
    day = f"{window.advised.day}日" if same else short_day(window.advised)
    return f"·顺延至{day}" if window.advised > window.due else f"·宜{day}"


def due_words(window: Window) -> str:
    """Say until when, and by which working day."""
    if window.due is None:
        return f"{day_words(window.start)}起"
    if window.closes:
        return f"最迟{day_words(window.due)}{window.closes:%H:%M}"
    if window.advised and window.advised > window.due:
        return f"{day_words(window.due)}届满，为休息日，顺延至{day_words(window.advised)}"
    if window.advised and window.advised != window.due:
        return f"建议{day_words(window.advised)}前，最迟{day_words(window.due)}"
    return f"最迟{day_words(window.due)}"


def _when_words(rule: Rule, window: Window) -> str:
    """Say by when, or from when until when where nothing is to be done by a day."""
    by_a_day = rule.force == "must" and not is_announced(rule)
    return due_words(window) if by_a_day else _barred_words(window)


def _barred_words(window: Window) -> str:
    """Say from when until when a bar, a period or a season holds."""
    until = f"至{day_words(window.due)}止" if window.due else "起"
    return f"{day_words(window.start)}{until}"


def _long_words(mark: Mark, due: dt.date | None) -> str:
    """Say how an entry stands where there is room for it."""
    if mark.owed:
        return f"（{mark.owed}个单位已完成{mark.fulfilled}个）"
    late = f"迟{span_words(mark.late_by)}" if mark.late_by else ""
    late = late or (f"逾{mark.days_late}日" if mark.days_late else "")
    done = f"{day_or_minute(mark.done_on)}完成" if mark.done_on else ""
    done = done or (f"{day_or_minute(mark.claimed_on)}报办结" if mark.claimed_on else "")
    first = due or mark.until
    moved = f"原定{short_day(first)}，延至{short_day(mark.until)}" if mark.until and first else ""
    said = "，".join(filter(None, (moved, late, done)))
    return f"（{said}）" if said else ""


def description(rule: Rule, window: Window, mark: Mark | None) -> str:
    """Return everything that matters, for clients that show nothing else."""
    lines = [
        _when_words(rule, window),
        *([f"状态：{STATUSES[mark.status]}{_long_words(mark, window.due)}"] if mark else []),
        *(f"批准：{words}" for words in (mark.approvals if mark else ())),
        *(mark.beside if mark else ()),
        *(f"{label}：{words}" for label, words in said_beside(rule)),
        "",
        *window.trace,
        f"编号：{rule.key}:{window.tag}",
    ]
    return "\n".join(lines)
