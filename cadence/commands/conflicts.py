"""`cadence conflicts`: what collides, and what one meeting could discharge."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from cadence.commands import help_of
from cadence.commands.listed import keep_listed, news_of, read_listed
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
from cadence.core import _

if TYPE_CHECKING:
    from cadence.conflicts import ConflictTable, Found

WIDTHS = (14, 26, 60)  # of the columns on the screen


@click.command(help=help_of("conflicts"))
@filter_options
@click.option("--new", "news", is_flag=True, help=_("Only what the last listing did not say."))
@click.option("--all", "every", is_flag=True, help=_("Each day of each line in a row of its own."))
@judging_options
@format_option
@click.pass_context
def conflicts(
    context: click.Context,
    /,
    form: str,
    every: bool,
    news: bool,
    as_of: datetime,
    known_at: datetime | None,
    **filters: Any,  # noqa: ANN401 - the filters, passed on as they are
) -> int:
    """Print the conflict table; 1 where something is wrong or has to be decided."""
    from cadence.conflicts import conflict_table
    from cadence.occurrences import scenes_of

    workspace = read(context)
    known, question = read_history(workspace.folder, known_at), asked(as_of, **filters)
    scenes = scenes_of(workspace, known, question, as_of)
    # What lies behind us is listed only for whoever asks about those days.
    past = bool(filters.get("first"))
    tables = [conflict_table(scene, as_of.date(), past=past) for scene in scenes]
    before = read_listed(workspace.folder) if news else frozenset()
    if not any(filters.values()):
        keep_listed(workspace.folder, (each for _table, found in tables for each in found))
    told = [(table, _news(found, before) if news else found) for table, found in tables]
    _print(form, told, every=every, news=news)
    for table, _found in tables:
        for each in table.idle:
            words = _("note: {0}: the suppression of {1} ({2}) answers nothing here")
            click.echo(words.format(table.place, each.code, each.reason), err=True)
    is_wrong = any("error" in found.severities for _table, found in tables)
    is_asked = any(found.severities - {"info"} for _table, found in told)
    return FINDINGS if is_wrong or is_asked else WELL


def _news(found: "Found", before: frozenset[str]) -> "Found":
    """Return what the last listing did not say."""
    from cadence.conflicts import Found

    news = (news_of(each, before) for each in found)
    return Found(across=tuple(each for each in news if each))


def _print(
    form: str, told: "list[tuple[ConflictTable, Found]]", *, every: bool, news: bool
) -> None:
    from cadence.conflicts import (
        answers_table,
        brief_table,
        details_table,
        findings,
        lines_table,
        relined,
    )
    from cadence.reports import findings_json

    lines = [
        line for table, found in told for line in (relined(table, found) if news else table.lines)
    ]
    if form == "table":
        print_list(form, brief_table(lines, every=every), None, WIDTHS)
    else:
        every_one = (each for _table, found in told for each in found)
        value = (
            findings_json(one for each in every_one for one in findings(each))
            if form == "json"
            else None
        )
        print_list(form, details_table(lines) if every else lines_table(lines), value)
    answered = [each for table, _found in told for each in table.answered]
    if answered and form == "table":
        click.echo()
        click.echo(_("answered, and no longer listed:"))
        print_list(form, answers_table(answered), None)
