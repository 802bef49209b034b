"""`cadence occurrences` and `explain`: what falls due, and how one date comes out of the text."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from cadence.commands import help_of
from cadence.commands.meant import MeantWords, all_meant, words_options
from cadence.commands.numbered import are_numbers, numbered
from cadence.commands.options import (
    asked,
    filter_options,
    format_option,
    judging_options,
    print_list,
    read,
    read_history,
)
from cadence.core import speaks_english, timing_english

if TYPE_CHECKING:
    from cadence.occurrences import Judged


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
    table = occurrences_table(found)
    table = numbered(workspace.folder, table) if form == "table" else table
    print_list(form, table, [occurrence_json(each) for each in found])


@click.command(help=help_of("explain"))
@click.argument("occurrence", required=False)
@words_options
@judging_options
@format_option
@click.pass_context
def explain(
    context: click.Context,
    occurrence: str | None,
    words: MeantWords,
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
    by_id = occurrence is not None and not are_numbers(occurrence)
    found = (
        index.find(occurrence or "")
        if by_id
        else tuple(all_meant(workspace, index, filter(None, [occurrence]), words, as_of))
    )
    judged = list(index.check(found))
    if form != "table":
        print_list(form, occurrences_table(judged), [occurrence_json(each) for each in judged])
        return
    alike: dict[str, list[Judged]] = {}  # one rule's window for several units has one trace
    for each in judged:
        alike.setdefault(each.occurrence.id.rpartition("@")[0], []).append(each)
    for several in alike.values():
        first = several[0].occurrence
        units: dict[str, list[str]] = {}
        click.echo(first.id)
        for each in several:
            names = units.setdefault(status_cell(each.judgement), [])
            names.append(each.occurrence.binding.unit.name)
        for state, names in units.items():
            click.echo(f"{'、'.join(names)}：{first.binding.rule.act}【{state}】")
        click.echo("\n".join(f"  {line}" for line in trace_of(first)))
        if speaks_english():
            click.echo(f"  in English: {timing_english(first.binding.rule.timing)}")
