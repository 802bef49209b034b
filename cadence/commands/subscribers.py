"""`cadence subscribers`: who never subscribed, and who went silent."""

import datetime as dt

import click

from cadence.commands import help_of
from cadence.commands.options import as_of_option, format_option, print_list, read
from cadence.core import _, ngettext

SILENT_DAYS = 7


@click.command(help=help_of("subscribers"))
@click.option("--place", help=_("Only this folder under rules/."))
@click.option(
    "--silent-after",
    "days",
    type=click.IntRange(1, 3650),
    default=SILENT_DAYS,
    show_default=True,
    help=_("Days without a fetch after which a subscription has ended."),
)
@click.option("--all", "everyone", is_flag=True, help=_("Those that subscribe as well."))
@as_of_option
@format_option
@click.pass_context
def subscribers(
    context: click.Context,
    place: str | None,
    days: int,
    everyone: bool,
    as_of: dt.datetime,
    form: str,
) -> None:
    """Print the subscribers, or rather those who are not."""
    from cadence.serve import WANTING, read_known, subscriber_json, subscribers_table
    from cadence.serve import subscribers as find_subscribers

    workspace = read(context)
    place = workspace.place(place) if place else None
    units = [
        unit
        for roster in workspace.rosters.values()
        if place in {None, roster.place}
        for unit in roster.units
    ]
    silent_after = dt.timedelta(days=days)
    found = list(find_subscribers(units, read_known(workspace.folder), as_of, silent_after))
    listed = [each for each in found if everyone or each.state in WANTING]
    print_list(form, subscribers_table(listed), [subscriber_json(each) for each in listed])
    wanting = sum(each.state in WANTING for each in found)
    words = ngettext("{0} of {1} address", "{0} of {1} addresses", len(found))
    said = _("{0} without a live subscription").format(words.format(wanting, len(found)))
    click.echo(said, err=True)
