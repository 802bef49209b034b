"""A YAML file as plain text values, with the line and column of every one of them.

YAML's surprises are refused or defused: `no`, `12:30` and `010` stay text, a key given twice and
an anchor or alias (which can blow a small file up to gigabytes) are problems, not values.
"""

import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import yaml

from cadence.core import Problem, _, letter_name, plain_text, reason, unwritable

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Value = str | None | list["Value"] | dict[str, "Value"]
Key = str | int
Way = tuple[Key, ...]  # to a value: the keys and indices from the top of its file
NULLS = {"", "~", "null"}
# What no YAML may hold as it is (YAML 1.2.2, section 5.1); the parser says so without a place.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as the parser counts lines
MAX_DEPTH = 20  # a pack nests five deep
MAX_BYTES = 4_000_000  # the longest pack we know is 60 kB


@dataclass(slots=True)
class Tree:
    """One file's values, where each stands, and what is wrong so far.

    Attributes:
        path: as it is shown to the user.
        value: dicts, lists and text; None for an empty value.
        marks: from the way to a value (keys and indices) to its line and column, from 1.
    """

    path: str
    value: Value = None
    marks: dict[Way, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, way: Iterable[Key], message: str) -> None:
        """Note a problem at a value, or at the nearest one around it that stands in the file."""
        way = tuple(way)
        while way and way not in self.marks:
            way = way[:-1]
        line, column = self.marks.get(way, (1, 1))
        self.problems.append(Problem(self.path, line, column, message))


def read_tree(file: Path, shown: str) -> Tree:
    """Read one YAML file.

    Args:
        file: the file.
        shown: its name in messages.

    Returns:
        Its tree; whatever was wrong stands in tree.problems and nothing is raised.
    """
    tree = Tree(shown)
    try:
        # A pipe would be waited for, and a device has no end.
        if not stat.S_ISREG(file.stat().st_mode):
            tree.problems.append(Problem(shown, 0, 0, _("is no file; take it away")))
            return tree
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        tree.problems.append(Problem(shown, 0, 0, _("cannot be read: {0}").format(reason(error))))
        return tree
    if text := _decoded(content, tree):
        _compose(text, tree)
    return tree


def _decoded(content: bytes, tree: Tree) -> str:
    if len(content) > MAX_BYTES:
        size = _("is larger than {0} MB; a pack holds one document").format(MAX_BYTES // 10**6)
        tree.problems.append(Problem(tree.path, 0, 0, size))
        return ""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        tree.problems.append(Problem(tree.path, line, column, encoding_advice(content)))
        return ""
    if not text.strip():
        tree.problems.append(Problem(tree.path, 0, 0, _("is empty; see docs/rules.md")))
    if found := FORBIDDEN.search(text):
        before = BREAK.split(text[: found.start()])
        _note_letter(found[0], (len(before), len(before[-1]) + 1), tree)
        return ""
    return text


def _note_letter(sign: str, mark: tuple[int, int], tree: Tree) -> None:
    message = _("{0} cannot stand in any name or file; delete it, it may be invisible")
    tree.problems.append(Problem(tree.path, *mark, message.format(letter_name(sign))))


def encoding_advice(content: bytes) -> str:
    """Say what to do with a file that is no UTF-8."""
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return _("is not UTF-8; save the file as UTF-8")
    return _(
        "is not UTF-8 but looks like GBK; in Notepad choose Save as, encoding UTF-8"
        " (or run: iconv -f GB18030 -t UTF-8 FILE)"
    )


def _compose(text: str, tree: Tree) -> None:
    try:
        tree.value = _Values(tree, iter(yaml.parse(text, Loader=Loader))).document()
    except _RefusedError:
        pass  # it stands among the problems
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = _("is not valid YAML: {0}").format(_advice())
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        tree.problems.append(Problem(tree.path, line, column, message))
    except yaml.YAMLError as error:
        message = _("is not valid YAML: {0}").format(str(error).splitlines()[0])
        tree.problems.append(Problem(tree.path, 0, 0, message))


def _advice() -> str:
    """Say what to look for: the parser's own sentence is English, and helps no clerk."""
    return _("look here and just above for an open bracket or quote, a tab, a line shifted")


class _RefusedError(Exception):
    """What stands here is not accepted, and nothing after it is read."""


@dataclass(slots=True)
class _Values:
    """Text, lists and dicts from the parser's events as they come; nothing else is built.

    Attributes:
        tree: where the values stand is marked there, and what is wrong.
        events: those still to come.
        depth: of the lists and mappings that are open.
    """

    tree: Tree
    events: Iterator[yaml.Event]
    depth: int = 0

    def document(self) -> Value:
        """Return the file's one document."""
        next(self.events)  # the stream's start
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        value = self._value(next(self.events), ())
        next(self.events)  # the document's end
        if not isinstance(second := next(self.events), yaml.StreamEndEvent):
            self._refuse(second, _("a second document begins here (---); keep one in a file"))
        return value

    def _value(self, event: yaml.Event, way: Way) -> Value:
        """Return what begins with an event, marking where each value stands."""
        mark = self._accepted(event)
        self.tree.marks.setdefault(way, mark)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(way)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(way)
        is_plain = isinstance(event, yaml.ScalarEvent) and not event.style
        written = str(event.value)  # type: ignore[attr-defined]
        return None if is_plain and written in NULLS else _text(written, way, self.tree)

    def _list(self, way: Way) -> list[Value]:
        found: list[Value] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*way, len(found))))
        self.depth -= 1
        return found

    def _mapping(self, way: Way) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            mark = self._accepted(event)
            key = event.value if isinstance(event, yaml.ScalarEvent) else None
            if key is None or key in found:
                self._pass_over(event)
                self._pass_over(self._opened(next(self.events)))
                twice = _('key "{0}" is given twice; keep one').format(key)
                message = _("a key must be plain text") if key is None else twice
                self.tree.problems.append(Problem(self.tree.path, *mark, message))
                continue
            value_way = (*way, key)
            # A mapping's own mark is its first key; a faulty key is shown where it is written.
            self.tree.marks[(*value_way, "key")] = mark
            found[key] = self._value(next(self.events), value_way)
        self.depth -= 1
        return found

    def _opened(self, event: yaml.Event) -> yaml.Event:
        self._accepted(event)
        return event

    def _pass_over(self, event: yaml.Event) -> None:
        """Leave out what began with an accepted event, to its end."""
        outside = self.depth - isinstance(event, yaml.CollectionStartEvent)
        while self.depth > outside:
            within = next(self.events)
            if isinstance(within, yaml.CollectionEndEvent):
                self.depth -= 1
            else:
                self._accepted(within)

    def _accepted(self, event: yaml.Event) -> tuple[int, int]:
        """Return where an event stands; anchors, aliases and endless nesting are refused."""
        if isinstance(event, yaml.CollectionStartEvent):
            self.depth += 1
        if getattr(event, "anchor", None):
            message = _("anchors and aliases (& and *) are not accepted; write the value out")
            self._refuse(event, message)
        if self.depth > MAX_DEPTH:
            self._refuse(event, _("is nested deeper than {0} levels").format(MAX_DEPTH))
        return _place(event)

    def _refuse(self, event: yaml.Event, message: str) -> NoReturn:
        self.tree.problems.append(Problem(self.tree.path, *_place(event), message))
        raise _RefusedError


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _text(written: str, way: Way, tree: Tree) -> str:
    """Return a value as a reader sees it; note a control or line break that an escape put in."""
    said = written.rstrip("\n")  # a block's last line ends in one
    if sign := unwritable(said):
        _note_letter(sign, tree.marks[way], tree)
    return plain_text(said)


def as_list(value: Value) -> list[Value]:
    """Return a list as it is, and an empty one for anything else."""
    return value if isinstance(value, list) else []
