"""A YAML file as plain text values, with the line and column of every one of them.

YAML's surprises are refused or defused: `no`, `12:30` and `010` stay text, a key given twice and
an anchor or alias (which can blow a small file up to gigabytes) are problems, not values.
"""

import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

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
A_START = yaml.Mark("", 0, 0, 0, None, 0)
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
        if _refused(text, tree):
            return
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = _("is not valid YAML: {0}").format(_advice())
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        tree.problems.append(Problem(tree.path, line, column, message))
    except yaml.YAMLError as error:
        message = _("is not valid YAML: {0}").format(str(error).splitlines()[0])
        tree.problems.append(Problem(tree.path, 0, 0, message))
    else:
        tree.value = _plain(node, (), tree)


def _advice() -> str:
    """Say what to look for: the parser's own sentence is English, and helps no clerk."""
    return _("look here and just above for an open bracket or quote, a tab, a line shifted")


def _refused(text: str, tree: Tree) -> bool:
    """Refuse, before anything is built from them, anchors, aliases and endless nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        mark = event.start_mark or A_START
        if getattr(event, "anchor", None):
            message = _("anchors and aliases (& and *) are not accepted; write the value out")
        elif depth > MAX_DEPTH:
            message = _("is nested deeper than {0} levels").format(MAX_DEPTH)
        else:
            continue
        tree.problems.append(Problem(tree.path, mark.line + 1, mark.column + 1, message))
        return True
    return False


def _plain(node: yaml.Node | None, way: Way, tree: Tree) -> Value:
    """Turn a node into text, lists and dicts, marking where each value stands."""
    if node is None:
        return None
    tree.marks.setdefault(way, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, way, tree)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*way, index), tree) for index, item in enumerate(node.value)]
    plain = isinstance(node, yaml.ScalarNode) and not node.style
    return None if plain and node.value in NULLS else _text(str(node.value), way, tree)


def _text(written: str, way: Way, tree: Tree) -> str:
    """Return a value as a reader sees it; note a control or line break that an escape put in."""
    said = written.rstrip("\n")  # a block's last line ends in one
    if sign := unwritable(said):
        _note_letter(sign, tree.marks[way], tree)
    return plain_text(said)


def _mapping(node: yaml.MappingNode, way: Way, tree: Tree) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key_node, value_node in node.value:
        mark = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            tree.problems.append(Problem(tree.path, *mark, _("a key must be plain text")))
            continue
        key = str(key_node.value)
        if key in found:
            message = _('key "{0}" is given twice; keep one').format(key)
            tree.problems.append(Problem(tree.path, *mark, message))
            continue
        value_way = (*way, key)
        # A mapping's own mark is its first key; a faulty key is shown where it is written.
        tree.marks[(*value_way, "key")] = mark
        found[key] = _plain(value_node, value_way, tree)
    return found


def as_list(value: Value) -> list[Value]:
    """Return a list as it is, and an empty one for anything else."""
    return value if isinstance(value, list) else []
