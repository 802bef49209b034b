"""Entries → History: what is known of every occurrence, and which events happened. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

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
from cadence.core.policy import Policy
from cadence.core.supervised import Slips, Supervised
from cadence.core.words import REFUSED, approval_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A decision that released an occurrence or put it off, and when that was written down."""

    recorded: dt.datetime
    fact: Waiver | Extension

    @property
    def to(self) -> dt.date | None:
        """Return the later day; None where it released the duty."""
        return self.fact.to if isinstance(self.fact, Extension) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of one occurrence.

    Attributes:
        done: when it was done, by the earliest entry that was not reversed.
        claim: the first tick without evidence that was not reversed, done or not.
        waiver, extension: the latest of each that counts.
        choice: the latest that was not reversed; None where it was cleared.
        answer: what its unit last said of it.
        slips: that pressed for it, in the ledger's order.
        refusals: whatever was refused about it, in the ledger's order; it is owed all the same.
        approvals: every waiver and extension that was not reversed, in the ledger's order.
        belated: those among them that were written down when it was missed already: they stand
            beside the miss and change nothing of it.
    """

    done: Done | None = None
    claim: Claimed | None = None
    waiver: Waiver | None = None
    extension: Extension | None = None
    choice: Choice | None = None
    answer: Answer | None = None
    slips: tuple[Supervised, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    approvals: tuple[Approval, ...] = ()
    belated: tuple[Approval, ...] = ()

    @property
    def asks_until(self) -> dt.date | None:
        """Return until when its unit asks to be given, undecided yet; None: it does not."""
        asked = self.answer.to if self.answer else None
        granted = self.extension is not None and asked is not None and self.extension.to >= asked
        return None if self.done or self.waiver or granted else asked

    @property
    def approval_lines(self) -> tuple[str, ...]:
        """Say in Chinese what was approved, that which counts first."""
        counting = [each for each in (self.extension, self.waiver) if each]
        told = [
            approval_words(each.by, each.document, getattr(each, "to", None), None)
            for each in counting
        ]
        return (*told, *self.beside_lines)

    @property
    def beside_lines(self) -> tuple[str, ...]:
        """Say in Chinese what stands beside a duty and changes nothing of it."""
        return (*self.belated_lines, *self.refusal_lines, *(each.line for each in self.slips))

    @property
    def beside_words(self) -> tuple[str, ...]:
        """Say the same in a cell among others: of slips the latest, in a few words."""
        slips = (each.brief for each in self.slips[-1:])
        return (*self.belated_lines, *self.refusal_lines, *slips)

    @property
    def refusal_lines(self) -> tuple[str, ...]:
        """Say in Chinese what was refused, by whom, when and why."""
        return tuple(
            f"{REFUSED[each.refused]}：{each.by}{each.on.isoformat()}，{each.reason}"
            for each in self.refusals
        )

    @property
    def belated_lines(self) -> tuple[str, ...]:
        """Say in Chinese what was approved when it was missed already."""
        return tuple(
            approval_words(each.fact.by, each.fact.document, each.to, each.recorded)
            for each in self.belated
        )


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


NOTHING: Past = Past()
PLAIN = Policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a ledger says, with reversals and corrections applied.

    Attributes:
        pasts: by occurrence id; one that is not there has no past.
        happenings: the events, in the order in which they happened.
        slips: that were issued, in their order.
        policies: of the places, which say what can be missed at all.
    """

    pasts: Mapping[str, Past] = field(default_factory=lambda: MappingProxyType({}))
    happenings: tuple[Happening, ...] = ()
    slips: tuple[Supervised, ...] = ()
    policies: Mapping[str, Policy] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, occurrence: Occurrence) -> Past:
        """Return what is known of an occurrence, also under the ids that it had before.

        It takes the occurrence, never an id alone, so that no former id can be forgotten.
        """
        found = self.pasts.get(occurrence.id, NOTHING)
        for each in reversed(occurrence.former_ids) if occurrence.has_former_ids else ():
            if earlier := self.pasts.get(each):
                found = Past(
                    done=found.done or earlier.done,
                    claim=earlier.claim or found.claim,
                    waiver=found.waiver or earlier.waiver,
                    extension=found.extension or earlier.extension,
                    choice=found.choice or earlier.choice,
                    answer=found.answer or earlier.answer,
                    slips=(*earlier.slips, *found.slips),
                    refusals=(*earlier.refusals, *found.refusals),
                    approvals=(*earlier.approvals, *found.approvals),
                )
        if not found.approvals:
            return found
        policy = self.policies.get(occurrence.binding.unit.place, PLAIN)
        return approved(occurrence, found, policy)


EMPTY = History()


def approved(occurrence: Occurrence, past: Past, policy: Policy) -> Past:
    """Say which approvals count: none that was written down after the day then in force.

    An approval of what was missed already never clears the miss.
    """
    rule, window = occurrence.binding.rule, occurrence.window
    due = window.latest
    counting: dict[type, Waiver | Extension] = {}
    belated = []
    for each in past.approvals:
        is_missed = due and is_late(window, due, each.recorded)
        if is_missed and due and can_be_missed(rule, window, due, policy):
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


def history(entries: Iterable[Entry], reversals: Sequence[Entry] | None = None) -> History:
    """Fold the entries of a ledger, in their order, into what is known.

    Args:
        entries: from the first on; leave out the later ones to learn what was known then.
        reversals: those among them, where they are known beforehand; half a million entries
            need not be held at once then.
    """
    pasts: dict[str, Past] = {}
    happenings: dict[int, Happening] = {}
    slips = Slips()
    if reversals is None:
        entries = reversals = list(entries)
    gone = reversed_numbers(reversals)
    for entry in (each for each in entries if each.number not in gone):
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
                known = pasts.get(fact.occurrence, NOTHING)
                pasts[fact.occurrence] = _with(known, fact, entry.recorded)
    for slip in slips:
        for about in slip.fact.about:
            known = pasts.get(about, NOTHING)
            pasts[about] = replace(known, slips=(*known.slips, slip))
    ordered = sorted(happenings.values(), key=lambda each: (each.event.at, each.first))
    return History(pasts=pasts, happenings=tuple(ordered), slips=tuple(slips))


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


def _with(
    past: Past,
    fact: Done | Claimed | Waiver | Extension | Choice | Answer | Refusal,
    recorded: dt.datetime,
) -> Past:
    match fact:
        case Done():
            if past is NOTHING:
                return Past(done=fact)  # as most are
            earlier = past.done is not None and first_moment(past.done.on) <= first_moment(fact.on)
            return past if earlier else replace(past, done=fact)
        case Claimed():
            return past if past.claim else replace(past, claim=fact)
        case Waiver():
            approvals = (*past.approvals, Approval(recorded=recorded, fact=fact))
            return replace(past, waiver=fact, approvals=approvals)
        case Extension():
            approvals = (*past.approvals, Approval(recorded=recorded, fact=fact))
            return replace(past, extension=fact, approvals=approvals)
        case Choice():
            return replace(past, choice=fact if fact.at else None)
        case Answer():
            return replace(past, answer=fact)
        case Refusal():
            answer = past.answer
            if answer and fact.refused == "time":
                answer = replace(answer, to=None)  # it is answered: nobody waits any more
            return replace(past, answer=answer, refusals=(*past.refusals, fact))


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


def first_moment(on: dt.date | dt.datetime) -> tuple[dt.date, dt.time]:
    """Order days and moments: a day without a time comes before that day's moments."""
    if isinstance(on, dt.datetime):
        return on.date(), on.time()
    return on, dt.time()
