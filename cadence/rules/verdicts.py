"""What a person decides of drafted rules, written into their pack: only those keys change.

A draft lies outside rules/ until it is taken into use (in_use.py).
"""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from cadence.core import (
    OWN_FOLDER,
    CadenceError,
    Edit,
    InputError,
    Plain,
    Put,
    Remove,
    Rule,
    _,
    did_you_mean,
    reason,
)
from cadence.rules.edit import edit_file, replace_file
from cadence.rules.packs import read_pack
from cadence.rules.yaml_tree import as_list, read_tree

Verdict = Literal["accepted", "edited", "refused"]
SURE = 0.85  # of a reading, from which it may be accepted with all others of its kind
COPIES = f"{OWN_FOLDER}/rules"


class ChangedError(CadenceError):
    """Somebody else changed a rule since it was seen; nothing was written."""


def is_sure(rule: Rule) -> bool:
    """Tell whether a drafted rule was read without doubt and without a question."""
    sure = rule.confidence is None or rule.confidence >= SURE
    return rule.is_unchecked and sure and not rule.questions


def marks_of(file: Path) -> dict[str, str]:
    """Return a mark of each rule of a pack, by its id; it is another once the rule says otherwise.

    Raises:
        InputError: the file cannot be read.
    """
    return {key: _mark(rule) for key, (_n, rule) in _places(file).items()}


def decide(
    file: Path, verdicts: Mapping[str, Verdict], seen: Mapping[str, str] | None = None
) -> int:
    """Write verdicts into a pack.

    Args:
        file: the pack.
        verdicts: by rule id.
        seen: the marks of the rules that were decided on; None: whatever they say now.

    Returns:
        How many rules said otherwise until now.

    Raises:
        CadenceError: the pack has no such rule, or cannot be changed.
        ChangedError: a rule says something else than what was seen.
    """
    before = _bytes(file)
    places = _places(file)
    unknown = [each for each in verdicts if each not in places]
    if unknown:
        message = _('{0} has no rule "{1}"').format(file, unknown[0])
        raise CadenceError(message + did_you_mean(unknown[0], places))
    _check_seen(file, places, verdicts, seen)
    edits = [Put(("rules", places[each][0], "verdict"), said) for each, said in verdicts.items()]
    edit_file(file, edits, before)
    return len(edits)


def change_rule(
    file: Path,
    rule_id: str,
    said: Mapping[str, Plain],
    seen: Mapping[str, str] | None = None,
    verdict: Verdict | None = "edited",
) -> None:
    """Change what a drafted rule says; the pack must load with it, or nothing is changed.

    Args:
        file: the pack.
        rule_id: of the rule.
        said: its new values by key.
        seen: the mark of the rule that was edited; None: whatever it says now.
        verdict: that settles it; None while other questions wait.

    Raises:
        InputError: what is said cannot be; every problem.
        ChangedError: the rule says something else than what was seen.
        CadenceError: there is no such rule, or the file cannot be changed.
    """
    settle(file, {rule_id: (verdict, said)}, seen)


def settle(
    file: Path,
    said: Mapping[str, tuple[Verdict | None, Mapping[str, Plain]]],
    seen: Mapping[str, str] | None = None,
) -> int:
    """Write verdicts, and the values that go with them, into a pack: all, or nothing.

    Returns:
        How many rules were settled.

    Raises:
        InputError, ChangedError, CadenceError: as `change_rule` does.
    """
    before, places = _bytes(file), _places(file)
    if unknown := [each for each in said if each not in places]:
        raise CadenceError(_('{0} has no rule "{1}"').format(file, unknown[0]))
    _check_seen(file, places, said, seen)
    edits: list[Edit] = []
    for rule_id, (verdict, values) in said.items():
        way = ("rules", places[rule_id][0])
        edits += [Put((*way, key), value) for key, value in values.items()]
        edits += [Put((*way, "verdict"), verdict)] if verdict else []
    if not edits:
        return 0
    _edit_whole(file, edits, before)
    return len(said)


def reopen(file: Path, rule_id: str, seen: Mapping[str, str] | None = None) -> None:
    """Take the verdict on a rule back; what was edited stays as it reads.

    Raises:
        ChangedError, CadenceError: as `decide` does.
    """
    before, places = _bytes(file), _places(file)
    if rule_id not in places:
        raise CadenceError(_('{0} has no rule "{1}"').format(file, rule_id))
    _check_seen(file, places, [rule_id], seen)
    number, rule = places[rule_id]
    if "verdict" in rule:
        edit_file(file, [Remove(("rules", number, "verdict"))], before)


def change_document(file: Path, said: Mapping[str, Plain]) -> None:
    """Change what a draft says of its document; it must load with it, or nothing is changed.

    Args:
        file: the draft.
        said: new values by key; None takes a key out.

    Raises:
        InputError: what is said cannot be; every problem.
        CadenceError: the file cannot be changed.
    """
    before = _bytes(file)
    known = read_tree(file, file.name).value
    document = known.get("document") if isinstance(known, dict) else None
    has = set(document) if isinstance(document, dict) else set()
    edits: list[Edit] = [
        Put(("document", key), value) if value is not None else Remove(("document", key))
        for key, value in said.items()
        if value is not None or key in has
    ]
    _edit_whole(file, edits, before)


def _edit_whole(file: Path, edits: list[Edit], before: bytes) -> None:
    """Write edits, and take them back where the draft does not load with them.

    Raises:
        InputError: every problem.
    """
    edit_file(file, edits, before)
    written = file.read_bytes()
    _pack, tree = read_pack(file, file.stem, file.name)
    if tree.problems:
        replace_file(file, before, written)
        raise InputError(tree.problems)


def changed_rule(
    file: Path, rule_id: str, said: Mapping[str, Plain], seen: Mapping[str, str] | None = None
) -> Rule:
    """Return a drafted rule as it would be with other values; nothing is changed.

    Raises:
        CadenceError: as `change_rule` does.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        copy.write_bytes(_bytes(file))
        change_rule(copy, rule_id, said, seen)
        pack, _tree = read_pack(copy, file.stem, file.name)
    if pack is None:  # change_rule has read it
        raise CadenceError(_('{0} has no rule "{1}"').format(file, rule_id))
    return next(each for each in (*pack.rules, *pack.refused) if each.id == rule_id)


def set_superseded(file: Path, packs: Sequence[str]) -> None:
    """Say from which packs a draft takes over; none given: from none.

    Raises:
        CadenceError: the draft cannot be changed.
    """
    before = _bytes(file)
    said: list[Plain] = [{"pack": each} for each in packs]
    if said or b"supersedes:" in before:
        edit_file(file, [Put(("supersedes",), said)], before)


def _check_seen(
    file: Path,
    places: Mapping[str, tuple[int, dict[str, Any]]],
    ids: Iterable[str],
    seen: Mapping[str, str] | None,
) -> None:
    for each in ids if seen is not None else ():
        if seen is None or seen.get(each) != _mark(places[each][1]):
            message = _("{0} was changed meanwhile; look at it and try again")
            raise ChangedError(message.format(f"{file.name}:{each}"))


def _mark(rule: dict[str, Any]) -> str:
    said = json.dumps(rule, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _bytes(file: Path) -> bytes:
    """Read a pack before its rules are looked up, so that no change falls between unseen.

    Raises:
        CadenceError: it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise CadenceError(f"{file}: {_('cannot be read: {0}').format(reason(error))}") from error


def _places(file: Path) -> dict[str, tuple[int, dict[str, Any]]]:
    """Return where each rule stands in a pack, and what it says.

    Raises:
        InputError: the file cannot be read.
    """
    tree = read_tree(file, file.name)
    if tree.problems:
        raise InputError(tree.problems)
    value = tree.value if isinstance(tree.value, dict) else {}
    listed = enumerate(as_list(value.get("rules")))
    return {str(each.get("id")): (n, each) for n, each in listed if isinstance(each, dict)}
