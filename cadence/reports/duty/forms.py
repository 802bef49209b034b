"""Duty tables → the bytes of any form that is a file; the slip of what changed."""

import datetime as dt
from collections.abc import Sequence

from cadence.core import Table
from cadence.print import Faces, environment
from cadence.reports.duty import text as duty_text
from cadence.reports.duty.html import render_page
from cadence.reports.duty.nouns import DutyTable

FORMS = ("html", "xlsx", "pdf", "docx", "md", "csv")


def render_form(form: str, tables: Sequence[DutyTable], faces: Faces | None) -> bytes:
    """Return tables in one of FORMS.

    Args:
        form: one of FORMS.
        tables: at least one.
        faces: find_faces, which only the PDF needs.
    """
    match form:
        case "html":
            return render_page(tables).encode()
        case "xlsx":
            from cadence.reports.duty.xlsx import render_duty_sheet  # noqa: PLC0415 - slow to load

            return render_duty_sheet(tables)
        case "docx":
            from cadence.reports.duty.docx import render_document  # noqa: PLC0415 - slow to load

            return render_document(tables)
        case "pdf" if faces:
            from cadence.reports.duty.pdf import render_paper  # noqa: PLC0415 - slow to load

            return render_paper(tables, faces)
        case "md":
            return duty_text.render_markdown(tables).encode()
        case "csv":
            return duty_text.render_duty_csv(tables).encode()
        case _:
            msg = f"no such form: {form}"
            raise ValueError(msg)


def render_slip_page(table: Table, title: str, since: dt.date, day: dt.date) -> bytes:
    """Return the page that goes out when a month's tables are issued anew."""
    page = environment("cadence.reports").get_template("changes.html")
    return page.render(table=table, title=title, since=since, day=day).encode()
