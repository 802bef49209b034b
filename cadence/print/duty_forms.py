"""Duty tables → the bytes of any form that is a file; the slip of what changed."""

import datetime as dt
from collections.abc import Sequence

from cadence.duty import DutyTable
from cadence.print import duty_text
from cadence.print.duty_page import render_page
from cadence.print.faces import Faces
from cadence.print.pages import environment
from cadence.tables import Table

FORMS = ("html", "xlsx", "pdf", "docx", "md", "csv")


def render_form(form: str, tables: Sequence[DutyTable], faces: Faces | None) -> bytes:
    """Return tables in one of FORMS.

    Args:
        form: one of FORMS.
        tables: at least one.
        faces: faces.find_faces, which only the PDF needs.
    """
    match form:
        case "html":
            return render_page(tables).encode()
        case "xlsx":
            from cadence.print.duty_sheet import render_duty_sheet  # noqa: PLC0415 - slow to load

            return render_duty_sheet(tables)
        case "docx":
            from cadence.print.duty_word import render_document  # noqa: PLC0415 - slow to load

            return render_document(tables)
        case "pdf" if faces:
            from cadence.print.duty_paper import render_paper  # noqa: PLC0415 - slow to load

            return render_paper(tables, faces)
        case "md":
            return duty_text.render_markdown(tables).encode()
        case "csv":
            return duty_text.render_csv(tables).encode()
        case _:
            msg = f"no such form: {form}"
            raise ValueError(msg)


def render_slip_page(table: Table, title: str, since: dt.date, day: dt.date) -> bytes:
    """Return the page that goes out when a month's tables are issued anew."""
    page = environment().get_template("changes.html")
    return page.render(table=table, title=title, since=since, day=day).encode()
