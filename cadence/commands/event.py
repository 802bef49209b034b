"""`cadence event` and `clocks`: what happened is recorded; the clocks that it started are shown."""

import contextlib
import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.meant import units_meant
from cadence.commands.options import (
    FormOption,
    as_of_option,
    note_clock,
    now,
    print_list,
    read,
    read_happenings,
)
from cadence.commands.outputs import write_file
from cadence.commands.typed import Day, Moment, typed
from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cadence.core import Entry, History, Table
    from cadence.ledger import Told
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
        cls=FormOption,
        type=click.Choice(["table", "json", "csv", "html", "pdf"]),
        default="table",
        show_default=True,
        help=_("How to print the card; html and pdf are one page to pin up."),
    )
    output = click.option(
        "-o",
        "--output",
        is_eager=True,
        type=click.Path(dir_okay=False, path_type=Path),
        help=_("Write it to this file; pdf needs one."),
    )
    return form(output(command))


@click.command(help=help_of("event"))
@click.argument("kind")
@click.option("--at", type=Happened(), help=_('When: "2026-11-20 14:20".'))
@click.option(
    "--unit", "units", multiple=True, help=_("To whom: name, alias, group or id; more than once.")
)
@click.option("--place", help=_("Which place, where several have such a unit."))
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
    units: tuple[str, ...],
    place: str | None,
    note: str | None,
    told: tuple[str, ...],
    corrects: int | None,
    of: int | None,
    form: str,
    output: Path | None,
) -> None:
    """Write one event per unit into the ledger, or none at all, and print their cards."""
    from cadence.ledger import Told

    _check_output(form, output)
    _check_folder(output)
    workspace, moment = read(context), now()
    only = workspace.place(place) if place else None
    listed = {each.key: each for one in units for each in units_meant(workspace, one, only)}
    if len(listed) > 1 and (form in {"html", "pdf"} or corrects is not None or of is not None):
        message = _("--corrects, --of, html and pdf go with one unit; {0} are meant")
        raise click.UsageError(message.format(len(listed)))
    told_of = tuple(
        Told(
            kind=kind.strip(),
            at=at,
            unit=unit,
            note=note,
            values=tuple(_pair(each) for each in told),
            corrects=corrects,
            of=of,
        )
        for unit in (listed.values() or (None,))
    )
    entries, known = _write_down(workspace, told_of, moment)
    numbers = [each.number for each in entries]
    with _recorded(numbers):
        _print_cards(workspace, known, numbers, moment, form, output)


def _write_down(
    workspace: "Workspace", told_of: "Sequence[Told]", moment: datetime
) -> "tuple[Sequence[Entry], History]":
    """Write down what is told, all of it or nothing.

    Raises:
        CadenceError: one of them cannot be taken as told; every reason is named.
    """
    from cadence.core import history
    from cadence.ledger import admit, open_ledger
    from cadence.occurrences import clock_ground

    rules = [rule for pack in workspace.packs for rule in pack.rules]
    with open_ledger(workspace.folder) as ledger, ledger.writing():
        ground = clock_ground(workspace, history(ledger.of_events()))
        found, refusals = [], []
        for each in told_of:
            try:
                found.append(admit(each, ground, rules, moment))
            except CadenceError as error:
                of_whom = f"{each.unit.name}: " if each.unit and len(told_of) > 1 else ""
                refusals.append(f"{of_whom}{error}")
        if refusals:
            raise CadenceError("\n".join(refusals))
        entries = ledger.append_all(found, moment)
        known = history(ledger.of_events())
    note_clock(entries, moment)
    return entries, known


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
def _recorded(numbers: "Sequence[int]") -> "Iterator[None]":
    """Say that the events are recorded all the same where their cards cannot be written."""
    try:
        yield
    except CadenceError as error:
        message = _("event {0} is recorded, but its card was not written; print it: {1}")
        told = [message.format(each, f"cadence clocks {each}") for each in numbers]
        raise CadenceError("\n".join((*told, str(error)))) from error


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


def _print_cards(
    workspace: "Workspace",
    known: "History",
    numbers: "Sequence[int]",
    as_of: datetime,
    form: str,
    output: Path | None,
) -> None:
    """Print the cards of several events: one below the other, or as one list."""
    from cadence.core import Table
    from cadence.reports import card_json, card_of, card_table, render_card_text

    if len(numbers) == 1:
        _print_card(workspace, known, numbers[0], as_of, form, output)
        return
    found = [card_of(workspace, known, each, as_of) for each in numbers]
    if form == "table":
        _put(output, "\n".join(f"{render_card_text(each)}\n" for each in found))
        return
    tables = [card_table(each) for each in found]
    table = Table(tables[0].heads, tuple(row for each in tables for row in each.rows))
    _write(form, output, table, [card_json(each) for each in found])


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
