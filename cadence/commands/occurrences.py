"""`cadence occurrences` and `explain`: what falls due, and how one date comes out of the text."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from cadence.commands.options import (
    as_of_option,
    filter_options,
    format_option,
    now,
    print_list,
    read,
    span_of,
)
from cadence.i18n import _

if TYPE_CHECKING:
    from cadence.model import Occurrence
    from cadence.workspace import Workspace


@click.command(help=_("List what falls due, for whom, and when."))
@filter_options
@as_of_option
@format_option
@click.pass_context
def occurrences(
    context: click.Context,
    /,
    form: str,
    as_of: datetime,
    **asked: Any,  # noqa: ANN401 - the filters, passed on as they are
) -> None:
    """Print the occurrences."""
    from cadence.exchange import occurrence_json
    from cadence.tables import occurrences_table

    found = _occurrences(read(context), **asked)
    print_list(
        form, occurrences_table(found, as_of), [occurrence_json(each, as_of) for each in found]
    )


def _occurrences(
    workspace: "Workspace",
    place: str | None,
    unit: str | None,
    pack: str | None,
    first: date | None,
    last: date | None,
) -> "list[Occurrence]":
    from cadence.occurrences import occurrences as expand

    workspace.check_names(place=place, unit=unit, pack=pack)
    span = span_of(first, last, now().year)
    return [
        occurrence
        for each in workspace.packs
        if pack in {None, each.name} and place in {None, each.place}
        for occurrence in expand(
            (
                binding
                for binding in workspace.bindings(each)
                if unit in {None, binding.unit.id, binding.unit.key, binding.unit.of}
            ),
            span,
            workspace.advise(each.place),
        )
    ]


@click.command(help=_("Show how one date comes out of the text; any clear tail of its id will do."))
@click.argument("occurrence")
@as_of_option
@format_option
@click.pass_context
def explain(context: click.Context, occurrence: str, as_of: datetime, form: str) -> None:
    """Print the trace of one occurrence."""
    from cadence.exchange import occurrence_json, trace_of
    from cadence.lookup import find_occurrences
    from cadence.tables import occurrences_table

    found = find_occurrences(read(context), occurrence)
    if form == "table":
        units = "、".join(each.binding.unit.name for each in found)
        click.echo("\n".join((found[0].id, f"{units}：{found[0].binding.rule.act}")))
        click.echo("\n".join(f"  {line}" for line in trace_of(found[0])))
    else:
        print_list(
            form, occurrences_table(found, as_of), [occurrence_json(each, as_of) for each in found]
        )
