"""`cadence event` and `clocks`: what happened is recorded; the clocks that it started are shown."""

import contextlib
import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.options import (
    Day,
    Moment,
    as_of_option,
    note_clock,
    now,
    print_list,
    read,
    read_happenings,
    typed,
)
from cadence.commands.outputs import write_file
from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cadence.core import History, Table
    from cadence.rules import Workspace


class Happened(Moment):
    """A local date and time; a bare date stays one, so that no minute is made up."""

    name = "DATETIME"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read a moment or a bare date."""
        if isinstance(value, str) and not isinstance(typed(value), datetime) and ":" not in value:
            return Day.convert(self, value, param, ctx)
        return super().convert(value, param, ctx)


def card_options(command: "Callable[..., None]") -> "Callable[..., None]":
    """Add --format and -o, as a card takes them."""
    form = click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv", "html", "pdf"]),
        default="table",
        show_default=True,
        help=_("How to print the card; html and pdf are one page to pin up."),
    )
    output = click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help=_("Write it to this file; pdf needs one."),
    )
    return form(output(command))


@click.command(help=help_of("event"))
@click.argument("kind")
@click.option("--at", type=Happened(), help=_('When: "2026-11-20 14:20".'))
@click.option("--unit", help=_("To whom: a unit's name, alias or id."))
@click.option("--note", help=_("What else to remember of it."))
@click.option("--set", "told", multiple=True, metavar="NAME=VALUE", help=_("What is known of it."))
@click.option("--corrects", type=int, metavar="N", help=_("It replaces the event of entry N."))
@click.option("--of", type=int, metavar="N", help=_("It follows the event of entry N; 0: none."))
@card_options
@click.pass_context
def event(
    context: click.Context,
    kind: str,
    at: date | None,
    unit: str | None,
    note: str | None,
    told: tuple[str, ...],
    corrects: int | None,
    of: int | None,
    form: str,
    output: Path | None,
) -> None:
    """Write one event into the ledger and print its card."""
    from cadence.core import history
    from cadence.ledger import Told, admit, open_ledger
    from cadence.occurrences import clock_ground

    _check_output(form, output)
    _check_folder(output)
    workspace, moment = read(context), now()
    typed = Told(
        kind=kind.strip(),
        at=at,
        unit=workspace.unit(unit) if unit else None,
        note=note,
        values=tuple(_pair(each) for each in told),
        corrects=corrects,
        of=of,
    )
    rules = [rule for pack in workspace.packs for rule in pack.rules]
    with open_ledger(workspace.folder) as ledger, ledger.writing():
        known = history(ledger.of_events())
        found = admit(typed, clock_ground(workspace, known), rules, moment)
        entry = ledger.append(found, moment)
        known = history(ledger.of_events())
    note_clock([entry], moment)
    with _recorded(entry.number):
        _print_card(workspace, known, entry.number, moment, form, output)


@click.command(help=help_of("clocks"))
@click.argument("number", type=int, required=False)
@as_of_option
@card_options
@click.pass_context
def clocks(
    context: click.Context, number: int | None, as_of: datetime, form: str, output: Path | None
) -> None:
    """Print the events, or one card."""
    from cadence.reports import cards, events_table, happening_json

    _check_output(form, output)
    workspace = read(context)
    known = read_happenings(workspace.folder)
    if number is not None:
        _print_card(workspace, known, number, as_of, form, output)
        return
    if form in {"html", "pdf"}:
        raise click.UsageError(_("a page shows one event: write its NUMBER"))
    found = cards(workspace, known, as_of)
    _write(form, output, events_table(found), [happening_json(card.happening) for card in found])


def _pair(told: str) -> tuple[str, str]:
    name, equals, value = told.partition("=")
    if not equals or not name.strip():
        raise click.UsageError(_('"{0}" is not NAME=VALUE, such as level=一般').format(told))
    return name.strip(), value.strip()


def _check_output(form: str, output: Path | None) -> None:
    if form == "pdf" and output is None:
        raise click.UsageError(_("pdf needs a file: -o card.pdf"))


@contextlib.contextmanager
def _recorded(number: int) -> "Iterator[None]":
    """Say that the event is recorded all the same where its card cannot be written."""
    try:
        yield
    except CadenceError as error:
        message = _("event {0} is recorded, but its card was not written; print it: {1}")
        again = f"cadence clocks {number}"
        raise CadenceError(f"{message.format(number, again)}\n{error}") from error


def _check_folder(output: Path | None) -> None:
    """Refuse, before anything is recorded, a file that cannot be written afterwards."""
    folder = output.parent if output else Path()
    if not folder.is_dir():
        message = _("{0} is no folder; nothing was recorded; choose another file for -o")
        raise CadenceError(message.format(folder))
    if output and not os.access(folder, os.W_OK):
        message = _("{0} cannot be written into; nothing was recorded; choose another file for -o")
        raise CadenceError(message.format(folder))


def _print_card(
    workspace: "Workspace",
    known: "History",
    number: int,
    as_of: datetime,
    form: str,
    output: Path | None,
) -> None:
    from cadence.reports import (
        card_json,
        card_of,
        card_table,
        render_card_page,
        render_card_pdf,
        render_card_text,
    )

    card = card_of(workspace, known, number, as_of)
    if form in {"html", "pdf"}:
        roster = workspace.rosters[card.unit.place]
        render = render_card_page if form == "html" else render_card_pdf
        _put(output, render(card, roster.name, roster.office))
        return
    if form == "table":
        _put(output, render_card_text(card) + "\n")
        return
    _write(form, output, card_table(card), card_json(card))


def _write(form: str, output: Path | None, table: "Table", value: object) -> None:
    """Print a list as --format asks, or write it to a file."""
    from cadence.print import render_csv, render_json, render_text

    if output is None:
        print_list(form, table, value)
    elif form == "json":
        _put(output, render_json(value) + "\n")
    else:
        render = render_csv if form == "csv" else render_text
        _put(output, render(table))


def _put(output: Path | None, content: str | bytes) -> None:
    """Write a page to a file, or print it where none is named."""
    if output is None:
        click.echo(content, nl=False)
        return
    write_file(output, content.encode() if isinstance(content, str) else content)
    click.echo(_("wrote {0}").format(output), err=True)
