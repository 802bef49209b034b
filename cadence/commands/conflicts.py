"""`cadence conflicts`: what collides, and what one meeting could discharge."""

from datetime import datetime
from typing import Any

import click

from cadence.commands import help_of
from cadence.commands.options import (
    FINDINGS,
    WELL,
    asked,
    filter_options,
    format_option,
    judging_options,
    print_list,
    read,
    read_history,
)
from cadence.core.messages import _

WIDTHS = (14, 26, 60)  # of the columns on the screen


@click.command(help=help_of("conflicts"))
@filter_options
@click.option("--all", "every", is_flag=True, help=_("Each day of each line in a row of its own."))
@judging_options
@format_option
@click.pass_context
def conflicts(
    context: click.Context,
    /,
    form: str,
    every: bool,
    as_of: datetime,
    known_at: datetime | None,
    **filters: Any,  # noqa: ANN401 - the filters, passed on as they are
) -> int:
    """Print the conflict table; 1 where something is wrong or has to be decided."""
    from cadence.conflicts.tell.rows import answers_table, brief_table, details_table, lines_table
    from cadence.conflicts.tell.table import conflict_table
    from cadence.conflicts.tell.wording import findings
    from cadence.occurrences.scene import scenes_of
    from cadence.reports.as_json import findings_json

    workspace = read(context)
    known, question = read_history(workspace.folder, known_at), asked(as_of, **filters)
    scenes = scenes_of(workspace, known, question, as_of)
    tables = [conflict_table(scene, as_of.date()) for scene in scenes]
    found = [each for _table, standing in tables for each in standing]
    lines = [line for table, _standing in tables for line in table.lines]
    value = (
        findings_json(one for each in found for one in findings(each)) if form == "json" else None
    )
    if form == "table":
        print_list(form, brief_table(lines, every=every), None, WIDTHS)
    else:
        print_list(form, details_table(lines) if every else lines_table(lines), value)
    answered = [each for table, _standing in tables for each in table.answered]
    if answered and form == "table":
        click.echo()
        click.echo(_("answered, and no longer listed:"))
        print_list(form, answers_table(answered), None)
    return WELL if all(each.severity == "info" for each in found) else FINDINGS
