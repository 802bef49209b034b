"""An earlier draft's file → what a person did in it: rules decided, words of the head, comments.

A rule, a mention or the head counts as a person's where its content differs from the checksum in
`drafted:`, or has none. Whole blocks of lines are kept as written where nothing in them changes.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from cadence.core import Document, Mention, Rule, Timing, dated, said

RuleEntry = dict[str, Any]
# What a checksum covers: all that a person may put right; an id is ours until it is published.
RULE = tuple(key for key in said(Rule) if key != "id")
HEAD = said(Document)
MENTION = said(Mention)
SECTION = re.compile(r"^(\w+):")
ITEM = re.compile(r"^(\s*)- ")
ID = re.compile(r"\bid:\s*[\"']?([a-z0-9-]+)")
REMARK = re.compile(r"(?:^|\s)(#(?!#).*)$")
A_DATE = re.compile(r"\d{4}-\d\d-\d\d")
DATES = dated(Document, Rule, *get_args(Timing))
INDENT = "  - "


@dataclass(frozen=True, slots=True)
class Block:
    """One entry of a list as it stands in the file: the comments above it, and its lines."""

    above: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """Every comment of the block, to be put above it where its lines are written anew."""
        inside = (REMARK.search(_unquoted(line)) for line in self.lines)
        return (*self.above, *(f"  {found[1]}" for found in inside if found))


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier draft.

    Attributes:
        value: the file as plain values.
        blocks: rule id → its lines; remarks: the comments above the rules.
        others: the lines of sections that extract does not write (supersedes).
    """

    value: Mapping[str, Any] = field(default_factory=dict)
    blocks: Mapping[str, Block] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def listed(self, section: str) -> list[RuleEntry]:
        """Return the entries of a section, numbers and dates as such."""
        entries = self.value.get(section)
        entries = entries if isinstance(entries, list) else []
        return [typed(each) for each in entries if isinstance(each, dict)]

    def decided(self) -> list[RuleEntry]:
        """Return the rules that a person accepted, edited, refused or wrote."""
        made = []
        for entry in self.listed("rules"):
            edited = entry.get("drafted") != checksum(entry)
            if entry.get("verdict") or "drafted" not in entry:
                made.append(entry)
            elif edited:
                made.append(entry | {"verdict": "edited"})
        return made

    def written(self, section: str) -> list[RuleEntry]:
        """Return the mentions that a person wrote or changed."""
        return [
            each for each in self.listed(section) if each.get("drafted") != checksum(each, MENTION)
        ]


def checksum(entry: Mapping[str, Any], keys: Sequence[str] = RULE) -> str:
    """Return a short checksum of an entry's content, the same before and after it was a file."""
    content = {key: _as_text(entry[key]) for key in keys if entry.get(key)}
    said = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _as_text(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _as_text(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(each) for each in value]
    return str(value)


def typed(entry: RuleEntry) -> RuleEntry:
    """Return an entry with its numbers and dates as such, which in the file's tree are text."""
    made = {key: _typed(key, value) for key, value in entry.items()}
    timing = made.get("timing")
    if isinstance(timing, dict):
        made["timing"] = {key: _typed(key, value) for key, value in timing.items()}
    return made


def _typed(key: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if key in DATES and A_DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    if key in {"count", "day"} and value.isdecimal():
        return int(value)
    if key == "confidence" and re.fullmatch(r"[01](?:\.\d+)?", value):
        return float(value)
    return value


def read_earlier(value: Mapping[str, Any], text: str, known: Sequence[str]) -> Earlier:
    """Read what stands in an earlier draft.

    Args:
        value: the file as plain values.
        text: the file as written.
        known: the lines of comment that extract itself writes at the top.
    """
    blocks: dict[str, Block] = {}
    remarks: list[str] = []
    others: list[str] = []
    for name, lines in _sections(text):
        if name == "rules":
            blocks = dict(_blocks(lines))
        elif name in {"", "document", "not_understood", "no_duty"}:
            remarks += [
                line.strip() for line in lines if line.strip().startswith("#") and line not in known
            ]
        else:
            others += ["", *lines]
    return Earlier(value, blocks, tuple(remarks), tuple(_without_blank_end(others)))


def _sections(text: str) -> list[tuple[str, list[str]]]:
    """Cut a file at its top-level keys; what stands above the first has the name ""."""
    made: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        if found := SECTION.match(line):
            made.append((found[1], []))
        made[-1][1].append(line)
    return made


def _blocks(lines: Sequence[str]) -> list[tuple[str, Block]]:
    """Cut the lines of a list into its entries, comments with the entry below them."""
    made: list[tuple[str, Block]] = []
    above: list[str] = []
    own: list[str] = []
    for line in [*lines[1:], INDENT]:
        if ITEM.match(line):
            if own:
                kept, trailing = _split_end(own)
                if found := ID.search("\n".join(kept)):
                    made.append((found[1], Block(tuple(above), tuple(kept))))
                above = trailing
            else:
                above = [each for each in above if each.strip()]
            own = [line]
        elif own:
            own.append(line)
        else:
            above.append(line)
    return made


def _split_end(lines: list[str]) -> tuple[list[str], list[str]]:
    """Part an entry's lines from the comments that stand above the next one."""
    last = len(lines)
    while last > 1 and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    return lines[:last], [line for line in lines[last:] if line.strip()]


def _without_blank_end(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _unquoted(line: str) -> str:
    return re.sub(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'", lambda found: "_" * len(found[0]), line)
