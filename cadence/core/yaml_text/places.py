"""Changed cells → the splices of the text: from where to where, and what is put there instead."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from cadence.core.errors import CadenceError
from cadence.core.messages import _
from cadence.core.yaml_text.cells import Branch, Kid, plain_of
from cadence.core.yaml_text.flow import flow_text, new_after
from cadence.core.yaml_text.out import Plain, block, entry, is_block, scalar

BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
Piece = tuple[int, int, str]  # from where, to where, what is put there instead
Splice = tuple[int, int, int, str]  # the same, third which comes first of two at one place


@dataclass(frozen=True, slots=True)
class YamlPage:
    """A text whose lines and values can be found."""

    text: str

    @property
    def newline(self) -> str:
        """Return how this file ends its lines."""
        found = BREAK.search(self.text)
        return found[0] if found else "\n"

    def line_start(self, at: int) -> int:
        """Return where the line of a place begins."""
        return 1 + max(self.text.rfind(sign, 0, at) for sign in "\n\r\x85\u2028\u2029")

    def line_end(self, at: int) -> int:
        """Return where the line of a place ends, its line break included."""
        found = BREAK.search(self.text, at)
        return found.end() if found else len(self.text)

    def end_of(self, node: yaml.Node) -> int:
        """Return where a value ends, without the comments and empty lines that follow it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style:
            last = node.value[-1]
            return max(map(self.end_of, last)) if isinstance(last, tuple) else self.end_of(last)
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            written: str = self.text[start:end]
            kept = "+" in written.split("\n", 1)[0].split("#", 1)[0]
            bare = written[: -len(self.newline)] if kept else written.rstrip()
            return start + len(bare)
        return int(end)

    def remark(self, node: yaml.Node) -> str:
        """Return the comment that stands on the first line of a text written as a block."""
        if not isinstance(node, yaml.ScalarNode) or node.style not in ("|", ">"):
            return ""
        head = BREAK.split(self.text[node.start_mark.index : node.end_mark.index], maxsplit=1)[0]
        found = re.search(" +#.*", head)
        return found[0] if found else ""

    def lines_at(self, at: int, lines: Sequence[str]) -> str:
        """Return lines as they are put at a place where one line ends and another begins."""
        if at and not BREAK.search(self.text, at - 1, at):
            return "".join(self.newline + line for line in lines)
        return "".join(line + self.newline for line in lines)

    def shares_line(self, at: int) -> bool:
        """Tell whether something else stands before a place on its line."""
        return bool(self.text[self.line_start(at) : at].strip(" "))

    def is_bare(self, start: int, end: int) -> bool:
        """Tell whether nothing but white space stands between two places."""
        return not self.text[start:end].strip()


def splices(root: Kid, text: str) -> list[Splice]:
    """Return what must be put where, so that the text says what the cells say.

    Raises:
        CadenceError: something is asked that cannot be put beside what stands there.
    """
    page = YamlPage(text)
    if root.node is None:
        value = plain_of(root.child)
        lines = block(value, 0) if value else []
        return [(len(text), len(text), 0, page.lines_at(len(text), lines))]
    if root.child.node is not root.node:
        raise CadenceError(_("the whole of a file cannot be replaced; write it anew"))
    found = _inside(root, page, top=True)
    return [(start, end, order, put) for order, (start, end, put) in enumerate(found)]


def _inside(kid: Kid, page: YamlPage, *, top: bool = False) -> Iterator[Piece]:
    """Yield the splices within what stands at a key or in an entry; inner before outer."""
    cell = kid.child
    if kid.is_replaced:
        yield from _replaced(kid, page)
    elif isinstance(cell, Branch):
        stays = top or any(each.node for each in cell.kids)
        if cell.node.flow_style and (stays or not is_block(plain_of(cell))):
            start, end = kid.stands
            if (put := flow_text(cell, page.text)) != page.text[start:end]:
                yield start, end, put
        elif stays:
            yield from _in_block(cell, page)
        else:
            yield from _replaced(kid, page)


def _in_block(branch: Branch, page: YamlPage) -> Iterator[Piece]:
    for index, kid in enumerate(branch.before):
        if kid in branch.kids:
            yield from _inside(kid, page)
        else:
            yield _removed(branch, index, page)
    for last, new in new_after(branch).items():
        if new:
            yield _added(branch, last, new, page)


def _start(branch: Branch, index: int, page: YamlPage) -> int:
    """Return where a key or the dash of an entry stands."""
    kid = branch.before[index]
    if kid.key_node is not None:
        return int(kid.key_node.start_mark.index)
    if index == 0:
        return int(branch.node.start_mark.index)
    column = branch.node.start_mark.column
    after = page.line_end(_end(branch.before[index - 1], page))
    dash = re.compile(rf"(?<=[\n\r]) {{{column}}}-").search(page.text, after)
    return dash.end() - 1 if dash else after


def _end(kid: Kid, page: YamlPage) -> int:
    ends = (page.end_of(each) for each in (kid.key_node, kid.node) if each is not None)
    return max(ends)


def _removed(branch: Branch, index: int, page: YamlPage) -> Piece:
    """Take out the lines of a key or an entry; where it shares its line, only itself."""
    start, end = _start(branch, index, page), _end(branch.before[index], page)
    if not page.shares_line(start):
        return page.line_start(start), page.line_end(end), ""
    if index + 1 < len(branch.before) and branch.before[index + 1] in branch.kids:
        following = _start(branch, index + 1, page)
        if page.is_bare(page.line_end(end), following):
            return start, following, ""
    rest = BREAK.search(page.text, end)
    return len(page.text[:start].rstrip(" ")), rest.start() if rest else len(page.text), ""


def _added(branch: Branch, last: Kid | None, new: Sequence[Kid], page: YamlPage) -> Piece:
    """Piece new keys or entries below the one before them."""
    column = branch.node.start_mark.column
    spaced = _is_spaced(branch, page)
    written = [_lines(kid, branch, column) for kid in new]
    if last is not None:
        at = page.line_end(_end(last, page))
        lines = [line for each in written for line in (*([""] if spaced else []), *each)]
    else:
        first = _start(branch, 0, page)
        if page.shares_line(first):
            raise CadenceError(_("nothing can be put before the first of these; edit by hand"))
        at = page.line_start(first)
        lines = [line for each in written for line in (*each, *([""] if spaced else []))]
    return at, at, page.lines_at(at, lines)


def _lines(kid: Kid, branch: Branch, column: int) -> list[str]:
    value = plain_of(kid.child)
    if branch.is_mapping:
        return block({str(kid.key): value}, column)
    like = branch.before[-1].node
    if isinstance(like, yaml.MappingNode) and like.flow_style:
        return [" " * column + "- " + scalar(value)]
    return entry(value, column)


def _is_spaced(branch: Branch, page: YamlPage) -> bool:
    """Tell whether an empty line stands between the last two of a list."""
    if len(branch.before) < 2:  # noqa: PLR2004 - a space is between two
        return False
    after = page.line_end(_end(branch.before[-2], page))
    between = page.text[after : _start(branch, len(branch.before) - 1, page)]
    return any(not line.strip() for line in BREAK.split(between)[:-1])


def _replaced(kid: Kid, page: YamlPage) -> Iterator[Piece]:
    """Write another value where one stands."""
    start, value = kid.stands[0], plain_of(kid.child)
    end = max(start, page.end_of(kid.node))
    was_block = isinstance(kid.node, yaml.CollectionNode) and not kid.node.flow_style
    spread = bool(value) and (is_block(value) or (was_block and not isinstance(value, str)))
    if kid.key_node is None:
        yield start, end, _as_entry(value, start, page, spread=spread, is_new=start == end)
        return
    colon = page.text.index(":", kid.key_node.end_mark.index) + 1
    lines = block(value, kid.key_node.start_mark.column + 2) if spread else []
    inline = "" if spread else " " + scalar(value)
    if BREAK.search(page.text, colon, start):
        first, last = page.line_start(start), page.line_end(end)
        yield colon, colon, inline
        yield first, last, page.lines_at(first, lines)
    else:
        aligned = bool(inline) and start < end  # the spaces before a value stay
        put = inline.lstrip(" ") if aligned else inline
        yield start if aligned else colon, end, put + page.remark(kid.node)
        at = page.line_end(end)
        yield at, at, page.lines_at(at, lines)


def _as_entry(value: Plain, start: int, page: YamlPage, *, spread: bool, is_new: bool) -> str:
    """Return a value as it stands behind the dash of its entry."""
    space = " " if is_new else ""
    if not spread:
        return space + scalar(value)
    column = start - page.line_start(start) + len(space)
    return space + page.newline.join(block(value, column)).lstrip(" ")
