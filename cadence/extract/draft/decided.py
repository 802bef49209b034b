"""A new draft's entries and an earlier draft → the entries of the pack: decisions stand.

A rule that a person decided keeps its own words, also where the text has changed under it; it
then asks. Everything that nobody decided is replaced by what was read now.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cadence.extract.draft.earlier import HEAD, MENTION, Earlier, RuleEntry, checksum

ALIKE = 0.75  # how much two quotes must share to be the same sentence, newly worded
CHANGED = "原文的说法变了，现为“{0}”（{1}），原来的决定是否仍然适用？"
OTHERWISE = "这一句现在读作另一时限（{0}），原来的决定是否仍然适用？"
GOES_ON = "文件头没有写 until，以后各年照办；这次读作到{0}止，请核对"
GONE = "新的文本中没有找到这一条，是否删去？"
OWN = ("原文的说法变了", "这一句现在读作", GONE)


def head(new: Mapping[str, Any], earlier: Earlier) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the document's keys, a person's before ours, and what to ask about them."""
    made = dict(new) | {"drafted": checksum(new, HEAD)}
    old = earlier.value.get("document")
    if not isinstance(old, dict) or old.get("drafted") == checksum(old, HEAD):
        return made, ()
    kept = {key: value for key, value in old.items() if value is not None}
    kept |= {key: made[key] for key in made if key not in HEAD}
    # Somebody who put the head right and left no end there wants none.
    ends = None if "until" in kept else made.pop("until", None)
    asked: tuple[str, ...] = (GOES_ON.format(ends),) if ends else ()
    asked += tuple(
        f"文件头 {key} 保留“{kept[key]}”，这次读作“{new[key]}”，请核对"
        for key in HEAD
        if key in kept and new.get(key) and str(new[key]) != str(kept[key]) and key != "basis"
    )
    return {key: value for key, value in (made | kept).items() if value is not None}, asked


def rules(entries: Sequence[RuleEntry], earlier: Earlier, text: str) -> list[RuleEntry]:
    """Put each decided rule where the new draft has its sentence; the rest at the end.

    Args:
        entries: the rules drafted now.
        earlier: what stands in the file.
        text: the document's text without white space.
    """
    left = earlier.decided()
    pairs: dict[int, RuleEntry] = {}
    for same in MATCHES:
        for place, entry in enumerate(entries):
            if place not in pairs and (old := next((o for o in left if same(o, entry)), None)):
                pairs[place] = old
                left = [each for each in left if each is not old]
    settled = _settled(earlier)
    made = [
        _kept(pairs[place], entry) if place in pairs else entry
        for place, entry in enumerate(entries)
        if place in pairs or _mark(entry) not in settled
    ]
    return _with_ids([*made, *(old if _bare(old) in text else _ask(old, GONE) for old in left)])


def _settled(earlier: Earlier) -> set[tuple[str, str]]:
    """Return where a person wrote that there is no duty, and no rule stands."""
    ruled = {_mark(entry) for entry in earlier.listed("rules")}
    return {_mark(each) for each in earlier.written("no_duty")} - ruled


def mentions(
    name: str, new: Sequence[RuleEntry], earlier: Earlier, ruled: Sequence[RuleEntry]
) -> list[RuleEntry]:
    """Return the mentions of a section: a person's stay, and stay out of the other section."""
    own = earlier.written(name)
    elsewhere = {
        _mark(each)
        for section in ("no_duty", "not_understood")
        for each in earlier.written(section)
    }
    elsewhere |= {_mark(each) for each in ruled if "drafted" not in each}
    fresh = [
        each | {"drafted": checksum(each, MENTION)} for each in new if _mark(each) not in elsewhere
    ]
    return [*own, *fresh]


def _mark(entry: RuleEntry) -> tuple[str, str]:
    return str(entry.get("clause")), _bare(entry)


def _bare(entry: RuleEntry) -> str:
    return "".join(str(entry.get("quote", "")).split())


def _timing(entry: RuleEntry) -> dict[str, Any]:
    timing = entry.get("timing")
    return timing if isinstance(timing, dict) else {}


def _same_value(old: RuleEntry, new: RuleEntry) -> bool:
    one, other = _timing(old), _timing(new)
    keys = ("kind", "period", "day", "due", "offset", "words")
    return all(str(one.get(key)) == str(other.get(key)) for key in keys)


def _same_kind(old: RuleEntry, new: RuleEntry) -> bool:
    one, other = _timing(old), _timing(new)
    return one.get("kind") == other.get("kind") and one.get("period") == other.get("period")


def _alike(old: RuleEntry, new: RuleEntry) -> bool:
    if not _same_kind(old, new):
        return False
    matcher = difflib.SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


# From the surest sign to the faintest; a rule found by one is not looked for by the next.
MATCHES: tuple[Callable[[RuleEntry, RuleEntry], bool], ...] = (
    lambda old, new: "drafted" in old and old["drafted"] == new["drafted"],
    lambda old, new: _mark(old) == _mark(new) and _same_value(old, new),
    lambda old, new: _mark(old) == _mark(new) and old.get("id") == new["id"],
    lambda old, new: _bare(old) == _bare(new) and _same_value(old, new),
    lambda old, new: _mark(old) == _mark(new) and _same_kind(old, new),
    lambda old, new: old.get("clause") == new["clause"] and _alike(old, new),
    _alike,
    lambda old, new: _mark(old) == _mark(new),
)


def _kept(old: RuleEntry, new: RuleEntry) -> RuleEntry:
    """Keep a decided rule; where its sentence has changed it keeps its words, and asks."""
    if _bare(old) != _bare(new):
        return _ask(old, CHANGED.format(new["quote"], new["clause"]))
    made = old | {"clause": new["clause"]}
    if "drafted" in old:
        read_anew = old["drafted"] != new["drafted"] and not _same_kind(old, new)
        was_edited = old.get("verdict") == "edited"
        made["drafted"] = new["drafted"]
        if read_anew and not was_edited:
            return _ask(made, OTHERWISE.format(_timing(new).get("kind")))
    return _ask(made, None) if _asks(old) else made


def _asks(entry: RuleEntry) -> bool:
    return any(str(each).startswith(OWN) for each in entry.get("questions") or ())


def _ask(entry: RuleEntry, question: str | None) -> RuleEntry:
    """Put our question to a rule, in place of what we asked the last time."""
    others = [each for each in entry.get("questions") or () if not str(each).startswith(OWN)]
    return entry | {"questions": [*others, *([question] if question else [])]}


def _with_ids(entries: list[RuleEntry]) -> list[RuleEntry]:
    """Give a new rule another id where a kept one has its id already."""
    used = {entry["id"] for entry in entries if _is_kept(entry)}
    return list(_renamed(entries, used))


def _is_kept(entry: RuleEntry) -> bool:
    return bool(entry.get("verdict")) or "drafted" not in entry


def _renamed(entries: Sequence[RuleEntry], used: set[str]) -> Iterator[RuleEntry]:
    for entry in entries:
        if _is_kept(entry):
            yield entry
            continue
        name, count = entry["id"], 1
        while name in used:
            count += 1
            name = f"{entry['id']}-{count}"
        used.add(name)
        yield entry | {"id": name}
