"""A YAML text as cells that remember where they stand, and edits that change the cells."""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

import yaml

from cadence.core.errors import CadenceError
from cadence.core.messages import _
from cadence.core.yaml_text.out import Plain, Told, as_text

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULLS = {"", "~", "null"}
Node = Any  # a yaml.Node as it stands in the text, or None where a cell is new
Way = tuple[str | int, ...]  # to a value: the keys and indices from the top of its file


@dataclass(frozen=True, slots=True)
class Put:
    """Set what stands at a way; keys that are not there yet are added.

    Of keys or entries that become others, those that stay keep their lines and comments.
    """

    way: Way
    value: Plain


@dataclass(frozen=True, slots=True)
class Append:
    """Add entries to a list, at its end or before the entry at an index; begin it if need be."""

    way: Way
    entries: Sequence[Plain]
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out a key with its value, or an entry of a list, and the comments within it."""

    way: Way


Edit = Put | Append | Remove


@dataclass(slots=True, eq=False)
class Kid:
    """A key with its value, or an entry of a list (key None); node: the value that stands there."""

    key: str | None
    child: "Cell"
    key_node: Node = None
    node: Node = None

    @property
    def is_replaced(self) -> bool:
        """Tell whether another value has taken the place of the one that stands there."""
        return self.child.node is not self.node

    @property
    def stands(self) -> tuple[int, int]:
        """Return from where to where the value that stands there is written."""
        return self.node.start_mark.index, self.node.end_mark.index


@dataclass(slots=True, eq=False)
class Branch:
    """Keys with values, or a list; before: those of them that stand in the text."""

    kids: list[Kid]
    is_mapping: bool
    node: Node = None
    before: tuple[Kid, ...] = ()


@dataclass(slots=True, eq=False)
class Leaf:
    """One value; read from a text it is a text, or nothing."""

    value: Plain
    node: Node = None


Cell = Branch | Leaf


def read_cells(text: str) -> Cell | None:
    """Read a text; None where nothing but comments stands in it.

    Raises:
        CadenceError: it is no YAML, or holds what cannot be changed safely.
    """
    try:
        for event in yaml.parse(text, Loader=Loader):
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                words = _("anchors, aliases and tags (&, *, !) cannot be edited; write them out")
                raise _refusal(event.start_mark, words)
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _refusal(mark, _("is not valid YAML; mend it first")) from error
    return None if node is None else _cell(node, text)


def _refusal(mark: Node, words: str) -> CadenceError:
    return CadenceError(_("line {0}: {1}").format(mark.line + 1, words) if mark else words)


def _cell(node: yaml.Node, text: str) -> Cell:
    if isinstance(node, yaml.ScalarNode):
        return Leaf(None if not node.style and node.value in NULLS else node.value, node)
    kids = list(_kids(node, text))
    return Branch(kids, isinstance(node, yaml.MappingNode), node, tuple(kids))


def _kids(node: yaml.Node, text: str) -> Iterator[Kid]:
    if isinstance(node, yaml.SequenceNode):
        yield from (Kid(None, _cell(each, text), None, each) for each in node.value)
        return
    seen = set()
    for key, value in node.value:
        led = text[: key.start_mark.index].rstrip(" ")
        if not isinstance(key, yaml.ScalarNode) or led.endswith("?"):
            raise _refusal(key.start_mark, _("a key must be plain text"))
        if key.value in seen:
            words = _('key "{0}" is given twice; keep one').format(key.value)
            raise _refusal(key.start_mark, words)
        seen.add(key.value)
        yield Kid(key.value, _cell(value, text), key, value)


def value_of(cell: Cell | None) -> Told:
    """Return what the cells say, as it is read back."""
    return as_text(plain_of(cell))


def plain_of(cell: Cell | None) -> Plain:
    """Return what the cells say, new numbers and dates as such, as they are to be written."""
    match cell:
        case None:
            return None
        case Leaf(value=value):
            return value
        case Branch(is_mapping=True):
            return {str(kid.key): plain_of(kid.child) for kid in cell.kids}
        case Branch():
            return [plain_of(kid.child) for kid in cell.kids]


def yaml_value(text: str) -> Plain:
    """Return what a text says, its scalars as they are written; None of a text of comments.

    Raises:
        CadenceError: it is no YAML, or holds what cannot be changed safely.
    """
    return plain_of(read_cells(text))


def change(root: Kid, edit: Edit) -> None:
    """Change the cells under a root as an edit says.

    Raises:
        CadenceError: there is no such place.
    """
    match edit:
        case Put(way=way, value=value):
            kid = _reach(root, way)
            kid.child = _becomes(kid.child, value)
        case Append(way=way, entries=entries, at=at):
            kid = _reach(root, way)
            kid.child = holder = _holder(kid.child, way, is_mapping=False)
            place = len(holder.kids) if at is None else at
            holder.kids[place:place] = [Kid(None, grown(each)) for each in entries]
        case Remove(way=way):
            holder = _holder(_reach(root, way[:-1]).child, way, isinstance(way[-1], str))
            holder.kids.remove(_kid(holder, way[-1], way))


def grown(value: Plain) -> Cell:
    """Make new cells of a value."""
    if isinstance(value, Mapping):
        return Branch([Kid(key, grown(each)) for key, each in value.items()], is_mapping=True)
    if _is_list(value):
        return Branch([Kid(None, grown(each)) for each in value], is_mapping=False)
    return Leaf(value)


def _is_list(value: Plain) -> TypeGuard[Sequence[Plain]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _reach(root: Kid, way: Way) -> Kid:
    """Return what stands at a way; a key that is not there yet is added, empty."""
    kid = root
    for step in way:
        is_key = isinstance(step, str)
        kid.child = holder = _holder(kid.child, way, is_mapping=is_key)
        if is_key and step not in {each.key for each in holder.kids}:
            holder.kids.append(Kid(str(step), Leaf(None)))
        kid = _kid(holder, step, way)
    return kid


def _holder(cell: Cell, way: Way, is_mapping: bool) -> Branch:
    """Return a cell as one that holds others; an empty one becomes it."""
    if isinstance(cell, Leaf) and cell.value is None:
        return Branch([], is_mapping)
    if isinstance(cell, Branch) and cell.is_mapping == is_mapping:
        return cell
    raise CadenceError(_("nothing can stand at {0}").format(_shown(way)))


def _kid(holder: Branch, step: str | int, way: Way) -> Kid:
    kids = holder.kids
    if isinstance(step, int):
        found = kids[step] if not holder.is_mapping and 0 <= step < len(kids) else None
    else:
        found = next((each for each in kids if each.key == step), None)
    if found is None:
        raise CadenceError(_("nothing stands at {0}").format(_shown(way)))
    return found


def _shown(way: Way) -> str:
    return " → ".join(map(str, way))


def _becomes(cell: Cell, value: Plain) -> Cell:
    """Turn a cell into a value, and keep of it whatever stays the same."""
    if value_of(cell) == as_text(value):
        return cell
    if isinstance(cell, Branch) and cell.kids and value:
        if cell.is_mapping and isinstance(value, Mapping):
            old = {kid.key: kid for kid in cell.kids if kid.key in value}
            for key, kid in old.items():
                kid.child = _becomes(kid.child, value[str(key)])
            new = [Kid(key, grown(each)) for key, each in value.items() if key not in old]
            cell.kids = [*old.values(), *new]
            return cell
        if not cell.is_mapping and _is_list(value):
            cell.kids = list(_aligned(cell.kids, value))
            return cell
    return grown(value)


def _aligned(kids: list[Kid], values: Sequence[Plain]) -> Iterator[Kid]:
    """Yield the entries of a list as they become others, each from the one that it was."""
    old, new = [value_of(kid.child) for kid in kids], [as_text(each) for each in values]
    matcher = difflib.SequenceMatcher(None, *_marks(old, new), autojunk=False)
    for _tag, first, last, start, end in matcher.get_opcodes():
        for place in range(start, end):
            at = first + place - start
            kid = kids[at] if at < last else Kid(None, Leaf(None))
            kid.child = _becomes(kid.child, values[place])
            yield kid


def _marks(old: list[Told], new: list[Told]) -> tuple[list[str], list[str]]:
    """Return what tells entries apart: their ids where all have one, else all that they say."""
    named = all(isinstance(each, dict) and each.get("id") for each in (*old, *new))

    def mark(value: Told) -> str:
        return json.dumps(value["id"] if named and isinstance(value, dict) else value)

    return list(map(mark, old)), list(map(mark, new))
