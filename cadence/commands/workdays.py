"""`cadence workdays`: a year to look at; the State Council's notice read into rules/calendar/."""

from pathlib import Path

import click

from cadence.commands import help_of
from cadence.commands.options import format_option
from cadence.core.errors import CadenceError, InputError
from cadence.core.messages import _, ngettext, reason


class _YearOrCommand(click.Group):
    """Take a year in place of a subcommand: `cadence workdays 2026`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0].isdecimal():
            args = ["show", *args]
        elif args and args[0] not in self.commands and not args[0].startswith("-"):
            message = _('"{0}" is no year; write one such as 2026, or: import NOTICE')
            raise click.UsageError(message.format(args[0]), ctx)
        return super().parse_args(ctx, args)


@click.group(
    cls=_YearOrCommand,
    subcommand_metavar="YEAR | import NOTICE",
    help=help_of("workdays"),
)
def workdays() -> None:
    """Hold the two commands."""


@workdays.command(help=_("Show one year: days off, days worked in return, ordinary days."))
@click.argument("year", type=click.IntRange(1, 9998))
@click.option("--place", help=_("With the changes of this folder under rules/."))
@format_option
@click.pass_context
def show(context: click.Context, year: int, place: str | None, form: str) -> None:
    """Print a year."""
    from cadence.print import text as listing
    from cadence.reports.year import render_year, year_json, year_table
    from cadence.rules.workspace import find_folder, read_calendar
    from cadence.workdays.years import days_of_year, package_years

    days = days_of_year(read_calendar(context.obj or find_folder(Path.cwd()), place), year)
    first = package_years()[0]
    if year < first and not any(day.state for day in days):
        message = _("the calendar begins with {0}; the days off of {1} are not known")
        raise click.UsageError(message.format(first, year))
    if form == "json":
        click.echo(listing.render_json(year_json(days)))
    elif form == "csv":
        click.echo(listing.render_csv(year_table(days)), nl=False)
    else:
        click.echo(render_year(days))


@workdays.command("import", help=_("Read a year's notice into rules/calendar/."))
@click.argument("notice", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--document", help=_("The notice's number, where the text prints none."))
@click.option("--replace", is_flag=True, help=_("Write over a file that says something else."))
@click.pass_context
def import_notice(
    context: click.Context, notice: Path, document: str | None, replace: bool
) -> None:
    """Write rules/calendar/<year>.yaml."""
    from cadence.core.words import day_words
    from cadence.extract.files.reader import read_text
    from cadence.rules.calendars import FOLDER, write_year
    from cadence.rules.workspace import RULES, find_folder
    from cadence.workdays.notices import parse_notice
    from cadence.workdays.years import differences

    folder = context.obj or find_folder(Path.cwd())
    found, problems = parse_notice(read_text(notice), notice.as_posix(), document)
    if found is None:
        raise InputError(problems)
    file = folder / RULES / FOLDER / f"{found.year}.yaml"
    try:
        changed = write_year(file, found, replace=replace)
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(file, reason(error))
        raise CadenceError(message) from error
    off = sum(len(each.off) for each in found.holidays)
    worked = sum(len(each.worked) for each in found.holidays)
    words = ngettext("{0}: {1} day off", "{0}: {1} days off", off).format(found.document, off)
    click.echo(words + _(", {0} weekend days worked").format(worked))
    click.echo((_("wrote {0}") if changed else _("{0} already says so")).format(file))
    if other := differences(found):
        shown = "、".join(day_words(day) for day in other)
        click.echo(_("note: the chinesecalendar package says otherwise on {0}").format(shown))
