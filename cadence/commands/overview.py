"""`cadence overview`: the county at a glance, for whoever answers for it."""

import gc
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.options import (
    FormOption,
    asked,
    filter_options,
    judging_options,
    read,
    read_history,
    span_of,
)
from cadence.commands.outputs import write_file
from cadence.core import SHANGHAI, _, week_before

if TYPE_CHECKING:
    from cadence.core import History, Span
    from cadence.occurrences import Asked, Scene
    from cadence.reports import By, Overview
    from cadence.rules import Workspace

FORMS = ("table", "text", "json", "csv", "html", "xlsx", "pdf")
BINARY = frozenset({"xlsx", "pdf"})


@dataclass(frozen=True, slots=True)
class _Known:
    """What a report is prepared from."""

    workspace: "Workspace"
    history: "History"
    question: "Asked"
    as_of: datetime
    known_at: datetime | None

    def over(self, span: "Span") -> "tuple[Scene, ...]":
        """Return the places asked about over some days."""
        from cadence.occurrences import scenes_of

        question = replace(self.question, span=span)
        return scenes_of(self.workspace, self.history, question, self.as_of)

    def overview(self, *, carried: bool) -> "Overview":
        """Count the days asked about, and compare them with a week ago."""
        from cadence.ledger import read_before
        from cadence.reports import overview_of

        week_ago = week_before(self.as_of)
        return overview_of(
            self.over(self.question.span),
            self.as_of,
            before=read_before(self.workspace.folder, week_ago, self.known_at),
            known_at=self.known_at,
            carried=carried,
        )


@click.command(help=help_of("overview"))
@click.option(
    "--by",
    type=click.Choice(["unit", "document", "post", "month"]),
    default="unit",
    show_default=True,
    help=_("What a row is about."),
)
@filter_options
@judging_options
@click.option(
    "--format", "form", cls=FormOption, type=click.Choice(FORMS), default="table",
    show_default=True, help=_("How to print it."),
)  # fmt: skip
@click.option(
    "--text", type=click.Choice(["旬分析", "月通报", "季通报", "年总结"]),
    help=_("Prepare this report on the last such period, or on --from to --to; -o FILE.docx"),
)  # fmt: skip
@click.option(
    "-o", "output", is_eager=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=_("Write to this file instead of printing."),
)  # fmt: skip
@click.pass_context
def overview(
    context: click.Context,
    by: "By",
    place: str | None,
    unit: str | None,
    pack: str | None,
    first: date | None,
    last: date | None,
    as_of: datetime,
    known_at: datetime | None,
    form: str,
    text: str | None,
    output: Path | None,
) -> None:
    """Count, and print or write it; or prepare a report."""
    gc.disable()  # as check: a million frozen nouns, and no cycles to look for
    workspace = read(context)
    question = asked(as_of, place, unit, pack, first, last)
    history = read_history(workspace.folder, known_at)
    known = _Known(workspace, history, question, as_of, known_at)
    if text:
        _prepare(known, text, _days(first, last, as_of), output)
        return
    found = known.overview(carried=first is None)  # what was missed stays missed in a new year
    content = _rendered(found, by, form, output, workspace)
    if output:
        write_file(output, content)
        click.echo(_("wrote {0}").format(output), err=True)
    else:
        click.echo(content.decode(), nl=form not in {"csv", "html"})


def _days(first: date | None, last: date | None, as_of: datetime) -> "Span | None":
    """Return the days that a report was asked for; None: the last period that is over."""
    if last and not first:
        raise click.UsageError(_("--to without --from says no days for a report; give both"))
    return span_of(first, last or max(first, as_of.date()), first.year) if first else None


def _prepare(known: "_Known", text: str, days: "Span | None", output: Path | None) -> None:
    """Write a report as .docx, or print its words."""
    from cadence.ledger import read_before
    from cadence.reports import last_period, lines_of, prepare, render_prepared

    if len(known.over(known.question.span)) != 1:
        raise click.UsageError(_("a report is of one place; name it with --place"))
    span = days or last_period(text, known.as_of.date())
    began = datetime.combine(span.first, time(), SHANGHAI)
    before = read_before(known.workspace.folder, began, known.known_at)
    prepared = prepare(text, span, known.over, known.as_of, before)
    if output is None:
        click.echo("\n".join(lines_of(prepared)))
    elif output.suffix.lower() != ".docx":
        raise click.UsageError(_("{0}: a report is a .docx").format(output))
    else:
        write_file(output, render_prepared(prepared))
        click.echo(_("wrote {0}").format(output), err=True)
    message = _("it is on {0} to {1}; --from and --to choose other days")
    click.echo(message.format(span.first, span.last), err=True)


def _rendered(
    found: "Overview", by: "By", form: str, output: Path | None, workspace: "Workspace"
) -> bytes:
    from cadence.commands.duty import faces_of
    from cadence.print import render_csv, render_json
    from cadence.reports import (
        overview_json,
        overview_table,
        render_overview,
        render_overview_pdf,
        render_overview_sheet,
        render_overview_text,
    )

    if form in BINARY and output is None:
        raise click.UsageError(_("--format {0} needs -o FILE").format(form))
    match form:
        case "json":
            return render_json(overview_json(found, by)).encode()
        case "csv":
            return render_csv(overview_table(found.rows(by), by)).encode()
        case "html":
            return render_overview(found).encode()
        case "xlsx":
            return render_overview_sheet(found)
        case "pdf":
            return render_overview_pdf(found, faces_of(workspace))
        case _:
            return render_overview_text(found, by).encode()
