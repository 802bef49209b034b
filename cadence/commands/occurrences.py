"""`cadence occurrences` and `explain`: what falls due, and how one date comes out of the text."""

from datetime import datetime
from typing import Any

import click

from cadence.commands import help_of
from cadence.commands.meant import Words, meant, words_options
from cadence.commands.options import (
    asked,
    filter_options,
    format_option,
    judging_options,
    print_list,
    read,
    read_history,
)


@click.command(help=help_of("occurrences"))
@filter_options
@judging_options
@format_option
@click.pass_context
def occurrences(
    context: click.Context,
    /,
    form: str,
    as_of: datetime,
    known_at: datetime | None,
    **filters: Any,  # noqa: ANN401 - the filters, passed on as they are
) -> None:
    """Print the occurrences."""
    from cadence.occurrences import scenes_of
    from cadence.reports import occurrence_json, occurrences_table

    workspace = read(context)
    known = read_history(workspace.folder, known_at)
    scenes = scenes_of(workspace, known, asked(as_of, **filters), as_of)
    found = [each for scene in scenes for each in scene.stream()]
    print_list(form, occurrences_table(found), [occurrence_json(each) for each in found])


@click.command(help=help_of("explain"))
@click.argument("occurrence", required=False)
@words_options
@judging_options
@format_option
@click.pass_context
def explain(
    context: click.Context,
    occurrence: str | None,
    words: Words,
    as_of: datetime,
    known_at: datetime | None,
    form: str,
) -> None:
    """Print the trace of one occurrence."""
    from cadence.occurrences import Index, scenes_of
    from cadence.reports import occurrence_json, occurrences_table, status_cell, trace_of

    workspace = read(context)
    known = read_history(workspace.folder, known_at)
    index = Index(scenes_of(workspace, known, asked(as_of), as_of))
    found = (
        tuple(meant(workspace, index, (), words, as_of)[0])
        if occurrence is None
        else index.find(occurrence)
    )
    judged = list(index.check(found))
    if form != "table":
        print_list(form, occurrences_table(judged), [occurrence_json(each) for each in judged])
        return
    first = found[0]
    click.echo(first.id)
    units: dict[str, list[str]] = {}
    for each in judged:
        names = units.setdefault(status_cell(each.judgement), [])
        names.append(each.occurrence.binding.unit.name)
    for state, names in units.items():
        click.echo(f"{'、'.join(names)}：{first.binding.rule.act}【{state}】")
    click.echo("\n".join(f"  {line}" for line in trace_of(first)))
