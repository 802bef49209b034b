"""HTML and Markdown → plain text, a line for every paragraph."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cadence.core import CadenceError, _
from cadence.extract.files.grids import Merged, sentences_of, spread, with_sentences

BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "table", "section", "article",
    "header", "footer", "ul", "ol", "blockquote", "pre", "dd", "dt", "body",
}  # fmt: skip
SILENT = {"script", "style", "noscript", "template", "nav", "select", "button", "svg"}
MAX_DEPTH = 512  # where browsers stop nesting, too
MAX_CHARACTERS = 12_000_000  # with what nested tables say again; of a page that can be read
SPACES = re.compile(r"\s+")
MARKS = re.compile(r"(\*\*|__|`)(?=\S)|(?<=\S)(\*\*|__|`)")
LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,500}\)")
BULLET = re.compile(r"^\s{0,8}[-*+]\s+")
RULE = re.compile(r"(?:[-*_=]\s*){3,}|[\s:|-]{5,}")
MOST_DOWN = 65_534  # rows of one cell, as in HTML; "0" reaches to the table's end
MOST_ACROSS = 1000


@dataclass(slots=True)
class _Cell:
    """A table's cell being read: over how many columns and rows it reaches, its pieces."""

    across: int
    down: int
    pieces: list[str] = field(default_factory=list)


class _Lines:
    """Gathers the lines of a page from its parser; a table's rows are kept whole."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lines: list[str] = []
        self.said: list[str] = []  # the pieces of the line being read
        self.silent = self.depth = self.held = 0
        self.counters: list[int] = []
        self.tables: list[list[list[_Cell]]] = []  # of rows

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Meet the beginning of an element."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            message = _("{0} nests more than {1} elements; save it as text or .docx")
            raise CadenceError(message.format(self.file, MAX_DEPTH))
        self.silent += tag in SILENT
        if tag in BLOCKS or tag == "br":
            self._break()
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables and self.tables[-1]:
            self.tables[-1][-1].append(_cell(attributes))
        elif tag in {"ol", "ul"}:
            self.counters.append(_first(attributes.get("start", "1")) if tag == "ol" else 0)
        elif tag == "li" and self.counters and self.counters[-1]:
            self._say(f"{self.counters[-1]}.")
            self.counters[-1] += 1

    def end(self, tag: str) -> None:
        """Meet the end of an element; the parser closes what the page left open."""
        self.depth -= 1
        self.silent -= tag in SILENT and self.silent > 0
        if tag == "table" and self.tables:
            for line in ("", *sentences_of(self._rows(self.tables.pop())), ""):
                self._say(line)
                self._break()
        elif tag in {"ol", "ul"} and self.counters:
            self.counters.pop()
        elif tag in BLOCKS:
            self._break()

    def data(self, words: str) -> None:
        """Meet text between the elements."""
        if not self.silent:
            self._say(SPACES.sub(" ", words))

    def close(self) -> list[str]:
        """Return the lines."""
        self._break()
        return self.lines

    def _rows(self, table: list[list[_Cell]]) -> Iterator[list[str]]:
        drawn = ([Merged("".join(c.pieces), c.across, c.down) for c in row] for row in table)
        for row in spread(drawn):
            self._hold(len(row) + sum(map(len, row)))  # what spans say again counts, too
            yield row

    def _hold(self, count: int) -> None:
        self.held += count
        if self.held > MAX_CHARACTERS:
            message = _("{0} holds more than {1} characters; cut it into parts")
            raise CadenceError(message.format(self.file, MAX_CHARACTERS))

    def _say(self, words: str) -> None:
        self._hold(len(words))
        if words:
            self._here().append(words)

    def _here(self) -> list[str]:
        """Return where the text goes: into the cell being read, or the line."""
        inside = next((table for table in reversed(self.tables) if table and table[-1]), None)
        return inside[-1][-1].pieces if inside else self.said

    def _break(self) -> None:
        here = self._here()
        if here is not self.said:
            here += ["\n"] if here and here[-1] != "\n" else []
        elif here:
            self.lines.append(" ".join("".join(here).split()))
            here.clear()


def _cell(attributes: Mapping[str, str]) -> _Cell:
    """Begin a cell; a span that is no number is 1, as in browsers."""
    across, down = (
        int(said) if re.fullmatch(r"[0-9]{1,6}", said := attributes.get(name, "1").strip()) else 1
        for name in ("colspan", "rowspan")
    )
    return _Cell(min(max(across, 1), MOST_ACROSS), min(down or MOST_DOWN, MOST_DOWN))


def _first(start: str) -> int:
    """Return the number that a list begins with; a browser begins with 1 where it is none."""
    return int(start) if re.fullmatch(r"[0-9]{1,6}", start.strip()) else 1


def html_text(text: str, file: Path) -> str:
    """Return what a browser would show, without menus, scripts and styles.

    Raises:
        CadenceError: it nests deeper than any page.
    """
    from lxml.etree import HTMLParser  # noqa: PLC0415 - Markdown needs none

    parser = HTMLParser(target=_Lines(file), remove_comments=True, remove_pis=True)
    parser.feed(text)
    lines: list[str] = parser.close()
    # Each block is a paragraph of its own; a blank line keeps it from being joined.
    return "\n\n".join(line for line in lines if line.strip())


def markdown_text(text: str) -> str:
    """Return Markdown without its marks; headings keep theirs, which end a paragraph."""
    made = []
    for line in with_sentences(text).splitlines():
        if RULE.fullmatch(line.strip()):
            made.append("")
            continue
        bare = LINK.sub(r"\1", MARKS.sub("", BULLET.sub("", line)))
        made.append(re.sub(r"\s*\|\s*", "，", bare.strip(" |")) if "|" in bare else bare)
    return "\n".join(made)
