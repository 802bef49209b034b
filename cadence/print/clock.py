"""A clock card → text for the terminal, or one A4 page to pin up, as HTML or PDF."""

from typing import Any

from cadence.cards import STATES, Card, Row
from cadence.chains import moment_words
from cadence.print.pages import environment
from cadence.print.paper import render_pdf

ROOMY, CLOSE = 8, 14  # rows that fit onto a page in large and in middling letters


def render_card_page(card: Card, place: str, office: str) -> str:
    """Return the card as a page that stands alone: no script, no request to anywhere."""
    size = (
        "large" if len(card.rows) <= ROOMY else "middling" if len(card.rows) <= CLOSE else "small"
    )
    return (
        environment().get_template("clock.html").render(**_values(card, place, office), size=size)
    )


def render_card_pdf(card: Card, place: str, office: str) -> bytes:
    """Return the card as PDF, in the largest letters that leave it on one page.

    Raises:
        CadenceError: typst is not installed, or no Chinese font is.
    """
    return render_pdf("clock.typ", _values(card, place, office))


def render_card_text(card: Card) -> str:
    """Return the card for the terminal: a block per duty, the most urgent first."""
    head = (f"第{card.happening.first}号登记　{card.title}", *card.facts)
    blocks = ["\n".join(_block(row)) for row in card.rows] or ["没有规定因此事件起算的时限"]
    return "\n\n".join(("\n".join(head), *blocks))


def _block(row: Row) -> list[str]:
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
        "rows": [_row(row) for row in card.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "state": row.state,
        "word": STATES[row.state],
        "what": row.what,
        "who": row.who,
        "to": row.to,
        "due": row.due,
        "left": row.left,
        "clause": row.clause,
        "quote": row.quote,
        "notes": row.notes,
    }
