"""HTML and Markdown → plain text, a line for every paragraph."""

import re
from html.parser import HTMLParser

from cadence.extract.files.grids import sentences_of, with_sentences

BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "table", "section", "article",
    "header", "footer", "ul", "ol", "blockquote", "pre", "dd", "dt", "body",
}  # fmt: skip
SILENT = {"script", "style", "noscript", "template", "nav", "select", "button", "svg"}
MARKS = re.compile(r"(\*\*|__|`)(?=\S)|(?<=\S)(\*\*|__|`)")
LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,500}\)")
BULLET = re.compile(r"^\s{0,8}[-*+]\s+")
RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$|^\s*\|?[\s:|-]{5,}\|?\s*$")


class _Lines(HTMLParser):
    """Gathers the lines of a page; a table's rows are kept whole."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.silent = 0
        self.counters: list[int] = []
        self.tables: list[list[list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables and self.tables[-1]:
            self.tables[-1][-1].append("")
        elif tag == "ol":
            self.counters.append(int(dict(attrs).get("start") or 1))
        elif tag == "ul":
            self.counters.append(0)
        if tag in BLOCKS or tag == "br":
            self._break()
        if tag == "li" and self.counters and self.counters[-1]:
            self._say(f"{self.counters[-1]}.")
            self.counters[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT and self.silent > 0
        if tag == "table" and self.tables:
            rows = self.tables.pop()
            if not self.tables:
                self.lines.extend(["", *sentences_of(rows), ""])
        elif tag in {"ol", "ul"} and self.counters:
            self.counters.pop()
        if tag in BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._say(" ".join(data.split()) if data.strip() else "")

    def _say(self, words: str) -> None:
        if self.tables and self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1][-1] += words
        else:
            self.lines[-1] += words

    def _break(self) -> None:
        if self.lines[-1] and not self.tables:
            self.lines.append("")


def html_text(text: str) -> str:
    """Return what a browser would show, without menus, scripts and styles."""
    reader = _Lines()
    reader.feed(text)
    reader.close()
    # Each block is a paragraph of its own; a blank line keeps it from being joined.
    return "\n\n".join(line for line in reader.lines if line.strip())


def markdown_text(text: str) -> str:
    """Return Markdown without its marks; headings keep theirs, which end a paragraph."""
    made = []
    for line in with_sentences(text).splitlines():
        if RULE.match(line):
            made.append("")
            continue
        bare = LINK.sub(r"\1", MARKS.sub("", BULLET.sub("", line)))
        made.append(re.sub(r"\s*\|\s*", "，", bare.strip(" |")) if "|" in bare else bare)
    return "\n".join(made)
