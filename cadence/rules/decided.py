"""What an office decides of a draft while it checks it, kept beside the draft until it is in use.

A policy may only speak of rules that are in use; so how often 定期 is, asked and answered in the
review, waits in `NAME.decided` beside the draft, in the words of policy.yaml's decisions.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from cadence.core import CadenceError, Decision, Edit, Pack, Plain, Remove, _, is_open, said_of
from cadence.rules.edit import replace_file
from cadence.rules.policies import decision_of
from cadence.rules.policy_formats import DecisionFormat
from cadence.rules.yaml_tree import as_list, read_tree

ENDING = ".decided"


def read_decided(draft: Path) -> tuple[Decision, ...]:
    """Return what was decided of a draft so far.

    Raises:
        CadenceError: what lies beside it cannot be read.
    """
    return _parsed(draft, _bytes(draft))


def keep_decided(draft: Path, rule: str, entry: Mapping[str, Plain] | None) -> None:
    """Keep a decision about one rule of a draft in place of an earlier one; None: take it back.

    Args:
        draft: the draft's file.
        rule: its id within the pack.
        entry: as policy.yaml would say it.

    Raises:
        CadenceError: it is none that a policy could say, or cannot be written.
    """
    before = _bytes(draft)
    kept = [_plain(each) for each in _parsed(draft, before) if each.rule != rule]
    put_decided(draft, [*kept, *([entry] if entry else [])], before)


def put_decided(draft: Path, entries: Sequence[Mapping[str, Plain]], before: bytes | None) -> None:
    """Write all decisions about a draft; none takes the file away."""
    file = draft.with_suffix(ENDING)
    if not entries:
        file.unlink(missing_ok=True)
        return
    content = json.dumps(entries, ensure_ascii=False, indent=1, default=str).encode()
    _parsed(draft, content)
    replace_file(file, content, before)


def policy_entries(draft: Path, pack: Pack | None) -> list[Plain]:
    """Return what policy.yaml is to say once a draft is in use: of rules that are still open."""
    is_left = {each.id: is_open(each) for each in pack.rules} if pack else {}
    return [_plain(each) for each in read_decided(draft) if is_left.get(each.rule)]


def taken_from(policy: Path, pack: str) -> tuple[list[dict[str, Plain]], list[Edit]]:
    """Return the decisions of a policy about one pack, and the edits that take them out."""
    if not policy.exists():
        return [], []
    value = read_tree(policy, policy.name).value
    listed = as_list(value.get("decisions")) if isinstance(value, dict) else []
    found = [*_about(listed, pack)]
    edits: list[Edit] = [Remove(("decisions", number)) for number, _entry in reversed(found)]
    return [entry for _number, entry in found], edits


def _about(listed: list[Any], pack: str) -> Iterator[tuple[int, dict[str, Plain]]]:
    for number, each in enumerate(listed):
        if isinstance(each, dict) and str(each.get("rule", "")).startswith(f"{pack}:"):
            yield number, each


def _plain(found: Decision) -> dict[str, Plain]:
    said: dict[str, Plain] = {
        "rule": f"{found.pack}:{found.rule}",
        "timing": said_of(found.timing),
        "by": found.by,
        "on": found.on,
    }
    return said | ({"document": found.document} if found.document else {})


def _bytes(draft: Path) -> bytes | None:
    file = draft.with_suffix(ENDING)
    return file.read_bytes() if file.exists() else None


def _parsed(draft: Path, content: bytes | None) -> tuple[Decision, ...]:
    try:
        # pydantic makes it; built here, so that whoever asks for no draft does not wait for it.
        read = TypeAdapter(tuple[DecisionFormat, ...])
        return tuple(map(decision_of, read.validate_json(content))) if content else ()
    except ValidationError as error:
        message = _("{0} cannot be read: {1}").format(draft.with_suffix(ENDING), error)
        raise CadenceError(message) from error
