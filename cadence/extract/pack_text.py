"""A Draft → the text of a pack that loads at once; decisions made on an earlier one are kept.

A rule counts as decided where a person wrote `verdict:` or changed it: its content then differs
from the checksum that stands in `drafted:`. Such a rule stays as it is; the others are replaced.
"""

import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cadence import dates
from cadence.extract.drafts import Draft, DraftRule, Mention
from cadence.extract.yaml_out import Plain, listed, mapping
from cadence.timings import Cadence, PeriodicDeadline, Phase, Threshold, Timing

Entry = dict[str, Any]
HEAD = """\
# 由 cadence extract 从原文提取的草稿，请对照原文逐条核对。
# confidence 是把握大小，questions 是需要人定的问题；核对后请写 verdict: accepted（照用）、
# edited（已改）或 refused（不用，不再列出）。再次提取同一文件时，已作的决定保留不变。
"""
# What a checksum covers: all that a person may put right in a rule.
CONTENT = (
    "clause", "quote", "act", "category", "timing", "actors", "responsible", "lead", "assist",
    "outside", "condition", "reading", "year_from", "start", "until", "since", "evidence", "force",
)  # fmt: skip
ALIKE = 0.75  # how much two quotes must share to be the same sentence, newly worded


def expressible(timing: Timing) -> bool:
    """Tell whether a pack can hold a timing; 两个月一次 and 维护期间 it cannot yet."""
    match timing:
        case Cadence() | PeriodicDeadline():
            return dates.is_period(timing.period)
        case Phase():
            return timing.start is not None or timing.due is not None
        case Threshold():
            return timing.within in dates.PERIODS
        case _:
            return True


def pack_text(draft: Draft, earlier: Mapping[str, Any] | None = None) -> str:
    """Write a draft as a pack.

    Args:
        draft: what was read.
        earlier: the pack that stands there already, as plain values.
    """
    entries = [entry_of(rule) for rule in draft.rules if expressible(rule.timing)]
    kept = _decided(earlier or {})
    document = dict(mapping_of(draft))
    lines = [HEAD + "document:", *mapping(document), "", "rules:"]
    lines += listed(_with_ids(_merged(entries, kept)))
    unread = [
        *draft.not_understood,
        *(_unexpressed(rule) for rule in draft.rules if not expressible(rule.timing)),
    ]
    for name, mentions in (("not_understood", unread), ("no_duty", draft.no_duty)):
        if mentions:
            lines += ["", f"{name}:", *listed([_mention(each) for each in mentions])]
    return "\n".join(lines) + "\n"


def mapping_of(draft: Draft) -> Mapping[str, Plain]:
    """Return the document's keys in the order of the format."""
    document = asdict(draft.document)
    order = (
        "title",
        "number",
        "issuer",
        "date",
        "effective",
        "basis",
        "until",
        "year_from",
        "revised",
    )
    return {key: document[key] for key in order}


def entry_of(rule: DraftRule) -> Entry:
    """Return one rule as a pack writes it."""
    whole = isinstance(rule.timing, Phase)  # an open end is written out
    timing = {
        key: value for key, value in asdict(rule.timing).items() if whole or value is not None
    }
    if timing.get("days") == "calendar":
        del timing["days"]
    entry: Entry = {"id": rule.id, "clause": rule.clause, "quote": rule.quote, "act": rule.act}
    entry |= {"category": rule.category, "timing": timing}
    for key in ("actors", "responsible", "lead", "assist", "outside"):
        entry[key] = list(getattr(rule, key))
    entry |= {"condition": rule.condition, "reading": rule.reading, "year_from": rule.year_from}
    if rule.force != "must":
        entry["force"] = rule.force
    entry |= {"confidence": rule.confidence, "questions": list(rule.questions)}
    return entry | {"drafted": checksum(entry)}


def checksum(entry: Mapping[str, Any]) -> str:
    """Return a short checksum of a rule's content, the same before and after it was a file."""
    content = {key: _as_text(entry[key]) for key in CONTENT if entry.get(key)}
    said = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _as_text(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _as_text(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(each) for each in value]
    return str(value)


def _mention(mention: Mention) -> Entry:
    return {"clause": mention.clause or "正文", "quote": mention.quote, "reason": mention.reason}


def _unexpressed(rule: DraftRule) -> Mention:
    reason = f"“{rule.words}”的周期或起止，日历还不能表达，请人工安排"
    return Mention(clause=rule.clause, quote=rule.quote, reason=reason)


def _decided(earlier: Mapping[str, Any]) -> list[Entry]:
    """Return the rules of an earlier pack that a person accepted, edited or refused."""
    rules = earlier.get("rules")
    made = []
    for entry in rules if isinstance(rules, list) else []:
        if not isinstance(entry, dict):
            continue
        edited = entry.get("drafted") != checksum(entry)
        if entry.get("verdict") or edited:
            made.append(entry | {"verdict": entry.get("verdict") or "edited"})
    return made


def _merged(entries: Sequence[Entry], kept: Sequence[Entry]) -> list[Entry]:
    """Put each decided rule where the new draft has the same sentence; the rest at the end."""
    left = list(kept)
    made = []
    for entry in entries:
        match = next((old for old in left if _same(old, entry)), None) or next(
            (old for old in left if _alike(old, entry)), None
        )
        if match is None:
            made.append(entry)
            continue
        left.remove(match)
        made.append(_kept(match, entry))
    gone = "新的文本中没有找到这一条，是否删去？"
    return [*made, *(old | {"questions": _asked(old, gone)} for old in left)]


def _bare(entry: Entry) -> str:
    return "".join(str(entry.get("quote", "")).split())


def _same(old: Entry, new: Entry) -> bool:
    words = old.get("clause") == new["clause"] and _bare(old) == _bare(new)
    return words and _kind(old) == _kind(new) and _period(old) == _period(new)


def _alike(old: Entry, new: Entry) -> bool:
    if _kind(old) != _kind(new):
        return False
    one, other = _bare(old), _bare(new)
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def _kind(entry: Entry) -> object:
    timing = entry.get("timing")
    return timing.get("kind") if isinstance(timing, dict) else None


def _period(entry: Entry) -> object:
    timing = entry.get("timing")
    return timing.get("period") if isinstance(timing, dict) else None


def _kept(old: Entry, new: Entry) -> Entry:
    """Keep a decided rule, quoting the new text; a changed sentence is asked about."""
    made = old | {"clause": new["clause"], "quote": new["quote"], "drafted": new["drafted"]}
    if _bare(old) != _bare(new):
        made["questions"] = _asked(old, "原文的说法变了，原来的决定是否仍然适用？")
    return made


def _asked(old: Entry, question: str) -> list[str]:
    return [*(each for each in old.get("questions") or [] if each != question), question]


def _with_ids(entries: list[Entry]) -> list[Entry]:
    """Give a new rule another id where a kept one has its id already."""
    decided = {entry["id"] for entry in entries if entry.get("verdict")}
    used = set(decided)
    for entry in entries:
        if entry.get("verdict"):
            continue
        name, count = entry["id"], 1
        while name in used:
            count += 1
            name = f"{entry['id']}-{count}"
        used.add(name)
        entry["id"] = name
    return entries
