"""What a format cannot say by itself: one generator per noun, yielding (way, message)."""

import re
from collections.abc import Iterator
from datetime import date

from cadence.core import (
    OFFICE_PERIODS,
    PERIODS,
    ROLLING_YEAR,
    WORKING_DAY,
    Cadence,
    Deadline,
    Document,
    PeriodicDeadline,
    Phase,
    Rule,
    Season,
    Span,
    Threshold,
    Timing,
    Trigger,
    _,
    day_in,
    did_you_mean,
    duration_words,
    is_period,
    periods,
)
from cadence.rules.yaml_tree import Tree, Way

YEAR_IN_WORDS = re.compile(r"\d{4}\s*年")
MONTH_DAY = re.compile(r"--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
A_DAY = Span(date(2024, 1, 1), date(2024, 1, 1))
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MONTHS = 12
MOST = 366  # times in one window; more is a slip of the pen
MOST_A_DAY = 24  # times; more often is a period of hours


def note_faults(document: Document, rules: dict[int, Rule], tree: Tree) -> None:
    """Note every fault that the formats let pass; rules by their place in the file."""
    for key, message in _document_faults(document):
        tree.problem(("document", *key), message)
    ids = [rule.id for rule in rules.values()]
    for place, (index, rule) in enumerate(rules.items()):
        for key, message in _rule_faults(rule, document, ids, place):
            tree.problem(("rules", index, *key), message)
        for key, message in timing_faults(rule.timing):
            # A union's way in the file has no step for the chosen kind.
            tree.problem(("rules", index, "timing", *key), message)


def _document_faults(document: Document) -> Iterator[tuple[Way, str]]:
    if document.until and document.until < document.effective:
        words = _("the span is upside down: until {0} lies before effective {1}")
        yield ("until",), words.format(document.until, document.effective)


def _rule_faults(
    rule: Rule, document: Document, ids: list[str], index: int
) -> Iterator[tuple[Way, str]]:
    if rule.id in ids[:index]:
        yield ("id",), _('two rules have the id "{0}"; rename one').format(rule.id)
    first, last = rule.effective, rule.until
    own = (first, last) != (document.effective, document.until)
    if own and last and last < first:
        words = _("the span is upside down: it ends {0} before it begins {1}")
        yield ("until",), words.format(last, first)
    if not (rule.actors or rule.responsible or rule.outside):
        yield (), _('nobody is bound; fill in "actors", "responsible" or "outside"')
    if rule.nobody_here and (rule.actors or rule.responsible or not rule.outside):
        words = _('"nobody_here" goes with "outside" alone; take out "actors" and "responsible"')
        yield ("nobody_here",), words
    for other in rule.replaces:
        if other not in ids:
            words = _('replaces "{0}", but this pack has no such rule')
            yield ("replaces",), words.format(other) + did_you_mean(other, ids)
    for other in rule.after:
        if other not in ids or other == rule.id:
            words = _('comes after "{0}", but this pack has no other rule of that name')
            yield ("after",), words.format(other) + did_you_mean(other, ids)
    if rule.roll and not _ends_on_a_day(rule.timing):
        yield ("roll",), _('"roll" is for terms that end on a named or counted day; take it out')
    if isinstance(rule.timing, Deadline) and last and rule.timing.due > last:
        message = _("the deadline {0} lies after {1}, the last day on which the rule binds")
        yield ("timing", "due"), message.format(rule.timing.due, last)
    if _year_is_carried(rule) and not rule.year_from:
        yield (
            ("quote",),
            _('the quoted words name no year; say in "year_from" where the year is taken from'),
        )


def _ends_on_a_day(timing: Timing) -> bool:
    """Tell whether a term ends on one day that may be a day off; hours and periods do not."""
    match timing:
        case Deadline() | PeriodicDeadline():
            return True
        case Phase(due=due):
            return due is not None
        case Trigger(offset=offset):
            return offset is not None and "T" not in offset and not offset.startswith("-")
        case _:
            return False


def _year_is_carried(rule: Rule) -> bool:
    dated = isinstance(rule.timing, Deadline | Phase)
    return dated and not YEAR_IN_WORDS.search(rule.quote)


def timing_faults(timing: Timing) -> Iterator[tuple[Way, str]]:
    """Yield what is wrong within one timing."""
    for key in ("event", "words", "name"):
        if getattr(timing, key, None) == "":
            yield (key,), _("must not be empty")
    if (count := getattr(timing, "count", 1)) > MOST:
        yield ("count",), _('"{0}" is too large; it must be at most {1}').format(count, MOST)
    yield from _further_faults(timing)
    match timing:
        case Cadence() | PeriodicDeadline():
            yield from _period_faults(timing)
            yield from _order_faults(timing.start, timing.due)
        case Phase():
            if timing.start is None and timing.due is None:
                yield (), _("a phase needs a start or a due date, or both")
            yield from _order_faults(timing.start, timing.due)
        case Season():
            yield from _season_faults(timing)
        case Trigger():
            yield from _offset_faults(timing)
        case Threshold():
            if timing.within not in (known := (*PERIODS, ROLLING_YEAR)):
                yield ("within",), _no_period(timing.within, known)
            if timing.count < 1:
                yield ("count",), _("a count begins at 1")
        case _:
            return


def _further_faults(timing: Timing) -> Iterator[tuple[Way, str]]:
    """Find what is wrong with every, months and time."""
    every, months = getattr(timing, "every", 1), getattr(timing, "months", ())
    if not 1 <= every <= MOST:
        yield ("every",), _('"{0}" is no number of periods; write 1 to {1}').format(every, MOST)
    if any(not 1 <= each <= MONTHS for each in months) or len(set(months)) < len(months):
        yield ("months",), _("months are numbers from 1 to 12, each once")
    time = getattr(timing, "time", None)
    if time is not None and not TIME.fullmatch(time):
        yield ("time",), _('"{0}" is no time of a day; write it as 17:00').format(time)


def _period_faults(timing: Cadence | PeriodicDeadline) -> Iterator[tuple[Way, str]]:
    is_office = isinstance(timing, Cadence) and timing.period in (*OFFICE_PERIODS, "hour")
    if not is_period(timing.period) and not is_office:
        yield ("period",), _no_period(timing.period)
    elif isinstance(timing, Cadence):
        if timing.count < 1:
            yield ("count",), _("a count begins at 1")
        if timing.period == "day" and MOST_A_DAY < timing.count <= MOST:
            words = _('"{0}" is too large; it must be at most {1}')
            yield ("count",), words.format(timing.count, MOST_A_DAY)
    else:
        if timing.period == "month" and WORKING_DAY.fullmatch(str(timing.day)):
            return
        try:
            _label, days = next(periods(timing.period, A_DAY, A_DAY.first))
            day_in(timing.period, timing.day, days)
        except ValueError:
            words = _('a {0} has no day "{1}"; docs/rules.md shows how days are written')
            yield ("day",), words.format(timing.period, timing.day)


def _no_period(name: str, known: tuple[str, ...] = (*PERIODS, "2_years", "3_years")) -> str:
    words = _('no period is called "{0}"; there are: {1}').format(name, ", ".join(known))
    return words + did_you_mean(name, known)


def _order_faults(start: date | None, due: date | None) -> Iterator[tuple[Way, str]]:
    if start and due and due < start:
        words = _("the span is upside down: due {0} lies before start {1}")
        yield ("due",), words.format(due, start)


def _season_faults(timing: Season) -> Iterator[tuple[Way, str]]:
    if timing.start is None or timing.due is None:
        if not timing.name or timing.start != timing.due:
            yield (), _("a season needs a start and a due day, or at least a name")
        return
    for key, value in (("start", timing.start), ("due", timing.due)):
        if not _is_month_day(value):
            message = _('"{0}" is not a month and day; write it as --06-30')
            yield (key,), message.format(value)


def _is_month_day(text: str) -> bool:
    year = Span(date(2024, 1, 1), date(2024, 12, 31))
    try:
        return bool(MONTH_DAY.fullmatch(text)) and bool(day_in("year", text[2:], year))
    except ValueError:
        return False


def _offset_faults(timing: Trigger) -> Iterator[tuple[Way, str]]:
    if timing.offset is None:
        return
    if timing.when == "before":
        yield (
            ("when",),
            _('"when" belongs to an event without an offset; write -P7D for 7 days before'),
        )
    try:
        duration_words(timing.offset)
    except ValueError:
        message = _('"{0}" is not an ISO 8601 duration; write 24 hours as PT24H, 7 days as P7D')
        yield ("offset",), message.format(timing.offset)
        return
    if timing.days == "working" and not re.fullmatch(r"-?P\d+D", timing.offset):
        yield ("days",), _("only a number of days can be counted in working days, as P7D")
