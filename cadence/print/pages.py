"""Rows → HTML pages that stand alone: no script, no request to anywhere."""

from functools import cache
from typing import TYPE_CHECKING

from cadence.model import Pack
from cadence.register import RegisterRow, kind_counts

if TYPE_CHECKING:
    from jinja2 import Environment


def render_register(pack: Pack, place: str, rows: tuple[RegisterRow, ...], span: str) -> str:
    """Return the register of one document: every duty by clause, dated or not.

    Args:
        pack: the document's pack.
        place: the place's name for people.
        rows: tables.register_rows.
        span: the days whose due days the rows list, in words.
    """
    page = environment().get_template("register.html")
    clauses: dict[str, list[RegisterRow]] = {}
    for row in rows:
        clauses.setdefault(row.clause, []).append(row)
    return page.render(
        document=pack.document, place=place, clauses=clauses, counts=kind_counts(pack), span=span
    )


@cache
def environment() -> "Environment":
    """Return what renders our templates: everything escaped, nothing undefined."""
    import jinja2  # noqa: PLC0415 - only the build writes pages

    return jinja2.Environment(
        loader=jinja2.PackageLoader("cadence.print", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
