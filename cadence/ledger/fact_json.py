"""Facts ⇄ the one line of JSON that stands for each in the ledger and in its exports."""

import contextlib
import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable
from functools import lru_cache
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from cadence.core import (
    Answer,
    Choice,
    Claimed,
    Done,
    Event,
    Extension,
    Fact,
    PlainDone,
    Receipt,
    Refusal,
    Reversal,
    Supervision,
    Waiver,
)
from cadence.ledger.hash_chain import Line

KINDS: dict[str, type[Any]] = {
    "done": Done,
    "claimed": Claimed,
    "waiver": Waiver,
    "extension": Extension,
    "refusal": Refusal,
    "event": Event,
    "choice": Choice,
    "receipt": Receipt,
    "answer": Answer,
    "supervision": Supervision,
    "reversal": Reversal,
}
NAMES = {
    kind: tuple(sorted(each.name for each in dataclasses.fields(kind))) for kind in KINDS.values()
}
KEYS = {kind: tuple(f'"{name}":' for name in names) for kind, names in NAMES.items()}
VALUES = {kind: attrgetter(*names) for kind, names in NAMES.items()}
A_DAY = len("2026-11-18")
ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
WRITERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    dt.date: lambda on: f'"{on.isoformat()}"',
    dt.datetime: lambda on: f'"{on.isoformat(timespec="minutes")}"',
}
SUBJECT = '"occurrence":"'  # before the id, in a fact's text
DECODE = json.JSONDecoder().raw_decode  # looks for no white space: there is none


def text_of(fact: Fact) -> str:
    """Write a fact as JSON: keys in order, nothing that goes without saying, no spaces."""
    if isinstance(fact, Done) and _is_plain(fact):
        proof, subject = encode_basestring(fact.evidence), encode_basestring(fact.occurrence)
        on = fact.on.isoformat()
        return f'{{"evidence":{proof},"kind":"done","occurrence":{subject},"on":"{on}"}}'
    # Key by key: an encoder for the whole is made anew for every fact, and a sheet has many.
    kind = type(fact)
    said = [
        f"{key}{WRITERS.get(type(value), ENCODE)(value)}"
        for key, value in zip(KEYS[kind], VALUES[kind](fact), strict=True)
        if value is not None and value != ()
    ]
    return f"{{{','.join(said)}}}"


def _is_plain(fact: Done) -> bool:
    """Tell whether a fact says no more than done on a day, as most of those in sheets do."""
    more = fact.by is not None or fact.sha256 is not None or fact.files or fact.covers
    return not more and type(fact.on) is dt.date


def fact_of(text: str) -> Fact:
    """Read a fact back.

    Raises:
        ValueError: this is not the line of a fact.
    """
    if plain := PLAIN.fullmatch(text):  # as most lines are
        by, evidence, head, unit, on = plain.groups()
        with contextlib.suppress(ValueError):  # such a day there is not
            return Done(occurrence=f"{head}@{unit}", on=_moment(on), evidence=evidence, by=by)
    try:
        found, end = DECODE(text)
        if end != len(text):
            raise ValueError(text)  # noqa: TRY301 - told below like any other fault
        kind = KINDS[found.pop("kind")]
        for key in ("on", "to", "at", "reply_by", "due"):
            if key in found:
                found[key] = _moment(found[key])
        for key in ("values", "files"):
            if key in found:
                found[key] = tuple((name, said) for name, said in found[key])
        for key in ("occurrences", "covers"):
            if key in found:
                found[key] = tuple(found[key])
        fact: Fact = kind(**found)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        msg = f"this is no line of a fact: {text}"
        raise ValueError(msg) from error
    return fact


def place_of(text: str) -> str:
    """Return the place of the occurrence that a fact is about; "" where it is about none.

    Args:
        text: of the fact; what stands in quotes in it is escaped, and so never taken for a key.
    """
    return text.partition(SUBJECT)[2].partition("@")[2].partition("/")[0]


# As most lines of a ledger are: nothing in them is escaped, and both parts of the id are there.
PLAIN = re.compile(
    r'\{(?:"by":"([^"\\\x00-\x1f]*)",)?"evidence":"([^"\\\x00-\x1f]*)","kind":"done",'
    r'"occurrence":"([^"\\@\x00-\x1f]+)@([^"\\@\x00-\x1f]+)","on":"(\d{4}-\d\d-\d\d)"\}'
)


def plain_done(line: Line) -> PlainDone | None:
    """Read a line that says no more than done on a day; None of any other, or a doubtful one."""
    number, recorded, text, _chain = line
    found = PLAIN.fullmatch(text)
    if found is None:
        return None
    by, evidence, head, unit, on = found.groups()
    return PlainDone(number, head, unit, on, evidence, by) if _is_told(recorded, on) else None


@lru_cache(maxsize=4096)
def _is_told(recorded: str, on: str) -> bool:
    """Tell whether a line's moment and its day are such as there are."""
    try:
        dt.datetime.fromisoformat(recorded)
        dt.date.fromisoformat(on)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def _moment(text: str) -> dt.date | dt.datetime:
    read = dt.date.fromisoformat if len(text) == A_DAY else dt.datetime.fromisoformat
    return read(text)
