"""What somebody says was done, released or put off × what is known → Outcomes. Pure.

A Claim is a fact about one occurrence that nobody has written down yet. Each is weighed by its
own evidence: on the day it names, in the window that it names, beside what the ledger holds.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cadence.core import (
    SHANGHAI,
    Claimed,
    Coverage,
    Done,
    Entry,
    Extension,
    Occurrence,
    Refusal,
    Waiver,
    Window,
    day_or_minute,
    later,
    moment_of,
    plain,
    reversed_numbers,
)
from cadence.ledger.evidence import leads_somewhere
from cadence.ledger.known import Dated, Known, is_another_day, undated
from cadence.ledger.reasons import Reason


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact that somebody asks to write down, with the occurrence whose id it names."""

    occurrence: Occurrence
    fact: Dated

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids under which its occurrence may be known: the oldest first."""
        return (*self.occurrence.former_ids, self.fact.occurrence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a claim.

    Attributes:
        refusal: why it may not be written down.
        same_as: the number of the entry that says the very same already.
    """

    claim: Claim
    refusal: Reason | None = None
    same_as: int | None = None

    @property
    def is_new(self) -> bool:
        """Tell whether it is to be written down."""
        return self.refusal is None and self.same_as is None


def weigh(
    claims: Sequence[Claim],
    entries: Iterable[Entry],
    now: dt.datetime,
    *,
    again: bool,
    reversals: Sequence[Entry] | None = None,
) -> tuple[Outcome, ...]:
    """Weigh claims in their order, each beside what is known and the claims before it.

    Args:
        claims: what is asked to be written down.
        entries: what the ledger holds of their occurrences and of their siblings (`neighbours`),
            and every reversal.
        now: the moment of writing down.
        again: whether what was reversed may be written down once more; a person may, a sheet
            that comes in twice may not.
        reversals: those among the entries, where they are known beforehand: then the entries are
            read one by one, and half a million of them need not be held at once.
    """
    if reversals is None:
        entries = reversals = list(entries)
    known = Known(entries, reversed_numbers(reversals), [each.fact for each in claims])
    found = []
    for claim in claims:
        outcome = _weighed(claim, known, now, again=again)
        if outcome.is_new:
            known.add(claim.fact)
        found.append(outcome)
    return tuple(found)


def neighbours(claims: Iterable[Claim]) -> set[str]:
    """Return the ids whose entries matter to claims: their own, and the other times of a window."""
    meant = {id(each.occurrence): each.occurrence for each in claims}  # a sheet proves one often
    return {
        identifier
        for occurrence in meant.values()
        for identifier in (*ids_of([occurrence]), *_siblings(occurrence))
    }


def ids_of(occurrences: Iterable[Occurrence]) -> set[str]:
    """Return all ids under which occurrences may stand in the ledger, also before a correction."""
    return {each for found in occurrences for each in (found.id, *found.former_ids)}


def _weighed(claim: Claim, known: Known, now: dt.datetime, *, again: bool) -> Outcome:
    same = known.same(claim.ids, claim.fact, again=again)
    if same is not None:
        return Outcome(claim=claim, same_as=same)
    # A phone may send an old body again and again, without anybody having ticked anything.
    by_itself = not again or isinstance(claim.fact, Claimed)
    if known.reversed and by_itself and undated(claim.fact) in known.reversed:
        number = str(known.reversed[undated(claim.fact)])
        words = Reason(later("entry {0} said the very same and was reversed"), (number,))
        return Outcome(claim=claim, refusal=words)
    match claim.fact:
        case Done() as fact:
            refusal = _refuse_done(claim, fact, known, now)
        case Claimed() as fact:
            refusal = refuse_day(claim.occurrence.window, fact.on, now)
        case Waiver():
            released = later("it was done on {0}, says entry {1}; there is nothing to release")
            refusal = _settled(claim, known, released)
        case Extension() as fact:
            refusal = _refuse_extension(claim, fact, known)
        case Refusal() as fact:
            refusal = _refuse_refusal(claim, fact, known, now)
    return Outcome(claim=claim, refusal=refusal)


def _refuse_done(claim: Claim, fact: Done, known: Known, now: dt.datetime) -> Reason | None:
    kept = fact.sha256 or next((digest for _name, digest in fact.files), None)
    return (
        refuse_evidence(fact.evidence, kept)
        or refuse_day(claim.occurrence.window, fact.on, now)
        or _refuse_coverage(claim, fact, known)
        or _refuse_the_same_proof(claim.occurrence, fact, known)
        or _refuse_another_day(claim, fact, known)
    )


def refuse_evidence(said: str, sha256: str | None = None) -> Reason | None:
    """Say why something is no evidence, or None.

    Args:
        said: the words, or a file's name.
        sha256: of the file, if it is one.
    """
    if sha256 is None and leads_somewhere(said):
        return None
    if not plain(said):
        return Reason(later("evidence is required: the document that proves it"))
    if sha256 is None:
        words = later(
            '"{0}" is nothing that a person could look up; write the number or the name of the'
            " document, or the name of the file"
        )
        return Reason(words, (said,))
    return None


def refuse_day(window: Window, on: dt.date | dt.datetime, now: dt.datetime) -> Reason | None:
    """Say why something cannot have been done on a day or at a moment, or None."""
    if isinstance(on, dt.datetime):
        is_to_come, is_before = on > now, on < (window.opens or moment_of(window.start))
    else:
        is_to_come, is_before = on > _today(now), on < window.start
    if is_to_come:
        words = later("{0} lies in the future; now is {1}")
        return Reason(words, (day_or_minute(on), day_or_minute(now.astimezone(SHANGHAI))))
    if is_before:
        opens = day_or_minute(window.opens or window.start)
        words = later("{0} lies before the window opens on {1}")
        return Reason(words, (day_or_minute(on), opens))
    ends = [each.date() for each in (window.opens, window.closes) if each]
    if on in ends and not isinstance(on, dt.datetime):
        words = later("on {0} the minute decides; write the time too: {0} 14:20")
        return Reason(words, (day_or_minute(on),))
    return None


@lru_cache(maxsize=16)
def _today(now: dt.datetime) -> dt.date:
    """Return the day in China: a day lies in the future where its first minute does."""
    return now.astimezone(SHANGHAI).date()


def _refuse_coverage(claim: Claim, fact: Done, known: Known) -> Reason | None:
    """Refuse the whole where each of many must be reached (全覆盖), and parts that are none.

    Parts that were all recorded before are refused too: of another day the first counts.
    """
    required = claim.occurrence.binding.covers
    if not required:
        words = later("the roster does not list whom this must reach one by one; leave them out")
        return Reason(words) if fact.covers else None
    names = {each.key: each.name for each in required}
    said = known.covered(claim.ids)
    coverage = Coverage(required=required, entries=tuple(said))
    if not fact.covers and not coverage.done:
        words = later("it is done once each of {0} is reached, one by one; say whom: {1}")
        return Reason(words, (str(len(names)), coverage.left_words))
    for key in fact.covers:
        if key not in names:
            return Reason(later("{0} is not one of those whom this must reach"), (key,))
    again = [coverage.reached.get(key) for key in fact.covers or names]
    last = max((each for each in again if each), key=lambda each: said[each], default=None)
    if last is None or None in again:
        return None
    words = later("entry {0} says that {1} was reached on {2}")
    reached = "、".join(names[key] for key in last.covers if key in names)
    return Reason(words, (str(said[last]), reached, day_or_minute(last.on)))


def _refuse_the_same_proof(occurrence: Occurrence, fact: Done, known: Known) -> Reason | None:
    """Refuse one meeting for two of the times that are asked for in one window."""
    if occurrence.window.of == 1:
        return None
    for sibling in _siblings(occurrence):
        for other in known.facts(sibling):
            if isinstance(other, Done) and _proof_of(other) == _proof_of(fact):
                words = later("the same evidence already proves {0}; each time needs its own")
                return Reason(words, (sibling,))
    return None


def _proof_of(fact: Done) -> tuple[object, ...]:
    return fact.on, fact.evidence, fact.sha256, fact.files


def _refuse_another_day(claim: Claim, fact: Done, known: Known) -> Reason | None:
    """Refuse a second day for what is done already: only who reverses the first may say another.

    A further proof of the same day is welcome.
    """
    for number, other in known.done(claim.ids):
        if is_another_day(other.on, fact.on):
            words = later(
                "entry {0} says that it was done on {1} ({2}); if {3} is right, reverse that"
                " entry first"
            )
            days = day_or_minute(other.on), day_or_minute(fact.on)
            return Reason(words, (str(number), days[0], other.evidence, days[1]))
    return None


def _refuse_extension(claim: Claim, fact: Extension, known: Known) -> Reason | None:
    latest = claim.occurrence.window.latest
    if latest is None:
        return Reason(later("the text gives no due day that could be put off"))
    if fact.to <= latest:
        words = later("{0} does not lie after the due day {1}")
        return Reason(words, (fact.to.isoformat(), latest.isoformat()))
    done = later("it was done on {0}, says entry {1}; there is nothing to put off")
    waived = later("entry {0} releases it; there is nothing to put off")
    return _settled(claim, known, done, waived)


def _refuse_refusal(claim: Claim, fact: Refusal, known: Known, now: dt.datetime) -> Reason | None:
    if moment_of(fact.on) > (local := now.astimezone(SHANGHAI)):
        words = later("{0} lies in the future; now is {1}")
        return Reason(words, (day_or_minute(fact.on), day_or_minute(local)))
    done = later("it was done on {0}, says entry {1}; there is nothing to refuse")
    waived = later("entry {0} releases it; there is nothing to refuse")
    return _settled(claim, known, done, waived)


def _settled(claim: Claim, known: Known, done: str, waived: str | None = None) -> Reason | None:
    """Say that an occurrence is done, or released where that is asked; None: it is open."""
    for number, fact in (*known.done(claim.ids), *_all_reached(claim, known)):
        return Reason(done, (day_or_minute(fact.on), str(number)))
    for number, each in known.of(claim.ids) if waived else ():
        if waived and isinstance(each, Waiver):
            return Reason(waived, (str(number),))
    return None


def _all_reached(claim: Claim, known: Known) -> Iterator[tuple[int, Done]]:
    """Yield what reached the last of those whom it must reach, once all are."""
    said = known.covered(claim.ids)
    last = Coverage(required=claim.occurrence.binding.covers, entries=tuple(said)).done
    if last:
        yield said[last], last


def _siblings(occurrence: Occurrence) -> Iterator[str]:
    """Yield the ids of the other times that are asked for in the same window."""
    window, binding = occurrence.window, occurrence.binding
    for nth in range(1, window.of + 1):
        if nth != window.nth:
            yield f"{binding.rule.key}:{window.label}#{nth}@{binding.unit.key}"
