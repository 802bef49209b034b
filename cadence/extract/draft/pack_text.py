"""A Draft → the text of a pack that loads at once; what a person did in an earlier one is kept.

A rule counts as decided where a person wrote `verdict:` or changed it: its content then differs
from the checksum that stands in `drafted:`. Such a rule stays as it is; the others are replaced.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cadence.core import (
    PERIODS,
    Cadence,
    PeriodicDeadline,
    Phase,
    Rule,
    Threshold,
    Timing,
    as_written,
    is_period,
    listed,
    mapping,
    said_of,
)
from cadence.extract.draft import decided as merging
from cadence.extract.draft.earlier import INDENT, Earlier, RuleEntry, checksum, read_earlier, typed
from cadence.extract.draft.nouns import Draft, Drafted, TimeMention

HEAD = """\
# 由 cadence extract 从原文提取的草稿，请对照原文逐条核对。
# confidence 是把握大小，questions 是需要人定的问题；核对后请写 verdict: accepted（照用）、
# edited（已改）或 refused（不用，不再列出）。再次提取同一文件时，已作的决定保留不变。
"""


def expressible(timing: Timing) -> bool:
    """Tell whether a pack can hold a timing; 维护期间 it cannot yet."""
    match timing:
        case Cadence(period="hour" | "term" | "school_year"):
            return True
        case Cadence() | PeriodicDeadline():
            return is_period(timing.period)
        case Phase():
            return timing.start is not None or timing.due is not None
        case Threshold():
            return timing.within in PERIODS
        case _:
            return True


def pack_text(draft: Draft, earlier: Mapping[str, Any] | None = None, text: str = "") -> str:
    """Write a draft as a pack.

    Args:
        draft: what was read.
        earlier: the pack that stands there already, as plain values.
        text: the same as it is written, for its comments.
    """
    before = read_earlier(earlier or {}, text, HEAD.splitlines())
    document, _asked = merging.head(as_written(draft.document), before)
    entries = [entry_of(rule) for rule in draft.rules if expressible(rule.timing)]
    bare = "".join("".join(passage.text.split()) for passage in draft.passages)
    ruled = merging.rules(entries, before, bare)
    lines = [*HEAD.splitlines(), *before.remarks, "document:", *mapping(document), "", "rules:"]
    lines += _rule_lines(ruled, before)
    unread = [
        *draft.not_understood,
        *(_unexpressed(each) for each in draft.drafted if not expressible(each.rule.timing)),
    ]
    for name, found in (("not_understood", unread), ("no_duty", draft.no_duty)):
        new = [_mention(each) for each in found]
        if mentions := merging.mentions(name, new, before, ruled):
            lines += ["", f"{name}:", *listed(mentions)]
    return "\n".join([*lines, *before.others]) + "\n"


def head_questions(draft: Draft, earlier: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what to ask where a person's head and the text as read now differ."""
    return merging.head(as_written(draft.document), Earlier(earlier))[1]


def _rule_lines(entries: Sequence[RuleEntry], before: Earlier) -> Iterator[str]:
    """Yield the rules; one that did not change as it was written, with its comments."""
    written = {entry.get("id"): entry for entry in before.listed("rules")}
    for entry in entries:
        block = before.blocks.get(str(entry["id"]))
        if block and typed(entry) == written.get(entry["id"]) and block.lines[0].startswith(INDENT):
            yield from ("", *block.above, *block.lines)
            continue
        first, *rest = listed([entry])
        yield from (first, *(block.remarks if block else ()), *rest)


def entry_of(rule: Rule) -> RuleEntry:
    """Return one rule as a pack writes it."""
    entry = as_written(rule, rule.document) | {"timing": said_of(rule.timing)}
    return entry | {"drafted": checksum(entry)}


def _mention(mention: TimeMention) -> RuleEntry:
    return {"clause": mention.clause or "正文", "quote": mention.quote, "reason": mention.reason}


def _unexpressed(drafted: Drafted) -> TimeMention:
    rule = drafted.rule
    reason = f"“{drafted.words}”的周期或起止，日历还不能表达，请人工安排"
    return TimeMention(clause=rule.clause, quote=rule.quote, reason=reason)
