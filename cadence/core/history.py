"""Entries → History: what is known of every occurrence, and which events happened. Pure."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from cadence.core.coverage import Coverage
from cadence.core.facts import (
    Answer,
    Choice,
    Claimed,
    Done,
    Entry,
    Event,
    Extension,
    Receipt,
    Refusal,
    Reversal,
    Supervision,
    Waiver,
)
from cadence.core.occurrence import Occurrence, can_be_missed, is_late
from cadence.core.past import Past
from cadence.core.pasts import Pasts, PlainDone
from cadence.core.policy import Policy
from cadence.core.supervised import Slips, Supervised


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event that counts, with the entry that last told of it.

    Attributes:
        number: of that entry; recorded: when it was written down.
        first: the number of the entry that first told of it, before any correction.
        was: the moments that it was said to have happened at before, the first first.
    """

    number: int
    first: int
    recorded: dt.datetime
    event: Event
    was: tuple[dt.datetime, ...] = ()


PLAIN = Policy()
PLAIN_FACTS = (Done, Claimed, Waiver, Extension, Choice, Refusal)
CLOCK = re.compile(r"T\d\d:\d\d(#\d+)?@")  # in the id of a clock's occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a ledger says, with reversals and corrections applied.

    Attributes:
        pasts: by occurrence id; one that is not there has no past.
        happenings: the events, in the order in which they happened.
        slips: that were issued, in their order.
        policies: of the places, which say what can be missed at all.
    """

    pasts: Pasts = field(default_factory=Pasts)
    happenings: tuple[Happening, ...] = ()
    slips: tuple[Supervised, ...] = ()
    policies: Mapping[str, Policy] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, occurrence: Occurrence) -> Past:
        """Return what is known of an occurrence, also under the ids that it had before.

        It takes the occurrence, never an id alone, so that no former id can be forgotten.
        """
        binding = occurrence.binding
        found = self.pasts.of(occurrence.head, binding.unit.key)
        for each in reversed(occurrence.former_ids) if occurrence.has_former_ids else ():
            if earlier := self.pasts.get(each):
                found = Past(
                    done=found.done or earlier.done,
                    covered=(*earlier.covered, *found.covered),
                    claim=earlier.claim or found.claim,
                    waiver=found.waiver or earlier.waiver,
                    extension=found.extension or earlier.extension,
                    choice=found.choice or earlier.choice,
                    answer=found.answer or earlier.answer,
                    slips=(*earlier.slips, *found.slips),
                    refusals=(*earlier.refusals, *found.refusals),
                    approvals=(*earlier.approvals, *found.approvals),
                )
        if binding.covers or found.covered:
            found = counted_out(found, Coverage(required=binding.covers, entries=found.covered))
        if not found.approvals:
            return found
        policy = self.policies.get(binding.unit.place, PLAIN)
        return approved(occurrence, found, policy)


EMPTY = History()


def counted_out(past: Past, coverage: Coverage) -> Past:
    """Say how far a duty has reached whom it must; what once was recorded whole stays done."""
    whole = past.done if past.done and not past.done.covers else None
    return replace(past, coverage=coverage, done=whole or coverage.done)


def approved(occurrence: Occurrence, past: Past, policy: Policy) -> Past:
    """Say which approvals count: none that was written down after the day then in force.

    An approval of what was missed already never clears the miss.
    """
    rule, window = occurrence.binding.rule, occurrence.window
    due = window.latest
    counting: dict[type, Waiver | Extension] = {}
    belated = []
    for each in past.approvals:
        comes_late = due and is_late(window, due, each.recorded)
        # Of a day before records began nobody knows a miss; but what was done late is known.
        was_late = due and past.done and is_late(window, due, past.done.on)
        if comes_late and due and (was_late or can_be_missed(rule, window, due, policy)):
            belated.append(each)
            continue
        counting[type(each.fact)] = each.fact
        if isinstance(each.fact, Extension):
            due = max(each.fact.to, window.latest or each.fact.to)
    waiver, extension = counting.get(Waiver), counting.get(Extension)
    return replace(
        past,
        waiver=waiver if isinstance(waiver, Waiver) else None,
        extension=extension if isinstance(extension, Extension) else None,
        belated=tuple(belated),
    )


def history(
    entries: Iterable[Entry | PlainDone], reversals: Sequence[Entry] | None = None
) -> History:
    """Fold the entries of a ledger, in their order, into what is known.

    Args:
        entries: from the first on; leave out the later ones to learn what was known then. What
            says no more than that something was done may come short.
        reversals: those among them, where they are known beforehand; half a million entries
            need not be held at once then.
    """
    pasts = Pasts()
    happenings: dict[int, Happening] = {}
    slips = Slips()
    if reversals is None:
        entries = list(entries)
        reversals = [each for each in entries if isinstance(each, Entry)]
    gone = reversed_numbers(reversals)
    for entry in entries:
        if entry.number in gone:
            continue
        if isinstance(entry, PlainDone):
            pasts.keep(entry)
            continue
        if isinstance(entry.fact, Done):  # as most are
            pasts.note(entry.fact, entry.recorded)
            continue
        match entry.fact:
            case Event() as event:
                _happened(happenings, entry, event)
            case Reversal():
                pass
            case Supervision() as fact:
                slips.issued(entry, fact)
            case Receipt() as fact:
                slips.received(entry, fact)
            case fact:
                if isinstance(fact, Answer):
                    slips.answered(fact)
                pasts.note(fact, entry.recorded)
    for slip in slips:
        for about in slip.fact.about:
            pasts.press(about, slip)
    ordered = sorted(happenings.values(), key=lambda each: (each.event.at, each.first))
    return History(pasts=pasts, happenings=tuple(ordered), slips=tuple(slips))


def grown(known: History, entries: Iterable[Entry]) -> History | None:
    """Fold further entries into what is known, where each says how one occurrence stands.

    Args:
        known: what the entries before them come to.
        entries: the next ones, in their order.

    Returns:
        None where one says more than that, an event or a reversal, a slip or what may concern one,
        or is about a clock, which may start another: then all are to be folded anew.
    """
    said = []
    for entry in entries:
        fact = entry.fact
        if not isinstance(fact, PLAIN_FACTS) or CLOCK.search(fact.occurrence):
            return None
        said.append((fact, entry.recorded))
    return replace(known, pasts=known.pasts.grown(said))


def counted(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries that were not reversed, in their order."""
    gone = reversed_numbers(entries)
    return (entry for entry in entries if entry.number not in gone)


def reversed_numbers(entries: Sequence[Entry]) -> set[int]:
    """Number the entries that no longer count; reversing a reversal lets its entry count again."""
    found: set[int] = set()
    for entry in reversed(entries):  # the last word decides what the earlier ones are worth
        if isinstance(entry.fact, Reversal) and entry.number not in found:
            found.add(entry.fact.number)
    return found


def _happened(happenings: dict[int, Happening], entry: Entry, event: Event) -> None:
    """Add an event, or put a corrected one in the place of what it corrects."""
    first = entry.number
    was: tuple[dt.datetime, ...] = ()
    if event.corrects is not None and (corrected := happenings.pop(event.corrects, None)):
        first, was = corrected.first, (*corrected.was, corrected.event.at)
    happenings[entry.number] = Happening(
        number=entry.number,
        first=first,
        recorded=entry.recorded,
        event=event,
        was=tuple(dict.fromkeys(was)),
    )
