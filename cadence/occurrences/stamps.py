"""Short stamps by which paper and phone are compared: what a reader is asked, in eight characters.

A stamp changes with what is asked, of whom and until when, and with nothing else: neither with
the day on which it is computed nor with what was done meanwhile. The feed of a unit and its duty
table carry the same one.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cadence.core import (
    Advice,
    Advise,
    Binding,
    Occurrence,
    Past,
    Pasts,
    Rule,
    Unit,
    Window,
    timing_words,
    told,
)
from cadence.occurrences.clocks import Clock

LENGTH = 8
A_DAY = timedelta(days=1)
LONGEST_CALENDAR = 60  # years looked at for the first unannounced one


def readers(binding: Binding) -> Iterator[str]:
    """Name who reads of a binding: its unit, and for a post's own duty the body it belongs to."""
    yield binding.unit.id
    if binding.unit.of and binding.role == "owner":
        yield binding.unit.of


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOfEach:
    """What every unit and post of a place is asked, whatever was done of it.

    Attributes:
        lines: by the id of the reader, in order; calendar: calendar_stamp of the place.
    """

    lines: Mapping[str, tuple[str, ...]]
    calendar: str


def asked_of_each(
    bindings: Sequence[Binding], clocks: Iterable[Clock], advise: Advise
) -> AskedOfEach:
    """Gather what readers are asked.

    Args:
        bindings: of every pack of the place.
        clocks: that events started there; those that are known to apply count.
        advise: the place's working days.
    """
    first = min((each.rule.effective for each in bindings), default=date(2000, 1, 1))
    started = [
        (binding, clock.window)
        for clock in clocks
        if clock.window and not clock.questions
        for binding in clock.bindings
    ]
    return AskedOfEach(lines=asked_lines(bindings, started), calendar=calendar_stamp(advise, first))


def asked_lines(
    bindings: Iterable[Binding], started: Iterable[tuple[Binding, Window]] = ()
) -> dict[str, tuple[str, ...]]:
    """Say by the id of each reader what it is asked.

    Args:
        bindings: of every pack of the place.
        started: windows that events started, and whom they concern.
    """
    words: dict[str, str] = {}
    read: dict[str, set[str]] = {}
    for binding in bindings:
        rule = binding.rule
        said = words.get(rule.key) or words.setdefault(rule.key, rule_words(rule))
        for reader in readers(binding):
            read.setdefault(reader, set()).add(f"{binding.role}|{said}")
    for binding, window in started:
        said = f"{binding.role}|{binding.rule.key}:{window.tag}|{window.closes or window.due}"
        for reader in readers(binding):
            read.setdefault(reader, set()).add(said)
    return {reader: tuple(sorted(found)) for reader, found in read.items()}


def stamped(units: Iterable[Unit], asked: AskedOfEach, pasts: Pasts) -> dict[str, str]:
    """Stamp what every unit and post of a place is asked, by its id, and the place under "".

    Args:
        units: the roster's.
        asked: of each of them.
        pasts: what is known of occurrences, by id; what changes the duty itself counts.
    """
    decided = _decided(pasts)
    found = {
        unit.id: _short([
            unit.key, asked.calendar, *asked.lines.get(unit.id, ()),
            *sorted(decided.get(unit.key, ())),
        ])
        for unit in units
    }  # fmt: skip
    return found | {"": _short(found.values())}


def calendar_stamp(advise: Advise, first: date) -> str:
    """Return the stamp of a place's working days, from a day to the last announced year's end."""
    advices: list[Advice] = []
    day = first.replace(month=1, day=1)
    for _year in range(LONGEST_CALENDAR):
        following = day.replace(year=day.year + 1)
        year = [advise(day + n * A_DAY) for n in range((following - day).days)]
        if all(each.day is None for each in year):
            break
        advices += year
        day = following
    return _short([str(each.day) for each in advices])


def row_stamp(occurrence: Occurrence, past: Past) -> str:
    """Return the stamp of one occurrence: what, by which clause, from when until when.

    It begins with a letter, so that no spreadsheet takes it for a number.
    """
    rule, window = occurrence.binding.rule, occurrence.window
    stamp = _short([
        occurrence.id,
        rule.act,
        rule.document.name,
        rule.clause,
        str(window.opens or window.start),
        str(window.closes or window.due),
        past.extension.to.isoformat() if past.extension else "",
        past.waiver.document if past.waiver else "",
    ])  # fmt: skip
    return f"r{stamp[1:]}"


def rule_words(rule: Rule) -> str:
    """Return everything of a rule that its reader is shown, in one line."""
    words = (_words(rule, name) for name in told(Rule, "stamp"))
    return "|".join((rule.key, rule.document.name, *words, str(rule.superseded_on or "")))


def _words(rule: Rule, name: str) -> str:
    """Return what a reader is shown of one field."""
    match rule.bodies if name == "actors" else getattr(rule, name):
        case tuple() as names:
            return "、".join(names)
        case date() as day:
            return str(day)
        case str() as words:
            return words
        case None:
            return ""
        case timing:
            return timing_words(timing)


def _decided(pasts: Pasts) -> dict[str, list[str]]:
    """Gather by unit what was decided of its occurrences: extended, waived, planned for a day."""
    found: dict[str, list[str]] = {}
    for occurrence, past in pasts.beyond_done():
        extended = past.extension.to if past.extension else ""
        chosen = past.choice.at if past.choice else ""
        waived = past.waiver.document if past.waiver else ""
        if extended or chosen or waived:
            unit = occurrence.rpartition("@")[2]
            found.setdefault(unit, []).append(f"{occurrence}|{extended}|{waived}|{chosen}")
    return found


def _short(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:LENGTH]
