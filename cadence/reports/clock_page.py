"""A clock card → text for the terminal, or one A4 page to pin up, as HTML or PDF."""

import re
from typing import Any

from cadence.occurrences import moment_words
from cadence.print import environment, render_pdf
from cadence.reports.clock_card import STATES, Card, CardRow

SIZES = (10.5, 10)  # points that letters of a page may have; what does not fit goes on
WIDTHS = (48, 54, 42, 42)  # mm of the columns of a page, borders and all
HEIGHT = 250  # mm of a page that rows may take, its head and foot aside
LEADING, SMALL = 1.5, 0.82  # height of a line; size of small letters
PADDING = 1.6  # of a cell, in letters, on either axis
MM = 0.3528  # of a point
WRITTEN = "□___月___日___时___分"  # by hand, where nothing is recorded
COMMANDS = (
    (
        re.compile(r"请更正第(\d+)号事件补充：--corrects \d+ --set [^ ；]+"),
        r"请更正第\1号登记，补充这一情况",
    ),
    (re.compile("请用 cadence done 登记"), "请登记"),
)


def render_card_page(card: Card, place: str, office: str) -> str:
    """Return the card as a page that stands alone: no script, no request to anywhere."""
    size = next((each for each in SIZES if _height(card, each) <= HEIGHT), SIZES[-1])
    page = environment("cadence.reports").get_template("clock.html")
    return page.render(**_values(card, place, office), size=size)


def _height(card: Card, size: float) -> float:
    """Estimate how many mm the rows take in letters of a size: a page without script can't."""
    from wcwidth import wcswidth  # noqa: PLC0415 - only the HTML page asks for it

    def lines(text: str, width: float, part: float) -> float:
        # A Latin letter is half as wide as a Chinese one.
        fit = max(2, int((width / (size * MM) - PADDING) / part) * 2)
        return part * max(1, -(-wcswidth(text) // fit)) if text else 0

    def cell(place: int, *texts: tuple[str, float]) -> float:
        return sum(lines(text, WIDTHS[place], part) for text, part in texts)

    rows = (
        max(
            cell(0, (row.due, 1.1), (row.left, 1), (WRITTEN, 1)),
            cell(1, (f"【三字】{row.what}", 1), *((note, SMALL) for note in row.notes)),
            cell(2, (row.who, 1), (f"→ {row.to}" if row.to else "", 1)),
            cell(3, (row.clause, SMALL), (f"“{row.quote}”", SMALL)),
        )
        for row in card.rows
    )
    return sum((each * LEADING + PADDING / 2) * size * MM for each in rows)


def render_card_pdf(card: Card, place: str, office: str) -> bytes:
    """Return the card as PDF: on one page where letters of 10 points leave it there.

    Raises:
        CadenceError: typst is not installed, or no Chinese font is.
    """
    return render_pdf("cadence.reports", "clock.typ", _values(card, place, office))


def render_card_text(card: Card) -> str:
    """Return the card for the terminal: a block per duty, the most urgent first."""
    head = (f"第{card.happening.first}号登记　{card.title}", *card.facts)
    blocks = ["\n".join(_block(row)) for row in card.rows] or ["没有规定因此事件起算的时限"]
    return "\n\n".join(("\n".join(head), *blocks))


def _block(row: CardRow) -> list[str]:
    word = f"【{STATES[row.state]}】" if STATES[row.state] else ""
    return [
        f"{word}{row.due}　{row.left}".rstrip("　"),
        f"  {row.what}",
        f"  {row.who}{f' → {row.to}' if row.to else ''}",
        f"  {row.clause}：“{row.quote}”",
        *(f"  {note}" for note in row.notes),
    ]


def _values(card: Card, place: str, office: str) -> dict[str, Any]:
    return {
        "title": card.title,
        "facts": card.facts,
        "number": card.happening.first,
        "place": place,
        "office": office,
        "as_of": moment_words(card.as_of),
        "written": WRITTEN,
        "rows": [_row(row, card) for row in card.rows],
    }


def _row(row: CardRow, card: Card) -> dict[str, Any]:
    running = row.state == "running"
    return {
        "past": running and row.closes is not None and row.closes < card.as_of,
        "open": running,
        "state": row.state,
        "word": STATES[row.state],
        "what": row.what,
        "who": row.who,
        "to": row.to,
        "due": row.due,
        "left": row.left,
        "clause": row.clause,
        "quote": row.quote,
        "notes": tuple(map(_plain, row.notes)),
    }


def _plain(note: str) -> str:
    """Say a note on paper, where nobody gives commands."""
    for command, words in COMMANDS:
        note = command.sub(words, note)
    return note
